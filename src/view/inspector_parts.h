/* What the files of the inspector share: the words that both of its forms say, a few lines or the picture of an open
 * trail; and the cursor in its list. */
#ifndef VIEW_INSPECTOR_PARTS_H
#define VIEW_INSPECTOR_PARTS_H

#include "run/explain.h"
#include "view/terms.h"
#include "view/view.h"

enum { INSPECTOR_DIGITS = 6, OPERAND_DIGITS = 9 }; /* nine name a float exactly */

/* "blocks.0.attn.pattern[3, 4, 1] = 0.2514   query “ girl”, key “ a”" */
void words_cell(const Session *session, const CellExplanation *explained, Buffer *out);

/* "= 0.25×1.5 + 0.1×2 + 0.003  (0.003: 190 smaller terms)": what one can type into a pocket calculator. Where that
 * does not give the number to its last digit, it says what the rounded numbers give as they are written. Of a weight:
 * where it is in the checkpoint. */
void words_arithmetic(const Session *session, const CellExplanation *explained, const Terms *terms, int cells,
                      Buffer *out);

/* "blocks.0.attn.q[3, 1, 5]: not computed   query …", with its formula below; or the message of another error. */
void words_not_computed(const Session *session, const Cell *cell, const Error *error, Buffer *out);

/* "x = blocks.0.ln1.normalized, W = blocks.0.attn.W_Q" */
void words_roles(const Program *program, const Instruction *line, Buffer *out);

/* The cursor keeps to the cell that it belongs to; back from an operand it stands on that operand. */
void inspector_sync(const Session *session, ViewState *state, const CellExplanation *explained, const Terms *terms);

#endif
