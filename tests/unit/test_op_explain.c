/* What an op says about a cell is true: its operands are there, and its arithmetic gives the number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "op/op_case.h"
#include "run/calculator.h"

typedef void CellCheck(const OpCase *c, const OpRun *run, const int64_t cell[RANK_MAX], const Explanation *e);

static bool close_to(double a, double b, double tolerance)
{
    return a == b || fabs(a - b) <= tolerance * (1 + fabs(b));
}

/* Explains every cell of every case that has no batch. */
static void for_each_cell(CellCheck *check)
{
    for (int i = 0; i < OP_CASES; i++) {
        const OpCase *c = &op_cases[i];
        OpRun run;
        Error error;
        if (c->batch)
            continue;
        if (op_run_init(&run, c, 3, &error) != STATUS_OK)
            fail_msg("%s (%s): %s", c->op->name, c->label, error.message);
        c->op->forward(&run.call, &run.out);
        for (int64_t n = 0, count = shape_count(&run.out.shape); n < count; n++) {
            int64_t cell[RANK_MAX] = {0};
            Explanation e = {0};
            shape_index(&run.out.shape, n, cell);
            c->op->explain(&run.call, &run.out, cell, &e);
            check(c, &run, cell, &e);
            explanation_free(&e);
        }
        op_run_free(&run);
    }
}

static void check_result(const OpCase *c, const OpRun *run, const int64_t cell[RANK_MAX], const Explanation *e)
{
    double computed = *tensor_cell(&run->out, cell);
    if (!close_to(e->result, computed, 1e-5))
        fail_msg("%s (%s): explained as %.9g, computed as %.9g", c->op->name, c->label, e->result, computed);
}

static void test_the_result_is_the_computed_cell(void **state)
{
    (void)state;
    for_each_cell(check_result);
}

static void check_operands(const OpCase *c, const OpRun *run, const int64_t cell[RANK_MAX], const Explanation *e)
{
    (void)cell;
    assert_true(e->operand_count > 0);
    for (size_t i = 0; i < e->operand_count; i++) {
        const Operand *operand = &e->operands[i];
        const Tensor *tensor =
            operand->kind == OPERAND_INPUT ? &run->call.in[operand->slot] : &run->call.weight[operand->slot];
        for (int axis = 0; axis < tensor->shape.rank; axis++)
            assert_in_range(operand->cell[axis], 0, tensor->shape.size[axis] - 1);
        if ((Real)operand->number != *tensor_cell(tensor, operand->cell))
            fail_msg("%s (%s): operand %d is not the cell that it names", c->op->name, c->label, (int)i);
    }
}

static void test_operands_are_the_cells_that_they_name(void **state)
{
    (void)state;
    for_each_cell(check_operands);
}

static bool names(const Explanation *e, OperandKind kind, int slot, const int64_t cell[RANK_MAX])
{
    for (size_t i = 0; i < e->operand_count; i++) {
        const Operand *operand = &e->operands[i];
        if (operand->kind == kind && operand->slot == slot && !memcmp(operand->cell, cell, sizeof operand->cell))
            return true;
    }
    return false;
}

/* Changes one by one the cells of a tensor that the explanation does not name: none may move `cell`. */
static void check_unnamed(const OpCase *c, const OpRun *run, const int64_t cell[RANK_MAX], const Explanation *e,
                          OperandKind kind, int slot)
{
    const Tensor *tensor = kind == OPERAND_INPUT ? &run->call.in[slot] : &run->call.weight[slot];
    Tensor out = run->out;
    Real before = *tensor_cell(&out, cell);
    for (int64_t n = 0, count = shape_count(&tensor->shape); tensor->data && n < count; n++) {
        int64_t index[RANK_MAX] = {0};
        shape_index(&tensor->shape, n, index);
        if (names(e, kind, slot, index))
            continue;
        Real *changed = tensor_cell(tensor, index), was = *changed;
        *changed = 1e6f;
        c->op->forward(&run->call, &out);
        *changed = was;
        if (*tensor_cell(&out, cell) != before)
            fail_msg("%s (%s): the cell depends on one that is not named", c->op->name, c->label);
    }
    c->op->forward(&run->call, &out);
}

static void check_no_others(const OpCase *c, const OpRun *run, const int64_t cell[RANK_MAX], const Explanation *e)
{
    for (int slot = 0; slot < OP_INPUTS; slot++)
        check_unnamed(c, run, cell, e, OPERAND_INPUT, slot);
    for (int slot = 0; slot < OP_WEIGHTS; slot++)
        check_unnamed(c, run, cell, e, OPERAND_WEIGHT, slot);
}

