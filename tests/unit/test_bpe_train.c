#include "text/bpe_train.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/random.h"
#include "base/utf8.h"
#include "support/folder.h"
#include "text/byte_level.h"
#include "text/text_part.h"
#include "text/tokenizer.h"
#include "text/tokenizer_measure.h"

/* Written for this test. */
static const char korean[] =
    "옛날 어느 마을에 은별이라는 아이가 살았다. 은별이는 아침마다 우물가에 가서 물을 길었다.\n"
    "어느 날 은행나무 아래에서 은빛 열쇠를 찾았다. \"이 열쇠는 누구의 것일까?\" 은별이가 물었다.\n"
    "은행 앞에서 만난 할아버지는 웃으며 말했다. \"그것은 마을의 열쇠란다. 네가 지켜 주겠니?\"\n"
    "은별이는 고개를 끄덕였다. 그날부터 은별이는 마을의 열쇠를 지키는 아이가 되었다.\n"
    "을은이가 일인은을 울음 음을 응을 의은을 읽을 임을 입을 잉을 있을 익을 윤을 율을 융을 웅을\n";

static const char classic[] = "low\nlow\nlow\nlow\nlow\nlower\nlower\nnewest\nnewest\nnewest\nnewest\nnewest\nnewest\n"
                              "widest\nwidest\nwidest\n";

static const char *const chat[] = {"<|endoftext|>", "<|user|>", "<|사용자|>"};

static BpeTrainSettings settings_of(size_t vocabulary)
{
    return (BpeTrainSettings){.limits = {.vocabulary = vocabulary, .least_count = 2}};
}

static Status train_json(const BpeTrainSettings *settings, const char *text, size_t length, Buffer *json, Error *error)
{
    BpeTrainer *trainer;
    TRY(bpe_trainer_new(settings, &trainer, error));
    Status status = bpe_trainer_add(trainer, text, length, NULL, error);
    if (status == STATUS_OK)
        status = bpe_trainer_finish(trainer, NULL, json, error);
    bpe_trainer_free(trainer);
    return status;
}

