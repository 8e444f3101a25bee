/* A team: threads that share the sequences of a batch, each with tapes and gradients of its own.
 *
 * Sequences have nothing to do with one another until their gradients are added up, so that is where threads meet: once
 * a batch, not once an op. A thread takes a few of its sequences at a time, few enough for their values to stay in its
 * cache. Who takes which is fixed by the number of threads, and so is every sum.
 */
#ifndef TRAIN_TEAM_H
#define TRAIN_TEAM_H

#include "base/crew.h"
#include "train/dataset.h"
#include "train/tape.h"

typedef struct Team Team;

/* For batches of `sequences` sequences of `context` tokens. Model and crew must outlive it. NO_MEMORY. team_free it. */
Status team_new(const Model *model, int64_t sequences, int64_t context, Crew *crew, Team **out, Error *error);
void team_free(Team *team); /* NULL is fine */

/* The mean loss over a batch's targets. With `gradients` [crew_size][parameters], each thread adds the gradients of its
 * sequences to its own; their sum is that of the mean loss. NULL: the loss alone. `dropout` may be NULL: none. */
double team_run(Team *team, const Batch *batch, const Dropout *dropout, Real *const *const *gradients);

/* From now on measures what its members do; team_profile gives the sum over them since then. */
void team_measure(Team *team);
Profile team_profile(const Team *team);

#endif
