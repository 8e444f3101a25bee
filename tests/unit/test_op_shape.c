/* The table of ops, their shape rules and costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "op/job.h"
#include "op/op_case.h"

static const Shape NONE = {0};

/* What op says of these operands: NULL where they fit. */
static const char *complaint(const Op *op, Shape a, Shape b, Shape weight, Shape bias)
{
    static Error error;
    OpParams params = {0};
    Call call = {.params = &params, .threads = 1};
    Shape out;
    call.in[0].shape = a;
    call.in[1].shape = b;
    call.weight[0] = tensor_over(NULL, &weight);
    call.weight[1] = tensor_over(NULL, &bias);
    return op->shape(&call, &out, &error) == STATUS_OK ? NULL : error.message;
}

static void assert_says(const char *message, const char *part)
{
    if (!message || !strstr(message, part))
        fail_msg("\"%s\" does not say \"%s\"", message ? message : "(no error)", part);
}

static void test_ops_are_found_by_name(void **state)
{
    (void)state;
    for (const Op *const *op = ops; *op; op++) {
        assert_ptr_equal(op_find((*op)->name), *op);
        assert_true((*op)->formula && (*op)->shape && (*op)->forward && (*op)->backward && (*op)->explain &&
                    (*op)->cost);
    }
    assert_null(op_find("attention"));
}

static void test_shape_errors_name_what_does_not_fit(void **state)
{
    (void)state;
    Shape x = shape_2(AXIS_POS, SIZE_NEW, AXIS_D_MODEL, 8), narrow = shape_2(AXIS_POS, SIZE_NEW, AXIS_D_MODEL, 6);
    Shape w = shape_2(AXIS_D_MLP, 4, AXIS_D_MODEL, 6), bias = shape_1(AXIS_D_MLP, 5), gain = shape_1(AXIS_D_MODEL, 8);
    assert_says(complaint(&op_add, x, narrow, NONE, NONE),
                "add: b [pos n, d_model 6] does not fit a [pos n, d_model 8]");
    assert_says(complaint(&op_linear, x, NONE, w, NONE), "linear: W [d_mlp 4, d_model 6] does not fit x");
    assert_says(complaint(&op_linear, narrow, NONE, w, bias), "linear: b [d_mlp 5] does not fit W");
    assert_says(complaint(&op_unembed, x, NONE, w, NONE), "unembed: W_U ");
    assert_says(complaint(&op_layernorm, narrow, NONE, gain, gain), "layernorm: w [d_model 8] does not fit x");
    assert_says(complaint(&op_rmsnorm, x, NONE, NONE, NONE), "rmsnorm: its weight w is missing");
    assert_says(complaint(&op_relu, x, x, NONE, NONE), "relu: one input too many");
    assert_says(complaint(&op_softmax, NONE, NONE, NONE, NONE), "softmax: its input x is missing");
    assert_says(complaint(&op_embedding, NONE, NONE, gain, NONE), "embedding: W has 1 axes");
    assert_says(complaint(&op_mask, x, NONE, NONE, NONE), "mask: x's axes");
}

static void test_attention_errors_name_the_heads(void **state)
{
    (void)state;
    Shape q = shape_3(AXIS_POS, SIZE_NEW, AXIS_HEAD, 4, AXIS_D_HEAD, 8);
    Shape three = shape_3(AXIS_POS, SIZE_SEEN, AXIS_KV_HEAD, 3, AXIS_D_HEAD, 8);
    Shape short_k = shape_3(AXIS_POS, SIZE_SEEN, AXIS_KV_HEAD, 2, AXIS_D_HEAD, 6);
    Shape pattern = shape_3(AXIS_HEAD, 4, AXIS_QUERY, SIZE_NEW, AXIS_KEY, SIZE_NEW);
    Shape odd = shape_3(AXIS_POS, SIZE_NEW, AXIS_HEAD, 4, AXIS_D_HEAD, 7);
    assert_says(complaint(&op_scores, q, three, NONE, NONE), "the heads must share the kv_heads evenly");
    assert_says(complaint(&op_scores, q, short_k, NONE, NONE), "their d_head must be equal");
    assert_says(complaint(&op_scores, q, pattern, NONE, NONE), "its axes must be pos, kv_head, d_head");
    assert_says(complaint(&op_mix, pattern, short_k, NONE, NONE), "one value for each key");
    assert_says(complaint(&op_rope, odd, NONE, NONE, NONE), "rope: d_head 7 is odd");
}

