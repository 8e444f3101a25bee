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

static void adamw_part(const AdamWState *s, const Factors *f, int64_t from, int64_t to)
{
    Real *restrict p = s->numbers, *restrict g = s->gradient, *restrict m = s->m, *restrict v = s->v;
    const Factors k = *f; /* a copy, so that nothing stored can change it */
    for (int64_t i = from; i < to; i++) {
        Real gradient = k.scale * g[i];
        m[i] = k.keep_m * m[i] + k.take_m * gradient;
        v[i] = k.keep_v * v[i] + k.take_v * gradient * gradient;
        p[i] = k.shrink * p[i] - k.rate * m[i] / (k.correct_v * sqrt(v[i]) + k.eps);
        g[i] = 0;
    }
}

void adamw_step(const AdamW *adamw, const AdamWState *state, int64_t step, double rate, double gradient_scale,
                int threads)
{
    enum { PIECE = 1 << 14 };
    const Factors factors = {
        .keep_m = (Real)adamw->beta1,
        .keep_v = (Real)adamw->beta2,
        .take_m = (Real)(1 - adamw->beta1),
        .take_v = (Real)(1 - adamw->beta2),
        .scale = (Real)gradient_scale,
        .shrink = (Real)(1 - rate * state->decay),
        .rate = (Real)(rate / (1 - pow(adamw->beta1, (double)step))),
        .correct_v = (Real)(1 / sqrt(1 - pow(adamw->beta2, (double)step))),
        .eps = (Real)adamw->eps,
    };
    const int64_t pieces = (state->count + PIECE - 1) / PIECE;
#pragma omp parallel for schedule(static) num_threads(threads) if (pieces > 1)
    for (int64_t i = 0; i < pieces; i++)
        adamw_part(state, &factors, i * PIECE, i + 1 < pieces ? (i + 1) * PIECE : state->count);
}
