#include "run/expression.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "support/run.h"
#include "support/tiny_tokenizer.h"

static const char stories[] = "../shared/models/stories260k";

/* The text " ab" "a" "b" "돈" (three tokens) in one pass, then "ab" and " a" in a pass each. */
static Run run;

static void open_with_tokenizer(Run *opened)
{
    run_open(opened, "tests/fixtures/models/gpt2-tiny");
    assert_int_equal(tiny_tokenizer(&opened->model->tokenizer, NULL), STATUS_OK);
}

static int open_run(void **state)
{
    (void)state;
    open_with_tokenizer(&run);
    run_feed(&run, (const int32_t[]){6, 0, 1, 7, 8, 9}, 6);
    run_feed(&run, (const int32_t[]){3}, 1);
    run_feed(&run, (const int32_t[]){4}, 1);
    return 0;
}

static int close_run(void **state)
{
    (void)state;
    run_free(&run);
    return 0;
}

static int go_to_end(void **state)
{
    (void)state;
    return machine_go(run.machine, machine_end(run.machine), NULL, NULL) != STATUS_OK;
}

static Result result_of(const Machine *machine, const char *text)
{
    Result result;
    Error error = {0};
    if (expression_evaluate(machine, text, strlen(text), &result, &error) != STATUS_OK)
        fail_msg("%s: %s", text, error.message);
    return result;
}

static double number_in(const Machine *machine, const char *text)
{
    Result result = result_of(machine, text);
    assert_int_equal(result.tensor.shape.rank, 0);
    double number = result.numbers[0];
    result_free(&result);
    return number;
}

static double number_of(const char *text)
{
    return number_in(run.machine, text);
}

static void assert_number(const char *text, double expected)
{
    double number = number_of(text);
    if (number != (double)(Real)expected)
        fail_msg("%s is %.9g instead of %.9g", text, number, expected);
}

static void assert_holds(const char *text)
{
    Result result = result_of(run.machine, text);
    if (!result.is_truth || result.numbers[0] != 1)
        fail_msg("%s does not hold", text);
    result_free(&result);
}

static void assert_error(const char *text, Status status, const char *words)
{
    Result result;
    Error error = {0};
    assert_int_equal(expression_evaluate(run.machine, text, strlen(text), &result, &error), status);
    result_free(&result);
    if (!strstr(error.message, words))
        fail_msg("%s: \"%s\" does not say \"%s\"", text, error.message, words);
    assert_int_equal(expression_evaluate(run.machine, text, strlen(text), &result, NULL), status);
    result_free(&result);
}

static double cell(const char *name, int64_t a, int64_t b, int64_t c)
{
    Cell cell = {.kind = CELL_VALUE, .id = run_value(&run, name), .index = {a, b, c}};
    Real number;
    assert_int_equal(cell_read(run.machine, &cell, &number, NULL), STATUS_OK);
    return number;
}

/* ---- arithmetic ---- */

static void test_arithmetic_has_the_usual_levels(void **state)
{
    (void)state;
    assert_number("1 + 2 * 3", 7);
    assert_number("(1 + 2) * 3", 9);
    assert_number("7 - 2 - 1", 4);
    assert_number("8 / 4 / 2", 1);
    assert_number("2 ^ 3 ^ 2", 512);
    assert_number("-2 ^ 2", -4);
    assert_number("2 ^ -1", 0.5);
    assert_number("2 * -3", -6);
    assert_number("--2", 2);
    assert_number(".5e1 + 1.E-1 + 2e+0", 7.1);
    assert_number("-inf", -INFINITY);
    assert_number("1e999", INFINITY);
}

static void test_logic_binds_looser_than_comparisons(void **state)
{
    (void)state;
    assert_holds("not 1 == 2");
    assert_holds("1 + 1 == 2 and 3 > 2");
    assert_holds("1 > 2 or 2 >= 2 and 3 != 4");
    assert_holds("not (1 < 2 and 2 < 1)");
    assert_holds("not not 1 <= 1");
    assert_holds("0.1 == 0.1");
    assert_holds("1 == 1 or logits[99, 99] > 0"); /* not looked at */
    assert_error("1 and 2 > 1", STATUS_USAGE, "column 1");
    assert_error("not 3", STATUS_USAGE, "not takes true or false");
    assert_error("1 < 2 < 3", STATUS_USAGE, "two comparisons");
}

