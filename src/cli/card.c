/* Writes a model folder's model-card.json: what it was trained by, how its losses went, what it learnt, what its files
 * are. Everything in it is measured or read now; nothing is typed in. */
#include <math.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/json.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/print.h"
#include "cli/probe_report.h"
#include "cli/village.h"
#include "train/history.h"
#include "train/recipe.h"

/* ---- the recipe and the losses ---- */

static Status append_recipe(const char *path, Buffer *out, Error *error)
{
    Recipe recipe;
    TRY(recipe_open(path, &recipe, error)); /* so that it is one */
    buffer_format(out, "\"recipe\":%s,\"corpus_seed\":%lld", recipe.text, (long long)recipe.generator.seed);
    recipe_free(&recipe);
    return STATUS_OK;
}

/* The mean training loss of the steps (after, to]. */
static double mean_between(const LossCurve *curve, int64_t after, int64_t to)
{
    double sum = 0;
    int64_t count = 0;
    for (size_t i = 0; i < curve->count; i++)
        if (curve->points[i].step > after && curve->points[i].step <= to) {
            sum += curve->points[i].loss;
            count++;
        }
    return count ? sum / (double)count : NAN;
}

/* A point an evaluation: the loss on held-out data, and the mean of the training losses since the one before. */
static void append_curve(const History *history, Buffer *out)
{
    const LossCurve *held_out = &history->held_out;
    int64_t before = 0;
    buffer_append_text(out, "\"loss_curve\":[");
    for (size_t i = 0; i < held_out->count; i++) {
        const LossPoint *point = &held_out->points[i];
        double training = mean_between(&history->training, before, point->step);
        buffer_format(out, "%s{\"step\":%lld,", i ? "," : "", (long long)point->step);
        if (!isnan(training))
            buffer_format(out, "\"loss\":%.4f,", training);
        buffer_format(out, "\"held_out_loss\":%.4f}", point->loss);
        before = point->step;
    }
    buffer_append_text(out, "]");
}

static Status append_losses(const char *path, Buffer *out, Error *error)
{
    History history = {0};
    TRY(history_read(path, &history, error));
    append_curve(&history, out);
    history_free(&history);
    return STATUS_OK;
}

/* ---- the files ---- */

static Status append_hash(const char *folder, const char *name, bool first, Buffer *out, Error *error)
{
    char digest[DIGEST_LENGTH];
    Buffer path = {0};
    buffer_format(&path, "%s/%s", folder, name);
    Status status = digest_file(buffer_text(&path), digest, error);
    if (status == STATUS_OK)
        buffer_format(out, "%s\"%s\":\"%s\"", first ? "" : ",", name, digest);
    buffer_free(&path);
    return status;
}

static Status append_hashes(const Model *model, Buffer *out, Error *error)
{
    static const char *const names[] = {"config.json", "model.safetensors", "tokenizer.json"};
    buffer_append_text(out, "\"sha256\":{");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        TRY(append_hash(model->folder, names[i], i == 0, out, error));
    buffer_append_text(out, "}");
    return STATUS_OK;
}

/* ---- the card ---- */

static int64_t parameter_count(const Model *model)
{
    int64_t sum = 0;
    for (int i = 0; i < model->parameters.count; i++)
        sum += model->parameters.list[i].count;
    return sum;
}

static void print_written(const char *path)
{
    Buffer out = {0};
    buffer_append_text(&out, "wrote ");
    buffer_append_visible(&out, path, strlen(path));
    print_buffer(&out);
}

typedef Status (*AppendFrom)(const char *path, Buffer *out, Error *error);

/* What an option's file says; without the option, nothing. */
static Status append_option(const Options *options, OptionId option, AppendFrom append, Buffer *out, Error *error)
{
    if (!option_given(options, option))
        return STATUS_OK;
    TRY(append(options->text[option], out, error));
    buffer_append_text(out, ",");
    return STATUS_OK;
}

static Status append_card(const Options *options, const Model *model, const ProbeReport *report, Buffer *out,
                          Error *error)
{
    buffer_append_text(out, "{\"format\":1,\"model\":");
    json_append_string(out, model->name, strlen(model->name));
    buffer_format(out, ",\"parameters\":%lld,", (long long)parameter_count(model));
    TRY(append_option(options, OPTION_RECIPE, append_recipe, out, error));
    TRY(append_option(options, OPTION_LOG, append_losses, out, error));
    TRY(append_hashes(model, out, error));
    buffer_append_text(out, ",");
    probe_report_json(report, out);
    buffer_append_text(out, "}");
    return STATUS_OK;
}

/* For people too: one thing a line. */
static Status write_card(const Model *model, const Buffer *card, Error *error)
{
    cJSON *json;
    Buffer path = {0};
    TRY(json_parse(card->bytes, card->length, "model-card.json", &json, error));
    char *text = cJSON_Print(json);
    buffer_format(&path, "%s/model-card.json", model->folder);
    Status status = file_write(buffer_text(&path), text, strlen(text), error);
    if (status == STATUS_OK)
        print_written(buffer_text(&path));
    cJSON_free(text);
    cJSON_Delete(json);
    buffer_free(&path);
    return status;
}

static Status card_with(const Options *options, const Model *model, const Corpus *corpus, Error *error)
{
    ProbeReport report;
    ProbeRequest request;
    Buffer card = {0};
    TRY(probe_request(options, &request, error));
    request.samples = true;
    TRY(probe_report_new(model, corpus, &request, &report, error));
    Status status = append_card(options, model, &report, &card, error);
    if (status == STATUS_OK)
        status = write_card(model, &card, error);
    probe_report_free(&report);
    buffer_free(&card);
    return status;
}

static Status run(const Options *options, Error *error)
{
    Model *model = NULL;
    Corpus *corpus = NULL;
    Status status = model_open(options->words[0], &model, error);
    if (status == STATUS_OK)
        status = village_open(&corpus, error);
    if (status == STATUS_OK)
        status = card_with(options, model, corpus, error);
    corpus_free(corpus);
    model_free(model);
    return status;
}

static const OptionId accepted[] = {OPTION_RECIPE,    OPTION_LOG,     OPTION_LENGTH, OPTION_SEED,
                                    OPTION_DOCUMENTS, OPTION_THREADS, OPTION_HELP,   OPTION_END};

const Subcommand cli_card = {
    .name = "card",
    .arguments = "MODEL",
    .help = N_("measure a model and write its model-card.json: recipe, losses, probes, samples, hashes"),
    .example = "stepformer card runs/maeul-gpt2 --recipe data/recipes/maeul-gpt2.json --log runs/maeul-gpt2.jsonl",
    .least = 1,
    .most = 1,
    .options = accepted,
    .run = run,
};
