#include "support/run.h"

#include <stdio.h>

static Run run;

static int open_run(void **state)
{
    (void)state;
    run_three_passes(&run, "tests/fixtures/models/gpt2-tiny");
    return 0;
}

static int close_run(void **state)
{
    (void)state;
    run_free(&run);
    return 0;
}

static int go_to_end(void **state)
{
    (void)state;
    return machine_go(run.machine, machine_end(run.machine), NULL, NULL) != STATUS_OK;
}

static Cell value_cell(const char *name, int64_t a, int64_t b, int64_t c)
{
    return (Cell){.kind = CELL_VALUE, .id = run_value(&run, name), .index = {a, b, c}};
}

static void assert_read_fails(const Cell *cell, Status status, const char *word)
{
    Error error = {0};
    Real number;
    assert_int_equal(cell_read(run.machine, cell, &number, &error), status);
    if (!strstr(error.message, word))
        fail_msg("\"%s\" does not say \"%s\"", error.message, word);
    assert_int_equal(cell_read(run.machine, cell, &number, NULL), status);
}

static void test_cells_print_with_name_and_index(void **state)
{
    (void)state;
    Buffer text = {0};
    Cell cell = value_cell("blocks.1.attn.scores", 2, 5, 3);
    cell_print(run.machine, &cell, &text);
    assert_string_equal(buffer_text(&text), "blocks.1.attn.scores[2, 5, 3]");
    buffer_free(&text);
}

static void test_a_row_lives_in_the_pass_that_brought_its_position(void **state)
{
    (void)state;
    for (int64_t position = 0; position < 8; position++) {
        Cell cell = value_cell("blocks.1.resid_post", position, 7, 0);
        Tensor rows;
        int pass = machine_pass_of(run.machine, position);
        assert_true(machine_tensor(run.machine, pass, cell.id, &rows));
        int64_t row = position - machine_pass_first(run.machine, pass);
        Real number;
        assert_int_equal(cell_read(run.machine, &cell, &number, NULL), STATUS_OK);
        assert_true(number == *tensor_cell(&rows, (int64_t[RANK_MAX]){row, 7}));
    }
}

static void test_the_key_axis_is_absolute_in_later_passes(void **state)
{
    (void)state;
    double sum = 0;
    for (int64_t key = 0; key < 8; key++) {
        Cell cell = value_cell("blocks.0.attn.pattern", 1, 7, key);
        Real share;
        assert_int_equal(cell_read(run.machine, &cell, &share, NULL), STATUS_OK);
        sum += share;
    }
    assert_float_equal(sum, 1, 1e-5);
}

static void test_a_key_after_the_querys_pass_is_out_of_range(void **state)
{
    (void)state;
    Real number;
    Cell within = value_cell("blocks.0.attn.scores", 0, 2, 5), later = value_cell("blocks.0.attn.scores", 0, 2, 6);
    assert_int_equal(cell_read(run.machine, &within, &number, NULL), STATUS_OK);
    assert_read_fails(&later, STATUS_OUT_OF_RANGE, "key 6 comes later than the pass that brought query 2");
}

static void test_an_index_outside_names_axis_and_range(void **state)
{
    (void)state;
    Cell head = value_cell("blocks.0.attn.scores", 3, 2, 1), pos = value_cell("logits", 8, 0, 0);
    assert_read_fails(&head, STATUS_OUT_OF_RANGE,
                      "blocks.0.attn.scores[3, 2, 1]: there is no head 3; it goes from 0 to 2");
    assert_read_fails(&pos, STATUS_OUT_OF_RANGE, "pos 8");
    head.index[0] = INT64_MIN;
    assert_read_fails(&head, STATUS_OUT_OF_RANGE, "head");
}

static void test_what_lies_after_the_place_is_not_computed(void **state)
{
    (void)state;
    Cell logits = value_cell("logits", 7, 3, 0), early = value_cell("logits", 6, 3, 0);
    int instruction = run.model->program.values[logits.id].instruction;
    Real number;
    assert_int_equal(machine_go(run.machine, (Place){2, instruction}, NULL, NULL), STATUS_OK);
    assert_read_fails(&logits, STATUS_NOT_COMPUTED, "logits[7, 3]: not computed yet; step past logits");
    assert_int_equal(cell_read(run.machine, &early, &number, NULL), STATUS_OK);
    assert_int_equal(machine_go(run.machine, (Place){2, instruction + 1}, NULL, NULL), STATUS_OK);
    assert_int_equal(cell_read(run.machine, &logits, &number, NULL), STATUS_OK);
    assert_int_equal(machine_go(run.machine, (Place){0, 3}, NULL, NULL), STATUS_OK);
    assert_read_fails(&logits, STATUS_NOT_COMPUTED, "in the pass that brings position 7");
    assert_int_equal(cell_positions(run.machine), 6);
}

static void test_weights_have_cells_without_any_text(void **state)
{
    (void)state;
    Run fresh;
    run_open(&fresh, "tests/fixtures/models/gpt2-tiny");
    Cell weight = {.kind = CELL_WEIGHT, .id = run_weight(&fresh, "blocks.0.attn.W_Q"), .index = {2, 7, 5}};
    Cell value = {.kind = CELL_VALUE, .id = run_value(&fresh, "logits")};
    Real number;
    Error error = {0};
    assert_int_equal(cell_read(fresh.machine, &weight, &number, &error), STATUS_OK);
    assert_true(number == *tensor_cell(&fresh.model->weights[weight.id], weight.index));
    assert_int_equal(cell_read(fresh.machine, &value, &number, &error), STATUS_NOT_COMPUTED);
    assert_non_null(strstr(error.message, "prompt"));
    weight.index[0] = 3;
    assert_int_equal(cell_read(fresh.machine, &weight, &number, &error), STATUS_OUT_OF_RANGE);
    run_free(&fresh);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells_print_with_name_and_index),
        cmocka_unit_test(test_a_row_lives_in_the_pass_that_brought_its_position),
        cmocka_unit_test(test_the_key_axis_is_absolute_in_later_passes),
        cmocka_unit_test(test_a_key_after_the_querys_pass_is_out_of_range),
        cmocka_unit_test(test_an_index_outside_names_axis_and_range),
        cmocka_unit_test_teardown(test_what_lies_after_the_place_is_not_computed, go_to_end),
        cmocka_unit_test(test_weights_have_cells_without_any_text),
    };
    return cmocka_run_group_tests(tests, open_run, close_run);
}
