/* Every architecture against PyTorch: tests/fixtures/models, made by tests/reference/make_model_fixtures.py. */
#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/safetensors.h"
#include "run/machine.h"
#include "train/tape.h"

static const double tolerance = 1e-5; /* of a tensor's largest magnitude */

typedef struct Fixture {
    Model *model;
    Safetensors *expected;
    Machine *machine;
} Fixture;

static void require_ok(Status status, const Error *error)
{
    if (status != STATUS_OK)
        fail_msg("%s", error->message);
}

static Safetensors *open_beside(const char *folder, const char *file)
{
    Error error = {0};
    Safetensors *tensors;
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    require_ok(safetensors_open(path, &tensors, &error), &error);
    return tensors;
}

/* Runs the model in the passes that `sizes` (ended by 0) says, or in one where it is NULL. */
static Fixture run_fixture(const char *folder, const int64_t *sizes)
{
    Error error = {0};
    Fixture fixture = {0};
    require_ok(model_open(folder, &fixture.model, &error), &error);
    fixture.expected = open_beside(folder, "expected.safetensors");
    const SafetensorsEntry *tokens = safetensors_find(fixture.expected, "tokens");
    const int32_t *ids = tokens->data;
    fixture.machine = machine_new(fixture.model, MACHINE_KEEP, 2);
    for (int64_t at = 0, size; at < tokens->count; at += size) {
        size = sizes && *sizes ? *sizes++ : tokens->count - at;
        require_ok(machine_feed(fixture.machine, ids + at, size, NULL, &error), &error);
    }
    require_ok(machine_go(fixture.machine, machine_end(fixture.machine), NULL, &error), &error);
    return fixture;
}

static void free_fixture(Fixture *fixture)
{
    machine_free(fixture->machine);
    safetensors_free(fixture->expected);
    model_free(fixture->model);
}

static Real *expected_numbers(const SafetensorsEntry *entry)
{
    Real *numbers = malloc((size_t)entry->count * sizeof(Real) + 1);
    safetensors_to_real(entry, numbers);
    return numbers;
}

static void assert_close(const char *name, const Real *actual, const Real *expected, int64_t count)
{
    double largest = 0;
    for (int64_t i = 0; i < count; i++)
        if (isfinite(expected[i]) && fabs(expected[i]) > largest)
            largest = fabs(expected[i]);
    for (int64_t i = 0; i < count; i++) {
        bool close = isfinite(expected[i]) ? fabs(actual[i] - expected[i]) <= tolerance * largest + 1e-9
                                           : actual[i] == expected[i];
        if (!close)
            fail_msg("%s: number %lld is %g, PyTorch has %g", name, (long long)i, (double)actual[i],
                     (double)expected[i]);
    }
}

static void check_values(const Fixture *fixture)
{
    const Program *program = &fixture->model->program;
    int checked = 0;
    for (size_t i = 0; i < safetensors_count(fixture->expected); i++) {
        const SafetensorsEntry *entry = safetensors_at(fixture->expected, i);
        if (!strcmp(entry->name, "tokens"))
            continue;
        ValueId id = program_find_value(program, entry->name, strlen(entry->name));
        Tensor actual;
        if (!id || !machine_tensor(fixture->machine, 0, id, &actual))
            fail_msg("%s: PyTorch has it, the program does not", entry->name);
        assert_int_equal(actual.shape.rank, entry->rank);
        assert_int_equal(shape_count(&actual.shape), entry->count);
        Real *expected = expected_numbers(entry);
        assert_close(entry->name, actual.data, expected, entry->count);
        free(expected);
        checked++;
    }
    assert_true(checked > 30);
}

static void check_model(void **state)
{
    Fixture fixture = run_fixture(*state, NULL);
    check_values(&fixture);
    free_fixture(&fixture);
}

/* The logits of one position, from whichever pass brought it. */
static const Real *logits_at(const Machine *machine, int64_t position)
{
    int pass = machine_pass_of(machine, position);
    Tensor logits;
    assert_true(machine_tensor(machine, pass, machine_model(machine)->program.logits, &logits));
    return logits.data + (position - machine_pass_first(machine, pass)) * logits.stride[0];
}

