/* Direct logit attribution: what each part of a model has added to one logit (Elhage et al., "A Mathematical Framework
 * for Transformer Circuits", 2021).
 *
 * The residual stream at the end is a sum, and what the program does with it is linear but for the final norm's scale,
 * a number for each position. With that scale held as it was in this pass ("frozen") the logit is a sum too:
 *
 *     logit = embeddings + every head of every block + their shared biases + every MLP + the final norm's bias
 *
 * It says what each part added directly; what a part made later parts add is counted as theirs. The parts are found by
 * following the program's additions back from its end: what an instruction adds is one part, but for one that reads all
 * heads at once (W_O), which has a part for each head and one for its bias. Where a person has set cells of a sum, the
 * change is a part too.
 */
#ifndef RUN_CONTRIBUTION_H
#define RUN_CONTRIBUTION_H

#include "base/arena.h"
#include "run/machine.h"

typedef struct Contribution {
    const char *name; /* "blocks.1.attn.head.2", "blocks.1.attn.b_O", "blocks.1.mlp_out", "ln_final.b", "embed" */
    int block;        /* NO_BLOCK for what is before and behind them */
    double logit;     /* what it adds */
} Contribution;

typedef struct Contributions {
    int32_t token;
    int64_t position;
    Contribution *parts; /* [count] in the order of the program */
    int count;
    double sum;   /* of the parts */
    double logit; /* as the program computed it */
    Arena arena;  /* owns the parts and their names */
} Contributions;

/* Takes the logit of `token` after `position` apart. NOT_COMPUTED before the logits; OUT_OF_RANGE for a token or
 * position that does not exist; UNSUPPORTED where the program's end is not linear. contributions_free it, after an
 * error too. */
Status contributions_read(const Machine *machine, int64_t position, int32_t token, Contributions *out, Error *error);
void contributions_free(Contributions *contributions);

/* The largest first, whatever their sign. */
void contributions_sort(Contributions *contributions);

/* The part with this name; NOT_FOUND says what the names look like. */
Status contributions_find(const Contributions *contributions, const char *name, size_t length,
                          const Contribution **part, Error *error);

#endif
