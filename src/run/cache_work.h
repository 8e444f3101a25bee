/* What the KV cache saves: arithmetic, counted by the ops' own cost functions. */
#ifndef RUN_CACHE_WORK_H
#define RUN_CACHE_WORK_H

#include "run/machine.h"

/* FLOPs of some passes: as they ran, and as they would have without a cache, where every pass has to run all
 * positions of the text so far again. */
typedef struct CacheWork {
    double with, without;
} CacheWork;

/* Of one pass, all its instructions. */
CacheWork cache_work_of_pass(const Machine *machine, int pass);

/* Of all passes up to the current place's, that one included. */
CacheWork cache_work(const Machine *machine);

#endif
