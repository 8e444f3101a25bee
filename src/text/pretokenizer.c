#include "text/pretokenizer.h"

#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "text/byte_level.h"
#include "text/character.h"
#include "text/split.h"

/* GPT-2's words: contractions, then letters, numbers or other signs with at most one space in front;
 * of a run of white space the last one goes to the word behind. */
#define GPT2_WORDS "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"

static Status split_by_pattern(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    Spans spans = {0};
    Status status = pattern_cover(&stage->pattern, in.text, in.length, &spans, error);
    if (status == STATUS_OK)
        split_append(in.text, &spans, (SplitBehavior)stage->choice, stage->invert, in.at_start, out);
    spans_free(&spans);
    return status;
}

/* Splits where single characters are of a class, as a pattern of one character would. */
static void split_by_class(CharacterClass is_in_class, SplitBehavior behavior, StageInput in, Pieces *out)
{
    Spans spans = {0};
    size_t plain = 0;
    for (size_t at = 0; at < in.length;) {
        uint32_t c = 0;
        size_t end = at + (size_t)utf8_decode(in.text + at, in.length - at, &c);
        if (is_in_class(c)) {
            if (plain < at)
                spans_append(&spans, (Span){plain, at, false});
            spans_append(&spans, (Span){at, end, true});
            plain = end;
        }
        at = end;
    }
    if (plain < in.length)
        spans_append(&spans, (Span){plain, in.length, false});
    split_append(in.text, &spans, behavior, false, in.at_start, out);
    spans_free(&spans);
}

/* Split */

static Status read_split(const cJSON *json, const char *where, Stage *stage, Error *error)
{
    stage->choice = SPLIT_REMOVED;
    TRY(stage_read_choice(json, "behavior", split_behavior_names, where, &stage->choice, error));
    TRY(json_get_bool(json, "invert", where, &stage->invert, error));
    return pattern_read(json, where, &stage->pattern, error);
}

/* ByteLevel */

static Status read_byte_level(const cJSON *json, const char *where, Stage *stage, Error *error)
{
    stage->split = true;
    stage->prefix_space = true;
    stage->choice = SPLIT_ISOLATED;
    TRY(json_get_bool(json, "use_regex", where, &stage->split, error));
    TRY(json_get_bool(json, "add_prefix_space", where, &stage->prefix_space, error));
    return stage->split ? pattern_compile(GPT2_WORDS, where, &stage->pattern, error) : STATUS_OK;
}

/* Spells each word in the alphabet of bytes. */
static void byte_level_words(const Pieces *words, Pieces *out)
{
    for (size_t i = 0; i < words->count; i++) {
        const Piece *word = &words->items[i];
        byte_level_encode(piece_text(words, word), word->length, &out->text);
        pieces_close(out, word->at_start);
    }
}

static Status run_byte_level(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    Buffer text = {0};
    Pieces words = {0};
    Status status = STATUS_OK;
    if (stage->prefix_space && in.length && in.text[0] != ' ') {
        buffer_append(&text, " ", 1);
        buffer_append(&text, in.text, in.length);
        in.text = text.bytes;
        in.length = text.length;
    }
    if (stage->split)
        status = split_by_pattern(stage, in, &words, error);
    else
        pieces_append(&words, in.text, in.length, in.at_start);
    byte_level_words(&words, out);
    buffer_free(&text);
    pieces_free(&words);
    return status;
}

/* Whitespace, WhitespaceSplit */

static bool is_other_sign(uint32_t c)
{
    return !character_is_word(c) && !character_is_space(c);
}

/* Words and runs of other signs; white space is dropped. */
static Status run_whitespace(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)stage, (void)error;
    for (size_t at = 0; at < in.length;) {
        const char *rest = in.text + at;
        size_t left = in.length - at;
        size_t word = character_run(rest, left, character_is_word);
        if (!word)
            word = character_run(rest, left, is_other_sign);
        if (word)
            pieces_append(out, rest, word, in.at_start && at == 0);
        at += word ? word : character_run(rest, left, character_is_space);
    }
    return STATUS_OK;
}

static Status run_whitespace_split(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)stage, (void)error;
    split_by_class(character_is_space, SPLIT_REMOVED, in, out);
    return STATUS_OK;
}

/* Punctuation */

static Status read_punctuation(const cJSON *json, const char *where, Stage *stage, Error *error)
{
    stage->choice = SPLIT_ISOLATED;
    return stage_read_choice(json, "behavior", split_behavior_names, where, &stage->choice, error);
}

