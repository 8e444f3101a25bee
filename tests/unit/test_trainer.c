#include "train/trainer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "run/machine.h"
#include "support/training.h"
#include "train/history.h"

/* Who watches a run under test. */
typedef struct Watcher {
    History history;
    int steps, evaluations, samples, checkpoints;
    int64_t stop_after; /* steps; 0: never */
    int64_t die_after;  /* kills the process right there */
    int64_t tokens;     /* as the newest event says */
} Watcher;

static void on_event(void *context, const TrainEvent *event)
{
    Watcher *watcher = context;
    history_add(&watcher->history, event);
    watcher->steps += event->kind == TRAIN_STEP;
    watcher->tokens = event->tokens;
    watcher->evaluations += event->kind == TRAIN_EVALUATION;
    watcher->samples += event->kind == TRAIN_SAMPLE;
    watcher->checkpoints += event->kind == TRAIN_CHECKPOINT;
    if (event->kind == TRAIN_STEP && watcher->die_after == event->step)
        raise(SIGKILL);
}

static bool should_stop(void *context)
{
    Watcher *watcher = context;
    return watcher->stop_after && watcher->steps >= watcher->stop_after;
}

static Status train(const Recipe *recipe, const char *folder, bool resume, Watcher *watcher, Error *error)
{
    Trainer *trainer;
    TrainWatch watch = {.event = on_event, .stop = should_stop, .context = watcher};
    TRY(trainer_new(recipe, &(TrainerOptions){.folder = folder, .resume = resume, .threads = 2}, &trainer, error));
    Status status = trainer_run(trainer, &watch, error);
    trainer_free(trainer);
    return status;
}

