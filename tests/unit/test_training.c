/* A training run in a session, driven by commands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>
#include <time.h>

#include "lesson/stage.h"
#include "session/trained.h"
#include "support/session.h"
#include "support/training.h"

#define RECIPE                                                                                                         \
    "\"steps\":40,\"threads\":2,\"dtype\":\"f32\",\"samples\":{\"every\":5,\"tokens\":8,\"prompts\":[\"Ann went\"]}"

/* A session in which the recipe is begun; `more` follows its path. */
static Session *begin(void **state, const char *members, const char *more)
{
    Session *session = open_with_text();
    Recipe recipe = training_recipe(state, members);
    char line[1200];
    recipe_free(&recipe);
    snprintf(line, sizeof line, "train %s%s", path_in(state, "recipe.json").text, more);
    say(session, line);
    return session;
}

static int64_t steps_done(Session *session)
{
    int64_t step = training_look(session->training).step;
    training_done(session->training);
    return step;
}

/* A copy of what the newest step told. */
static TrainingStep newest_step(Session *session)
{
    TrainingSight sight = training_look(session->training);
    assert_true(sight.log->step_count > 0);
    TrainingStep step = sight.log->steps[sight.log->step_count - 1];
    training_done(session->training);
    return step;
}

static void sleep_ms(long milliseconds)
{
    nanosleep(&(struct timespec){.tv_nsec = milliseconds * 1000000}, NULL);
}

static void test_the_loss_falls_step_by_step(void **state)
{
    Session *session = begin(state, RECIPE, "");
    assert_string_equal(session->focus.view, "training");
    assert_int_equal(steps_done(session), 0);
    assert_non_null(strstr(say(session, "train step"), "step 1 of 40"));
    double first = newest_step(session).loss;
    assert_non_null(strstr(say(session, "train step 29"), "step 30 of 40"));
    assert_int_equal(newest_step(session).step, 30);
    assert_true(newest_step(session).loss < 0.7 * first);
    assert_non_null(strstr(say(session, "train step 1000"), "step 40 of 40"));
    say_wrong(session, "train step", STATUS_OUT_OF_RANGE, "all 40 steps are done");
    session_free(session);
}

static void test_the_run_is_the_one_that_the_trainer_makes(void **state)
{
    Session *session = begin(state, RECIPE, "");
    Trainer *trainer;
    Recipe recipe;
    say(session, "train step 3");
    say(session, "train step 37");
    say(session, "train use");
    assert_int_equal(recipe_open(path_in(state, "recipe.json").text, &recipe, NULL), STATUS_OK);
    assert_int_equal(trainer_new(&recipe, &(TrainerOptions){.threads = 2}, &trainer, NULL), STATUS_OK);
    assert_int_equal(trainer_run(trainer, NULL, NULL), STATUS_OK);
    const Model *mine = session->model, *other = trainer_model(trainer);
    assert_int_equal(mine->parameters.count, other->parameters.count);
    for (int i = 0; i < mine->parameters.count; i++)
        assert_memory_equal(mine->numbers[i], other->numbers[i], (size_t)mine->parameters.list[i].count * sizeof(Real));
    trainer_free(trainer);
    recipe_free(&recipe);
    session_free(session);
}

static void test_expressions_can_name_the_runs_numbers(void **state)
{
    Session *session = begin(state, RECIPE, "");
    char text[64];
    assert_string_equal(say(session, "print train.loss"), "nan\n");
    say(session, "train step 3");
    assert_string_equal(say(session, "print train.step"), "3\n");
    snprintf(text, sizeof text, "print abs(train.loss - %.9g) < 1e-6", newest_step(session).loss);
    assert_string_equal(say(session, text), "true\n");
    say(session, "prompt ab a"); /* a new machine */
    assert_string_equal(say(session, "print train.loss < 5 and train.norm > 0 and train.rate > 0"), "true\n");
    say(session, "train use"); /* another session's */
    assert_string_equal(say(session, "print train.held_out > 0"), "true\n");
    say(session, "train back");
    assert_string_equal(say(session, "print train.step"), "3\n");
    session_free(session);
    session = open_with_text();
    assert_string_equal(say(session, "print train.step"), "nan\n");
    session_free(session);
}

static void test_the_norms_of_the_parts_add_up_to_the_whole(void **state)
{
    Session *session = begin(state, RECIPE, "");
    say(session, "train step 4");
    TrainingSight sight = training_look(session->training);
    for (size_t i = 0; i < sight.log->step_count; i++) {
        const TrainingStep *step = &sight.log->steps[i];
        double sum = 0;
        for (int part = 0; part < sight.log->parts; part++)
            sum += step->norms[part] * step->norms[part];
        assert_true(fabs(sqrt(sum) - step->norm) < 1e-9 * step->norm);
    }
    training_done(session->training);
    session_free(session);
}