static Tokenizer *train(const BpeTrainSettings *settings, const char *text)
{
    Error error;
    Buffer json = {0};
    Tokenizer *tokenizer = NULL;
    if (train_json(settings, text, strlen(text), &json, &error) != STATUS_OK ||
        tokenizer_parse(json.bytes, json.length, "trained", &tokenizer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    buffer_free(&json);
    return tokenizer;
}

static TokenIds encode(const Tokenizer *tokenizer, const char *text, size_t length)
{
    Error error;
    TokenIds ids = {0};
    assert_int_equal(tokenizer_encode(tokenizer, text, length, true, &ids, &error), STATUS_OK);
    return ids;
}

static Buffer token_bytes(const Tokenizer *tokenizer, int32_t id)
{
    Buffer bytes = {0};
    const char *piece = tokenizer_piece(tokenizer, id);
    assert_true(byte_level_decode(piece, strlen(piece), &bytes));
    return bytes;
}

/* ---- what is learnt ---- */

static void test_merges_are_those_that_one_finds_by_hand(void **state)
{
    (void)state;
    static const char *const expected[] = {"es",     "est",  "lo",    "low",    "ew", "ewest",
                                           "newest", "dest", "idest", "widest", "er", "lower"};
    BpeTrainSettings settings = settings_of(1000);
    Tokenizer *tokenizer = train(&settings, classic);
    assert_int_equal(tokenizer_vocabulary_size(tokenizer), 256 + 12);
    for (int32_t i = 0; i < 12; i++)
        assert_string_equal(tokenizer_piece(tokenizer, 256 + i), expected[i]);
    tokenizer_free(tokenizer);
}

static void test_learning_stops_at_the_vocabulary_and_at_the_least_count(void **state)
{
    (void)state;
    BpeTrainSettings settings = settings_of(256 + 3);
    Tokenizer *tokenizer = train(&settings, classic);
    assert_int_equal(tokenizer_vocabulary_size(tokenizer), 256 + 3);
    assert_string_equal(tokenizer_piece(tokenizer, 258), "lo");
    tokenizer_free(tokenizer);
    settings = settings_of(1000);
    settings.limits.least_count = 4;
    tokenizer = train(&settings, classic);
    assert_int_equal(tokenizer_vocabulary_size(tokenizer), 256 + 7);
    assert_string_equal(tokenizer_piece(tokenizer, 262), "newest");
    tokenizer_free(tokenizer);
}

/* The definition of BPE in its slowest form: words of strings, all pairs counted anew for every merge. */
enum { WORDS = 12, LETTERS = 9, MERGES = 30 };

typedef struct SlowTrainer {
    char words[WORDS][LETTERS][LETTERS + 1];
    int lengths[WORDS], counts[WORDS];
    char merges[MERGES][2][LETTERS + 1];
    int merge_count;
} SlowTrainer;

static int slow_count(const SlowTrainer *slow, const char *left, const char *right)
{
    int count = 0;
    for (int w = 0; w < WORDS; w++)
        for (int i = 0; i + 1 < slow->lengths[w]; i++)
            if (!strcmp(slow->words[w][i], left) && !strcmp(slow->words[w][i + 1], right))
                count += slow->counts[w];
    return count;
}

static void slow_merge(SlowTrainer *slow, const char *left, const char *right)
{
    for (int w = 0; w < WORDS; w++) {
        int written = 0;
        for (int i = 0; i < slow->lengths[w]; i++) {
            char symbol[2 * LETTERS + 2];
            strcpy(symbol, slow->words[w][i]);
            if (!strcmp(symbol, left) && i + 1 < slow->lengths[w] && !strcmp(slow->words[w][i + 1], right))
                strcat(symbol, slow->words[w][++i]);
            strcpy(slow->words[w][written++], symbol);
        }
        slow->lengths[w] = written;
    }
}

/* The most frequent pair, of equal ones the smaller; how often it is there. */
static int slow_best(const SlowTrainer *slow, const char **left, const char **right)
{
    int best = 0;
    for (int w = 0; w < WORDS; w++)
        for (int i = 0; i + 1 < slow->lengths[w]; i++) {
            const char *a = slow->words[w][i], *b = slow->words[w][i + 1];
            int count = slow_count(slow, a, b);
            int order = best ? strcmp(a, *left) : 0;
            order = best && !order ? strcmp(b, *right) : order;
            if (count < best || (count == best && order >= 0))
                continue;
            best = count;
            *left = a;
            *right = b;
        }
    return best;
}

static void slow_train(SlowTrainer *slow)
{
    const char *found_left = NULL, *found_right = NULL;
    while (slow->merge_count < MERGES && slow_best(slow, &found_left, &found_right) > 0) {
        char left[LETTERS + 1], right[LETTERS + 1];
        strcpy(left, found_left);
        strcpy(right, found_right);
        strcpy(slow->merges[slow->merge_count][0], left);
        strcpy(slow->merges[slow->merge_count++][1], right);
        slow_merge(slow, left, right);
    }
}

/* Few letters, so that overlaps (aaa) and ties are many. */
static void random_words(SlowTrainer *slow, CountedWords *words, const TokenizerDraft *draft, Random *random)
{
    for (int w = 0; w < WORDS; w++) {
        char word[LETTERS];
        slow->lengths[w] = 1 + (int)random_below(random, LETTERS);
        slow->counts[w] = 1 + (int)random_below(random, 5);
        for (int i = 0; i < slow->lengths[w]; i++) {
            word[i] = "abc"[random_below(random, 3)];
            snprintf(slow->words[w][i], sizeof slow->words[w][i], "%c", word[i]);
        }
        int32_t index = counted_words_append(words, draft, word, (size_t)slow->lengths[w]);
        words->items[index].count = slow->counts[w];
    }
}

static void compare_with_slow_trainer(uint64_t seed)
{
    Error error;
    Random random;
    TokenizerDraft draft;
    CountedWords words = {0};
    SlowTrainer slow = {0};
    random_seed(&random, seed);
    assert_int_equal(tokenizer_draft_init(&draft, NULL, 0, &error), STATUS_OK);
    random_words(&slow, &words, &draft, &random);
    slow_train(&slow);
    BpeLimits limits = {.vocabulary = 100000, .least_count = 1};
    assert_int_equal(bpe_learn(&words, &limits, NULL, &draft, &error), STATUS_OK);
    assert_true(draft.merge_count >= (size_t)slow.merge_count);
    for (int i = 0; i < slow.merge_count; i++) {
        DraftToken left = draft.tokens[draft.merges[i].left], right = draft.tokens[draft.merges[i].right];
        assert_string_equal(left.bytes, slow.merges[i][0]);
        assert_string_equal(right.bytes, slow.merges[i][1]);
    }
    for (size_t i = 0; i < words.count; i++) /* with the least count at 1, every word becomes a token */
        assert_int_equal(words.items[i].length, 1);
    counted_words_free(&words);
    tokenizer_draft_free(&draft);
}

static void test_merges_are_those_of_a_trainer_that_counts_anew_each_time(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++)
        compare_with_slow_trainer(seed);
}

static void test_same_texts_give_the_same_bytes(void **state)
{
    (void)state;
    Error error;
    Buffer first = {0}, second = {0};
    BpeTrainSettings settings = settings_of(400);
    assert_int_equal(train_json(&settings, korean, sizeof korean - 1, &first, &error), STATUS_OK);
    assert_int_equal(train_json(&settings, korean, sizeof korean - 1, &second, &error), STATUS_OK);
    assert_string_equal(first.bytes, second.bytes);
    buffer_free(&first);
    buffer_free(&second);
}

/* ---- characters and their parts ---- */

/* A part of one character has a byte that begins one at its front, if at all. */
static bool is_part_of_a_character(const Buffer *bytes)
{
    for (size_t i = 1; i < bytes->length; i++)
        if (((unsigned char)bytes->bytes[i] & 0xC0) != 0x80)
            return false;
    return bytes->length < 4;
}

static int count_broken(const Tokenizer *tokenizer)
{
    int broken = 0;
    for (int32_t id = 0; id < (int32_t)tokenizer_vocabulary_size(tokenizer); id++) {
        Buffer bytes = token_bytes(tokenizer, id);
        broken += utf8_valid_prefix(bytes.bytes, bytes.length) < bytes.length && !is_part_of_a_character(&bytes);
        buffer_free(&bytes);
    }
    return broken;
}

static void test_a_token_is_a_part_of_a_character_or_whole_characters(void **state)
{
    (void)state;
    BpeTrainSettings settings = settings_of(800);
    Tokenizer *tokenizer = train(&settings, korean);
    assert_int_equal(count_broken(tokenizer), 0);
    int32_t id;
    assert_true(tokenizer_find(tokenizer, " 은별이", strlen(" 은별이"), &id));
    tokenizer_free(tokenizer);
    settings.limits.across_characters = true;
    tokenizer = train(&settings, korean);
    assert_true(count_broken(tokenizer) > 0); /* else the sample proves nothing */
    tokenizer_free(tokenizer);
}

static void test_a_vocabulary_that_knows_the_words_costs_less_than_a_token_a_syllable(void **state)
{
    (void)state;
    Error error;
    TokenizerMeasure small = {0}, large = {0};
    BpeTrainSettings settings = settings_of(256);
    Tokenizer *tokenizer = train(&settings, korean);
    assert_int_equal(tokenizer_measure(tokenizer, korean, sizeof korean - 1, &small, &error), STATUS_OK);
    tokenizer_free(tokenizer);
    settings = settings_of(800);
    settings.limits.least_count = 1;
    tokenizer = train(&settings, korean);
    assert_int_equal(tokenizer_measure(tokenizer, korean, sizeof korean - 1, &large, &error), STATUS_OK);
    tokenizer_free(tokenizer);
    assert_int_equal(small.bytes, sizeof korean - 1);
    assert_int_equal(small.tokens, small.bytes);
    assert_int_equal(small.syllable_tokens, 3 * small.syllables);
    assert_int_equal(small.whole_syllables, 0);
    assert_int_equal(large.syllables, small.syllables);
    assert_true(large.syllable_tokens < large.syllables);
    assert_true(large.tokens < large.characters);
}

static void test_a_measure_counts_what_is_there(void **state)
{
    (void)state;
    Error error;
    TokenizerMeasure measure = {0};
    BpeTrainSettings settings = settings_of(256);
    static const char text[] = "은별 a\n\xC3\xA9.";
    Tokenizer *tokenizer = train(&settings, korean);
    assert_int_equal(tokenizer_measure(tokenizer, text, sizeof text - 1, &measure, &error), STATUS_OK);
    tokenizer_free(tokenizer);
    assert_int_equal(measure.words, 3);
    assert_int_equal(measure.characters, 7);
    assert_int_equal(measure.syllables, 2);
    assert_int_equal(measure.syllable_tokens, 6);
}

static void test_single_digits_stay_single(void **state)
{
    (void)state;
    static const char sums[] = "12 + 34 = 46\n12 + 34 = 46\n12 + 12 = 24\n2024 2024 2024";
    BpeTrainSettings settings = settings_of(400);
    Tokenizer *joined = train(&settings, sums);
    settings.single_digits = true;
    Tokenizer *single = train(&settings, sums);
    TokenIds few = encode(joined, "2024", 4), four = encode(single, "2024", 4);
    assert_true(few.count < 4);
    assert_int_equal(four.count, 4);
    assert_int_equal(four.ids[0], four.ids[2]);
    token_ids_free(&few);
    token_ids_free(&four);
    tokenizer_free(joined);
    tokenizer_free(single);
}

/* ---- the file ---- */

/* Any character but surrogates, from every length of UTF-8. */
static void append_random_character(Random *random, Buffer *text)
{
    static const uint32_t limits[] = {0x80, 0x800, 0x10000, 0x110000};
    char bytes[4];
    uint32_t c = (uint32_t)random_below(random, limits[random_below(random, 4)]);
    if (random_below(random, 3) == 0)
        c = 0xAC00 + (uint32_t)random_below(random, 11172);
    if (c < 0xD800 || c > 0xDFFF)
        buffer_append(text, bytes, (size_t)utf8_encode(c, bytes));
}

static void assert_comes_back(const Tokenizer *tokenizer, const Buffer *text, const Buffer *expected)
{
    Error error;
    Buffer back = {0};
    TokenIds ids = encode(tokenizer, buffer_text(text), text->length);
    assert_int_equal(tokenizer_decode(tokenizer, ids.ids, ids.count, false, &back, &error), STATUS_OK);
    assert_int_equal(back.length, expected->length);
    assert_memory_equal(buffer_text(&back), buffer_text(expected), expected->length);
    token_ids_free(&ids);
    buffer_free(&back);
}

static void test_any_text_comes_back_as_it_was(void **state)
{
    (void)state;
    Random random;
    BpeTrainSettings settings = settings_of(600);
    Tokenizer *tokenizer = train(&settings, korean);
    random_seed(&random, 5);
    for (int i = 0; i < 200; i++) {
        Buffer text = {0};
        for (int c = 0; c < 40; c++)
            append_random_character(&random, &text);
        assert_comes_back(tokenizer, &text, &text);
        buffer_free(&text);
    }
    tokenizer_free(tokenizer);
}

/* One U+FFFD for each byte that belongs to no character. */
static void replace_invalid(const Buffer *text, Buffer *out)
{
    for (size_t at = 0; at < text->length;) {
        uint32_t c;
        int taken = utf8_decode(text->bytes + at, text->length - at, &c);
        if (taken)
            buffer_append(out, text->bytes + at, (size_t)taken);
        else
            buffer_append_text(out, "\xEF\xBF\xBD");
        at += taken ? (size_t)taken : 1;
    }
}

static void test_bytes_that_are_no_text_come_back_as_replacement_characters(void **state)
{
    (void)state;
    Random random;
    BpeTrainSettings settings = settings_of(600);
    Tokenizer *tokenizer = train(&settings, "\xFF\xFE korean \xEC\x9D of halves \xEC\x9D");
    random_seed(&random, 6);
    for (int i = 0; i < 200; i++) {
        Buffer text = {0}, expected = {0};
        for (int c = 0; c < 64; c++)
            buffer_append(&text, &(char){(char)random_below(&random, 256)}, 1);
        replace_invalid(&text, &expected);
        assert_comes_back(tokenizer, &text, &expected);
        buffer_free(&text);
        buffer_free(&expected);
    }
    tokenizer_free(tokenizer);
}

static void test_a_written_file_opens_and_encodes_alike(void **state)
{
    Error error;
    Buffer json = {0};
    BpeTrainSettings settings = settings_of(500);
    Path path = path_in(state, "tokenizer.json");
    Tokenizer *opened, *trained = train(&settings, korean);
    assert_int_equal(train_json(&settings, korean, sizeof korean - 1, &json, &error), STATUS_OK);
    assert_int_equal(file_write(path.text, json.bytes, json.length, &error), STATUS_OK);
    assert_int_equal(tokenizer_open(path.text, &opened, &error), STATUS_OK);
    TokenIds a = encode(opened, korean, sizeof korean - 1), b = encode(trained, korean, sizeof korean - 1);
    assert_int_equal(a.count, b.count);
    assert_memory_equal(a.ids, b.ids, a.count * sizeof *a.ids);
    token_ids_free(&a);
    token_ids_free(&b);
    tokenizer_free(opened);
    tokenizer_free(trained);
    buffer_free(&json);
}

static void test_special_tokens_come_first_and_are_never_learnt_from(void **state)
{
    (void)state;
    static const char text[] = "<|user|>ab<|endoftext|>ab<|사용자|>ab<|user|>user";
    static const int32_t expected[] = {1, 259, 0, 259, 2, 259, 1};
    BpeTrainSettings settings = settings_of(1000);
    settings.special = chat;
    settings.special_count = 3;
    Tokenizer *tokenizer = train(&settings, text);
    assert_int_equal(tokenizer_vocabulary_size(tokenizer), 3 + 256 + 1); /* `ab` alone is there twice */
    TokenIds ids = encode(tokenizer, text, sizeof text - 1);
    assert_int_equal(ids.count, 7 + 4);
    assert_memory_equal(ids.ids, expected, sizeof expected);
    for (int32_t id = 0; id < 3; id++) {
        assert_string_equal(tokenizer_piece(tokenizer, id), chat[id]);
        assert_true(tokenizer_is_special(tokenizer, id));
    }
    assert_false(tokenizer_is_special(tokenizer, 3));
    token_ids_free(&ids);
    tokenizer_free(tokenizer);
}

/* ---- long texts ---- */

static void test_parts_end_before_a_lines_end_that_follows_no_space(void **state)
{
    (void)state;
    static const char text[] = "one\ntwo \nthree\n\nfour";
    assert_int_equal(text_part(text, sizeof text - 1, 1), 3);
    assert_int_equal(text_part(text, sizeof text - 1, 3), 3);
    assert_int_equal(text_part(text, sizeof text - 1, 4), 14);
    assert_int_equal(text_part(text, sizeof text - 1, 15), sizeof text - 1);
    assert_int_equal(text_part(text, sizeof text - 1, 100), sizeof text - 1);
    assert_int_equal(text_part("\n\nab", 4, 0), 4);
}

static void test_a_long_text_counts_as_its_lines_do(void **state)
{
    (void)state;
    Error error;
    Buffer text = {0}, whole = {0}, lines = {0};
    BpeTrainer *trainer;
    BpeTrainSettings settings = settings_of(330);
    for (int i = 0; i < 40000; i++)
        buffer_append_text(&text, i % 2 ? "low lower\n" : "newest widest\n");
    assert_int_equal(train_json(&settings, text.bytes, text.length, &whole, &error), STATUS_OK);
    assert_int_equal(bpe_trainer_new(&settings, &trainer, &error), STATUS_OK);
    for (int i = 0; i < 40000; i++)
        bpe_trainer_add(trainer, i % 2 ? "low lower\n" : "newest widest\n", i % 2 ? 10 : 14, NULL, &error);
    assert_int_equal(bpe_trainer_facts(trainer).bytes, text.length);
    assert_int_equal(bpe_trainer_facts(trainer).words, 40000 * 3);
    assert_int_equal(bpe_trainer_facts(trainer).distinct_words, 5);
    assert_int_equal(bpe_trainer_finish(trainer, NULL, &lines, &error), STATUS_OK);
    assert_string_equal(buffer_text(&whole), buffer_text(&lines));
    bpe_trainer_free(trainer);
    buffer_free(&text);
    buffer_free(&whole);
    buffer_free(&lines);
}

static bool stop(void *context, double done)
{
    (void)context, (void)done;
    return false;
}

static void test_training_can_be_stopped(void **state)
{
    (void)state;
    Error error;
    BpeTrainer *trainer;
    BpeTrainSettings settings = settings_of(300);
    Progress progress = {.report = stop};
    assert_int_equal(bpe_trainer_new(&settings, &trainer, &error), STATUS_OK);
    assert_int_equal(bpe_trainer_add(trainer, classic, sizeof classic - 1, &progress, &error), STATUS_CANCELLED);
    bpe_trainer_free(trainer);
}

/* ---- errors ---- */

static void test_a_vocabulary_without_room_for_the_bytes_is_refused(void **state)
{
    (void)state;
    Error error;
    BpeTrainer *trainer;
    BpeTrainSettings settings = settings_of(258);
    settings.special = chat;
    settings.special_count = 3;
    assert_int_equal(bpe_trainer_new(&settings, &trainer, &error), STATUS_USAGE);
    assert_null(trainer);
    assert_non_null(strstr(error.message, "259"));
    settings.limits.vocabulary = 259;
    assert_int_equal(bpe_trainer_new(&settings, &trainer, &error), STATUS_OK);
    bpe_trainer_free(trainer);
}

static void test_texts_without_a_word_are_refused(void **state)
{
    (void)state;
    Error error;
    Buffer json = {0};
    BpeTrainSettings settings = settings_of(300);
    settings.special = chat;
    settings.special_count = 1;
    assert_int_equal(train_json(&settings, "", 0, &json, &error), STATUS_BAD_DATA);
    assert_int_equal(train_json(&settings, chat[0], strlen(chat[0]), &json, &error), STATUS_BAD_DATA);
    assert_int_equal(json.length, 0);
    buffer_free(&json);
}

static void test_special_tokens_that_could_be_taken_for_others_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "a", "Ġa", "é", "<a\nb>", "\xFF<>", "<|user|>"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Error error;
        BpeTrainer *trainer;
        BpeTrainSettings settings = settings_of(300);
        settings.special = (const char *const[]){"<|user|>", bad[i]};
        settings.special_count = 2;
        assert_int_equal(bpe_trainer_new(&settings, &trainer, &error), STATUS_USAGE);
        assert_non_null(strstr(error.message, "special token"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merges_are_those_that_one_finds_by_hand),
        cmocka_unit_test(test_learning_stops_at_the_vocabulary_and_at_the_least_count),
        cmocka_unit_test(test_merges_are_those_of_a_trainer_that_counts_anew_each_time),
        cmocka_unit_test(test_same_texts_give_the_same_bytes),
        cmocka_unit_test(test_a_token_is_a_part_of_a_character_or_whole_characters),
        cmocka_unit_test(test_a_vocabulary_that_knows_the_words_costs_less_than_a_token_a_syllable),
        cmocka_unit_test(test_a_measure_counts_what_is_there),
        cmocka_unit_test(test_single_digits_stay_single),
        cmocka_unit_test(test_any_text_comes_back_as_it_was),
        cmocka_unit_test(test_bytes_that_are_no_text_come_back_as_replacement_characters),
        IN_FOLDER(test_a_written_file_opens_and_encodes_alike),
        cmocka_unit_test(test_special_tokens_come_first_and_are_never_learnt_from),
        cmocka_unit_test(test_parts_end_before_a_lines_end_that_follows_no_space),
        cmocka_unit_test(test_a_long_text_counts_as_its_lines_do),
        cmocka_unit_test(test_training_can_be_stopped),
        cmocka_unit_test(test_a_vocabulary_without_room_for_the_bytes_is_refused),
        cmocka_unit_test(test_texts_without_a_word_are_refused),
        cmocka_unit_test(test_special_tokens_that_could_be_taken_for_others_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
