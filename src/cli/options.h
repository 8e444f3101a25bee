/* The options of all subcommands: one row each, shared by parsing, help and completion. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "base/translate.h"

/* id, long name, letter or 0, argument or NULL for a flag, help */
#define OPTION_LIST(X)                                                                                                 \
    X(MODEL, "model", 0, "DIR", N_("a model folder, or the name of a built-in model"))                                 \
    X(PROMPT, "prompt", 0, "TEXT", N_("the text to run on; - reads it from standard input"))                           \
    X(IDS, "ids", 0, "1,2,3", N_("token ids to run on, taken as they are"))                                            \
    X(JSON, "json", 0, NULL, N_("print JSON"))                                                                         \
    X(RAW, "raw", 0, NULL, N_("print bytes as they are, control characters included"))                                 \
    X(NO_SPECIAL, "no-special", 0, NULL, N_("leave out special tokens such as BOS"))                                   \
    X(DECODE, "decode", 0, NULL, N_("turn --ids into text"))                                                           \
    X(LENGTH, "count", 'n', "N",                                                                                       \
      N_("how many tokens (default 32), documents (10) or cases of each probe (400; some have fewer)"))                \
    X(TEMPERATURE, "temperature", 0, "T", N_("0 takes the most probable token; 1 draws from the model's own odds"))    \
    X(TOP_K, "top-k", 0, "K", N_("draw among the K most probable tokens"))                                             \
    X(TOP_P, "top-p", 0, "P", N_("draw among the fewest tokens that reach probability P together"))                    \
    X(REPETITION_PENALTY, "repetition-penalty", 0, "R", N_("make tokens that are in the text already less probable"))  \
    X(SEED, "seed", 0, "S", N_("the random numbers' seed (default 0)"))                                                \
    X(DOCUMENTS, "documents", 0, "N", N_("how many documents the 5-grams are counted in (default 400000)"))            \
    X(SAMPLES, "samples", 0, NULL, N_("also print ten texts in each language, unpicked"))                              \
    X(KIND, "kind", 0, "KIND", N_("one kind of document: story, fact, sum, ..."))                                      \
    X(LANGUAGE, "language", 0, "ko|en", N_("documents in one language"))                                               \
    X(STATS, "stats", 0, NULL, N_("print speed to standard error"))                                                    \
    X(SAVE, "save", 0, "FILE", N_("write every value to a .safetensors file"))                                         \
    X(ONLY, "only", 0, "GLOB", N_("only values whose name matches, as 'blocks.0.attn.*'"))                             \
    X(LAYER, "layer", 0, "L|all", N_("which layer (default 0)"))                                                       \
    X(HEAD, "head", 0, "H|all", N_("which head (default all)"))                                                        \
    X(VALUE, "value", 0, "NAME", N_("which value (default attn.pattern)"))                                             \
    X(OUTPUT, "output", 'o', "FILE", N_("the file to write"))                                                          \
    X(CSV, "csv", 0, "FILE", N_("write the same numbers as CSV"))                                                      \
    X(COLORMAP, "colormap", 0, "NAME", N_("viridis, cividis, magma or grey"))                                          \
    X(CONTEXT, "context", 0, "N", N_("positions to reckon the KV cache for (default: the model's own)"))               \
    X(BATCH, "batch", 0, "B", N_("sequences to reckon the KV cache for (default 1)"))                                  \
    X(DTYPE, "dtype", 0, "TYPE", N_("f32, f16, bf16, int8 or int4, to reckon memory for"))                             \
    X(THREADS, "threads", 0, "N", N_("how many threads to use (default: one per processor)"))                          \
    X(LANG, "lang", 0, "ko|en", N_("language of the interface"))                                                       \
    X(VOCAB, "vocab", 0, "N", N_("how many tokens to have, special ones included (default 4096)"))                     \
    X(SPECIAL, "special", 0, "A,B", N_("special tokens, ids from 0 on (default <|endoftext|>)"))                       \
    X(MIN_FREQUENCY, "min-frequency", 0, "N", N_("merge no pair that is there fewer times (default 2)"))               \
    X(SINGLE_DIGITS, "single-digits", 0, NULL, N_("each digit is a token of its own"))                                 \
    X(ACROSS_CHARACTERS, "across-characters", 0, NULL, N_("let tokens hold parts of two characters"))                  \
    X(QUICK, "quick", 0, NULL, N_("small and few measurements: rough figures in a second or two"))                     \
    X(OUT, "out", 0, "DIR", N_("the folder of the run (default: the recipe's name without .json)"))                    \
    X(RESUME, "resume", 0, NULL, N_("go on from the last checkpoint of the run's folder"))                             \
    X(PROFILE, "profile", 0, NULL, N_("say at the end where the time went, by op"))                                    \
    X(LOG, "log", 0, "FILE.jsonl", N_("every loss of a run: written by train, read by plot and card"))                 \
    X(RECIPE, "recipe", 0, "FILE", N_("the recipe that a model was trained by"))                                       \
    X(LESSONS, "lessons", 0, "DIR", N_("the folder that has the lessons"))                                             \
    X(LESSON, "lesson", 0, "ID", N_("a lesson to play: 3, 3.4 for one of its steps, or its id"))                       \
    X(PACK, "pack", 0, "FILE", N_("a class pack: which steps, which language"))                                        \
    X(PRESENT, "present", 0, NULL, N_("a lesson for a projector: hands are counted, answers not shown"))               \
    X(STUDENT, "student", 0, "NAME", N_("whose progress: a number or name (default me)"))                              \
    X(MUTATE, "mutate", 0, NULL, N_("check with an untrained model: most claims must fail"))                           \
    X(ACCEPT, "accept", 0, NULL, N_("note that the words of both languages say the same"))                             \
    X(EXECUTE, "command", 'c', "COMMAND", N_("run a command first (may be repeated)"))                                 \
    X(HELP, "help", 'h', NULL, N_("show this help"))

typedef enum OptionId {
#define OPTION_ENUM(id, name, letter, argument, help) OPTION_##id,
    OPTION_LIST(OPTION_ENUM)
#undef OPTION_ENUM
        OPTION_END
} OptionId;

typedef struct OptionRow {
    const char *name;
    char letter;
    const char *argument; /* NULL: a flag */
    const char *help;
} OptionRow;

extern const OptionRow option_rows[OPTION_END];

enum { OPTION_REPEATS = 64 };

typedef struct Options {
    const char *text[OPTION_END];         /* as given; "" for a flag; NULL where absent */
    const char *commands[OPTION_REPEATS]; /* every -c, in order */
    int command_count;
    char **words; /* what is no option */
    int word_count;
} Options;

/* Parses argv[1..] of a subcommand that accepts the options of `accepted`, a list ended by
 * OPTION_END. USAGE errors name the option. */
Status options_parse(int argc, char **argv, const OptionId *accepted, Options *options, Error *error);

bool option_given(const Options *options, OptionId id);

/* The option as a number; `otherwise` where it is absent. */
Status option_int(const Options *options, OptionId id, int64_t least, int64_t most, int64_t otherwise, int64_t *value,
                  Error *error);
Status option_number(const Options *options, OptionId id, double otherwise, double *value, Error *error);

#endif
