/* From nodes to numbers. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "run/expression_parts.h"

/* ---- results ---- */

void result_free(Result *result)
{
    free(result->numbers);
    *result = (Result){0};
}

static void result_over(Result *result, Real *numbers, const Shape *shape)
{
    result->numbers = numbers;
    result->tensor = tensor_over(numbers, shape);
}

void result_set(Result *result, double number)
{
    Real *numbers = memory_new(1, sizeof *numbers);
    *numbers = (Real)number;
    result_over(result, numbers, &(Shape){0});
}

Status result_allocate(Evaluator *evaluator, const Shape *shape, size_t at, Result *result)
{
    int64_t count = shape_count(shape);
    evaluator->numbers += count;
    Real *numbers = evaluator->numbers > EXPRESSION_NUMBERS ? NULL : memory_try_unset((size_t)count, sizeof(Real));
    if (!numbers)
        return source_fail(&evaluator->source, at, STATUS_NO_MEMORY,
                           _("no memory for %lld numbers; ask for a smaller slice"), (long long)evaluator->numbers);
    result_over(result, numbers, shape);
    return STATUS_OK;
}

/* ---- operands ---- */

static Status evaluate_position(const Evaluator *evaluator, const Node *node, Result *result)
{
    int64_t position;
    Status status = token_text_position(evaluator->machine, &node->text, &position, evaluator->source.error);
    if (status != STATUS_OK)
        return source_place(&evaluator->source, node->at, status);
    result_set(result, (double)position);
    return STATUS_OK;
}

static Status evaluate_token_text(const Evaluator *evaluator, const Node *node, Result *result)
{
    int32_t id;
    if (node->text.occurrence)
        return source_fail(&evaluator->source, node->at, STATUS_USAGE,
                           _("# says which position, but here the text is a token; leave #%lld out"),
                           (long long)node->text.occurrence);
    Status status = token_text_id(evaluator->machine, &node->text, &id, evaluator->source.error);
    if (status != STATUS_OK)
        return source_place(&evaluator->source, node->at, status);
    result_set(result, id);
    result->is_token = true;
    return STATUS_OK;
}

/* A text is a position where it is an index along positions, else a token's id. */
static Status evaluate_text(const Evaluator *evaluator, const Node *node, Result *result)
{
    if (axis_is_position(evaluator->axis))
        return evaluate_position(evaluator, node, result);
    if (evaluator->axis == AXIS_NONE || evaluator->axis == AXIS_VOCAB)
        return evaluate_token_text(evaluator, node, result);
    return source_fail(&evaluator->source, node->at, STATUS_USAGE,
                       _("%s counts neither positions nor tokens; give a number"), axis_name(evaluator->axis));
}

static bool region_is_cell(const Region *region, const Shape *shape)
{
    for (int i = 0; i < shape->rank; i++)
        if (!region->single[i])
            return false;
    return true;
}

static Status evaluate_name(Evaluator *evaluator, const Node *node, Result *result)
{
    Selection s;
    double fact;
    if (!node->item_count && fact_find(evaluator->machine, node->text.text, &fact)) {
        result_set(result, fact);
        return STATUS_OK;
    }
    TRY(expression_select(evaluator, node, &s));
    Shape all = cell_shape(evaluator->machine, s.region.kind, s.region.id);
    for (int i = 0; i < all.rank; i++)
        if (s.region.to[i] < 1)
            return source_fail(&evaluator->source, node->at, STATUS_NOT_COMPUTED,
                               _("%s: there is no text yet; give one with prompt TEXT"), node->text.text);
    Shape shape = region_shape(evaluator->machine, &s.region, result->first);
    TRY(result_allocate(evaluator, &shape, node->at, result));
    Status status = region_read(evaluator->machine, &s.region, result->numbers, evaluator->source.error);
    TRY(source_place(&evaluator->source, node->at, status));
    result->is_cell = region_is_cell(&s.region, &all);
    result->cell = (Cell){.kind = s.region.kind, .id = s.region.id};
    memcpy(result->cell.index, s.region.from, sizeof result->cell.index);
    return STATUS_OK;
}

