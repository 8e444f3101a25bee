/* What the attention view's files share. */
#ifndef VIEW_ATTENTION_PARTS_H
#define VIEW_ATTENTION_PARTS_H

#include "session/heads.h"
#include "session/picture_parts.h"
#include "view/view.h"

/* Bits of the view's mode. */
enum {
    ATTENTION_OVERVIEW = 1,     /* all heads of all layers, to choose one */
    ATTENTION_SENTENCE = 2,     /* the text itself, shaded */
    ATTENTION_AVERAGE = 4,      /* over all heads of the layer */
    ATTENTION_RENORMALISED = 8, /* without the first token */
};

/* The pattern as the mode wants it. sheet_free it, after an error too. */
Status attention_read(const Session *session, const ViewState *state, Sheet *sheet, Error *error);

/* attention_derived.c: what the inspector says where the pattern is not the model's own: how its cell was made. */
void attention_inspect(const Session *session, const ViewState *state, Buffer *out);

/* attention_sentence.c: the text shaded by what the token under the cursor's row looks at. */
void sentence_figure(const Session *session, const ViewState *state, const Sheet *sheet, Figure *figure);
Reaction sentence_click(const Session *session, ViewState *state, Event event);

#endif
