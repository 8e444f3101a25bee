#include "train/recipe.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "train/field.h"

enum { MOST_STEPS = 100000000, MOST_SEQUENCES = 1 << 20, MOST_POSITIONS = 1 << 20, MOST_DOCUMENTS = 100000000 };

#define AT(member) offsetof(Recipe, member)

static const Field recipe_fields[] = {
    {"seed", FIELD_INT, AT(seed), 0, 9e15},
    {"context", FIELD_INT, AT(context), 2, MOST_POSITIONS},
    {"batch", FIELD_INT, AT(batch), 1, MOST_SEQUENCES},
    {"steps", FIELD_INT, AT(schedule.steps), 1, MOST_STEPS},
    {"gradient_accumulation", FIELD_INT, AT(gradient_accumulation), 1, 65536},
    {"clip_norm", FIELD_NUMBER, AT(clip_norm), 0, 1e9},
    {"dropout", FIELD_NUMBER, AT(dropout), 0, 0.99},
    {"threads", FIELD_INT, AT(threads), 0, 1024},
    {0},
};

static const Field tokenizer_fields[] = {
    {"vocabulary", FIELD_INT, AT(tokenizer_training.vocabulary), 257, 1 << 20},
    {"min_frequency", FIELD_INT, AT(tokenizer_training.min_frequency), 1, 1e9},
    {"single_digits", FIELD_BOOL, AT(tokenizer_training.single_digits), 0, 0},
    {"across_characters", FIELD_BOOL, AT(tokenizer_training.across_characters), 0, 0},
    {"documents", FIELD_INT, AT(tokenizer_training.documents), 0, MOST_DOCUMENTS},
    {0},
};

static const Field initial_fields[] = {
    {"deviation", FIELD_NUMBER, AT(initial.deviation), 0, 10},
    {"scaled_residual", FIELD_BOOL, AT(initial.scaled_residual), 0, 0},
    {"sinusoids", FIELD_NUMBER, AT(initial.sinusoids), 0, 10},
    {0},
};

static const Field generator_fields[] = {
    {"documents", FIELD_INT, AT(generator.documents), 1, MOST_DOCUMENTS},
    {"seed", FIELD_INT, AT(generator.seed), 0, 9e15},
    {0},
};

static const Field curriculum_fields[] = {
    {"steps", FIELD_INT, offsetof(CurriculumStage, steps), 1, MOST_STEPS},
    {"documents", FIELD_INT, offsetof(CurriculumStage, documents), 1, MOST_DOCUMENTS},
    {0},
};
static const char *const curriculum_keys[] = {"kind", "language", NULL};

static const Field schedule_fields[] = {
    {"learning_rate", FIELD_NUMBER, AT(schedule.rate), 0, 100},
    {"min_learning_rate", FIELD_NUMBER, AT(schedule.least), 0, 100},
    {"warmup_steps", FIELD_INT, AT(schedule.warmup), 0, MOST_STEPS},
    {"restart_step", FIELD_INT, AT(schedule.restart), 0, MOST_STEPS},
    {"restart_learning_rate", FIELD_NUMBER, AT(schedule.restart_rate), 0, 100},
    {0},
};

static const Field optimizer_fields[] = {
    {"beta1", FIELD_NUMBER, AT(adamw.beta1), 0, 0.99999999},
    {"beta2", FIELD_NUMBER, AT(adamw.beta2), 0, 0.99999999},
    {"eps", FIELD_NUMBER, AT(adamw.eps), 1e-30, 1},
    {"weight_decay", FIELD_NUMBER, AT(adamw.weight_decay), 0, 100},
    {"decay_all", FIELD_BOOL, AT(decay_all), 0, 0},
    {0},
};

static const Field evaluation_fields[] = {
    {"every", FIELD_INT, AT(evaluation.every), 0, MOST_STEPS},
    {"sequences", FIELD_INT, AT(evaluation.sequences), 1, MOST_SEQUENCES},
    {"held_out", FIELD_NUMBER, AT(evaluation.held_out), 0, 0.5},
    {0},
};

static const Field checkpoint_fields[] = {
    {"every", FIELD_INT, AT(checkpoints.every), 0, MOST_STEPS},
    {0},
};

