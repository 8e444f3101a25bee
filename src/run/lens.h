/* The logit lens: what a model would say if it stopped after a layer (nostalgebraist, "interpreting GPT: the logit
 * lens", 2020).
 *
 * The residual stream has the same axes at every depth, so that the program's own final norm and unembedding can read
 * it anywhere. A depth is one place of the stream: before the first block (blocks.0.resid_pre), and in and after each
 * block (resid_mid, resid_post). What the last depth says is what the model says: there the lens has the program's own
 * numbers.
 */
#ifndef RUN_LENS_H
#define RUN_LENS_H

#include "run/machine.h"

typedef struct Lens Lens;

/* What the stream at one depth and position says. */
typedef struct LensCell {
    bool computed;
    int32_t top; /* the likeliest token, the smallest id among equals */
    Real top_probability;
    int32_t token; /* the token that is followed; -1: none */
    Real probability;
    int64_t rank; /* 1: the likeliest */
} LensCell;

/* A lens on a model, which must outlive it; it remembers what it has seen, as long as the stream stays the same.
 * UNSUPPORTED where the model's program has no readout. lens_free it. */
Status lens_new(const Model *model, Lens **out, Error *error);
void lens_free(Lens *lens); /* NULL is fine */

/* The depths, from the first to the last: values of the program. */
int lens_depth_count(const Lens *lens);
ValueId lens_depth(const Lens *lens, int depth);
const char *lens_depth_name(const Lens *lens, int depth); /* "blocks.0.resid_pre", also where that is a second name */

/* All depths at a position: `cells` [depth count] stay valid until the next call. `token` is the one to follow; -1: the
 * one that the model finds likeliest, as soon as its pass has come so far. The machine is one of the lens's model, and
 * has the position. NO_MEMORY. */
Status lens_look(Lens *lens, const Machine *machine, int64_t position, int32_t token, const LensCell **cells,
                 Error *error);

/* Would lens_look have to compute? For work in small portions. */
bool lens_knows(const Lens *lens, const Machine *machine, int64_t position, int32_t token);

/* All logits and probabilities [vocab] at a depth. NOT_COMPUTED where the stream is not. */
Status lens_read(const Lens *lens, const Machine *machine, int depth, int64_t position, Real *logits, Real *probs,
                 Error *error);

/* "blocks.2.resid_post", or "2" for the same: which depth? NOT_FOUND says which there are. */
Status lens_find_depth(const Lens *lens, const char *name, size_t length, int *depth, Error *error);

/* The place of a token among logits, from 1; of equal ones the smaller id comes first, as the sampler has it. */
int64_t lens_rank(const Real *logits, int64_t vocab, int32_t token);

/* The likeliest token; NaN is never the likeliest. */
int32_t lens_top(const Real *logits, int64_t vocab);

#endif
