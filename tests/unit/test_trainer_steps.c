/* A trainer driven one step at a time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>

#include "support/training.h"
#include "train/history.h"
#include "train/parts.h"

enum { MOST_PARTS = 8 };

/* The newest step that was told. */
typedef struct Seen {
    TrainEvent event;
    double norms[MOST_PARTS];
    int parts, events;
} Seen;

static void on_event(void *context, const TrainEvent *event)
{
    Seen *seen = context;
    seen->events++;
    if (event->kind != TRAIN_STEP)
        return;
    seen->event = *event;
    memcpy(seen->norms, event->norms, (size_t)seen->parts * sizeof *seen->norms);
}

static Trainer *open_trainer(const Recipe *recipe, const char *folder)
{
    Trainer *trainer;
    Error error = {0};
    if (trainer_new(recipe, &(TrainerOptions){.folder = folder, .threads = 2}, &trainer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return trainer;
}

static Seen step(Trainer *trainer)
{
    Seen seen = {.parts = parts_count(trainer_model(trainer))};
    Error error = {0};
    if (trainer_step(trainer, &(TrainWatch){.event = on_event, .context = &seen}, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return seen;
}

static void check_same_numbers(const Model *one, const Model *other)
{
    for (int i = 0; i < one->parameters.count; i++)
        assert_memory_equal(one->numbers[i], other->numbers[i], (size_t)one->parameters.list[i].count * sizeof(Real));
}

static void test_single_steps_are_the_run(void **state)
{
    Recipe recipe = training_recipe(state, "\"steps\":12,\"samples\":{\"every\":5,\"prompts\":[\"Ann\"]}");
    Trainer *run = open_trainer(&recipe, path_in(state, "run").text), *steps = open_trainer(&recipe, NULL);
    assert_int_equal(trainer_run(run, NULL, NULL), STATUS_OK);
    for (int i = 0; i < 12; i++)
        assert_int_equal(step(steps).event.step, i + 1);
    check_same_numbers(trainer_model(run), trainer_model(steps));
    assert_true(trainer_is_done(steps));
    assert_int_equal(trainer_step(steps, NULL, NULL), STATUS_OUT_OF_RANGE);
    trainer_free(run);
    trainer_free(steps);
    recipe_free(&recipe);
}

static void test_a_trainer_without_a_folder_writes_nothing(void **state)
{
    Recipe recipe = training_recipe(state, "\"steps\":2,\"checkpoints\":{\"every\":1,\"keep\":[0,1]}");
    int files = count_files(*state);
    Trainer *trainer = open_trainer(&recipe, NULL);
    assert_int_equal(trainer_run(trainer, NULL, NULL), STATUS_OK);
    assert_int_equal(trainer_checkpoint(trainer, NULL, NULL), STATUS_OK);
    assert_int_equal(count_files(*state), files);
    trainer_free(trainer);
    recipe_free(&recipe);
}

static void test_the_squares_of_the_parts_norms_add_up(void **state)
{
    Recipe recipe = training_recipe(state, "\"steps\":3,\"gradient_accumulation\":2");
    Trainer *trainer = open_trainer(&recipe, NULL);
    for (int i = 0; i < 3; i++) {
        Seen seen = step(trainer);
        double sum = 0;
        assert_int_equal(seen.parts, 4);
        for (int part = 0; part < seen.parts; part++) {
            assert_true(seen.norms[part] > 0);
            sum += seen.norms[part] * seen.norms[part];
        }
        assert_true(fabs(sqrt(sum) - seen.event.norm) < 1e-9 * seen.event.norm);
    }
    trainer_free(trainer);
    recipe_free(&recipe);
}

static void test_every_parameter_belongs_to_the_part_that_its_name_says(void **state)
{
    Recipe recipe = training_recipe(state, "\"steps\":2");
    Trainer *trainer = open_trainer(&recipe, NULL);
    const Model *model = trainer_model(trainer);
    int *part = memory_new((size_t)model->parameters.count, sizeof *part);
    char name[PART_NAME_LENGTH];
    parts_of_parameters(model, part);
    for (int i = 0; i < model->parameters.count; i++) {
        const char *tensor = model->parameters.list[i].tensor;
        int wanted = strstr(tensor, "h.0.") ? 1 : strstr(tensor, "h.1.") ? 2 : strstr(tensor, "ln_f") ? 3 : 0;
        assert_int_equal(part[i], wanted);
    }
    assert_string_equal(parts_name(name, 0, 4), "embed");
    assert_string_equal(parts_name(name, 2, 4), "blocks.1");
    assert_string_equal(parts_name(name, 3, 4), "final");
    free(part);
    trainer_free(trainer);
    recipe_free(&recipe);
}

static void test_a_rate_set_by_hand_holds_until_the_schedule_is_back(void **state)
{
    Recipe recipe = training_recipe(state, "\"steps\":9");
    Trainer *trainer = open_trainer(&recipe, NULL);
    assert_true(trainer_rate(trainer) == schedule_rate(&recipe.schedule, 0));
    trainer_set_rate(trainer, 0.25);
    assert_true(step(trainer).event.rate == 0.25);
    trainer_set_rate(trainer, 0); /* nothing is learnt any more: AdamW's decay goes by the rate, too */
    Model *before;
    assert_int_equal(trainer_copy_model(trainer, "before", &before, NULL), STATUS_OK);
    assert_true(step(trainer).event.rate == 0);
    check_same_numbers(before, trainer_model(trainer));
    trainer_set_rate(trainer, -1);
    assert_true(step(trainer).event.rate == schedule_rate(&recipe.schedule, 2));
    model_free(before);
    trainer_free(trainer);
    recipe_free(&recipe);
}

enum { DOCUMENTS = 40 };

/* Of the corpus, and of a stage behind it. */
static Status make_document(void *context, int64_t index, Buffer *out, Error *error)
{
    (void)context, (void)error;
    buffer_format(out, index < DOCUMENTS ? "The number of this text is %d." : "%d %d again", (int)index, (int)index);
    return STATUS_OK;
}

static void losses_of(void **state, const char *curriculum, int steps, double losses[])
{
    Buffer text = {0};
    Recipe recipe;
    Error error = {0};
    buffer_format(&text,
                  "{\"model\":{\"model_type\":\"gpt2\",\"n_layer\":1,\"n_head\":2,\"n_embd\":16,\"n_positions\":16},"
                  "\"tokenizer\":{\"train\":{\"vocabulary\":280}},\"corpus\":{\"generator\":{\"documents\":%d}},"
                  "\"curriculum\":%s,\"evaluation\":{\"held_out\":0.1},\"context\":16,\"batch\":2,\"steps\":%d}",
                  DOCUMENTS, curriculum, steps);
    if (recipe_parse(text.bytes, text.length, *state, "r.json", &recipe, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    Trainer *trainer;
    if (trainer_new(&recipe, &(TrainerOptions){.threads = 1, .make = make_document}, &trainer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    for (int i = 0; i < steps; i++)
        losses[i] = step(trainer).event.loss;
    trainer_free(trainer);
    recipe_free(&recipe);
    buffer_free(&text);
}

static void test_a_stage_without_kinds_learns_from_the_whole_corpus(void **state)
{
    double plain[4], staged[4];
    losses_of(state, "[]", 4, plain);
    losses_of(state, "[{\"steps\":2},{\"kind\":\"any\",\"documents\":20,\"steps\":1}]", 4, staged);
    assert_memory_equal(plain, staged, 2 * sizeof *plain);
    assert_true(plain[2] != staged[2]);
}

static void test_a_copied_model_stands_by_itself(void **state)
{
    Recipe recipe = training_recipe(state, "\"steps\":4");
    Trainer *trainer = open_trainer(&recipe, NULL);
    Model *copy;
    step(trainer);
    assert_int_equal(trainer_copy_model(trainer, "copy", &copy, NULL), STATUS_OK);
    check_same_numbers(copy, trainer_model(trainer));
    Real before = copy->numbers[0][0];
    step(trainer);
    assert_true(trainer_model(trainer)->numbers[0][0] != before);
    trainer_free(trainer);
    assert_true(copy->numbers[0][0] == before);
    assert_int_equal(tokenizer_vocabulary_size(copy->tokenizer), copy->config.vocab);
    model_free(copy);
    recipe_free(&recipe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_single_steps_are_the_run),
        IN_FOLDER(test_a_trainer_without_a_folder_writes_nothing),
        IN_FOLDER(test_the_squares_of_the_parts_norms_add_up),
        IN_FOLDER(test_every_parameter_belongs_to_the_part_that_its_name_says),
        IN_FOLDER(test_a_rate_set_by_hand_holds_until_the_schedule_is_back),
        IN_FOLDER(test_a_stage_without_kinds_learns_from_the_whole_corpus),
        IN_FOLDER(test_a_copied_model_stands_by_itself),
    };
    return cmocka_run_group_tests_name("trainer_steps", tests, NULL, NULL);
}
