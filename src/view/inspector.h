/* The inspector: what is under a view's cursor, in a few lines.
 *
 *     blocks.0.attn.pattern[3, 4, 1] = 0.2514   query “ girl”, key “ a”
 *     = exp(0.31 - 1.2) / (exp(…) + … )
 */
#ifndef VIEW_INSPECTOR_H
#define VIEW_INSPECTOR_H

#include "view/view.h"

/* Appends lines, most telling first: the cell and its number, the arithmetic, then steps and operands as far as `most`
 * lines go; or what the view itself says. A cell that is not computed is said to be so, with its formula. */
void inspector_lines(const Session *session, const View *view, const ViewState *state, int most, Buffer *out);

#endif