static Status run_punctuation(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)error;
    split_by_class(character_is_punctuation, (SplitBehavior)stage->choice, in, out);
    return STATUS_OK;
}

/* Digits */

static Status read_digits(const cJSON *json, const char *where, Stage *stage, Error *error)
{
    bool individual = false;
    TRY(json_get_bool(json, "individual_digits", where, &individual, error));
    stage->choice = individual ? SPLIT_ISOLATED : SPLIT_CONTIGUOUS;
    return STATUS_OK;
}

static Status run_digits(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)error;
    split_by_class(character_is_number, (SplitBehavior)stage->choice, in, out);
    return STATUS_OK;
}

/* Metaspace: SentencePiece's way to keep spaces (Kudo and Richardson, 2018): a visible mark stands for them. */

Status pretokenizer_read_metaspace(const cJSON *json, const char *where, Stage *stage, Error *error)
{
    static const char *const schemes[] = {
        [PREPEND_ALWAYS] = "always", [PREPEND_FIRST] = "first", [PREPEND_NEVER] = "never", NULL};
    bool prefix_space = true; /* how older files say always or never */
    stage->split = true;
    stage->choice = PREPEND_ALWAYS;
    TRY(stage_read_choice(json, "prepend_scheme", schemes, where, &stage->choice, error));
    TRY(json_get_bool(json, "add_prefix_space", where, &prefix_space, error));
    TRY(json_get_bool(json, "split", where, &stage->split, error));
    TRY(stage_read_text(json, "replacement", where, stage, error));
    if (!prefix_space && json_member(json, "prepend_scheme") && stage->choice != PREPEND_NEVER)
        return error_set(error, STATUS_BAD_DATA,
                         "%s: Metaspace has add_prefix_space false and another prepend_scheme than \"never\"; drop one",
                         where);
    if (!prefix_space)
        stage->choice = PREPEND_NEVER;
    uint32_t c;
    if (!stage->text_length || utf8_decode(stage->text, stage->text_length, &c) != (int)stage->text_length)
        return error_set(error, STATUS_BAD_DATA, "%s: Metaspace's \"replacement\" is not one character; mend it",
                         where);
    return STATUS_OK;
}

static bool starts_with_mark(const Stage *stage, const char *text, size_t length)
{
    return length >= stage->text_length && !memcmp(text, stage->text, stage->text_length);
}

static bool metaspace_prepends(const Stage *stage, StageInput in)
{
    if (!in.length || in.text[0] == ' ' || starts_with_mark(stage, in.text, in.length))
        return false;
    return stage->choice == PREPEND_ALWAYS || (stage->choice == PREPEND_FIRST && in.at_start);
}

/* A word begins at every mark. */
static void metaspace_split(const Stage *stage, const Buffer *text, bool at_start, Pieces *out)
{
    for (size_t start = 0, end; start < text->length; start = end) {
        const char *word = text->bytes + start;
        size_t left = text->length - start;
        size_t from = starts_with_mark(stage, word, left) ? stage->text_length : 0;
        const char *mark = memmem(word + from, left - from, stage->text, stage->text_length);
        end = mark ? start + (size_t)(mark - word) : text->length;
        pieces_append(out, word, end - start, at_start && start == 0);
    }
}

static Status run_metaspace(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)error;
    Buffer text = {0};
    if (metaspace_prepends(stage, in))
        buffer_append(&text, stage->text, stage->text_length);
    for (size_t i = 0; i < in.length; i++)
        if (in.text[i] == ' ')
            buffer_append(&text, stage->text, stage->text_length);
        else
            buffer_append(&text, in.text + i, 1);
    if (stage->split)
        metaspace_split(stage, &text, in.at_start, out);
    else
        pieces_append(out, buffer_text(&text), text.length, in.at_start);
    buffer_free(&text);
    return STATUS_OK;
}

static const StageKind kinds[] = {
    {.name = "ByteLevel", .read = read_byte_level, .run = run_byte_level},
    {.name = "Split", .read = read_split, .run = split_by_pattern},
    {.name = "Whitespace", .run = run_whitespace},
    {.name = "WhitespaceSplit", .run = run_whitespace_split},
    {.name = "Punctuation", .read = read_punctuation, .run = run_punctuation},
    {.name = "Digits", .read = read_digits, .run = run_digits},
    {.name = "Metaspace", .read = pretokenizer_read_metaspace, .run = run_metaspace},
    {0},
};

const StageRole pretokenizer_role = {.name = "pre_tokenizer", .members = "pretokenizers", .kinds = kinds};
