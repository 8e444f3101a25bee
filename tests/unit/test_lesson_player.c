/* Playing a lesson: answers, hints, passing, the sandbox. */
#include "lesson/player.h"

#include <stdio.h>

#include "support/lesson.h"
#include "support/session.h"

static Session *session;
static Lesson *lesson;
static Player *player;

static void open_player(const PlayerSetup *setup)
{
    Error error = {0};
    if (player_open(session, lesson, setup, &player, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

static int set_up(void **state)
{
    if (make_folder(state))
        return -1;
    session = open_session();
    lesson = open_lesson(state);
    open_player(&(PlayerSetup){.language = WORDING_IN_EN});
    return 0;
}

static int tear_down(void **state)
{
    player_close(player);
    lesson_free(lesson);
    session_free(session);
    return remove_folder(state);
}

static void start(const char *step)
{
    Error error = {0};
    if (player_start(player, lesson_find_step(lesson, step), &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

static PlayerPhase answer(const char *text)
{
    Error error = {0};
    if (player_answer(player, text, &error) != STATUS_OK)
        fail_msg("%s: %s", text, error.message);
    return player_phase(player);
}

static void act(PlayerAction action)
{
    Error error = {0};
    if (player_act(player, action, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

static bool page_has(const char *words)
{
    ProseLines lines = {0};
    Buffer page = {0};
    prose_wrap(player_page(player), 60, &lines);
    prose_lines_print(&lines, &page);
    bool has = strstr(buffer_text(&page), words) != NULL;
    prose_lines_free(&lines);
    buffer_free(&page);
    return has;
}

static void test_a_step_begins_cold(void **state)
{
    (void)state;
    say(session, "prompt --ids 9,9,9,9");
    say(session, "finish");
    say(session, "ablate blocks.0.attn.z[head 1]");
    say(session, "temperature 1.5");
    start("choose");
    assert_int_equal(machine_position_count(session->machine), 3);
    assert_int_equal(machine_edit_count(session->machine), 0);
    assert_float_equal(session->sampler.settings.temperature, 0, 0);
    assert_int_equal(player_phase(player), PLAYER_ASKING);
    assert_true(page_has("1.2  Choosing") && page_has("Some prose.") && page_has("▶ Choose.") && page_has("1  Yes"));
}

static void test_reading_passes_by_going_on(void **state)
{
    (void)state;
    start("read");
    assert_int_equal(player_phase(player), PLAYER_READING);
    assert_true(page_has("3 tokens"));
    act(ACT_NEXT);
    assert_string_equal(player_step_facts(player)->id, "choose");
    act(ACT_BACK);
    assert_string_equal(player_step_facts(player)->id, "read");
    assert_false(player_allows(player, ACT_BACK));
}

static void test_a_question_is_passed_before_one_goes_on(void **state)
{
    (void)state;
    Error error = {0};
    start("choose");
    assert_false(player_allows(player, ACT_NEXT));
    assert_int_equal(player_act(player, ACT_NEXT, &error), STATUS_USAGE);
    assert_non_null(strstr(error.message, "answer it"));
    assert_int_equal(answer("no"), PLAYER_MISSED);
    assert_true(page_has("It has not."));
    assert_false(player_allows(player, ACT_NEXT));
    assert_int_equal(answer("1"), PLAYER_PASSED);
    assert_true(page_has("Right!") && page_has("It has 2 layers."));
    assert_true(player_allows(player, ACT_NEXT));
}

static void test_hints_come_after_a_miss_one_by_one(void **state)
{
    (void)state;
    start("choose");
    assert_false(player_allows(player, ACT_HINT));
    answer("2");
    assert_true(player_allows(player, ACT_HINT) && !page_has("Think."));
    act(ACT_HINT);
    assert_true(page_has("Think.") && !page_has("Think on."));
    act(ACT_HINT);
    assert_true(page_has("Think on.") && !player_allows(player, ACT_HINT));
}

static void test_what_is_no_answer_is_no_miss(void **state)
{
    (void)state;
    Error error = {0};
    start("choose");
    assert_int_equal(player_answer(player, "3", &error), STATUS_USAGE);
    assert_int_equal(player_answer(player, "", &error), STATUS_USAGE);
    assert_int_equal(player_phase(player), PLAYER_ASKING);
    start("count");
    assert_int_equal(player_answer(player, "four", &error), STATUS_USAGE);
    assert_int_equal(player_phase(player), PLAYER_ASKING);
}

static void test_numbers_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double number;
    } cases[] = {{"4", 4}, {" 4.0 ", 4}, {"1,210,752", 1210752}, {"37 %", 0.37}, {"121만", 1210000}, {"-2e3", -2000}};
    start("count");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Verdict verdict;
        assert_int_equal(judge_answer(session, &player_step_facts(player)->question, cases[i].text, &verdict, NULL),
                         STATUS_OK);
        assert_float_equal(verdict.number, cases[i].number, 1e-9);
        assert_int_equal(verdict.right, cases[i].number == 4);
    }
}

static void test_a_tolerance_is_as_wide_as_it_says(void **state)
{
    (void)state;
    Question question = {.kind = QUESTION_NUMBER, .answer = "10 * model.heads", .tolerance = 1.5};
    static const char *const texts[] = {"41.5", "41.6", "38.5", "38.4"};
    for (int i = 0; i < 4; i++) {
        Verdict verdict;
        assert_int_equal(judge_answer(session, &question, texts[i], &verdict, NULL), STATUS_OK);
        assert_int_equal(verdict.right, i % 2 == 0);
    }
    question.tolerance = 0;
    question.relative = 0.1;
    Verdict verdict;
    judge_answer(session, &question, "44", &verdict, NULL);
    assert_true(verdict.right);
}

static void test_a_guess_is_measured_by_what_comes(void **state)
{
    (void)state;
    const char *reveal = "finish";
    Question *question = &lesson->steps[0].question;
    *question = (Question){.kind = QUESTION_PREDICT, .reveal = {&reveal, 1}};
    start("read");
    assert_null(machine_last_logits(session->machine));
    assert_int_equal(answer("ab"), PLAYER_PASSED);
    const Verdict *verdict = player_verdict(player);
    char rank[80];
    assert_int_equal(verdict->token, 3); /* " ab" is a space and ab: the space is no guess */
    snprintf(rank, sizeof rank, "print rank(3) == %d", (int)verdict->rank);
    assert_string_equal(say(session, rank), "true\n");
    assert_true(page_has("came in at place"));
}

static void test_any_head_that_fits_is_found(void **state)
{
    (void)state;
    start("seek");
    assert_int_equal(answer(""), PLAYER_MISSED);
    assert_true(page_has("Not here."));
    say(session, "layer 1");
    say(session, "head 2");
    assert_int_equal(answer(""), PLAYER_PASSED);
    assert_true(page_has("Found at 1."));
}

static void test_a_cell_that_is_not_chosen_is_not_found(void **state)
{
    (void)state;
    Question question = {.kind = QUESTION_FIND, .where = "{key} == 0 and abs({cell}) >= 0", .of_cell = true};
    Verdict verdict;
    start("seek");
    assert_int_equal(judge_answer(session, &question, "", &verdict, NULL), STATUS_OK);
    assert_false(verdict.right);
    say(session, "show value blocks.0.attn.pattern[1, 2, 0]");
    assert_int_equal(judge_answer(session, &question, "", &verdict, NULL), STATUS_OK);
    assert_true(verdict.right);
}

static void test_a_goal_is_noticed_and_extras_do_no_harm(void **state)
{
    (void)state;
    Error error = {0};
    static const char *const lines[] = {"show attention", "temperature 0.75", "top-k 3", "print 1 + 1"};
    start("act");
    for (int i = 0; i < 4; i++) {
        say(session, lines[i]);
        assert_int_equal(player_watch(player, &error), STATUS_OK);
        assert_int_equal(player_phase(player), PLAYER_ASKING);
    }
    say(session, "generate 1");
    assert_int_equal(player_watch(player, &error), STATUS_OK);
    assert_int_equal(player_phase(player), PLAYER_PASSED);
}

static void test_the_sandbox_leads_back_to_the_same_place(void **state)
{
    (void)state;
    start("act");
    say(session, "temperature 0.75");
    say(session, "layer 1");
    act(ACT_SANDBOX);
    assert_false(player_allows(player, ACT_NEXT));
    say(session, "prompt --ids 9,9,9,9,9");
    say(session, "temperature 0");
    act(ACT_RETURN);
    assert_int_equal(player_phase(player), PLAYER_ASKING);
    assert_int_equal(machine_position_count(session->machine), 3);
    assert_float_equal(session->sampler.settings.temperature, 0.75, 0);
    assert_int_equal(session->focus.layer, 1);
    act(ACT_SANDBOX); /* and again, with what was done before the first time */
    say(session, "reset");
    act(ACT_RETURN);
    assert_float_equal(session->sampler.settings.temperature, 0.75, 0);
}

static void test_reset_begins_the_step_anew(void **state)
{
    (void)state;
    start("choose");
    answer("no");
    act(ACT_HINT);
    say(session, "prompt --ids 9");
    act(ACT_RESET);
    assert_int_equal(player_phase(player), PLAYER_ASKING);
    assert_int_equal(machine_position_count(session->machine), 3);
    assert_false(page_has("Think."));
}

static void test_a_whole_lesson_ends(void **state)
{
    (void)state;
    start("read");
    act(ACT_NEXT);
    act(ACT_SKIP);
    answer("4");
    act(ACT_NEXT);
    act(ACT_SKIP);
    act(ACT_SKIP);
    answer("an essay");
    assert_true(page_has("Kept."));
    act(ACT_NEXT);
    assert_int_equal(player_phase(player), PLAYER_DONE);
    assert_true(page_has("A small lesson"));
    act(ACT_BACK);
    assert_string_equal(player_step_facts(player)->id, "tell");
}

static void test_a_pack_rules(void **state)
{
    (void)state;
    const char *steps[] = {"choose", "act"};
    PackLesson picked = {"small", {steps, 2}};
    Pack pack = {.name = "",
                 .has_language = true,
                 .language = WORDING_IN_KO,
                 .has_seed = true,
                 .seed = 11,
                 .lessons = &picked,
                 .lesson_count = 1};
    int of;
    Error error = {0};
    player_close(player);
    open_player(&(PlayerSetup){.language = WORDING_IN_EN, .pack = &pack});
    start("choose");
    assert_true(page_has("고르기"));
    assert_false(player_allows(player, ACT_SKIP));
    assert_int_equal(session->sampler.settings.seed, 11);
    assert_int_equal(player_place(player, &of), 1);
    assert_int_equal(of, 2);
    assert_int_equal(player_start(player, 0, &error), STATUS_NOT_FOUND);
    assert_int_equal(player_set_language(player, WORDING_IN_EN, &error), STATUS_USAGE);
}

static void test_notes_and_language_change_the_page_alone(void **state)
{
    (void)state;
    Error error = {0};
    start("choose");
    assert_false(page_has("Deep."));
    act(ACT_NOTES);
    assert_true(page_has("Deep."));
    act(ACT_NOTES);
    assert_false(page_has("Deep."));
    answer("no");
    assert_int_equal(player_set_language(player, WORDING_IN_KO, &error), STATUS_OK);
    assert_int_equal(player_phase(player), PLAYER_MISSED);
    assert_true(page_has("아닙니다.") && page_has("고르세요."));
}

static void test_presenting_shows_no_answers(void **state)
{
    (void)state;
    player_close(player);
    open_player(&(PlayerSetup){.language = WORDING_IN_EN, .present = true});
    start("choose");
    assert_true(player_allows(player, ACT_REVEAL) && !player_allows(player, ACT_NOTES));
    answer("yes");
    assert_false(page_has("It has"));
    start("choose");
    act(ACT_REVEAL);
    assert_true(player_allows(player, ACT_NEXT));
}

static void test_a_lesson_may_not_write_files_or_leave(void **state)
{
    (void)state;
    static const char *const lines[] = {"heatmap stolen.png", "quit", "snapshot stolen.png", "  quit", "lang ko"};
    for (int i = 0; i < 5; i++) {
        Error error = {0};
        const char *line = lines[i];
        lesson->steps[0].run = (LineList){&line, 1};
        assert_int_equal(player_start(player, 0, &error), STATUS_UNSUPPORTED);
        assert_non_null(strstr(error.message, "1.1 read"));
    }
    assert_false(session->quit);
}

static void test_a_command_that_fails_is_named_with_its_step(void **state)
{
    (void)state;
    Error error = {0};
    const char *line = "prompt --ids 99999";
    lesson->steps[2].run = (LineList){&line, 1};
    assert_int_not_equal(player_start(player, 2, &error), STATUS_OK);
    assert_non_null(strstr(error.message, "1.3 count: prompt --ids 99999"));
}

static void test_words_stay_what_they_were_when_the_text_changes(void **state)
{
    (void)state;
    Error error = {0};
    start("read");
    say(session, "prompt --ids 1,2,3,4,5,6");
    act(ACT_SANDBOX);
    act(ACT_RETURN);
    assert_true(page_has("3 tokens"));
    assert_int_equal(player_fault(player, &error), STATUS_OK);
}

#define PLAYING(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLAYING(test_a_step_begins_cold),
        PLAYING(test_reading_passes_by_going_on),
        PLAYING(test_a_question_is_passed_before_one_goes_on),
        PLAYING(test_hints_come_after_a_miss_one_by_one),
        PLAYING(test_what_is_no_answer_is_no_miss),
        PLAYING(test_numbers_are_read_as_people_write_them),
        PLAYING(test_a_tolerance_is_as_wide_as_it_says),
        PLAYING(test_a_guess_is_measured_by_what_comes),
        PLAYING(test_any_head_that_fits_is_found),
        PLAYING(test_a_cell_that_is_not_chosen_is_not_found),
        PLAYING(test_a_goal_is_noticed_and_extras_do_no_harm),
        PLAYING(test_the_sandbox_leads_back_to_the_same_place),
        PLAYING(test_reset_begins_the_step_anew),
        PLAYING(test_a_whole_lesson_ends),
        PLAYING(test_a_pack_rules),
        PLAYING(test_notes_and_language_change_the_page_alone),
        PLAYING(test_presenting_shows_no_answers),
        PLAYING(test_a_lesson_may_not_write_files_or_leave),
        PLAYING(test_a_command_that_fails_is_named_with_its_step),
        PLAYING(test_words_stay_what_they_were_when_the_text_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
