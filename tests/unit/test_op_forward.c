/* Every op's output and gradients against PyTorch's (tests/reference/make_op_fixtures.py). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/json.h"
#include "op/op_case.h"
#include "op/rope.h"

static const double TOLERANCE = 1e-5; /* of the largest magnitude in the tensor */

/* One case of the file, ready to run. */
typedef struct Fixture {
    const cJSON *json;
    const Op *op;
    OpRun run;
    OpGradients gradients;
    double frequencies[16];
} Fixture;

static double number_of(const cJSON *json)
{
    if (!cJSON_IsString(json))
        return json->valuedouble;
    return json->valuestring[0] == '-' ? -INFINITY : INFINITY;
}

static double param(const cJSON *json, const char *key, double otherwise)
{
    const cJSON *member = json_member(json_member(json, "params"), key);
    return member ? member->valuedouble : otherwise;
}

static const char *param_text(const cJSON *json, const char *key)
{
    const cJSON *member = json_member(json_member(json, "params"), key);
    return member ? member->valuestring : "";
}

static AxisName axis_of(const char *name)
{
    for (AxisName axis = AXIS_NONE; axis <= AXIS_CONTEXT; axis++)
        if (!strcmp(axis_name(axis), name))
            return axis;
    fail_msg("the fixture has an axis %s that is none", name);
    return AXIS_NONE;
}

static Shape shape_of(const cJSON *record)
{
    Shape shape = {0};
    const cJSON *axis, *size = json_member(record, "sizes")->child;
    cJSON_ArrayForEach(axis, json_member(record, "axes"))
    {
        shape.axis[shape.rank] = axis_of(axis->valuestring);
        shape.size[shape.rank++] = size->valueint;
        size = size->next;
    }
    return shape;
}

static void read_tensor(Tensor *tensor, const cJSON *numbers)
{
    const cJSON *number;
    int64_t i = 0;
    cJSON_ArrayForEach(number, numbers)
    {
        int64_t index[RANK_MAX];
        shape_index(&tensor->shape, i++, index);
        *tensor_cell(tensor, index) = (Real)number_of(number);
    }
    assert_int_equal(i, shape_count(&tensor->shape));
}

static void read_frequencies(Fixture *f, int64_t d_head)
{
    double linear = param(f->json, "linear", 1);
    const cJSON *llama3 = json_member(json_member(f->json, "params"), "llama3");
    rope_frequencies(f->frequencies, d_head, param(f->json, "theta", 0));
    rope_scale_linear(f->frequencies, d_head / 2, linear);
    if (llama3)
        rope_scale_llama3(f->frequencies, d_head / 2, cJSON_GetArrayItem(llama3, 0)->valuedouble,
                          cJSON_GetArrayItem(llama3, 1)->valuedouble, cJSON_GetArrayItem(llama3, 2)->valuedouble,
                          cJSON_GetArrayItem(llama3, 3)->valuedouble);
    f->run.params.rope.frequency = f->frequencies;
}

static void read_params(Fixture *f)
{
    OpParams *params = &f->run.params;
    const char *kind = param_text(f->json, "kind");
    if (f->op == &op_embedding && !strcmp(param_text(f->json, "index"), "positions"))
        params->embedding.index = EMBEDDING_POSITIONS;
    if (f->op == &op_layernorm || f->op == &op_rmsnorm)
        params->norm.eps = param(f->json, "eps", 0);
    if (f->op == &op_scores)
        params->scores.scale = param(f->json, "scale", 0);
    if (f->op == &op_gelu)
        params->gelu.kind = strcmp(kind, "erf") ? GELU_TANH : GELU_ERF;
    if (f->op == &op_mask) {
        params->mask.kind = !strcmp(kind, "causal") ? MASK_CAUSAL : strcmp(kind, "none") ? MASK_SLIDING : MASK_NONE;
        params->mask.window = (int64_t)param(f->json, "window", 0);
    }
    if (f->op == &op_rope) {
        const Shape *x = &f->run.call.in[0].shape;
        read_frequencies(f, x->size[x->rank - 1]);
    }
}

static void read_operands(Fixture *f)
{
    const cJSON *in = json_member(f->json, "in")->child, *weight = json_member(f->json, "weight")->child;
    Call *call = &f->run.call;
    WeightLie lie = cJSON_IsTrue(json_member(f->json, "sliced")) ? WEIGHT_SLICED : WEIGHT_DENSE;
    for (int i = 0; in; i++, in = in->next) {
        Shape shape = shape_of(in);
        call->in[i] = op_case_tensor(&shape, WEIGHT_DENSE, 0, &f->run.numbers[i]);
        read_tensor(&call->in[i], json_member(in, "data"));
    }
    int in_axes = call->in[0].shape.rank - (call->in[0].shape.axis[0] == AXIS_BATCH ? 2 : 1);
    for (int i = 0; weight; i++, weight = weight->next) {
        Shape shape = shape_of(weight);
        call->weight[i] = op_case_tensor(&shape, i ? WEIGHT_DENSE : lie, in_axes, &f->run.numbers[OP_INPUTS + i]);
        read_tensor(&call->weight[i], json_member(weight, "data"));
    }
    op_gradients_init(&f->gradients, &f->run, lie, in_axes);
}

