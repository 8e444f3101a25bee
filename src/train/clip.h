/* Clipping: one batch with huge gradients must not throw a model off (Pascanu, Mikolov and Bengio, arXiv:1211.5063). */
#ifndef TRAIN_CLIP_H
#define TRAIN_CLIP_H

/* What to multiply gradients by, of which `norm` is the global norm, so that it does not exceed `limit`; a limit of 0
 * means none. */
static inline double clip_scale(double norm, double limit)
{
    return limit > 0 && norm > limit ? limit / norm : 1;
}

#endif
