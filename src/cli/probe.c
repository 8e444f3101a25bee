#include "corpus/probe.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/print.h"
#include "cli/probe_parts.h"
#include "cli/progress_bar.h"
#include "model/find.h"
#include "run/induction.h"

typedef struct Report {
    const Model *model;
    int64_t seed, cases;
    ProbeRow rows[PROBE_KINDS * CORPUS_LANGUAGES];
    int row_count;
    HeldOut held_out;
    double *heads; /* [layers, heads] */
    int best;      /* head, counted through all layers */
    bool has_samples;
    Buffer samples[CORPUS_LANGUAGES][PROBE_SAMPLES];
} Report;

static void report_free(Report *report)
{
    for (int i = 0; i < CORPUS_LANGUAGES * PROBE_SAMPLES; i++)
        buffer_free(&report->samples[i / PROBE_SAMPLES][i % PROBE_SAMPLES]);
    token_ids_free(&report->held_out.seen);
    free(report->heads);
}

/* ---- measuring ---- */

static Status measure_heads(const Probing *probing, const Progress *progress, Report *report, Error *error)
{
    enum { SEQUENCES = 20, LENGTH = 50 };
    const ModelConfig *config = &probing->model->config;
    InductionRequest request = {
        .tokens = report->held_out.seen.ids,
        .token_count = (int64_t)report->held_out.seen.count,
        .begin = (int32_t)config->bos,
        .sequences = SEQUENCES,
        .length = LENGTH,
        .seed = probing->seed,
        .threads = probing->threads,
    };
    int count = (int)(config->layers * config->heads);
    report->heads = memory_new((size_t)count, sizeof *report->heads);
    TRY(induction_measure(probing->model, &request, progress, report->heads, error));
    for (int i = 1; i < count; i++)
        if (report->heads[i] > report->heads[report->best])
            report->best = i;
    return STATUS_OK;
}

static Status write_samples(const Probing *probing, const Progress *progress, Report *report, Error *error)
{
    for (int i = 0; report->has_samples && i < CORPUS_LANGUAGES * PROBE_SAMPLES; i++) {
        int language = i / PROBE_SAMPLES, index = i % PROBE_SAMPLES;
        TRY(probe_sample(probing, (CorpusLanguage)language, index, &report->samples[language][index], error));
        if (!progress_report(progress, (double)i / (CORPUS_LANGUAGES * PROBE_SAMPLES)))
            return error_set(error, STATUS_CANCELLED, _("probe: stopped; start it again when there is time"));
    }
    return STATUS_OK;
}

/* The n-grams take longest, and then the questions. */
static Status measure(const Probing *probing, int64_t documents, Report *report, Error *error)
{
    ProgressBar bar = progress_bar("probing");
    Progress progress = progress_bar_part(&bar, 0, 0.85);
    Status status = probe_held_out(probing, documents, &progress, &report->held_out, error);
    progress = progress_bar_part(&bar, 0.85, 0.9);
    if (status == STATUS_OK)
        status = measure_heads(probing, &progress, report, error);
    progress = progress_bar_part(&bar, 0.9, 0.98);
    if (status == STATUS_OK)
        status = probe_answers(probing, &progress, report->rows, &report->row_count, error);
    progress = progress_bar_part(&bar, 0.98, 1);
    if (status == STATUS_OK)
        status = write_samples(probing, &progress, report, error);
    progress_bar_end(&bar);
    return status;
}

/* ---- the table ---- */

static bool has_answers(const ProbeRow *row)
{
    return row->kind != PROBE_UNKNOWN;
}

static double accuracy(const ProbeRow *row)
{
    return (double)row->right / (double)row->cases;
}

static void append_head(Buffer *out, const Report *report, int head)
{
    int heads = (int)report->model->config.heads;
    buffer_format(out, "L%d H%d", head / heads, head % heads);
}

static double ratio(const HeldOut *held_out)
{
    return held_out->perplexity / held_out->baseline;
}

static void append_rows(Buffer *out, const Report *report)
{
    buffer_format(out, "%-10s %-8s %6s %8s %8s  %s\n", "probe", "language", "cases", "right", "entropy", "asks for");
    for (int i = 0; i < report->row_count; i++) {
        const ProbeRow *row = &report->rows[i];
        buffer_format(out, "%-10s %-8s %6lld ", probe_kind_name(row->kind), corpus_language_code(row->language),
                      (long long)row->cases);
        if (has_answers(row))
            buffer_format(out, "%6.1f %%", 100 * accuracy(row));
        else
            buffer_format(out, "%8s", "-");
        buffer_format(out, " %8.2f  %s\n", row->entropy, probe_kind_help(row->kind));
    }
}

