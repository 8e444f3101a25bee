/* Plain files that come with the program: keys, themes. */
#ifndef MODEL_ASSET_H
#define MODEL_ASSET_H

#include "base/buffer.h"
#include "base/status.h"

enum { ASSET_MOST = 1 << 20 }; /* bytes: none is larger, a person's own neither */

/* Appends the path of assets/NAME, among the installed data or in a checkout. */
Status asset_find(const char *name, Buffer *path, Error *error);

/* Appends the content of the person's own file of that name, else of the asset; *path is told for messages. */
Status asset_read(const char *name, Buffer *path, Buffer *out, Error *error);

#endif
