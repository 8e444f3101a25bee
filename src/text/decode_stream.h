/* Decoding while ids arrive: text comes out as soon as its characters are whole.
 *
 * All that a stream puts out is together what tokenizer_decode gives for all of its ids at once. Bytes
 * that may still become a character wait inside. Under a decoder that changes the end of a text by what
 * follows (stripping at the right end, say) everything waits until decode_stream_finish.
 */
#ifndef TEXT_DECODE_STREAM_H
#define TEXT_DECODE_STREAM_H

#include "text/tokenizer.h"

typedef struct DecodeStream {
    const Tokenizer *tokenizer; /* not owned */
    bool skip_special;
    TokenIds window; /* the last ids that came */
    size_t written;  /* bytes already put out of the text that they give */
} DecodeStream;

void decode_stream_init(DecodeStream *stream, const Tokenizer *tokenizer, bool skip_special);

/* Takes one more id and appends the text that has become whole to `out`, which may be none. */
Status decode_stream_push(DecodeStream *stream, int32_t id, Buffer *out, Error *error);

/* Appends what still waits, as it is; the stream is then as after init. */
Status decode_stream_finish(DecodeStream *stream, Buffer *out, Error *error);

void decode_stream_free(DecodeStream *stream);

#endif
