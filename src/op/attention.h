/* What scores and mix share: finding one head's matrices in tensors that hold all heads.
 *
 * Grouped-query attention (Ainslie et al., arXiv:2305.13245): `group` query heads look at the same
 * key/value head; group 1 is ordinary multi-head attention, kv_heads 1 is multi-query attention.
 *
 * The work is cut into blocks: matrices whose rows all look at the same keys and values. With many
 * queries a block is a head, and its rows are the queries. With one query (decoding) a block is a
 * group of heads, and its rows are the heads: so their keys and values are read once.
 */
#ifndef OP_ATTENTION_H
#define OP_ATTENTION_H

#include "op/job.h"
#include "tensor/matrix.h"

typedef struct Attention {
    int64_t batch, heads, kv_heads, group; /* heads = kv_heads * group */
    int64_t queries, keys, d_head;
    int64_t heads_a_block; /* 1 or group */
} Attention;

/* From cells [head, query, key] (scores or pattern) and k or v [pos, kv_head, d_head], each perhaps
 * with a batch axis in front. */
Attention attention_sizes(const Tensor *cells, const Tensor *kv);

/* How many blocks there are, all sequences of a batch together; and how many share a kv_head. Blocks
 * of one group stand side by side. */
int64_t attention_blocks(const Attention *attention);
int64_t attention_blocks_a_group(const Attention *attention);

/* Is a block the first of its group? */
bool attention_is_first(const Attention *attention, int64_t block);

/* Of a block: [row, key] of scores or pattern; [row, d_head] of q or z; [key, d_head] of k or v. */
Matrix attention_cells(const Attention *attention, const Tensor *cells, int64_t block);
Matrix attention_rows(const Attention *attention, const Tensor *rows, int64_t block);
Matrix attention_past(const Attention *attention, const Tensor *kv, int64_t block);

/* Do the `heads` of in[0] (whose role is a) share the kv_heads of in[1] evenly? */
Status attention_check_groups(const Op *op, const Call *call, int64_t heads, Error *error);

/* Operations (multiply-adds count twice) of one product over all heads. */
double attention_operations(const Attention *attention);

#endif
