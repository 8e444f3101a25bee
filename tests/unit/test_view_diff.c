/* The diff view: what edits change, and two models on one text. */
#include <math.h>

#include "base/file.h"
#include "run/lens.h"
#include "run/likelihood.h"
#include "run/readout.h"
#include "support/model_folder.h"
#include "support/screen.h"
#include "view/diff.h"

enum { PAGE_VALUE, PAGE_OUTPUT, PAGE_MODELS, PAGE_ATTENTION, PAGE_TOKENS }; /* by `v` */

#define ABLATE "finish|ablate blocks.0.attn.z[head 1]|diff on"

static void say_all(Session *session, const char *lines)
{
    char copy[256], *rest = copy;
    strcpy(copy, lines);
    while (rest)
        say(session, strsep(&rest, "|"));
}

static Session *open_edited(void)
{
    Session *session = open_with_text();
    say_all(session, ABLATE);
    return session;
}

static void say_compare(Session *session, const Path *folder)
{
    char line[600];
    snprintf(line, sizeof line, "compare %s", folder->text);
    say(session, line);
}

/* ---- golden screens ---- */

static const struct {
    const char *name, *lines;
    int width, height, page, panel;
} goldens[] = {
    {"diff-nothing", "prompt abb abc", 80, 15, PAGE_VALUE, 0},
    {"diff-80x24", "prompt --ids 3,1,4,1,5|" ABLATE "|layer 1", 80, 15, PAGE_VALUE, 0},
    {"diff-80x24-change", "prompt --ids 3,1,4,1,5|" ABLATE "|layer 1", 80, 15, PAGE_VALUE, 2},
    {"diff-120x40", "prompt --ids 3,1,4,1,5|" ABLATE "|show diff blocks.0.attn.z|head 1", 120, 30, PAGE_VALUE, 0},
    {"diff-output", "prompt --ids 3,1,4,1,5|" ABLATE, 80, 15, PAGE_OUTPUT, 0},
    {"diff-hangul", "prompt --ids 7,8,9,3,2|" ABLATE "|layer 1", 80, 15, PAGE_VALUE, 0},
};

static void test_screens_look_as_they_did(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++) {
        Session *session = open_session();
        ViewState view = {.mode = goldens[i].page, .panel = goldens[i].panel, .width = goldens[i].width};
        say_all(session, goldens[i].lines);
        screen_golden(session, &view_diff, &view, goldens[i].width, goldens[i].height, goldens[i].name);
        session_free(session);
    }
}

static void test_two_models_look_as_they_did(void **state)
{
    static const struct {
        const char *name;
        int width, height, page;
    } rows[] = {
        {"compare-models", 80, 22, PAGE_MODELS},
        {"compare-attention", 80, 15, PAGE_ATTENTION},
        {"compare-tokens", 120, 30, PAGE_TOKENS},
    };
    Path folder = model_with_tokenizer(state, "tests/fixtures/models/gpt2-tiny");
    Session *session = open_session();
    free(session->model->name);
    session->model->name = memory_copy_text("llama", 5);
    say(session, "prompt abb 돈");
    say(session, "finish");
    say_compare(session, &folder);
    free(session->comparison->model->name);
    session->comparison->model->name = memory_copy_text("gpt2", 4);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ViewState view = {.mode = rows[i].page, .width = rows[i].width};
        screen_golden(session, &view_diff, &view, rows[i].width, rows[i].height, rows[i].name);
    }
    session_free(session);
}

/* ---- numbers ---- */

