/* A crew: threads that sleep until there is work for all of them, do it, and sleep again.
 *
 * For work of milliseconds and more, in which the members share nothing that they write. Unlike OpenMP's threads, those
 * that wait do not spin: on a machine that is busy with other things too, a spinning thread keeps the very processor
 * that the one it waits for would need.
 */
#ifndef BASE_CREW_H
#define BASE_CREW_H

typedef struct Crew Crew;

/* What member `member` of the crew does, counted from 0. */
typedef void CrewWork(void *context, int member);

/* A crew of `size` members, the caller being number 0. Where the system does not give so many threads, the caller does
 * the work of those that are missing. crew_free it. */
Crew *crew_new(int size);
void crew_free(Crew *crew); /* NULL is fine */

int crew_size(const Crew *crew);

/* Every member does `work`; returns when all have. One call at a time. */
void crew_run(Crew *crew, CrewWork *work, void *context);

#endif