static Status evaluate_arguments(Evaluator *evaluator, const Node *call, Result arguments[])
{
    AxisName outer = evaluator->axis;
    Status status = STATUS_OK;
    ArgumentReading reading = call->function->reading;
    int first = reading == READS_TEXT || reading == READS_PART; /* the text itself is not evaluated */
    int end = reading == READS_NUMBERS && call->child_count > 2 ? 2 : call->child_count;
    if (first && call->child[0]->kind != NODE_TEXT)
        return source_fail(&evaluator->source, call->child[0]->at, STATUS_USAGE,
                           _("%s takes a text; write %s(\"...\")"), call->function->name, call->function->name);
    for (int i = first; i < end && status == STATUS_OK; i++) {
        /* A text comes second only where a function takes a position. */
        evaluator->axis = i > first || reading == READS_POSITIONS ? AXIS_POS : AXIS_NONE;
        status = evaluate_node(evaluator, call->child[i], &arguments[i]);
    }
    evaluator->axis = outer;
    return status;
}

static Status evaluate_call(Evaluator *evaluator, const Node *call, Result *result)
{
    Result arguments[FUNCTION_ARGUMENTS] = {0};
    Status status = evaluate_arguments(evaluator, call, arguments);
    if (status == STATUS_OK)
        status = call->function->evaluate(evaluator, call, arguments, result);
    for (int i = 0; i < FUNCTION_ARGUMENTS; i++)
        result_free(&arguments[i]);
    return status;
}

/* ---- operators ---- */

static double apply(LexemeKind symbol, double a, double b)
{
    switch (symbol) {
    case LEXEME_PLUS:
        return a + b;
    case LEXEME_MINUS:
        return a - b;
    case LEXEME_TIMES:
        return a * b;
    case LEXEME_DIVIDE:
        return a / b;
    case LEXEME_POWER:
        return pow(a, b);
    case LEXEME_EQUAL:
        return a == b;
    case LEXEME_NOT_EQUAL:
        return a != b;
    case LEXEME_LESS:
        return a < b;
    case LEXEME_LESS_EQUAL:
        return a <= b;
    case LEXEME_GREATER:
        return a > b;
    default:
        return a >= b;
    }
}

/* What was known of the operands (a cell, a token, a position) is not true of what is computed from them. */
static void result_forget(Result *result, LexemeKind symbol)
{
    result->is_cell = result->is_token = result->is_position = false;
    result->is_truth = lexeme_level(symbol) == LEVEL_COMPARISON;
}

/* left = left SYMBOL right, cell by cell; a number goes with every cell. */
static Status combine(const Evaluator *evaluator, const Node *node, Result *left, Result *right)
{
    bool left_is_number = result_is_number(left), right_is_number = result_is_number(right);
    char a[96], b[96];
    if (!left_is_number && !right_is_number && !shape_equal(&left->tensor.shape, &right->tensor.shape)) {
        shape_print(&left->tensor.shape, a, sizeof a);
        shape_print(&right->tensor.shape, b, sizeof b);
        return source_fail(&evaluator->source, node->at, STATUS_USAGE,
                           _("%s and %s do not go together; take slices with the same axes"), a, b);
    }
    Result *wide = left_is_number ? right : left;
    for (int64_t i = 0, count = shape_count(&wide->tensor.shape); i < count; i++) {
        double x = left->numbers[left_is_number ? 0 : i], y = right->numbers[right_is_number ? 0 : i];
        wide->numbers[i] = (Real)apply(node->symbol, x, y);
    }
    for (int i = 0; i < RANK_MAX && !left_is_number && !right_is_number; i++)
        left->first[i] = left->first[i] == right->first[i] ? left->first[i] : 0;
    if (left_is_number) {
        Result number = *left;
        *left = *right;
        *right = number;
    }
    result_forget(left, node->symbol);
    return STATUS_OK;
}

/* result == text: is it one of the tokens that the text names, or a position where it stands? */
static void compare_with_text(const Evaluator *evaluator, const Node *node, const TokenText *text, Result *result)
{
    for (int64_t i = 0, count = shape_count(&result->tensor.shape); i < count; i++) {
        double number = result->numbers[i];
        bool is_id = fabs(number) < INT32_MAX && number == floor(number);
        bool equal = is_id && (result->is_position ? token_text_stands_at(evaluator->machine, text, (int64_t)number)
                                                   : token_text_names(evaluator->machine, text, (int32_t)number));
        result->numbers[i] = equal == (node->symbol == LEXEME_EQUAL);
    }
    result_forget(result, node->symbol);
}

