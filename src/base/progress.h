/* Long work says how far it is, and may be told to stop. */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Progress {
    /* Called now and then with the share done, 0 to 1; false means: stop (STATUS_CANCELLED). */
    bool (*report)(void *context, double done);
    void *context;
} Progress;

/* `progress` may be NULL: nobody watches, nobody stops. */
static inline bool progress_report(const Progress *progress, double done)
{
    return !progress || !progress->report || progress->report(progress->context, done);
}

#endif