/* Trains to the end. */
static void train_all(const Recipe *recipe, const char *folder, bool resume)
{
    Watcher watcher = {0};
    Error error;
    if (train(recipe, folder, resume, &watcher, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    history_free(&watcher.history);
}

static Path part_of(Path folder, const char *name)
{
    Path path;
    snprintf(path.text, sizeof path.text, "%.400s/%s", folder.text, name);
    return path;
}

static void check_same_file(Path one, Path other, const char *name)
{
    Path paths[] = {part_of(one, name), part_of(other, name)};
    File files[2];
    for (int i = 0; i < 2; i++)
        if (file_map(paths[i].text, &files[i], NULL) != STATUS_OK)
            fail_msg("%s is missing", paths[i].text);
    bool same = files[0].length == files[1].length && !memcmp(files[0].bytes, files[1].bytes, files[0].length);
    if (!same)
        fail_msg("%s differs from %s", paths[1].text, paths[0].text);
    file_unmap(&files[0]);
    file_unmap(&files[1]);
}

/* All that a run of 40 steps leaves behind. */
static void check_same_run(Path one, Path other)
{
    check_same_file(one, other, "model.safetensors");
    check_same_file(one, other, "config.json");
    check_same_file(one, other, "checkpoint-000040/model.safetensors");
    check_same_file(one, other, "checkpoint-000040/optimizer.safetensors");
}

static void test_the_loss_falls(void **state)
{
    Recipe recipe = training_recipe(state, "\"steps\":60");
    Watcher watcher = {0};
    Error error;
    if (train(&recipe, path_in(state, "run").text, false, &watcher, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    const LossCurve *training = &watcher.history.training, *held_out = &watcher.history.held_out;
    assert_int_equal(training->count, 60);
    assert_int_equal(held_out->count, 7);
    assert_true(fabs(held_out->points[0].loss - log(97)) < 0.2); /* a fresh model knows nothing */
    assert_true(training->points[59].loss < 0.6 * training->points[0].loss);
    assert_true(held_out->points[6].loss < 0.6 * held_out->points[0].loss);
    history_free(&watcher.history);
    recipe_free(&recipe);
}

static void test_a_run_that_was_stopped_goes_on_to_the_same_weights(void **state)
{
    Recipe recipe =
        training_recipe(state, "\"steps\":40,\"gradient_accumulation\":2,\"dropout\":0.1,\"dtype\":\"f32\"");
    Path whole = path_in(state, "whole"), broken = path_in(state, "broken");
    train_all(&recipe, whole.text, false);
    for (int64_t stop = 1, done = 0; done < 40; done += stop, stop += 7) {
        Watcher watcher = {.stop_after = stop};
        Error error = {0};
        Status status = train(&recipe, broken.text, done > 0, &watcher, &error);
        if (status != (done + stop < 40 ? STATUS_CANCELLED : STATUS_OK))
            fail_msg("after %d steps: %s", (int)done, error.message);
        assert_int_equal(watcher.tokens, (done + watcher.steps) * 2 * 6 * 16); /* as if it had never stopped */
        history_free(&watcher.history);
    }
    check_same_run(whole, broken);
    recipe_free(&recipe);
}

static bool has_checkpoint(Path folder)
{
    for (int step = 1; step <= 40; step++) {
        char name[32];
        snprintf(name, sizeof name, "checkpoint-%06d", step);
        if (file_exists(part_of(folder, name).text))
            return true;
    }
    return false;
}

/* A child that trains, and is gone before or after its end. Returns whether it got there. */
static bool train_in_child(const Recipe *recipe, Path folder, Watcher watcher, double seconds)
{
    pid_t child = fork();
    if (!child)
        _exit(train(recipe, folder.text, has_checkpoint(folder), &watcher, NULL) == STATUS_OK ? 0 : 1);
    int status;
    if (seconds > 0) {
        nanosleep(&(struct timespec){(time_t)seconds, (long)(1e9 * (seconds - floor(seconds)))}, NULL);
        kill(child, SIGKILL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFEXITED(status);
}

static void test_a_run_that_was_killed_after_a_step_goes_on_to_the_same_weights(void **state)
{
    Recipe recipe = training_recipe(state, "\"steps\":40,\"dropout\":0.1,\"checkpoints\":{\"every\":6}");
    Path whole = path_in(state, "whole"), broken = path_in(state, "broken");
    train_all(&recipe, whole.text, false);
    assert_false(train_in_child(&recipe, broken, (Watcher){.die_after = 4}, 0));
    assert_false(has_checkpoint(broken));
    assert_false(train_in_child(&recipe, broken, (Watcher){.die_after = 17}, 0));
    assert_false(train_in_child(&recipe, broken, (Watcher){.die_after = 24}, 0));
    assert_true(has_checkpoint(broken));
    train_all(&recipe, broken.text, true);
    check_same_run(whole, broken);
    recipe_free(&recipe);
}

/* A checkpoint every step, so that many of the moments are in the middle of one. */
static void test_a_run_that_was_killed_at_any_moment_goes_on_to_the_same_weights(void **state)
{
    enum { MOMENTS = 12 };
    Recipe recipe = training_recipe(state, "\"steps\":40,\"dropout\":0.1,\"checkpoints\":{\"every\":1}");
    Path whole = path_in(state, "whole"), broken = path_in(state, "broken");
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    train_all(&recipe, whole.text, false);
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (double)(end.tv_sec - start.tv_sec) + 1e-9 * (double)(end.tv_nsec - start.tv_nsec);
    for (int moment = 0; moment < MOMENTS; moment++)
        if (train_in_child(&recipe, broken, (Watcher){0}, seconds * (0.1 + 0.037 * moment)))
            break;
    train_all(&recipe, broken.text, has_checkpoint(broken));
    check_same_run(whole, broken);
    assert_int_equal(count_files(broken.text), 4); /* the model's three and the last checkpoint */
    recipe_free(&recipe);
}

static void test_threads_change_nothing_but_the_last_digits(void **state)
{
    Recipe recipe = training_recipe(state, "\"steps\":10,\"dropout\":0.1");
    double losses[2];
    for (int i = 0; i < 2; i++) {
        Trainer *trainer;
        Watcher watcher = {0};
        TrainWatch watch = {.event = on_event, .context = &watcher};
        TrainerOptions options = {.folder = path_in(state, i ? "three" : "one").text, .threads = i ? 3 : 1};
        assert_int_equal(trainer_new(&recipe, &options, &trainer, NULL), STATUS_OK);
        assert_int_equal(trainer_run(trainer, &watch, NULL), STATUS_OK);
        losses[i] = history_recent(&watcher.history.training, 1);
        trainer_free(trainer);
        history_free(&watcher.history);
    }
    assert_true(fabs(losses[0] - losses[1]) < 1e-3);
    recipe_free(&recipe);
}

static const Real *run_model(const Model *model, Machine **machine)
{
    static const int32_t ids[] = {0, 36, 80, 80, 1};
    *machine = machine_new(model, MACHINE_REUSE, 1);
    assert_int_equal(machine_feed(*machine, ids, 5, NULL, NULL), STATUS_OK);
    assert_int_equal(machine_go(*machine, machine_end(*machine), NULL, NULL), STATUS_OK);
    return machine_last_logits(*machine);
}

static void check_logits(const Model *model, const char *folder, double tolerance)
{
    Model *read;
    Machine *machines[2];
    Error error;
    if (model_open(folder, &read, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    const Real *expected = run_model(model, &machines[0]), *actual = run_model(read, &machines[1]);
    for (int64_t i = 0; i < model->config.vocab; i++)
        if (!(fabs((double)(expected[i] - actual[i])) <= tolerance))
            fail_msg("%s: logit %d is %g instead of %g", folder, (int)i, (double)actual[i], (double)expected[i]);
    machine_free(machines[0]);
    machine_free(machines[1]);
    model_free(read);
}

static void test_what_was_written_opens_with_the_same_logits(void **state)
{
    Recipe recipe = training_recipe(state, "\"steps\":12,\"checkpoints\":{\"keep\":[0,5]}");
    Path folder = path_in(state, "run");
    Trainer *trainer;
    assert_int_equal(trainer_new(&recipe, &(TrainerOptions){.folder = folder.text, .threads = 1}, &trainer, NULL),
                     STATUS_OK);
    assert_int_equal(trainer_run(trainer, NULL, NULL), STATUS_OK);
    check_logits(trainer_model(trainer), part_of(folder, "checkpoint-000012").text, 0);
    check_logits(trainer_model(trainer), folder.text, 2e-2); /* F16 */
    trainer_free(trainer);

    Model *untrained;
    assert_int_equal(model_open(part_of(folder, "step-000000").text, &untrained, NULL), STATUS_OK);
    assert_true(untrained->config.bos == 0 && untrained->tokenizer);
    model_free(untrained);
    assert_true(file_exists(part_of(folder, "step-000005/model.safetensors").text));
    recipe_free(&recipe);
}

static void test_samples_are_told(void **state)
{
    Recipe recipe =
        training_recipe(state, "\"steps\":4,\"samples\":{\"every\":2,\"tokens\":5,\"prompts\":[\"Ann\",\"\"]}");
    Watcher watcher = {0};
    Error error;
    if (train(&recipe, path_in(state, "run").text, false, &watcher, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_int_equal(watcher.samples, 6);
    history_free(&watcher.history);
    recipe_free(&recipe);
}

static void check_refused(const Recipe *recipe, Path folder, bool resume, const char *words)
{
    Trainer *trainer;
    Error error = {0};
    TrainerOptions options = {.folder = folder.text, .resume = resume, .threads = 1};
    if (trainer_new(recipe, &options, &trainer, &error) == STATUS_OK)
        fail_msg("accepted; should say \"%s\"", words);
    if (!strstr(error.message, words))
        fail_msg("\"%s\" does not say \"%s\"", error.message, words);
    assert_null(trainer);
}

static void test_a_run_is_neither_overwritten_nor_continued_with_something_else(void **state)
{
    Recipe recipe = training_recipe(state, "\"steps\":2");
    Path folder = path_in(state, "run");
    check_refused(&recipe, folder, true, "holds no checkpoint");
    train_all(&recipe, folder.text, false);
    check_refused(&recipe, folder, false, "--resume");
    recipe_free(&recipe);

    recipe = training_recipe(state, "\"steps\":3");
    check_refused(&recipe, folder, true, "another recipe");
    recipe_free(&recipe);

    recipe = training_recipe(state, "\"steps\":2");
    Buffer corpus = {0};
    training_corpus(&corpus);
    buffer_append_text(&corpus, "One more.\n");
    training_write(state, "corpus.txt", &corpus);
    check_refused(&recipe, folder, true, "another corpus");
    recipe_free(&recipe);
}

static Status make_document(void *context, int64_t index, Buffer *out, Error *error)
{
    (void)error;
    ++*(int *)context;
    buffer_format(out, "The number of this text is %d.", (int)index);
    return STATUS_OK;
}

static void test_a_corpus_may_be_made_and_a_tokenizer_learnt_from_it(void **state)
{
    static const char text[] =
        "{\"model\":{\"model_type\":\"gpt2\",\"n_layer\":1,\"n_head\":2,\"n_embd\":16,\"n_positions\":16},"
        "\"tokenizer\":{\"train\":{\"vocabulary\":280}},\"corpus\":{\"generator\":{\"documents\":80}},"
        "\"context\":16,\"batch\":2,\"steps\":2,\"evaluation\":{\"held_out\":0.1}}";
    Recipe recipe;
    Trainer *trainer;
    Error error = {0};
    int made = 0;
    TrainerOptions options = {.folder = path_in(state, "run").text, .threads = 1};
    assert_int_equal(recipe_parse(text, sizeof text - 1, "", "r.json", &recipe, NULL), STATUS_OK);
    check_refused(&recipe, path_in(state, "none"), false, "no generator");
    options.make = make_document;
    options.make_context = &made;
    if (trainer_new(&recipe, &options, &trainer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_int_equal(made, 160); /* once for the tokenizer, once for the data */
    assert_int_equal(trainer_facts(trainer).documents + trainer_facts(trainer).held_out_documents, 80);
    assert_in_range(trainer_model(trainer)->config.vocab, 260, 280);
    assert_int_equal(trainer_run(trainer, NULL, NULL), STATUS_OK);
    trainer_free(trainer);
    recipe_free(&recipe);
}

static void test_a_model_that_does_not_suit_the_recipe_is_refused(void **state)
{
    Recipe recipe = training_recipe(state, "\"steps\":2");
    recipe.context = 33;
    check_refused(&recipe, path_in(state, "run"), false, "context");
    recipe.context = 16;
    cJSON_AddNumberToObject(recipe.model, "vocab_size", 50);
    check_refused(&recipe, path_in(state, "run"), false, "vocab_size");
    recipe_free(&recipe);
}

/* As when the disk is full: files cannot grow. */
static void test_a_checkpoint_that_cannot_be_written_leaves_the_one_before(void **state)
{
    Recipe recipe = training_recipe(state, "\"steps\":40,\"checkpoints\":{\"every\":10}");
    Path whole = path_in(state, "whole"), broken = path_in(state, "broken");
    train_all(&recipe, whole.text, false);
    assert_false(train_in_child(&recipe, broken, (Watcher){.die_after = 15}, 0));
    pid_t child = fork();
    if (!child) {
        Watcher watcher = {0};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){8192, 8192});
        _exit(train(&recipe, broken.text, true, &watcher, NULL) == STATUS_IO ? 7 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    assert_true(file_exists(part_of(broken, "checkpoint-000010").text));
    assert_int_equal(count_files(broken.text), 1);
    train_all(&recipe, broken.text, true);
    check_same_run(whole, broken);
    recipe_free(&recipe);
}

static void test_a_log_remembers_the_losses(void **state)
{
    Path path = path_in(state, "log.jsonl");
    Buffer log = {0};
    History history;
    Error error = {0};
    history_append_line(&(TrainEvent){.kind = TRAIN_STEP, .step = 1, .loss = 4}, &log);
    history_append_line(&(TrainEvent){.kind = TRAIN_STEP, .step = 2, .loss = 3}, &log);
    history_append_line(&(TrainEvent){.kind = TRAIN_EVALUATION, .step = 2, .loss = 3.5}, &log);
    history_append_line(&(TrainEvent){.kind = TRAIN_EVALUATION, .step = 2, .loss = NAN}, &log);
    history_append_line(&(TrainEvent){.kind = TRAIN_SAMPLE, .step = 2, .text = "a", .length = 1}, &log);
    history_append_line(&(TrainEvent){.kind = TRAIN_STEP, .step = 2, .loss = 2.5}, &log); /* once more, resumed */
    buffer_append_text(&log, "{\"step\":3,\"lo");                                         /* killed */
    assert_int_equal(file_write(path.text, log.bytes, log.length, NULL), STATUS_OK);
    if (history_read(path.text, &history, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_int_equal(history.training.count, 2);
    assert_true(history.training.points[1].step == 2 && history.training.points[1].loss == 2.5);
    assert_int_equal(history.held_out.count, 1);
    assert_true(history_recent(&history.training, 5) == 3.25);
    history_free(&history);
    buffer_free(&log);

    assert_int_equal(file_write(path.text, "{\"step\":1}\nwrong\n", 17, NULL), STATUS_OK);
    assert_int_equal(history_read(path.text, &history, &error), STATUS_BAD_DATA);
    assert_non_null(strstr(error.message, "log.jsonl:2"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_the_loss_falls),
        IN_FOLDER(test_a_run_that_was_stopped_goes_on_to_the_same_weights),
        IN_FOLDER(test_a_run_that_was_killed_after_a_step_goes_on_to_the_same_weights),
        IN_FOLDER(test_a_run_that_was_killed_at_any_moment_goes_on_to_the_same_weights),
        IN_FOLDER(test_threads_change_nothing_but_the_last_digits),
        IN_FOLDER(test_what_was_written_opens_with_the_same_logits),
        IN_FOLDER(test_samples_are_told),
        IN_FOLDER(test_a_run_is_neither_overwritten_nor_continued_with_something_else),
        IN_FOLDER(test_a_corpus_may_be_made_and_a_tokenizer_learnt_from_it),
        IN_FOLDER(test_a_model_that_does_not_suit_the_recipe_is_refused),
        IN_FOLDER(test_a_checkpoint_that_cannot_be_written_leaves_the_one_before),
        IN_FOLDER(test_a_log_remembers_the_losses),
    };
    return cmocka_run_group_tests_name("trainer", tests, NULL, NULL);
}
