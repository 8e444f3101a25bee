/* Every op's backward against central finite differences, in double precision. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "op/op_case.h"

static const double STEP = 1e-5, TOLERANCE = 1e-7;

/* L = sum over the output's finite cells of direction * cell. */
static double loss(const OpRun *run, const Op *op, const Tensor *direction)
{
    Tensor out = run->out;
    op->forward(&run->call, &out);
    double sum = 0;
    for (int64_t i = 0, count = shape_count(&out.shape); i < count; i++)
        if (isfinite(out.data[i]))
            sum += direction->data[i] * out.data[i];
    return sum;
}

static double slope(const OpRun *run, const Op *op, const Tensor *direction, Real *cell)
{
    Real before = *cell;
    *cell = before + STEP;
    double above = loss(run, op, direction);
    *cell = before - STEP;
    double below = loss(run, op, direction);
    *cell = before;
    return (above - below) / (2 * STEP);
}

/* Checks dL/d(tensor) for every cell of one operand; `gradient` had `start` in every cell before. */
static void check_operand(const OpCase *c, const OpRun *run, const Tensor *direction, const char *role,
                          const Tensor *tensor, const Tensor *gradient, double start)
{
    for (int64_t i = 0, count = shape_count(&tensor->shape); tensor->data && i < count; i++) {
        int64_t index[RANK_MAX];
        shape_index(&tensor->shape, i, index);
        double expected = slope(run, c->op, direction, tensor_cell(tensor, index));
        if (isinf(*tensor_cell(tensor, index)))
            expected = 0;
        double actual = *tensor_cell(gradient, index) - start;
        if (!(fabs(actual - expected) <= TOLERANCE * (1 + fabs(expected))))
            fail_msg("%s (%s): d%s[%d] is %.10g, finite differences say %.10g", c->op->name, c->label, role, (int)i,
                     actual, expected);
    }
}

static void fill_with(Tensor *tensor, double number)
{
    for (int64_t i = 0, count = shape_count(&tensor->shape); tensor->data && i < count; i++) {
        int64_t index[RANK_MAX];
        shape_index(&tensor->shape, i, index);
        *tensor_cell(tensor, index) = number;
    }
}

/* Which gradients backward is asked for, a bit each: in[0], in[1], weight[0], weight[1]. Those of inputs are added to
 * what is there or, with `replace`, stored over it. */
static void check_case(const OpCase *c, unsigned wanted, bool replace)
{
    static const double START = 0.25; /* gradients are added to what is there */
    OpRun run;
    Error error;
    if (op_run_init(&run, c, 1, &error) != STATUS_OK)
        fail_msg("%s (%s): %s", c->op->name, c->label, error.message);
    OpGradients g;
    op_gradients_init(&g, &run, c->lie, c->in[0].rank - 1);
    Tensor *operands[] = {&g.gradients.in[0], &g.gradients.in[1], &g.gradients.weight[0], &g.gradients.weight[1]};
    for (int i = 0; i < OP_INPUTS + OP_WEIGHTS; i++) {
        fill_with(operands[i], replace && i < OP_INPUTS ? NAN : START);
        if (!(wanted & 1u << i))
            operands[i]->data = NULL;
    }
    for (int i = 0; i < OP_INPUTS; i++)
        g.gradients.replace[i] = replace;
    Real *owner = NULL;
    Tensor direction = op_case_tensor(&run.out.shape, WEIGHT_DENSE, 0, &owner);
    Random random;
    random_seed(&random, 2);
    op_case_fill(&direction, &random);

    c->op->forward(&run.call, &run.out);
    c->op->backward(&run.call, &run.out, &direction, &g.gradients);
    for (int i = 0; i < OP_INPUTS; i++)
        if (operands[i]->data)
            check_operand(c, &run, &direction, c->op->input[i], &run.call.in[i], operands[i], replace ? 0 : START);
    for (int i = 0; i < OP_WEIGHTS; i++)
        if (operands[OP_INPUTS + i]->data)
            check_operand(c, &run, &direction, c->op->weight[i], &run.call.weight[i], operands[OP_INPUTS + i], START);
    free(owner);
    op_gradients_free(&g);
    op_run_free(&run);
}

static void test_backward_agrees_with_finite_differences(void **state)
{
    (void)state;
    for (int i = 0; i < OP_CASES; i++)
        check_case(&op_cases[i], 0xf, false);
}

static void test_what_is_replaced_need_not_be_zero_before(void **state)
{
    (void)state;
    for (int i = 0; i < OP_CASES; i++)
        for (unsigned wanted = 1; wanted <= 3; wanted++)
            check_case(&op_cases[i], wanted, true);
}

static void test_each_gradient_can_be_asked_for_alone(void **state)
{
    (void)state;
    for (int i = 0; i < OP_CASES; i++)
        for (unsigned bit = 0; bit < OP_INPUTS + OP_WEIGHTS; bit++)
            check_case(&op_cases[i], 1u << bit, false);
}

static void test_backward_may_be_asked_for_nothing(void **state)
{
    (void)state;
    for (int i = 0; i < OP_CASES; i++)
        check_case(&op_cases[i], 0, true);
}

static void test_every_op_has_a_case(void **state)
{
    (void)state;
    for (const Op *const *op = ops; *op; op++) {
        int cases = 0;
        for (int i = 0; i < OP_CASES; i++)
            cases += op_cases[i].op == *op;
        if (!cases)
            fail_msg("%s: no gradient is tested; add a case to tests/op/op_case.h", (*op)->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_op_has_a_case),
        cmocka_unit_test(test_backward_agrees_with_finite_differences),
        cmocka_unit_test(test_what_is_replaced_need_not_be_zero_before),
        cmocka_unit_test(test_each_gradient_can_be_asked_for_alone),
        cmocka_unit_test(test_backward_may_be_asked_for_nothing),
    };
    return cmocka_run_group_tests_name("gradient", tests, NULL, NULL);
}
