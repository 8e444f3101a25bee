/* The training view: what it shows of a run, and what its keys do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>

#include "draw/cells.h"
#include "session/training_figure.h"
#include "support/golden.h"
#include "support/session.h"
#include "support/training.h"
#include "view/inspector.h"

#define RECIPE                                                                                                         \
    "\"steps\":40,\"threads\":1,\"samples\":{\"every\":5,\"tokens\":12,\"temperature\":0,\"prompts\":[\"Ann we\"]}"

static Session *begin(void **state)
{
    Session *session = open_with_text();
    Recipe recipe = training_recipe(state, RECIPE);
    char line[600];
    recipe_free(&recipe);
    snprintf(line, sizeof line, "train %s", path_in(state, "recipe.json").text);
    say(session, line);
    assert_int_equal(training_wait(session->training, NULL, NULL), STATUS_OK);
    return session;
}

static void draw(const Session *session, ViewState *state, int width, int height, Buffer *out)
{
    Canvas canvas;
    Figure figure;
    Error error = {0};
    figure_init(&figure);
    canvas_init(&canvas, width, height);
    if (view_training.figure(session, state, &figure, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    cells_draw(&canvas, canvas_rect(&canvas), &figure, &(CellsOptions){.depth = COLOR_MONO});
    canvas_text(&canvas, out);
    buffer_append_text(out, "----\n");
    inspector_lines(session, &view_training, state, 4, out);
    canvas_free(&canvas);
    figure_free(&figure);
}

static bool shows(const Session *session, ViewState *state, const char *words)
{
    Buffer text = {0};
    draw(session, state, 80, 17, &text);
    bool found = strstr(text.bytes, words) != NULL;
    if (!found)
        print_message("no \"%s\" in\n%s", words, text.bytes);
    buffer_free(&text);
    return found;
}

static void hit(Session *session, ViewState *state, Event event)
{
    Reaction reaction = view_training.handle(session, state, event);
    assert_int_not_equal(reaction.answer, ANSWER_UNHANDLED);
    if (reaction.answer == ANSWER_COMMAND)
        say(session, reaction.command);
}

static void key(Session *session, ViewState *state, const char *text)
{
    Event event = {.press = PRESS_TEXT};
    strcpy(event.text, text);
    hit(session, state, event);
}

static void press(Session *session, ViewState *state, Press press)
{
    hit(session, state, (Event){.press = press});
}

/* ---- golden screens ---- */

static void test_screens_look_as_they_did(void **state)
{
    static const struct {
        const char *name, *language;
        int width, height;
    } goldens[] = {
        {"training-80x24", "lang en", 80, 17}, /* the part of such a screen that views have */
        {"training-hangul-80x24", "lang ko", 80, 17},
        {"training-120x40", "lang en", 70, 31},
        {"training-200x60", "lang en", 122, 49},
    };
    Session *session = begin(state);
    say(session, "train step 12");
    for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++) {
        ViewState view = {0};
        Buffer text = {0};
        say(session, goldens[i].language);
        draw(session, &view, goldens[i].width, goldens[i].height, &text);
        golden_compare(goldens[i].name, text.bytes);
        buffer_free(&text);
    }
    session_free(session);
}

static void test_every_picture_can_be_drawn_at_every_time_and_size(void **state)
{
    static const char *const lines[] = {"train", "train step 1", "train step 8", "train watch Bob", "train stop"};
    Session *session = begin(state);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        say(session, lines[i]);
        for (int mode = 0; mode <= TRAINING_PICTURES; mode++)
            for (int size = 1; size < 130; size += 16) {
                ViewState view = {.mode = mode};
                Buffer text = {0};
                draw(session, &view, size, size / 3 + 1, &text);
                buffer_free(&text);
            }
    }
    session_free(session);
}

/* ---- keys ---- */

static void test_without_a_run_it_says_what_to_do(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    Reaction reaction = view_training.handle(session, &view, (Event){.press = PRESS_ENTER});
    assert_true(shows(session, &view, "Enter begins the recipe “classroom”"));
    assert_string_equal(reaction.command, "train classroom");
    session_free(session);
}

static void test_space_steps_and_enter_goes_and_pauses(void **state)
{
    Session *session = begin(state);
    ViewState view = {0};
    assert_true(shows(session, &view, "paused at step 0 of 40"));
    assert_true(shows(session, &view, "no step is done yet"));
    key(session, &view, " ");
    assert_true(shows(session, &view, "paused at step 1 of 40"));
    press(session, &view, PRESS_ENTER);
    assert_int_equal(training_wait(session->training, NULL, NULL), STATUS_OK);
    assert_true(shows(session, &view, "done: step 40 of 40"));
    session_free(session);
}