static void test_open_sizes_stay_open(void **state)
{
    (void)state;
    OpParams params = {0};
    Call call = {.params = &params, .threads = 1};
    Shape out;
    call.in[0].shape = shape_3(AXIS_POS, SIZE_NEW, AXIS_HEAD, 4, AXIS_D_HEAD, 8);
    call.in[1].shape = shape_3(AXIS_POS, SIZE_SEEN, AXIS_KV_HEAD, 2, AXIS_D_HEAD, 8);
    assert_int_equal(op_scores.shape(&call, &out, NULL), STATUS_OK);
    Shape cells = shape_3(AXIS_HEAD, 4, AXIS_QUERY, SIZE_NEW, AXIS_KEY, SIZE_SEEN);
    assert_true(shape_equal(&out, &cells));
    call.in[0].shape = out;
    assert_int_equal(op_mix.shape(&call, &out, NULL), STATUS_OK);
    Shape z = shape_3(AXIS_POS, SIZE_NEW, AXIS_HEAD, 4, AXIS_D_HEAD, 8);
    assert_true(shape_equal(&out, &z));
}

static void test_a_weight_in_uneven_steps_is_refused(void **state)
{
    (void)state;
    OpParams params = {0};
    Call call = {.params = &params, .threads = 1};
    Shape out, w = shape_3(AXIS_HEAD, 2, AXIS_D_HEAD, 3, AXIS_D_MODEL, 4);
    Error error;
    call.in[0].shape = shape_2(AXIS_POS, SIZE_NEW, AXIS_D_MODEL, 4);
    call.weight[0] = tensor_over(NULL, &w);
    call.weight[0].stride[0] = 100;
    assert_int_equal(op_linear.shape(&call, &out, &error), STATUS_BAD_DATA);
    assert_says(error.message, "even steps");
}

static void test_a_linear_layer_costs_two_operations_a_weight_and_row(void **state)
{
    (void)state;
    OpParams params = {0};
    Call call = {.params = &params, .threads = 1};
    Shape w = shape_2(AXIS_D_MLP, 5, AXIS_D_MODEL, 7), b = shape_1(AXIS_D_MLP, 5);
    Shape out = shape_2(AXIS_POS, 3, AXIS_D_MLP, 5);
    call.in[0].shape = shape_2(AXIS_POS, 3, AXIS_D_MODEL, 7);
    call.weight[0] = tensor_over(NULL, &w);
    Cost cost = op_linear.cost(&call, &out);
    assert_true(cost.flops == 2 * 3 * 5 * 7);
    assert_true(cost.bytes_read == (3 * 7 + 5 * 7) * sizeof(Real));
    assert_true(cost.bytes_written == 3 * 5 * sizeof(Real));
    call.weight[1] = tensor_over(NULL, &b);
    assert_true(op_linear.cost(&call, &out).flops == 2 * 3 * 5 * 7 + 3 * 5);
}

static void test_every_cost_is_a_count(void **state)
{
    (void)state;
    for (int i = 0; i < OP_CASES; i++) {
        OpRun run;
        assert_int_equal(op_run_init(&run, &op_cases[i], 1, NULL), STATUS_OK);
        Cost cost = op_cases[i].op->cost(&run.call, &run.out.shape);
        assert_true(cost.flops >= 0 && cost.flops == floor(cost.flops));
        assert_true(cost.bytes_read > 0);
        assert_true(cost.bytes_written == (double)shape_count(&run.out.shape) * sizeof(Real));
        op_run_free(&run);
    }
}

/* A formula never shows a weight that an instruction does without. */
static void test_ops_with_an_optional_weight_have_a_formula_without_it(void **state)
{
    (void)state;
    for (const Op *const *op = ops; *op; op++)
        for (int i = 0; i < OP_WEIGHTS; i++) {
            if (!(*op)->optional[i])
                continue;
            assert_non_null((*op)->formula_bare);
            assert_non_null(strstr((*op)->formula, (*op)->weight[i]));
            assert_null(strstr((*op)->formula_bare, (*op)->weight[i]));
        }
}

static void count_part(const Job *job, int64_t from, int64_t to)
{
    for (int64_t i = from; i < to; i++)
        job->out->data[i] += 1;
}

static void test_a_job_does_every_part_once_on_any_number_of_threads(void **state)
{
    (void)state;
    enum { PARTS = 37 };
    for (int threads = 1; threads <= 5; threads++) {
        Real done[PARTS] = {0};
        Call call = {.threads = threads};
        Tensor out = {.data = done};
        job_run(&(Job){.call = &call, .out = &out}, count_part, PARTS, 1e9);
        for (int i = 0; i < PARTS; i++)
            assert_true(done[i] == 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ops_are_found_by_name),
        cmocka_unit_test(test_shape_errors_name_what_does_not_fit),
        cmocka_unit_test(test_attention_errors_name_the_heads),
        cmocka_unit_test(test_open_sizes_stay_open),
        cmocka_unit_test(test_a_weight_in_uneven_steps_is_refused),
        cmocka_unit_test(test_a_linear_layer_costs_two_operations_a_weight_and_row),
        cmocka_unit_test(test_every_cost_is_a_count),
        cmocka_unit_test(test_ops_with_an_optional_weight_have_a_formula_without_it),
        cmocka_unit_test(test_a_job_does_every_part_once_on_any_number_of_threads),
    };
    return cmocka_run_group_tests_name("op_shape", tests, NULL, NULL);
}
