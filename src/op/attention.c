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
    attention.heads_a_block = attention.queries == 1 ? attention.group : 1;
    return attention;
}

int64_t attention_blocks(const Attention *a)
{
    return a->batch * a->heads / a->heads_a_block;
}

int64_t attention_blocks_a_group(const Attention *a)
{
    return a->group / a->heads_a_block;
}

bool attention_is_first(const Attention *a, int64_t block)
{
    return block % attention_blocks_a_group(a) == 0;
}

/* Where one head of one sequence begins; `axis` is that of the heads. */
static Real *attention_start(const Tensor *tensor, int64_t batch, int axis, int64_t head)
{
    return tensor->data + (tensor->shape.rank == 4 ? batch * tensor->stride[0] : 0) + head * tensor->stride[axis];
}

/* The rows of a block: heads or queries, by their strides in this tensor. */
static Matrix attention_block(const Attention *a, const Tensor *tensor, int64_t block, int head_axis, int query_axis)
{
    int64_t head = block * a->heads_a_block;
    return (Matrix){
        .data = attention_start(tensor, head / a->heads, head_axis, head % a->heads),
        .rows = a->queries == 1 ? a->heads_a_block : a->queries,
        .columns = tensor->shape.size[tensor->shape.rank - 1],
        .row_stride = tensor->stride[a->queries == 1 ? head_axis : query_axis],
        .column_stride = 1,
    };
}

Matrix attention_cells(const Attention *attention, const Tensor *cells, int64_t block)
{
    int at = cells->shape.rank - 3;
    return attention_block(attention, cells, block, at, at + 1);
}

Matrix attention_rows(const Attention *attention, const Tensor *rows, int64_t block)
{
    int at = rows->shape.rank - 3;
    return attention_block(attention, rows, block, at + 1, at);
}

Matrix attention_past(const Attention *a, const Tensor *kv, int64_t block)
{
    int at = kv->shape.rank - 3;
    int64_t head = block * a->heads_a_block, kv_head = head % a->heads / a->group;
    return (Matrix){
        .data = attention_start(kv, head / a->heads, at + 1, kv_head),
        .rows = a->keys,
        .columns = a->d_head,
        .row_stride = kv->stride[at],
        .column_stride = 1,
    };
}

Status attention_check_groups(const Op *op, const Call *call, int64_t heads, Error *error)
{
    const Shape *kv = &call->in[1].shape, *a = &call->in[0].shape;
    bool has_heads = kv->rank == 3 && kv->axis[0] == AXIS_POS && kv->axis[2] == AXIS_D_HEAD &&
                     (kv->axis[1] == AXIS_KV_HEAD || kv->axis[1] == AXIS_HEAD);
    if (!has_heads)
        return op_misfit(op, op->input[1], kv, op->input[0], a, "its axes must be pos, kv_head, d_head", error);
    if (kv->size[1] < 1 || heads % kv->size[1])
        return op_misfit(op, op->input[1], kv, op->input[0], a, "the heads must share the kv_heads evenly", error);
    return STATUS_OK;
}

double attention_operations(const Attention *a)
{
    return 2.0 * (double)(a->batch * a->heads * a->queries) * (double)(a->keys * a->d_head);
}
