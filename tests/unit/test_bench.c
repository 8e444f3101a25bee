/* Bench and doctor: what they print can be read by programs, and exit codes are right. */
#include "cli/cli.h"
#include "cli/trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/json.h"
#include "support/folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- trials ---- */

static Status count_calls(void *context, Error *error)
{
    (void)error;
    ++*(int *)context;
    return STATUS_OK;
}

static Status fail_at_once(void *context, Error *error)
{
    (void)context;
    return error_set(error, STATUS_IO, "trial: fails; that is what it is for");
}

static void test_trials_run_in_turn_after_a_round_that_does_not_count(void **state)
{
    (void)state;
    int first = 0, second = 0;
    Error error = {0};
    Trial trials[] = {{.run = count_calls, .context = &first}, {.run = count_calls, .context = &second}};
    assert_int_equal(trials_run(trials, 2, 0, &error), STATUS_OK);
    assert_int_equal(trials[0].rounds, 3);
    assert_int_equal(first, 4);
    assert_int_equal(second, 4);
}

static void test_a_trial_that_fails_ends_them_all(void **state)
{
    (void)state;
    int calls = 0;
    Error error = {0};
    Trial trials[] = {{.run = fail_at_once}, {.run = count_calls, .context = &calls}};
    assert_int_equal(trials_run(trials, 2, 0, &error), STATUS_IO);
    assert_int_equal(calls, 0);
}

static void test_one_slow_round_moves_neither_median_nor_ratio(void **state)
{
    (void)state;
    Trial a = {.seconds = {2, 200, 4}, .rounds = 3}, b = {.seconds = {1, 1, 2}, .rounds = 3};
    assert_true(trial_seconds(&a) == 4);
    assert_true(trial_seconds(&b) == 1);
    assert_true(trial_ratio(&a, &b) == 2);
}

static void test_an_even_number_of_rounds_has_the_mean_of_the_middle_ones(void **state)
{
    (void)state;
    Trial trial = {.seconds = {8, 1, 2, 4}, .rounds = 4};
    assert_true(trial_seconds(&trial) == 3);
}

/* ---- subcommands ---- */

/* Runs `stepformer ARGV...` with its standard output in a file; returns the exit code. */
static int run_into(const char *file, char **argv)
{
    int argc = 0;
    while (argv[argc])
        argc++;
    fflush(stdout);
    int out = dup(STDOUT_FILENO), fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(out >= 0 && fd >= 0);
    dup2(fd, STDOUT_FILENO);
    int code = cli_main(argc, argv);
    fflush(stdout);
    dup2(out, STDOUT_FILENO);
    close(fd);
    close(out);
    return code;
}

static void check_measure(const cJSON *measures, const char *key)
{
    const cJSON *measure = json_member(measures, key);
    if (!measure)
        fail_msg("there is no measure \"%s\"", key);
    const cJSON *value = json_member(measure, "value"), *ratio = json_member(measure, "ratio");
    assert_true(cJSON_IsString(json_member(measure, "name")));
    if (!value) {
        assert_true(cJSON_IsString(json_member(measure, "skipped")));
        return;
    }
    assert_true(value->valuedouble > 0);
    assert_true(cJSON_IsString(json_member(measure, "unit")));
    assert_true(!ratio || (ratio->valuedouble > 0 && cJSON_IsString(json_member(measure, "ratio_to"))));
}

/* What is installed on this machine must not matter: there are no data. */
static int make_folder_without_data(void **state)
{
    int failed = make_folder(state);
    setenv("STEPFORMER_DATA", *state, 1);
    return failed;
}

static void test_bench_needs_no_model_and_prints_json(void **state)
{
    static const char *const keys[] = {"open",        "prefill",      "decode",         "traced_short",
                                       "traced_long", "bandwidth",    "training",       "matrix_128",
                                       "first_frame", "view_program", "view_attention", "png_head"};
    char *argv[] = {"stepformer", "bench", "--quick", "--json", "--threads", "1", NULL};
    Path file = path_in(state, "bench.json");
    Error error = {0};
    cJSON *json;
    assert_int_equal(run_into(file.text, argv), 0);
    assert_int_equal(json_read_file(file.text, &json, &error), STATUS_OK);
    assert_int_equal(json_member(json, "threads")->valueint, 1);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        check_measure(json_member(json, "measures"), keys[i]);
    cJSON_Delete(json);
}

static void test_bench_names_a_model_that_is_not_there(void **state)
{
    char *argv[] = {"stepformer", "bench", "--quick", "--model", "nosuchmodel", NULL};
    assert_int_equal(run_into(path_in(state, "bench.txt").text, argv), 1);
}

static void test_doctor_is_content_without_a_built_in_model(void **state)
{
    char *argv[] = {"stepformer", "doctor", NULL};
    assert_int_equal(run_into(path_in(state, "doctor.txt").text, argv), 0);
}

static void test_doctor_fails_where_the_named_model_does_not_open(void **state)
{
    char *argv[] = {"stepformer", "doctor", "--model", "nosuchmodel", NULL};
    Path file = path_in(state, "doctor.txt");
    Buffer text = {0};
    assert_int_equal(run_into(file.text, argv), 1);
    assert_int_equal(file_read(file.text, 1 << 16, &text, NULL), STATUS_OK);
    assert_non_null(strstr(text.bytes, "FAIL  model"));
    buffer_free(&text);
}

/* Where there is a built-in model, bench starts this very program as `tui` to see its first frame: there is none. */
int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1)
        return 0;
#define IN_FOLDER_WITHOUT_DATA(test) cmocka_unit_test_setup_teardown(test, make_folder_without_data, remove_folder)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trials_run_in_turn_after_a_round_that_does_not_count),
        cmocka_unit_test(test_a_trial_that_fails_ends_them_all),
        cmocka_unit_test(test_one_slow_round_moves_neither_median_nor_ratio),
        cmocka_unit_test(test_an_even_number_of_rounds_has_the_mean_of_the_middle_ones),
        IN_FOLDER_WITHOUT_DATA(test_bench_needs_no_model_and_prints_json),
        IN_FOLDER_WITHOUT_DATA(test_bench_names_a_model_that_is_not_there),
        IN_FOLDER_WITHOUT_DATA(test_doctor_is_content_without_a_built_in_model),
        IN_FOLDER_WITHOUT_DATA(test_doctor_fails_where_the_named_model_does_not_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
