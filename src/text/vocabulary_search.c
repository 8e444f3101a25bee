#include "text/vocabulary_search.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/tokenizer_parts.h"

static bool contains(const char *text, size_t length, const char *wanted, size_t wanted_length)
{
    return memmem(text, length, wanted, wanted_length) != NULL;
}

static void origin_take(TokenOrigin *origin, const BpeMerge *merge)
{
    if (origin->rank >= 0 && origin->rank < merge->rank)
        return;
    origin->rank = merge->rank;
    origin->left = merge->left;
    origin->right = merge->right;
}

static TokenOrigin *origins_find(const TokenOrigins *origins, int32_t id)
{
    size_t low = 0, high = origins->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (origins->items[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < origins->count && origins->items[low].id == id ? &origins->items[low] : NULL;
}

/* One walk over all merges, however many tokens are asked about. */
static void origins_read(const Bpe *bpe, TokenOrigins *origins)
{
    for (size_t i = 0; i < bpe->slots; i++) {
        const BpeMerge *merge = &bpe->merges[i];
        TokenOrigin *origin = merge->rank >= 0 ? origins_find(origins, merge->merged) : NULL;
        if (origin)
            origin_take(origin, merge);
    }
}

static void origins_append(TokenOrigins *origins, int32_t id)
{
    origins->items = memory_grow(origins->items, &origins->capacity, origins->count + 1, sizeof *origins->items);
    origins->items[origins->count++] = (TokenOrigin){.id = id, .rank = -1, .left = -1, .right = -1};
}

void vocabulary_search(const Tokenizer *tokenizer, const char *text, size_t length, TokenOrigins *out)
{
    const Vocabulary *vocabulary = &tokenizer->vocabulary;
    for (size_t i = 0; i < vocabulary->count; i++) {
        const Token *token = &vocabulary->tokens[i];
        const Piece *stands_for = &tokenizer->token_texts.items[i + 1];
        if (contains(piece_text(&tokenizer->token_texts, stands_for), stands_for->length, text, length) ||
            contains(token->piece, token->length, text, length))
            origins_append(out, token->id);
    }
    origins_read(&tokenizer->bpe, out);
}

void token_origins_free(TokenOrigins *origins)
{
    free(origins->items);
    *origins = (TokenOrigins){0};
}

TokenOrigin token_origin(const Tokenizer *tokenizer, int32_t id)
{
    TokenOrigin origin = {.id = id, .rank = -1, .left = -1, .right = -1};
    TokenOrigins one = {.items = &origin, .count = 1};
    origins_read(&tokenizer->bpe, &one);
    return origin;
}
