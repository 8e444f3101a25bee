/* How far a truth is from turning: for whoever must not hang a result on rounding. */
#include <math.h>
#include <string.h>

#include "run/expression_parts.h"

static Status node_margin(Evaluator *evaluator, const Node *node, double *margin);

static void narrow(double *margin, double gap)
{
    if (!(gap >= *margin)) /* NaN is no margin at all */
        *margin = isnan(gap) ? 0 : gap;
}

/* ---- comparisons ---- */

static double comparison_gap(double a, double b)
{
    bool whole = a == floor(a) && b == floor(b);
    if (whole || isinf(a) || isinf(b))
        return INFINITY;
    return fabs(a - b) / fmax(fabs(a), fabs(b));
}

static Status comparison_margin(Evaluator *evaluator, const Node *node, double *margin)
{
    Result left = {0}, right = {0};
    Status status = evaluate_node(evaluator, node->child[0], &left);
    if (status == STATUS_OK)
        status = evaluate_node(evaluator, node->child[1], &right);
    int64_t rows = status == STATUS_OK ? result_count(&left) : 0, columns = rows ? result_count(&right) : 0;
    for (int64_t i = 0; i < rows || (rows && i < columns); i++)
        narrow(margin,
               comparison_gap((double)left.numbers[rows > 1 ? i : 0], (double)right.numbers[columns > 1 ? i : 0]));
    result_free(&left);
    result_free(&right);
    return status;
}

/* ---- picks ---- */

/* Between the number at `own` and the nearest other, relative to the largest. */
static double nearest_gap(const Real *numbers, int64_t count, int64_t own)
{
    double gap = INFINITY, largest = 0;
    for (int64_t i = 0; i < count; i++) {
        if (!isinf(numbers[i]))
            largest = fmax(largest, fabs((double)numbers[i]));
        if (i != own)
            gap = fmin(gap, fabs((double)numbers[i] - (double)numbers[own]));
    }
    return largest > 0 ? gap / largest : 0;
}

/* argmax picks from its argument; top and rank from the logits after a position. */
static Status pick_margin(Evaluator *evaluator, const Node *call, double *margin)
{
    Result picked = {0}, from = {0};
    bool is_argmax = !strcmp(call->function->name, "argmax"), is_rank = !strcmp(call->function->name, "rank");
    Status status = evaluate_node(evaluator, is_rank ? call->child[0] : call, &picked);
    if (status == STATUS_OK)
        status =
            is_argmax ? evaluate_node(evaluator, call->child[0], &from) : evaluate_next_logits(evaluator, call, &from);
    if (status == STATUS_OK)
        narrow(margin, nearest_gap(from.numbers, result_count(&from), (int64_t)picked.numbers[0] - from.first[0]));
    result_free(&picked);
    result_free(&from);
    return status;
}

static bool picks(const Node *node)
{
    static const char *const names[] = {"argmax", "top", "rank"};
    for (size_t i = 0; i < sizeof names / sizeof *names && node->kind == NODE_CALL; i++)
        if (!strcmp(node->function->name, names[i]))
            return true;
    return false;
}

/* ---- the tree ---- */

static Status node_truth(Evaluator *evaluator, const Node *node, bool *truth)
{
    Result result = {0};
    Status status = evaluate_node(evaluator, node, &result);
    *truth = status == STATUS_OK && result_is_number(&result) && result.numbers[0] != 0;
    result_free(&result);
    return status;
}

/* Of what is joined by `or` the clearest truth counts. */
static Status or_margin(Evaluator *evaluator, const Node *node, double *margin)
{
    double clearest = 0;
    for (int i = 0; i < 2; i++) {
        bool truth;
        double own = INFINITY;
        TRY(node_truth(evaluator, node->child[i], &truth));
        if (!truth)
            continue;
        TRY(node_margin(evaluator, node->child[i], &own));
        clearest = fmax(clearest, own);
    }
    narrow(margin, clearest);
    return STATUS_OK;
}

static bool is_ordering(const Node *node)
{
    return node->kind == NODE_BINARY && lexeme_level(node->symbol) == LEVEL_COMPARISON &&
           node->symbol != LEXEME_EQUAL && node->symbol != LEXEME_NOT_EQUAL;
}

static Status node_margin(Evaluator *evaluator, const Node *node, double *margin)
{
    if (node->kind == NODE_CALL && node->function->reading == READS_TEXT)
        return STATUS_OK;
    if (node->kind == NODE_BINARY && node->symbol == LEXEME_OR)
        return or_margin(evaluator, node, margin);
    if (is_ordering(node))
        TRY(comparison_margin(evaluator, node, margin));
    if (picks(node))
        TRY(pick_margin(evaluator, node, margin));
    for (int i = 0; i < node->child_count; i++)
        if (node->child[i]->kind != NODE_TEXT)
            TRY(node_margin(evaluator, node->child[i], margin));
    return STATUS_OK;
}

Status expression_margin(const Machine *machine, const char *text, size_t length, double *margin, Error *error)
{
    Arena arena = {0};
    Evaluator evaluator = {.machine = machine, .source = {text, length, &arena, error}};
    const Node *root = NULL;
    *margin = INFINITY;
    Status status = expression_parse(&evaluator.source, &root);
    if (status == STATUS_OK)
        status = node_margin(&evaluator, root, margin);
    arena_free(&arena);
    return status;
}
