/* A session: text, generation, edits and their unedited twin. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/session.h"

static void require_ok(Status status, const Error *error)
{
    if (status != STATUS_OK)
        fail_msg("%s", error->message);
}

static Real probability(const Session *session, int32_t id)
{
    Tensor probs;
    const Machine *machine = session->machine;
    assert_true(machine_tensor(machine, machine_pass_count(machine) - 1, session->model->program.probs, &probs));
    return *tensor_cell(&probs, (int64_t[RANK_MAX]){probs.shape.size[0] - 1, id});
}

static void test_a_prompt_is_fed_but_not_run(void **state)
{
    (void)state;
    Session *session = open_session();
    Error error = {0};
    require_ok(session_prompt(session, "ab a", &error), &error);
    assert_string_equal(session->prompt, "ab a");
    assert_int_equal(machine_position_count(session->machine), 2);
    assert_int_equal(machine_place(session->machine).pc, 0);
    assert_false(machine_has(session->machine, 0, 1));
    session_free(session);
}

static void test_a_text_that_does_not_fit_leaves_the_old_one(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Error error = {0};
    int32_t many[33] = {0}, wrong[] = {1, 47};
    say(session, "finish");
    assert_int_equal(session_ids(session, many, 33, &error), STATUS_OUT_OF_RANGE);
    assert_non_null(strstr(error.message, "32"));
    assert_int_equal(session_ids(session, wrong, 2, &error), STATUS_OUT_OF_RANGE);
    assert_int_equal(machine_position_count(session->machine), 5);
    assert_int_equal(machine_place(session->machine).pc, session->model->program.instruction_count);
    session_free(session);
}

static void test_without_a_tokenizer_only_ids_are_taken(void **state)
{
    (void)state;
    Session *session = open_session();
    Error error = {0};
    tokenizer_free(session->model->tokenizer);
    session->model->tokenizer = NULL;
    assert_int_equal(session_prompt(session, "ab", &error), STATUS_UNSUPPORTED);
    assert_non_null(strstr(error.message, "--ids"));
    require_ok(session_ids(session, (int32_t[]){3, 1}, 2, &error), &error);
    Buffer text = {0};
    session_text(session, &text);
    assert_string_equal(buffer_text(&text), "#3 #1");
    buffer_free(&text);
    session_free(session);
}

static void test_the_layer_one_looks_at_is_the_one_that_runs(void **state)
{
    (void)state;
    Session *session = open_with_text();
    say(session, "goto blocks.1.attn.pattern");
    assert_int_equal(session->focus.layer, 1);
    say(session, "goto blocks.0.mlp.post");
    assert_int_equal(session->focus.layer, 0);
    say(session, "layer 1");
    say(session, "finish");
    assert_int_equal(session->focus.layer, 1); /* beyond the blocks: as chosen */
    session_free(session);
}

static void test_generate_adds_a_pass_for_each_token(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Error error = {0};
    require_ok(session_generate(session, 3, &error), &error);
    assert_int_equal(machine_pass_count(session->machine), 4);
    assert_int_equal(machine_position_count(session->machine), 8);
    assert_int_equal(session->drawn_at, 6);
    assert_int_equal(machine_tokens(session->machine)[7], session->sampler.sample.chosen);
    assert_int_equal(machine_place(session->machine).pc, session->model->program.instruction_count);
    session_free(session);
}

static bool stop_at_once(void *context, double done)
{
    (void)done;
    return ++*(int *)context < 3;
}

static void test_generate_stops_when_told_to_and_can_go_on(void **state)
{
    (void)state;
    int asked = 0;
    Session *session = open_with_text();
    Error error = {0};
    say(session, "finish");
    session->progress = (Progress){stop_at_once, &asked};
    assert_int_equal(session_generate(session, 20, &error), STATUS_CANCELLED);
    int64_t reached = machine_position_count(session->machine);
    assert_true(reached < 25);
    session->progress = (Progress){0};
    require_ok(session_generate(session, 1, &error), &error);
    assert_int_equal(machine_position_count(session->machine), reached + 1);
    session_free(session);
}

static void test_a_full_context_is_an_error_that_keeps_what_was_generated(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Error error = {0};
    session->model->config.eos = -1;
    assert_int_equal(session_generate(session, 100, &error), STATUS_OUT_OF_RANGE);
    assert_non_null(strstr(error.message, "generate: the text is at its limit of 32 positions"));
    assert_int_equal(machine_position_count(session->machine), 32);
    session_free(session);
}

static void test_the_end_of_text_token_is_drawn_but_not_fed(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Error error = {0};
    say(session, "finish");
    Sampler preview;
    require_ok(session_preview(session, &preview, &error), &error);
    session->model->config.eos = preview.sample.chosen;
    sampler_free(&preview);
    require_ok(session_generate(session, 5, &error), &error);
    assert_int_equal(machine_position_count(session->machine), 5);
    assert_int_equal(session->sampler.sample.chosen, session->model->config.eos);
    session_free(session);
}

