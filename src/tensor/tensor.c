#include "tensor/tensor.h"

#include <inttypes.h>
#include <stdio.h>

const char *axis_name(AxisName axis)
{
    static const char *const names[] = {
#define AXIS_TEXT(name, text) [AXIS_##name] = text,
        AXIS_LIST(AXIS_TEXT)
#undef AXIS_TEXT
    };
    return names[axis];
}

Shape shape_1(AxisName a, int64_t na)
{
    return (Shape){.rank = 1, .axis = {a}, .size = {na}};
}

Shape shape_2(AxisName a, int64_t na, AxisName b, int64_t nb)
{
    return (Shape){.rank = 2, .axis = {a, b}, .size = {na, nb}};
}

Shape shape_3(AxisName a, int64_t na, AxisName b, int64_t nb, AxisName c, int64_t nc)
{
    return (Shape){.rank = 3, .axis = {a, b, c}, .size = {na, nb, nc}};
}

int64_t shape_span(const Shape *shape, int from, int to)
{
    int64_t product = 1;
    for (int i = from; i < to; i++)
        product *= shape->size[i];
    return product;
}

int64_t shape_count(const Shape *shape)
{
    return shape_span(shape, 0, shape->rank);
}

bool shape_equal(const Shape *a, const Shape *b)
{
    if (a->rank != b->rank)
        return false;
    for (int i = 0; i < a->rank; i++)
        if (a->axis[i] != b->axis[i] || a->size[i] != b->size[i])
            return false;
    return true;
}

int shape_axis(const Shape *shape, AxisName axis)
{
    for (int i = 0; i < shape->rank; i++)
        if (shape->axis[i] == axis)
            return i;
    return -1;
}

int64_t shape_size(const Shape *shape, AxisName axis, int64_t otherwise)
{
    int at = shape_axis(shape, axis);
    return at < 0 ? otherwise : shape->size[at];
}

Shape shape_bind(const Shape *shape, int64_t batch, int64_t new_positions, int64_t seen_positions)
{
    Shape bound = {0};
    bool open = false;
    for (int i = 0; i < shape->rank; i++)
        open = open || shape->size[i] < 0;
    if (batch > 0 && open) {
        bound.axis[0] = AXIS_BATCH;
        bound.size[0] = batch;
        bound.rank = 1;
    }
    for (int i = 0; i < shape->rank; i++, bound.rank++) {
        int64_t size = shape->size[i];
        bound.axis[bound.rank] = shape->axis[i];
        bound.size[bound.rank] = size == SIZE_NEW ? new_positions : size == SIZE_SEEN ? seen_positions : size;
    }
    return bound;
}

void shape_print(const Shape *shape, char *out, int size)
{
    int at = snprintf(out, (size_t)size, "[");
    for (int i = 0; i < shape->rank && at < size; i++) {
        at += snprintf(out + at, (size_t)(size - at), "%s%s ", i ? ", " : "", axis_name(shape->axis[i]));
        if (at >= size)
            return;
        if (shape->size[i] < 0)
            at += snprintf(out + at, (size_t)(size - at), "n");
        else
            at += snprintf(out + at, (size_t)(size - at), "%" PRId64, shape->size[i]);
    }
    if (at < size)
        snprintf(out + at, (size_t)(size - at), "]");
}

Tensor tensor_over(Real *data, const Shape *shape)
{
    Tensor tensor = {.data = data, .shape = *shape};
    int64_t stride = 1;
    for (int i = shape->rank - 1; i >= 0; i--) {
        tensor.stride[i] = stride;
        stride *= shape->size[i];
    }
    return tensor;
}

bool tensor_is_dense(const Tensor *tensor)
{
    int64_t stride = 1;
    for (int i = tensor->shape.rank - 1; i >= 0; i--) {
        if (tensor->stride[i] != stride)
            return false;
        stride *= tensor->shape.size[i];
    }
    return true;
}

void shape_index(const Shape *shape, int64_t number, int64_t index[RANK_MAX])
{
    for (int i = shape->rank - 1; i >= 0; i--) {
        index[i] = number % shape->size[i];
        number /= shape->size[i];
    }
}
