/* What ops share whose every output cell depends on the same cell of their inputs alone. */
#ifndef OP_ELEMENTWISE_H
#define OP_ELEMENTWISE_H

#include "op/job.h"

/* The output's shape is that of the inputs, which must be equal. */
Status elementwise_shape(const Op *op, const Call *call, Shape *out, Error *error);

/* Runs part over the cells of job->out, each worth so many operations. */
void elementwise_run(const Job *job, JobPart *part, double operations_a_cell);

/* Reads every input once, writes the output, and does so many operations a cell. */
Cost elementwise_cost(const Call *call, const Shape *out, double operations_a_cell);

#endif
