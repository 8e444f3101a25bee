/* The machine as a debugger: stepping, going back, breakpoints, edits, limits. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "run/machine.h"

static Model *model; /* gpt2-tiny, opened once */

static void require_ok(Status status, const Error *error)
{
    if (status != STATUS_OK)
        fail_msg("%s", error->message);
}

static int open_model(void **state)
{
    (void)state;
    Error error = {0};
    require_ok(model_open("tests/fixtures/models/gpt2-tiny", &model, &error), &error);
    return 0;
}

static int close_model(void **state)
{
    (void)state;
    model_free(model);
    return 0;
}

static const int32_t text[] = {3, 1, 4, 1, 5, 9, 2, 6};
enum { PROMPT = 5 };

static void feed(Machine *machine, const int32_t *tokens, int64_t count)
{
    Error error = {0};
    require_ok(machine_feed(machine, tokens, count, NULL, &error), &error);
}

static void go(Machine *machine, Place place)
{
    Error error = {0};
    require_ok(machine_go(machine, place, NULL, &error), &error);
}

/* A prompt and two decoded tokens, all run. */
static Machine *run_text(MachineMode mode)
{
    Machine *machine = machine_new(model, mode, 1);
    feed(machine, text, PROMPT);
    feed(machine, text + PROMPT, 1);
    feed(machine, text + PROMPT + 1, 1);
    go(machine, machine_end(machine));
    return machine;
}

static ValueId value(const char *name)
{
    ValueId id = program_find_value(&model->program, name, strlen(name));
    assert_true(id > 0);
    return id;
}

static Real logit(const Machine *machine, int32_t token)
{
    const Real *logits = machine_last_logits(machine);
    assert_non_null(logits);
    return logits[token];
}

static void test_nothing_is_computed_before_the_first_step(void **state)
{
    (void)state;
    Machine *machine = machine_new(model, MACHINE_KEEP, 1);
    feed(machine, text, PROMPT);
    assert_false(machine_has(machine, 0, value("embed")));
    assert_null(machine_last_logits(machine));
    go(machine, machine_place_after(machine, 1));
    assert_true(machine_has(machine, 0, value("embed")));
    assert_false(machine_has(machine, 0, value("pos_embed")));
    machine_free(machine);
}

static void test_stepping_back_hides_values_and_forward_shows_the_same_memory_again(void **state)
{
    (void)state;
    Machine *machine = run_text(MACHINE_KEEP);
    Tensor before, after;
    assert_true(machine_tensor(machine, 0, value("probs"), &before));
    Place end = machine_place(machine);
    go(machine, (Place){0, 3});
    assert_false(machine_has(machine, 0, value("probs")));
    assert_false(machine_has(machine, 1, value("embed")));
    before.data[0] = 42; /* were anything computed again, this would be gone */
    go(machine, end);
    assert_true(machine_tensor(machine, 0, value("probs"), &after));
    assert_ptr_equal(after.data, before.data);
    assert_true(after.data[0] == 42);
    machine_free(machine);
}

static void test_steps_cross_from_pass_to_pass_in_both_directions(void **state)
{
    (void)state;
    Machine *machine = run_text(MACHINE_KEEP);
    int length = model->program.instruction_count;
    Place back = machine_place_after(machine, -(length + 1));
    assert_int_equal(back.pass, 1);
    assert_int_equal(back.pc, length - 1);
    go(machine, back);
    Place forward = machine_place_after(machine, 2);
    assert_int_equal(forward.pass, 2);
    assert_int_equal(forward.pc, 1);
    assert_int_equal(machine_place_after(machine, -1000000).pass, 0);
    assert_int_equal(machine_place_after(machine, -1000000).pc, 0);
    Place end = machine_place_after(machine, 1000000);
    assert_int_equal(end.pass, 2);
    assert_int_equal(end.pc, length);
    machine_free(machine);
}

static void test_every_place_can_be_reached_one_step_at_a_time(void **state)
{
    (void)state;
    Machine *whole = run_text(MACHINE_KEEP), *stepped = machine_new(model, MACHINE_KEEP, 1);
    feed(stepped, text, PROMPT);
    for (int i = 0; i < model->program.instruction_count; i++) {
        assert_int_equal(machine_place(stepped).pc, i);
        go(stepped, machine_place_after(stepped, 1));
    }
    Tensor a, b;
    assert_true(machine_tensor(whole, 0, value("probs"), &a) && machine_tensor(stepped, 0, value("probs"), &b));
    assert_memory_equal(a.data, b.data, (size_t)shape_count(&a.shape) * sizeof(Real));
    machine_free(whole);
    machine_free(stepped);
}

