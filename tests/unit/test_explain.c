#include "support/run.h"

#include <math.h>
#include <stdio.h>

#include "base/json.h"
#include "run/calculator.h"
#include "run/explain.h"

typedef void ExplanationCheck(const Run *run, const CellExplanation *e, const char *name);

static bool close_to(double a, double b)
{
    return a == b || fabs(a - b) <= 1e-4 * (fabs(b) + 1e-2);
}

/* Explains every cell that a value has: a query's later keys do not exist. */
static size_t for_each_cell_of(const Run *run, ValueId value, ExplanationCheck *check)
{
    size_t explained = 0;
    Shape shape = cell_shape(run->machine, CELL_VALUE, value);
    for (int64_t n = 0, count = shape_count(&shape); n < count; n++) {
        Cell cell = {.kind = CELL_VALUE, .id = value};
        shape_index(&shape, n, cell.index);
        CellExplanation e;
        Buffer name = {0};
        Status status = explain_cell(run->machine, &cell, &e, NULL);
        cell_print(run->machine, &cell, &name);
        if (status != STATUS_OUT_OF_RANGE || shape_axis(&shape, AXIS_KEY) < 0) {
            assert_int_equal(status, STATUS_OK);
            check(run, &e, buffer_text(&name));
            explained++;
        }
        buffer_free(&name);
        explain_free(&e);
    }
    return explained;
}

static void for_each_cell(const char *folder, ExplanationCheck *check)
{
    Run run;
    run_three_passes(&run, folder);
    for (ValueId value = 1; value <= run.model->program.value_count; value++)
        assert_true(for_each_cell_of(&run, value, check) > 0);
    run_free(&run);
}

static void check_result(const Run *run, const CellExplanation *e, const char *name)
{
    (void)run;
    if (!close_to(e->explanation.result, e->number))
        fail_msg("%s is %.9g, but its explanation comes to %.9g", name, e->number, e->explanation.result);
}

static void check_operands(const Run *run, const CellExplanation *e, const char *name)
{
    for (size_t i = 0; i < e->explanation.operand_count; i++) {
        Error error = {0};
        Real number = 0;
        if (cell_read(run->machine, &e->operands[i], &number, &error) != STATUS_OK)
            fail_msg("%s: operand %zu: %s", name, i, error.message);
        if (e->explanation.operands[i].number != number)
            fail_msg("%s: operand %zu is not the cell that it names", name, i);
    }
}

static void test_results_are_the_numbers_that_were_computed(void **state)
{
    (void)state;
    for_each_cell("tests/fixtures/models/gpt2-tiny", check_result);
    for_each_cell("tests/fixtures/models/llama-gqa", check_result);
    for_each_cell("tests/fixtures/models/mistral-window", check_result);
}

static void test_operands_are_cells_with_their_own_numbers(void **state)
{
    (void)state;
    for_each_cell("tests/fixtures/models/gpt2-tiny", check_operands);
    for_each_cell("tests/fixtures/models/llama-gqa", check_operands);
    for_each_cell("tests/fixtures/models/mistral-window", check_operands);
}

