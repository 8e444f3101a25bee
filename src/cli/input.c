#include "cli/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "model/find.h"

enum { LONGEST_TEXT = 64 << 20 };

Status input_text(const char *argument, Buffer *text, Error *error)
{
    if (!strcmp(argument, "-"))
        return file_read("-", LONGEST_TEXT, text, error);
    buffer_append_text(text, argument);
    return STATUS_OK;
}

Status input_parse_ids(const char *text, TokenIds *ids, Error *error)
{
    bool more = true;
    for (const char *at = text; more;) {
        char *end = (char *)at;
        errno = 0;
        long id = *at >= '0' && *at <= '9' ? strtol(at, &end, 10) : -1;
        more = *end == ',';
        if (errno || id < 0 || id > INT32_MAX || (*end && !more))
            return error_set(error, STATUS_USAGE, _("--ids %s: not a list of token ids; write it as 1,403,407"), text);
        token_ids_append(ids, (int32_t)id);
        at = end + more;
    }
    return STATUS_OK;
}

Status input_open_tokenizer(const Options *options, Tokenizer **tokenizer, Error *error)
{
    Buffer path = {0};
    *tokenizer = NULL;
    Status status = model_find(options->text[OPTION_MODEL], &path, error);
    if (status == STATUS_OK) {
        buffer_append_text(&path, "/tokenizer.json");
        status = tokenizer_open(buffer_text(&path), tokenizer, error);
    }
    buffer_free(&path);
    return status;
}

/* What ids stand for, to name the input by: their text where there is a tokenizer, else the list as it was given. */
static void input_name_ids(const Options *options, Input *input)
{
    const Tokenizer *tokenizer = input->model->tokenizer;
    if (tokenizer &&
        tokenizer_decode(tokenizer, input->ids.ids, input->ids.count, true, &input->prompt, NULL) == STATUS_OK)
        return;
    buffer_clear(&input->prompt);
    buffer_format(&input->prompt, "ids %s", options->text[OPTION_IDS]);
}

static Status input_ids(const Options *options, Input *input, Error *error)
{
    if (option_given(options, OPTION_IDS) && option_given(options, OPTION_PROMPT))
        return error_set(error, STATUS_USAGE, _("--ids: --prompt is given too; keep one of the two"));
    if (option_given(options, OPTION_IDS)) {
        TRY(input_parse_ids(options->text[OPTION_IDS], &input->ids, error));
        input_name_ids(options, input);
        return STATUS_OK;
    }
    if (!option_given(options, OPTION_PROMPT))
        return error_set(error, STATUS_USAGE,
                         _("--prompt: missing; give a text with --prompt TEXT, or ids with --ids 1,2,3"));
    if (!input->model->tokenizer)
        return error_set(error, STATUS_NOT_FOUND,
                         _("%s: has no tokenizer.json to read --prompt with; give --ids instead"),
                         input->model->folder);
    TRY(input_text(options->text[OPTION_PROMPT], &input->prompt, error));
    return tokenizer_encode(input->model->tokenizer, buffer_text(&input->prompt), input->prompt.length, true,
                            &input->ids, error);
}

Status input_open(const Options *options, Input *input, Error *error)
{
    *input = (Input){0};
    TRY(model_open(options->text[OPTION_MODEL], &input->model, error));
    return input_ids(options, input, error);
}

void input_free(Input *input)
{
    model_free(input->model);
    buffer_free(&input->prompt);
    token_ids_free(&input->ids);
    *input = (Input){0};
}

static Status input_run_machine(Machine *machine, const Input *input, Error *error)
{
    TRY(machine_feed(machine, input->ids.ids, (int64_t)input->ids.count, NULL, error));
    return machine_go(machine, machine_end(machine), NULL, error);
}

Status input_run(const Input *input, const Options *options, Machine **machine, Error *error)
{
    int64_t threads;
    *machine = NULL;
    TRY(option_int(options, OPTION_THREADS, 1, 1024, 0, &threads, error));
    *machine = machine_new(input->model, MACHINE_KEEP, (int)threads);
    Status status = input_run_machine(*machine, input, error);
    if (status == STATUS_OK)
        return STATUS_OK;
    machine_free(*machine);
    *machine = NULL;
    return status;
}
