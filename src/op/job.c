#include "op/job.h"

enum { WORTH_A_THREAD = 1 << 16 }; /* operations; waking a thread takes a few microseconds */

static int64_t job_threads(const Job *job, int64_t count, double operations)
{
    int64_t worth = (int64_t)(operations / WORTH_A_THREAD), threads = job->call->threads;
    threads = worth < threads ? worth : threads;
    return count < threads ? count : threads;
}

void job_run(const Job *job, JobPart *part, int64_t count, double operations)
{
    int64_t threads = job_threads(job, count, operations);
    if (threads <= 1) { /* without touching OpenMP: a decoded token makes a hundred such calls */
        part(job, 0, count);
        return;
    }
#pragma omp parallel for num_threads((int)threads) schedule(static)
    for (int64_t t = 0; t < threads; t++)
        part(job, count * t / threads, count * (t + 1) / threads);
}
