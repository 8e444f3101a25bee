#include "op/attention.h"

Attention attention_sizes(const Tensor *cells, const Tensor *kv)
{
    int at = cells->shape.rank - 3;
    Attention attention = {
        .batch = at ? cells->shape.size[0] : 1,
        .heads = cells->shape.size[at],
        .kv_heads = kv->shape.size[at + 1],
        .queries = cells->shape.size[at + 1],
        .keys = cells->shape.size[at + 2],
        .d_head = kv->shape.size[at + 2],
    };
    attention.group = attention.heads / attention.kv_heads;
    return attention;
}

Matrix attention_cells(const Tensor *cells, int64_t batch, int64_t head)
{
    int at = cells->shape.rank - 3;
    return (Matrix){
        .data = cells->data + (at ? batch * cells->stride[0] : 0) + head * cells->stride[at],
        .rows = cells->shape.size[at + 1],
        .columns = cells->shape.size[at + 2],
        .row_stride = cells->stride[at + 1],
        .column_stride = 1,
    };
}

Matrix attention_head(const Tensor *tensor, int64_t batch, int64_t head)
{
    int at = tensor->shape.rank - 3;
    return (Matrix){
        .data = tensor->data + (at ? batch * tensor->stride[0] : 0) + head * tensor->stride[at + 1],
        .rows = tensor->shape.size[at],
        .columns = tensor->shape.size[at + 2],
        .row_stride = tensor->stride[at],
        .column_stride = 1,
    };
}

Status attention_check_groups(const Op *op, const char *a, const Shape *a_shape, int64_t heads, const Shape *kv,
                              Error *error)
{
    const char *kv_role = op->input[1];
    bool has_heads = kv->rank == 3 && kv->axis[0] == AXIS_POS && kv->axis[2] == AXIS_D_HEAD &&
                     (kv->axis[1] == AXIS_KV_HEAD || kv->axis[1] == AXIS_HEAD);
    if (!has_heads)
        return op_misfit(op, kv_role, kv, a, a_shape, "its axes must be pos, kv_head, d_head", error);
    if (kv->size[1] < 1 || heads % kv->size[1])
        return op_misfit(op, kv_role, kv, a, a_shape, "the heads must share the kv_heads evenly", error);
    return STATUS_OK;
}

double attention_operations(const Attention *a)
{
    return 2.0 * (double)(a->batch * a->heads * a->queries) * (double)(a->keys * a->d_head);
}