static const Field sample_fields[] = {
    {"every", FIELD_INT, AT(samples.every), 0, MOST_STEPS},
    {"tokens", FIELD_INT, AT(samples.tokens), 1, MOST_POSITIONS},
    {"temperature", FIELD_NUMBER, AT(samples.temperature), 0, 100},
    {0},
};

static const Recipe defaults = {
    .tokenizer_training = {.vocabulary = 4096, .min_frequency = 2},
    .initial = {.deviation = 0.02}, /* initial_weights */
    .gradient_accumulation = 1,
    .schedule = {.kind = SCHEDULE_COSINE, .rate = 1e-3, .least = 0},
    .adamw = {.beta1 = 0.9, .beta2 = 0.95, .eps = 1e-8, .weight_decay = 0.1},
    .clip_norm = 1,
    .dtype = DTYPE_F16,
    .evaluation = {.every = 100, .sequences = 64, .held_out = 0.01},
    .checkpoints = {.every = 500},
    .samples = {.tokens = 48, .temperature = 0.8},
};

/* What is read, from where, into what. */
typedef struct Reading {
    Recipe *recipe;
    const cJSON *json;
    const char *folder;
} Reading;

/* A path relative to the recipe's folder. */
static const char *recipe_path(const Reading *r, const char *path)
{
    if (*path == '/' || !*r->folder)
        return arena_text(&r->recipe->arena, path, strlen(path));
    return arena_format(&r->recipe->arena, "%s/%s", r->folder, path);
}

/* A list of texts, not empty ones; as paths where `is_path`. */
static Status read_texts(const Reading *r, const cJSON *list, const char *key, bool is_path, TextArray *out,
                         Error *error)
{
    if (!list)
        return STATUS_OK;
    if (!cJSON_IsArray(list))
        return error_set(error, STATUS_BAD_DATA, "%s: \"%s\" is not a list; write [\"...\", ...]", r->recipe->name,
                         key);
    const char **items = arena_new(&r->recipe->arena, (size_t)cJSON_GetArraySize(list) + 1, sizeof *items);
    const cJSON *item;
    out->items = items;
    cJSON_ArrayForEach(item, list)
    {
        const char *text = item->valuestring;
        if (!cJSON_IsString(item) || (is_path && !*text))
            return error_set(error, STATUS_BAD_DATA, "%s: \"%s\" holds something that is not a text; mend item %d",
                             r->recipe->name, key, out->count + 1);
        items[out->count++] = is_path ? recipe_path(r, text) : arena_text(&r->recipe->arena, text, strlen(text));
    }
    return STATUS_OK;
}

static Status read_model(const Reading *r, Error *error)
{
    const cJSON *model = json_member(r->json, "model");
    if (cJSON_IsObject(model)) {
        r->recipe->model = cJSON_Duplicate(model, true);
        return STATUS_OK;
    }
    if (!cJSON_IsString(model))
        return error_set(error, STATUS_BAD_DATA,
                         "%s: \"model\" is missing or no config; give it config.json's content or that file's path",
                         r->recipe->name);
    return json_read_file(recipe_path(r, model->valuestring), &r->recipe->model, error);
}

static Status read_tokenizer_training(const Reading *r, const cJSON *json, Error *error)
{
    static const char *const separator[] = {"<|endoftext|>"};
    TextArray *special = &r->recipe->tokenizer_training.special;
    *special = (TextArray){separator, 1};
    TRY(fields_read(json, "tokenizer.train", tokenizer_fields, r->recipe, r->recipe->name, error));
    if (json_member(json, "special"))
        *special = (TextArray){0};
    return read_texts(r, json_member(json, "special"), "tokenizer.train.special", false, special, error);
}

static Status read_tokenizer(const Reading *r, Error *error)
{
    const cJSON *tokenizer = json_member(r->json, "tokenizer");
    if (json_member(tokenizer, "train"))
        return read_tokenizer_training(r, json_member(tokenizer, "train"), error);
    if (!cJSON_IsString(tokenizer))
        return error_set(error, STATUS_BAD_DATA,
                         "%s: \"tokenizer\" is missing; name a tokenizer.json, or write {\"train\": {...}}",
                         r->recipe->name);
    r->recipe->tokenizer = recipe_path(r, tokenizer->valuestring);
    return STATUS_OK;
}

