/* What expressions can call: a row in FUNCTION_LIST and an evaluate_NAME each. */
#include <math.h>
#include <string.h>

#include "run/expression_parts.h"

/* One row each: name, fewest and most arguments, how they are written, help. */
#define FUNCTION_LIST(X)                                                                                               \
    X(max, 1, 1, "(x)", "the largest number")                                                                          \
    X(min, 1, 1, "(x)", "the smallest number")                                                                         \
    X(mean, 1, 1, "(x)", "the average")                                                                                \
    X(sum, 1, 1, "(x)", "the sum")                                                                                     \
    X(argmax, 1, 1, "(x)", "the index of the largest number of a vector, the first among equals")                      \
    X(norm, 1, 1, "(x)", "the length: the root of the sum of squares")                                                 \
    X(entropy, 1, 1, "(p)", "the entropy of a vector of probabilities, in bits")                                       \
    X(cosine, 2, 2, "(a, b)", "the cosine of the angle between two vectors")                                           \
    X(prob, 1, 2, "(token, position)", "the probability of a token after a position, or after the last one")           \
    X(rank, 1, 2, "(token, position)", "the place of a token among the next ones, 1 for the most probable")

static int64_t count_of(const Result *x)
{
    return shape_count(&x->tensor.shape);
}

/* ---- of all numbers ---- */

/* max and min of truths are truths: any and all. A NaN makes the result NaN. */
static Status evaluate_extreme(const Result *x, double sign, Result *result)
{
    double best = x->numbers[0];
    for (int64_t i = 1, count = count_of(x); i < count; i++)
        if (sign * x->numbers[i] > sign * best || isnan(x->numbers[i]))
            best = x->numbers[i];
    result_set(result, best);
    result->is_truth = x->is_truth;
    return STATUS_OK;
}

static Status evaluate_max(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    (void)evaluator, (void)call;
    return evaluate_extreme(&arguments[0], 1, result);
}

static Status evaluate_min(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    (void)evaluator, (void)call;
    return evaluate_extreme(&arguments[0], -1, result);
}

static double sum_of(const Result *x)
{
    double sum = 0;
    for (int64_t i = 0, count = count_of(x); i < count; i++)
        sum += x->numbers[i];
    return sum;
}

static Status evaluate_sum(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    (void)evaluator, (void)call;
    result_set(result, sum_of(&arguments[0]));
    return STATUS_OK;
}

static Status evaluate_mean(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    (void)evaluator, (void)call;
    result_set(result, sum_of(&arguments[0]) / (double)count_of(&arguments[0]));
    return STATUS_OK;
}

static double dot(const Result *a, const Result *b)
{
    double sum = 0;
    for (int64_t i = 0, count = count_of(a); i < count; i++)
        sum += (double)a->numbers[i] * b->numbers[i];
    return sum;
}

static Status evaluate_norm(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    (void)evaluator, (void)call;
    result_set(result, sqrt(dot(&arguments[0], &arguments[0])));
    return STATUS_OK;
}

/* ---- of vectors ---- */

static Status need_vector(const Evaluator *evaluator, const Node *call, int argument, const Result *x)
{
    char shape[96];
    if (x->tensor.shape.rank == 1)
        return STATUS_OK;
    shape_print(&x->tensor.shape, shape, sizeof shape);
    return source_fail(&evaluator->source, call->child[argument]->at, STATUS_USAGE,
                       "%s needs a vector, and this has the axes %s; leave one axis open and index the others",
                       call->function->name, shape);
}

static Status evaluate_argmax(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    const Result *x = &arguments[0];
    TRY(need_vector(evaluator, call, 0, x));
    int64_t best = 0;
    for (int64_t i = 1, count = count_of(x); i < count; i++)
        if (x->numbers[i] > x->numbers[best] || (isnan(x->numbers[best]) && !isnan(x->numbers[i])))
            best = i;
    result_set(result, (double)(x->first[0] + best));
    result->is_token = x->tensor.shape.axis[0] == AXIS_VOCAB;
    result->is_position = axis_is_position(x->tensor.shape.axis[0]);
    return STATUS_OK;
}

static Status evaluate_entropy(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    const Result *p = &arguments[0];
    double bits = 0, sum = sum_of(p);
    bool negative = false;
    TRY(need_vector(evaluator, call, 0, p));
    for (int64_t i = 0, count = count_of(p); i < count; i++) {
        negative = negative || p->numbers[i] < 0;
        bits -= p->numbers[i] > 0 ? p->numbers[i] * log2(p->numbers[i]) : 0;
    }
    if (negative || !(fabs(sum - 1) <= 1e-3))
        return source_fail(&evaluator->source, call->child[0]->at, STATUS_USAGE,
                           "these are no probabilities: %s; take a row of a pattern or of probs",
                           negative ? "some are negative" : "they do not sum to 1");
    result_set(result, bits > 0 ? bits : 0);
    return STATUS_OK;
}