static void fixture_init(Fixture *f, const cJSON *json)
{
    *f = (Fixture){.json = json, .op = op_find(json_member(json, "op")->valuestring)};
    assert_non_null(f->op);
    f->run.call = (Call){.params = &f->run.params, .tokens = f->run.tokens, .threads = 1};
    const cJSON *first = json_member(json, "first_position"), *token;
    f->run.call.first_position = first ? first->valueint : 0;
    int tokens = 0;
    cJSON_ArrayForEach(token, json_member(json, "tokens"))
    {
        f->run.tokens[tokens++] = token->valueint;
    }
    read_operands(f);
    read_params(f);
    Shape out = shape_of(json_member(json, "out"));
    f->run.out = op_case_tensor(&out, WEIGHT_DENSE, 0, &f->run.numbers[OP_INPUTS + OP_WEIGHTS]);
}

static void fixture_free(Fixture *f)
{
    op_gradients_free(&f->gradients);
    op_run_free(&f->run);
}

/* Runs check on every fixture. */
static void for_each_fixture(void (*check)(Fixture *f))
{
    cJSON *file;
    Error error;
    if (json_read_file("tests/fixtures/ops.json", &file, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_true(cJSON_GetArraySize(file) > 40);
    const cJSON *json;
    cJSON_ArrayForEach(json, file)
    {
        Fixture f;
        fixture_init(&f, json);
        check(&f);
        fixture_free(&f);
    }
    cJSON_Delete(file);
}

static void check_close(const Fixture *f, const char *what, const Tensor *actual, const cJSON *expected)
{
    const cJSON *number;
    double largest = 0;
    cJSON_ArrayForEach(number, expected)
    {
        largest = isfinite(number_of(number)) ? fmax(largest, fabs(number_of(number))) : largest;
    }
    int64_t i = 0;
    cJSON_ArrayForEach(number, expected)
    {
        int64_t index[RANK_MAX];
        shape_index(&actual->shape, i, index);
        double is = *tensor_cell(actual, index), should = number_of(number);
        bool same = isinf(should) ? is == should : fabs(is - should) <= TOLERANCE * largest + 1e-9;
        if (!same)
            fail_msg("%s %s[%d] is %.9g, not %.9g: %s", f->op->name, what, (int)i, is, should,
                     cJSON_PrintUnformatted(f->json));
        i++;
    }
    assert_int_equal(i, shape_count(&actual->shape));
}

static void check_forward(Fixture *f)
{
    f->op->forward(&f->run.call, &f->run.out);
    check_close(f, "output", &f->run.out, json_member(json_member(f->json, "out"), "data"));
}

static void test_outputs_are_those_of_pytorch(void **state)
{
    (void)state;
    for_each_fixture(check_forward);
}

static void check_in_place(Fixture *f)
{
    if (!f->op->in_place)
        return;
    Tensor out = tensor_over(f->run.call.in[0].data, &f->run.out.shape);
    f->op->forward(&f->run.call, &out);
    check_close(f, "output in place", &out, json_member(json_member(f->json, "out"), "data"));
}

static void test_ops_that_may_write_over_their_input_are_right_when_they_do(void **state)
{
    (void)state;
    for_each_fixture(check_in_place);
}

static void check_backward(Fixture *f)
{
    Real *owner = NULL;
    const cJSON *out = json_member(f->json, "out");
    Tensor direction = op_case_tensor(&f->run.out.shape, WEIGHT_DENSE, 0, &owner);
    read_tensor(&direction, json_member(out, "gradient"));
    f->op->forward(&f->run.call, &f->run.out);
    f->op->backward(&f->run.call, &f->run.out, &direction, &f->gradients.gradients);
    const cJSON *operand;
    int i = 0, w = 0;
    cJSON_ArrayForEach(operand, json_member(f->json, "in"))
    {
        check_close(f, f->op->input[i], &f->gradients.gradients.in[i], json_member(operand, "gradient"));
        i++;
    }
    cJSON_ArrayForEach(operand, json_member(f->json, "weight"))
    {
        check_close(f, f->op->weight[w], &f->gradients.gradients.weight[w], json_member(operand, "gradient"));
        w++;
    }
    free(owner);
}

static void test_gradients_are_those_of_pytorch(void **state)
{
    (void)state;
    for_each_fixture(check_backward);
}

static void check_frequencies(Fixture *f)
{
    int i = 0;
    const cJSON *expected;
    cJSON_ArrayForEach(expected, json_member(json_member(f->json, "params"), "frequencies"))
    {
        double error = fabs(f->frequencies[i++] - expected->valuedouble);
        assert_true(error <= 1e-8 * expected->valuedouble);
    }
}

static void test_rope_frequencies_are_scaled_as_the_models_were_trained(void **state)
{
    (void)state;
    for_each_fixture(check_frequencies);
}

/* The shape rule sees no batch axis. */
static void check_shape(Fixture *f)
{
    if (f->run.out.shape.axis[0] == AXIS_BATCH)
        return;
    Shape out;
    Error error;
    if (f->op->shape(&f->run.call, &out, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    out = shape_bind(&out, 0, f->run.out.shape.size[0], 0);
    assert_true(shape_equal(&out, &f->run.out.shape));
}

static void test_shape_rules_foretell_the_shapes_of_pytorch(void **state)
{
    (void)state;
    for_each_fixture(check_shape);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outputs_are_those_of_pytorch),
        cmocka_unit_test(test_ops_that_may_write_over_their_input_are_right_when_they_do),
        cmocka_unit_test(test_gradients_are_those_of_pytorch),
        cmocka_unit_test(test_rope_frequencies_are_scaled_as_the_models_were_trained),
        cmocka_unit_test(test_shape_rules_foretell_the_shapes_of_pytorch),
    };
    return cmocka_run_group_tests_name("op_forward", tests, NULL, NULL);
}
