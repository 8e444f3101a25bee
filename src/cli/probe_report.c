#include "cli/probe_report.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/memory.h"
#include "cli/progress_bar.h"

/* ---- measuring ---- */

static Status measure_heads(const Probing *probing, const Progress *progress, ProbeReport *report, Error *error)
{
    int count = (int)(probing->model->config.layers * probing->model->config.heads);
    report->heads = memory_new((size_t)count, sizeof *report->heads);
    TRY(probe_heads(probing, progress, report->heads, error));
    for (int i = 1; i < count; i++)
        if (report->heads[i] > report->heads[report->best])
            report->best = i;
    return STATUS_OK;
}

static Status write_samples(const Probing *probing, const Progress *progress, ProbeReport *report, Error *error)
{
    for (int i = 0; report->has_samples && i < CORPUS_LANGUAGES * PROBE_SAMPLES; i++) {
        int language = i / PROBE_SAMPLES, index = i % PROBE_SAMPLES;
        TRY(probe_sample(probing, (CorpusLanguage)language, index, &report->samples[language][index], error));
        if (!progress_report(progress, (double)i / (CORPUS_LANGUAGES * PROBE_SAMPLES)))
            return error_set(error, STATUS_CANCELLED, "probe: stopped; start it again when there is time");
    }
    return STATUS_OK;
}

/* The n-grams take longest, and then the questions. */
static Status measure(const Probing *probing, int64_t documents, ProbeReport *report, Error *error)
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

static Status check_model(const Model *model, Error *error)
{
    if (!model->tokenizer)
        return error_set(error, STATUS_NOT_FOUND,
                         "%s: has no tokenizer.json, and probes are texts; put the model's own into the folder",
                         model->folder);
    if (model->config.bos < 0 || model->config.eos < 0)
        return error_set(error, STATUS_UNSUPPORTED,
                         "%s: no tokens begin and end documents; give its config.json bos_token_id and eos_token_id",
                         model->folder);
    return STATUS_OK;
}

Status probe_request(const Options *options, ProbeRequest *out, Error *error)
{
    int64_t threads;
    *out = (ProbeRequest){0};
    TRY(option_int(options, OPTION_SEED, 0, INT64_MAX, 0, &out->seed, error));
    TRY(option_int(options, OPTION_LENGTH, 1, 1000 * 1000, 400, &out->cases, error));
    TRY(option_int(options, OPTION_DOCUMENTS, 1, 1000 * 1000, 400 * 1000, &out->documents, error));
    TRY(option_int(options, OPTION_THREADS, 1, 1024, 0, &threads, error));
    out->threads = (int)threads;
    return STATUS_OK;
}

Status probe_report_new(const Model *model, const Corpus *corpus, const ProbeRequest *request, ProbeReport *out,
                        Error *error)
{
    TRY(check_model(model, error));
    *out =
        (ProbeReport){.model = model, .seed = request->seed, .cases = request->cases, .has_samples = request->samples};
    Probing probing = {
        .model = model,
        .corpus = corpus,
        .machine = machine_new(model, MACHINE_REUSE, request->threads),
        .seed = (uint64_t)request->seed,
        .cases = request->cases,
        .threads = request->threads,
    };
    Status status = measure(&probing, request->documents, out, error);
    machine_free(probing.machine);
    if (status != STATUS_OK)
        probe_report_free(out);
    return status;
}

void probe_report_free(ProbeReport *report)
{
    for (int i = 0; i < CORPUS_LANGUAGES * PROBE_SAMPLES; i++)
        buffer_free(&report->samples[i / PROBE_SAMPLES][i % PROBE_SAMPLES]);
    free(report->heads);
}

/* ---- what it says ---- */

bool probe_report_has_answers(const ProbeRow *row)
{
    return row->kind != PROBE_UNKNOWN;
}

double probe_report_accuracy(const ProbeRow *row)
{
    return (double)row->right / (double)row->cases;
}

void probe_report_head(const ProbeReport *report, int head, Buffer *out)
{
    int heads = (int)report->model->config.heads;
    buffer_format(out, "L%d H%d", head / heads, head % heads);
}

double probe_report_ratio(const ProbeReport *report)
{
    return report->held_out.perplexity / report->held_out.baseline;
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
    if (probe_report_has_answers(row)) {
        buffer_format(out, "\"right\":%lld,", (long long)row->right);
        append_number(out, "accuracy", probe_report_accuracy(row));
        buffer_append_text(out, ",");
    }
    append_number(out, "entropy_bits", row->entropy);
    buffer_format(out, ",\"shortened\":%lld}", (long long)row->shortened);
}

static void append_heads_json(Buffer *out, const ProbeReport *report)
{
    int count = (int)(report->model->config.layers * report->model->config.heads);
    buffer_append_text(out, "\"induction\":{\"best\":\"");
    probe_report_head(report, report->best, out);
    buffer_append_text(out, "\",");
    append_number(out, "score", report->heads[report->best]);
    buffer_append_text(out, ",\"heads\":{");
    for (int i = 0; i < count; i++) {
        buffer_append_text(out, i ? ",\"" : "\"");
        probe_report_head(report, i, out);
        buffer_append_text(out, "\":");
        json_append_number(out, report->heads[i]);
    }
    buffer_append_text(out, "}}");
}

static void append_held_out_json(Buffer *out, const ProbeReport *report)
{
    const HeldOut *held_out = &report->held_out;
    buffer_format(out, "\"held_out\":{\"documents\":%lld,\"tokens\":%lld,", (long long)held_out->documents,
                  (long long)held_out->tokens);
    append_number(out, "perplexity", held_out->perplexity);
    buffer_format(out, ",\"baseline\":{\"order\":%d,\"documents\":%lld,\"tokens\":%lld,", PROBE_ORDER,
                  (long long)held_out->baseline_documents, (long long)held_out->baseline_tokens);
    append_number(out, "perplexity", held_out->baseline);
    buffer_append_text(out, "},");
    append_number(out, "ratio", probe_report_ratio(report));
    buffer_append_text(out, "}");
}

static void append_samples_json(Buffer *out, const ProbeReport *report)
{
    buffer_format(out, ",\"sampling\":{\"temperature\":%g,\"top_p\":%g},\"samples\":{", PROBE_TEMPERATURE, PROBE_TOP_P);
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

void probe_report_json(const ProbeReport *report, Buffer *out)
{
    buffer_format(out, "\"seed\":%lld,\"probes\":[", (long long)report->seed);
    for (int i = 0; i < report->row_count; i++) {
        buffer_append_text(out, i ? "," : "");
        append_row_json(out, &report->rows[i]);
    }
    buffer_append_text(out, "],");
    append_heads_json(out, report);
    buffer_append_text(out, ",");
    append_held_out_json(out, report);
    if (report->has_samples)
        append_samples_json(out, report);
}
