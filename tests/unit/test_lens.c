/* The logit lens: the program's own readout at every depth of the residual stream. */
#include <math.h>
#include <stdlib.h>

#include "run/lens.h"
#include "run/readout.h"
#include "support/run.h"

static const char *const folders[] = {
    "tests/fixtures/models/gpt2-tiny",   "tests/fixtures/models/gpt2-untied",    "tests/fixtures/models/llama-gqa",
    "tests/fixtures/models/llama3-rope", "tests/fixtures/models/mistral-window", "tests/fixtures/models/qwen2",
};

enum { MODELS = sizeof folders / sizeof *folders, POSITIONS = 8 };

/* Ids that every fixture has. */
static void three_passes(Run *run, const char *folder)
{
    run_open(run, folder);
    run_feed(run, (const int32_t[]){5, 17, 3, 36, 17, 8}, 6);
    run_feed(run, (const int32_t[]){11}, 1);
    run_feed(run, (const int32_t[]){30}, 1);
}

static Lens *open_lens(const Run *run)
{
    Lens *lens = NULL;
    Error error = {0};
    if (lens_new(run->model, &lens, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return lens;
}

static const LensCell *look(Lens *lens, const Run *run, int64_t position, int32_t token)
{
    const LensCell *cells = NULL;
    Error error = {0};
    if (lens_look(lens, run->machine, position, token, &cells, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return cells;
}

static const Real *value_row(const Run *run, const char *name, int64_t position)
{
    const Real *row = readout_row(run->machine, run_value(run, name), position);
    assert_non_null(row);
    return row;
}

static void test_depths_are_the_stream_before_in_and_after_each_block(void **state)
{
    (void)state;
    for (int i = 0; i < MODELS; i++) {
        Run run = {0};
        three_passes(&run, folders[i]);
        Lens *lens = open_lens(&run);
        assert_int_equal(lens_depth_count(lens), 1 + 2 * run.model->config.layers);
        assert_string_equal(lens_depth_name(lens, 0), "blocks.0.resid_pre");
        assert_string_equal(lens_depth_name(lens, 1), "blocks.0.resid_mid");
        assert_string_equal(lens_depth_name(lens, 2), "blocks.0.resid_post");
        lens_free(lens);
        run_free(&run);
    }
}

static void test_the_last_depth_says_exactly_what_the_model_says(void **state)
{
    (void)state;
    for (int i = 0; i < MODELS; i++) {
        Run run = {0};
        three_passes(&run, folders[i]);
        Lens *lens = open_lens(&run);
        for (int64_t position = 0; position < POSITIONS; position++) {
            const LensCell *cell = &look(lens, &run, position, -1)[lens_depth_count(lens) - 1];
            const Real *probs = value_row(&run, "probs", position);
            assert_true(cell->top_probability == probs[cell->top]);
            assert_int_equal(cell->token, cell->top);
            assert_int_equal(cell->rank, 1);
            for (int64_t id = 0; id < run.model->config.vocab; id++)
                assert_true(probs[id] <= cell->top_probability);
        }
        lens_free(lens);
        run_free(&run);
    }
}

/* The readout itself, not the numbers that the program left: it runs on the rows of a whole pass. */
static void test_the_readout_of_the_last_stream_is_the_program_bit_by_bit(void **state)
{
    (void)state;
    for (int i = 0; i < MODELS; i++) {
        Run run = {0};
        Readout readout;
        Tensor stream, probs;
        three_passes(&run, folders[i]);
        assert_int_equal(readout_find(run.model, &readout, NULL), STATUS_OK);
        assert_true(machine_tensor(run.machine, 0, readout.stream, &stream));
        assert_true(machine_tensor(run.machine, 0, run.model->program.probs, &probs));
        size_t bytes = (size_t)shape_count(&probs.shape) * sizeof(Real);
        Real *mine = malloc(bytes);
        assert_int_equal(readout_run(run.machine, &readout, stream.data, stream.shape.size[0], NULL, mine, NULL),
                         STATUS_OK);
        assert_memory_equal(mine, probs.data, bytes);
        free(mine);
        run_free(&run);
    }
}

/* LayerNorm, tied W_U, softmax, in double and by the book. */
static void reference_probs(const Run *run, const Real *x, double *probs)
{
    const ModelConfig *config = &run->model->config;
    const Real *w = run->model->weights[run_weight(run, "ln_final.w")].data;
    const Real *b = run->model->weights[run_weight(run, "ln_final.b")].data;
    const Tensor *table = &run->model->weights[run_weight(run, "embed.W_E")];
    double mean = 0, variance = 0, sum = 0;
    for (int64_t i = 0; i < config->d_model; i++)
        mean += (double)x[i] / (double)config->d_model;
    for (int64_t i = 0; i < config->d_model; i++)
        variance += ((double)x[i] - mean) * ((double)x[i] - mean) / (double)config->d_model;
    for (int64_t id = 0; id < config->vocab; id++) {
        double logit = 0;
        for (int64_t i = 0; i < config->d_model; i++)
            logit += (((double)x[i] - mean) / sqrt(variance + config->norm_eps) * (double)w[i] + (double)b[i]) *
                     (double)table->data[id * table->stride[0] + i];
        probs[id] = exp(logit);
        sum += probs[id];
    }
    for (int64_t id = 0; id < config->vocab; id++)
        probs[id] /= sum;
}

static void test_every_depth_is_normalised_and_unembedded(void **state)
{
    (void)state;
    Run run = {0};
    three_passes(&run, "tests/fixtures/models/gpt2-tiny");
    Lens *lens = open_lens(&run);
    double wanted[64];
    Real logits[64], probs[64];
    assert_in_range(run.model->config.vocab, 2, 64);
    for (int depth = 0; depth < lens_depth_count(lens); depth++)
        for (int64_t position = 0; position < POSITIONS; position++) {
            reference_probs(&run, value_row(&run, lens_depth_name(lens, depth), position), wanted);
            assert_int_equal(lens_read(lens, run.machine, depth, position, logits, probs, NULL), STATUS_OK);
            const LensCell *cell = &look(lens, &run, position, 7)[depth];
            int64_t before = 0;
            for (int64_t id = 0; id < run.model->config.vocab; id++) {
                assert_true(fabs((double)probs[id] - wanted[id]) < 1e-5);
                assert_true((double)cell->top_probability >= wanted[id] - 1e-5);
                before += wanted[id] > wanted[7];
            }
            assert_true(fabs((double)cell->probability - wanted[7]) < 1e-5);
            assert_int_equal(cell->token, 7);
            assert_int_equal(cell->rank, before + 1);
        }
    lens_free(lens);
    run_free(&run);
}

static void test_what_is_not_computed_yet_is_not_known(void **state)
{
    (void)state;
    Run run = {0};
    Error error = {0};
    run_open(&run, "tests/fixtures/models/llama-gqa");
    machine_feed(run.machine, (const int32_t[]){5, 17, 3}, 3, NULL, NULL);
    Lens *lens = open_lens(&run);
    assert_false(look(lens, &run, 1, -1)[0].computed);
    machine_go(run.machine, (Place){0, 1}, NULL, NULL);
    const LensCell *cells = look(lens, &run, 1, -1);
    assert_true(cells[0].computed);
    assert_int_equal(cells[0].token, -1);
    assert_false(cells[1].computed);
    Real logits[64], probs[64];
    assert_int_equal(lens_read(lens, run.machine, 1, 1, logits, probs, &error), STATUS_NOT_COMPUTED);
    assert_non_null(strstr(error.message, "blocks.0.resid_mid"));
    machine_go(run.machine, machine_end(run.machine), NULL, NULL);
    cells = look(lens, &run, 1, -1);
    assert_true(cells[lens_depth_count(lens) - 1].computed);
    assert_true(cells[0].token >= 0);
    lens_free(lens);
    run_free(&run);
}

/* What the lens remembers is never older than the stream. */
static void test_an_edit_of_the_stream_is_seen_at_once(void **state)
{
    (void)state;
    Run run = {0};
    three_passes(&run, "tests/fixtures/models/qwen2");
    Lens *lens = open_lens(&run), *fresh;
    Real before = look(lens, &run, 3, 7)[2].probability;
    assert_true(lens_knows(lens, run.machine, 3, 7));
    Edit edit = {.value = run_value(&run, "blocks.0.attn_out"), .from = {3, 0}, .to = {4, 2}, .number = 4};
    assert_int_equal(machine_edit(run.machine, &edit, NULL, NULL), STATUS_OK);
    assert_false(lens_knows(lens, run.machine, 3, 7));
    Real after = look(lens, &run, 3, 7)[2].probability;
    assert_true(after != before);
    fresh = open_lens(&run);
    assert_true(look(fresh, &run, 3, 7)[2].probability == after);
    edit = (Edit){.value = run.model->program.logits, .from = {3, 9}, .to = {4, 10}, .number = 30};
    assert_int_equal(machine_edit(run.machine, &edit, NULL, NULL), STATUS_OK);
    const LensCell *cells = look(lens, &run, 3, -1);
    assert_int_equal(cells[lens_depth_count(lens) - 1].top, 9);
    assert_int_equal(cells[0].token, 9);
    lens_free(fresh);
    lens_free(lens);
    run_free(&run);
}

static void test_a_depth_is_found_by_layer_or_name(void **state)
{
    (void)state;
    Run run = {0};
    Error error = {0};
    int depth;
    run_open(&run, "tests/fixtures/models/llama-gqa");
    Lens *lens = open_lens(&run);
    assert_int_equal(lens_find_depth(lens, "1", 1, &depth, NULL), STATUS_OK);
    assert_string_equal(lens_depth_name(lens, depth), "blocks.1.resid_post");
    assert_int_equal(lens_find_depth(lens, "blocks.1.resid_pre", 18, &depth, NULL), STATUS_OK);
    assert_string_equal(lens_depth_name(lens, depth), "blocks.0.resid_post");
    assert_int_equal(lens_find_depth(lens, "logits", 6, &depth, &error), STATUS_NOT_FOUND);
    assert_non_null(strstr(error.message, "a layer from 0 to 1"));
    assert_int_equal(lens_find_depth(lens, "", 0, &depth, &error), STATUS_NOT_FOUND);
    lens_free(lens);
    run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_depths_are_the_stream_before_in_and_after_each_block),
        cmocka_unit_test(test_the_last_depth_says_exactly_what_the_model_says),
        cmocka_unit_test(test_the_readout_of_the_last_stream_is_the_program_bit_by_bit),
        cmocka_unit_test(test_every_depth_is_normalised_and_unembedded),
        cmocka_unit_test(test_what_is_not_computed_yet_is_not_known),
        cmocka_unit_test(test_an_edit_of_the_stream_is_seen_at_once),
        cmocka_unit_test(test_a_depth_is_found_by_layer_or_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
