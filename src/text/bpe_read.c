#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "text/bpe.h"

static Status read_own_text(const cJSON *model, const char *key, const char *where, char **out, Error *error)
{
    const char *text = NULL;
    TRY(json_get_text(model, key, where, &text, error));
    if (text)
        *out = memory_copy_text(text, strlen(text));
    return STATUS_OK;
}

/* An empty prefix or suffix is none. Each character of a word may be spelt with one: a long one costs. */
static Status read_affix(const cJSON *model, const char *key, const char *where, char **out, Error *error)
{
    enum { LONGEST = 64 };
    TRY(read_own_text(model, key, where, out, error));
    if (*out && strlen(*out) > LONGEST)
        return error_set(error, STATUS_UNSUPPORTED, "%s: \"%s\" has %zu bytes; %d are the most", where, key,
                         strlen(*out), LONGEST);
    if (*out && !**out) {
        free(*out);
        *out = NULL;
    }
    return STATUS_OK;
}

static Status read_settings(const cJSON *model, const char *where, Bpe *out, Error *error)
{
    double dropout = 0;
    TRY(json_get_number(model, "dropout", where, &dropout, error));
    if (dropout != 0)
        return error_set(error, STATUS_UNSUPPORTED, "%s: dropout %g is not supported; set it to null", where, dropout);
    TRY(read_own_text(model, "unk_token", where, &out->unknown, error));
    TRY(read_affix(model, "continuing_subword_prefix", where, &out->continuing_prefix, error));
    TRY(read_affix(model, "end_of_word_suffix", where, &out->end_suffix, error));
    TRY(json_get_bool(model, "fuse_unk", where, &out->fuse_unknown, error));
    TRY(json_get_bool(model, "byte_fallback", where, &out->byte_fallback, error));
    return json_get_bool(model, "ignore_merges", where, &out->ignore_merges, error);
}

static void find_byte_tokens(Bpe *bpe)
{
    for (int byte = 0; byte < 256; byte++) {
        char piece[8];
        snprintf(piece, sizeof piece, "<0x%02X>", (unsigned)byte);
        const int32_t *id = map_find(bpe->vocabulary, piece, strlen(piece));
        bpe->byte_ids[byte] = id ? *id : -1;
    }
}

/* The two halves of a merge: ["a", "b"], or "a b" in older files. */
typedef struct Pair {
    const char *left, *right;
    size_t left_length, right_length;
} Pair;

static bool read_pair(const cJSON *json, Pair *pair)
{
    const cJSON *left = cJSON_IsArray(json) ? json->child : NULL, *right = left ? left->next : NULL;
    if (cJSON_IsString(left) && cJSON_IsString(right) && !right->next) {
        pair->left = left->valuestring;
        pair->right = right->valuestring;
        pair->left_length = strlen(pair->left);
    } else if (cJSON_IsString(json)) {
        const char *space = strchr(json->valuestring, ' ');
        if (!space || strchr(space + 1, ' '))
            return false;
        pair->left = json->valuestring;
        pair->right = space + 1;
        pair->left_length = (size_t)(space - json->valuestring);
    } else {
        return false;
    }
    pair->right_length = strlen(pair->right);
    return true;
}

static Status need_token(const Bpe *bpe, const char *piece, size_t length, int rank, const char *where, int32_t *id,
                         Error *error)
{
    const int32_t *found = map_find(bpe->vocabulary, piece, length);
    if (!found)
        return error_set(error, STATUS_BAD_DATA,
                         "%s: merge %d needs \"%.*s\", which the vocabulary lacks; fetch the file again", where, rank,
                         (int)(length < 60 ? length : 60), piece);
    *id = *found;
    return STATUS_OK;
}

static Status read_merge(Bpe *bpe, const cJSON *json, int rank, const char *where, Buffer *joined, Error *error)
{
    Pair pair;
    if (!read_pair(json, &pair))
        return error_set(error, STATUS_BAD_DATA, "%s: merge %d is neither \"a b\" nor [\"a\", \"b\"]; mend it", where,
                         rank);
    /* The prefix marks a character inside a word; the merged token has it only where its left half has. */
    size_t prefix = bpe->continuing_prefix ? strlen(bpe->continuing_prefix) : 0;
    if (prefix > pair.right_length)
        prefix = pair.right_length;
    buffer_clear(joined);
    buffer_append(joined, pair.left, pair.left_length);
    buffer_append(joined, pair.right + prefix, pair.right_length - prefix);
    BpeMerge merge = {.rank = rank};
    TRY(need_token(bpe, pair.left, pair.left_length, rank, where, &merge.left, error));
    TRY(need_token(bpe, pair.right, pair.right_length, rank, where, &merge.right, error));
    TRY(need_token(bpe, joined->bytes, joined->length, rank, where, &merge.merged, error));
    bpe_add_merge(bpe, merge);
    return STATUS_OK;
}

static Status read_merges(const cJSON *model, const char *where, Bpe *out, Error *error)
{
    const cJSON *merges = json_member(model, "merges"), *merge;
    if (!cJSON_IsArray(merges))
        return error_set(error, STATUS_BAD_DATA, "%s: the model has no list of \"merges\"; fetch the file again",
                         where);
    bpe_reserve_merges(out, (size_t)cJSON_GetArraySize(merges));
    Buffer joined = {0};
    Status status = STATUS_OK;
    int rank = 0;
    cJSON_ArrayForEach(merge, merges)
    {
        /* A list made from a file of merges may begin with that file's first line. */
        if (cJSON_IsString(merge) && !strncmp(merge->valuestring, "#version", 8))
            continue;
        status = read_merge(out, merge, rank++, where, &joined, error);
        if (status != STATUS_OK)
            break;
    }
    buffer_free(&joined);
    return status;
}

Status bpe_read(const cJSON *model, const Map *vocabulary, const char *where, Bpe *out, Error *error)
{
    *out = (Bpe){.vocabulary = vocabulary};
    find_byte_tokens(out);
    TRY(read_settings(model, where, out, error));
    return read_merges(model, where, out, error);
}
