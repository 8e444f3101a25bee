/* Pictures of a machine's values: one head, the heads of a layer, all layers x heads, or any other matrix.
 *
 * A picture covers all positions fed so far, whichever pass brought them: row q of a pattern comes from the
 * pass of position q. Cells say what they are: a number, hidden by the mask (-inf, and what softmax
 * makes of it; keys that came after the query's pass), or not computed.
 */
#ifndef SESSION_PICTURE_H
#define SESSION_PICTURE_H

#include "figure/figure.h"
#include "run/machine.h"

enum { PICTURE_ALL = -1 };

#define PICTURE_DEFAULT "attn.pattern"

typedef struct PictureRequest {
    const char *value; /* "blocks.1.attn.scores", "resid_post" (of `layer`), "logits"; NULL: attn.pattern */
    int layer, head;   /* PICTURE_ALL: a tile for each. A full name has its layer; what has no heads ignores `head` */
    MatrixShow show;
} PictureRequest;

/* Fills `figure` (figure_init it before, figure_free it after, after an error too): a matrix where one is
 * asked for, else a grid of parts. `prompt` is for the subtitle; it may be NULL. NOT_FOUND suggests near names. */
Status picture_figure(const Machine *machine, const PictureRequest *request, const char *prompt, Figure *figure,
                      Error *error);

/* The same numbers as a table (RFC 4180), one line a cell:
 *     layer,head,query,key,value,query_token,key_token,state
 * The axes' names are those of the value; a cell that is not computed has an empty value. */
Status picture_csv(const Machine *machine, const PictureRequest *request, Buffer *out, Error *error);

/* Paints any figure as PNG; text chunks name the prompt (may be NULL), the model and the figure's values.
 * `colormap` NULL or "": the default. */
Status picture_png(const char *path, const Figure *figure, const char *colormap, const Model *model, const char *prompt,
                   Error *error);

#endif
