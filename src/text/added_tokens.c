#include "text/added_tokens.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/character.h"

/* ---- reading ---- */

static int compare_bytes(const void *a, const void *b)
{
    const AddedToken *left = a, *right = b;
    size_t shorter = left->length < right->length ? left->length : right->length;
    int order = memcmp(left->text, right->text, shorter);
    return order ? order : (left->length > right->length) - (left->length < right->length);
}

static void set_finish(AddedSet *set)
{
    if (set->count)
        qsort(set->items, set->count, sizeof(AddedToken), compare_bytes);
    for (size_t i = 0; i < set->count; i++)
        set->begins[(unsigned char)set->items[i].text[0]] = true;
}

/* Takes over `text`, which what normalises to nothing does not have: it stands nowhere. */
static void set_append(AddedSet *set, AddedToken token, Buffer *text)
{
    if (!text->length)
        return;
    token.length = text->length;
    token.text = buffer_take(text);
    set->items = memory_grow(set->items, &set->capacity, set->count + 1, sizeof(AddedToken));
    set->items[set->count++] = token;
}

/* Appends what a normaliser makes of `content`. */
static Status normalize(const Stages *normalizer, const char *content, Buffer *out, Error *error)
{
    Pieces text = {0};
    pieces_append(&text, content, strlen(content), true);
    Status status = stages_run(normalizer, &text, error);
    buffer_append(out, buffer_text(&text.text), text.text.length);
    pieces_free(&text);
    return status;
}

static Status check_length(const char *content, size_t length, const char *where, Error *error)
{
    if (length <= LONGEST_ADDED_TOKEN)
        return STATUS_OK;
    return error_set(error, STATUS_UNSUPPORTED, "%s: added token \"%.60s\" has %zu bytes; %d are the most", where,
                     content, length, LONGEST_ADDED_TOKEN);
}

/* `text` becomes what is looked for. */
static Status read_one(const cJSON *json, const Stages *normalizer, Vocabulary *vocabulary, const char *where,
                       AddedTokens *out, Buffer *text, Error *error)
{
    const char *content = NULL;
    AddedToken token = {0};
    NewAdded entry = {.id = -1};
    TRY(json_get_text(json, "content", where, &content, error));
    if (!content)
        return error_set(error, STATUS_BAD_DATA, "%s: an added token without \"content\"; add it", where);
    TRY(json_get_number(json, "id", where, &entry.id, error));
    TRY(json_get_bool(json, "special", where, &entry.special, error));
    bool normalized = !entry.special;
    TRY(json_get_bool(json, "normalized", where, &normalized, error));
    TRY(json_get_bool(json, "single_word", where, &token.single_word, error));
    TRY(json_get_bool(json, "lstrip", where, &token.strip_left, error));
    TRY(json_get_bool(json, "rstrip", where, &token.strip_right, error));
    if (!*content)
        return STATUS_OK;
    TRY(check_length(content, strlen(content), where, error));
    if (normalized)
        TRY(normalize(normalizer, content, text, error));
    else
        buffer_append_text(text, content);
    TRY(check_length(content, text->length, where, error));
    entry.piece = content;
    entry.form = buffer_text(text);
    TRY(vocabulary_add_added(vocabulary, entry, where, error));
    token.id = (int32_t)entry.id;
    set_append(normalized ? &out->normalized : &out->verbatim, token, text);
    return STATUS_OK;
}

Status added_tokens_read(const cJSON *file, const Stages *normalizer, Vocabulary *vocabulary, const char *where,
                         AddedTokens *out, Error *error)
{
    const cJSON *list = json_member(file, "added_tokens"), *token;
    Status status = STATUS_OK;
    *out = (AddedTokens){0};
    if (list && !cJSON_IsArray(list))
        return error_set(error, STATUS_BAD_DATA, "%s: \"added_tokens\" is no list; mend that entry", where);
    cJSON_ArrayForEach(token, list)
    {
        Buffer text = {0};
        if (status == STATUS_OK)
            status = read_one(token, normalizer, vocabulary, where, out, &text, error);
        buffer_free(&text);
    }
    set_finish(&out->verbatim);
    set_finish(&out->normalized);
    return status;
}

static void set_free(AddedSet *set)
{
    for (size_t i = 0; i < set->count; i++)
        free(set->items[i].text);
    free(set->items);
    *set = (AddedSet){0};
}

void added_tokens_free(AddedTokens *added)
{
    set_free(&added->verbatim);
    set_free(&added->normalized);
}

/* ---- finding ---- */

/* The first of items[low..high), all alike up to `depth`, whose byte at `depth` is at least `byte`. */
static size_t lower_bound(const AddedSet *set, size_t low, size_t high, size_t depth, int byte)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const AddedToken *token = &set->items[middle];
        int theirs = depth < token->length ? (unsigned char)token->text[depth] : -1; /* the shorter sorts first */
        if (theirs < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The longest token that the text begins with, or NULL: the list is narrowed byte by byte. */
static const AddedToken *set_longest(const AddedSet *set, const char *text, size_t length)
{
    const AddedToken *longest = NULL;
    size_t low = 0, high = set->count;
    if (!length || !set->begins[(unsigned char)text[0]])
        return NULL;
    for (size_t depth = 0; low < high; depth++) {
        if (set->items[low].length == depth)
            longest = &set->items[low];
        if (depth == length)
            break;
        int byte = (unsigned char)text[depth];
        high = lower_bound(set, low, high, depth, byte + 1);
        low = lower_bound(set, low, high, depth, byte);
    }
    return longest;
}

static bool stands_alone(const char *text, size_t length, size_t start, size_t stop)
{
    size_t before;
    bool word_before = start > 0 && character_is_word(character_before(text, start, &before));
    uint32_t c;
    bool word_behind = stop < length && utf8_decode(text + stop, length - stop, &c) && character_is_word(c);
    return !word_before && !word_behind;
}

static void cut_piece(const AddedSet *set, const char *text, size_t length, bool at_start, Pieces *out)
{
    size_t done = 0; /* bytes that are in `out`, or swallowed */
    for (size_t at = 0; at < length;) {
        const AddedToken *token = set_longest(set, text + at, length - at);
        size_t start = at, stop = at + (token ? token->length : 1);
        at = stop;
        if (!token || (token->single_word && !stands_alone(text, length, start, stop)))
            continue;
        if (token->strip_left && start > done)
            start -= character_run_at_end(text + done, start - done, character_is_space);
        if (token->strip_right)
            stop += character_run(text + stop, length - stop, character_is_space);
        if (done < start)
            pieces_append(out, text + done, start - done, at_start && done == 0);
        pieces_append_token(out, token->text, token->length, token->id);
        done = stop;
    }
    if (done < length)
        pieces_append(out, text + done, length - done, at_start && done == 0);
}

void added_tokens_cut(const AddedSet *set, Pieces *pieces)
{
    Pieces cut = {0};
    for (size_t i = 0; i < pieces->count; i++) {
        const Piece *piece = &pieces->items[i];
        const char *text = piece_text(pieces, piece);
        if (piece->token == PIECE_IS_TEXT)
            cut_piece(set, text, piece->length, piece->at_start, &cut);
        else
            pieces_append_token(&cut, text, piece->length, piece->token);
    }
    pieces_free(pieces);
    *pieces = cut;
}