static void test_a_pause_keeps_the_step(void **state)
{
    Session *session = begin(state, "\"steps\":100000,\"threads\":1", "");
    say(session, "train go");
    while (steps_done(session) < 3)
        sleep_ms(1);
    say(session, "train pause");
    int64_t step = steps_done(session);
    sleep_ms(30);
    assert_int_equal(steps_done(session), step);
    assert_false(training_is_running(session->training));
    say(session, "train step");
    assert_int_equal(steps_done(session), step + 1);
    say(session, "train go 2");
    assert_int_equal(training_wait(session->training, NULL, NULL), STATUS_OK);
    assert_int_equal(steps_done(session), step + 3);
    session_free(session);
}

static void test_the_rate_can_be_changed_and_given_back_to_the_schedule(void **state)
{
    Session *session = begin(state, RECIPE, "");
    say(session, "train step 3");
    double before = newest_step(session).rate;
    say(session, "train rate 0.5");
    say(session, "train step");
    assert_true(newest_step(session).rate == 0.5);
    say(session, "train rate schedule");
    say(session, "train step");
    assert_true(newest_step(session).rate < before && newest_step(session).rate > 0);
    say_wrong(session, "train rate -1", STATUS_OUT_OF_RANGE, "0 to 100");
    say_wrong(session, "train rate fast", STATUS_USAGE, "fast");
    session_free(session);
}

static void test_the_watched_pattern_is_the_one_that_stepping_gives(void **state)
{
    Session *session = begin(state, RECIPE, "");
    say(session, "train watch Bob went to the");
    say(session, "train step 7");
    say(session, "train use");
    say(session, "finish");
    TrainingSight sight = training_look(session->training);
    const TrainingPattern *pattern = training_log_pattern_at(sight.log, 7);
    assert_int_equal(pattern->step, 7);
    int heads = (int)sight.model->config.heads, count = sight.watched_count;
    assert_int_equal(count, 1 + 15); /* each character a token, and the one that begins documents */
    for (int head = 0; head < heads; head++) {
        Tensor tensor;
        ValueId value = program_find_value(&session->model->program, "blocks.1.attn.pattern", 21);
        assert_true(machine_tensor(session->machine, 0, value, &tensor));
        for (int i = 0; i < count * count; i++)
            assert_true(pattern->numbers[(heads + head) * count * count + i] == tensor.data[head * count * count + i]);
    }
    training_done(session->training);
    session_free(session);
}

static void test_another_watched_text_is_looked_at_at_once(void **state)
{
    Session *session = begin(state, RECIPE, "");
    say(session, "train step 5");
    say(session, "train watch Dot");
    assert_int_equal(training_wait(session->training, NULL, NULL), STATUS_OK);
    TrainingSight sight = training_look(session->training);
    assert_int_equal(sight.watched_count, 4);
    assert_int_equal(sight.log->pattern_count, 1);
    assert_int_equal(sight.log->patterns[0].step, 5);
    training_done(session->training);
    say_wrong(session, "train watch Dot went to the mill and Bob went to the pond", STATUS_OUT_OF_RANGE, "at most 32");
    say_wrong(session, "train watch", STATUS_USAGE, "TEXT");
    session_free(session);
}

static void test_a_step_of_a_lesson_begins_with_the_lessons_own_model(void **state)
{
    Session *session = begin(state, RECIPE, "");
    const Model *own = session->model;
    say(session, "train step 1");
    say(session, "train use");
    assert_int_equal(stage_clear(session, NULL), STATUS_OK);
    assert_ptr_equal(session->model, own);
    assert_int_equal(machine_position_count(session->machine), 0);
    session_free(session);
}

static void test_one_can_try_the_model_and_come_back(void **state)
{
    Session *session = begin(state, RECIPE, "");
    const Model *own = session->model;
    say(session, "step 3");
    say(session, "train step 2");
    say(session, "train use");
    assert_ptr_not_equal(session->model, own);
    assert_int_equal(machine_position_count(session->machine), 9);
    say(session, "generate 2");
    say(session, "train step 2");
    say(session, "train use"); /* a newer copy in place of the older one */
    say(session, "train back");
    assert_ptr_equal(session->model, own);
    assert_int_equal(machine_place(session->machine).pc, 3);
    assert_int_equal(steps_done(session), 4);
    say_wrong(session, "train back", STATUS_NOT_FOUND, "train use");
    session_free(session);
}

