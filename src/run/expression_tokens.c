/* What expressions can ask about tokens: those that come next, and those that are there. */
#include <math.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "run/expression_parts.h"

/* The logits [vocab] after a position, or those of the depth that the call's third argument names. */
static Status read_logits(Evaluator *evaluator, const Node *call, int64_t position, Result *logits)
{
    const Machine *machine = evaluator->machine;
    ValueId id = machine_model(machine)->program.logits;
    if (!machine_position_count(machine))
        return source_fail(&evaluator->source, call->at, STATUS_NOT_COMPUTED,
                           _("there is no text yet; give one with prompt TEXT"));
    if (call->child_count > 2)
        return evaluate_lens_logits(evaluator, call, position, logits);
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
                           argument ? _("%s needs a position here: a text, or one whole number")
                                    : _("%s needs a token here: a text, or one whole number"),
                           call->function->name);
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
    if (*token < 0 || *token >= result_count(logits))
        return source_fail(&evaluator->source, call->child[0]->at, STATUS_OUT_OF_RANGE,
                           _("there is no token %lld; ids go from 0 to %lld"), (long long)*token,
                           (long long)result_count(logits) - 1);
    return STATUS_OK;
}

Status evaluate_next_logits(Evaluator *evaluator, const Node *call, Result *logits)
{
    Result second = {0};
    AxisName outer = evaluator->axis;
    int64_t extent = cell_positions(evaluator->machine), position = extent - 1;
    Status status = STATUS_OK;
    evaluator->axis = AXIS_POS;
    if (call->child_count > 1)
        status = evaluate_node(evaluator, call->child[1], &second);
    evaluator->axis = outer;
    if (status == STATUS_OK && call->child_count > 1)
        status = whole_argument(evaluator, call, 1, &second, extent, &position);
    result_free(&second);
    TRY(status);
    return read_logits(evaluator, call, position, logits);
}

/* Softmax. Infinite logits, which only edits make, share all there is. */
static double probability(const Result *logits, int64_t token)
{
    double max = -INFINITY, sum = 0, own = logits->numbers[token];
    for (int64_t i = 0, count = result_count(logits); i < count; i++)
        max = fmax(max, logits->numbers[i]);
    for (int64_t i = 0, count = result_count(logits); i < count; i++)
        sum += logits->numbers[i] == max ? 1 : exp(logits->numbers[i] - max);
    return own == max ? 1 / sum : exp(own - max) / sum;
}

