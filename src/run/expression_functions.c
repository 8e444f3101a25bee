/* What expressions can call, on any numbers; and the tables of all functions. */
#include <math.h>
#include <string.h>

#include "run/expression_parts.h"

#include "base/translate.h"

/* ---- of all numbers ---- */

/* max and min of truths are truths: any and all. A NaN makes the result NaN. */
static Status evaluate_extreme(const Result *x, double sign, Result *result)
{
    double best = x->numbers[0];
    for (int64_t i = 1, count = result_count(x); i < count; i++)
        if (sign * x->numbers[i] > sign * best || isnan(x->numbers[i]))
            best = x->numbers[i];
    result_set(result, best);
    result->is_truth = x->is_truth;
    return STATUS_OK;
}

Status evaluate_max(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    (void)evaluator, (void)call;
    return evaluate_extreme(&arguments[0], 1, result);
}

Status evaluate_min(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    (void)evaluator, (void)call;
    return evaluate_extreme(&arguments[0], -1, result);
}

static double sum_of(const Result *x)
{
    double sum = 0;
    for (int64_t i = 0, count = result_count(x); i < count; i++)
        sum += x->numbers[i];
    return sum;
}

Status evaluate_sum(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    (void)evaluator, (void)call;
    result_set(result, sum_of(&arguments[0]));
    return STATUS_OK;
}

Status evaluate_mean(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    (void)evaluator, (void)call;
    result_set(result, sum_of(&arguments[0]) / (double)result_count(&arguments[0]));
    return STATUS_OK;
}

static double dot(const Result *a, const Result *b)
{
    double sum = 0;
    for (int64_t i = 0, count = result_count(a); i < count; i++)
        sum += (double)a->numbers[i] * b->numbers[i];
    return sum;
}

Status evaluate_norm(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    (void)evaluator, (void)call;
    result_set(result, sqrt(dot(&arguments[0], &arguments[0])));
    return STATUS_OK;
}

/* ---- of each number ---- */

static Status evaluate_each(Evaluator *evaluator, const Node *call, const Result *x, double (*of)(double),
                            Result *result)
{
    TRY(result_allocate(evaluator, &x->tensor.shape, call->at, result));
    for (int64_t i = 0, count = result_count(x); i < count; i++)
        result->numbers[i] = (Real)of((double)x->numbers[i]);
    memcpy(result->first, x->first, sizeof result->first);
    return STATUS_OK;
}

#define EVALUATE_EACH(name, of)                                                                                        \
    Status evaluate_##name(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)           \
    {                                                                                                                  \
        return evaluate_each(evaluator, call, &arguments[0], of, result);                                              \
    }
EVALUATE_EACH(abs, fabs)
EVALUATE_EACH(sqrt, sqrt)
EVALUATE_EACH(exp, exp)
EVALUATE_EACH(log, log)
EVALUATE_EACH(round, round)
#undef EVALUATE_EACH

/* ---- of vectors ---- */

static Status need_vector(const Evaluator *evaluator, const Node *call, int argument, const Result *x)
{
    char shape[96];
    if (x->tensor.shape.rank == 1)
        return STATUS_OK;
    shape_print(&x->tensor.shape, shape, sizeof shape);
    return source_fail(&evaluator->source, call->child[argument]->at, STATUS_USAGE,
                       _("%s needs a vector, and this has the axes %s; leave one axis open and index the others"),
                       call->function->name, shape);
}

Status evaluate_argmax(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    const Result *x = &arguments[0];
    TRY(need_vector(evaluator, call, 0, x));
    int64_t best = 0;
    for (int64_t i = 1, count = result_count(x); i < count; i++)
        if (x->numbers[i] > x->numbers[best] || (isnan(x->numbers[best]) && !isnan(x->numbers[i])))
            best = i;
    result_set(result, (double)(x->first[0] + best));
    result->is_token = x->tensor.shape.axis[0] == AXIS_VOCAB;
    result->is_position = axis_is_position(x->tensor.shape.axis[0]);
    return STATUS_OK;
}

Status evaluate_entropy(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    const Result *p = &arguments[0];
    double bits = 0, sum = sum_of(p);
    bool negative = false;
    TRY(need_vector(evaluator, call, 0, p));
    for (int64_t i = 0, count = result_count(p); i < count; i++) {
        negative = negative || p->numbers[i] < 0;
        bits -= p->numbers[i] > 0 ? p->numbers[i] * log2(p->numbers[i]) : 0;
    }
    if (negative || !(fabs(sum - 1) <= 1e-3))
        return source_fail(
            &evaluator->source, call->child[0]->at, STATUS_USAGE,
            negative ? _("these are no probabilities: some are negative; take a row of a pattern or of probs")
                     : _("these are no probabilities: they do not sum to 1; take a row of a pattern or of probs"));
    result_set(result, bits > 0 ? bits : 0);
    return STATUS_OK;
}

Status evaluate_cosine(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    const Result *a = &arguments[0], *b = &arguments[1];
    TRY(need_vector(evaluator, call, 0, a));
    TRY(need_vector(evaluator, call, 1, b));
    if (result_count(a) != result_count(b))
        return source_fail(&evaluator->source, call->at, STATUS_USAGE,
                           _("a vector of %lld numbers and one of %lld have no angle; take two of the same length"),
                           (long long)result_count(a), (long long)result_count(b));
    double lengths = sqrt(dot(a, a)) * sqrt(dot(b, b));
    if (!(lengths > 0))
        return source_fail(&evaluator->source, call->at, STATUS_USAGE,
                           _("one of the vectors is zero, and has no direction; take another"));
    result_set(result, dot(a, b) / lengths);
    return STATUS_OK;
}

/* ---- the tables ---- */

static const Function functions[] = {
#define FUNCTION_ROW(name, least, most, reading, arguments, help)                                                      \
    {#name, least, most, READS_##reading, evaluate_##name},
    FUNCTION_LIST(FUNCTION_ROW)
#undef FUNCTION_ROW
};

const FunctionHelp expression_functions[] = {
#define FUNCTION_HELP(name, least, most, reading, arguments, help) {#name, arguments, help},
    FUNCTION_LIST(FUNCTION_HELP)
#undef FUNCTION_HELP
        {NULL, NULL, NULL},
};

const Function *function_find(const char *name)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (!strcmp(name, functions[i].name))
            return &functions[i];
    return NULL;
}

const char *function_names(void)
{
#define FUNCTION_NAME(name, least, most, reading, arguments, help) " " #name
    static const char names[] = FUNCTION_LIST(FUNCTION_NAME);
#undef FUNCTION_NAME
    return names + 1;
}
