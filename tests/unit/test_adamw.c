/* AdamW against PyTorch's: tests/fixtures/adamw.json, made by tests/reference/make_adamw_fixture.py. */
#include "train/adamw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>

#include "base/json.h"

enum { COUNT = 7, PARAMETERS = 2 };

typedef struct Training {
    AdamW adamw;
    Real numbers[PARAMETERS][COUNT], gradient[PARAMETERS][COUNT], m[PARAMETERS][COUNT], v[PARAMETERS][COUNT];
    AdamWState states[PARAMETERS];
} Training;

static cJSON *open_fixture(void)
{
    cJSON *json;
    Error error;
    if (json_read_file("tests/fixtures/adamw.json", &json, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return json;
}

/* Row `row` of a list of lists. */
static void read_row(const cJSON *rows, int row, Real *out)
{
    const cJSON *numbers = cJSON_GetArrayItem(rows, row);
    assert_int_equal(cJSON_GetArraySize(numbers), COUNT);
    for (int i = 0; i < COUNT; i++)
        out[i] = (Real)cJSON_GetArrayItem(numbers, i)->valuedouble;
}

static void begin(Training *t, const cJSON *fixture)
{
    const cJSON *settings = json_member(fixture, "settings");
    *t = (Training){.adamw = {
                        .beta1 = json_member(settings, "beta1")->valuedouble,
                        .beta2 = json_member(settings, "beta2")->valuedouble,
                        .eps = json_member(settings, "eps")->valuedouble,
                        .weight_decay = json_member(settings, "weight_decay")->valuedouble,
                    }};
    for (int i = 0; i < PARAMETERS; i++) {
        read_row(json_member(fixture, "start"), i, t->numbers[i]);
        t->states[i] = (AdamWState){.numbers = t->numbers[i],
                                    .gradient = t->gradient[i],
                                    .m = t->m[i],
                                    .v = t->v[i],
                                    .count = COUNT,
                                    .decay = i ? 0 : t->adamw.weight_decay};
    }
}

/* Runs the fixture's steps with gradients that are `factor` times too large, and says so. */
static void run_steps(double factor)
{
    Training t;
    cJSON *fixture = open_fixture();
    const cJSON *step;
    int64_t number = 0;
    begin(&t, fixture);
    cJSON_ArrayForEach(step, json_member(fixture, "steps"))
    {
        AdamWStep how = {++number, json_member(step, "learning_rate")->valuedouble, 1 / factor};
        for (int i = 0; i < PARAMETERS; i++) {
            Real expected[COUNT];
            read_row(json_member(step, "gradients"), i, t.gradient[i]);
            for (int n = 0; n < COUNT; n++)
                t.gradient[i][n] *= (Real)factor;
            adamw_step(&t.adamw, &t.states[i], 0, 3, &how);
            adamw_step(&t.adamw, &t.states[i], 3, COUNT, &how);
            read_row(json_member(step, "parameters"), i, expected);
            for (int n = 0; n < COUNT; n++)
                if (fabs(t.numbers[i][n] - expected[n]) > 2e-6)
                    fail_msg("step %d, parameter %d[%d]: %.8g, PyTorch says %.8g", (int)number, i, n,
                             (double)t.numbers[i][n], (double)expected[n]);
        }
    }
    assert_int_equal(number, 5);
    cJSON_Delete(fixture);
}

static void test_steps_agree_with_pytorch(void **state)
{
    (void)state;
    run_steps(1);
}

static void test_gradients_are_scaled_before_anything_else(void **state)
{
    (void)state;
    run_steps(8);
}

static void test_a_step_leaves_the_gradient_zero(void **state)
{
    (void)state;
    Training t;
    cJSON *fixture = open_fixture();
    begin(&t, fixture);
    t.gradient[0][2] = t.gradient[0][6] = 3;
    adamw_step(&t.adamw, &t.states[0], 0, 6, &(AdamWStep){1, 0.1, 1});
    assert_true(t.gradient[0][2] == 0);
    assert_true(t.gradient[0][6] == 3); /* was not asked for */
    cJSON_Delete(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps_agree_with_pytorch),
        cmocka_unit_test(test_gradients_are_scaled_before_anything_else),
        cmocka_unit_test(test_a_step_leaves_the_gradient_zero),
    };
    return cmocka_run_group_tests_name("adamw", tests, NULL, NULL);
}
