/* What layernorm and rmsnorm share: both bring each row to a standard size and then let learned
 * weights stretch (w) and, for layernorm, shift (b) every component. */
#ifndef OP_NORM_H
#define OP_NORM_H

#include "op/job.h"

/* How one row x becomes standard: normalised = (x - mean) * scale. */
typedef struct NormRow {
    Real mean, scale;
} NormRow;

typedef NormRow NormStatistics(const Real *x, int64_t count, double eps);

/* The output has x's shape; every weight must have x's last axis. */
Status norm_shape(const Op *op, const Call *call, Shape *out, Error *error);

/* Runs part over rows. */
void norm_run(const Job *job, JobPart *part);

/* With n = (x - mean) * scale and g = dy * w, of one row: */
typedef struct NormMeans {
    Real g, gn; /* the means of g_i and of g_i n_i */
} NormMeans;

NormMeans norm_means(const Real *x, const Real *dy, const Real *w, NormRow norm, int64_t count);

/* dw += sum over rows of dy * normalised;  db += sum over rows of dy. */
void norm_backward_weights(const Job *job, NormStatistics *statistics);

/* Records the row that `cell` lies in; returns its numbers, to be freed. */
double *norm_explain_row(const Call *call, const int64_t cell[RANK_MAX], Explanation *explanation);

/* out = (in - mean) * scale * w with the scale that row `row` of the call has. The mean is linear, and each row's own
 * (`centred`: the op takes it away). */
void norm_frozen(const Call *call, NormRow norm, bool centred, const Tensor *in, Tensor *out);

Cost norm_cost(const Call *call, const Shape *out, double operations_a_cell, double operations_a_row);

#endif