static void test_next_stops_at_the_end_of_the_block_and_continue_at_a_breakpoint(void **state)
{
    (void)state;
    Machine *machine = machine_new(model, MACHINE_KEEP, 1);
    feed(machine, text, PROMPT);
    go(machine, machine_place_next_block(machine));
    assert_string_equal(program_name(&model->program, machine_place(machine).pc), "blocks.0.resid_pre");
    go(machine, machine_place_next_block(machine));
    assert_string_equal(program_name(&model->program, machine_place(machine).pc), "blocks.1.ln1.normalized");
    machine_set_breakpoint(machine, value("blocks.1.attn.pattern"), true);
    go(machine, machine_place_break(machine));
    assert_string_equal(program_name(&model->program, machine_place(machine).pc), "blocks.1.attn.pattern");
    go(machine, machine_place_break(machine));
    assert_int_equal(machine_place(machine).pc, model->program.instruction_count);
    machine_free(machine);
}

static void test_reused_buffers_give_the_same_logits_as_kept_values(void **state)
{
    (void)state;
    Machine *kept = run_text(MACHINE_KEEP), *reused = run_text(MACHINE_REUSE);
    assert_memory_equal(machine_last_logits(kept), machine_last_logits(reused),
                        (size_t)model->config.vocab * sizeof(Real));
    machine_free(kept);
    machine_free(reused);
}

static Edit edit_of(const char *name, Real number)
{
    Edit edit = {.value = value(name), .number = number};
    for (int i = 0; i < RANK_MAX; i++)
        edit.to[i] = INT64_MAX;
    return edit;
}

static void test_an_edit_changes_what_depends_on_it_and_undo_restores_every_bit(void **state)
{
    (void)state;
    Error error = {0};
    Machine *machine = run_text(MACHINE_KEEP);
    Real before[8];
    memcpy(before, machine_last_logits(machine), sizeof before);
    Edit edit = edit_of("blocks.0.attn.z", 0);
    edit.from[1] = 1, edit.to[1] = 2; /* head 1, all positions */
    require_ok(machine_edit(machine, &edit, NULL, &error), &error);
    assert_true(memcmp(before, machine_last_logits(machine), sizeof before) != 0);
    Tensor z;
    for (int pass = 0; pass < 3; pass++) {
        assert_true(machine_tensor(machine, pass, edit.value, &z));
        for (int64_t row = 0; row < z.shape.size[0]; row++) {
            assert_true(z.data[row * z.stride[0] + z.stride[1]] == 0);
            assert_true(z.data[row * z.stride[0]] != 0);
        }
    }
    require_ok(machine_undo_edit(machine, NULL, &error), &error);
    assert_memory_equal(before, machine_last_logits(machine), sizeof before);
    machine_free(machine);
}

static void test_an_edit_of_an_early_key_reaches_later_passes_through_the_cache(void **state)
{
    (void)state;
    Error error = {0};
    Machine *machine = run_text(MACHINE_KEEP);
    Real before = logit(machine, 0);
    Edit edit = edit_of("blocks.0.attn.v", 5);
    edit.to[0] = 1; /* position 0, which the first pass brought */
    require_ok(machine_edit(machine, &edit, NULL, &error), &error);
    assert_true(fabs(logit(machine, 0) - before) > 1e-4);
    machine_free(machine);
}

static void test_an_edit_of_a_later_position_leaves_earlier_passes_alone(void **state)
{
    (void)state;
    Error error = {0};
    Machine *machine = run_text(MACHINE_KEEP);
    Tensor logits;
    machine_tensor(machine, 0, model->program.logits, &logits);
    logits.data[0] = 42; /* were the first pass computed again, this would be gone */
    Edit edit = edit_of("blocks.0.resid_post", 1);
    edit.from[0] = PROMPT + 1;
    require_ok(machine_edit(machine, &edit, NULL, &error), &error);
    machine_tensor(machine, 0, model->program.logits, &logits);
    assert_true(logits.data[0] == 42);
    machine_free(machine);
}

