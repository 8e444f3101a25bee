/* Which tokens' embeddings point in the direction of a vector.
 *
 * The embedding has a row [d_model] a token (embed.W_E). Rows are compared by the cosine of their angle, in double
 * precision, as the expression cosine(a, b) does. Rows may be seen from the origin, as they are, or from the mean of
 * all rows: what they have in common then does not count.
 *
 * Analogies as a - b + c: Mikolov, Yih and Zweig, "Linguistic Regularities in Continuous Space Word Representations",
 * 2013.
 */
#ifndef RUN_NEIGHBORS_H
#define RUN_NEIGHBORS_H

#include "model/model.h"

typedef struct Embedding {
    const char *name; /* "embed.W_E" */
    const Real *rows; /* [vocab, d_model]; the model's */
    int64_t vocab, d_model;
} Embedding;

/* UNSUPPORTED where the model has no such table. */
Status embedding_of(const Model *model, Embedding *out, Error *error);

/* Adds `scale` times the mean row of these tokens to `out` [d_model]. */
void embedding_add(const Embedding *embedding, const int32_t *ids, int count, double scale, double *out);

/* The mean of all rows, [d_model]. */
void embedding_mean(const Embedding *embedding, double *out);

typedef struct Neighbor {
    int32_t id;
    double cosine;
} Neighbor;

typedef struct NeighborQuery {
    const double *vector; /* [d_model], seen from the origin */
    const double *center; /* [d_model]: taken off the vector and every row; NULL: nothing is */
    const int32_t *except;
    int except_count; /* tokens that are left out */
} NeighborQuery;

/* Fills out[] with at most `most` tokens, the largest cosine first, of equal ones the smaller id; returns how many.
 * Rows without a direction (zeros, NaN) are left out, and so is everything where the vector has none. */
int neighbors_find(const Embedding *embedding, const NeighborQuery *query, Neighbor *out, int most);

#endif