/* ---- names and indices ---- */

static void test_an_index_is_a_cell(void **state)
{
    (void)state;
    assert_number("blocks.1.attn.scores[2, 5, 3]", cell("blocks.1.attn.scores", 2, 5, 3));
    assert_number("blocks.1.attn.scores[2,7,6]", cell("blocks.1.attn.scores", 2, 7, 6));
    assert_number("blocks.1.resid_pre[0, 1 + 1]", cell("blocks.0.resid_post", 0, 2, 0));
    Result result = result_of(run.machine, "blocks.1.attn.scores[2, 5, 3]");
    assert_true(result.is_cell && !result.is_truth);
    assert_int_equal(result.cell.index[1], 5);
    result_free(&result);
    result = result_of(run.machine, "blocks.1.attn.scores[2, 5, 3] + 0");
    assert_false(result.is_cell);
    result_free(&result);
}

static void test_weights_have_cells_too(void **state)
{
    (void)state;
    const Tensor *weight = &run.model->weights[run_weight(&run, "blocks.0.attn.W_Q")];
    assert_number("blocks.0.attn.W_Q[2, 7, 5]", *tensor_cell(weight, (int64_t[RANK_MAX]){2, 7, 5}));
    assert_number("sum(blocks.0.attn.W_Q[2, 7, 5:6])", *tensor_cell(weight, (int64_t[RANK_MAX]){2, 7, 5}));
}

static void test_negative_indices_count_from_the_end(void **state)
{
    (void)state;
    assert_number("logits[-1, -2]", cell("logits", 7, 51, 0));
    assert_number("blocks.0.attn.pattern[-1, -1, -1]", cell("blocks.0.attn.pattern", 2, 7, 7));
    /* The pass of query 2 has seen six keys. */
    assert_number("blocks.0.attn.pattern[0, 2, -1]", cell("blocks.0.attn.pattern", 0, 2, 5));
    assert_error("logits[-9, 0]", STATUS_OUT_OF_RANGE, "no pos -1");
}

static void test_slices_keep_the_axes_that_are_open(void **state)
{
    (void)state;
    Result result = result_of(run.machine, "blocks.0.attn.pattern[1, 2:5, :]");
    const Shape *shape = &result.tensor.shape;
    assert_int_equal(shape->rank, 2);
    assert_int_equal(shape->axis[0], AXIS_QUERY);
    assert_int_equal(shape->size[0], 3);
    assert_int_equal(shape->axis[1], AXIS_KEY);
    assert_int_equal(shape->size[1], 6);
    assert_int_equal(result.first[0], 2);
    for (int64_t q = 0; q < 3; q++)
        for (int64_t k = 0; k < 6; k++)
            assert_true(result.numbers[q * 6 + k] == (Real)cell("blocks.0.attn.pattern", 1, q + 2, k));
    result_free(&result);
}

static void test_slices_go_through_passes(void **state)
{
    (void)state;
    Result result = result_of(run.machine, "blocks.1.resid_post[4:, 3:5]");
    assert_int_equal(result.tensor.shape.size[0], 4);
    for (int64_t pos = 0; pos < 4; pos++)
        for (int64_t i = 0; i < 2; i++)
            assert_true(result.numbers[pos * 2 + i] == (Real)cell("blocks.1.resid_post", pos + 4, i + 3, 0));
    result_free(&result);
    assert_error("blocks.0.attn.pattern[0]", STATUS_OUT_OF_RANGE, "key 7 comes later");
}

static void test_axis_names_may_stand_in_any_order(void **state)
{
    (void)state;
    assert_holds("blocks.0.attn.pattern[key 1, head 2, query 5] == blocks.0.attn.pattern[2, 5, 1]");
    assert_holds("blocks.0.attn.pattern[query 5, 2, 1] == blocks.0.attn.pattern[2, 5, 1]");
    assert_holds("sum(blocks.0.attn.pattern[query -1]) > 2.99");
    assert_error("blocks.0.attn.pattern[2, head 1]", STATUS_USAGE, "head already has an index");
    assert_error("blocks.0.attn.pattern[pos 1]", STATUS_USAGE, "its axes are head, query, key");
    assert_error("logits[1, 2, 3]", STATUS_USAGE, "too many indices");
}