static void test_an_edit_ahead_of_the_place_waits_until_it_is_reached(void **state)
{
    (void)state;
    Error error = {0};
    Machine *machine = machine_new(model, MACHINE_KEEP, 1);
    feed(machine, text, PROMPT);
    go(machine, (Place){0, 2});
    Edit edit = edit_of("blocks.1.resid_mid", 7);
    require_ok(machine_edit(machine, &edit, NULL, &error), &error);
    assert_int_equal(machine_place(machine).pc, 2);
    go(machine, machine_end(machine));
    Tensor mid;
    assert_true(machine_tensor(machine, 0, edit.value, &mid));
    assert_true(mid.data[0] == 7);
    machine_free(machine);
}

static void test_context_overflow_says_the_limit(void **state)
{
    (void)state;
    Error error = {0};
    int32_t many[512] = {0};
    char limit[16];
    Machine *machine = machine_new(model, MACHINE_KEEP, 1);
    snprintf(limit, sizeof limit, "%lld", (long long)model->config.context);
    assert_int_equal(machine_feed(machine, many, model->config.context + 1, NULL, &error), STATUS_OUT_OF_RANGE);
    assert_non_null(strstr(error.message, limit));
    assert_int_equal(machine_pass_count(machine), 0);
    machine_free(machine);
}

static void test_a_token_outside_the_vocabulary_is_refused(void **state)
{
    (void)state;
    Error error = {0};
    Machine *machine = machine_new(model, MACHINE_KEEP, 1);
    int32_t bad[] = {1, (int32_t)model->config.vocab};
    assert_int_equal(machine_feed(machine, bad, 2, NULL, &error), STATUS_OUT_OF_RANGE);
    bad[1] = -1;
    assert_int_equal(machine_feed(machine, bad, 2, NULL, &error), STATUS_OUT_OF_RANGE);
    assert_int_equal(machine_go(machine, (Place){0, 1}, NULL, &error), STATUS_NOT_COMPUTED);
    machine_free(machine);
}

static bool stop_at_once(void *context, double done)
{
    (void)done;
    return ++*(int *)context < 3;
}

static void test_long_work_can_be_stopped_and_taken_up_again(void **state)
{
    (void)state;
    Error error = {0};
    int asked = 0;
    Progress progress = {stop_at_once, &asked};
    Machine *machine = machine_new(model, MACHINE_KEEP, 1);
    feed(machine, text, PROMPT);
    assert_int_equal(machine_go(machine, machine_end(machine), &progress, &error), STATUS_CANCELLED);
    assert_int_equal(machine_place(machine).pc, 2);
    go(machine, machine_end(machine));
    assert_non_null(machine_last_logits(machine));
    machine_free(machine);
}

static void test_cache_bytes_count_keys_and_values_of_every_layer(void **state)
{
    (void)state;
    const ModelConfig *config = &model->config;
    Machine *machine = run_text(MACHINE_KEEP);
    CacheFacts facts = machine_cache_facts(machine);
    int64_t row = 2 * config->layers * config->kv_heads * config->d_head * (int64_t)sizeof(Real);
    assert_int_equal(facts.bytes_per_position, row);
    assert_int_equal(facts.positions, PROMPT + 2);
    assert_int_equal(facts.bytes, row * (PROMPT + 2));
    go(machine, (Place){0, 0});
    assert_int_equal(machine_cache_facts(machine).positions, 0);
    machine_free(machine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_computed_before_the_first_step),
        cmocka_unit_test(test_stepping_back_hides_values_and_forward_shows_the_same_memory_again),
        cmocka_unit_test(test_steps_cross_from_pass_to_pass_in_both_directions),
        cmocka_unit_test(test_every_place_can_be_reached_one_step_at_a_time),
        cmocka_unit_test(test_next_stops_at_the_end_of_the_block_and_continue_at_a_breakpoint),
        cmocka_unit_test(test_reused_buffers_give_the_same_logits_as_kept_values),
        cmocka_unit_test(test_an_edit_changes_what_depends_on_it_and_undo_restores_every_bit),
        cmocka_unit_test(test_an_edit_of_an_early_key_reaches_later_passes_through_the_cache),
        cmocka_unit_test(test_an_edit_of_a_later_position_leaves_earlier_passes_alone),
        cmocka_unit_test(test_an_edit_ahead_of_the_place_waits_until_it_is_reached),
        cmocka_unit_test(test_context_overflow_says_the_limit),
        cmocka_unit_test(test_a_token_outside_the_vocabulary_is_refused),
        cmocka_unit_test(test_long_work_can_be_stopped_and_taken_up_again),
        cmocka_unit_test(test_cache_bytes_count_keys_and_values_of_every_layer),
    };
    return cmocka_run_group_tests(tests, open_model, close_model);
}
