/* What scores and mix share: finding one head's matrices in tensors that hold all heads.
 *
 * Grouped-query attention (Ainslie et al., arXiv:2305.13245): `group` query heads look at the same
 * key/value head; group 1 is ordinary multi-head attention, kv_heads 1 is multi-query attention.
 */
#ifndef OP_ATTENTION_H
#define OP_ATTENTION_H

#include "op/job.h"
#include "tensor/matrix.h"

typedef struct Attention {
    int64_t batch, heads, kv_heads, group; /* heads = kv_heads * group */
    int64_t queries, keys, d_head;
} Attention;

/* From cells [head, query, key] (scores or pattern) and k or v [pos, kv_head, d_head], each perhaps
 * with a batch axis in front. */
Attention attention_sizes(const Tensor *cells, const Tensor *kv);

/* [query, key] of one head of scores or pattern. */
Matrix attention_cells(const Tensor *cells, int64_t batch, int64_t head);

/* [pos, d_head] of one head of q, k, v or z. */
Matrix attention_head(const Tensor *tensor, int64_t batch, int64_t head);

/* Do q's or the pattern's `heads` share kv's kv_heads evenly? `a` is the tensor that has the heads. */
Status attention_check_groups(const Op *op, const char *a, const Shape *a_shape, int64_t heads, const Shape *kv,
                              Error *error);

/* Multiply-adds of one product over all heads, as operations. */
double attention_operations(const Attention *attention);

#endif