static void test_what_has_no_text_has_no_cells(void **state)
{
    (void)state;
    Run fresh;
    Result result;
    Error error = {0};
    run_open(&fresh, "tests/fixtures/models/gpt2-tiny");
    const char *texts[] = {"logits", "logits[0, 0]", "logits[-1, :]", "prob(3)", "max(blocks.0.attn.pattern)"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Status status = expression_evaluate(fresh.machine, texts[i], strlen(texts[i]), &result, &error);
        assert_int_equal(status, STATUS_NOT_COMPUTED);
        assert_non_null(strstr(error.message, "prompt"));
        result_free(&result);
    }
    assert_true(isfinite(number_in(fresh.machine, "embed.W_E[3, 4]")));
    Status status = expression_evaluate(fresh.machine, "\"ab\"", 4, &result, &error);
    assert_int_equal(status, STATUS_NOT_FOUND);
    assert_non_null(strstr(error.message, "no tokenizer"));
    result_free(&result);
    run_free(&fresh);
}

static void test_expressions_speak_of_the_current_place(void **state)
{
    (void)state;
    assert_int_equal(machine_go(run.machine, (Place){0, run.model->program.instruction_count}, NULL, NULL), STATUS_OK);
    assert_number("logits[-1, 3]", cell("logits", 5, 3, 0));
    assert_number("argmax(logits[:, 0]) * 0 + sum(logits[:, 0] == logits[:, 0])", 6);
    assert_error("\"ab\"#3 == 1 or logits[\"ab\"#3, 0] > 0", STATUS_USAGE, "#3");
    assert_error("logits[\"ab\"#3, 0]", STATUS_NOT_FOUND, "2 times");
    assert_int_equal(machine_go(run.machine, (Place){1, 3}, NULL, NULL), STATUS_OK);
    assert_error("logits[-1, 0]", STATUS_NOT_COMPUTED, "step past logits");
    assert_error("prob(1)", STATUS_NOT_COMPUTED, "logits");
    assert_holds("prob(1, 5) > 0");
    assert_error("logits[7:, 0]", STATUS_NOT_COMPUTED, "logits[7, 0]");
}

/* ---- texts ---- */

static void assert_position(const char *text, int64_t position)
{
    char expression[80];
    snprintf(expression, sizeof expression, "logits[%s, 0]", text);
    assert_number(expression, cell("logits", position, 0, 0));
}

static void test_a_text_is_the_position_of_its_token(void **state)
{
    (void)state;
    assert_position("\"b\"", 2);
    assert_position("\" ab\"", 0);
    assert_position("\"Ġab\"", 0);
    assert_position("\" a\"", 7);
    assert_position("\"돈\"", 3); /* the first of its three bytes */
    assert_position("\"b\" + 1", 3);
    assert_number("blocks.0.attn.pattern[1, \" a\", \"돈\"]", cell("blocks.0.attn.pattern", 1, 7, 3));
}

static void test_a_text_that_occurs_often_needs_a_number(void **state)
{
    (void)state;
    assert_error("logits[\"ab\", 0]", STATUS_NOT_FOUND, "column 8: \"ab\" stands at positions 0, 1, 6; say which");
    assert_position("\"ab\"#1", 0);
    assert_position("\"ab\"#2", 1); /* "a" and "b" */
    assert_position("\"ab\"#3", 6);
    assert_error("logits[\"ab\"#4, 0]", STATUS_NOT_FOUND, "no #4");
    assert_error("logits[\"ab\"#0, 0]", STATUS_USAGE, "counts occurrences");
    assert_error("logits[\"zebra\", 0]", STATUS_NOT_FOUND, "not in the text");
}

