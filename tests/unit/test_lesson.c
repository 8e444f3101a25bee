/* Reading lessons: what is well-formed is there, what is not is named. */

#include "lesson/library.h"
#include "lesson/pack.h"
#include "support/lesson.h"

static void test_a_lesson_has_what_its_files_say(void **state)
{
    Lesson *lesson = open_lesson(state);
    assert_int_equal(lesson->number, 1);
    assert_string_equal(lesson->id, "small");
    assert_int_equal(lesson->step_count, 6);
    assert_int_equal(lesson->steps[1].question.kind, QUESTION_CHOICE);
    assert_string_equal(lesson->steps[1].question.options[1].right, "model.layers == 3");
    assert_int_equal(lesson->steps[3].question.detour_count, 2);
    assert_string_equal(lesson->steps[3].question.detours[1].texts[0], "head 2");
    assert_string_equal(lesson_wording(lesson, WORDING_IN_KO)->title, "작은 단원");
    char code[LESSON_CODE_LENGTH];
    assert_string_equal(lesson_code(lesson, 3, code), "1.4");
    assert_int_equal(lesson_find_step(lesson, "seek"), 3);
    lesson_free(lesson);
}

static void test_an_option_is_its_text_and_what_is_said_of_it(void **state)
{
    Lesson *lesson = open_lesson(state);
    const WordingStep *step = wording_step(lesson_wording(lesson, WORDING_IN_EN), "choose");
    const WordingPart *part = wording_part(step, WORDING_OPTION, "yes", 0);
    assert_string_equal(part->text, "Yes");
    assert_string_equal(part->more, "It has {{model.layers}} layers.");
    assert_string_equal(wording_part(step, WORDING_HINT, NULL, 2)->text, "Think on.");
    assert_null(wording_part(step, WORDING_HINT, NULL, 3));
    lesson_free(lesson);
}

static void test_a_lesson_may_speak_one_language(void **state)
{
    Lesson *lesson;
    Error error = {0};
    Path folder = write_lesson(state, lesson_json(), NULL, lesson_ko());
    assert_int_equal(lesson_open(folder.text, &lesson, &error), STATUS_OK);
    assert_string_equal(lesson_wording(lesson, WORDING_IN_EN)->title, "작은 단원");
    lesson_free(lesson);
}

typedef struct Fault {
    const char *from, *to, *message;
} Fault;

static void require_fault(void **state, const Fault *fault, const char *json, const char *en)
{
    Lesson *lesson = NULL;
    Error error = {0};
    Path folder = write_lesson(state, json, en, lesson_ko());
    if (lesson_open(folder.text, &lesson, &error) == STATUS_OK)
        fail_msg("\"%s\" was taken", fault->to);
    if (!strstr(error.message, fault->message) || !strstr(error.message, "01-small"))
        fail_msg("\"%s\": \"%s\" has not \"%s\"", fault->to, error.message, fault->message);
}

