/* What lessons ask for: facts, tokens by their place, losses, texts; and how clear a truth is. */
#include "run/expression.h"

#include <math.h>
#include <stdio.h>

#include "support/run.h"
#include "support/tiny_tokenizer.h"

/* " ab" "a" "b" "돈" (three tokens) in one pass. */
static Run run;

static int open_run(void **state)
{
    (void)state;
    run_open(&run, "tests/fixtures/models/gpt2-tiny");
    assert_int_equal(tiny_tokenizer(&run.model->tokenizer, NULL), STATUS_OK);
    run_feed(&run, (const int32_t[]){6, 0, 1, 7, 8, 9}, 6);
    return 0;
}

static int close_run(void **state)
{
    (void)state;
    run_free(&run);
    return 0;
}

static double number_of(const char *text)
{
    Result result;
    Error error = {0};
    if (expression_evaluate(run.machine, text, strlen(text), &result, &error) != STATUS_OK)
        fail_msg("%s: %s", text, error.message);
    assert_int_equal(result.tensor.shape.rank, 0);
    double number = (double)result.numbers[0];
    result_free(&result);
    return number;
}

static void require_error(const char *text, Status status, const char *words)
{
    Result result;
    Error error = {0};
    Status got = expression_evaluate(run.machine, text, strlen(text), &result, &error);
    result_free(&result);
    if (got != status || !strstr(error.message, words))
        fail_msg("%s: %s \"%s\"", text, status_name(got), error.message);
}

static double margin_of(const char *text)
{
    double margin;
    Error error = {0};
    if (expression_margin(run.machine, text, strlen(text), &margin, &error) != STATUS_OK)
        fail_msg("%s: %s", text, error.message);
    return margin;
}

static void test_facts_are_those_of_the_model(void **state)
{
    (void)state;
    const ModelConfig *config = &run.model->config;
    assert_float_equal(number_of("model.layers"), config->layers, 0);
    assert_float_equal(number_of("model.heads * model.d_head"), config->heads * config->d_head, 0);
    assert_float_equal(number_of("model.vocab"), config->vocab, 0);
    assert_float_equal(number_of("text.positions"), 6, 0);
    assert_float_equal(number_of("cache.bytes"), 6 * number_of("cache.bytes_per_position"), 0);
}

static void test_the_parts_make_up_all_parameters(void **state)
{
    (void)state;
    double sum = 0;
    for (int i = 0; i < run.model->parameters.count; i++)
        sum += (double)run.model->parameters.list[i].count;
    assert_float_equal(number_of("model.parameters"), sum, 0);
    assert_float_equal(number_of("model.parameters.embedding + model.parameters.attention + model.parameters.mlp + "
                                 "model.parameters.norm + model.parameters.unembedding"),
                       sum, 0);
}

static void test_a_fact_takes_no_index(void **state)
{
    (void)state;
    require_error("model.layers[0]", STATUS_NOT_FOUND, "model.layers");
}

static void test_places_are_counted_from_the_most_probable(void **state)
{
    (void)state;
    assert_float_equal(number_of("top(1)"), number_of("argmax(logits[-1, :])"), 0);
    for (int place = 1; place <= 10; place++) {
        char text[40];
        snprintf(text, sizeof text, "rank(top(%d))", place);
        assert_float_equal(number_of(text), place, 0);
    }
    assert_float_equal(number_of("top(1, 2)"), number_of("argmax(logits[2, :])"), 0);
    require_error("top(0)", STATUS_OUT_OF_RANGE, "from 1");
}

static void test_a_token_is_found_by_its_position(void **state)
{
    (void)state;
    assert_float_equal(number_of("token(0)"), 6, 0);
    assert_float_equal(number_of("token(-1)"), 9, 0);
    assert_float_equal(number_of("token(\"돈\")"), 7, 0);
    require_error("token(6)", STATUS_OUT_OF_RANGE, "0 to 5");
}

static void test_a_loss_is_the_surprise_at_a_token(void **state)
{
    (void)state;
    assert_float_equal(number_of("loss(3)"), -log(number_of("prob(7, 2)")), 1e-5);
    assert_float_equal(number_of("loss(1, -1)"), number_of("(loss(1) + loss(2) + loss(3) + loss(4) + loss(5)) / 5"),
                       1e-5);
    require_error("loss(0)", STATUS_OUT_OF_RANGE, "1 to 5");
}

static void test_a_text_is_counted_in_three_ways(void **state)
{
    (void)state;
    assert_float_equal(number_of("tokens(\"ab돈\")"), 4, 0);
    assert_float_equal(number_of("bytes(\"ab돈\")"), 5, 0);
    assert_float_equal(number_of("characters(\"ab돈\")"), 3, 0);
    require_error("bytes(3)", STATUS_USAGE, "takes a text");
}

static void test_functions_of_each_number_keep_the_axes(void **state)
{
    (void)state;
    assert_float_equal(number_of("sum(abs(logits[-1, :]))"), number_of("sum(sqrt(logits[-1, :] * logits[-1, :]))"),
                       1e-3);
    assert_float_equal(number_of("log(exp(2))"), 2, 1e-6);
    assert_float_equal(number_of("round(2.6)"), 3, 0);
}

static void test_a_margin_is_the_gap_to_the_other_side(void **state)
{
    (void)state;
    assert_float_equal(margin_of("3.5 < 7"), 0.5, 1e-6);
    assert_float_equal(margin_of("3.5 < 7 and 9.9 < 11"), 0.1, 1e-6);
    assert_float_equal(margin_of("3.5 < 7 or 9.9 < 11"), 0.5, 1e-6);
    assert_float_equal(margin_of("not 3.5 > 7"), 0.5, 1e-6);
    assert_true(isinf(margin_of("3 < 4")));
}

static void test_a_pick_is_as_clear_as_the_next_is_far(void **state)
{
    (void)state;
    double gap = number_of("(logits[-1, top(1)] - logits[-1, top(2)]) / max(abs(logits[-1, :]))");
    assert_float_equal(margin_of("argmax(logits[-1, :]) == 3"), gap, 1e-5);
    assert_float_equal(margin_of("top(1) == 3"), gap, 1e-5);
    assert_float_equal(margin_of("rank(top(1)) == 1"), gap, 1e-5);
    assert_true(margin_of("rank(top(1)) == 1") < 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts_are_those_of_the_model),
        cmocka_unit_test(test_the_parts_make_up_all_parameters),
        cmocka_unit_test(test_a_fact_takes_no_index),
        cmocka_unit_test(test_places_are_counted_from_the_most_probable),
        cmocka_unit_test(test_a_token_is_found_by_its_position),
        cmocka_unit_test(test_a_loss_is_the_surprise_at_a_token),
        cmocka_unit_test(test_a_text_is_counted_in_three_ways),
        cmocka_unit_test(test_functions_of_each_number_keep_the_axes),
        cmocka_unit_test(test_a_margin_is_the_gap_to_the_other_side),
        cmocka_unit_test(test_a_pick_is_as_clear_as_the_next_is_far),
    };
    return cmocka_run_group_tests(tests, open_run, close_run);
}
