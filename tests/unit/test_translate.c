/* Words in other languages: catalogues as msgfmt writes them, damaged ones, which language is wanted, switching. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/translate.h"
#include "model/find.h"
#include "session/language.h"
#include "support/folder.h"

/* ---- a catalogue by hand ---- */

/* Sorted by their keys, as in every catalogue; a key with a plural has both of its forms. */
static const struct {
    const char *key, *translation;
    size_t key_length;
} words[] = {
    {"", "Content-Type: text/plain; charset=UTF-8\n", 0},
    {"%d layer\0%d layers", "층 %d개", 18},
    {"head", "헤드", 4},
    {"layer", "층", 5},
    {"token", "토큰", 5},
};

enum { WORDS = sizeof words / sizeof *words, HEAD = 7 * 4, TABLE = WORDS * 8 };

static void put(Buffer *out, uint32_t number)
{
    buffer_append(out, &number, sizeof number);
}

static void catalogue(Buffer *out)
{
    Buffer texts = {0}, keys = {0}, translations = {0};
    for (int i = 0; i < WORDS; i++) {
        put(&keys, (uint32_t)words[i].key_length);
        put(&keys, (uint32_t)(HEAD + 2 * TABLE + texts.length));
        buffer_append(&texts, words[i].key, words[i].key_length + 1);
        put(&translations, (uint32_t)strlen(words[i].translation));
        put(&translations, (uint32_t)(HEAD + 2 * TABLE + texts.length));
        buffer_append(&texts, words[i].translation, strlen(words[i].translation) + 1);
    }
    const uint32_t head[] = {0x950412de, 0, WORDS, HEAD, HEAD + TABLE, 0, 0};
    buffer_append(out, head, sizeof head);
    buffer_append(out, keys.bytes, keys.length);
    buffer_append(out, translations.bytes, translations.length);
    buffer_append(out, texts.bytes, texts.length);
    buffer_free(&texts);
    buffer_free(&keys);
    buffer_free(&translations);
}

/* Reads the bytes as a catalogue, through a file of this name. */
static Status use(void **state, const char *name, const void *bytes, size_t length, Error *error)
{
    Path path = path_in(state, name);
    assert_int_equal(file_write(path.text, bytes, length, NULL), STATUS_OK);
    return translate_with(path.text, error);
}