static void test_every_number_is_the_engines_or_the_difference_of_two(void **state)
{
    (void)state;
    Session *session = open_edited();
    ViewState view = {.width = 120};
    Figure figure;
    say(session, "show diff blocks.1.resid_mid");
    figure_init(&figure);
    assert_int_equal(view_diff.figure(session, &view, &figure, NULL), STATUS_OK);
    assert_int_equal(figure.panels.count, 3);
    const Figure *panels = figure.panels.figures;
    bool differs = false;
    for (int row = 0; row < 5; row++)
        for (int column = 0; column < session->model->config.d_model; column++) {
            Real with, without;
            Cell cell = {.id = session->focus.cell.id, .index = {row, column}};
            assert_int_equal(cell_read(session->machine, &cell, &with, NULL), STATUS_OK);
            assert_int_equal(cell_read(session->unedited, &cell, &without, NULL), STATUS_OK);
            assert_true(tile_value(&panels[0].matrix, row, column) == (float)with);
            assert_true(tile_value(&panels[1].matrix, row, column) == (float)without);
            assert_true(tile_value(&panels[2].matrix, row, column) == (float)(with - without));
            differs = differs || with != without;
        }
    assert_true(differs);
    assert_int_equal(panels[2].scale_kind, SCALE_DIVERGING);
    figure_free(&figure);
    session_free(session);
}

static void test_the_effect_on_the_next_token_is_that_of_probs(void **state)
{
    (void)state;
    Session *session = open_edited();
    ViewState view = {.mode = PAGE_OUTPUT, .width = 80};
    Figure figure;
    ValueId probs = session->model->program.probs, logits = session->model->program.logits;
    const Real *with = readout_row(session->machine, probs, 4), *without = readout_row(session->unedited, probs, 4);
    figure_init(&figure);
    assert_int_equal(view_diff.figure(session, &view, &figure, NULL), STATUS_OK);
    int32_t top = lens_top(without, session->model->config.vocab);
    assert_true(figure.bars.series[0].y[0] == (float)without[top]);
    assert_true(figure.bars.series[1].y[0] == (float)with[top]);
    for (int i = 0; i < figure.bars.count; i++)
        assert_true(figure.bars.series[2].y[i] == figure.bars.series[1].y[i] - figure.bars.series[0].y[i]);
    double bits = 0; /* from probabilities, not from logits as the view has it */
    for (int64_t id = 0; id < session->model->config.vocab; id++)
        bits += (double)without[id] * log2((double)without[id] / (double)with[id]);
    const char *shown = strstr(figure.subtitle, ": ");
    assert_non_null(shown);
    assert_true(bits > 0 && fabs(strtod(shown + 2, NULL) - bits) < 1e-3 * bits + 1e-6);
    assert_true(likelihood_divergence(readout_row(session->machine, logits, 4),
                                      readout_row(session->machine, logits, 4), session->model->config.vocab) == 0);
    figure_free(&figure);
    session_free(session);
}

/* ---- keys ---- */

static void test_narrow_screens_show_the_other_panels_by_key(void **state)
{
    (void)state;
    Session *session = open_edited();
    ViewState view = {.width = 40};
    assert_true(screen_shows(session, &view_diff, &view, "with edits"));
    screen_key(session, &view_diff, &view, key_letter("o"));
    assert_true(screen_shows(session, &view_diff, &view, "without edits"));
    screen_key(session, &view_diff, &view, key_letter("o"));
    assert_true(screen_shows(session, &view_diff, &view, "with - without"));
    session_free(session);
}

static void test_pages_follow_each_other_as_far_as_there_are_any(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {.width = 80};
    say(session, "finish");
    assert_int_equal(view_diff.handle(session, &view, key_letter("v")).answer, ANSWER_UNHANDLED);
    assert_true(screen_shows(session, &view_diff, &view, ":compare"));
    say(session, "diff on");
    assert_true(screen_shows(session, &view_diff, &view, "there are no edits"));
    screen_key(session, &view_diff, &view, key_letter("v"));
    assert_true(screen_shows(session, &view_diff, &view, "divergence of with from without: 0 bits"));
    screen_key(session, &view_diff, &view, key_letter("v"));
    assert_int_equal(view.mode, PAGE_VALUE);
    session_free(session);
}