/* A text that may be missing. */
static Status read_text(const Reading *r, const cJSON *json, const char *key, const char **out, Error *error)
{
    TRY(json_get_text(json, key, r->recipe->name, out, error));
    *out = *out ? arena_text(&r->recipe->arena, *out, strlen(*out)) : NULL;
    return STATUS_OK;
}

static Status read_corpus(const Reading *r, Error *error)
{
    const cJSON *corpus = json_member(r->json, "corpus"), *generator = json_member(corpus, "generator");
    const cJSON *files = cJSON_IsObject(corpus) ? json_member(corpus, "files") : corpus;
    Recipe *recipe = r->recipe;
    TRY(read_texts(r, files, "corpus", true, &recipe->corpus, error));
    TRY(fields_read(generator, "corpus.generator", generator_fields, recipe, recipe->name, error));
    TRY(read_text(r, generator, "kind", &recipe->generator.kind, error));
    TRY(read_text(r, generator, "language", &recipe->generator.language, error));
    if (generator && !recipe->generator.documents)
        return error_set(error, STATUS_BAD_DATA, "%s: corpus.generator.documents is missing; say how many",
                         recipe->name);
    if (!recipe->corpus.count && !generator)
        return error_set(error, STATUS_BAD_DATA, "%s: \"corpus\" is missing; list one or more text files",
                         recipe->name);
    return STATUS_OK;
}

/* One name, or a list of them. */
static Status read_kinds(const Reading *r, const cJSON *json, TextArray *out, Error *error)
{
    if (!cJSON_IsString(json))
        return read_texts(r, json, "curriculum.kind", false, out, error);
    const char **name = arena_new(&r->recipe->arena, 1, sizeof *name);
    *name = arena_text(&r->recipe->arena, json->valuestring, strlen(json->valuestring));
    *out = (TextArray){.items = name, .count = 1};
    return STATUS_OK;
}

static Status read_stage(const Reading *r, const cJSON *json, CurriculumStage *stage, Error *error)
{
    const char *name = r->recipe->name;
    if (!cJSON_IsObject(json))
        return error_set(error, STATUS_BAD_DATA, "%s: a stage of the curriculum is no object; write {\"kind\": ...}",
                         name);
    TRY(fields_check_keys(json, "curriculum", curriculum_fields, curriculum_keys, name, error));
    TRY(fields_read(json, "curriculum", curriculum_fields, stage, name, error));
    TRY(read_kinds(r, json_member(json, "kind"), &stage->kinds, error));
    TRY(read_text(r, json, "language", &stage->language, error));
    bool whole = !json_member(json, "kind") && !stage->documents && !stage->language;
    if (stage->steps && (whole || (stage->documents && stage->kinds.count)))
        return STATUS_OK;
    return error_set(
        error, STATUS_BAD_DATA,
        "%s: a stage of the curriculum needs kind, steps and documents, or steps alone (the whole corpus); "
        "add them",
        name);
}

static Status read_curriculum(const Reading *r, const cJSON *json, Error *error)
{
    Recipe *recipe = r->recipe;
    const cJSON *item;
    if (!json)
        return STATUS_OK;
    if (!cJSON_IsArray(json))
        return error_set(error, STATUS_BAD_DATA, "%s: curriculum is no list of stages; write [{\"kind\": ...}]",
                         recipe->name);
    if (!recipe->generator.documents)
        return error_set(error, STATUS_BAD_DATA, "%s: curriculum needs corpus.generator; add it", recipe->name);
    CurriculumStage *stages = arena_new(&recipe->arena, (size_t)cJSON_GetArraySize(json) + 1, sizeof *stages);
    recipe->curriculum = stages;
    cJSON_ArrayForEach(item, json) TRY(read_stage(r, item, &stages[recipe->curriculum_count++], error));
    return STATUS_OK;
}

static Status read_schedule(const Reading *r, const cJSON *json, Error *error)
{
    const char *kind = "cosine";
    Schedule *schedule = &r->recipe->schedule;
    TRY(fields_read(json, "schedule", schedule_fields, r->recipe, r->recipe->name, error));
    TRY(json_get_text(json, "kind", r->recipe->name, &kind, error));
    if (strcmp(kind, "cosine") && strcmp(kind, "constant"))
        return error_set(error, STATUS_BAD_DATA, "%s: schedule.kind \"%s\" is not known; use cosine or constant",
                         r->recipe->name, kind);
    schedule->kind = strcmp(kind, "cosine") ? SCHEDULE_CONSTANT : SCHEDULE_COSINE;
    if (schedule->least > schedule->rate)
        return error_set(error, STATUS_BAD_DATA,
                         "%s: schedule.min_learning_rate %g is above learning_rate %g; exchange them", r->recipe->name,
                         schedule->least, schedule->rate);
    return STATUS_OK;
}

