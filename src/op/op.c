#include "op/op.h"

#include <string.h>

const Op *const ops[] = {
#define OP_ROW(name) &op_##name,
    OP_LIST(OP_ROW)
#undef OP_ROW
        NULL,
};

const Op *op_find(const char *name)
{
    for (const Op *const *op = ops; *op; op++)
        if (!strcmp((*op)->name, name))
            return *op;
    return NULL;
}

static Status op_check_operand(const Op *op, const char *kind, const char *role, const Tensor *operand, Error *error)
{
    if (role && !operand->shape.rank)
        return error_set(error, STATUS_BAD_DATA, "%s: its %s %s is missing; name one", op->name, kind, role);
    if (!role && operand->shape.rank)
        return error_set(error, STATUS_BAD_DATA, "%s: one %s too many; leave it out", op->name, kind);
    return STATUS_OK;
}

Status op_check_operands(const Op *op, const Call *call, Error *error)
{
    for (int i = 0; i < OP_INPUTS; i++)
        TRY(op_check_operand(op, "input", op->input[i], &call->in[i], error));
    for (int i = 0; i < OP_WEIGHTS; i++)
        if (call->weight[i].shape.rank || !op->optional[i])
            TRY(op_check_operand(op, "weight", op->weight[i], &call->weight[i], error));
    return STATUS_OK;
}

Status op_misfit(const Op *op, const char *a, const Shape *a_shape, const char *b, const Shape *b_shape,
                 const char *why, Error *error)
{
    char a_text[128], b_text[128];
    shape_print(a_shape, a_text, sizeof a_text);
    shape_print(b_shape, b_text, sizeof b_text);
    return error_set(error, STATUS_BAD_DATA,
                     "%s: %s %s does not fit %s %s: %s; check the sizes in the model's config against its weights",
                     op->name, a, a_text, b, b_text, why);
}

int64_t op_rows(const Tensor *tensor, int features)
{
    return shape_span(&tensor->shape, 0, tensor->shape.rank - features);
}
