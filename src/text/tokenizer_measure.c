#include "text/tokenizer_measure.h"

#include "base/utf8.h"
#include "text/character.h"
#include "text/pieces.h"
#include "text/text_part.h"

static bool is_hangul_syllable(uint32_t c)
{
    return c >= 0xAC00 && c <= 0xD7A3;
}

static void measure_text(const char *text, size_t length, TokenizerMeasure *measure)
{
    bool in_word = false;
    measure->bytes += length;
    for (size_t at = 0; at < length;) {
        uint32_t c = 0;
        int taken = utf8_decode(text + at, length - at, &c);
        bool space = taken && character_is_space(c);
        measure->characters++;
        measure->words += !space && !in_word;
        in_word = !space;
        at += taken ? (size_t)taken : 1;
    }
}

/* Walks the tokens' texts, laid end to end, once by character and once by token. A token of which a syllable has been
 * counted lies before `uncounted`. */
static void measure_syllables(const Pieces *tokens, TokenizerMeasure *measure)
{
    const char *text = buffer_text(&tokens->text);
    size_t length = tokens->text.length, token = 0, uncounted = 0;
    for (size_t at = 0, taken; at < length; at += taken) {
        uint32_t c = 0;
        int bytes = utf8_decode(text + at, length - at, &c);
        taken = bytes ? (size_t)bytes : 1;
        if (!is_hangul_syllable(c))
            continue;
        while (tokens->items[token].start + tokens->items[token].length <= at)
            token++;
        size_t first = token;
        while (tokens->items[token].start + tokens->items[token].length < at + taken)
            token++;
        measure->syllables++;
        measure->whole_syllables += first == token;
        measure->syllable_tokens += token + 1 - (first > uncounted ? first : uncounted);
        uncounted = token + 1;
    }
}

static Status measure_part(const Tokenizer *tokenizer, const char *text, size_t length, TokenizerMeasure *measure,
                           Error *error)
{
    TokenIds ids = {0};
    Pieces tokens = {0};
    Status status = tokenizer_encode(tokenizer, text, length, false, &ids, error);
    for (size_t i = 0; i < ids.count && status == STATUS_OK; i++) {
        tokenizer_piece_bytes(tokenizer, ids.ids[i], &tokens.text);
        pieces_close(&tokens, false);
    }
    measure_text(text, length, measure);
    measure_syllables(&tokens, measure);
    measure->tokens += ids.count;
    pieces_free(&tokens);
    token_ids_free(&ids);
    return status;
}

Status tokenizer_measure(const Tokenizer *tokenizer, const char *text, size_t length, TokenizerMeasure *measure,
                         Error *error)
{
    enum { PART = 1 << 18 };
    for (size_t at = 0, part; at < length; at += part) {
        part = text_part(text + at, length - at, PART);
        TRY(measure_part(tokenizer, text + at, part, measure, error));
    }
    return STATUS_OK;
}