static Status read_dtype(const Reading *r, Error *error)
{
    static const struct {
        const char *name;
        Dtype dtype;
    } formats[] = {{"f32", DTYPE_F32}, {"f16", DTYPE_F16}, {"bf16", DTYPE_BF16}};
    const char *name = "f16";
    TRY(json_get_text(r->json, "dtype", r->recipe->name, &name, error));
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(formats[i].name, name))
            continue;
        r->recipe->dtype = formats[i].dtype;
        return STATUS_OK;
    }
    return error_set(error, STATUS_BAD_DATA, "%s: \"dtype\" is \"%s\"; use f32, f16 or bf16", r->recipe->name, name);
}

static Status read_keep(const Reading *r, const cJSON *list, Error *error)
{
    const cJSON *item;
    if (list && !cJSON_IsArray(list))
        return error_set(error, STATUS_BAD_DATA, "%s: checkpoints.keep is not a list of steps; mend that entry",
                         r->recipe->name);
    int64_t *keep = arena_new(&r->recipe->arena, (size_t)cJSON_GetArraySize(list) + 1, sizeof *keep);
    cJSON_ArrayForEach(item, list)
    {
        double step = cJSON_IsNumber(item) ? item->valuedouble : -1;
        if (!(step >= 0 && step <= (double)r->recipe->schedule.steps && step == (double)(int64_t)step))
            return error_set(error, STATUS_OUT_OF_RANGE,
                             "%s: checkpoints.keep holds something else than steps from 0 to %" PRId64 "; mend item %d",
                             r->recipe->name, r->recipe->schedule.steps, r->recipe->checkpoints.keep_count + 1);
        keep[r->recipe->checkpoints.keep_count++] = (int64_t)step;
    }
    r->recipe->checkpoints.keep = keep;
    return STATUS_OK;
}

static Status read_sections(const Reading *r, Error *error)
{
    Recipe *recipe = r->recipe;
    const cJSON *samples = json_member(r->json, "samples"), *checkpoints = json_member(r->json, "checkpoints");
    TRY(read_schedule(r, json_member(r->json, "schedule"), error));
    TRY(fields_read(json_member(r->json, "initial"), "initial", initial_fields, recipe, recipe->name, error));
    TRY(fields_read(json_member(r->json, "optimizer"), "optimizer", optimizer_fields, recipe, recipe->name, error));
    TRY(fields_read(json_member(r->json, "evaluation"), "evaluation", evaluation_fields, recipe, recipe->name, error));
    TRY(fields_read(checkpoints, "checkpoints", checkpoint_fields, recipe, recipe->name, error));
    TRY(read_keep(r, json_member(checkpoints, "keep"), error));
    TRY(fields_read(samples, "samples", sample_fields, recipe, recipe->name, error));
    return read_texts(r, json_member(samples, "prompts"), "samples.prompts", false, &recipe->samples.prompts, error);
}

/* Keys that are no plain fields. */
static const char *const top_keys[] = {"model",      "tokenizer",   "corpus",  "dtype",   "schedule",   "optimizer",
                                       "evaluation", "checkpoints", "samples", "initial", "curriculum", NULL};
static const Field no_fields[] = {{0}};
static const char *const tokenizer_keys[] = {"train", NULL};
static const char *const training_keys[] = {"special", NULL};
static const char *const corpus_keys[] = {"files", "generator", NULL};
static const char *const generator_keys[] = {"kind", "language", NULL};
static const char *const schedule_keys[] = {"kind", NULL};
static const char *const checkpoint_keys[] = {"keep", NULL};
static const char *const sample_keys[] = {"prompts", NULL};