static void test_no_other_cell_matters(void **state)
{
    (void)state;
    for_each_cell(check_no_others);
}

static void check_arithmetic(const OpCase *c, const OpRun *run, const int64_t cell[RANK_MAX], const Explanation *e)
{
    (void)run, (void)cell;
    const char *text = buffer_text(&e->arithmetic);
    assert_true(*text);
    if (strstr(text, "…"))
        return; /* abbreviated */
    double typed;
    if (!calculator_evaluate(text, &typed))
        fail_msg("%s (%s): \"%s\" cannot be typed", c->op->name, c->label, text);
    if (!close_to(typed, e->result, 5e-5)) /* from numbers of six digits */
        fail_msg("%s (%s): %s = %.9g, not %.9g", c->op->name, c->label, text, typed, e->result);
}

static void test_the_arithmetic_can_be_typed_into_a_calculator(void **state)
{
    (void)state;
    for_each_cell(check_arithmetic);
}

static void check_steps(const OpCase *c, const OpRun *run, const int64_t cell[RANK_MAX], const Explanation *e)
{
    (void)c, (void)run, (void)cell;
    for (size_t i = 0; i < e->step_count; i++) {
        assert_true(*e->steps[i].text);
        assert_false(isnan(e->steps[i].number));
    }
}

static void test_every_step_has_words_and_a_number(void **state)
{
    (void)state;
    for_each_cell(check_steps);
}

static void explain_softmax_of(const Real *row, int64_t count, int64_t at, Explanation *e)
{
    Real in[16], out_numbers[16];
    memcpy(in, row, (size_t)count * sizeof *row);
    Shape shape = shape_2(AXIS_POS, 1, AXIS_VOCAB, count);
    OpParams params = {0};
    Call call = {.params = &params, .threads = 1, .in = {tensor_over(in, &shape)}};
    Tensor out = tensor_over(out_numbers, &shape);
    op_softmax.forward(&call, &out);
    op_softmax.explain(&call, &out, (int64_t[RANK_MAX]){0, at}, e);
}

static void test_softmax_names_the_whole_row_and_hidden_cells_count_nothing(void **state)
{
    (void)state;
    Explanation e = {0};
    explain_softmax_of((Real[]){1, 2, -INFINITY}, 3, 1, &e);
    assert_int_equal(e.operand_count, 3);
    assert_string_equal(buffer_text(&e.arithmetic), "exp(2 - 2) / (exp(1 - 2) + exp(2 - 2) + 0)");
    explanation_free(&e);
    explain_softmax_of((Real[]){1, 2, -INFINITY}, 3, 2, &e);
    assert_true(e.result == 0);
    explanation_free(&e);
}

static void test_long_sums_are_abbreviated_but_all_operands_are_recorded(void **state)
{
    (void)state;
    Explanation e = {0};
    explain_softmax_of((Real[]){0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 10, 0, &e);
    assert_int_equal(e.operand_count, 10);
    assert_string_equal(buffer_text(&e.arithmetic),
                        "exp(0 - 9) / (exp(0 - 9) + exp(1 - 9) + exp(2 - 9) + … + exp(9 - 9))");
    explanation_free(&e);
}

static void test_negative_numbers_stand_in_parentheses(void **state)
{
    (void)state;
    assert_string_equal(NUMBER(-0.5), "(-0.5)");
    assert_string_equal(NUMBER(2), "2");
    assert_string_equal(NUMBER(1 / 3.0), "0.333333");
    assert_string_equal(NUMBER(-INFINITY), "(-∞)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_result_is_the_computed_cell),
        cmocka_unit_test(test_operands_are_the_cells_that_they_name),
        cmocka_unit_test(test_no_other_cell_matters),
        cmocka_unit_test(test_the_arithmetic_can_be_typed_into_a_calculator),
        cmocka_unit_test(test_every_step_has_words_and_a_number),
        cmocka_unit_test(test_softmax_names_the_whole_row_and_hidden_cells_count_nothing),
        cmocka_unit_test(test_long_sums_are_abbreviated_but_all_operands_are_recorded),
        cmocka_unit_test(test_negative_numbers_stand_in_parentheses),
    };
    return cmocka_run_group_tests_name("op_explain", tests, NULL, NULL);
}
