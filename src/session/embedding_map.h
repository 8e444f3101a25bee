/* The embeddings that a session's inquiry is about, on a plane. */
#ifndef SESSION_EMBEDDING_MAP_H
#define SESSION_EMBEDDING_MAP_H

#include "run/projection.h"
#include "session/session.h"

enum { EMBEDDING_MAP_MOST = 64 };

typedef struct EmbeddingMap {
    TokenChoice points[EMBEDDING_MAP_MOST]; /* what was asked about first, then what was found */
    int count, asked;
    int left_out;          /* different tokens of the text that had no room: the earliest ones */
    Projection projection; /* [count] */
} EmbeddingMap;

/* NOT_COMPUTED where there is no text to take tokens from. embedding_map_free it, after an error too. */
Status embedding_map_read(const Session *session, EmbeddingMap *map, Error *error);
void embedding_map_free(EmbeddingMap *map);

#endif
