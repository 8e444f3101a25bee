/* One forward or backward computation, split over threads.
 *
 * Every op writes its work as a part: "do rows (or heads, or cells) [from, to)". Parts share nothing
 * that they write, so the result does not depend on how the work was cut.
 */
#ifndef OP_JOB_H
#define OP_JOB_H

#include "op/op.h"

typedef struct Job {
    const Call *call;
    const Tensor *out;
    const Tensor *dout;         /* backward only */
    const Gradients *gradients; /* backward only */
} Job;

typedef void JobPart(const Job *job, int64_t from, int64_t to);

/* Runs part over [0, count) on at most call->threads threads; on one where the whole is worth fewer
 * than some ten thousand operations, since waking another thread costs more than that. */
void job_run(const Job *job, JobPart *part, int64_t count, double operations);

#endif
