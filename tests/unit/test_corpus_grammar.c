/* Vocabularies and grammars from files: what they mean, and what is said about faulty ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "corpus/expand.h"
#include "support/folder.h"

/* A Korean language of two classes and one grammar, written to a folder of its own. */
typedef struct Bench {
    void *folder; /* its path */
    Language language;
} Bench;

static void put(const char *folder, const char *name, const char *text)
{
    char path[512];
    Error error = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (file_write(path, text, strlen(text), &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

static Status bench_open(Bench *bench, const char *code, const char *nouns, const char *grammar, Error *error)
{
    static const char *const parts[] = {"", "/words", "/grammar"};
    assert_int_equal(make_folder(&bench->folder), 0);
    for (size_t i = 0; i < 3; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s%s", (char *)bench->folder, code, parts[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    char words[64], rules[64], verbs[64];
    snprintf(words, sizeof words, "%s/words/noun.txt", code);
    snprintf(verbs, sizeof verbs, "%s/words/verb.txt", code);
    snprintf(rules, sizeof rules, "%s/grammar/rules.txt", code);
    put(bench->folder, words, nouns);
    put(bench->folder, verbs, strcmp(code, "ko") ? "go past=went\nwalk\n" : "가다\n먹다\n");
    put(bench->folder, rules, grammar);
    return language_read(&bench->language, bench->folder, code, error);
}

static void bench_close(Bench *bench)
{
    language_free(&bench->language);
    remove_folder(&bench->folder);
}

/* What rule `start` gives, in one style. */
static void assert_expands(const char *code, const char *nouns, const char *grammar, KoreanStyle style,
                           const char *expected)
{
    Bench bench = {0};
    Error error = {0};
    if (bench_open(&bench, code, nouns, grammar, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    Expansion expansion;
    Buffer out = {0};
    expansion_init(&expansion, &bench.language, 1, false);
    expansion.style = style;
    if (expansion_rule(&expansion, "start", &error) != STATUS_OK)
        fail_msg("%s", error.message);
    expansion_finish(&expansion, &out);
    assert_string_equal(buffer_text(&out), expected);
    buffer_free(&out);
    expansion_free(&expansion);
    bench_close(&bench);
}

/* The message about a fault, whether it is found on reading or on expanding. */
static void assert_refuses(const char *nouns, const char *grammar, const char *expected)
{
    Bench bench = {0};
    Error error = {0};
    Status status = bench_open(&bench, "ko", nouns, grammar, &error);
    if (status == STATUS_OK) {
        Expansion expansion;
        expansion_init(&expansion, &bench.language, 1, false);
        status = expansion_rule(&expansion, "start", &error);
        expansion_free(&expansion);
    }
    assert_int_not_equal(status, STATUS_OK);
    if (!strstr(error.message, expected) || !strchr(error.message, ';'))
        fail_msg("%s: does not say %s", error.message, expected);
    bench_close(&bench);
}

static void test_slots_show_words_and_forms(void **state)
{
    (void)state;
    assert_expands("ko", "배 color=노란색\n", "start:\n- {a:noun}은/는 {a.color}이다/다. {가다.past}.\n", STYLE_HAERA,
                   "배는 노란색이다. 갔다.");
    assert_expands("ko", "하준 given\n", "start:\n- {let a:noun} {a}은/는 {먹다.past}. {a.call}!\n", STYLE_HAEYO,
                   "하준이는 먹었어요. 하준아!");
    assert_expands("en", "owl it\n", "start:\n- a/an {a:noun} {go.past}. {a.he} {walk.past}. two {a.s}.\n", STYLE_HAE,
                   "An owl went. It walked. Two owls.");
}

static void test_a_quotation_has_the_speakers_style(void **state)
{
    (void)state;
    assert_expands("ko", "소라\n", "start:\n- {let a:noun} {b=a} {a>b} \"{가다.now}.\" {a}은/는 {가다.past}.\n",
                   STYLE_HAPNIDA, "\"가.\" 소라는 갔습니다.");
    assert_expands("ko", "할머니 elder\n", "start:\n- {let a:noun} {b=a} {a>b} \"{가다.now}.\" {가다.past}.\n",
                   STYLE_HAERA, "\"가요.\" 갔다.");
}

static void test_conditions_choose_the_way(void **state)
{
    (void)state;
    assert_expands("ko", "새 flies\n", "start:\n- {let a:noun} {go}\ngo:\n- [!a.flies] 걷는다\n- [a.flies] 난다\n",
                   STYLE_HAERA, "난다");
    assert_expands("ko", "새 size=작다\n",
                   "start:\n- {let a:noun} {go}\ngo:\n- [a.size=크다] 크다\n- [a.size=작다] 작다\n", STYLE_HAERA,
                   "작다");
}

static void test_filters_choose_the_word(void **state)
{
    (void)state;
    const char *nouns = "감 fruit\n못 tool\n배 fruit ripe\n";
    assert_expands("ko", nouns, "start:\n- {a:noun fruit !ripe}\n", STYLE_HAERA, "감");
    assert_expands("ko", nouns, "start:\n- {let a:noun fruit !ripe} {b:noun fruit}\n", STYLE_HAERA, "배");
}

static void test_a_deeper_line_goes_on(void **state)
{
    (void)state;
    assert_expands("ko", "새\n", "# comment\nstart:\n- {a:noun}이/가 # the subject\n  온다.\n", STYLE_HAERA,
                   "새가 온다.");
}

static void test_faults_are_named_by_file_and_line(void **state)
{
    (void)state;
    assert_refuses("새\n", "start:\n- ok\n- {a:noun\n", "rules.txt:3: a { is never closed; add the missing }");
    assert_refuses("새\n", "start:\n- (a|b\n", "rules.txt:2: a ( is never closed");
    assert_refuses("새\n", "start:\n- [a b\n", "rules.txt:2: a [ is never closed");
    assert_refuses("새\n", "- alone\n", "rules.txt:1: this way belongs to no rule");
    assert_refuses("새\n", "start\n", "rules.txt:1: this is neither");
    assert_refuses("새\n", "start:\n", "rules.txt:1: the rule start has no way");
    assert_refuses("새\n", "start:\n- a\nstart:\n- b\n", "rules.txt:3: the rule start stands in rules.txt:1 already");
    assert_refuses("새\n", "start:\n- {a:bird}\n", "rules.txt:2: there is no class of words bird");
    assert_refuses("새\n", "start:\n- {달리다.past}\n", "rules.txt:2: {달리다} is no rule");
    assert_refuses("새\n", "start:\n- {가다.yesterday}\n", "rules.txt:2: 가다 has no form or attribute");
    assert_refuses("새\n새\n", "start:\n- a\n", "noun.txt:2: 새 stands in line 1 already");
    assert_refuses("새 size=a,,b\n", "start:\n- a\n", "noun.txt:1: size= has an empty value");
    assert_refuses("새\n배 weight=two\n", "start:\n- a\n", "noun.txt:2: weight=two is no number");
}

static void test_faults_of_expanding_are_named_too(void **state)
{
    (void)state;
    assert_refuses("새\n", "start:\n- {a}\nother:\n- {a:noun}\n", "rules.txt:2: {a} was not chosen yet");
    assert_refuses("새\n", "start:\n- {a:noun red}\n", "rules.txt:2: no noun fits {a}");
    assert_refuses("새\n", "start:\n- {let a:noun} {a.color}\n", "rules.txt:2: 새 has no attribute or form \"color\"");
    assert_refuses("새\n", "start:\n- {start}\n", "rules.txt:1: the rule start goes on without end");
    assert_refuses("새\n", "start:\n- [a.red] a\nother:\n- {a:noun}\n", "rules.txt:1: no way of start may be taken");
    assert_refuses("새\n", "start:\n- ((((((((((a))))))))))\n", "rules.txt:2: ( ) are nested deeper");
}

static void test_unseen_words_are_for_probes(void **state)
{
    (void)state;
    assert_refuses("새 unseen\n", "start:\n- {a:noun}\n", "no noun fits");
    assert_refuses("새 unseen\n", "start:\n- {a:noun unseen}\n", "no noun fits");
}

static void test_a_file_that_is_no_text_is_refused(void **state)
{
    (void)state;
    assert_refuses("새\n", "start:\n- \xff\n", "rules.txt:2: this line is not UTF-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slots_show_words_and_forms),
        cmocka_unit_test(test_a_quotation_has_the_speakers_style),
        cmocka_unit_test(test_conditions_choose_the_way),
        cmocka_unit_test(test_filters_choose_the_word),
        cmocka_unit_test(test_a_deeper_line_goes_on),
        cmocka_unit_test(test_faults_are_named_by_file_and_line),
        cmocka_unit_test(test_faults_of_expanding_are_named_too),
        cmocka_unit_test(test_unseen_words_are_for_probes),
        cmocka_unit_test(test_a_file_that_is_no_text_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
