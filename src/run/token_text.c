#include "run/token_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "run/cell.h"

static const Tokenizer *tokenizer_of(const Machine *machine)
{
    return machine_model(machine)->tokenizer;
}

/* How many bytes of what is shown are the space that a text may go without. */
static size_t space_in_front(const Buffer *shown, const TokenText *text)
{
    return shown->length && shown->bytes[0] == ' ' && !(text->length && text->text[0] == ' ');
}

/* Could what is shown grow into the text, with or without a space in front? */
static bool may_become(const Buffer *shown, const TokenText *text)
{
    size_t skip = space_in_front(shown, text), length = shown->length - skip;
    return length <= text->length && !memcmp(buffer_text(shown) + skip, text->text, length);
}

static bool has_become(const Buffer *shown, const TokenText *text)
{
    return text->length && shown->length - space_in_front(shown, text) == text->length && may_become(shown, text);
}

bool token_text_names(const Machine *machine, const TokenText *text, int32_t id)
{
    const Tokenizer *tokenizer = tokenizer_of(machine);
    const char *piece = tokenizer ? tokenizer_piece(tokenizer, id) : NULL;
    if (!piece)
        return false;
    Buffer shown = {0};
    tokenizer_piece_visible(tokenizer, id, &shown);
    bool spelt = strlen(piece) == text->length && !memcmp(piece, text->text, text->length);
    bool named = spelt || has_become(&shown, text);
    buffer_free(&shown);
    return named;
}

/* The end of the fewest tokens from `at` on that make up the text; 0 where none do. Bytes of one character may
 * be tokens of their own, so their text is compared as it is decoded together, as well as shown one by one. */
static int64_t span_end(const Machine *machine, const TokenText *text, int64_t at, int64_t count)
{
    const Tokenizer *tokenizer = tokenizer_of(machine);
    const int32_t *tokens = machine_tokens(machine);
    Buffer shown = {0}, decoded = {0};
    int64_t end = token_text_names(machine, text, tokens[at]) ? at + 1 : 0;
    for (int64_t last = at; !end && last < count && last - at <= (int64_t)text->length; last++) {
        tokenizer_piece_visible(tokenizer, tokens[last], &shown);
        buffer_clear(&decoded);
        if (tokenizer_decode(tokenizer, tokens + at, (size_t)(last - at + 1), false, &decoded, NULL) != STATUS_OK)
            break;
        if (has_become(&shown, text) || has_become(&decoded, text))
            end = last + 1;
        else if (!may_become(&shown, text) && !may_become(&decoded, text))
            break;
    }
    buffer_free(&shown);
    buffer_free(&decoded);
    return end;
}

typedef struct Positions {
    int64_t *at;
    size_t count, capacity;
} Positions;

/* Where a space is a token of its own, " girl" is found twice, with and without it: the word counts. */
static void find_positions(const Machine *machine, const TokenText *text, Positions *out)
{
    int64_t count = tokenizer_of(machine) ? cell_positions(machine) : 0, last_end = 0;
    for (int64_t at = 0; at < count; at++) {
        int64_t end = span_end(machine, text, at, count);
        if (!end)
            continue;
        if (end == last_end)
            out->count--;
        out->at = memory_grow(out->at, &out->capacity, out->count + 1, sizeof *out->at);
        out->at[out->count++] = at;
        last_end = end;
    }
}

bool token_text_stands_at(const Machine *machine, const TokenText *text, int64_t position)
{
    Positions found = {0};
    bool stands = false;
    find_positions(machine, text, &found);
    for (size_t i = 0; i < found.count; i++)
        stands = stands || (found.at[i] == position && (!text->occurrence || text->occurrence == (int64_t)i + 1));
    free(found.at);
    return stands;
}

/* As much of the text as a message has room for. */
static int shown_length(const TokenText *text)
{
    enum { MOST = 60 };
    size_t length = text->length < MOST ? text->length : MOST;
    return (int)(length < text->length ? utf8_valid_prefix(text->text, length) : length);
}

static Status no_tokenizer(const Machine *machine, Error *error)
{
    return error_set(error, STATUS_NOT_FOUND,
                     _("%s has no tokenizer, so a text names no token; give positions and ids as numbers"),
                     machine_model(machine)->name);
}

Status token_text_id(const Machine *machine, const TokenText *text, int32_t *id, Error *error)
{
    const Tokenizer *tokenizer = tokenizer_of(machine);
    if (!tokenizer)
        return no_tokenizer(machine, error);
    Buffer spaced = {0};
    buffer_append(&spaced, " ", 1);
    buffer_append(&spaced, text->text, text->length);
    bool found = text->length && (tokenizer_find(tokenizer, text->text, text->length, id) ||
                                  tokenizer_find(tokenizer, spaced.bytes, spaced.length, id));
    buffer_free(&spaced);
    if (found)
        return STATUS_OK;
    return error_set(error, STATUS_NOT_FOUND,
                     _("\"%.*s\" is no token of %s; a longer text may be several, see them with tokenize"),
                     shown_length(text), text->text, machine_model(machine)->name);
}

static Status ambiguous(const TokenText *text, const Positions *found, Error *error)
{
    enum { LISTED = 20 };
    Buffer list = {0};
    for (size_t i = 0; i < found->count && i < LISTED; i++)
        buffer_format(&list, "%s%lld", i ? ", " : "", (long long)found->at[i]);
    if (found->count > LISTED)
        buffer_append_text(&list, ", …");
    error_set(error, STATUS_NOT_FOUND, _("\"%.*s\" stands at positions %s; say which, \"%.*s\"#1 to #%zu"),
              shown_length(text), text->text, buffer_text(&list), shown_length(text), text->text, found->count);
    buffer_free(&list);
    return STATUS_NOT_FOUND;
}

static Status choose(const TokenText *text, const Positions *found, int64_t *position, Error *error)
{
    if (!found->count)
        return error_set(error, STATUS_NOT_FOUND,
                         _("\"%.*s\" is not in the text so far; see its tokens with show tokens"), shown_length(text),
                         text->text);
    if (!text->occurrence && found->count > 1)
        return ambiguous(text, found, error);
    if (text->occurrence > (int64_t)found->count)
        return error_set(error, STATUS_NOT_FOUND, _("\"%.*s\" is %zu times in the text, so there is no #%lld"),
                         shown_length(text), text->text, found->count, (long long)text->occurrence);
    *position = found->at[text->occurrence ? text->occurrence - 1 : 0];
    return STATUS_OK;
}

Status token_text_position(const Machine *machine, const TokenText *text, int64_t *position, Error *error)
{
    if (!tokenizer_of(machine))
        return no_tokenizer(machine, error);
    Positions found = {0};
    find_positions(machine, text, &found);
    Status status = choose(text, &found, position, error);
    free(found.at);
    return status;
}
