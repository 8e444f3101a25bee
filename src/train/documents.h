/* A corpus file as documents: texts that have nothing to do with one another.
 *
 * In a file called NAME.jsonl every line is an object whose "text" is a document. In any other file lines with nothing
 * but <|endoftext|> stand between documents; where there are none, empty lines do.
 */
#ifndef TRAIN_DOCUMENTS_H
#define TRAIN_DOCUMENTS_H

#include <stddef.h>

#include "base/status.h"

/* Called once a document; its text is not empty, not terminated, and valid during the call. Another status than
 * STATUS_OK ends the reading. `done` is the share of the file that was read, 0 to 1. */
typedef Status DocumentUse(void *context, const char *text, size_t length, double done, Error *error);

/* Reads a file's documents in order. Errors name the file, and the line where one is to blame. */
Status documents_read(const char *path, DocumentUse *use, void *context, Error *error);

#endif