static void use_good(void **state)
{
    Buffer good = {0};
    Error error = {0};
    catalogue(&good);
    if (use(state, "good.mo", good.bytes, good.length, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    buffer_free(&good);
}

static int leave(void **state)
{
    language_use("en", NULL);
    return remove_folder(state);
}

static void test_each_word_of_a_catalogue_is_found_and_others_stay(void **state)
{
    use_good(state);
    for (int i = 1; i < WORDS; i++)
        assert_string_equal(translate(words[i].key), words[i].translation);
    assert_string_equal(translate("attention"), "attention");
    assert_string_equal(translate("a"), "a");
    assert_string_equal(translate("zebra"), "zebra");
    assert_string_equal(translate(""), "");
}

static void test_a_plural_has_two_forms_in_english_and_one_in_the_catalogue(void **state)
{
    assert_string_equal(plural_("%d layer", "%d layers", 1), "%d layer");
    assert_string_equal(plural_("%d layer", "%d layers", 0), "%d layers");
    use_good(state);
    assert_string_equal(plural_("%d layer", "%d layers", 1), "층 %d개");
    assert_string_equal(plural_("%d layer", "%d layers", 2), "층 %d개");
}

static void test_words_stay_valid_when_the_language_changes(void **state)
{
    use_good(state);
    const char *word = translate("layer");
    assert_int_equal(translate_with(NULL, NULL), STATUS_OK);
    assert_string_equal(translate("layer"), "layer");
    assert_string_equal(word, "층");
}

static void test_a_cut_catalogue_is_refused_wherever_it_ends(void **state)
{
    Buffer good = {0};
    char name[32];
    catalogue(&good);
    for (size_t length = 0; length < good.length; length++) {
        snprintf(name, sizeof name, "cut-%zu.mo", length);
        assert_int_equal(use(state, name, good.bytes, length, NULL), STATUS_BAD_DATA);
    }
    assert_string_equal(translate("layer"), "layer");
    buffer_free(&good);
}

/* Every byte of the head and of the tables in turn: what is accepted must be safe to look up. */
static void test_a_changed_catalogue_is_refused_or_harmless(void **state)
{
    Buffer good = {0};
    char name[32];
    catalogue(&good);
    for (size_t at = 0; at < HEAD + 2 * TABLE; at++) {
        good.bytes[at] ^= (char)0x81;
        snprintf(name, sizeof name, "changed-%zu.mo", at);
        if (use(state, name, good.bytes, good.length, NULL) == STATUS_OK)
            for (int i = 0; i < WORDS; i++)
                assert_true(strlen(translate(words[i].key)) < good.length);
        good.bytes[at] ^= (char)0x81;
    }
    buffer_free(&good);
}

/* ---- which language ---- */

typedef struct Wish {
    const char *language, *lc_all, *lc_messages, *lang, *wanted;
} Wish;

static const Wish wishes[] = {
    {NULL, NULL, NULL, NULL, "en"},
    {NULL, NULL, NULL, "ko_KR.UTF-8", "ko"},
    {NULL, NULL, "ko_KR.UTF-8", "en_US.UTF-8", "ko"},
    {NULL, "en_US.UTF-8", "ko_KR.UTF-8", "ko_KR.UTF-8", "en"},
    {NULL, "ko", NULL, NULL, "ko"},
    {NULL, "", "", "ko_KR", "ko"},
    {NULL, "C.UTF-8", NULL, "ko_KR.UTF-8", "en"},
    {NULL, "kok_IN", NULL, NULL, "en"}, /* Konkani */
    {"ko", NULL, NULL, NULL, "ko"},
    {"ko", NULL, NULL, "C.UTF-8", "ko"},
    {"de:ko:en", NULL, NULL, "de_DE.UTF-8", "ko"},
    {"en:ko", NULL, NULL, "ko_KR.UTF-8", "en"},
    {"ko", "C", NULL, "ko_KR.UTF-8", "en"},
    {"ko", "POSIX", NULL, NULL, "en"},
    {"fr", NULL, NULL, "ko_KR.UTF-8", "ko"},
    {":::", NULL, NULL, "ko_KR.UTF-8", "ko"},
};

static void wish(const char *name, const char *text)
{
    if (text)
        setenv(name, text, 1);
    else
        unsetenv(name);
}

static void test_the_environment_chooses_the_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        wish("LANGUAGE", wishes[i].language);
        wish("LC_ALL", wishes[i].lc_all);
        wish("LC_MESSAGES", wishes[i].lc_messages);
        wish("LANG", wishes[i].lang);
        if (strcmp(language_wanted(), wishes[i].wanted) != 0)
            fail_msg("row %zu: %s", i, language_wanted());
    }
}

static void test_korean_is_there_and_english_comes_back(void **state)
{
    (void)state;
    Error error = {0};
    if (language_use("ko", &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_string_equal(language_now(), "ko");
    assert_string_equal(translate("the language of the screen"), "화면의 언어");
    assert_int_equal(language_use("en", NULL), STATUS_OK);
    assert_string_equal(translate("the language of the screen"), "the language of the screen");
}

static void test_a_language_that_is_not_there_changes_nothing(void **state)
{
    (void)state;
    assert_int_equal(language_use("ko", NULL), STATUS_OK);
    assert_int_equal(language_use("ko_KR", NULL), STATUS_NOT_FOUND);
    assert_int_equal(language_use("fr", NULL), STATUS_NOT_FOUND);
    assert_int_equal(language_use("", NULL), STATUS_NOT_FOUND);
    assert_string_equal(language_now(), "ko");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_word_of_a_catalogue_is_found_and_others_stay, make_folder, leave),
        cmocka_unit_test_setup_teardown(test_a_plural_has_two_forms_in_english_and_one_in_the_catalogue, make_folder,
                                        leave),
        cmocka_unit_test_setup_teardown(test_words_stay_valid_when_the_language_changes, make_folder, leave),
        cmocka_unit_test_setup_teardown(test_a_cut_catalogue_is_refused_wherever_it_ends, make_folder, leave),
        cmocka_unit_test_setup_teardown(test_a_changed_catalogue_is_refused_or_harmless, make_folder, leave),
        cmocka_unit_test_setup_teardown(test_the_environment_chooses_the_language, make_folder, leave),
        cmocka_unit_test_setup_teardown(test_korean_is_there_and_english_comes_back, make_folder, leave),
        cmocka_unit_test_setup_teardown(test_a_language_that_is_not_there_changes_nothing, make_folder, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