static void check_cache(void **state)
{
    Fixture whole = run_fixture(*state, NULL);
    Fixture by_one = run_fixture(*state, (const int64_t[]){1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0});
    Fixture mixed = run_fixture(*state, (const int64_t[]){4, 1, 3, 0});
    for (int64_t position = 0; position < machine_position_count(whole.machine); position++) {
        const Real *expected = logits_at(whole.machine, position);
        assert_close("decoding one by one", logits_at(by_one.machine, position), expected, whole.model->config.vocab);
        assert_close("decoding in chunks", logits_at(mixed.machine, position), expected, whole.model->config.vocab);
    }
    free_fixture(&whole);
    free_fixture(&by_one);
    free_fixture(&mixed);
}

static const SafetensorsEntry *find_gradient(const Safetensors *gradients, const Arch *arch, const char *tensor)
{
    char prefixed[256];
    snprintf(prefixed, sizeof prefixed, "%s%s", arch->tensor_prefix, tensor);
    const SafetensorsEntry *entry = safetensors_find(gradients, tensor);
    return entry ? entry : safetensors_find(gradients, prefixed);
}

/* The gradients of the mean cross-entropy of each token given those before it. */
static double run_backward(const Fixture *fixture, Real **gradients)
{
    Error error = {0};
    Tape *tape;
    int32_t targets[64];
    int64_t count = machine_position_count(fixture->machine);
    const int32_t *tokens = machine_tokens(fixture->machine);
    for (int64_t i = 0; i < count; i++)
        targets[i] = i + 1 < count ? tokens[i + 1] : TARGET_NONE;
    require_ok(tape_new(fixture->model, 1, count, 2, &tape, &error), &error);
    tape_forward(tape, tokens);
    double loss = tape_loss(tape, targets);
    tape_backward(tape, gradients);
    tape_free(tape);
    return loss;
}

static void check_gradients(void **state)
{
    Fixture fixture = run_fixture(*state, NULL);
    const Parameters *parameters = &fixture.model->parameters;
    Safetensors *expected = open_beside(*state, "gradients.safetensors");
    Real **gradients = calloc((size_t)parameters->count, sizeof *gradients);
    for (int i = 0; i < parameters->count; i++)
        gradients[i] = calloc((size_t)parameters->list[i].count, sizeof(Real));
    double loss = run_backward(&fixture, gradients);
    Real *expected_loss = expected_numbers(safetensors_find(expected, "loss"));
    assert_true(fabs(loss - *expected_loss) < 1e-5 * *expected_loss);
    free(expected_loss);
    assert_int_equal(parameters->count + 1, safetensors_count(expected)); /* and the loss */
    for (int i = 0; i < parameters->count; i++) {
        const Parameter *parameter = &parameters->list[i];
        const SafetensorsEntry *entry = find_gradient(expected, fixture.model->arch, parameter->tensor);
        if (!entry)
            fail_msg("%s: PyTorch has no gradient of that name", parameter->tensor);
        assert_int_equal(entry->count, parameter->count);
        Real *numbers = expected_numbers(entry);
        assert_close(parameter->tensor, gradients[i], numbers, parameter->count);
        free(numbers);
        free(gradients[i]);
    }
    free(gradients);
    safetensors_free(expected);
    free_fixture(&fixture);
}

#define FOLDER "tests/fixtures/models/"
#define MODEL_TESTS(model)                                                                                             \
    {.name = model " has PyTorch's values", .test_func = check_model, .initial_state = FOLDER model},                  \
    {                                                                                                                  \
        .name = model " decodes from the cache to the same logits", .test_func = check_cache,                          \
        .initial_state = FOLDER model                                                                                  \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        MODEL_TESTS("gpt2-tiny"),
        MODEL_TESTS("gpt2-untied"),
        MODEL_TESTS("llama-gqa"),
        MODEL_TESTS("llama-linear"),
        MODEL_TESTS("llama3-rope"),
        MODEL_TESTS("mistral-window"),
        MODEL_TESTS("qwen2"),
        {.name = "gpt2-tiny has PyTorch's gradients",
         .test_func = check_gradients,
         .initial_state = FOLDER "gpt2-tiny"},
        {.name = "llama-gqa has PyTorch's gradients",
         .test_func = check_gradients,
         .initial_state = FOLDER "llama-gqa"},
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
