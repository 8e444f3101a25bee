#include "run/expression.h"

#include <string.h>

#include "base/translate.h"
#include "run/expression_parts.h"

/* What is done with the tree of a text that parsed. */
typedef Status ExpressionUse(Evaluator *evaluator, const Node *root, void *out);

static Status expression_use(const Machine *machine, const char *text, size_t length, ExpressionUse *use, void *out,
                             Error *error)
{
    Arena arena = {0};
    Evaluator evaluator = {.machine = machine, .source = {text, length, &arena, error}};
    const Node *root = NULL;
    Status status = expression_parse(&evaluator.source, &root);
    if (status == STATUS_OK)
        status = use(&evaluator, root, out);
    arena_free(&arena);
    return status;
}

static Status use_evaluate(Evaluator *evaluator, const Node *root, void *out)
{
    Result *result = out;
    TRY(evaluate_node(evaluator, root, result));
    result->is_cell = result->is_cell && root->kind == NODE_NAME;
    return STATUS_OK;
}

Status expression_evaluate(const Machine *machine, const char *text, size_t length, Result *result, Error *error)
{
    *result = (Result){0};
    return expression_use(machine, text, length, use_evaluate, result, error);
}

static Status select_root(Evaluator *evaluator, const Node *root, Selection *selection)
{
    if (root->kind != NODE_NAME)
        return source_fail(&evaluator->source, root->at, STATUS_USAGE,
                           _("this is not the name of a value; write NAME[i, j]"));
    return expression_select(evaluator, root, selection);
}

static Status use_cell(Evaluator *evaluator, const Node *root, void *out)
{
    Cell *cell = out;
    Selection s;
    TRY(select_root(evaluator, root, &s));
    Shape shape = cell_shape(evaluator->machine, s.region.kind, s.region.id);
    for (int i = 0; i < shape.rank; i++)
        if (!s.region.single[i])
            return source_fail(&evaluator->source, root->at, STATUS_USAGE,
                               _("%s has many cells; say which one by its %s too"), root->text.text,
                               axis_name(shape.axis[i]));
    *cell = (Cell){.kind = s.region.kind, .id = s.region.id};
    memcpy(cell->index, s.region.from, sizeof cell->index);
    return source_place(&evaluator->source, root->at, cell_check(evaluator->machine, cell, evaluator->source.error));
}

Status expression_cell(const Machine *machine, const char *text, size_t length, Cell *cell, Error *error)
{
    return expression_use(machine, text, length, use_cell, cell, error);
}

static Status use_region(Evaluator *evaluator, const Node *root, void *out)
{
    Selection *s = out;
    TRY(select_root(evaluator, root, s));
    if (s->region.kind == CELL_WEIGHT)
        return source_fail(&evaluator->source, root->at, STATUS_UNSUPPORTED,
                           _("%s is a weight, which the checkpoint alone decides; name a value"), root->text.text);
    return STATUS_OK;
}

Status expression_region(const Machine *machine, const char *text, size_t length, ValueId *value,
                         int64_t from[RANK_MAX], int64_t to[RANK_MAX], Error *error)
{
    Selection s;
    TRY(expression_use(machine, text, length, use_region, &s, error));
    *value = s.region.id;
    for (int i = 0; i < RANK_MAX; i++) {
        from[i] = s.region.from[i];
        to[i] = s.open[i] ? INT64_MAX : s.region.to[i];
    }
    return STATUS_OK;
}