static void test_a_space_of_its_own_is_not_part_of_the_word(void **state)
{
    (void)state;
    Run spaced;
    open_with_tokenizer(&spaced);
    run_feed(&spaced, (const int32_t[]){5, 2, 0, 1}, 4); /* "c" " " "a" "b" */
    assert_true(number_in(spaced.machine, "logits[\"a\", 0] == logits[2, 0]") == 1);
    assert_true(number_in(spaced.machine, "logits[\"ab\", 0] == logits[2, 0]") == 1);
    assert_true(number_in(spaced.machine, "logits[\" a\", 0] == logits[1, 0]") == 1);
    assert_true(number_in(spaced.machine, "logits[\" \", 0] == logits[1, 0]") == 1);
    run_free(&spaced);
}

static void test_elsewhere_a_text_is_a_token(void **state)
{
    (void)state;
    assert_number("logits[3, \" ab\"]", cell("logits", 3, 6, 0));
    assert_number("logits[3, \"ab\"]", cell("logits", 3, 3, 0));
    assert_number("embed.W_E[\"c\", 0] - embed.W_E[5, 0]", 0);
    Result result = result_of(run.machine, "\"c\"");
    assert_true(result.is_token);
    assert_true(result.numbers[0] == 5);
    result_free(&result);
    assert_error("blocks.0.attn.pattern[\"ab\", 0, 0]", STATUS_USAGE, "head counts neither");
    assert_error("prob(\"ab\"#2)", STATUS_USAGE, "leave #2 out");
    assert_error("prob(\"돈\")", STATUS_NOT_FOUND, "no token");
}

static void test_comparing_with_a_text_compares_ids_and_positions(void **state)
{
    (void)state;
    Edit edit = {.value = run.model->program.logits, .from = {7, 6}, .to = {8, 7}, .number = 99}; /* " ab" */
    assert_int_equal(machine_edit(run.machine, &edit, NULL, NULL), STATUS_OK);
    Result result = result_of(run.machine, "argmax(logits[-1, :])");
    assert_true(result.is_token && !result.is_position);
    result_free(&result);
    assert_holds("argmax(logits[-1, :]) == \" ab\"");
    assert_holds("\"ab\" == argmax(logits[-1, :])"); /* with a space in front */
    assert_holds("argmax(logits[-1, :]) != \"a\"");
    assert_holds("not argmax(logits[-1, :]) == \"b\"");
    assert_holds("argmax(logits[-1, :]) == 6");
    assert_int_equal(machine_undo_edit(run.machine, NULL, NULL), STATUS_OK);

    edit = (Edit){run_value(&run, "blocks.0.attn.pattern"), {1, 7, 3}, {2, 8, 4}, 2};
    assert_int_equal(machine_edit(run.machine, &edit, NULL, NULL), STATUS_OK);
    result = result_of(run.machine, "argmax(blocks.0.attn.pattern[1, 7, 2:6])");
    assert_true(result.is_position && !result.is_token);
    assert_true(result.numbers[0] == 3); /* counted in the value, not in the slice */
    result_free(&result);
    assert_holds("argmax(blocks.0.attn.pattern[1, 7, :]) == \"돈\"");
    assert_holds("argmax(blocks.0.attn.pattern[1, 7, :]) != \"ab\"");
    assert_int_equal(machine_undo_edit(run.machine, NULL, NULL), STATUS_OK);
}

static void test_texts_find_words_of_a_real_tokenizer(void **state)
{
    (void)state;
    if (!file_is_folder(stories)) {
        print_message("%s is not there: skipped\n", stories);
        skip();
    }
    Run real;
    TokenIds ids = {0};
    const char text[] = "Once upon a time, there was a little girl";
    run_open(&real, stories);
    assert_int_equal(tokenizer_encode(real.model->tokenizer, text, strlen(text), true, &ids, NULL), STATUS_OK);
    run_feed(&real, ids.ids, (int64_t)ids.count);
    assert_true(number_in(real.machine, "blocks.1.attn.pattern[0, \"girl\", \"upon\"] > 0") == 1);
    assert_true(number_in(real.machine, "logits[\"little\", 0] == logits[\" little\", 0]") == 1);
    assert_true(number_in(real.machine, "argmax(logits[:, 0] * 0) == \"<s>\"") == 1);
    assert_true(number_in(real.machine, "prob(argmax(logits[-1, :])) == max(probs[-1, :])") == 1 ||
                fabs(number_in(real.machine, "prob(argmax(logits[-1, :])) - max(probs[-1, :])")) < 1e-6);
    assert_true(number_in(real.machine, "rank(argmax(logits[-1, :]))") == 1);
    token_ids_free(&ids);
    run_free(&real);
}

