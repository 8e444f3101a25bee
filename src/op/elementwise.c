#include "op/elementwise.h"

Status elementwise_shape(const Op *op, const Call *call, Shape *out, Error *error)
{
    TRY(op_check_operands(op, call, error));
    const Shape *first = &call->in[0].shape;
    for (int i = 1; i < OP_INPUTS && op->input[i]; i++)
        if (!shape_equal(first, &call->in[i].shape))
            return op_misfit(op, op->input[i], &call->in[i].shape, op->input[0], first, "they must be equal", error);
    *out = *first;
    return STATUS_OK;
}

void elementwise_run(const Job *job, JobPart *part, double operations_a_cell)
{
    int64_t cells = shape_count(&job->out->shape);
    job_run(job, part, cells, operations_a_cell * (double)cells);
}

Cost elementwise_cost(const Call *call, const Shape *out, double operations_a_cell)
{
    double cells = (double)shape_count(out), bytes = cells * sizeof(Real);
    int inputs = call->in[1].shape.rank ? 2 : 1;
    return (Cost){.flops = operations_a_cell * cells, .bytes_read = inputs * bytes, .bytes_written = bytes};
}