static Status check_keys(const Reading *r, Error *error)
{
    const cJSON *json = r->json, *tokenizer = json_member(json, "tokenizer"), *corpus = json_member(json, "corpus");
    const struct {
        const cJSON *json;
        const char *name; /* NULL: the top */
        const Field *fields;
        const char *const *others;
    } sections[] = {
        {json, NULL, recipe_fields, top_keys},
        {tokenizer, "tokenizer", no_fields, tokenizer_keys},
        {json_member(tokenizer, "train"), "tokenizer.train", tokenizer_fields, training_keys},
        {corpus, "corpus", no_fields, corpus_keys},
        {json_member(corpus, "generator"), "corpus.generator", generator_fields, generator_keys},
        {json_member(json, "schedule"), "schedule", schedule_fields, schedule_keys},
        {json_member(json, "initial"), "initial", initial_fields, NULL},
        {json_member(json, "optimizer"), "optimizer", optimizer_fields, NULL},
        {json_member(json, "evaluation"), "evaluation", evaluation_fields, NULL},
        {json_member(json, "checkpoints"), "checkpoints", checkpoint_fields, checkpoint_keys},
        {json_member(json, "samples"), "samples", sample_fields, sample_keys},
    };
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        TRY(fields_check_keys(sections[i].json, sections[i].name, sections[i].fields, sections[i].others,
                              r->recipe->name, error));
    return STATUS_OK;
}

static Status check_needed(const Recipe *recipe, Error *error)
{
    static const char *const needed[] = {"context", "batch", "steps"};
    const int64_t values[] = {recipe->context, recipe->batch, recipe->schedule.steps};
    for (int i = 0; i < 3; i++)
        if (!values[i])
            return error_set(error, STATUS_BAD_DATA, "%s: \"%s\" is missing; add it", recipe->name, needed[i]);
    return STATUS_OK;
}

static Status check_whole(const Recipe *recipe, Error *error)
{
    if (recipe->schedule.restart && recipe->schedule.restart <= recipe->schedule.warmup)
        return error_set(error, STATUS_OUT_OF_RANGE, "%s: schedule.restart_step lies within the warm-up; raise it",
                         recipe->name);
    if (recipe->schedule.warmup > recipe->schedule.steps)
        return error_set(error, STATUS_OUT_OF_RANGE, "%s: more warmup_steps than steps; lower the former",
                         recipe->name);
    return STATUS_OK;
}

static Status recipe_read(const Reading *r, Error *error)
{
    if (!cJSON_IsObject(r->json))
        return error_set(error, STATUS_BAD_DATA, "%s: not a JSON object; write {\"model\": ...}", r->recipe->name);
    TRY(check_keys(r, error));
    TRY(fields_read(r->json, NULL, recipe_fields, r->recipe, r->recipe->name, error));
    TRY(check_needed(r->recipe, error));
    TRY(read_sections(r, error));
    TRY(check_whole(r->recipe, error));
    TRY(read_dtype(r, error));
    TRY(read_tokenizer(r, error));
    TRY(read_corpus(r, error));
    TRY(read_curriculum(r, json_member(r->json, "curriculum"), error));
    return read_model(r, error);
}

Status recipe_parse(const char *text, size_t length, const char *folder, const char *name, Recipe *out, Error *error)
{
    cJSON *json;
    TRY(json_parse(text, length, name, &json, error));
    *out = defaults;
    out->name = arena_text(&out->arena, name, strlen(name));
    char *canonical = cJSON_PrintUnformatted(json);
    out->text = arena_text(&out->arena, canonical, strlen(canonical));
    cJSON_free(canonical);
    Status status = recipe_read(&(Reading){.recipe = out, .json = json, .folder = folder}, error);
    cJSON_Delete(json);
    if (status != STATUS_OK)
        recipe_free(out);
    return status;
}

Status recipe_open(const char *path, Recipe *out, Error *error)
{
    enum { LARGEST = 1 << 20 };
    Buffer text = {0}, folder = {0};
    const char *name = file_name(path);
    Status status = file_read(path, LARGEST, &text, error);
    if (name > path)
        buffer_append(&folder, path, (size_t)(name - path) - 1);
    if (name == path + 1)
        buffer_append_text(&folder, "/");
    if (status == STATUS_OK)
        status = recipe_parse(buffer_text(&text), text.length, buffer_text(&folder), name, out, error);
    buffer_free(&text);
    buffer_free(&folder);
    return status;
}

void recipe_free(Recipe *recipe)
{
    cJSON_Delete(recipe->model);
    arena_free(&recipe->arena);
    *recipe = (Recipe){0};
}