/* ---- functions ---- */

static void test_functions_reduce_all_numbers(void **state)
{
    (void)state;
    double max = -INFINITY, min = INFINITY, sum = 0, squares = 0;
    for (int64_t i = 0; i < 24; i++) {
        double x = cell("blocks.0.resid_post", 3, i, 0);
        max = fmax(max, x);
        min = fmin(min, x);
        sum += x;
        squares += x * x;
    }
    assert_number("max(blocks.0.resid_post[3])", max);
    assert_number("min(blocks.0.resid_post[3])", min);
    assert_number("sum(blocks.0.resid_post[3])", sum);
    assert_number("mean(blocks.0.resid_post[3, :])", sum / 24);
    assert_number("norm(blocks.0.resid_post[3, :])", sqrt(squares));
    assert_holds("blocks.0.resid_post[3, argmax(blocks.0.resid_post[3, :])] == max(blocks.0.resid_post[3, :])");
    assert_holds("min(blocks.0.attn.pattern[0, 2, :] >= 0)"); /* for all */
    assert_number("max(5)", 5);
    assert_error("argmax(blocks.0.resid_post)", STATUS_USAGE, "needs a vector");
}

static void test_entropy_is_in_bits_and_of_probabilities(void **state)
{
    (void)state;
    assert_number("entropy(blocks.0.attn.pattern[0, 0, :])", 0); /* the first query sees itself alone */
    assert_float_equal(number_of("entropy(blocks.0.resid_post[3, 0:4] * 0 + 1/4)"), 2, 1e-6);
    assert_holds("entropy(probs[-1, :]) > 0 and entropy(probs[-1, :]) < 5.73"); /* log2(53) */
    assert_error("entropy(logits[0, :])", STATUS_USAGE, "no probabilities");
    assert_error("entropy(blocks.0.attn.pattern[0, 5, 0:2])", STATUS_USAGE, "do not sum to 1");
}

static void test_cosine_is_of_directions(void **state)
{
    (void)state;
    assert_float_equal(number_of("cosine(logits[1, :], 3 * logits[1, :])"), 1, 1e-6);
    assert_float_equal(number_of("cosine(logits[1, :], -logits[1, :])"), -1, 1e-6);
    assert_holds("cosine(embed.W_E[\"a\", :], embed.W_E[\"b\", :]) < 1");
    assert_error("cosine(logits[1, :], logits[1, :] * 0)", STATUS_USAGE, "direction");
    assert_error("cosine(logits[1, :], logits[1, 0:5])", STATUS_USAGE, "same length");
}

static void test_prob_and_rank_are_of_the_next_token(void **state)
{
    (void)state;
    assert_float_equal(number_of("prob(\"c\") / probs[-1, \"c\"]"), 1, 1e-5);
    assert_float_equal(number_of("prob(\"c\", \" ab\") / probs[0, 5]"), 1, 1e-5);
    assert_float_equal(number_of("prob(7, -3) / probs[5, 7]"), 1, 1e-5);
    assert_holds("rank(argmax(logits[4, :]), 4) == 1");
    assert_holds("rank(\"c\") == sum(logits[-1, :] > logits[-1, 5]) + 1");
    assert_error("prob(53)", STATUS_OUT_OF_RANGE, "ids go from 0 to 52");
    assert_error("prob(1, 8)", STATUS_OUT_OF_RANGE, "pos 8");
    assert_error("prob(0.5)", STATUS_USAGE, "whole number");
}

