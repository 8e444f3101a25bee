/* PNG files (ISO/IEC 15948), with texts that say what the picture shows. */
#ifndef DRAW_PNG_H
#define DRAW_PNG_H

#include <stddef.h>

#include "base/buffer.h"
#include "draw/image.h"

/* One text chunk: "Title", "Software", "stepformer:prompt", "stepformer:model", "stepformer:value". */
typedef struct PngText {
    const char *key;  /* 1-79 Latin-1 characters */
    const char *text; /* UTF-8: tEXt where it is ASCII, iTXt otherwise */
} PngText;

Status png_encode(const Image *image, const PngText *texts, size_t count, Buffer *out, Error *error);

/* Replaces `path` in one step. */
Status png_write(const char *path, const Image *image, const PngText *texts, size_t count, Error *error);

#endif
