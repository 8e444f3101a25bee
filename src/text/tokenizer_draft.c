#include "text/tokenizer_draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/added_tokens.h"
#include "text/byte_level.h"

/* Could the vocabulary spell another token like this? Only where all is of the alphabet of bytes. A text of several
 * ASCII signs is its own spelling, and is never learnt, because it is cut out of all texts first. */
static bool is_spelling(const char *text)
{
    Buffer bytes = {0};
    bool spells = byte_level_decode(text, strlen(text), &bytes);
    bool safe = bytes.length > 1 && !strcmp(buffer_text(&bytes), text);
    buffer_free(&bytes);
    return spells && !safe;
}

static const char *special_fault(const TokenizerDraft *draft, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < draft->special_count; i++)
        if (!strcmp(draft->special[i], text))
            return "is there twice; drop one";
    if (!length || length > LONGEST_ADDED_TOKEN)
        return "is empty or very long; choose a name like <|endoftext|>";
    if (utf8_valid_prefix(text, length) < length || strpbrk(text, "\r\n"))
        return "is no line of UTF-8; choose a name like <|endoftext|>";
    if (is_spelling(text))
        return "is how another token may be spelt; choose a name like <|endoftext|>";
    return NULL;
}

static void draft_add(TokenizerDraft *draft, const char *bytes, size_t length)
{
    draft->tokens = memory_grow(draft->tokens, &draft->token_capacity, draft->token_count + 1, sizeof(DraftToken));
    draft->tokens[draft->token_count] = (DraftToken){bytes, length};
    draft->token_count++;
}

/* The bytes, in the order of the characters that spell them: U+0021, U+0022, ..., U+0143. */
static void draft_add_bytes(TokenizerDraft *draft)
{
    for (uint32_t character = 0; draft->token_count < DRAFT_BYTES; character++) {
        char spelling[4];
        Buffer byte = {0};
        if (byte_level_decode(spelling, (size_t)utf8_encode(character, spelling), &byte)) {
            draft->byte_indices[(unsigned char)byte.bytes[0]] = (int32_t)draft->token_count;
            draft_add(draft, arena_text(&draft->arena, byte.bytes, byte.length), byte.length);
        }
        buffer_free(&byte);
    }
}

Status tokenizer_draft_init(TokenizerDraft *draft, const char *const *special, size_t special_count, Error *error)
{
    *draft = (TokenizerDraft){0};
    draft->special = arena_new(&draft->arena, special_count, sizeof(char *));
    for (size_t i = 0; i < special_count; i++) {
        const char *fault = special_fault(draft, special[i]);
        if (fault)
            return error_set(error, STATUS_USAGE, "special token \"%.60s\": %s", special[i], fault);
        draft->special[draft->special_count++] = arena_text(&draft->arena, special[i], strlen(special[i]));
    }
    draft_add_bytes(draft);
    return STATUS_OK;
}

void tokenizer_draft_free(TokenizerDraft *draft)
{
    free(draft->tokens);
    free(draft->merges);
    arena_free(&draft->arena);
    *draft = (TokenizerDraft){0};
}

int32_t tokenizer_draft_merge(TokenizerDraft *draft, DraftMerge merge)
{
    DraftToken left = draft->tokens[merge.left], right = draft->tokens[merge.right];
    size_t length = left.length + right.length;
    char *bytes = arena_new(&draft->arena, length + 1, 1);
    memcpy(bytes, left.bytes, left.length);
    memcpy(bytes + left.length, right.bytes, right.length);
    draft->merges = memory_grow(draft->merges, &draft->merge_capacity, draft->merge_count + 1, sizeof(DraftMerge));
    draft->merges[draft->merge_count++] = merge;
    draft_add(draft, bytes, length);
    return (int32_t)draft->token_count - 1;
}

size_t tokenizer_draft_size(const TokenizerDraft *draft)
{
    return draft->special_count + draft->token_count;
}