static void test_faults_of_the_json_are_named(void **state)
{
    static const Fault faults[] = {
        {"{\"format\"", "[{\"format\"", "not valid JSON"},
        {"\"format\": 1", "\"format\": 2", "format 2"},
        {"\"format\": 1, ", "", "\"format\" is missing"},
        {"\"id\": \"small\"", "\"id\": \"a b\"", "letters, digits"},
        {"\"minutes\": 5", "\"minutes\": \"long\"", "minutes"},
        {"\"minutes\": 5", "\"minuets\": 5", "minuets"},
        {"\"facts\": [\"2017\"]", "\"facts\": [2017]", "facts"},
        {"\"id\": \"choose\"", "\"id\": \"read\"", "two steps"},
        {"\"hints\": 2", "\"hints\": 99", "99 hints"},
        {"\"kind\": \"choice\"", "\"kind\": \"quiz\"", "quiz"},
        {"\"id\": \"no\", \"right\": \"model.layers == 3\"", "\"id\": \"yes\"", "two options"},
        {"\"answer\": \"model.heads\", ", "", "needs \"answer\""},
        {"\"where\": \"{layer} == 1 and {head} == 2\",", "", "needs \"where\""},
        {"\"solution\": [\"layer 1\", \"head 2\"], ", "", "needs \"solution\""},
        {"[[\"layer 1\"], [\"head 2\"]]", "[\"layer 1\"]", "wrong"},
        {"\"prompt --ids 3,1,4\"", "\"prompt\\n--ids\"", "no line of text"},
        {"\"kind\": \"write\"", "\"kind\": \"write\", \"answer\": \"1\"", "means nothing"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char *json = with(lesson_json(), faults[i].from, faults[i].to);
        require_fault(state, &faults[i], json, lesson_en());
        free(json);
    }
}

static void test_faults_of_the_words_are_named_with_their_line(void **state)
{
    static const Fault faults[] = {
        {"# A small lesson", "A small lesson", "line 1"},
        {"## read: Reading", "## read", "line 5"},
        {"## read: Reading", "## read : Reading", "line 5"},
        {"## choose: Choosing", "## read: Choosing", "line 5 already"},
        {"### task\nChoose.", "### todo\nChoose.", "\"todo\" is no part"},
        {"### task\nChoose.", "### task now\nChoose.", "means nothing"},
        {"### option yes", "### option", "needs its id"},
        {"### hint 1", "### hint one", "needs its number"},
        {"### hint 2", "### hint 1", "already"},
        {"### notes\nDeep.\n", "### notes\n", "nothing stands below"},
        {"About little.", "### task\nAbout", "outside any"},
        {"Deep.", "```\nDeep.", "not closed"},
        {"Deep.", "De\033ep.", "U+001B"},
        {"Deep.", "De\xee\x80\x80 ep.", "U+E000"},
        {"Deep.", "De\xff ep.", "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char *en = with(lesson_en(), faults[i].from, faults[i].to);
        require_fault(state, &faults[i], lesson_json(), en);
        free(en);
    }
}

static void test_headings_between_fences_are_code(void **state)
{
    (void)state;
    static const char text[] = "# T\n## a: A\n```\n## b: B\n### task\n```\n";
    Wording *wording;
    Error error = {0};
    assert_int_equal(wording_parse(text, sizeof text - 1, "en.md", &wording, &error), STATUS_OK);
    assert_int_equal(wording->step_count, 1);
    assert_non_null(strstr(wording->steps[0].parts[0].text, "## b: B"));
    wording_free(wording);
}

/* Every beginning of the files: an error or a shorter lesson, never more. Runs under the sanitizers. */
static void test_a_file_cut_anywhere_is_read_safely(void **state)
{
    (void)state;
    for (size_t length = 0; length <= strlen(lesson_ko()); length++) {
        Wording *wording;
        Error error = {0};
        if (wording_parse(lesson_ko(), length, "ko.md", &wording, &error) != STATUS_OK)
            assert_true(*error.message);
        wording_free(wording);
    }
}

static void test_lessons_are_found_by_id_number_and_step(void **state)
{
    Library library;
    const Lesson *lesson;
    int step;
    Error error = {0};
    write_lesson(state, lesson_json(), lesson_en(), lesson_ko());
    assert_int_equal(library_open(*state, &library, &error), STATUS_OK);
    assert_int_equal(library_find(&library, "small", &lesson, &step, &error), STATUS_OK);
    assert_int_equal(step, -1);
    assert_int_equal(library_find(&library, "1.4", &lesson, &step, &error), STATUS_OK);
    assert_int_equal(step, 3);
    assert_int_equal(library_find(&library, "1.7", &lesson, &step, &error), STATUS_NOT_FOUND);
    assert_int_equal(library_find(&library, "2", &lesson, &step, &error), STATUS_NOT_FOUND);
    assert_non_null(strstr(error.message, "1 small"));
    library_free(&library);
}

static void test_a_pack_picks_steps_and_sets_the_rules(void **state)
{
    Pack *pack;
    Error error = {0};
    write_text(state, "class.json",
               "{\"format\":1,\"name\":\"1반\",\"language\":\"ko\",\"seed\":7,\"skip\":false,"
               "\"lessons\":[{\"id\":\"small\",\"steps\":[\"seek\",\"read\"]},{\"id\":\"other\"}]}");
    assert_int_equal(pack_open(path_in(state, "class.json").text, &pack, &error), STATUS_OK);
    assert_true(pack->has_language && pack->language == WORDING_IN_KO && pack->has_seed && pack->seed == 7);
    assert_false(pack->skip);
    assert_true(pack_has_step(pack, "small", "seek") && !pack_has_step(pack, "small", "act"));
    assert_true(pack_has_step(pack, "other", "anything") && !pack_has_lesson(pack, "third"));
    assert_true(pack_has_step(NULL, "small", "act"));
    pack_free(pack);
}

static void test_faults_of_a_pack_are_named(void **state)
{
    static const Fault faults[] = {
        {"", "{\"format\":1,\"language\":\"fr\"}", "fr"},
        {"", "{\"format\":1,\"lesson\":[]}", "\"lesson\" means nothing"},
        {"", "{\"format\":1,\"seed\":-1}", "negative"},
        {"", "{}", "format"},
        {"", "[]", "not an object"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        Pack *pack;
        Error error = {0};
        write_text(state, "class.json", faults[i].to);
        assert_int_not_equal(pack_open(path_in(state, "class.json").text, &pack, &error), STATUS_OK);
        if (!strstr(error.message, faults[i].message) || !strstr(error.message, "class.json"))
            fail_msg("%s: %s", faults[i].to, error.message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_a_lesson_has_what_its_files_say),
        IN_FOLDER(test_an_option_is_its_text_and_what_is_said_of_it),
        IN_FOLDER(test_a_lesson_may_speak_one_language),
        IN_FOLDER(test_faults_of_the_json_are_named),
        IN_FOLDER(test_faults_of_the_words_are_named_with_their_line),
        cmocka_unit_test(test_headings_between_fences_are_code),
        cmocka_unit_test(test_a_file_cut_anywhere_is_read_safely),
        IN_FOLDER(test_lessons_are_found_by_id_number_and_step),
        IN_FOLDER(test_a_pack_picks_steps_and_sets_the_rules),
        IN_FOLDER(test_faults_of_a_pack_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