static Status evaluate_cosine(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    const Result *a = &arguments[0], *b = &arguments[1];
    TRY(need_vector(evaluator, call, 0, a));
    TRY(need_vector(evaluator, call, 1, b));
    if (count_of(a) != count_of(b))
        return source_fail(&evaluator->source, call->at, STATUS_USAGE,
                           "a vector of %lld numbers and one of %lld have no angle; take two of the same length",
                           (long long)count_of(a), (long long)count_of(b));
    double lengths = sqrt(dot(a, a)) * sqrt(dot(b, b));
    if (!(lengths > 0))
        return source_fail(&evaluator->source, call->at, STATUS_USAGE,
                           "one of the vectors is zero, and has no direction; take another");
    result_set(result, dot(a, b) / lengths);
    return STATUS_OK;
}

/* ---- of the next token ---- */

/* The logits [vocab] after a position. */
static Status read_logits(Evaluator *evaluator, const Node *call, int64_t position, Result *logits)
{
    const Machine *machine = evaluator->machine;
    ValueId id = machine_model(machine)->program.logits;
    if (!machine_position_count(machine))
        return source_fail(&evaluator->source, call->at, STATUS_NOT_COMPUTED,
                           "there is no text yet; give one with prompt TEXT");
    Region region = {.kind = CELL_VALUE, .id = id, .single = {true, false}};
    region.from[0] = position;
    region.to[0] = position + 1;
    region.to[1] = cell_shape(machine, CELL_VALUE, id).size[1];
    Shape shape = region_shape(machine, &region, logits->first);
    TRY(result_allocate(evaluator, &shape, call->at, logits));
    return source_place(&evaluator->source, call->at,
                        region_read(machine, &region, logits->numbers, evaluator->source.error));
}

/* A whole number from an argument; negative ones count from `extent`, where it is given. */
static Status whole_argument(const Evaluator *evaluator, const Node *call, int argument, const Result *x,
                             int64_t extent, int64_t *whole)
{
    double number = result_is_number(x) ? (double)x->numbers[0] : NAN;
    if (!(fabs(number) <= 1e9 && number == floor(number)))
        return source_fail(&evaluator->source, call->child[argument]->at, STATUS_USAGE,
                           "%s needs a %s here: a text, or one whole number", call->function->name,
                           argument ? "position" : "token");
    *whole = (int64_t)number + (number < 0 ? extent : 0);
    return STATUS_OK;
}

/* Reads what prob and rank are asked about: a token, and the logits after a position. */
static Status next_token(Evaluator *evaluator, const Node *call, const Result arguments[], int64_t *token,
                         Result *logits)
{
    int64_t extent = cell_positions(evaluator->machine), position = extent - 1;
    TRY(whole_argument(evaluator, call, 0, &arguments[0], 0, token));
    if (call->child_count > 1)
        TRY(whole_argument(evaluator, call, 1, &arguments[1], extent, &position));
    TRY(read_logits(evaluator, call, position, logits));
    if (*token < 0 || *token >= count_of(logits))
        return source_fail(&evaluator->source, call->child[0]->at, STATUS_OUT_OF_RANGE,
                           "there is no token %lld; ids go from 0 to %lld", (long long)*token,
                           (long long)count_of(logits) - 1);
    return STATUS_OK;
}

/* Softmax. Infinite logits, which only edits make, share all there is. */
static double probability(const Result *logits, int64_t token)
{
    double max = -INFINITY, sum = 0, own = logits->numbers[token];
    for (int64_t i = 0, count = count_of(logits); i < count; i++)
        max = fmax(max, logits->numbers[i]);
    for (int64_t i = 0, count = count_of(logits); i < count; i++)
        sum += logits->numbers[i] == max ? 1 : exp(logits->numbers[i] - max);
    return own == max ? 1 / sum : exp(own - max) / sum;
}

/* Of equal ones the smaller id comes first, as the sampler has it. */
static double place(const Result *logits, int64_t token)
{
    int64_t before = 0;
    Real own = logits->numbers[token];
    for (int64_t i = 0, count = count_of(logits); i < count; i++)
        before += logits->numbers[i] > own || (i < token && logits->numbers[i] == own);
    return (double)before + 1;
}

static Status of_next_token(Evaluator *evaluator, const Node *call, const Result arguments[],
                            double (*measure)(const Result *logits, int64_t token), Result *result)
{
    Result logits = {0};
    int64_t token = 0;
    Status status = next_token(evaluator, call, arguments, &token, &logits);
    if (status == STATUS_OK)
        result_set(result, measure(&logits, token));
    result_free(&logits);
    return status;
}

static Status evaluate_prob(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    return of_next_token(evaluator, call, arguments, probability, result);
}

static Status evaluate_rank(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    return of_next_token(evaluator, call, arguments, place, result);
}

/* ---- the tables ---- */

static const Function functions[] = {
#define FUNCTION_ROW(name, least, most, arguments, help) {#name, least, most, evaluate_##name},
    FUNCTION_LIST(FUNCTION_ROW)
#undef FUNCTION_ROW
};

const FunctionHelp expression_functions[] = {
#define FUNCTION_HELP(name, least, most, arguments, help) {#name, arguments, help},
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
#define FUNCTION_NAME(name, least, most, arguments, help) " " #name
    static const char names[] = FUNCTION_LIST(FUNCTION_NAME);
#undef FUNCTION_NAME
    return names + 1;
}
