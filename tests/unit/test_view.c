/* Views: what they show at 80x24, and what their keys do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/view.h"

/* ---- golden screens ---- */

/* What is done before the screen is looked at, commands separated by |. */
static const struct {
    const char *name, *view, *lines;
} goldens[] = {
    {"program-start", "program", "# nothing has run"},
    {"program-middle", "program", "break blocks.0.attn.z|step 4"},
    {"program-decode", "program", "generate 1|back 20"},
    {"value-not-computed", "value", "show value blocks.1.mlp.pre"},
    {"value-numbers", "value", "finish|show value blocks.0.attn.q[2, 1, 3]"},
    {"attention-not-computed", "attention", "step 3"},
    {"attention", "attention", "generate 2|layer 1|head 2"},
    {"probabilities-not-computed", "probabilities", "step"},
    {"probabilities-greedy", "probabilities", "finish"},
    {"probabilities-drawn", "probabilities", "temperature 2|top-k 9|top-p 0.8|seed 3|finish"},
    {"kv-middle", "kv", "generate 2|back 25"},
};

static void test_screens_look_as_they_did(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++) {
        Session *session = open_with_text();
        session->model->config.eos = -1;
        char lines[128], *rest = lines;
        strcpy(lines, goldens[i].lines);
        while (rest)
            say(session, strsep(&rest, "|"));
        view_golden(session, goldens[i].name, view_find(goldens[i].view), WIDTH, HEIGHT);
        session_free(session);
    }
}

static void test_every_view_can_be_drawn_at_any_time_and_size(void **state)
{
    (void)state;
    static const char *const lines[] = {"# no text", "prompt --ids 3,1,4", "step 3", "generate 3", "back 40"};
    Session *session = open_session();
    ViewState states[VIEW_COUNT] = {0};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        say(session, lines[i]);
        for (int view = 0; view < VIEW_COUNT; view++)
            for (int size = 1; size < 130; size += 16) {
                Canvas canvas;
                canvas_init(&canvas, size, size / 3 + 1);
                draw(session, views[view], &states[view], &canvas);
                canvas_free(&canvas);
            }
    }
    session_free(session);
}

/* ---- keys ---- */

static void test_no_key_leads_the_cursor_out_of_bounds(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState states[VIEW_COUNT] = {0};
    say(session, "finish");
    for (int view = 0; view < VIEW_COUNT; view++)
        for (int round = 0; round < 3; round++)
            for (int key = PRESS_UP; key <= PRESS_END; key++) {
                views[view]->handle(session, &states[view], press((Press)key));
                assert_in_range(states[view].row, 0, states[view].rows > 0 ? states[view].rows - 1 : 0);
                assert_in_range(states[view].column, 0, states[view].columns > 0 ? states[view].columns - 1 : 0);
            }
    session_free(session);
}

static void test_the_listing_follows_the_program_counter(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    assert_true(screen_has(session, &view_program, &view, "▶   0 · embed"));
    say(session, "step 3");
    assert_true(screen_has(session, &view_program, &view, "▶   3 ·  attn.k"));
    assert_int_equal(view.row, 4); /* below the head of the block */
    hit(session, &view_program, &view, press(PRESS_UP));
    assert_true(screen_has(session, &view_program, &view, "linear: "));
    assert_int_equal(view.row, 3);
    say(session, "back");
    hit(session, &view_program, &view, press(PRESS_DOWN));
    assert_int_equal(view.row, 4);
    session_free(session);
}

static void test_edited_instructions_are_marked_in_the_listing(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    say(session, "step 3");
    assert_true(screen_has(session, &view_program, &view, "1 ✓  ln1.normalized"));
    say(session, "set blocks.0.ln1.normalized[0, 0] = 1");
    assert_true(screen_has(session, &view_program, &view, "1 ✎  ln1.normalized"));
    session_free(session);
}

static void test_a_logit_that_is_no_number_is_noted(void **state)
{
    (void)state;
    static const char words[] = "the sampler takes its limit";
    Session *session = open_with_text();
    ViewState view = {0};
    Buffer text = {0};
    say(session, "finish");
    screen(session, &view_probabilities, &view, &text);
    assert_null(strstr(text.bytes, words));
    say(session, "set logits[4, 3] = inf - inf");
    assert_true(screen_has(session, &view_probabilities, &view, words));
    buffer_free(&text);
    session_free(session);
}

static void test_a_key_sets_and_takes_a_breakpoint(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    hit(session, &view_program, &view, press(PRESS_DOWN));
    hit(session, &view_program, &view, press(PRESS_DOWN));
    hit(session, &view_program, &view, letter("b"));
    assert_true(screen_has(session, &view_program, &view, " ●  1 ·  ln1.normalized"));
    hit(session, &view_program, &view, letter("b"));
    assert_false(machine_has_breakpoint(session->machine, 2));
    session_free(session);
}

static void test_enter_opens_the_value_of_a_line(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState program = {0}, value = {0};
    say(session, "step 3");
    hit(session, &view_program, &program, press(PRESS_UP));
    hit(session, &view_program, &program, press(PRESS_ENTER));
    assert_string_equal(session->focus.view, "value");
    assert_true(screen_has(session, &view_value, &value, "blocks.0.attn.q [pos 5, head 4, d_head 8]"));
    session_free(session);
}