static void explain_named(const Run *run, const char *name, int64_t a, int64_t b, int64_t c, CellExplanation *e)
{
    Cell cell = {.kind = CELL_VALUE, .id = run_value(run, name), .index = {a, b, c}};
    Error error = {0};
    if (explain_cell(run->machine, &cell, e, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

static void test_operands_of_a_decoded_score_come_from_both_passes(void **state)
{
    (void)state;
    Run run;
    CellExplanation e;
    Buffer text = {0};
    run_three_passes(&run, "tests/fixtures/models/llama-gqa");
    explain_named(&run, "blocks.1.attn.scores", 3, 7, 2, &e);
    cell_print(run.machine, &e.operands[0], &text);
    buffer_append_text(&text, " ");
    cell_print(run.machine, &e.operands[1], &text);
    assert_string_equal(buffer_text(&text), "blocks.1.attn.rot_q[7, 3, 0] blocks.1.attn.rot_k[2, 1, 0]");
    buffer_free(&text);
    explain_free(&e);
    run_free(&run);
}

static void test_the_text_shows_formula_arithmetic_and_operands(void **state)
{
    (void)state;
    Run run;
    CellExplanation e;
    Buffer text = {0}, expected = {0};
    run_three_passes(&run, "tests/fixtures/models/gpt2-tiny");
    explain_named(&run, "blocks.0.resid_pre", 6, 1, 0, &e);
    explain_print(run.machine, &e, 1, &text);
    double a = e.explanation.operands[0].number;
    buffer_format(&expected, "blocks.0.resid_pre[6, 1] = %.6g\n%s: %s\n= %s = %.6g\n  embed[6, 1]  %.6g\n", e.number,
                  e.op->name, e.op->formula, buffer_text(&e.explanation.arithmetic), e.explanation.result, a);
    buffer_append_text(&expected, "  … and 1 more operands\n");
    assert_string_equal(buffer_text(&text), buffer_text(&expected));
    buffer_free(&text);
    buffer_free(&expected);
    explain_free(&e);
    run_free(&run);
}

static void test_an_embedding_names_its_token(void **state)
{
    (void)state;
    Run run;
    CellExplanation e;
    Buffer text = {0};
    run_three_passes(&run, "tests/fixtures/models/gpt2-tiny");
    explain_named(&run, "embed", 6, 3, 0, &e);
    assert_int_equal(e.token, 11);
    assert_int_equal(e.operands[0].index[0], 11);
    explain_print(run.machine, &e, 9, &text);
    assert_non_null(strstr(buffer_text(&text), "token 11\n"));
    explain_free(&e);
    explain_named(&run, "pos_embed", 6, 3, 0, &e);
    assert_int_equal(e.token, -1);
    buffer_free(&text);
    explain_free(&e);
    run_free(&run);
}

static void test_a_weight_was_learnt(void **state)
{
    (void)state;
    Run run;
    CellExplanation e;
    Buffer text = {0};
    run_open(&run, "tests/fixtures/models/gpt2-tiny");
    Cell cell = {.kind = CELL_WEIGHT, .id = run_weight(&run, "blocks.1.attn.W_K"), .index = {2, 3, 4}};
    assert_int_equal(explain_cell(run.machine, &cell, &e, NULL), STATUS_OK);
    assert_null(e.op);
    explain_print(run.machine, &e, 9, &text);
    assert_non_null(strstr(buffer_text(&text), "blocks.1.attn.W_K[2, 3, 4] = "));
    assert_non_null(
        strstr(buffer_text(&text), "learnt, not computed; in the checkpoint: h.1.attn.c_attn.weight, part 2 of 3"));
    buffer_free(&text);
    explain_free(&e);
    run_free(&run);
}

static void test_an_edited_cell_tells_what_was_replaced(void **state)
{
    (void)state;
    Run run;
    CellExplanation before, e;
    run_three_passes(&run, "tests/fixtures/models/gpt2-tiny");
    explain_named(&run, "blocks.0.attn.z", 3, 1, 2, &before);
    Edit edit = {.value = run_value(&run, "blocks.0.attn.z"), .from = {3, 1, 2}, .to = {4, 2, 3}, .number = 9};
    assert_int_equal(machine_edit(run.machine, &edit, NULL, NULL), STATUS_OK);
    explain_named(&run, "blocks.0.attn.z", 3, 1, 2, &e);
    assert_true(!before.edited && e.edited);
    assert_true(e.number == 9);
    assert_true(e.explanation.result == before.explanation.result);
    explain_free(&before);
    explain_free(&e);
    run_free(&run);
}

static void test_json_is_json_even_for_infinities(void **state)
{
    (void)state;
    Run run;
    CellExplanation e;
    Buffer text = {0};
    cJSON *json = NULL;
    Error error = {0};
    run_three_passes(&run, "tests/fixtures/models/gpt2-tiny");
    explain_named(&run, "blocks.0.attn.masked", 1, 2, 4, &e);
    explain_print_json(run.machine, &e, &text);
    if (json_parse(text.bytes, text.length, "explanation", &json, &error) != STATUS_OK)
        fail_msg("%s in %s", error.message, buffer_text(&text));
    assert_string_equal(json_member(json, "cell")->valuestring, "blocks.0.attn.masked[1, 2, 4]");
    assert_string_equal(json_member(json, "value")->valuestring, "-Infinity");
    assert_int_equal(cJSON_GetArraySize(json_member(json, "operands")), 1);
    assert_int_equal(cJSON_GetArraySize(json_member(json, "steps")), 1);
    assert_true(cJSON_IsFalse(json_member(json, "edited")));
    cJSON_Delete(json);
    buffer_free(&text);
    explain_free(&e);
    run_free(&run);
}

static void test_what_is_not_computed_has_no_explanation(void **state)
{
    (void)state;
    Run run;
    CellExplanation e;
    run_three_passes(&run, "tests/fixtures/models/gpt2-tiny");
    Cell cell = {.kind = CELL_VALUE, .id = run_value(&run, "logits"), .index = {7, 1}};
    assert_int_equal(machine_go(run.machine, (Place){2, 0}, NULL, NULL), STATUS_OK);
    assert_int_equal(explain_cell(run.machine, &cell, &e, NULL), STATUS_NOT_COMPUTED);
    explain_free(&e);
    run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results_are_the_numbers_that_were_computed),
        cmocka_unit_test(test_operands_are_cells_with_their_own_numbers),
        cmocka_unit_test(test_operands_of_a_decoded_score_come_from_both_passes),
        cmocka_unit_test(test_the_text_shows_formula_arithmetic_and_operands),
        cmocka_unit_test(test_an_embedding_names_its_token),
        cmocka_unit_test(test_a_weight_was_learnt),
        cmocka_unit_test(test_an_edited_cell_tells_what_was_replaced),
        cmocka_unit_test(test_json_is_json_even_for_infinities),
        cmocka_unit_test(test_what_is_not_computed_has_no_explanation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
