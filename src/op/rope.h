/* The frequencies of rotary position embeddings, as models' configs describe them. */
#ifndef OP_ROPE_H
#define OP_ROPE_H

#include <stdint.h>

/* out[i] = theta^(-2i/d_head) radians per position, i in [0, d_head/2): the first pair turns by one
 * radian a position, the last a full circle in about 2 pi theta positions. */
void rope_frequencies(double *out, int64_t d_head, double theta);

/* Position interpolation (Chen et al., arXiv:2306.15595): positions `factor` times as dense. */
void rope_scale_linear(double *frequencies, int64_t count, double factor);

/* Llama 3.1's scaling: pairs that turn fewer than `low` times within the original context are slowed
 * down by `factor`, those that turn more than `high` times stay, and those between are blended. */
void rope_scale_llama3(double *frequencies, int64_t count, double factor, double low, double high,
                       double original_context);

#endif
