#include "lesson/condition.h"

#include <string.h>

/* ---- what braces stand for ---- */

/* One row each: name, printf format, number. */
#define SETTING_LIST(X)                                                                                                \
    X("layer", "%d", session->focus.layer)                                                                             \
    X("head", "%d", session->focus.head)                                                                               \
    X("temperature", "%.17g", session->sampler.settings.temperature)                                                   \
    X("top_k", "%lld", (long long)session->sampler.settings.top_k)                                                     \
    X("top_p", "%.17g", session->sampler.settings.top_p)                                                               \
    X("repetition_penalty", "%.17g", session->sampler.settings.repetition_penalty)                                     \
    X("seed", "%llu", (unsigned long long)session->sampler.settings.seed)                                              \
    X("edits", "%d", machine_edit_count(session->machine))

static bool append_setting(const Session *session, const char *name, size_t length, Buffer *out)
{
#define SETTING_ROW(row, format, number)                                                                               \
    if (strlen(row) == length && !memcmp(row, name, length)) {                                                         \
        buffer_format(out, format, number);                                                                            \
        return true;                                                                                                   \
    }
    SETTING_LIST(SETTING_ROW)
#undef SETTING_ROW
    return false;
}

/* {cell}, and the index of the cursor's cell along an axis. */
static bool append_cell(const Session *session, const char *name, size_t length, Buffer *out)
{
    const Cell *cell = &session->focus.cell;
    if (!cell->id)
        return false;
    if (length == 4 && !memcmp(name, "cell", 4)) {
        cell_print(session->machine, cell, out);
        return true;
    }
    Shape shape = cell_shape(session->machine, cell->kind, cell->id);
    for (int i = 0; i < shape.rank; i++) {
        const char *axis = axis_name(shape.axis[i]);
        if (strlen(axis) != length || memcmp(axis, name, length) != 0)
            continue;
        buffer_format(out, "%lld", (long long)cell->index[i]);
        return true;
    }
    return false;
}

static Status append_place(const Session *session, const char *name, size_t length, Buffer *out, Error *error)
{
    if (append_setting(session, name, length, out) || append_cell(session, name, length, out))
        return STATUS_OK;
    return error_set(error, STATUS_NOT_COMPUTED,
                     "{%.*s}: nothing is called so, or the cursor is on no such cell; put "
                     "it on one, as with show value NAME[i, j]",
                     (int)(length < 40 ? length : 40), name);
}

/* Texts in quotes stay as they are. */
static Status expand(const Session *session, const char *text, size_t length, Buffer *out, Error *error)
{
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        const char *close = text[i] == '{' && !quoted ? memchr(text + i, '}', length - i) : NULL;
        if (close) {
            TRY(append_place(session, text + i + 1, (size_t)(close - text) - i - 1, out, error));
            i = (size_t)(close - text);
            continue;
        }
        if (quoted && text[i] == '\\' && i + 1 < length)
            buffer_append(out, &text[i++], 1);
        else if (text[i] == '"')
            quoted = !quoted;
        buffer_append(out, &text[i], 1);
    }
    return STATUS_OK;
}

/* ---- evaluating ---- */

Status condition_evaluate(const Session *session, const char *text, size_t length, Result *result, Error *error)
{
    Buffer expression = {0};
    *result = (Result){0};
    Status status = expand(session, text, length, &expression, error);
    if (status == STATUS_OK)
        status = expression_evaluate(session->machine, buffer_text(&expression), expression.length, result, error);
    buffer_free(&expression);
    return status;
}

static Status evaluate_one(const Session *session, const char *text, bool truth, double *number, Error *error)
{
    Result result;
    Status status = condition_evaluate(session, text, strlen(text), &result, error);
    if (status == STATUS_OK && (result.tensor.shape.rank != 0 || (truth && !result.is_truth)))
        status = error_set(error, STATUS_USAGE, "%.200s: this is not one %s; %s", text, truth ? "truth" : "number",
                           truth ? "compare with == != < <= > or >=" : "give every axis an index");
    if (status == STATUS_OK)
        *number = (double)result.numbers[0];
    result_free(&result);
    return status;
}

Status condition_number(const Session *session, const char *text, double *number, Error *error)
{
    return evaluate_one(session, text, false, number, error);
}

Status condition_holds(const Session *session, const char *text, bool *truth, Error *error)
{
    double number = 0;
    *truth = false;
    TRY(evaluate_one(session, text, true, &number, error));
    *truth = number != 0;
    return STATUS_OK;
}

Status condition_margin(const Session *session, const char *text, double *margin, Error *error)
{
    Buffer expression = {0};
    Status status = expand(session, text, strlen(text), &expression, error);
    if (status == STATUS_OK)
        status = expression_margin(session->machine, buffer_text(&expression), expression.length, margin, error);
    buffer_free(&expression);
    return status;
}
