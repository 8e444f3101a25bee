#include "run/explain.h"

#include <string.h>

#include "base/translate.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "cli/print.h"
#include "run/expression.h"

static Status explain_print_cell(const Options *options, const Machine *machine, Error *error)
{
    const char *text = options->words[0];
    CellExplanation explanation = {0};
    Cell cell;
    Buffer out = {0};
    TRY(expression_cell(machine, text, strlen(text), &cell, error));
    Status status = explain_cell(machine, &cell, &explanation, error);
    if (status == STATUS_OK && option_given(options, OPTION_JSON))
        explain_print_json(machine, &explanation, &out);
    else if (status == STATUS_OK)
        explain_print(machine, &explanation, SIZE_MAX, &out);
    explain_free(&explanation);
    print_buffer(&out);
    return status;
}

static Status run(const Options *options, Error *error)
{
    Input input;
    Machine *machine = NULL;
    Status status = input_open(options, &input, error);
    if (status == STATUS_OK)
        status = input_run(&input, options, &machine, error);
    if (status == STATUS_OK)
        status = explain_print_cell(options, machine, error);
    machine_free(machine);
    input_free(&input);
    return status;
}

static const OptionId accepted[] = {OPTION_MODEL,   OPTION_PROMPT, OPTION_IDS, OPTION_JSON,
                                    OPTION_THREADS, OPTION_HELP,   OPTION_END};

const Subcommand cli_explain = {
    .name = "explain",
    .arguments = "CELL",
    .help = N_("the arithmetic behind one number, with every operand"),
    .example = "stepformer explain 'blocks.1.attn.scores[2,5,3]' --prompt 'The cat sat on the mat'",
    .least = 1,
    .most = 1,
    .options = accepted,
    .run = run,
};
