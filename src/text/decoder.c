#include "text/decoder.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "text/byte_level.h"
#include "text/normalizer.h"
#include "text/pretokenizer.h"

static bool starts_with(const char *text, size_t length, const char *what, size_t what_length)
{
    return what_length && length >= what_length && !memcmp(text, what, what_length);
}

/* ByteLevel */

static Status run_byte_level(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)stage, (void)error;
    if (!byte_level_decode(in.text, in.length, &out->text))
        buffer_append(&out->text, in.text, in.length); /* an added token, spelt as it is */
    pieces_close(out, in.at_start);
    return STATUS_OK;
}

/* ByteFallback: <0x0A> is the byte 0A. */

static bool is_byte_piece(const char *text, size_t length)
{
    return length == 6 && !memcmp(text, "<0x", 3) && isxdigit((unsigned char)text[3]) &&
           isxdigit((unsigned char)text[4]) && text[5] == '>';
}

static Status run_byte_fallback(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)stage, (void)error;
    if (is_byte_piece(in.text, in.length)) {
        char byte = (char)strtol((char[]){in.text[3], in.text[4], '\0'}, NULL, 16);
        pieces_append(out, &byte, 1, in.at_start);
    } else {
        pieces_append(out, in.text, in.length, in.at_start);
    }
    return STATUS_OK;
}

/* Fuse */

static Status run_fuse(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)stage, (void)error;
    pieces_append(out, in.text, in.length, in.at_start);
    return STATUS_OK;
}

/* Strip: a character, at most so many times at either end. */

static Status read_strip(const cJSON *json, const char *where, Stage *stage, Error *error)
{
    int64_t start = 0, stop = 0;
    TRY(stage_read_text(json, "content", where, stage, error));
    TRY(json_get_int(json, "start", where, &start, error));
    TRY(json_get_int(json, "stop", where, &stop, error));
    if (start < 0 || stop < 0)
        return error_set(error, STATUS_BAD_DATA, "%s: Strip of fewer than no characters; mend \"start\" and \"stop\"",
                         where);
    stage->start = (size_t)start;
    stage->stop = (size_t)stop;
    return STATUS_OK;
}

static Status run_strip(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)error;
    size_t step = stage->text_length;
    for (size_t i = 0; i < stage->start && starts_with(in.text, in.length, stage->text, step); i++) {
        in.text += step;
        in.length -= step;
    }
    for (size_t i = 0; i < stage->stop && in.length >= step; i++) {
        if (!starts_with(in.text + in.length - step, step, stage->text, step))
            break;
        in.length -= step;
    }
    pieces_append(out, in.text, in.length, in.at_start);
    return STATUS_OK;
}

static bool strip_looks_ahead(const Stage *stage, bool fused)
{
    return fused && stage->stop > 0;
}

/* Replace */

static Status run_replace(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    bool at_start = in.at_start;
    Status status = normalizer_replace(stage, in, &out->text, &at_start, error);
    pieces_close(out, at_start);
    return status;
}

static bool replace_looks_ahead(const Stage *stage, bool fused)
{
    (void)stage;
    return fused;
}

/* Metaspace: marks are spaces again; the first token's are dropped where they stood for no space. */

static Status run_metaspace(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)error;
    bool drop = in.first && stage->choice != PREPEND_NEVER;
    for (size_t at = 0; at < in.length;) {
        bool is_mark = starts_with(in.text + at, in.length - at, stage->text, stage->text_length);
        if (!is_mark)
            buffer_append(&out->text, in.text + at, 1);
        else if (!drop)
            buffer_append(&out->text, " ", 1);
        at += is_mark ? stage->text_length : 1;
    }
    pieces_close(out, in.at_start);
    return STATUS_OK;
}

/* BPEDecoder: the mark of a word's end is a space, except behind the last token. */

static Status read_bpe(const cJSON *json, const char *where, Stage *stage, Error *error)
{
    stage->text = memory_copy_text("</w>", stage->text_length = strlen("</w>"));
    return json_member(json, "suffix") ? stage_read_text(json, "suffix", where, stage, error) : STATUS_OK;
}

static Status run_bpe(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)error;
    for (size_t at = 0; at < in.length;) {
        bool is_end = starts_with(in.text + at, in.length - at, stage->text, stage->text_length);
        if (!is_end)
            buffer_append(&out->text, in.text + at, 1);
        else if (!in.last)
            buffer_append(&out->text, " ", 1);
        at += is_end ? stage->text_length : 1;
    }
    pieces_close(out, in.at_start);
    return STATUS_OK;
}

static bool bpe_looks_ahead(const Stage *stage, bool fused)
{
    (void)stage, (void)fused;
    return true;
}

static const StageKind kinds[] = {
    {.name = "ByteLevel", .run = run_byte_level, .fuses = true},
    {.name = "ByteFallback", .run = run_byte_fallback},
    {.name = "Fuse", .run = run_fuse, .fuses = true},
    {.name = "Strip", .read = read_strip, .run = run_strip, .looks_ahead = strip_looks_ahead},
    {.name = "Replace", .read = normalizer_read_replace, .run = run_replace, .looks_ahead = replace_looks_ahead},
    {.name = "Metaspace", .read = pretokenizer_read_metaspace, .run = run_metaspace},
    {.name = "BPEDecoder", .read = read_bpe, .run = run_bpe, .looks_ahead = bpe_looks_ahead},
    {0},
};

const StageRole decoder_role = {.name = "decoder", .members = "decoders", .kinds = kinds};
