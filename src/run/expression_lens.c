/* What expressions can ask about the inside of a model: the logit lens, and what a part adds to a logit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "run/contribution.h"
#include "run/expression_parts.h"
#include "run/lens.h"

/* ---- the logit lens ---- */

/* A layer, negative ones counted from the last; or in quotes a place of the residual stream by its name. */
static Status depth_argument(Evaluator *evaluator, const Lens *lens, const Node *node, int *depth)
{
    char layer[16];
    Result number = {0};
    int blocks = machine_model(evaluator->machine)->program.block_count;
    if (node->kind == NODE_TEXT)
        return source_place(&evaluator->source, node->at,
                            lens_find_depth(lens, node->text.text, node->text.length, depth, evaluator->source.error));
    Status status = evaluate_node(evaluator, node, &number);
    double wanted = status == STATUS_OK && result_is_number(&number) ? (double)number.numbers[0] : NAN;
    result_free(&number);
    TRY(status);
    wanted += wanted < 0 ? blocks : 0;
    if (!(wanted >= 0 && wanted < blocks && wanted == floor(wanted)))
        return source_fail(&evaluator->source, node->at, STATUS_OUT_OF_RANGE, _("layers go from 0 to %d"), blocks - 1);
    int length = snprintf(layer, sizeof layer, "%d", (int)wanted);
    return source_place(&evaluator->source, node->at,
                        lens_find_depth(lens, layer, (size_t)length, depth, evaluator->source.error));
}

static Status lens_logits(Evaluator *evaluator, const Lens *lens, const Node *call, int64_t position, Result *logits)
{
    int depth;
    int64_t vocab = machine_model(evaluator->machine)->config.vocab;
    Shape shape = shape_1(AXIS_VOCAB, vocab);
    TRY(depth_argument(evaluator, lens, call->child[2], &depth));
    TRY(result_allocate(evaluator, &shape, call->at, logits));
    Real *probs = memory_new((size_t)vocab, sizeof *probs);
    Status status =
        lens_read(lens, evaluator->machine, depth, position, logits->numbers, probs, evaluator->source.error);
    free(probs);
    return source_place(&evaluator->source, call->at, status);
}

Status evaluate_lens_logits(Evaluator *evaluator, const Node *call, int64_t position, Result *logits)
{
    Lens *lens = NULL;
    AxisName outer = evaluator->axis;
    int64_t extent = cell_positions(evaluator->machine);
    if (position < 0 || position >= extent)
        return source_fail(&evaluator->source, call->child[1]->at, STATUS_OUT_OF_RANGE,
                           _("there is no position %lld; they go from 0 to %lld"), (long long)position,
                           (long long)extent - 1);
    TRY(source_place(&evaluator->source, call->at,
                     lens_new(machine_model(evaluator->machine), &lens, evaluator->source.error)));
    evaluator->axis = AXIS_NONE;
    Status status = lens_logits(evaluator, lens, call, position, logits);
    evaluator->axis = outer;
    lens_free(lens);
    return status;
}

/* ---- contributions ---- */

static Status whole(const Evaluator *evaluator, const Node *node, const Result *x, int64_t *number)
{
    double value = result_is_number(x) ? (double)x->numbers[0] : NAN;
    if (!(fabs(value) <= 1e9 && value == floor(value)))
        return source_fail(&evaluator->source, node->at, STATUS_USAGE,
                           _("this takes a token or a position: a text, or one whole number"));
    *number = (int64_t)value;
    return STATUS_OK;
}

Status evaluate_contribution(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result)
{
    const Machine *machine = evaluator->machine;
    const TokenText *name = &call->child[0]->text;
    const Contribution *part = NULL;
    Contributions parts;
    int64_t token = 0, position = -1;
    TRY(whole(evaluator, call->child[1], &arguments[1], &token));
    if (call->child_count > 2)
        TRY(whole(evaluator, call->child[2], &arguments[2], &position));
    position += position < 0 ? cell_positions(machine) : 0;
    Status status = contributions_read(machine, position, (int32_t)token, &parts, evaluator->source.error);
    if (status == STATUS_OK)
        status = contributions_find(&parts, name->text, name->length, &part, evaluator->source.error);
    if (status == STATUS_OK)
        result_set(result, part->logit);
    contributions_free(&parts);
    return source_place(&evaluator->source, call->at, status);
}
