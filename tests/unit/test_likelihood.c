#include "run/likelihood.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "run/induction.h"

enum { LENGTH = 3, POSITIONS = 1 + 2 * LENGTH, HEADS = 3 };

static const char fixture[] = "tests/fixtures/models/gpt2-tiny";

static void check_near(double found, double wanted, double tolerance)
{
    if (!(fabs(found - wanted) <= tolerance))
        fail_msg("%.9g instead of %.9g", found, wanted);
}

static void test_likelihood_and_entropy_of_known_odds(void **state)
{
    (void)state;
    const Real logits[] = {(Real)log(1), (Real)log(2), (Real)log(5)};
    check_near(likelihood_of(logits, 3, 2), log(5.0 / 8), 1e-6);
    check_near(likelihood_entropy(logits, 3), log(8) - 0.25 * log(2) - 0.625 * log(5), 1e-6);
}

static Model *open_fixture(void)
{
    Model *model;
    Error error = {0};
    if (model_open(fixture, &model, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return model;
}

/* log P(b, c | a) is log P(b | a) + log P(c | a, b), however it is reckoned. */
static void test_texts_are_compared_by_what_is_their_own(void **state)
{
    (void)state;
    Model *model = open_fixture();
    Machine *machine = machine_new(model, MACHINE_REUSE, 1);
    int32_t ids[3][5] = {{1, 2, 3, 4, 5}, {1, 2, 6}, {1, 2, 3, 7}};
    TokenIds texts[3] = {{ids[0], 5, 5}, {ids[1], 3, 3}, {ids[2], 4, 4}};
    double scores[3], entropy, common, whole;
    assert_int_equal(likelihood_compare(machine, texts, 3, scores, &entropy, NULL), STATUS_OK);
    assert_int_equal(likelihood_of_text(machine, ids[0], 2, &common, NULL), STATUS_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(likelihood_of_text(machine, ids[i], (int64_t)texts[i].count, &whole, NULL), STATUS_OK);
        check_near(scores[i], whole - common, 1e-4);
        assert_true(scores[i] < 0);
    }
    assert_true(entropy > 0 && entropy <= log((double)model->config.vocab) + 1e-6);
    machine_free(machine);
    model_free(model);
}

/* Head 0 does what an induction head does, head 1 looks at the token itself, head 2 evenly at all before. */
static void test_only_the_induction_head_scores_one(void **state)
{
    (void)state;
    Real cells[HEADS][POSITIONS][POSITIONS] = {0};
    for (int query = 0; query < POSITIONS; query++) {
        cells[0][query][query > LENGTH ? query - LENGTH + 1 : 0] = 1;
        cells[1][query][query] = 1;
        for (int key = 0; key <= query; key++)
            cells[2][query][key] = (Real)1 / (Real)(query + 1);
    }
    Shape shape = shape_3(AXIS_HEAD, HEADS, AXIS_QUERY, POSITIONS, AXIS_KEY, POSITIONS);
    Tensor pattern = tensor_over(&cells[0][0][0], &shape);
    double scores[HEADS] = {0};
    induction_score(&pattern, LENGTH, scores);
    check_near(scores[0], 1, 1e-6);
    check_near(scores[1], 0, 1e-6);
    check_near(scores[2], (1.0 / 5 + 1.0 / 6) / 2, 1e-6); /* queries 4 and 5 */
}

static void test_heads_of_a_model_get_scores_from_zero_to_one(void **state)
{
    (void)state;
    Model *model = open_fixture();
    const int32_t tokens[] = {1, 2, 3, 4, 5, 6};
    InductionRequest request = {
        .tokens = tokens, .token_count = 6, .begin = -1, .sequences = 2, .length = 5, .seed = 1};
    double scores[64];
    int64_t heads = model->config.layers * model->config.heads;
    assert_true(heads <= 64);
    assert_int_equal(induction_measure(model, &request, NULL, scores, NULL), STATUS_OK);
    for (int64_t i = 0; i < heads; i++)
        assert_true(scores[i] > 0 && scores[i] < 1);
    model_free(model);
}

static void test_the_divergence_is_that_of_the_probabilities(void **state)
{
    (void)state;
    const Real p[3] = {0, 0, -INFINITY}, q[3] = {(Real)log(3), 0, 0}; /* 1/2 1/2 0 and 3/5 1/5 1/5 */
    double wanted = 0.5 * log(0.5 / 0.6) + 0.5 * log(0.5 / 0.2);
    assert_true(fabs(likelihood_divergence(p, q, 3) - wanted) < 1e-6);
    assert_true(likelihood_divergence(p, p, 3) == 0);
    assert_true(isinf(likelihood_divergence(q, p, 3)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_divergence_is_that_of_the_probabilities),
        cmocka_unit_test(test_likelihood_and_entropy_of_known_odds),
        cmocka_unit_test(test_texts_are_compared_by_what_is_their_own),
        cmocka_unit_test(test_only_the_induction_head_scores_one),
        cmocka_unit_test(test_heads_of_a_model_get_scores_from_zero_to_one),
    };
    return cmocka_run_group_tests_name("likelihood", tests, NULL, NULL);
}