/* By the logit lens: after the last layer it is what the model says. */
static void test_prob_rank_and_top_can_be_asked_after_any_layer(void **state)
{
    (void)state;
    assert_holds("abs(prob(\"c\", 3, -1) - probs[3, 5]) < 1e-6");
    assert_holds("rank(\"c\", 3, -1) == rank(\"c\", 3)");
    assert_holds("top(1, -1, 1) == top(1)");
    assert_holds("prob(\"c\", 3, 0) != prob(\"c\", 3)");
    assert_holds("rank(top(1, 3, 0), 3, 0) == 1");
    assert_holds("top(1, 3, \"blocks.0.resid_post\") == top(1, 3, 0)");
    assert_holds("prob(top(1, 3, \"blocks.0.resid_pre\"), 3, \"blocks.0.resid_pre\") > 1/53");
    assert_error("prob(1, 3, 2)", STATUS_OUT_OF_RANGE, "layers go from 0 to 1");
    assert_error("prob(1, 3, 0.5)", STATUS_OUT_OF_RANGE, "layers");
    assert_error("prob(1, 3, \"logits\")", STATUS_NOT_FOUND, "blocks.0.resid_pre");
    assert_error("top(1, 8, 0)", STATUS_OUT_OF_RANGE, "no position 8");
}

static void test_contributions_add_up_to_the_logit(void **state)
{
    (void)state;
    static const char sum[] = "contribution(\"embed\", \"c\", 3) + contribution(\"pos_embed\", \"c\", 3)"
                              " + contribution(\"blocks.0.attn.head.0\", \"c\", 3)"
                              " + contribution(\"blocks.0.attn.head.1\", \"c\", 3)"
                              " + contribution(\"blocks.0.attn.head.2\", \"c\", 3)"
                              " + contribution(\"blocks.0.attn.b_O\", \"c\", 3)"
                              " + contribution(\"blocks.0.mlp_out\", \"c\", 3)"
                              " + contribution(\"blocks.1.attn.head.0\", \"c\", 3)"
                              " + contribution(\"blocks.1.attn.head.1\", \"c\", 3)"
                              " + contribution(\"blocks.1.attn.head.2\", \"c\", 3)"
                              " + contribution(\"blocks.1.attn.b_O\", \"c\", 3)"
                              " + contribution(\"blocks.1.mlp_out\", \"c\", 3)"
                              " + contribution(\"ln_final.b\", \"c\", 3)";
    assert_true(fabs(number_of(sum) - cell("logits", 3, 5, 0)) < 1e-4 * fabs(cell("logits", 3, 5, 0)) + 1e-5);
    assert_holds("contribution(\"embed\", 7) == contribution(\"embed\", 7, -1)");
    assert_error("contribution(\"head\", 7)", STATUS_NOT_FOUND, "blocks.0.attn.head.0");
    assert_error("contribution(7, 7)", STATUS_USAGE, "takes a text");
    assert_error("contribution(\"embed\", 7, 8)", STATUS_OUT_OF_RANGE, "no position 8");
}

static void test_slices_combine_when_their_axes_agree(void **state)
{
    (void)state;
    assert_number("sum(logits[1, :] - logits[1, :])", 0);
    assert_number("max(1 - logits[1, 0:2] * 0)", 1);
    assert_error("logits[1, :] + logits[1, 0:5]", STATUS_USAGE, "do not go together");
    assert_error("logits[1, :] + embed[1, :]", STATUS_USAGE, "[vocab 53]");
}

/* ---- errors ---- */

