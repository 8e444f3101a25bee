/* The tokens view's second page: the vocabulary, or the part of it that contains a text. */
#ifndef VIEW_VOCABULARY_LIST_H
#define VIEW_VOCABULARY_LIST_H

#include "view/view.h"

/* Moves the cursor to the token that was asked for, brings `state` up to date and fills `figure` with `height` lines
 * around it. */
void vocabulary_list(const Session *session, ViewState *state, int height, Figure *figure);

/* The token under the cursor; -1: none. */
int32_t vocabulary_list_id(const Session *session, const ViewState *state);

/* Puts the cursor on the token that was asked for last. */
void vocabulary_list_find(const Session *session, ViewState *state);

/* How the token under the cursor is spelt and what it is made of. */
void vocabulary_list_inspect(const Session *session, const ViewState *state, Buffer *out);

#endif