static void test_the_value_view_follows_the_program_until_told_otherwise(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    say(session, "step");
    assert_true(screen_has(session, &view_value, &view, "embed [pos 5, d_model 24]"));
    say(session, "step");
    assert_true(screen_has(session, &view_value, &view, "blocks.0.ln1.normalized"));
    hit(session, &view_value, &view, letter("<"));
    say(session, "step");
    assert_true(screen_has(session, &view_value, &view, "embed [pos 5, d_model 24]"));
    hit(session, &view_value, &view, letter("F"));
    assert_true(screen_has(session, &view_value, &view, "blocks.0.attn.q"));
    session_free(session);
}

static void test_the_cell_under_the_cursor_is_the_one_explained(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    Cell cell;
    say(session, "finish");
    say(session, "show value blocks.0.attn.z[1, 2, 3]");
    assert_true(screen_has(session, &view_value, &view, "blocks.0.attn.z[1, 2, 3] = "));
    hit(session, &view_value, &view, letter("]"));
    hit(session, &view_value, &view, press(PRESS_RIGHT));
    hit(session, &view_value, &view, press(PRESS_DOWN));
    assert_true(view_value.cell(session, &view, &cell));
    assert_int_equal(cell.index[0], 2);
    assert_int_equal(cell.index[1], 3);
    assert_int_equal(cell.index[2], 4);
    hit(session, &view_value, &view, letter("e"));
    assert_non_null(strstr(buffer_text(&session->output), "blocks.0.attn.z[2, 3, 4]"));
    session_free(session);
}

static void test_attention_keys_choose_head_and_layer_within_the_model(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    say(session, "finish");
    for (int i = 0; i < 6; i++) {
        hit(session, &view_attention, &view, letter("]"));
        hit(session, &view_attention, &view, letter("}"));
    }
    assert_int_equal(session->focus.head, 3);
    assert_int_equal(session->focus.layer, 1);
    for (int i = 0; i < 6; i++) {
        hit(session, &view_attention, &view, letter("h"));
        hit(session, &view_attention, &view, letter("k"));
    }
    assert_int_equal(session->focus.head, 0);
    assert_int_equal(session->focus.layer, 0);
    session_free(session);
}

static void test_attention_names_the_tokens_under_the_cursor(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    say(session, "finish");
    hit(session, &view_attention, &view, press(PRESS_DOWN));
    hit(session, &view_attention, &view, press(PRESS_DOWN));
    assert_true(screen_has(session, &view_attention, &view, "query 2 “ a” → key 0 “ab”: 0."));
    hit(session, &view_attention, &view, press(PRESS_END));
    assert_true(screen_has(session, &view_attention, &view, "query 2 “ a” → key 4 “c”: masked"));
    session_free(session);
}

static void test_attention_goes_to_the_cell_that_one_asks_for(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    say(session, "finish");
    say(session, "show attention blocks.1.attn.pattern[2, 3, 1]");
    assert_true(screen_has(session, &view_attention, &view, "query 3 "));
    assert_int_equal(session->focus.layer, 1);
    assert_int_equal(session->focus.head, 2);
    assert_int_equal(view.column, 1);
    hit(session, &view_attention, &view, press(PRESS_UP)); /* and stays nobody's prisoner */
    assert_true(screen_has(session, &view_attention, &view, "query 2 "));
    session_free(session);
}

static void test_an_edited_cell_says_so(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    say(session, "finish");
    say(session, "set embed[1, 2] = 5");
    say(session, "show value embed[1, 2]");
    assert_true(screen_has(session, &view_value, &view, "embed[1, 2] = 5 (set by hand)"));
    say(session, "diff on");
    assert_true(screen_has(session, &view_value, &view, "(set by hand)   without edits "));
    session_free(session);
}

static void test_hostile_token_texts_stay_in_their_cells(void **state)
{
    (void)state;
    static const char json[] = "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"\\u001b[2J\":1,\"\\u202e\":2},"
                               "\"merges\":[]}}";
    Session *session = open_session();
    Error error = {0};
    tokenizer_free(session->model->tokenizer);
    session->model->tokenizer = NULL;
    if (tokenizer_parse(json, sizeof json - 1, "hostile", &session->model->tokenizer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    say(session, "prompt --ids 0,1,2");
    say(session, "finish");
    for (int view = 0; view < VIEW_COUNT; view++) {
        ViewState view_state = {0};
        Buffer text = {0};
        screen(session, views[view], &view_state, &text);
        assert_null(strchr(text.bytes, '\033'));
        assert_null(strstr(text.bytes, "\xe2\x80\xae"));
        buffer_free(&text);
    }
    session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screens_look_as_they_did),
        cmocka_unit_test(test_every_view_can_be_drawn_at_any_time_and_size),
        cmocka_unit_test(test_no_key_leads_the_cursor_out_of_bounds),
        cmocka_unit_test(test_the_listing_follows_the_program_counter),
        cmocka_unit_test(test_edited_instructions_are_marked_in_the_listing),
        cmocka_unit_test(test_a_logit_that_is_no_number_is_noted),
        cmocka_unit_test(test_a_key_sets_and_takes_a_breakpoint),
        cmocka_unit_test(test_enter_opens_the_value_of_a_line),
        cmocka_unit_test(test_the_value_view_follows_the_program_until_told_otherwise),
        cmocka_unit_test(test_the_cell_under_the_cursor_is_the_one_explained),
        cmocka_unit_test(test_attention_keys_choose_head_and_layer_within_the_model),
        cmocka_unit_test(test_attention_names_the_tokens_under_the_cursor),
        cmocka_unit_test(test_attention_goes_to_the_cell_that_one_asks_for),
        cmocka_unit_test(test_an_edited_cell_says_so),
        cmocka_unit_test(test_hostile_token_texts_stay_in_their_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
