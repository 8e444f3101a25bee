/* Direct logit attribution: parts that add up to the logit. */
#include <math.h>
#include <stdio.h>

#include "run/contribution.h"
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

static void take(const Run *run, int64_t position, int32_t token, Contributions *out)
{
    Error error = {0};
    if (contributions_read(run->machine, position, token, out, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

static double part_of(const Contributions *contributions, const char *name)
{
    const Contribution *part = NULL;
    Error error = {0};
    if (contributions_find(contributions, name, strlen(name), &part, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return part->logit;
}

static bool near(double a, double b, double tolerance)
{
    return fabs(a - b) <= tolerance * fmax(fabs(a), fabs(b));
}

/* The logits of fixtures are small differences of large parts; where one is next to nothing, what counts is the size
 * of the parts. */
static void check_sum(const Contributions *c)
{
    double sum = 0, size = 0;
    for (int i = 0; i < c->count; i++) {
        sum += c->parts[i].logit;
        size = fmax(size, fabs(c->parts[i].logit));
    }
    assert_true(sum == c->sum);
    if (!near(sum, c->logit, 1e-4) && fabs(sum - c->logit) > 1e-6 * size)
        fail_msg("parts sum to %.9g, the logit is %.9g", sum, c->logit);
}

static void test_the_parts_add_up_to_every_logit(void **state)
{
    (void)state;
    for (int i = 0; i < MODELS; i++) {
        Run run = {0};
        three_passes(&run, folders[i]);
        for (int64_t position = 0; position < POSITIONS; position++)
            for (int32_t token = 0; token < run.model->config.vocab; token++) {
                Contributions c;
                take(&run, position, token, &c);
                check_sum(&c);
                assert_true(c.logit == (double)readout_row(run.machine, run.model->program.logits, position)[token]);
                contributions_free(&c);
            }
        run_free(&run);
    }
}

static void test_there_is_a_part_for_each_embedding_head_bias_and_mlp(void **state)
{
    (void)state;
    static const struct {
        const char *folder;
        int before, biases_a_block, behind; /* parts before the blocks; W_O's bias; the norm's bias */
    } rows[] = {
        {"tests/fixtures/models/gpt2-tiny", 2, 1, 1},
        {"tests/fixtures/models/llama-gqa", 1, 0, 0},
        {"tests/fixtures/models/qwen2", 1, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Run run = {0};
        Contributions c;
        three_passes(&run, rows[i].folder);
        const ModelConfig *config = &run.model->config;
        take(&run, 2, 5, &c);
        int64_t each = config->heads + rows[i].biases_a_block + 1;
        assert_int_equal(c.count, rows[i].before + config->layers * each + rows[i].behind);
        assert_string_equal(c.parts[0].name, "embed");
        assert_string_equal(c.parts[rows[i].before].name, "blocks.0.attn.head.0");
        assert_int_equal(c.parts[rows[i].before].block, 0);
        part_of(&c, "blocks.1.mlp_out");
        if (rows[i].behind) {
            part_of(&c, "blocks.1.attn.b_O");
            assert_string_equal(c.parts[c.count - 1].name, "ln_final.b");
        }
        contributions_free(&c);
        run_free(&run);
    }
}

/* By the book, in double: z of one head times its slice of W_O, under RMSNorm's scale and gain, times W_U. */
static double reference_head(const Run *run, int64_t position, int32_t token, int64_t head)
{
    const ModelConfig *config = &run->model->config;
    const Tensor *w_o = &run->model->weights[run_weight(run, "blocks.1.attn.W_O")];
    const Tensor *table =
        &run->model
             ->weights[run->model->config.tied_head ? run_weight(run, "embed.W_E") : run_weight(run, "unembed.W_U")];
    const Real *w = run->model->weights[run_weight(run, "ln_final.w")].data;
    const Real *z = readout_row(run->machine, run_value(run, "blocks.1.attn.z"), position) + head * config->d_head;
    const Real *x = readout_row(run->machine, run_value(run, "blocks.1.resid_post"), position);
    double squares = 0, logit = 0;
    for (int64_t i = 0; i < config->d_model; i++)
        squares += (double)x[i] * (double)x[i];
    for (int64_t i = 0; i < config->d_model; i++) {
        double added = 0;
        for (int64_t d = 0; d < config->d_head; d++)
            added += (double)z[d] * (double)*tensor_cell(w_o, (int64_t[RANK_MAX]){i, head, d});
        logit += added * (double)w[i] * (double)table->data[token * table->stride[0] + i];
    }
    return logit / sqrt(squares / (double)config->d_model + config->norm_eps);
}

static void test_a_head_adds_its_z_through_its_part_of_w_o(void **state)
{
    (void)state;
    Run run = {0};
    three_passes(&run, "tests/fixtures/models/llama-gqa");
    for (int64_t head = 0; head < run.model->config.heads; head++) {
        char name[48];
        Contributions c;
        take(&run, 6, 11, &c);
        snprintf(name, sizeof name, "blocks.1.attn.head.%lld", (long long)head);
        double wanted = reference_head(&run, 6, 11, head);
        assert_true(fabs(part_of(&c, name) - wanted) < 1e-5 * fmax(1, fabs(wanted)));
        contributions_free(&c);
    }
    run_free(&run);
}

static void edit_cells(const Run *run, const char *name, int64_t from, int64_t to, Real number)
{
    Edit edit = {.value = run_value(run, name), .from = {from}, .to = {to}, .number = number};
    const Shape *shape = &run->model->program.values[edit.value].shape;
    for (int axis = 1; axis < shape->rank; axis++)
        edit.to[axis] = 2;
    assert_int_equal(machine_edit(run->machine, &edit, NULL, NULL), STATUS_OK);
}

static void test_edits_anywhere_leave_the_sum_whole(void **state)
{
    (void)state;
    static const char *const names[] = {
        "embed",
        "blocks.0.attn.z",
        "blocks.0.attn_out",
        "blocks.0.resid_mid",
        "blocks.1.mlp_out",
        "blocks.1.resid_post",
        "ln_final.normalized",
        "logits",
    };
    for (int i = 0; i < MODELS; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            Run run = {0};
            three_passes(&run, folders[i]);
            edit_cells(&run, names[k], 2, 5, 3);
            for (int64_t position = 1; position < 6; position++) {
                Contributions c;
                take(&run, position, 1, &c);
                check_sum(&c);
                contributions_free(&c);
            }
            run_free(&run);
        }
}

static void test_what_a_person_changed_in_a_sum_is_a_part_of_its_own(void **state)
{
    (void)state;
    Run run = {0};
    Contributions c;
    three_passes(&run, "tests/fixtures/models/gpt2-tiny");
    edit_cells(&run, "blocks.0.resid_mid", 2, 3, 5);
    take(&run, 2, 1, &c);
    assert_true(part_of(&c, "blocks.0.resid_mid.edit") != 0);
    contributions_free(&c);
    take(&run, 3, 1, &c);
    for (int i = 0; i < c.count; i++)
        assert_null(strstr(c.parts[i].name, "edit"));
    contributions_free(&c);
    run_free(&run);
}

static void test_there_is_nothing_to_take_apart_before_the_logits(void **state)
{
    (void)state;
    Run run = {0};
    Contributions c;
    Error error = {0};
    three_passes(&run, "tests/fixtures/models/llama-gqa");
    assert_int_equal(contributions_read(run.machine, 9, 1, &c, &error), STATUS_OUT_OF_RANGE);
    assert_int_equal(contributions_read(run.machine, 2, 47, &c, &error), STATUS_OUT_OF_RANGE);
    assert_non_null(strstr(error.message, "ids go from 0 to 46"));
    assert_int_equal(contributions_read(run.machine, 2, -1, &c, &error), STATUS_OUT_OF_RANGE);
    machine_go(run.machine, (Place){2, 3}, NULL, NULL);
    assert_int_equal(contributions_read(run.machine, 6, 1, &c, &error), STATUS_OK);
    contributions_free(&c);
    assert_int_equal(contributions_read(run.machine, 7, 1, &c, &error), STATUS_NOT_COMPUTED);
    assert_non_null(strstr(error.message, "finish"));
    run_free(&run);
}

static void test_an_unknown_part_is_answered_with_known_ones(void **state)
{
    (void)state;
    Run run = {0};
    Contributions c;
    Error error = {0};
    const Contribution *part;
    three_passes(&run, "tests/fixtures/models/llama-gqa");
    take(&run, 2, 1, &c);
    assert_int_equal(contributions_find(&c, "head", 4, &part, &error), STATUS_NOT_FOUND);
    assert_non_null(strstr(error.message, "blocks.0.attn.head.0"));
    contributions_free(&c);
    run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_parts_add_up_to_every_logit),
        cmocka_unit_test(test_there_is_a_part_for_each_embedding_head_bias_and_mlp),
        cmocka_unit_test(test_a_head_adds_its_z_through_its_part_of_w_o),
        cmocka_unit_test(test_edits_anywhere_leave_the_sum_whole),
        cmocka_unit_test(test_what_a_person_changed_in_a_sum_is_a_part_of_its_own),
        cmocka_unit_test(test_there_is_nothing_to_take_apart_before_the_logits),
        cmocka_unit_test(test_an_unknown_part_is_answered_with_known_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
