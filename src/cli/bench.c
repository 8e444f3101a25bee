#include "cli/bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/computer.h"
#include "cli/print.h"
#include "model/random_model.h"
#include "tensor/isa.h"

typedef struct Family {
    const char *name;
    Status (*run)(Bench *bench, Error *error);
} Family;

static const Family families[] = {
#define FAMILY_ROW(name) {#name, bench_##name},
    BENCH_LIST(FAMILY_ROW)
#undef FAMILY_ROW
        {NULL, NULL},
};

/* ---- what families call ---- */

static Measure *measure_new(Bench *bench, const char *key)
{
    Measure *measure = &bench->measures[bench->count < BENCH_MEASURES_MOST ? bench->count++ : bench->count - 1];
    *measure = (Measure){0};
    snprintf(measure->key, sizeof measure->key, "%s", key);
    return measure;
}

Measure *bench_record(Bench *bench, const char *key, double value, const char *unit, const char *name, ...)
{
    Measure *measure = measure_new(bench, key);
    measure->value = value;
    measure->unit = unit;
    va_list arguments;
    va_start(arguments, name);
    vsnprintf(measure->name, sizeof measure->name, name, arguments);
    va_end(arguments);
    return measure;
}

void bench_ratio(Measure *measure, double ratio, const char *ratio_to)
{
    measure->ratio = ratio;
    measure->ratio_to = ratio_to;
}

void bench_skip(Bench *bench, const char *key, const char *name, const char *why)
{
    Measure *measure = measure_new(bench, key);
    snprintf(measure->name, sizeof measure->name, "%s", name);
    snprintf(measure->note, sizeof measure->note, "%s", why);
}

double bench_budget(const Bench *bench)
{
    return bench->quick ? 0.02 : 1.5;
}

void bench_tokens(const Model *model, int32_t *ids, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        ids[i] = (int32_t)((7 * i + 3) % model->config.vocab);
}

Status bench_open_model(const char *name, Model **model, bool *has_folder, Error *error)
{
    static const ModelConfig small = {
        .model_type = "llama",
        .layers = 5,
        .heads = 8,
        .kv_heads = 4,
        .d_model = 64,
        .d_head = 8,
        .d_mlp = 172,
        .vocab = 512,
        .context = 512,
        .norm_eps = 1e-5,
        .activation = ACTIVATION_SILU,
        .rope = {.theta = 10000},
        .tied_head = true,
        .bos = -1,
        .eos = -1,
    };
    *has_folder = true;
    Status status = model_open(name, model, error);
    if (status != STATUS_NOT_FOUND || name)
        return status;
    *has_folder = false;
    return model_new_random(&small, "random weights, 260 thousand parameters", 1, model, error);
}

/* ---- results ---- */

/* Three digits or more: 0.0123, 1.23, 12.3, 1234. */
static void append_value(Buffer *out, double value)
{
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 4;
    buffer_format(out, "%12.*f", decimals, value);
}

static void print_table(const Bench *bench)
{
    Buffer out = {0};
    buffer_append_visible(&out, bench->model->name, strlen(bench->model->name));
    buffer_format(&out, ", %d %s, %s%s\n\n", bench->threads, bench->threads == 1 ? "thread" : "threads",
                  isa_best()->name, bench->quick ? "; quick, so the figures are rough" : "");
    for (int i = 0; i < bench->count; i++) {
        const Measure *measure = &bench->measures[i];
        buffer_format(&out, "%-44s", measure->name);
        if (*measure->note) {
            buffer_format(&out, "           -  %s\n", measure->note);
            continue;
        }
        append_value(&out, measure->value);
        buffer_format(&out, "  %s", measure->unit);
        if (measure->ratio > 0)
            buffer_format(&out, "%*s%.2f %s", 12 - (int)strlen(measure->unit), "", measure->ratio, measure->ratio_to);
        buffer_append_text(&out, "\n");
    }
    print_buffer(&out);
}

static void append_measure_json(Buffer *out, const Measure *measure)
{
    buffer_format(out, "\"%s\":{\"name\":", measure->key);
    json_append_string(out, measure->name, strlen(measure->name));
    if (*measure->note) {
        buffer_append_text(out, ",\"skipped\":");
        json_append_string(out, measure->note, strlen(measure->note));
    } else {
        buffer_format(out, ",\"value\":%.6g,\"unit\":\"%s\"", measure->value, measure->unit);
    }
    if (measure->ratio > 0) {
        buffer_format(out, ",\"ratio\":%.4g,\"ratio_to\":", measure->ratio);
        json_append_string(out, measure->ratio_to, strlen(measure->ratio_to));
    }
    buffer_append_text(out, "}");
}

static void print_json(const Bench *bench)
{
    Buffer out = {0};
    buffer_append_text(&out, "{\"model\":");
    json_append_string(&out, bench->model->name, strlen(bench->model->name));
    buffer_format(&out, ",\"threads\":%d,\"instructions\":\"%s\",\"quick\":%s,\"measures\":{\n", bench->threads,
                  isa_best()->name, bench->quick ? "true" : "false");
    for (int i = 0; i < bench->count; i++) {
        append_measure_json(&out, &bench->measures[i]);
        buffer_append_text(&out, i + 1 < bench->count ? ",\n" : "\n");
    }
    buffer_append_text(&out, "}}\n");
    print_buffer(&out);
}

/* ---- the run ---- */

static void say(const char *what)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, *what ? "\r\033[Kmeasuring: %s" : "\r\033[K%s", what);
}

static Status measure_all(const Options *options, Bench *bench, Error *error)
{
    Status status = STATUS_OK;
    for (const Family *family = families; family->name && status == STATUS_OK; family++) {
        say(family->name);
        status = family->run(bench, error);
    }
    say("");
    TRY(status);
    if (option_given(options, OPTION_JSON))
        print_json(bench);
    else
        print_table(bench);
    return STATUS_OK;
}

static Status run(const Options *options, Error *error)
{
    Model *model;
    bool has_folder;
    int64_t threads;
    TRY(option_int(options, OPTION_THREADS, 1, 1024, computer_threads(), &threads, error));
    const char *name = options->text[OPTION_MODEL];
    TRY(bench_open_model(name, &model, &has_folder, error));
    Bench *bench = memory_new(1, sizeof *bench);
    bench->name = name;
    bench->model = model;
    bench->has_folder = has_folder;
    bench->threads = (int)threads;
    bench->quick = option_given(options, OPTION_QUICK);
    Status status = measure_all(options, bench, error);
    free(bench);
    model_free(model);
    return status;
}

static const OptionId accepted[] = {OPTION_MODEL, OPTION_JSON, OPTION_QUICK, OPTION_THREADS, OPTION_HELP, OPTION_END};

const Subcommand cli_bench = {
    .name = "bench",
    .arguments = "",
    .help = N_("speed on this machine: decode, prefill, training, first frame, frame time, PNG"),
    .example = "stepformer bench --threads 1",
    .options = accepted,
    .run = run,
};
