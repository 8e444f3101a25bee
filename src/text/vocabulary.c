#include "text/vocabulary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void vocabulary_free(Vocabulary *vocabulary)
{
    arena_free(&vocabulary->arena);
    free(vocabulary->tokens);
    map_free(&vocabulary->model);
    map_free(&vocabulary->added);
    *vocabulary = (Vocabulary){0};
}

static Status check_id(const char *piece, double id, const char *where, Error *error)
{
    if (id >= 0 && id <= LARGEST_TOKEN_ID && id == floor(id))
        return STATUS_OK;
    return error_set(error, STATUS_BAD_DATA, "%s: token \"%.60s\" has id %g; ids are whole numbers from 0 to %d", where,
                     piece, id, LARGEST_TOKEN_ID);
}

static Token *vocabulary_append(Vocabulary *vocabulary, const char *piece, int32_t id)
{
    vocabulary->tokens = memory_grow(vocabulary->tokens, &vocabulary->capacity, vocabulary->count + 1, sizeof(Token));
    Token *token = &vocabulary->tokens[vocabulary->count++];
    size_t length = strlen(piece);
    char *own = arena_text(&vocabulary->arena, piece, length);
    *token = (Token){.id = id, .piece = own, .length = length, .form = own, .form_length = length};
    return token;
}

Status vocabulary_add(Vocabulary *vocabulary, const char *piece, double id, const char *where, Error *error)
{
    TRY(check_id(piece, id, where, error));
    Token *token = vocabulary_append(vocabulary, piece, (int32_t)id);
    if (map_add(&vocabulary->model, token->piece, token->length, token->id))
        return STATUS_OK;
    return error_set(error, STATUS_BAD_DATA, "%s: token \"%.60s\" is in the vocabulary twice; drop one", where, piece);
}

Status vocabulary_add_added(Vocabulary *vocabulary, NewAdded added, const char *where, Error *error)
{
    TRY(check_id(added.piece, added.id, where, error));
    const int32_t *in_model = map_find(&vocabulary->model, added.piece, strlen(added.piece));
    if (in_model && *in_model != (int32_t)added.id)
        return error_set(error, STATUS_BAD_DATA,
                         "%s: added token \"%.60s\" has id %d, but the vocabulary says %d; make them equal", where,
                         added.piece, (int)added.id, (int)*in_model);
    Token *token = vocabulary_append(vocabulary, added.piece, (int32_t)added.id);
    token->special = added.special;
    if (strcmp(added.form, added.piece)) {
        token->form_length = strlen(added.form);
        token->form = arena_text(&vocabulary->arena, added.form, token->form_length);
    }
    if (map_add(&vocabulary->added, token->piece, token->length, token->id))
        return STATUS_OK;
    return error_set(error, STATUS_BAD_DATA, "%s: token \"%.60s\" is added twice; drop one", where, added.piece);
}

static int compare_tokens(const void *a, const void *b)
{
    const Token *left = a, *right = b;
    return (left->id > right->id) - (left->id < right->id);
}

/* The model's and the added one of a token that is both. */
static Token token_united(Token a, Token b)
{
    Token both = a.form == a.piece ? b : a;
    both.special = a.special || b.special;
    return both;
}

Status vocabulary_seal(Vocabulary *vocabulary, const char *where, Error *error)
{
    if (!vocabulary->count)
        return error_set(error, STATUS_BAD_DATA, "%s: the vocabulary is empty; fetch the file again", where);
    qsort(vocabulary->tokens, vocabulary->count, sizeof(Token), compare_tokens);
    size_t kept = 1;
    for (size_t i = 1; i < vocabulary->count; i++) {
        Token *last = &vocabulary->tokens[kept - 1], next = vocabulary->tokens[i];
        if (next.id != last->id)
            vocabulary->tokens[kept++] = next;
        else if (!strcmp(last->piece, next.piece))
            *last = token_united(*last, next);
        else
            return error_set(error, STATUS_BAD_DATA,
                             "%s: tokens \"%.60s\" and \"%.60s\" both have id %d; give one another", where, last->piece,
                             next.piece, (int)last->id);
    }
    vocabulary->count = kept;
    return STATUS_OK;
}

ptrdiff_t vocabulary_index(const Vocabulary *vocabulary, int32_t id)
{
    size_t low = 0, high = vocabulary->count;
    if (id >= 0 && (size_t)id < high && vocabulary->tokens[id].id == id)
        return id; /* nearly always: ids without gaps */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (vocabulary->tokens[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < vocabulary->count && vocabulary->tokens[low].id == id ? (ptrdiff_t)low : -1;
}

const Token *vocabulary_token(const Vocabulary *vocabulary, int32_t id)
{
    ptrdiff_t index = vocabulary_index(vocabulary, id);
    return index < 0 ? NULL : &vocabulary->tokens[index];
}