static void test_errors_say_where_and_what(void **state)
{
    (void)state;
    const struct {
        const char *text, *words;
        Status status;
    } bad[] = {
        {"", "column 1: found the end", STATUS_USAGE},
        {"1 +", "column 4: found the end; write a name", STATUS_USAGE},
        {"1 2", "column 3: found a number; write an operator", STATUS_USAGE},
        {"(1", "write )", STATUS_USAGE},
        {"logits[1", "write ]", STATUS_USAGE},
        {"logits[]", "found ]", STATUS_USAGE},
        {"logits[1,]", "found ]", STATUS_USAGE},
        {"max()", "found )", STATUS_USAGE},
        {"max(1, 2)", "too many arguments", STATUS_USAGE},
        {"cosine(1)", "too few arguments", STATUS_USAGE},
        {"median(1)", "there are max min mean sum argmax", STATUS_NOT_FOUND},
        {"max", "write max(", STATUS_USAGE},
        {"blocks.1.attn.score", "blocks.0.attn.scores", STATUS_NOT_FOUND},
        {"1 = 1", "compare with ==", STATUS_USAGE},
        {"\"돈\" $ 1", "column 5: \"$\" means nothing", STATUS_USAGE},
        {"\"open", "no end", STATUS_USAGE},
        {"\"a\\", "no such escape", STATUS_USAGE},
        {"\"a\\q\"", "column 3: no such escape", STATUS_USAGE},
        {"logits[1.5, 0]", "whole number", STATUS_USAGE},
        {"logits[logits[0, :], 0]", "whole number", STATUS_USAGE},
        {"logits[0, 53]", "no vocab 53; it goes from 0 to 52", STATUS_OUT_OF_RANGE},
        {"logits[0, 50:54]", "no vocab 53", STATUS_OUT_OF_RANGE},
        {"logits[0, 5:5]", "empty", STATUS_USAGE},
        {"logits[1e300, 0]", "whole number", STATUS_USAGE},
        {"logits[8, 0]", "no pos 8", STATUS_OUT_OF_RANGE},
        {"blocks.0.attn.scores[0, 2, 6]", "key 6 comes later than the pass", STATUS_OUT_OF_RANGE},
        {"\x1B[31m", "<1B>", STATUS_USAGE},
        {"\xFF", "<FF>", STATUS_USAGE},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_error(bad[i].text, bad[i].status, bad[i].words);
}

static void assert_repeated_is_refused(const char *part, size_t times)
{
    Buffer text = {0};
    Error error = {0};
    Result result;
    for (size_t i = 0; i < times; i++)
        buffer_append_text(&text, part);
    buffer_append_text(&text, "1");
    Status status = expression_evaluate(run.machine, text.bytes, text.length, &result, &error);
    assert_int_equal(status, STATUS_UNSUPPORTED);
    assert_non_null(strstr(error.message, "ask for parts of it"));
    result_free(&result);
    buffer_free(&text);
}

static void test_depth_and_length_are_limited(void **state)
{
    (void)state;
    const char *parts[] = {"(", "-", "not ", "1+", "2^", "max(", "logits[", "1==1 and "};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_repeated_is_refused(parts[i], 200);
    assert_repeated_is_refused(" ", EXPRESSION_LENGTH);
    assert_number("((((((((((1))))))))))", 1);
}

/* ---- cells and regions ---- */

static void test_cells_are_found_computed_or_not(void **state)
{
    (void)state;
    Cell cell;
    Error error = {0};
    const char text[] = " blocks.0.attn.scores[2, -1, \"돈\"] ";
    assert_int_equal(machine_go(run.machine, (Place){2, 1}, NULL, NULL), STATUS_OK);
    assert_int_equal(expression_cell(run.machine, text, strlen(text), &cell, &error), STATUS_OK);
    assert_int_equal(cell.id, run_value(&run, "blocks.0.attn.scores"));
    const int64_t expected[] = {2, 7, 3, 0};
    assert_memory_equal(cell.index, expected, sizeof expected);
    const struct {
        const char *text, *words;
        Status status;
    } bad[] = {
        {"blocks.0.attn.scores[2, 5]", "say which one by its key", STATUS_USAGE},
        {"blocks.0.attn.scores[2, 5, :]", "key", STATUS_USAGE},
        {"blocks.0.attn.scores[2, 5, 6]", "later than the pass", STATUS_OUT_OF_RANGE},
        {"1 + 1", "not the name of a value", STATUS_USAGE},
        {"logits[0, 0] + 1", "not the name of a value", STATUS_USAGE},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(expression_cell(run.machine, bad[i].text, strlen(bad[i].text), &cell, &error), bad[i].status);
        assert_non_null(strstr(error.message, bad[i].words));
    }
}

static void assert_region(const Machine *machine, const char *text, const int64_t from[3], const int64_t to[3])
{
    ValueId value;
    int64_t begin[RANK_MAX], end[RANK_MAX];
    Error error = {0};
    if (expression_region(machine, text, strlen(text), &value, begin, end, &error) != STATUS_OK)
        fail_msg("%s: %s", text, error.message);
    assert_memory_equal(begin, from, 3 * sizeof *from);
    assert_memory_equal(end, to, 3 * sizeof *to);
}

static void test_regions_have_half_open_bounds(void **state)
{
    (void)state;
    const int64_t all = INT64_MAX;
    const char name[] = "blocks.0.attn.pattern";
    assert_region(run.machine, name, (int64_t[]){0, 0, 0}, (int64_t[]){all, all, all});
    assert_region(run.machine, "blocks.0.attn.pattern[head 1]", (int64_t[]){1, 0, 0}, (int64_t[]){2, all, all});
    assert_region(run.machine, "blocks.0.attn.pattern[2, 5, :]", (int64_t[]){2, 5, 0}, (int64_t[]){3, 6, all});
    assert_region(run.machine, "blocks.0.attn.pattern[head 2, 6:, 3:7]", (int64_t[]){2, 6, 3}, (int64_t[]){3, all, 7});
    assert_region(run.machine, "blocks.0.attn.pattern[-1, -1, \"돈\"]", (int64_t[]){2, 7, 3}, (int64_t[]){3, 8, 4});
    Run fresh;
    run_open(&fresh, "tests/fixtures/models/gpt2-tiny");
    assert_region(fresh.machine, "blocks.0.attn.pattern[head 1]", (int64_t[]){1, 0, 0}, (int64_t[]){2, all, all});
    run_free(&fresh);
}

static void test_weights_are_no_regions(void **state)
{
    (void)state;
    ValueId value;
    int64_t from[RANK_MAX], to[RANK_MAX];
    Error error = {0};
    Status status = expression_region(run.machine, "embed.W_E[0]", 12, &value, from, to, &error);
    assert_int_equal(status, STATUS_UNSUPPORTED);
    assert_non_null(strstr(error.message, "is a weight"));
}

static void test_every_function_has_help(void **state)
{
    (void)state;
    size_t count = 0;
    for (; expression_functions[count].name; count++)
        assert_true(*expression_functions[count].help && *expression_functions[count].arguments == '(');
    assert_int_equal(count, 22);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arithmetic_has_the_usual_levels),
        cmocka_unit_test(test_logic_binds_looser_than_comparisons),
        cmocka_unit_test(test_an_index_is_a_cell),
        cmocka_unit_test(test_weights_have_cells_too),
        cmocka_unit_test(test_negative_indices_count_from_the_end),
        cmocka_unit_test(test_slices_keep_the_axes_that_are_open),
        cmocka_unit_test(test_slices_go_through_passes),
        cmocka_unit_test(test_axis_names_may_stand_in_any_order),
        cmocka_unit_test(test_what_has_no_text_has_no_cells),
        cmocka_unit_test_teardown(test_expressions_speak_of_the_current_place, go_to_end),
        cmocka_unit_test(test_a_text_is_the_position_of_its_token),
        cmocka_unit_test(test_a_text_that_occurs_often_needs_a_number),
        cmocka_unit_test(test_a_space_of_its_own_is_not_part_of_the_word),
        cmocka_unit_test(test_elsewhere_a_text_is_a_token),
        cmocka_unit_test(test_comparing_with_a_text_compares_ids_and_positions),
        cmocka_unit_test(test_texts_find_words_of_a_real_tokenizer),
        cmocka_unit_test(test_functions_reduce_all_numbers),
        cmocka_unit_test(test_entropy_is_in_bits_and_of_probabilities),
        cmocka_unit_test(test_cosine_is_of_directions),
        cmocka_unit_test(test_prob_and_rank_are_of_the_next_token),
        cmocka_unit_test(test_prob_rank_and_top_can_be_asked_after_any_layer),
        cmocka_unit_test(test_contributions_add_up_to_the_logit),
        cmocka_unit_test(test_slices_combine_when_their_axes_agree),
        cmocka_unit_test(test_errors_say_where_and_what),
        cmocka_unit_test(test_depth_and_length_are_limited),
        cmocka_unit_test_teardown(test_cells_are_found_computed_or_not, go_to_end),
        cmocka_unit_test(test_regions_have_half_open_bounds),
        cmocka_unit_test(test_weights_are_no_regions),
        cmocka_unit_test(test_every_function_has_help),
    };
    return cmocka_run_group_tests(tests, open_run, close_run);
}
