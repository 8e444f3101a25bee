/* A tape: one forward run over a batch of sequences that keeps what the run backward needs.
 *
 * It executes a model's program with the same ops as the machine, on values that have a leading batch
 * axis; and then walks the program in reverse, each op adding its own gradients (Rumelhart, Hinton and
 * Williams, "Learning representations by back-propagating errors", 1986). There is no KV cache: all
 * positions of a sequence are there at once.
 */
#ifndef TRAIN_TAPE_H
#define TRAIN_TAPE_H

#include "model/model.h"
#include "train/dropout.h"
#include "train/profile.h"

typedef struct Tape Tape;

/* A tape for batches of `batch` sequences of `positions` tokens each. The model must outlive it; its
 * weights may change between runs. NO_MEMORY where the values do not fit. tape_free it. */
Status tape_new(const Model *model, int64_t batch, int64_t positions, int threads, Tape **out, Error *error);
void tape_free(Tape *tape); /* NULL is fine */

/* Runs the program up to the logits over tokens [batch, positions]. */
void tape_forward(Tape *tape, const int32_t *tokens);

/* The same for sequences that hold several texts side by side: position p of a sequence sees none before
 * document_start [batch, positions]. The array must last until tape_backward. */
void tape_forward_documents(Tape *tape, const int32_t *tokens, const int32_t *document_start);

/* From now on drops so in both directions; NULL: nothing is dropped, as after training. */
void tape_dropout(Tape *tape, const Dropout *dropout);

/* From now on adds the time of every piece of work to `profile`; NULL: none. */
void tape_profile(Tape *tape, Profile *profile);

/* The logits [batch, pos, vocab] of the newest run. */
const Tensor *tape_logits(const Tape *tape);

/* The mean cross-entropy of the newest run in nats, over the positions whose target [batch, positions] is
 * not TARGET_NONE. Without such a position: 0. Leaves dL/dlogits for tape_backward. */
enum { TARGET_NONE = -1 };
double tape_loss(Tape *tape, const int32_t *targets);

/* The same for a part of a larger batch that has `counted` targets in all: the sum of the losses divided by that. */
double tape_loss_of(Tape *tape, const int32_t *targets, int64_t counted);

/* After a loss: adds dL/dparameter to `gradients` [model->parameters.count], each laid out as the
 * checkpoint stores the parameter. */
void tape_backward(Tape *tape, Real *const *gradients);

#endif
