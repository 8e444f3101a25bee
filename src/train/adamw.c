#include "train/adamw.h"

#include <math.h>
#include <tgmath.h>

/* The step's constants, as the loop wants them. */
typedef struct Factors {
    Real keep_m, keep_v; /* beta1, beta2 */
    Real take_m, take_v; /* 1 - beta1, 1 - beta2 */
    Real scale;          /* of the gradient */
    Real shrink;         /* 1 - rate decay */
    Real rate;           /* rate / (1 - beta1^t) */
    Real correct_v, eps; /* 1 / sqrt(1 - beta2^t) */
} Factors;

static Factors factors_of(const AdamW *adamw, double decay, const AdamWStep *step)
{
    return (Factors){
        .keep_m = (Real)adamw->beta1,
        .keep_v = (Real)adamw->beta2,
        .take_m = (Real)(1 - adamw->beta1),
        .take_v = (Real)(1 - adamw->beta2),
        .scale = (Real)step->gradient_scale,
        .shrink = (Real)(1 - step->rate * decay),
        .rate = (Real)(step->rate / (1 - pow(adamw->beta1, (double)step->step))),
        .correct_v = (Real)(1 / sqrt(1 - pow(adamw->beta2, (double)step->step))),
        .eps = (Real)adamw->eps,
    };
}

void adamw_step(const AdamW *adamw, const AdamWState *state, int64_t from, int64_t to, const AdamWStep *step)
{
    const Factors k = factors_of(adamw, state->decay, step);
    Real *restrict p = state->numbers, *restrict g = state->gradient, *restrict m = state->m, *restrict v = state->v;
    for (int64_t i = from; i < to; i++) {
        Real gradient = k.scale * g[i];
        m[i] = k.keep_m * m[i] + k.take_m * gradient;
        v[i] = k.keep_v * v[i] + k.take_v * gradient * gradient;
        p[i] = k.shrink * p[i] - k.rate * m[i] / (k.correct_v * sqrt(v[i]) + k.eps);
        g[i] = 0;
    }
}
