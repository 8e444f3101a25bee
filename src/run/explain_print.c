/* An explanation in words, and as JSON. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "run/explain.h"

static void append_number(Buffer *out, double number)
{
    if (isfinite(number))
        buffer_format(out, "%.6g", number);
    else
        buffer_append_text(out, isnan(number) ? "NaN" : number > 0 ? "∞" : "-∞");
}

static const Weight *weight_of(const Machine *machine, const Cell *cell)
{
    return &machine_model(machine)->program.weights[cell->id];
}

static void print_token(const Machine *machine, int32_t token, Buffer *out)
{
    const Tokenizer *tokenizer = machine_model(machine)->tokenizer;
    buffer_format(out, "token %d", token);
    if (!tokenizer)
        return;
    buffer_append_text(out, " \"");
    tokenizer_piece_visible(tokenizer, token, out);
    buffer_append_text(out, "\"");
}

static void print_head(const Machine *machine, const CellExplanation *e, Buffer *out)
{
    cell_print(machine, &e->cell, out);
    buffer_append_text(out, " = ");
    append_number(out, e->number);
    if (e->edited)
        buffer_append_text(out, "  (edited; below is what it replaced)");
    buffer_append_text(out, "\n");
    if (e->token >= 0) {
        print_token(machine, e->token, out);
        buffer_append_text(out, "\n");
    }
}

static void print_weight(const Machine *machine, const CellExplanation *e, Buffer *out)
{
    const WeightSource *source = &weight_of(machine, &e->cell)->source;
    buffer_append_text(out, "learnt, not computed; in the checkpoint: ");
    buffer_append_visible(out, source->tensor, strlen(source->tensor));
    if (source->parts > 1)
        buffer_format(out, ", part %d of %d", source->part + 1, source->parts);
    buffer_append_text(out, "\n");
}

static void print_arithmetic(const CellExplanation *e, Buffer *out)
{
    const Explanation *explanation = &e->explanation;
    buffer_format(out, "%s: %s\n= %s", e->op->name, e->formula, buffer_text(&explanation->arithmetic));
    buffer_append_text(out, " = ");
    append_number(out, explanation->result);
    buffer_append_text(out, "\n");
    for (size_t i = 0; i < explanation->step_count; i++) {
        buffer_format(out, "  %s = ", explanation->steps[i].text);
        append_number(out, explanation->steps[i].number);
        buffer_append_text(out, "\n");
    }
}

/* Where the numbers' column begins: after the longest of the first `count` names. */
static size_t operand_width(const Machine *machine, const CellExplanation *e, size_t count)
{
    size_t width = 0;
    Buffer name = {0};
    for (size_t i = 0; i < count; i++) {
        buffer_clear(&name);
        cell_print(machine, &e->operands[i], &name);
        width = name.length > width ? name.length : width;
    }
    buffer_free(&name);
    return width;
}

static void print_operands(const Machine *machine, const CellExplanation *e, size_t most, Buffer *out)
{
    size_t count = e->explanation.operand_count, shown = count < most ? count : most;
    size_t width = operand_width(machine, e, shown);
    for (size_t i = 0; i < shown; i++) {
        buffer_append_text(out, "  ");
        size_t start = out->length;
        cell_print(machine, &e->operands[i], out);
        buffer_format(out, "%*s", (int)(width - (out->length - start)) + 2, "");
        append_number(out, e->explanation.operands[i].number);
        buffer_append_text(out, "\n");
    }
    if (shown < count)
        buffer_format(out, "  … and %zu more operands\n", count - shown);
}

void explain_print(const Machine *machine, const CellExplanation *explanation, size_t most, Buffer *out)
{
    print_head(machine, explanation, out);
    if (!explanation->op) {
        print_weight(machine, explanation, out);
        return;
    }
    print_arithmetic(explanation, out);
    print_operands(machine, explanation, most, out);
}

/* ---- JSON ---- */

static void json_key(Buffer *out, const char *key)
{
    buffer_format(out, "%s\"%s\":", out->bytes[out->length - 1] == '{' ? "" : ",", key);
}

static void json_text(Buffer *out, const char *key, const char *text)
{
    json_key(out, key);
    json_append_string(out, text, strlen(text));
}

static void json_number(Buffer *out, const char *key, double number)
{
    json_key(out, key);
    json_append_number(out, number);
}

static void json_cell(const Machine *machine, const Cell *cell, Buffer *out)
{
    Buffer name = {0};
    cell_print(machine, cell, &name);
    json_text(out, "cell", buffer_text(&name));
    buffer_free(&name);
}

static void json_token(const Machine *machine, int32_t token, Buffer *out)
{
    const Tokenizer *tokenizer = machine_model(machine)->tokenizer;
    Buffer piece = {0};
    json_key(out, "token");
    buffer_format(out, "{\"id\":%d", token);
    if (tokenizer) {
        tokenizer_piece_visible(tokenizer, token, &piece);
        json_text(out, "text", buffer_text(&piece));
    }
    buffer_append_text(out, "}");
    buffer_free(&piece);
}

static void json_steps(const Explanation *explanation, Buffer *out)
{
    json_key(out, "steps");
    buffer_append_text(out, "[");
    for (size_t i = 0; i < explanation->step_count; i++) {
        buffer_append_text(out, i ? ",{" : "{");
        json_text(out, "text", explanation->steps[i].text);
        json_number(out, "value", explanation->steps[i].number);
        buffer_append_text(out, "}");
    }
    buffer_append_text(out, "]");
}

static void json_operands(const Machine *machine, const CellExplanation *e, Buffer *out)
{
    json_key(out, "operands");
    buffer_append_text(out, "[");
    for (size_t i = 0; i < e->explanation.operand_count; i++) {
        buffer_append_text(out, i ? ",{" : "{");
        json_cell(machine, &e->operands[i], out);
        json_number(out, "value", e->explanation.operands[i].number);
        buffer_append_text(out, "}");
    }
    buffer_append_text(out, "]");
}

static void json_weight(const Machine *machine, const CellExplanation *e, Buffer *out)
{
    json_key(out, "op");
    buffer_append_text(out, "null");
    json_number(out, "value", e->number);
    json_text(out, "tensor", weight_of(machine, &e->cell)->source.tensor);
}

static void json_value(const Machine *machine, const CellExplanation *e, Buffer *out)
{
    json_text(out, "op", e->op->name);
    json_text(out, "formula", e->formula);
    json_number(out, "value", e->number);
    json_text(out, "arithmetic", buffer_text(&e->explanation.arithmetic));
    json_number(out, "result", e->explanation.result);
    json_key(out, "edited");
    buffer_append_text(out, e->edited ? "true" : "false");
    json_steps(&e->explanation, out);
    json_operands(machine, e, out);
}

void explain_print_json(const Machine *machine, const CellExplanation *explanation, Buffer *out)
{
    buffer_append_text(out, "{");
    json_cell(machine, &explanation->cell, out);
    if (explanation->op)
        json_value(machine, explanation, out);
    else
        json_weight(machine, explanation, out);
    if (explanation->token >= 0)
        json_token(machine, explanation->token, out);
    buffer_append_text(out, "}");
}
