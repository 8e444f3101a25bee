/* The readout: what a program does with the residual stream at its end, from the final norm to the probabilities.
 *
 * It is found by following the program's instructions back from `probs` as long as each has one input, so that it is
 * that of any architecture. The value that it reads is the residual stream after the last block.
 */
#ifndef RUN_READOUT_H
#define RUN_READOUT_H

#include "run/machine.h"

enum { READOUT_STEPS = 8 };

typedef struct Readout {
    ValueId stream;                 /* what the first step reads: the residual stream after the last block */
    int instruction[READOUT_STEPS]; /* in the order of the program */
    int count;                      /* of steps, softmax included */
    int logits;                     /* which step gives the logits */
} Readout;

/* UNSUPPORTED where the program has no logits and probabilities of such a form. */
Status readout_find(const Model *model, Readout *out, Error *error);

/* Runs the steps on `count` rows of a residual stream [count, d_model], as the program would. Edits are not applied.
 * Either result [count, vocab] may be NULL, but not both. The machine has a pass. NO_MEMORY. */
Status readout_run(const Machine *machine, const Readout *readout, const Real *rows, int64_t count, Real *logits,
                   Real *probs, Error *error);

/* The row of a value at a position, wherever it is computed; NULL where it is not. */
const Real *readout_row(const Machine *machine, ValueId value, int64_t position);

#endif
