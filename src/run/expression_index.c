/* What NAME[indices] selects: which value or weight, and a range along each of its axes. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "run/expression_parts.h"

#include "base/translate.h"

static Status select_name(const Evaluator *evaluator, const Node *node, Region *region)
{
    const Program *program = &machine_model(evaluator->machine)->program;
    int instruction;
    region->kind = CELL_VALUE;
    region->id = program_find_value(program, node->text.text, node->text.length);
    if (region->id)
        return STATUS_OK;
    region->kind = CELL_WEIGHT;
    region->id = program_find_weight(program, node->text.text, node->text.length);
    if (region->id)
        return STATUS_OK;
    /* It is not there: for the message that suggests near names. */
    Status status = program_find_instruction(program, node->text.text, &instruction, evaluator->source.error);
    return source_place(&evaluator->source, node->at, status);
}

/* "head, query, key" */
static void axes_print(const Shape *shape, char *out, size_t size)
{
    size_t length = 0;
    *out = '\0';
    for (int i = 0; i < shape->rank && length < size; i++)
        length += (size_t)snprintf(out + length, size - length, "%s%s", i ? ", " : "", axis_name(shape->axis[i]));
}

/* The axis that an item is for: the one that it names, or the first that no item has taken. */
static Status item_axis(const Evaluator *evaluator, const Node *node, const IndexItem *item, const Shape *shape,
                        const IndexItem *const taken[], int *axis)
{
    char axes[96];
    axes_print(shape, axes, sizeof axes);
    for (*axis = 0; *axis < shape->rank; ++*axis) {
        bool is_it = item->axis == AXIS_NONE ? !taken[*axis] : shape->axis[*axis] == item->axis;
        if (is_it && !taken[*axis])
            return STATUS_OK;
        if (is_it)
            return source_fail(&evaluator->source, item->at, STATUS_USAGE,
                               _("%s already has an index; the axes of %s are %s"), axis_name(item->axis),
                               node->text.text, axes);
    }
    if (item->axis != AXIS_NONE)
        return source_fail(&evaluator->source, item->at, STATUS_USAGE, _("%s has no axis %s; its axes are %s"),
                           node->text.text, axis_name(item->axis), axes);
    return source_fail(&evaluator->source, item->at, STATUS_USAGE, _("too many indices; the axes of %s are %s"),
                       node->text.text, axes);
}

static Status sort_items(const Evaluator *evaluator, const Node *node, const Shape *shape, const IndexItem *sorted[])
{
    for (int i = 0; i < node->item_count; i++) {
        int axis;
        TRY(item_axis(evaluator, node, &node->items[i], shape, sorted, &axis));
        sorted[axis] = &node->items[i];
    }
    return STATUS_OK;
}

/* How many indices an axis has at the current place. A query has the keys that its pass has seen. */
static int64_t axis_extent(const Evaluator *evaluator, const Region *region, const Shape *shape, int axis)
{
    const Machine *machine = evaluator->machine;
    int64_t positions = cell_positions(machine);
    int row = cell_row_axis(shape);
    if (region->kind == CELL_WEIGHT || !axis_is_position(shape->axis[axis]))
        return shape->size[axis];
    if (shape->axis[axis] != AXIS_KEY || row < 0)
        return positions;
    int pass = machine_pass_of(machine, region->to[row] - 1);
    return pass < 0 ? positions : machine_pass_first(machine, pass) + machine_pass_size(machine, pass);
}

/* One index, negative ones counted from `extent`. Not yet checked against the axis. */
static Status evaluate_index(Evaluator *evaluator, const Node *node, AxisName axis, int64_t extent, int64_t *index)
{
    AxisName outer = evaluator->axis;
    Result result = {0};
    evaluator->axis = axis;
    Status status = evaluate_node(evaluator, node, &result);
    evaluator->axis = outer;
    double number = status == STATUS_OK && result_is_number(&result) ? (double)result.numbers[0] : NAN;
    result_free(&result);
    TRY(status);
    if (!(fabs(number) <= 1e9 && number == floor(number)))
        return source_fail(&evaluator->source, node->at, STATUS_USAGE, _("an index along %s must be one whole number"),
                           axis_name(axis));
    *index = (int64_t)number + (number < 0 ? extent : 0);
    return STATUS_OK;
}

/* `size` is the axis's whole size: a position beyond the current place exists, it is just not computed here. */
static Status check_range(const Evaluator *evaluator, const Node *node, const IndexItem *item, const Selection *s,
                          const Shape *shape, int axis)
{
    int64_t from = s->region.from[axis], to = s->region.to[axis], size = shape->size[axis];
    const char *name = axis_name(shape->axis[axis]);
    if (size < 1)
        return source_fail(&evaluator->source, item->at, STATUS_NOT_COMPUTED,
                           _("there is no text yet and so no %s; give one with prompt TEXT"), name);
    if (from < 0 || from >= size || to > size)
        return source_fail(&evaluator->source, item->at, STATUS_OUT_OF_RANGE,
                           _("%s has no %s %lld; it goes from 0 to %lld"), node->text.text, name,
                           (long long)(from < 0 || from >= size ? from : to - 1), (long long)size - 1);
    if (from >= to)
        return source_fail(&evaluator->source, item->at, STATUS_USAGE,
                           _("the range of %s is empty: its end %lld is not part of it; give a larger end"), name,
                           (long long)to);
    return STATUS_OK;
}

static Status select_axis(Evaluator *evaluator, const Node *node, const IndexItem *item, const Shape *shape, int axis,
                          Selection *s)
{
    Region *region = &s->region;
    int64_t extent = axis_extent(evaluator, region, shape, axis);
    region->from[axis] = 0;
    region->to[axis] = extent;
    s->open[axis] = !item || (item->is_range && !item->to);
    region->single[axis] = item && !item->is_range;
    if (!item || (item->is_range && !item->from && !item->to))
        return STATUS_OK;
    if (item->from)
        TRY(evaluate_index(evaluator, item->from, shape->axis[axis], extent, &region->from[axis]));
    if (item->to)
        TRY(evaluate_index(evaluator, item->to, shape->axis[axis], extent, &region->to[axis]));
    if (region->single[axis])
        region->to[axis] = region->from[axis] + 1;
    if (s->open[axis] && region->from[axis] >= extent) /* after a step back: positions that exist, but not here */
        region->to[axis] = shape->size[axis];
    return check_range(evaluator, node, item, s, shape, axis);
}

Status expression_select(Evaluator *evaluator, const Node *node, Selection *selection)
{
    *selection = (Selection){0};
    TRY(select_name(evaluator, node, &selection->region));
    Shape shape = cell_shape(evaluator->machine, selection->region.kind, selection->region.id);
    const IndexItem *items[RANK_MAX] = {0};
    TRY(sort_items(evaluator, node, &shape, items));
    int row = cell_row_axis(&shape);
    if (row >= 0) /* first: keys are counted by it */
        TRY(select_axis(evaluator, node, items[row], &shape, row, selection));
    for (int axis = 0; axis < shape.rank; axis++)
        if (axis != row)
            TRY(select_axis(evaluator, node, items[axis], &shape, axis, selection));
    return STATUS_OK;
}
