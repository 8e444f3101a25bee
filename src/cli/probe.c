#include <string.h>

#include "base/json.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/print.h"
#include "cli/probe_report.h"
#include "cli/village.h"

static void append_rows(Buffer *out, const ProbeReport *report)
{
    buffer_format(out, "%-10s %-8s %6s %8s %8s  %s\n", "probe", "language", "cases", "right", "entropy", "asks for");
    for (int i = 0; i < report->row_count; i++) {
        const ProbeRow *row = &report->rows[i];
        buffer_format(out, "%-10s %-8s %6lld ", probe_kind_name(row->kind), corpus_language_code(row->language),
                      (long long)row->cases);
        if (probe_report_has_answers(row))
            buffer_format(out, "%6.1f %%", 100 * probe_report_accuracy(row));
        else
            buffer_format(out, "%8s", "-");
        buffer_format(out, " %8.2f  %s\n", row->entropy, probe_kind_help(row->kind));
    }
}

static void append_samples(Buffer *out, const ProbeReport *report)
{
    for (int language = 0; report->has_samples && language < CORPUS_LANGUAGES; language++)
        for (int i = 0; i < PROBE_SAMPLES; i++) {
            const Buffer *sample = &report->samples[language][i];
            buffer_format(out, "\n%s %d: ", corpus_language_code((CorpusLanguage)language), i + 1);
            buffer_append_visible(out, buffer_text(sample), sample->length);
            buffer_append_text(out, "\n");
        }
}

static int64_t shortened(const ProbeReport *report)
{
    int64_t sum = 0;
    for (int i = 0; i < report->row_count; i++)
        sum += report->rows[i].shortened;
    return sum;
}

static void print_table(const ProbeReport *report)
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
    probe_report_head(report, report->best, &out);
    buffer_format(&out, ", score %.3f on random words that repeat\n", report->heads[report->best]);
    buffer_format(&out, "held-out perplexity        %.3f on %lld tokens of %lld documents\n", held_out->perplexity,
                  (long long)held_out->tokens, (long long)held_out->documents);
    buffer_format(&out, "%d-grams, Kneser-Ney        %.3f, counted in %lld tokens of %lld documents\n", PROBE_ORDER,
                  held_out->baseline, (long long)held_out->baseline_tokens, (long long)held_out->baseline_documents);
    buffer_format(&out, "model to %d-grams           %.3f\n", PROBE_ORDER, probe_report_ratio(report));
    append_samples(&out, report);
    print_buffer(&out);
}

static void print_json(const ProbeReport *report)
{
    Buffer out = {0};
    buffer_append_text(&out, "{\"model\":");
    json_append_string(&out, report->model->name, strlen(report->model->name));
    buffer_append_text(&out, ",");
    probe_report_json(report, &out);
    buffer_append_text(&out, "}\n");
    print_buffer(&out);
}

/* ---- the command ---- */

static Status probe_with(const Options *options, const Model *model, const Corpus *corpus, Error *error)
{
    ProbeReport report;
    ProbeRequest request;
    TRY(probe_request(options, &request, error));
    request.samples = option_given(options, OPTION_SAMPLES);
    TRY(probe_report_new(model, corpus, &request, &report, error));
    if (option_given(options, OPTION_JSON))
        print_json(&report);
    else
        print_table(&report);
    probe_report_free(&report);
    return STATUS_OK;
}

static Status run(const Options *options, Error *error)
{
    Model *model = NULL;
    Corpus *corpus = NULL;
    Status status = model_open(options->text[OPTION_MODEL], &model, error);
    if (status == STATUS_OK)
        status = village_open(&corpus, error);
    if (status == STATUS_OK)
        status = probe_with(options, model, corpus, error);
    corpus_free(corpus);
    model_free(model);
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
