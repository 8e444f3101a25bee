/* What subcommands take in: a model, a tokenizer, a prompt as text or ids. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "cli/options.h"
#include "model/model.h"
#include "run/machine.h"

typedef struct Input {
    Model *model;
    Buffer prompt; /* the text of --prompt, or what the ids of --ids stand for */
    TokenIds ids;
} Input;

/* Opens --model (or the default) and turns --prompt or --ids into ids. input_free afterwards, after an error too. */
Status input_open(const Options *options, Input *input, Error *error);
void input_free(Input *input);

/* Only the tokenizer of --model's folder, which need hold nothing else. */
Status input_open_tokenizer(const Options *options, Tokenizer **tokenizer, Error *error);

/* Reads --ids; USAGE where they are no list of numbers. */
Status input_parse_ids(const char *text, TokenIds *ids, Error *error);

/* A text argument, or all of standard input where it is "-". */
Status input_text(const char *argument, Buffer *text, Error *error);

/* A machine that keeps every value, with the input's ids fed as one pass and run to its end. */
Status input_run(const Input *input, const Options *options, Machine **machine, Error *error);

#endif