static void test_keys_choose_value_head_and_layer(void **state)
{
    (void)state;
    Session *session = open_edited();
    ViewState view = {.width = 80};
    Cell cell;
    screen_key(session, &view_diff, &view, key_letter("}"));
    screen_key(session, &view_diff, &view, key_letter("]"));
    assert_true(screen_shows(session, &view_diff, &view, "blocks.1.attn.pattern · head 1 of 4"));
    screen_key(session, &view_diff, &view, key_letter(">"));
    assert_true(screen_shows(session, &view_diff, &view, "blocks.1.attn.z · head 1 of 4"));
    screen_key(session, &view_diff, &view, key_press(PRESS_DOWN));
    assert_true(view_diff.cell(session, &view, &cell));
    assert_string_equal(cell_name(session->machine, cell.kind, cell.id), "blocks.1.attn.z");
    assert_int_equal(cell.index[0], 1);
    assert_int_equal(cell.index[1], 1);
    session_free(session);
}

/* ---- the second model ---- */

static void test_a_second_model_reads_the_text_with_its_own_tokenizer(void **state)
{
    Path folder = model_with_tokenizer(state, "tests/fixtures/models/qwen2");
    Session *session = open_session();
    session->model->config.eos = -1;
    say_compare(session, &folder);
    Comparison *second = session->comparison;
    assert_int_equal(machine_position_count(second->machine), 0);
    say(session, "prompt abb 돈");
    assert_int_equal(machine_position_count(second->machine), 6); /* ab b Ġ and three bytes */
    assert_non_null(machine_last_logits(second->machine));
    say(session, "prompt abb");
    assert_int_equal(machine_position_count(second->machine), 2);
    assert_string_equal(session->focus.view, "diff");
    say(session, "compare off");
    assert_null(session->comparison);
    say_wrong(session, "compare off", STATUS_NOT_FOUND, "compare MODEL");
    session_free(session);
}

static void test_what_cannot_be_compared_says_why(void **state)
{
    Path folder = model_with_tokenizer(state, "tests/fixtures/models/qwen2");
    Session *session = open_with_text();
    say_wrong(session, "compare tests/no-such-model", STATUS_NOT_FOUND, "no-such-model");
    assert_null(session->comparison);
    say_wrong(session, "compare tests/fixtures/models/qwen2", STATUS_UNSUPPORTED, "qwen2 has no tokenizer");
    say_compare(session, &folder);
    say_wrong(session, "compare tests/fixtures/models/qwen2", STATUS_UNSUPPORTED, "has no tokenizer");
    assert_non_null(session->comparison); /* the one that was there is still there */
    session_free(session);
}

/* The text may outgrow the second model alone: that must not stop the first. */
static void test_a_text_that_the_second_model_cannot_hold_is_said_in_the_view(void **state)
{
    Path folder = model_with_tokenizer(state, "tests/fixtures/models/gpt2-tiny");
    Session *session = open_session();
    ViewState view = {.mode = PAGE_TOKENS, .width = 120};
    say_compare(session, &folder);
    int64_t context = session->comparison->model->config.context;
    session->model->config.context = context + 8;
    Buffer line = {0};
    buffer_append_text(&line, "prompt --ids 1");
    for (int64_t i = 0; i < context; i++)
        buffer_append_text(&line, ",1");
    say(session, line.bytes);
    assert_int_equal(machine_position_count(session->machine), context + 1);
    assert_int_not_equal(session->comparison->error.status, STATUS_OK);
    say(session, "finish");
    assert_true(screen_shows(session, &view_diff, &view, "give a shorter text"));
    say(session, "prompt ab");
    assert_int_equal(session->comparison->error.status, STATUS_OK);
    buffer_free(&line);
    session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screens_look_as_they_did),
        IN_FOLDER(test_two_models_look_as_they_did),
        cmocka_unit_test(test_every_number_is_the_engines_or_the_difference_of_two),
        cmocka_unit_test(test_the_effect_on_the_next_token_is_that_of_probs),
        cmocka_unit_test(test_narrow_screens_show_the_other_panels_by_key),
        cmocka_unit_test(test_pages_follow_each_other_as_far_as_there_are_any),
        cmocka_unit_test(test_keys_choose_value_head_and_layer),
        IN_FOLDER(test_a_second_model_reads_the_text_with_its_own_tokenizer),
        IN_FOLDER(test_what_cannot_be_compared_says_why),
        IN_FOLDER(test_a_text_that_the_second_model_cannot_hold_is_said_in_the_view),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