/* Of equal ones the smaller id comes first, as the sampler has it. */
static double place(const Result *logits, int64_t token)
{
    int64_t before = 0;
    Real own = logits->numbers[token];
    for (int64_t i = 0, count = result_count(logits); i < count; i++)
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

Status evaluate_prob(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    return of_next_token(evaluator, call, arguments, probability, result);
}

Status evaluate_rank(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    return of_next_token(evaluator, call, arguments, place, result);
}

/* The id that has this place: all that rank before it are more probable, or as probable with a smaller id. */
static int64_t at_place(const Result *logits, int64_t wanted)
{
    int64_t best = -1, count = result_count(logits);
    for (int64_t found = 0; found < wanted; found++) {
        int64_t next = -1;
        for (int64_t i = 0; i < count; i++) {
            bool is_after = best < 0 || logits->numbers[i] < logits->numbers[best] ||
                            (i > best && logits->numbers[i] == logits->numbers[best]);
            if (is_after && (next < 0 || logits->numbers[i] > logits->numbers[next]))
                next = i;
        }
        best = next;
    }
    return best;
}

Status evaluate_top(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    enum { MOST = 1000 };
    Result logits = {0};
    int64_t wanted = 0, extent = cell_positions(evaluator->machine), position = extent - 1;
    TRY(whole_argument(evaluator, call, 0, &arguments[0], 0, &wanted));
    if (call->child_count > 1)
        TRY(whole_argument(evaluator, call, 1, &arguments[1], extent, &position));
    if (wanted < 1 || wanted > MOST)
        return source_fail(&evaluator->source, call->child[0]->at, STATUS_OUT_OF_RANGE,
                           _("places go from 1, the most probable, to %d"), MOST);
    Status status = read_logits(evaluator, call, position, &logits);
    int64_t id = status == STATUS_OK ? at_place(&logits, wanted) : -1;
    result_free(&logits);
    TRY(status);
    if (id < 0)
        return source_fail(&evaluator->source, call->child[0]->at, STATUS_OUT_OF_RANGE,
                           _("there are fewer tokens than %lld"), (long long)wanted);
    result_set(result, (double)id);
    result->is_token = true;
    return STATUS_OK;
}

/* A position of the text, negative ones counted from its end. */
static Status position_argument(const Evaluator *evaluator, const Node *call, int argument, const Result *x,
                                int64_t least, int64_t *position)
{
    int64_t extent = cell_positions(evaluator->machine);
    TRY(whole_argument(evaluator, call, argument, x, extent, position));
    if (*position < least || *position >= extent)
        return source_fail(&evaluator->source, call->child[argument]->at, STATUS_OUT_OF_RANGE,
                           _("%s has no position %lld here; it takes %lld to %lld"), call->function->name,
                           (long long)*position, (long long)least, (long long)extent - 1);
    return STATUS_OK;
}

Status evaluate_token(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    int64_t position = 0;
    TRY(position_argument(evaluator, call, 0, &arguments[0], 0, &position));
    result_set(result, machine_tokens(evaluator->machine)[position]);
    result->is_token = true;
    return STATUS_OK;
}

/* -ln of the probability that the token at a position had after those before it. */
static Status loss_at(Evaluator *evaluator, const Node *call, int64_t position, double *loss)
{
    Result logits = {0};
    Status status = read_logits(evaluator, call, position - 1, &logits);
    if (status == STATUS_OK)
        *loss = -log(probability(&logits, machine_tokens(evaluator->machine)[position]));
    result_free(&logits);
    return status;
}

Status evaluate_loss(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    int64_t first = 0, last;
    double sum = 0;
    TRY(position_argument(evaluator, call, 0, &arguments[0], 1, &first));
    last = first;
    if (call->child_count > 1)
        TRY(position_argument(evaluator, call, 1, &arguments[1], first, &last));
    for (int64_t position = first; position <= last; position++) {
        double loss = 0;
        TRY(loss_at(evaluator, call, position, &loss));
        sum += loss;
    }
    result_set(result, sum / (double)(last - first + 1));
    return STATUS_OK;
}

/* ---- of texts ---- */

Status evaluate_tokens(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    (void)arguments;
    const TokenText *text = &call->child[0]->text;
    const Tokenizer *tokenizer = machine_model(evaluator->machine)->tokenizer;
    TokenIds ids = {0};
    if (!tokenizer)
        return source_fail(&evaluator->source, call->at, STATUS_UNSUPPORTED,
                           _("%s has no tokenizer, so it cuts no text; take another model"),
                           machine_model(evaluator->machine)->name);
    Status status = tokenizer_encode(tokenizer, text->text, text->length, false, &ids, evaluator->source.error);
    result_set(result, (double)ids.count);
    token_ids_free(&ids);
    return source_place(&evaluator->source, call->at, status);
}

Status evaluate_bytes(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    (void)evaluator, (void)arguments;
    result_set(result, (double)call->child[0]->text.length);
    return STATUS_OK;
}

Status evaluate_characters(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    (void)evaluator, (void)arguments;
    const TokenText *text = &call->child[0]->text;
    int64_t count = 0;
    for (size_t at = 0, bytes; at < text->length; at += bytes, count++)
        if (!(bytes = utf8_grapheme(text->text + at, text->length - at)))
            break;
    result_set(result, (double)count);
    return STATUS_OK;
}
