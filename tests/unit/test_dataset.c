#include "train/dataset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/training.h"
#include "train/documents.h"
#include "train/tape.h"

enum { CONTEXT = 16, SEQUENCES = 6 };

static Tokenizer *open_tokenizer(void)
{
    Buffer text = {0};
    Tokenizer *tokenizer;
    Error error;
    training_tokenizer(&text);
    if (tokenizer_parse(text.bytes, text.length, "training", &tokenizer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    buffer_free(&text);
    return tokenizer;
}

static Status read_corpus(const char *path, double held_out, uint64_t seed, Dataset **out, Error *error)
{
    Tokenizer *tokenizer = open_tokenizer();
    DocumentSource source = {.paths = &path, .path_count = 1};
    DatasetOptions options = {.source = &source,
                              .tokenizer = tokenizer,
                              .begin = 0,
                              .end = 0,
                              .held_out = held_out,
                              .context = CONTEXT,
                              .seed = seed};
    Status status = dataset_new(&options, NULL, out, error);
    tokenizer_free(tokenizer);
    return status;
}

static Dataset *open_corpus(void **state, double held_out, uint64_t seed)
{
    Path path = path_in(state, "corpus.txt");
    Buffer text = {0};
    Dataset *dataset;
    Error error;
    training_corpus(&text);
    training_write(state, "corpus.txt", &text);
    if (read_corpus(path.text, held_out, seed, &dataset, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return dataset;
}

static Batch new_batch(void)
{
    Batch batch;
    assert_int_equal(batch_init(&batch, SEQUENCES, CONTEXT, NULL), STATUS_OK);
    return batch;
}

static void test_targets_are_the_next_tokens(void **state)
{
    Dataset *dataset = open_corpus(state, 0, 1);
    Batch batch = new_batch();
    dataset_batch(dataset, 3, &batch);
    for (int i = 0; i < SEQUENCES * CONTEXT; i++) {
        assert_true(batch.targets[i] >= 0); /* <|endoftext|> ends a text as well, so that nothing is left out */
        if ((i + 1) % CONTEXT)
            assert_int_equal(batch.targets[i], batch.tokens[i + 1]);
    }
    assert_int_equal(batch.counted, SEQUENCES * CONTEXT);
    batch_free(&batch);
    dataset_free(dataset);
}

static void test_a_document_begins_at_its_first_token(void **state)
{
    Dataset *dataset = open_corpus(state, 0, 1);
    Batch batch = new_batch();
    dataset_batch(dataset, 0, &batch);
    for (int i = 0; i < SEQUENCES * CONTEXT; i++) {
        int start = i % CONTEXT ? batch.document_start[i - 1] : 0;
        assert_int_equal(batch.document_start[i], batch.tokens[i] == 0 ? i % CONTEXT : start);
    }
    batch_free(&batch);
    dataset_free(dataset);
}

/* The texts of jsonl come without a token before or after: nothing says how they end. */
static void test_no_target_crosses_into_another_document(void **state)
{
    static const char text[] = "{\"text\":\"abcdefghij\"}\n\n{\"text\":\"klmnopqrst\"}\n{\"text\":\"uvwxyz\"}\n";
    Path path = path_in(state, "a.jsonl");
    const char *paths[] = {path.text};
    Tokenizer *tokenizer = open_tokenizer();
    Dataset *dataset;
    Batch batch = new_batch();
    assert_int_equal(file_write(path.text, text, sizeof text - 1, NULL), STATUS_OK);
    DocumentSource source = {.paths = paths, .path_count = 1};
    DatasetOptions options = {&source, tokenizer, NO_TOKEN, NO_TOKEN, 0, CONTEXT, 1};
    assert_int_equal(dataset_new(&options, NULL, &dataset, NULL), STATUS_OK);
    dataset_batch(dataset, 0, &batch);
    int first_k = 'k' - '!' + 3, first_u = 'u' - '!' + 3;
    for (int i = 0; i < SEQUENCES * CONTEXT; i++)
        assert_true(batch.targets[i] != first_k && batch.targets[i] != first_u);
    assert_true(batch.counted < SEQUENCES * CONTEXT);
    batch_free(&batch);
    dataset_free(dataset);
    tokenizer_free(tokenizer);
}

static void check_same(const Batch *a, const Batch *b, bool same)
{
    assert_int_equal(!memcmp(a->tokens, b->tokens, SEQUENCES * CONTEXT * sizeof *a->tokens), same);
}

static void test_a_batch_depends_on_seed_and_number_alone(void **state)
{
    Dataset *one = open_corpus(state, 0, 1), *other = open_corpus(state, 0, 1), *third = open_corpus(state, 0, 2);
    Batch a = new_batch(), b = new_batch();
    for (int number = 0; number < 40; number++)
        dataset_batch(one, number, &a);
    dataset_batch(one, 17, &a);
    dataset_batch(other, 17, &b);
    check_same(&a, &b, true);
    dataset_batch(other, 18, &b);
    check_same(&a, &b, false);
    dataset_batch(third, 17, &b);
    check_same(&a, &b, false);
    batch_free(&a);
    batch_free(&b);
    dataset_free(one);
    dataset_free(other);
    dataset_free(third);
}

static void test_an_epoch_takes_every_sequence_once(void **state)
{
    Buffer text = {0};
    Path path = path_in(state, "numbers.txt");
    for (int i = 0; i < 400; i++)
        buffer_format(&text, "%d ", i); /* no piece of it is like another */
    training_write(state, "numbers.txt", &text);
    Dataset *dataset;
    assert_int_equal(read_corpus(path.text, 0, 1, &dataset, NULL), STATUS_OK);
    DatasetFacts facts = dataset_facts(dataset);
    Batch batch;
    assert_true(facts.sequences > 80);
    assert_int_equal(batch_init(&batch, facts.sequences, CONTEXT, NULL), STATUS_OK);
    dataset_batch(dataset, 5, &batch);
    for (int64_t i = 0; i < facts.sequences; i++)
        for (int64_t j = 0; j < i; j++)
            assert_memory_not_equal(batch.tokens + i * CONTEXT, batch.tokens + j * CONTEXT, CONTEXT * sizeof(int32_t));
    batch_free(&batch);
    dataset_free(dataset);
}

static void test_documents_are_held_out_by_their_text(void **state)
{
    Dataset *all = open_corpus(state, 0, 1), *some = open_corpus(state, 0.3, 1);
    DatasetFacts before = dataset_facts(all), after = dataset_facts(some);
    assert_int_equal(before.documents, 60);
    assert_int_equal(before.held_out_documents, 0);
    assert_int_equal(after.documents + after.held_out_documents, 60);
    assert_in_range(after.held_out_documents, 8, 30);
    assert_true(before.hash != after.hash);
    dataset_free(all);
    dataset_free(some);

    /* Another document in front changes nothing for the rest. */
    Path path = path_in(state, "longer.txt");
    Buffer text = {0};
    buffer_append_text(&text, "Something else.\n \nAnd\nthis.\n\n");
    training_corpus(&text);
    training_write(state, "longer.txt", &text);
    Dataset *longer;
    assert_int_equal(read_corpus(path.text, 0.3, 1, &longer, NULL), STATUS_OK);
    DatasetFacts facts = dataset_facts(longer);
    assert_int_equal(facts.documents + facts.held_out_documents, 62);
    assert_in_range(facts.held_out_documents - after.held_out_documents, 0, 2);
    dataset_free(longer);
}

static void test_held_out_sequences_end_without_targets(void **state)
{
    Dataset *dataset = open_corpus(state, 0.3, 1);
    DatasetFacts facts = dataset_facts(dataset);
    Batch batch = new_batch();
    int64_t counted = 0;
    for (int64_t first = 0; first < facts.held_out_sequences + SEQUENCES; first += SEQUENCES) {
        dataset_held_out(dataset, first, &batch);
        counted += batch.counted;
    }
    assert_int_equal(counted, facts.held_out_tokens - 1);
    batch_free(&batch);
    dataset_free(dataset);
}

static void test_too_little_text_is_an_error(void **state)
{
    Path path = path_in(state, "short.txt");
    Dataset *dataset;
    Error error = {0};
    assert_int_equal(file_write(path.text, "abc\n", 4, NULL), STATUS_OK);
    assert_int_equal(read_corpus(path.text, 0, 1, &dataset, &error), STATUS_BAD_DATA);
    assert_non_null(strstr(error.message, "too few"));
    assert_null(dataset);
}

typedef struct Seen {
    Buffer text;
} Seen;

static Status see(void *context, const char *text, size_t length, double done, Error *error)
{
    Seen *seen = context;
    (void)error;
    assert_true(done > 0 && done <= 1);
    buffer_append(&seen->text, "[", 1);
    buffer_append(&seen->text, text, length);
    buffer_append(&seen->text, "]", 1);
    return STATUS_OK;
}

static void check_documents(void **state, const char *name, const char *content, const char *expected)
{
    Path path = path_in(state, name);
    Seen seen = {0};
    assert_int_equal(file_write(path.text, content, strlen(content), NULL), STATUS_OK);
    assert_int_equal(documents_read(path.text, see, &seen, NULL), STATUS_OK);
    assert_string_equal(buffer_text(&seen.text), expected);
    buffer_free(&seen.text);
}

static void test_documents_are_blocks_of_lines(void **state)
{
    check_documents(state, "a.txt", "\n\none\ntwo\n\n \t\nthree", "[one\ntwo][three]");
    check_documents(state, "b.txt", "one\r\n\r\ntwo\r\n", "[one][two]");
    check_documents(state, "c.txt", "", "");
    check_documents(state, "d.txt", "\n\n\n", "");
}

static void test_documents_may_hold_empty_lines_between_separators(void **state)
{
    check_documents(state, "a.txt", "one\n\ntwo\n<|endoftext|>\nthree\n<|endoftext|>\n", "[one\n\ntwo][three]");
}

static void test_documents_may_be_json_lines(void **state)
{
    check_documents(state, "a.jsonl", "{\"text\":\"a\\n\\nb\"}\n\n{\"text\":\"\"}\n{\"id\":1,\"text\":\"c\"}",
                    "[a\n\nb][c]");
    Path path = path_in(state, "b.jsonl");
    Seen seen = {0};
    Error error = {0};
    static const char bad[] = "{\"text\":\"a\"}\n{\"txt\":\"b\"}\n";
    assert_int_equal(file_write(path.text, bad, sizeof bad - 1, NULL), STATUS_OK);
    assert_int_equal(documents_read(path.text, see, &seen, &error), STATUS_BAD_DATA);
    assert_non_null(strstr(error.message, "b.jsonl:2"));
    buffer_free(&seen.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_targets_are_the_next_tokens),
        IN_FOLDER(test_a_document_begins_at_its_first_token),
        IN_FOLDER(test_no_target_crosses_into_another_document),
        IN_FOLDER(test_a_batch_depends_on_seed_and_number_alone),
        IN_FOLDER(test_an_epoch_takes_every_sequence_once),
        IN_FOLDER(test_documents_are_held_out_by_their_text),
        IN_FOLDER(test_held_out_sequences_end_without_targets),
        IN_FOLDER(test_too_little_text_is_an_error),
        IN_FOLDER(test_documents_are_blocks_of_lines),
        IN_FOLDER(test_documents_may_hold_empty_lines_between_separators),
        IN_FOLDER(test_documents_may_be_json_lines),
    };
    return cmocka_run_group_tests_name("dataset", tests, NULL, NULL);
}
