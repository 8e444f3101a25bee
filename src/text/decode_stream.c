#include "text/decode_stream.h"

#include <string.h>

#include "base/utf8.h"
#include "text/tokenizer_parts.h"

/* Decoding starts again from this many ids back, at the least: old ones are dropped once they are
 * more than that and their last one alone gives a decoder the context that it needs. */
enum { WINDOW = 16 };

void decode_stream_init(DecodeStream *stream, const Tokenizer *tokenizer, bool skip_special)
{
    *stream = (DecodeStream){.tokenizer = tokenizer, .skip_special = skip_special};
}

void decode_stream_free(DecodeStream *stream)
{
    token_ids_free(&stream->window);
    *stream = (DecodeStream){0};
}

/* How much of `text` no byte to come can change. */
static size_t whole_length(const char *text, size_t length)
{
    for (size_t tail = length < 3 ? length : 3; tail > 0; tail--)
        if (utf8_is_incomplete(text + length - tail, tail))
            return length - tail;
    return length;
}

/* Keeps the last id alone, where its text is not empty: whatever a decoder does at the beginning of a
 * text has then been done within what is written already. */
static Status stream_forget(DecodeStream *stream, Error *error)
{
    Buffer text = {0};
    int32_t last = stream->window.ids[stream->window.count - 1];
    Status status = tokenizer_decode(stream->tokenizer, &last, 1, stream->skip_special, &text, error);
    if (status == STATUS_OK && text.length) {
        stream->window.ids[0] = last;
        stream->window.count = 1;
        stream->written = text.length;
    }
    buffer_free(&text);
    return status;
}

static Status stream_write(DecodeStream *stream, bool all, Buffer *out, Error *error)
{
    Buffer text = {0};
    Status status = tokenizer_decode(stream->tokenizer, stream->window.ids, stream->window.count, stream->skip_special,
                                     &text, error);
    if (status != STATUS_OK) {
        buffer_free(&text);
        return status;
    }
    size_t waiting = text.length - stream->written;
    const char *from = buffer_text(&text) + stream->written;
    size_t whole = all ? waiting : whole_length(from, waiting);
    buffer_append(out, from, whole);
    stream->written += whole;
    bool all_written = stream->written == text.length;
    buffer_free(&text);
    return all_written && stream->window.count > WINDOW ? stream_forget(stream, error) : STATUS_OK;
}

Status decode_stream_push(DecodeStream *stream, int32_t id, Buffer *out, Error *error)
{
    if (stream->skip_special && tokenizer_is_special(stream->tokenizer, id))
        return STATUS_OK;
    token_ids_append(&stream->window, id);
    if (stages_look_ahead(&stream->tokenizer->decoder))
        return STATUS_OK;
    Status status = stream_write(stream, false, out, error);
    if (status != STATUS_OK)
        stream->window.count--;
    return status;
}

Status decode_stream_finish(DecodeStream *stream, Buffer *out, Error *error)
{
    Status status = stream_write(stream, true, out, error);
    const Tokenizer *tokenizer = stream->tokenizer;
    bool skip_special = stream->skip_special;
    decode_stream_free(stream);
    decode_stream_init(stream, tokenizer, skip_special);
    return status;
}
