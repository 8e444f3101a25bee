/* The inspector: what is under a view's cursor, in a few lines.
 *
 *     blocks.0.attn.pattern[3, 4, 1] = 0.2514   query “ girl”, key “ a”
 *     = exp(0.31 - 1.2) / (exp(…) + … + exp(…))
 *
 * Opened (`into CELL`, or a key), it asks where the number comes from: its operands are a list with a cursor, and one
 * can go on to any of them and come back (session/trail.h).
 */
#ifndef VIEW_INSPECTOR_H
#define VIEW_INSPECTOR_H

#include "view/view.h"

/* Appends lines, most telling first: the cell and its number, the arithmetic, then steps and operands as far as `most`
 * lines go; or what the view itself says. A cell that is not computed is said to be so, with its formula. */
void inspector_lines(const Session *session, const View *view, const ViewState *state, int most, Buffer *out);

/* Is it open? Then inspector_handle has keys before the view, and inspector_keys names them. */
bool inspector_is_open(const Session *session);
extern const KeyHint inspector_keys[]; /* ended by a NULL `keys` */

/* The keys that open it and, while it is open, those that walk through it. */
Reaction inspector_handle(const Session *session, const View *view, ViewState *state, Event event);

/* While it is open: the cell's arithmetic and its list, as text of at most `height` lines for a screen `width` wide. */
void inspector_figure(const Session *session, ViewState *state, int width, int height, Figure *figure);

#endif
