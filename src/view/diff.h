/* The diff view's pages: what edits change, and two models side by side. */
#ifndef VIEW_DIFF_H
#define VIEW_DIFF_H

#include "view/view.h"

enum { PANEL_LEAST = 34 }; /* terminal cells that one of several panels needs */

/* How many of `count` panels stand side by side in the view's width; the first of them is state->panel. */
int diff_panels(const ViewState *state, int count);

/* With edits, without, and the difference of a value: that which one asked to see, or else the attention pattern. */
Status diff_value_figure(const Session *session, ViewState *state, Figure *figure, Error *error);
Cell diff_value_cell(const Session *session, const ViewState *state);

/* What the edits have done to the next token. */
Status diff_output_figure(const Session *session, ViewState *state, Figure *figure, Error *error);

/* Two models: how they are made and read the text; the attention of a head; what they say next. */
Status diff_models_figure(const Session *session, ViewState *state, Figure *figure, Error *error);
Status diff_attention_figure(const Session *session, ViewState *state, Figure *figure, Error *error);
Status diff_tokens_figure(const Session *session, ViewState *state, Figure *figure, Error *error);

#endif
