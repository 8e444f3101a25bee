/* Dropout: the share that it takes, the same mask both ways, and gradients that are those of the run with the mask. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/arch.h"
#include "base/memory.h"
#include "model/random_model.h"
#include "train/tape.h"

enum { ROWS = 64, WIDTH = 100, COUNT = ROWS * WIDTH };

static void fill_and_drop(Real *numbers, const Dropout *dropout, ValueId id)
{
    Shape shape = {.rank = 3, .size = {1, ROWS, WIDTH}};
    Tensor tensor = tensor_over(numbers, &shape);
    for (int i = 0; i < COUNT; i++)
        numbers[i] = 1;
    dropout_apply(dropout, id, &tensor);
}

static void test_a_share_is_dropped_and_the_rest_grows(void **state)
{
    (void)state;
    Real numbers[COUNT];
    int dropped = 0;
    fill_and_drop(numbers, &(Dropout){.rate = 0.3, .seed = 5}, 7);
    for (int i = 0; i < COUNT; i++) {
        assert_true(numbers[i] == 0 || fabs((double)numbers[i] * 0.7 - 1) < 1e-6);
        dropped += numbers[i] == 0;
    }
    double deviation = sqrt(COUNT * 0.3 * 0.7);
    assert_true(fabs(dropped - 0.3 * COUNT) < 4 * deviation);
}

static void test_the_mask_follows_from_seed_value_and_place(void **state)
{
    (void)state;
    Real one[COUNT], other[COUNT];
    const Dropout dropout = {.rate = 0.5, .seed = 5}, unlike = {.rate = 0.5, .seed = 6},
                  later = {.rate = 0.5, .seed = 5, .first = ROWS / 2};
    fill_and_drop(one, &dropout, 7);
    fill_and_drop(other, &dropout, 7);
    assert_memory_equal(one, other, sizeof one);
    fill_and_drop(other, &unlike, 7);
    assert_memory_not_equal(one, other, sizeof one);
    fill_and_drop(other, &dropout, 8);
    assert_memory_not_equal(one, other, sizeof one);
    fill_and_drop(other, &later, 7); /* the second half of the batch by itself */
    assert_memory_equal(one + COUNT / 2, other, sizeof one / 2);
}

static Model *small_model(void)
{
    static const char text[] = "{\"model_type\":\"gpt2\",\"n_layer\":2,\"n_head\":2,\"n_embd\":16,\"n_positions\":8,"
                               "\"vocab_size\":11}";
    const InitialWeights initial = {.deviation = 0.3};
    const Arch *arch;
    ModelConfig config;
    Model *model;
    cJSON *json = cJSON_Parse(text);
    Error error = {0};
    if (arch_read_config(json, &arch, &config, &error) != STATUS_OK ||
        model_new_initial(&config, "small", 3, &initial, &model, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    cJSON_Delete(json);
    return model;
}

enum { POSITIONS = 8 };
static const int32_t tokens[POSITIONS] = {1, 5, 2, 2, 9, 0, 3, 7}, targets[POSITIONS] = {5, 2, 2, 9, 0, 3, 7, 1};

static double loss_of(Tape *tape)
{
    tape_forward(tape, tokens);
    return tape_loss(tape, targets);
}

/* The index of the largest gradient of a parameter. */
static int64_t steepest(const Real *gradients, int64_t count)
{
    int64_t best = 0;
    for (int64_t i = 1; i < count; i++)
        if (fabsf(gradients[i]) > fabsf(gradients[best]))
            best = i;
    return best;
}

static void test_gradients_are_those_of_the_dropped_run(void **state)
{
    (void)state;
    Model *model = small_model();
    Tape *tape;
    assert_int_equal(tape_new(model, 1, POSITIONS, 1, &tape, NULL), STATUS_OK);
    double without = loss_of(tape);
    tape_dropout(tape, &(Dropout){.rate = 0.4, .seed = 9});
    assert_true(fabs(loss_of(tape) - without) > 0.01);
    Real *gradients[64] = {0};
    for (int i = 0; i < model->parameters.count; i++)
        gradients[i] = memory_new((size_t)model->parameters.list[i].count, sizeof(Real));
    tape_backward(tape, gradients);
    for (int i = 0; i < model->parameters.count; i++) {
        int64_t at = steepest(gradients[i], model->parameters.list[i].count);
        Real *number = &model->owned[i][at], before = *number;
        *number = before + 0.01F;
        double up = loss_of(tape);
        *number = before - 0.01F;
        double measured = (up - loss_of(tape)) / 0.02, claimed = (double)gradients[i][at];
        *number = before;
        if (fabs(measured - claimed) > 0.02 * fabs(claimed) + 1e-4)
            fail_msg("%s: %g is not %g", model->parameters.list[i].tensor, claimed, measured);
        free(gradients[i]);
    }
    tape_free(tape);
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_share_is_dropped_and_the_rest_grows),
        cmocka_unit_test(test_the_mask_follows_from_seed_value_and_place),
        cmocka_unit_test(test_gradients_are_those_of_the_dropped_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
