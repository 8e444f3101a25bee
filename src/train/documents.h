/* A corpus file as documents: texts that have nothing to do with one another.
 *
 * In a file called NAME.jsonl every line is an object whose "text" is a document. In any other file lines with nothing
 * but <|endoftext|> stand between documents; where there are none, empty lines do.
 */
#ifndef TRAIN_DOCUMENTS_H
#define TRAIN_DOCUMENTS_H

#include <stddef.h>

#include <stdint.h>

#include "base/buffer.h"
#include "base/status.h"

/* Called once a document; its text is not empty, not terminated, and valid during the call. Another status than
 * STATUS_OK ends the reading. `done` is the share of the work that was done, 0 to 1. */
typedef Status DocumentUse(void *context, const char *text, size_t length, double done, Error *error);

/* Reads a file's documents in order. Errors name the file, and the line where one is to blame. */
Status documents_read(const char *path, DocumentUse *use, void *context, Error *error);

/* Appends document number `index`, from 0 on, to `out`. */
typedef Status DocumentMake(void *context, int64_t index, Buffer *out, Error *error);

/* Where a corpus comes from: files, and then documents that somebody makes. */
typedef struct DocumentSource {
    const char *const *paths;
    int path_count;
    DocumentMake *make; /* NULL: nobody */
    void *context;
    int64_t made; /* how many */
    int64_t from; /* the number of the first one that is made */
} DocumentSource;

/* The same for a whole source; `done` is a rough share of all. */
Status documents_read_source(const DocumentSource *source, DocumentUse *use, void *context, Error *error);

#endif