static void append_samples(Buffer *out, const Report *report)
{
    for (int language = 0; report->has_samples && language < CORPUS_LANGUAGES; language++)
        for (int i = 0; i < PROBE_SAMPLES; i++) {
            const Buffer *sample = &report->samples[language][i];
            buffer_format(out, "\n%s %d: ", corpus_language_code((CorpusLanguage)language), i + 1);
            buffer_append_visible(out, buffer_text(sample), sample->length);
            buffer_append_text(out, "\n");
        }
}

static int64_t shortened(const Report *report)
{
    int64_t sum = 0;
    for (int i = 0; i < report->row_count; i++)
        sum += report->rows[i].shortened;
    return sum;
}

static void print_table(const Report *report)
{
    const HeldOut *held_out = &report->held_out;
    Buffer out = {0};
    buffer_append_visible(&out, report->model->name, strlen(report->model->name));
    buffer_format(&out, ", seed %lld; entropy in bits, of the next token where the answers part\n\n",
                  (long long)report->seed);
    append_rows(&out, report);
    if (shortened(report))
        buffer_format(&out, "%lld prompts do not fit into the context of %lld and lost their beginning\n",
                      (long long)shortened(report), (long long)report->model->config.context);
    buffer_append_text(&out, "\nbest induction head        ");
    append_head(&out, report, report->best);
    buffer_format(&out, ", score %.3f on random sequences that repeat\n", report->heads[report->best]);
    buffer_format(&out, "held-out perplexity        %.3f on %lld tokens of %lld documents\n", held_out->perplexity,
                  (long long)held_out->tokens, (long long)held_out->documents);
    buffer_format(&out, "%d-grams, Kneser-Ney        %.3f, counted in %lld tokens of %lld documents\n", PROBE_ORDER,
                  held_out->baseline, (long long)held_out->baseline_tokens, (long long)held_out->baseline_documents);
    buffer_format(&out, "model to %d-grams           %.3f\n", PROBE_ORDER, ratio(held_out));
    append_samples(&out, report);
    print_buffer(&out);
}

/* ---- JSON ---- */

static void append_number(Buffer *out, const char *key, double number)
{
    buffer_format(out, "\"%s\":", key);
    json_append_number(out, number);
}

static void append_row_json(Buffer *out, const ProbeRow *row)
{
    buffer_format(out, "{\"kind\":\"%s\",\"language\":\"%s\",\"cases\":%lld,", probe_kind_name(row->kind),
                  corpus_language_code(row->language), (long long)row->cases);
    if (has_answers(row)) {
        buffer_format(out, "\"right\":%lld,", (long long)row->right);
        append_number(out, "accuracy", accuracy(row));
        buffer_append_text(out, ",");
    }
    append_number(out, "entropy_bits", row->entropy);
    buffer_format(out, ",\"shortened\":%lld}", (long long)row->shortened);
}

static void append_heads_json(Buffer *out, const Report *report)
{
    int count = (int)(report->model->config.layers * report->model->config.heads);
    buffer_append_text(out, "\"induction\":{\"best\":\"");
    append_head(out, report, report->best);
    buffer_append_text(out, "\",");
    append_number(out, "score", report->heads[report->best]);
    buffer_append_text(out, ",\"heads\":{");
    for (int i = 0; i < count; i++) {
        buffer_append_text(out, i ? ",\"" : "\"");
        append_head(out, report, i);
        buffer_append_text(out, "\":");
        json_append_number(out, report->heads[i]);
    }
    buffer_append_text(out, "}}");
}

static void append_held_out_json(Buffer *out, const HeldOut *held_out)
{
    buffer_format(out, "\"held_out\":{\"documents\":%lld,\"tokens\":%lld,", (long long)held_out->documents,
                  (long long)held_out->tokens);
    append_number(out, "perplexity", held_out->perplexity);
    buffer_format(out, ",\"baseline\":{\"order\":%d,\"documents\":%lld,\"tokens\":%lld,", PROBE_ORDER,
                  (long long)held_out->baseline_documents, (long long)held_out->baseline_tokens);
    append_number(out, "perplexity", held_out->baseline);
    buffer_append_text(out, "},");
    append_number(out, "ratio", ratio(held_out));
    buffer_append_text(out, "}");
}

