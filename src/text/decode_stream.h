/* Decoding while ids arrive: text comes out as soon as its characters are whole.
 *
 * All that a stream puts out is together what tokenizer_decode gives for all of its ids at once. Bytes
 * that may still become a character, and spaces that a decoder may still strip, wait inside.
 */
#ifndef TEXT_DECODE_STREAM_H
#define TEXT_DECODE_STREAM_H

#include "text/tokenizer.h"

typedef struct DecodeStream {
    const Tokenizer *tokenizer; /* not owned */
    bool skip_special;
    TokenIds ids;   /* all that came */
    size_t settled; /* of these, ids before this one cannot change what comes */
    size_t written; /* bytes already put out of the text of the ids from `settled` on */
} DecodeStream;

void decode_stream_init(DecodeStream *stream, const Tokenizer *tokenizer, bool skip_special);

/* Takes one more id and appends the text that has become whole to `out`, which may be none. */
Status decode_stream_push(DecodeStream *stream, int32_t id, Buffer *out, Error *error);

/* Appends what still waits, as it is; the stream is then as after init. */
Status decode_stream_finish(DecodeStream *stream, Buffer *out, Error *error);

void decode_stream_free(DecodeStream *stream);

#endif