static void test_plus_and_minus_change_the_rate(void **state)
{
    Session *session = begin(state);
    ViewState view = {0};
    say(session, "train rate 0.01");
    key(session, &view, "+");
    assert_true(training_look(session->training).rate == 0.02);
    training_done(session->training);
    key(session, &view, "-");
    key(session, &view, "-");
    assert_true(training_look(session->training).rate == 0.005);
    training_done(session->training);
    key(session, &view, "=");
    assert_false(training_look(session->training).rate_by_hand);
    training_done(session->training);
    session_free(session);
}

static void test_one_can_look_back_at_every_step(void **state)
{
    Session *session = begin(state);
    ViewState view = {0};
    say(session, "train step 6");
    assert_true(shows(session, &view, "after step 6"));
    press(session, &view, PRESS_LEFT);
    press(session, &view, PRESS_LEFT);
    assert_true(shows(session, &view, "after step 4"));
    assert_true(shows(session, &view, "step 4: loss "));
    assert_true(shows(session, &view, "x ↕"));
    say(session, "train step 3"); /* new steps do not carry one away */
    assert_true(shows(session, &view, "after step 4"));
    press(session, &view, PRESS_HOME);
    assert_true(shows(session, &view, "after step 0"));
    press(session, &view, PRESS_END);
    assert_true(shows(session, &view, "after step 9"));
    press(session, &view, PRESS_RIGHT);
    say(session, "train step");
    assert_true(shows(session, &view, "after step 10"));
    session_free(session);
}

static void test_brackets_choose_layer_and_head_within_the_model(void **state)
{
    Session *session = begin(state);
    ViewState view = {0};
    for (int i = 0; i < 4; i++) {
        key(session, &view, "]");
        key(session, &view, "}");
    }
    assert_true(shows(session, &view, "layer 1 head 1"));
    for (int i = 0; i < 4; i++) {
        key(session, &view, "h");
        key(session, &view, "k");
    }
    assert_true(shows(session, &view, "layer 0 head 0"));
    session_free(session);
}

static void test_t_tries_the_model_and_comes_back(void **state)
{
    Session *session = begin(state);
    const Model *own = session->model;
    ViewState view = {0};
    key(session, &view, "t");
    assert_ptr_not_equal(session->model, own);
    key(session, &view, "t");
    assert_ptr_equal(session->model, own);
    session_free(session);
}

/* ---- numbers ---- */

static void test_the_pictures_have_the_numbers_of_the_run(void **state)
{
    Session *session = begin(state);
    say(session, "train step 3");
    TrainingSight sight = training_look(session->training);
    const TrainingStep *step = training_log_step(sight.log, 3);
    const TrainingPattern *pattern = training_log_pattern_at(sight.log, 3);
    int count = sight.watched_count, heads = (int)sight.model->config.heads;
    Figure bars, matrix, rates;
    figure_init(&bars);
    figure_init(&matrix);
    figure_init(&rates);
    training_figure(&sight, TRAINING_GRADIENTS, (TrainingPlace){.step = 3}, &bars);
    training_figure(&sight, TRAINING_RATE, (TrainingPlace){.step = 3}, &rates);
    training_figure(&sight, TRAINING_ATTENTION, (TrainingPlace){.step = 3, .layer = 1, .head = 1}, &matrix);
    assert_int_equal(bars.bars.count, sight.log->parts);
    for (int i = 0; i < bars.bars.count; i++)
        assert_true(bars.bars.series[0].y[i] == (float)step->norms[i]);
    for (int i = 0; i < 3; i++)
        assert_true(rates.lines.series[0].y[i] == (float)sight.log->steps[i].rate);
    for (int query = 0; query < count; query++)
        for (int key = 0; key <= query; key++)
            assert_true(tile_value(&matrix.matrix, query, key) ==
                        pattern->numbers[((heads + 1) * count + query) * count + key]);
    assert_int_equal(tile_state(&matrix.matrix, 0, 1), CELL_MASKED);
    figure_free(&bars);
    figure_free(&matrix);
    figure_free(&rates);
    training_done(session->training);
    session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_screens_look_as_they_did),
        IN_FOLDER(test_every_picture_can_be_drawn_at_every_time_and_size),
        cmocka_unit_test(test_without_a_run_it_says_what_to_do),
        IN_FOLDER(test_space_steps_and_enter_goes_and_pauses),
        IN_FOLDER(test_plus_and_minus_change_the_rate),
        IN_FOLDER(test_one_can_look_back_at_every_step),
        IN_FOLDER(test_brackets_choose_layer_and_head_within_the_model),
        IN_FOLDER(test_t_tries_the_model_and_comes_back),
        IN_FOLDER(test_the_pictures_have_the_numbers_of_the_run),
    };
    return cmocka_run_group_tests_name("training_view", tests, NULL, NULL);
}