/* The text is evaluated too, so that one that names nothing is an error and not just unequal. */
static Status evaluate_text_comparison(Evaluator *evaluator, const Node *node, const Node *text, const Node *other,
                                       Result *result)
{
    Result meaning = {0};
    AxisName outer = evaluator->axis;
    evaluator->axis = AXIS_NONE;
    Status status = evaluate_node(evaluator, other, result);
    if (status == STATUS_OK && !result->is_position)
        status = evaluate_node(evaluator, text, &meaning);
    evaluator->axis = outer;
    result_free(&meaning);
    TRY(status);
    compare_with_text(evaluator, node, &text->text, result);
    return STATUS_OK;
}

/* A truth as a condition of logic. */
static Status evaluate_truth(Evaluator *evaluator, const Node *node, LexemeKind symbol, bool *truth)
{
    Result result = {0};
    Status status = evaluate_node(evaluator, node, &result);
    bool is_truth = result.is_truth && result_is_number(&result);
    *truth = status == STATUS_OK && is_truth && result.numbers[0] != 0;
    result_free(&result);
    if (status == STATUS_OK && !is_truth)
        return source_fail(&evaluator->source, node->at, STATUS_USAGE,
                           _("%s takes true or false, not numbers; compare with == != < <= > or >="),
                           lexeme_text(symbol));
    return status;
}

/* The right side is not looked at where the left one decides. */
static Status evaluate_logic(Evaluator *evaluator, const Node *node, Result *result)
{
    bool truth;
    TRY(evaluate_truth(evaluator, node->child[0], node->symbol, &truth));
    if (node->symbol == LEXEME_NOT)
        truth = !truth;
    else if (truth == (node->symbol == LEXEME_AND))
        TRY(evaluate_truth(evaluator, node->child[1], node->symbol, &truth));
    result_set(result, truth);
    result->is_truth = true;
    return STATUS_OK;
}

static Status evaluate_binary(Evaluator *evaluator, const Node *node, Result *result)
{
    const Node *left = node->child[0], *right = node->child[1];
    bool equality = node->symbol == LEXEME_EQUAL || node->symbol == LEXEME_NOT_EQUAL;
    if (node->symbol == LEXEME_AND || node->symbol == LEXEME_OR)
        return evaluate_logic(evaluator, node, result);
    if (equality && right->kind == NODE_TEXT)
        return evaluate_text_comparison(evaluator, node, right, left, result);
    if (equality && left->kind == NODE_TEXT)
        return evaluate_text_comparison(evaluator, node, left, right, result);
    Result other = {0};
    Status status = evaluate_node(evaluator, left, result);
    if (status == STATUS_OK)
        status = evaluate_node(evaluator, right, &other);
    if (status == STATUS_OK)
        status = combine(evaluator, node, result, &other);
    result_free(&other);
    return status;
}

static Status evaluate_unary(Evaluator *evaluator, const Node *node, Result *result)
{
    if (node->symbol == LEXEME_NOT)
        return evaluate_logic(evaluator, node, result);
    TRY(evaluate_node(evaluator, node->child[0], result));
    for (int64_t i = 0, count = shape_count(&result->tensor.shape); i < count; i++)
        result->numbers[i] = -result->numbers[i];
    result_forget(result, node->symbol);
    return STATUS_OK;
}

Status evaluate_node(Evaluator *evaluator, const Node *node, Result *result)
{
    switch (node->kind) {
    case NODE_NUMBER:
        result_set(result, node->number);
        return STATUS_OK;
    case NODE_TEXT:
        return evaluate_text(evaluator, node, result);
    case NODE_NAME:
        return evaluate_name(evaluator, node, result);
    case NODE_CALL:
        return evaluate_call(evaluator, node, result);
    case NODE_UNARY:
        return evaluate_unary(evaluator, node, result);
    case NODE_BINARY:
        return evaluate_binary(evaluator, node, result);
    }
    return STATUS_OK;
}