static void test_a_preview_shows_the_draw_that_comes_and_changes_nothing(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Error error = {0};
    session->model->config.eos = -1;
    say(session, "temperature 5");
    say(session, "seed 12");
    say(session, "finish");
    for (int i = 0; i < 8; i++) {
        Sampler first, second;
        require_ok(session_preview(session, &first, &error), &error);
        require_ok(session_preview(session, &second, &error), &error);
        assert_int_equal(first.sample.chosen, second.sample.chosen);
        require_ok(session_generate(session, 1, &error), &error);
        assert_int_equal(session->sampler.sample.chosen, first.sample.chosen);
        assert_true(session->sampler.sample.draw == first.sample.draw);
        sampler_free(&first);
        sampler_free(&second);
    }
    session_free(session);
}

static void test_a_preview_before_the_logits_is_refused(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Error error = {0};
    Sampler preview;
    assert_int_equal(session_preview(session, &preview, &error), STATUS_NOT_COMPUTED);
    session_free(session);
}

static void test_edits_and_breakpoints_outlive_the_text(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ValueId pattern = program_find_value(&session->model->program, "blocks.1.attn.pattern", 21);
    say(session, "ablate blocks.0.attn.z[head 1]");
    say(session, "break blocks.1.attn.pattern");
    say(session, "prompt ab a c");
    assert_int_equal(machine_edit_count(session->machine), 1);
    assert_true(machine_has_breakpoint(session->machine, pattern));
    say(session, "finish");
    assert_string_equal(say(session, "print max(blocks.0.attn.z[:, 1, :])"), "0\n");
    session_free(session);
}

static void test_the_twin_shows_what_an_edit_changed(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Tensor edited, unedited;
    ValueId probs = session->model->program.probs;
    say(session, "finish");
    Real before = probability(session, 7);
    say(session, "diff on");
    say(session, "ablate blocks.0.mlp_out");
    assert_true(machine_tensor(session->machine, 0, probs, &edited));
    assert_true(machine_tensor(session->unedited, 0, probs, &unedited));
    int64_t last[RANK_MAX] = {4, 7};
    assert_true(*tensor_cell(&unedited, last) == before);
    assert_true(fabs((double)(*tensor_cell(&edited, last) - before)) > 1e-9);
    session_free(session);
}

static void test_the_twin_follows_generation_and_new_texts(void **state)
{
    (void)state;
    Session *session = open_with_text();
    say(session, "diff on");
    say(session, "generate 2");
    assert_int_equal(machine_position_count(session->unedited), machine_position_count(session->machine));
    assert_memory_equal(machine_tokens(session->unedited), machine_tokens(session->machine), 7 * sizeof(int32_t));
    say(session, "prompt ab");
    assert_int_equal(machine_position_count(session->unedited), 1);
    say(session, "diff off");
    assert_null(session->unedited);
    session_free(session);
}

static void test_undo_and_reset_give_the_numbers_back(void **state)
{
    (void)state;
    Session *session = open_with_text();
    say(session, "finish");
    Real before = probability(session, 7);
    say(session, "ablate blocks.0.mlp_out");
    say(session, "set blocks.1.resid_post[4, 0] = 9");
    assert_true(probability(session, 7) != before);
    say(session, "undo");
    assert_true(probability(session, 7) != before);
    say(session, "undo");
    assert_true(probability(session, 7) == before);
    say(session, "ablate blocks.0.mlp_out");
    say(session, "ablate blocks.1.mlp_out");
    say(session, "reset");
    assert_int_equal(machine_edit_count(session->machine), 0);
    assert_true(probability(session, 7) == before);
    session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_prompt_is_fed_but_not_run),
        cmocka_unit_test(test_a_text_that_does_not_fit_leaves_the_old_one),
        cmocka_unit_test(test_without_a_tokenizer_only_ids_are_taken),
        cmocka_unit_test(test_the_layer_one_looks_at_is_the_one_that_runs),
        cmocka_unit_test(test_generate_adds_a_pass_for_each_token),
        cmocka_unit_test(test_generate_stops_when_told_to_and_can_go_on),
        cmocka_unit_test(test_a_full_context_is_an_error_that_keeps_what_was_generated),
        cmocka_unit_test(test_the_end_of_text_token_is_drawn_but_not_fed),
        cmocka_unit_test(test_a_preview_shows_the_draw_that_comes_and_changes_nothing),
        cmocka_unit_test(test_a_preview_before_the_logits_is_refused),
        cmocka_unit_test(test_edits_and_breakpoints_outlive_the_text),
        cmocka_unit_test(test_the_twin_shows_what_an_edit_changed),
        cmocka_unit_test(test_the_twin_follows_generation_and_new_texts),
        cmocka_unit_test(test_undo_and_reset_give_the_numbers_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
