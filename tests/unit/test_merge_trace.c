/* Merges one by one, and the vocabulary they built: what is told is what encoding does. */
#include "text/merge_trace.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/json.h"
#include "support/tiny_tokenizer.h"
#include "text/vocabulary_search.h"

#define FIXTURES "tests/fixtures/tokenizers/"
#define GPT2     "../shared/tokenizers/gpt2/tokenizer.json"
#define STORIES  "../shared/models/stories260k/tokenizer.json"

static Tokenizer *tiny(void)
{
    Error error;
    Tokenizer *tokenizer = NULL;
    if (tiny_tokenizer(&tokenizer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return tokenizer;
}

/* ---- the trace of any text ends where encoding ends ---- */

/* The last state of every piece, in a row. */
static void last_states(const MergeTrace *trace, TokenIds *out)
{
    MergeState state = {0};
    for (size_t i = 0; i < trace->count; i++) {
        merge_state_read(&trace->pieces[i].history, trace->pieces[i].history.count, &state);
        for (size_t j = 0; j < state.count; j++)
            token_ids_append(out, state.parts[j].id);
    }
    merge_state_free(&state);
}

static void assert_same_ids(const char *where, const char *text, const TokenIds *got, const TokenIds *wanted)
{
    bool same = got->count == wanted->count;
    for (size_t i = 0; i < got->count && same; i++)
        same = got->ids[i] == wanted->ids[i];
    if (!same)
        fail_msg("%s: \"%s\" is traced to other ids than it is encoded to", where, text);
}

/* Every merge takes two neighbours that are there, makes one of them, and no part is lost or doubled. */
static void check_steps(const char *where, const MergeHistory *history)
{
    MergeState before = {0}, after = {0};
    for (size_t step = 1; step <= history->count; step++) {
        const Merge *merge = &history->merges[step - 1];
        merge_state_read(history, step - 1, &before);
        merge_state_read(history, step, &after);
        if (after.count + 1 != before.count || after.made < 0)
            fail_msg("%s: a merge leaves %zu of %zu parts", where, after.count, before.count);
        const MergePart *left = &before.parts[after.made], *made = &after.parts[after.made];
        assert_int_equal(left[0].id, merge->left);
        assert_int_equal(left[1].id, merge->right);
        assert_int_equal(made->id, merge->merged);
        assert_int_equal(made->first, merge->at);
        assert_int_equal(made->count, left[0].count + left[1].count);
    }
    merge_state_free(&before);
    merge_state_free(&after);
}

static void check_text(const char *where, const Tokenizer *tokenizer, const char *text, bool add_special)
{
    Error error = {0};
    TokenIds encoded = {0}, last = {0};
    MergeTrace trace = {0};
    size_t length = strlen(text), next = 0;
    assert_int_equal(tokenizer_encode(tokenizer, text, length, add_special, &encoded, &error), STATUS_OK);
    if (merge_trace_read(tokenizer, text, length, add_special, &trace, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    last_states(&trace, &last);
    assert_same_ids(where, text, &last, &encoded);
    assert_same_ids(where, text, &trace.ids, &encoded);
    for (size_t i = 0; i < trace.count; i++) {
        assert_int_equal(trace.pieces[i].first_token, next);
        next += trace.pieces[i].token_count;
        check_steps(where, &trace.pieces[i].history);
    }
    assert_int_equal(next, encoded.count);
    merge_trace_free(&trace);
    token_ids_free(&encoded);
    token_ids_free(&last);
}

static void check_texts(const char *where, const Tokenizer *tokenizer, const cJSON *texts)
{
    const cJSON *text;
    cJSON_ArrayForEach(text, texts)
    {
        check_text(where, tokenizer, text->valuestring, true);
        check_text(where, tokenizer, text->valuestring, false);
    }
}

static cJSON *read_json(const char *path)
{
    Error error;
    cJSON *json = NULL;
    if (json_read_file(path, &json, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return json;
}

static void check_fixture(const char *name, const cJSON *texts)
{
    char path[512];
    Error error;
    Tokenizer *tokenizer = NULL;
    snprintf(path, sizeof path, FIXTURES "%s", name);
    cJSON *fixture = read_json(path);
    char *json = cJSON_PrintUnformatted(json_member(fixture, "tokenizer"));
    if (tokenizer_parse(json, strlen(json), name, &tokenizer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    check_texts(name, tokenizer, texts);
    tokenizer_free(tokenizer);
    cJSON_free(json);
    cJSON_Delete(fixture);
}

static void test_the_last_state_of_every_piece_is_what_encoding_gives(void **state)
{
    (void)state;
    cJSON *texts = read_json(FIXTURES "texts.json");
    DIR *folder = opendir(FIXTURES);
    int fixtures = 0;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        if (strstr(entry->d_name, ".json") && strcmp(entry->d_name, "texts.json") != 0) {
            check_fixture(entry->d_name, texts);
            fixtures++;
        }
    closedir(folder);
    cJSON_Delete(texts);
    assert_true(fixtures >= 70);
}

static void check_public(const char *path)
{
    Error error;
    Tokenizer *tokenizer = NULL;
    if (!file_exists(path)) {
        print_message("skipped: %s is not here\n", path);
        skip();
    }
    if (tokenizer_open(path, &tokenizer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    cJSON *texts = read_json(FIXTURES "texts.json");
    check_texts(path, tokenizer, texts);
    cJSON_Delete(texts);
    tokenizer_free(tokenizer);
}

static void test_gpt2_is_traced_as_it_encodes(void **state)
{
    (void)state;
    check_public(GPT2);
}

static void test_a_llama_tokenizer_is_traced_as_it_encodes(void **state)
{
    (void)state;
    check_public(STORIES);
}

/* ---- one word, looked at closely ---- */

static void assert_state(const MergeHistory *history, size_t step, const int32_t *ids, size_t count, ptrdiff_t made)
{
    MergeState state = {0};
    merge_state_read(history, step, &state);
    assert_int_equal(state.count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(state.parts[i].id, ids[i]);
    assert_int_equal(state.made, made);
    merge_state_free(&state);
}

static void test_the_states_of_a_word_go_from_bytes_to_tokens(void **state)
{
    (void)state;
    Error error;
    Tokenizer *tokenizer = tiny();
    MergeTrace trace = {0};
    assert_int_equal(merge_trace_read(tokenizer, "ab ab", 5, true, &trace, &error), STATUS_OK);
    assert_int_equal(trace.count, 1);
    assert_string_equal(trace.pieces[0].word, "abĠab");
    const MergeHistory *history = &trace.pieces[0].history;
    assert_int_equal(history->count, 2);
    assert_state(history, 0, (int32_t[]){0, 1, 2, 0, 1}, 5, -1);
    assert_state(history, 1, (int32_t[]){3, 2, 0, 1}, 4, 0);
    assert_state(history, 2, (int32_t[]){3, 2, 3}, 3, 2);
    assert_int_equal(history->merges[1].rank, 0);
    merge_trace_free(&trace);
    tokenizer_free(tokenizer);
}

static void test_a_hangul_syllable_without_merges_stays_its_three_bytes(void **state)
{
    (void)state;
    Error error;
    Tokenizer *tokenizer = tiny();
    MergeTrace trace = {0};
    Buffer bytes = {0};
    assert_int_equal(merge_trace_read(tokenizer, "돈", 3, true, &trace, &error), STATUS_OK);
    assert_int_equal(trace.ids.count, 3);
    for (size_t i = 0; i < trace.ids.count; i++)
        tokenizer_piece_bytes(tokenizer, trace.ids.ids[i], &bytes);
    assert_string_equal(bytes.bytes, "돈");
    buffer_free(&bytes);
    merge_trace_free(&trace);
    tokenizer_free(tokenizer);
}

/* ---- the vocabulary ---- */

static void test_a_search_finds_the_tokens_that_contain_a_text_with_their_ranks(void **state)
{
    (void)state;
    Tokenizer *tokenizer = tiny();
    TokenOrigins found = {0};
    vocabulary_search(tokenizer, "ab", 2, &found);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.items[0].id, 3);
    assert_int_equal(found.items[0].rank, 0);
    assert_int_equal(found.items[0].left, 0);
    assert_int_equal(found.items[0].right, 1);
    assert_int_equal(found.items[1].id, 6);
    assert_int_equal(found.items[1].rank, 2);
    token_origins_free(&found);
    vocabulary_search(tokenizer, " ", 1, &found);
    assert_int_equal(found.count, 3);
    token_origins_free(&found);
    vocabulary_search(tokenizer, "돈", strlen("돈"), &found);
    assert_int_equal(found.count, 0);
    vocabulary_search(tokenizer, "", 0, &found);
    assert_int_equal(found.count, 10);
    token_origins_free(&found);
    tokenizer_free(tokenizer);
}

static void test_a_token_that_no_merge_makes_has_no_rank(void **state)
{
    (void)state;
    Tokenizer *tokenizer = tiny();
    assert_int_equal(token_origin(tokenizer, 5).rank, -1);
    TokenOrigin origin = token_origin(tokenizer, 4);
    assert_int_equal(origin.rank, 1);
    assert_int_equal(origin.left, 2);
    assert_int_equal(origin.right, 0);
    tokenizer_free(tokenizer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_last_state_of_every_piece_is_what_encoding_gives),
        cmocka_unit_test(test_gpt2_is_traced_as_it_encodes),
        cmocka_unit_test(test_a_llama_tokenizer_is_traced_as_it_encodes),
        cmocka_unit_test(test_the_states_of_a_word_go_from_bytes_to_tokens),
        cmocka_unit_test(test_a_hangul_syllable_without_merges_stays_its_three_bytes),
        cmocka_unit_test(test_a_search_finds_the_tokens_that_contain_a_text_with_their_ranks),
        cmocka_unit_test(test_a_token_that_no_merge_makes_has_no_rank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