static void test_leaving_writes_a_checkpoint_from_which_one_goes_on(void **state)
{
    char more[600];
    snprintf(more, sizeof more, " --out %s", path_in(state, "run").text);
    Session *session = begin(state, RECIPE, more);
    say(session, "train step 3");
    session_free(session);
    assert_true(file_exists(path_in(state, "run/checkpoint-000003").text));
    strcat(more, " --resume");
    session = begin(state, RECIPE, more);
    assert_int_equal(steps_done(session), 3);
    assert_non_null(strstr(say(session, "train step"), "step 4 of 40"));
    assert_non_null(strstr(say(session, "train stop"), "step 4 of 40"));
    assert_true(file_exists(path_in(state, "run/checkpoint-000004").text));
    say_wrong(session, "train step", STATUS_OUT_OF_RANGE, "stopped after step 4");
    session_free(session);
}

static void test_what_goes_wrong_is_said_and_can_be_looked_at(void **state)
{
    Session *session = open_with_text();
    say_wrong(session, "train", STATUS_NOT_FOUND, "train classroom");
    say_wrong(session, "train go", STATUS_NOT_FOUND, "train classroom");
    say_wrong(session, "train nothing-like-it", STATUS_NOT_FOUND, "nothing-like-it");
    session_free(session);
    session = begin(state, RECIPE, "");
    say_wrong(session, "train step 2 3", STATUS_USAGE, "too many words");
    say_wrong(session, "train x --loud", STATUS_USAGE, "--loud");
    say_wrong(session, "train x --resume", STATUS_USAGE, "--out");
    say(session, "train rate 100");
    Error error = {0};
    assert_int_equal(command_run(session, "train step 40", &error), STATUS_OUT_OF_RANGE);
    assert_non_null(strstr(error.message, "lower the learning rate"));
    TrainingSight sight = training_look(session->training);
    assert_int_equal(sight.state, TRAINING_FAILED);
    assert_string_equal(sight.error, error.message);
    training_done(session->training);
    session_free(session);
}

/* Says stop when it is asked for the third time. */
static bool stop_soon(void *context, double done)
{
    (void)done;
    return ++*(int *)context < 3;
}

static void test_waiting_can_be_broken_off(void **state)
{
    Session *session = begin(state, "\"steps\":100000,\"threads\":1", "");
    int asked = 0;
    session->progress = (Progress){stop_soon, &asked};
    say_wrong(session, "train step 100000", STATUS_CANCELLED, "go on with train go");
    session->progress = (Progress){0};
    assert_int_equal(training_wait(session->training, NULL, NULL), STATUS_OK);
    assert_true(steps_done(session) < 100000);
    session_free(session);
}

static void test_patterns_are_thinned_out_evenly_and_keep_the_first(void **state)
{
    (void)state;
    TrainingLog log = {0};
    for (int64_t step = 0; step <= 3000; step++)
        if (training_log_wants(&log, step))
            training_log_pattern(&log, step, memory_new(1, sizeof(float)));
    assert_in_range(log.pattern_count, LOG_PATTERNS / 2, LOG_PATTERNS);
    assert_int_equal(log.pattern_every, 16);
    for (size_t i = 0; i < log.pattern_count; i++)
        assert_int_equal(log.patterns[i].step, 16 * (int64_t)i);
    assert_int_equal(training_log_pattern_at(&log, 31)->step, 16);
    assert_null(training_log_pattern_at(&log, -1));
    training_log_free(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_the_loss_falls_step_by_step),
        IN_FOLDER(test_the_run_is_the_one_that_the_trainer_makes),
        IN_FOLDER(test_expressions_can_name_the_runs_numbers),
        IN_FOLDER(test_the_norms_of_the_parts_add_up_to_the_whole),
        IN_FOLDER(test_a_pause_keeps_the_step),
        IN_FOLDER(test_the_rate_can_be_changed_and_given_back_to_the_schedule),
        IN_FOLDER(test_the_watched_pattern_is_the_one_that_stepping_gives),
        IN_FOLDER(test_another_watched_text_is_looked_at_at_once),
        IN_FOLDER(test_a_step_of_a_lesson_begins_with_the_lessons_own_model),
        IN_FOLDER(test_one_can_try_the_model_and_come_back),
        IN_FOLDER(test_leaving_writes_a_checkpoint_from_which_one_goes_on),
        IN_FOLDER(test_what_goes_wrong_is_said_and_can_be_looked_at),
        IN_FOLDER(test_waiting_can_be_broken_off),
        cmocka_unit_test(test_patterns_are_thinned_out_evenly_and_keep_the_first),
    };
    return cmocka_run_group_tests_name("training", tests, NULL, NULL);
}
