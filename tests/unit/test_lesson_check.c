/* The checker: a sound lesson has no fault, and each planted one is found and named. */

#include "lesson/check.h"
#include "support/lesson.h"

static const CheckSetup setup = {.model = "tests/fixtures/models/llama-gqa", .only = WORDING_LANGUAGES};

/* Checks the lesson that lies in the folder; what failed is in check->failures. */
static void check_here(void **state, Check *check)
{
    Library library;
    Error error = {0};
    check_init(check);
    Status status = library_open(*state, &library, &error);
    if (status == STATUS_OK)
        status = check_lesson(check, &library, library.lessons[0], &setup, &error);
    library_free(&library);
    if (status != STATUS_OK)
        fail_msg("%s", error.message);
}

static void require_failures(void **state, const char *words)
{
    Check check;
    check_here(state, &check);
    if (*words ? !strstr(buffer_text(&check.failures), words) : check.failed != 0)
        fail_msg("wanted \"%s\" in: %s", words, buffer_text(&check.failures));
    check_free(&check);
}

static void test_a_sound_lesson_has_no_fault(void **state)
{
    write_lesson(state, lesson_json(), lesson_en(), lesson_ko());
    require_failures(state, "");
}

typedef struct Planted {
    const char *from, *to, *found;
} Planted;

static void test_planted_faults_of_the_logic_are_found(void **state)
{
    static const Planted faults[] = {
        {"\"text.positions == 3\"", "\"text.positions == 4\"", "1.1 read ko: what is expected does not hold"},
        {"\"text.positions == 3\"", "\"text.nothing == 4\"", "text.nothing"},
        {"\"prompt --ids 3,1,4\"", "\"prompt --ids 99999\"", "1.1 read"},
        {"prob(top(1)) > prob(top(40))", "prob(top(1)) > 0.9999 * prob(top(1))", "margin"},
        {"model.layers == 3", "model.layers == 2", "2 of 2 options are right"},
        {"model.layers == 2", "model.layers == 4", "0 of 2 options are right"},
        {"\"wrong\": [\"model.layers\"]", "\"wrong\": [\"4\"]", "passes, and should not"},
        {"\"{layer} == 1 and {head} == 2\"", "\"{layer} == 0\"", "solved before anything was done"},
        {"\"{layer} == 1 and {head} == 2\"", "\"{layer} >= 0\"", "8 of 8 heads"},
        {"[\"layer 1\", \"head 2\"]", "[\"layer 1\"]", "1.4 seek ko: the solution does not solve it"},
        {"[[\"layer 1\"], [\"head 2\"]]", "[[\"layer 1\", \"head 2\"]]", "a wrong way"},
        {"[\"generate 1\"]]", "[\"temperature 1\", \"generate 1\"]]", "1.5 act ko: a wrong way"},
        {"[\"temperature 0.75\", \"generate 1\"]", "[\"fly\"]", "the solution does not solve it: fly"},
        {"\"minutes\": 5", "\"requires\": [\"small\"]", "lead back to this lesson"},
        {"\"minutes\": 5", "\"requires\": [\"no-such\"]", "there is no such lesson"},
        {"\"hints\": 2", "\"hints\": 1", "2 hints here and 1 in lesson.json"},
        {"\"run\": [\"prompt --ids 3,1,4\", \"finish\"], \"hints\"", "\"run\": [\"finish\"], \"hints\"", "1.2 choose"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char *json = with(lesson_json(), faults[i].from, faults[i].to);
        write_lesson(state, json, lesson_en(), lesson_ko());
        require_failures(state, faults[i].found);
        free(json);
    }
}

static void test_planted_faults_of_the_words_are_found(void **state)
{
#define SENTENCE "아주 긴 글은 작은 화면에 들어가지 않습니다. "
#define FIVE     SENTENCE SENTENCE SENTENCE SENTENCE SENTENCE
    static const char long_text[] = FIVE FIVE FIVE;
    static const Planted faults[] = {
        {"## tell: 말하기\n말.\n### task\n쓰세요.\n", "", "1.6 tell ko: ko.md has no section"},
        {"## read: 읽기", "## red: 읽기", "lesson.json has no step red"},
        {"### option no\n아니요\n\n아닙니다.\n", "", "### option no is missing"},
        {"### hint 2\n더 생각하세요.\n", "", "### hint 2 is missing"},
        {"네\n\n층은", "네\n층은", "there is no feedback"},
        {"### notes\n깊이.\n", "", "notes has no counterpart"},
        {"### answer\n네.\n", "", "1.2 choose ko: answer is missing"},
        {"{{text.positions}}개", "세 개", "{{text.positions}} does not stand as often"},
        {"{{text.positions}}개", "{{text.position}}개", "1.1 read ko: {{text.position}}"},
        {"깊이.", "깊이 4.", "the number 4 is typed by hand"},
        {"깊이.", "깊이 {{1 + }}.", "notes"},
        {"생각하세요.", long_text, "hint takes"},
        {"글 *조금*.", long_text, "the page takes"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char *ko = with(lesson_ko(), faults[i].from, faults[i].to);
        write_lesson(state, lesson_json(), lesson_en(), ko);
        require_failures(state, faults[i].found);
        free(ko);
    }
}

static void test_numbers_in_code_lists_facts_and_placeholders_are_fine(void **state)
{
    static const char *const fine[] = {"`top-k 5`.", "1. eins\n2. zwei", "{{1 + 1}} in 2017.", "(2017)"};
    for (int i = 0; i < 4; i++) {
        char *ko = with(lesson_ko(), "깊이.", fine[i]), *en = with(lesson_en(), "Deep.", fine[i]);
        write_lesson(state, lesson_json(), en, ko);
        require_failures(state, "");
        free(ko);
        free(en);
    }
}

static void accept_here(void **state)
{
    Library library;
    assert_int_equal(library_open(*state, &library, NULL), STATUS_OK);
    assert_int_equal(check_accept(library.lessons[0], NULL), STATUS_OK);
    library_free(&library);
}

static void test_one_language_changed_alone_is_found(void **state)
{
    char *ko = with(lesson_ko(), "깊이.", "더 깊이."), *en = with(lesson_en(), "Deep.", "Deeper.");
    write_lesson(state, lesson_json(), lesson_en(), lesson_ko());
    accept_here(state);
    require_failures(state, "");
    write_lesson(state, lesson_json(), lesson_en(), ko);
    require_failures(state, "1.2 choose: en.md was not changed with the other language");
    write_lesson(state, lesson_json(), en, lesson_ko());
    require_failures(state, "1.2 choose: ko.md was not changed with the other language");
    write_lesson(state, lesson_json(), en, ko);
    require_failures(state, "both languages were changed");
    accept_here(state);
    require_failures(state, "");
    free(ko);
    free(en);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_a_sound_lesson_has_no_fault),
        IN_FOLDER(test_planted_faults_of_the_logic_are_found),
        IN_FOLDER(test_planted_faults_of_the_words_are_found),
        IN_FOLDER(test_numbers_in_code_lists_facts_and_placeholders_are_fine),
        IN_FOLDER(test_one_language_changed_alone_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
