#include "command/command.h"

#include <string.h>

#include "base/translate.h"
#include "figure/number.h"
#include "run/expression.h"

enum { DIGITS = 9, ROWS_MOST = 64, COLUMNS_MOST = 64 }; /* 9 digits name a float exactly */

/* One number: a token with its id, a truth by its name. */
static void print_single(Session *session, const Result *result)
{
    char text[NUMBER_LENGTH];
    Real number = result->numbers[0];
    if (result->is_truth) {
        buffer_append_text(&session->output, number != 0 ? "true" : "false");
    } else if (result->is_token) {
        buffer_format(&session->output, "%d  “", (int)number);
        session_token(session, (int32_t)number, &session->output);
        buffer_append_text(&session->output, "”");
    } else {
        buffer_append_text(&session->output, number_precise(text, (double)number, DIGITS));
    }
    buffer_append_text(&session->output, "\n");
}

/* "[head 1, query 3]  0.25 0.75 …" for each row of the last axis. */
static void print_row(Session *session, const Shape *shape, const Real *numbers, int64_t row)
{
    char text[NUMBER_LENGTH];
    Shape outer = *shape;
    outer.rank--;
    int64_t index[RANK_MAX], width = shape->size[outer.rank];
    shape_index(&outer, row, index);
    for (int i = 0; i < outer.rank; i++)
        buffer_format(&session->output, "%s%s %lld%s", i ? ", " : "[", axis_name(shape->axis[i]), (long long)index[i],
                      i == outer.rank - 1 ? "]  " : "");
    for (int64_t i = 0; i < width && i < COLUMNS_MOST; i++)
        buffer_format(&session->output, "%s%s", i ? " " : "", number_format(text, (double)numbers[row * width + i], 0));
    if (width > COLUMNS_MOST)
        buffer_format(&session->output, _(" … (%lld more)"), (long long)(width - COLUMNS_MOST));
    buffer_append_text(&session->output, "\n");
}

static void print_several(Session *session, const Result *result)
{
    const Shape *shape = &result->tensor.shape;
    char text[160];
    shape_print(shape, text, sizeof text);
    buffer_format(&session->output, "%s\n", text);
    int64_t rows = shape_span(shape, 0, shape->rank - 1);
    for (int64_t row = 0; row < rows && row < ROWS_MOST; row++)
        print_row(session, shape, result->numbers, row);
    if (rows > ROWS_MOST)
        buffer_format(&session->output, _("… (%lld more rows)\n"), (long long)(rows - ROWS_MOST));
}

static Status print_run(Session *session, const Arguments *arguments, Error *error)
{
    Result result = {0};
    Status status = expression_evaluate(session->machine, arguments->rest, strlen(arguments->rest), &result, error);
    if (status == STATUS_OK && result.tensor.shape.rank == 0)
        print_single(session, &result);
    else if (status == STATUS_OK)
        print_several(session, &result);
    result_free(&result);
    return status;
}

const Command command_print = {
    .name = "print",
    .arguments = "EXPR",
    .help = N_("the number, or numbers, that an expression has now: print max(logits[-1, :])"),
    .kind = ARGUMENT_EXPRESSION,
    .least = 1,
    .most = -1,
    .run = print_run,
};