static void append_samples_json(Buffer *out, const Report *report)
{
    buffer_append_text(out, ",\"samples\":{");
    for (int language = 0; language < CORPUS_LANGUAGES; language++) {
        buffer_format(out, "%s\"%s\":[", language ? "," : "", corpus_language_code((CorpusLanguage)language));
        for (int i = 0; i < PROBE_SAMPLES; i++) {
            const Buffer *sample = &report->samples[language][i];
            buffer_append_text(out, i ? "," : "");
            json_append_string(out, buffer_text(sample), sample->length);
        }
        buffer_append_text(out, "]");
    }
    buffer_append_text(out, "}");
}

static void print_json(const Report *report)
{
    Buffer out = {0};
    buffer_append_text(&out, "{\"model\":");
    json_append_string(&out, report->model->name, strlen(report->model->name));
    buffer_format(&out, ",\"seed\":%lld,\"probes\":[", (long long)report->seed);
    for (int i = 0; i < report->row_count; i++) {
        buffer_append_text(&out, i ? "," : "");
        append_row_json(&out, &report->rows[i]);
    }
    buffer_append_text(&out, "],");
    append_heads_json(&out, report);
    buffer_append_text(&out, ",");
    append_held_out_json(&out, &report->held_out);
    if (report->has_samples)
        append_samples_json(&out, report);
    buffer_append_text(&out, "}\n");
    print_buffer(&out);
}

/* ---- the command ---- */

static Status check_model(const Model *model, Error *error)
{
    if (!model->tokenizer)
        return error_set(error, STATUS_NOT_FOUND,
                         _("%s: has no tokenizer.json, and probes are texts; put the model's own into the folder"),
                         model->folder);
    if (model->config.bos < 0 || model->config.eos < 0)
        return error_set(error, STATUS_UNSUPPORTED,
                         _("%s: no tokens begin and end documents; give its config.json bos_token_id and eos_token_id"),
                         model->folder);
    return STATUS_OK;
}

static Status probe_with(const Options *options, const Model *model, const Corpus *corpus, Error *error)
{
    Report report = {.model = model, .has_samples = option_given(options, OPTION_SAMPLES)};
    int64_t documents, threads;
    TRY(option_int(options, OPTION_SEED, 0, INT64_MAX, 0, &report.seed, error));
    TRY(option_int(options, OPTION_LENGTH, 1, 1000 * 1000, 100, &report.cases, error));
    TRY(option_int(options, OPTION_DOCUMENTS, 1, 1000 * 1000, 400 * 1000, &documents, error));
    TRY(option_int(options, OPTION_THREADS, 1, 1024, 0, &threads, error));
    Probing probing = {
        .model = model,
        .corpus = corpus,
        .machine = machine_new(model, MACHINE_REUSE, (int)threads),
        .seed = (uint64_t)report.seed,
        .cases = report.cases,
        .threads = (int)threads,
    };
    Status status = measure(&probing, documents, &report, error);
    if (status == STATUS_OK && option_given(options, OPTION_JSON))
        print_json(&report);
    else if (status == STATUS_OK)
        print_table(&report);
    machine_free(probing.machine);
    report_free(&report);
    return status;
}

static Status run(const Options *options, Error *error)
{
    Model *model = NULL;
    Corpus *corpus = NULL;
    Buffer folder = {0};
    Status status = model_open(options->text[OPTION_MODEL], &model, error);
    if (status == STATUS_OK)
        status = check_model(model, error);
    if (status == STATUS_OK)
        status = data_find("corpus", &folder, error);
    if (status == STATUS_OK)
        status = corpus_open(buffer_text(&folder), &corpus, error);
    if (status == STATUS_OK)
        status = probe_with(options, model, corpus, error);
    corpus_free(corpus);
    model_free(model);
    buffer_free(&folder);
    return status;
}

static const OptionId accepted[] = {OPTION_MODEL, OPTION_LENGTH,  OPTION_SEED, OPTION_DOCUMENTS, OPTION_SAMPLES,
                                    OPTION_JSON,  OPTION_THREADS, OPTION_HELP, OPTION_END};

const Subcommand cli_probe = {
    .name = "probe",
    .arguments = "",
    .help = N_("measure what a model learnt, on text that training never saw"),
    .example = "stepformer probe -n 200 --seed 3",
    .options = accepted,
    .run = run,
};
