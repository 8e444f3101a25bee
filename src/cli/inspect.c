#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/inspect_tensors.h"
#include "cli/print.h"
#include "model/anatomy.h"
#include "model/find.h"
#include "model/model.h"
#include "model/weights.h"

/* What is asked of a model, and what was found. */
typedef struct Inspection {
    const char *path;
    ModelConfig config;
    Anatomy anatomy;
    int64_t context, batch;
    const NumberFormat *format;
} Inspection;

static Status read_format(const Options *options, const NumberFormat **format, Error *error)
{
    const char *name = options->text[OPTION_DTYPE] ? options->text[OPTION_DTYPE] : "f32";
    *format = number_format_find(name);
    if (*format)
        return STATUS_OK;
    return error_set(error, STATUS_USAGE, _("--dtype %s: not a format that is known; use f32, f16, bf16, int8 or int4"),
                     name);
}

static double cache_bytes(const Inspection *inspection, int64_t numbers_per_position)
{
    double positions = (double)inspection->context * (double)inspection->batch;
    return number_format_bytes(inspection->format, (double)numbers_per_position * positions);
}

/* 1234567 as "1.2 MB", in powers of 1000 as memory is sold. */
static void append_bytes(Buffer *out, double bytes)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB"};
    int unit = 0;
    for (; bytes >= 1000 && unit < 5; unit++)
        bytes /= 1000;
    buffer_format(out, unit ? "%.2f %s" : "%.0f %s", bytes, units[unit]);
}

static void append_row(Buffer *out, const char *name, double bytes)
{
    buffer_format(out, "  %-34s", name);
    append_bytes(out, bytes);
    buffer_append_text(out, "\n");
}

static void append_config(Buffer *out, const ModelConfig *c)
{
    buffer_format(out,
                  "  layers %lld, d_model %lld, heads %lld, kv_heads %lld, d_head %lld, d_mlp %lld\n"
                  "  vocabulary %lld, context %lld",
                  (long long)c->layers, (long long)c->d_model, (long long)c->heads, (long long)c->kv_heads,
                  (long long)c->d_head, (long long)c->d_mlp, (long long)c->vocab, (long long)c->context);
    if (c->window)
        buffer_format(out, ", sliding window %lld", (long long)c->window);
    buffer_append_text(out, c->tied_head ? ", head tied to the embedding\n" : "\n");
}

static void append_parameters(Buffer *out, const Anatomy *anatomy)
{
    buffer_append_text(out, "\nparameters\n");
    for (int part = 0; part < PART_COUNT; part++)
        buffer_format(out, "  %-14s%16lld  %5.1f %%\n", anatomy_part_name((AnatomyPart)part),
                      (long long)anatomy->parameters[part],
                      100.0 * (double)anatomy->parameters[part] / (double)anatomy->total);
    buffer_format(out, "  %-14s%16lld\n", "total", (long long)anatomy->total);
}

static void print_table(const Inspection *inspection)
{
    const Anatomy *anatomy = &inspection->anatomy;
    char row[96];
    Buffer out = {0};
    buffer_append_visible(&out, inspection->path, strlen(inspection->path));
    buffer_format(&out, ": %s\n", inspection->config.model_type);
    append_config(&out, &inspection->config);
    append_parameters(&out, anatomy);
    buffer_format(&out, "\nmemory in %s\n", inspection->format->name);
    append_row(&out, "weights", number_format_bytes(inspection->format, (double)anatomy->total));
    append_row(&out, "KV cache per token",
               number_format_bytes(inspection->format, (double)anatomy->cache_numbers_per_position));
    snprintf(row, sizeof row, "KV cache, %lld positions x %lld", (long long)inspection->context,
             (long long)inspection->batch);
    append_row(&out, row, cache_bytes(inspection, anatomy->cache_numbers_per_position));
    if (anatomy->cache_numbers_without_gqa != anatomy->cache_numbers_per_position)
        append_row(&out, "the same without shared kv_heads",
                   cache_bytes(inspection, anatomy->cache_numbers_without_gqa));
    print_buffer(&out);
}

static void append_json_config(Buffer *out, const ModelConfig *c)
{
    buffer_format(out,
                  "\"config\":{\"layers\":%lld,\"d_model\":%lld,\"heads\":%lld,\"kv_heads\":%lld,\"d_head\":%lld,"
                  "\"d_mlp\":%lld,\"vocab\":%lld,\"context\":%lld,\"window\":%lld,\"tied_head\":%s},",
                  (long long)c->layers, (long long)c->d_model, (long long)c->heads, (long long)c->kv_heads,
                  (long long)c->d_head, (long long)c->d_mlp, (long long)c->vocab, (long long)c->context,
                  (long long)c->window, c->tied_head ? "true" : "false");
}

static void print_json(const Inspection *inspection)
{
    const Anatomy *anatomy = &inspection->anatomy;
    Buffer out = {0};
    buffer_format(&out, "{\"model_type\":\"%s\",", inspection->config.model_type);
    append_json_config(&out, &inspection->config);
    buffer_append_text(&out, "\"parameters\":{");
    for (int part = 0; part < PART_COUNT; part++)
        buffer_format(&out, "\"%s\":%lld,", anatomy_part_name((AnatomyPart)part), (long long)anatomy->parameters[part]);
    buffer_format(&out, "\"total\":%lld},\"dtype\":\"%s\",\"weight_bytes\":%.0f,", (long long)anatomy->total,
                  inspection->format->name, number_format_bytes(inspection->format, (double)anatomy->total));
    buffer_format(&out, "\"context\":%lld,\"batch\":%lld,\"kv_cache_bytes_per_token\":%.0f,",
                  (long long)inspection->context, (long long)inspection->batch,
                  number_format_bytes(inspection->format, (double)anatomy->cache_numbers_per_position));
    buffer_format(&out, "\"kv_cache_bytes\":%.0f,\"kv_cache_bytes_without_gqa\":%.0f}\n",
                  cache_bytes(inspection, anatomy->cache_numbers_per_position),
                  cache_bytes(inspection, anatomy->cache_numbers_without_gqa));
    print_buffer(&out);
}

/* Where weights lie beside the config, they must fit it. */
static Status check_weights(const char *path, Error *error)
{
    Buffer weights = {0}, index = {0};
    buffer_format(&weights, "%s/model.safetensors", path);
    buffer_format(&index, "%s/model.safetensors.index.json", path);
    bool there = file_exists(buffer_text(&weights)) || file_exists(buffer_text(&index));
    buffer_free(&weights);
    buffer_free(&index);
    if (!file_is_folder(path) || !there)
        return STATUS_OK;
    Model *model;
    TRY(model_open(path, &model, error));
    Status status = weights_check_finite(model, error);
    model_free(model);
    return status;
}

static Status inspect_model(const Options *options, const char *path, Error *error)
{
    const Arch *arch;
    Program program = {0};
    Inspection inspection = {.path = path};
    TRY(check_weights(path, error));
    TRY(read_format(options, &inspection.format, error));
    TRY(model_read_config(path, &arch, &inspection.config, &program, error));
    inspection.anatomy = anatomy_of(&program, &inspection.config);
    program_free(&program);
    TRY(option_int(options, OPTION_CONTEXT, 1, INT32_MAX, inspection.config.context, &inspection.context, error));
    TRY(option_int(options, OPTION_BATCH, 1, INT32_MAX, 1, &inspection.batch, error));
    if (option_given(options, OPTION_JSON))
        print_json(&inspection);
    else
        print_table(&inspection);
    return STATUS_OK;
}

static Status run(const Options *options, Error *error)
{
    Buffer path = {0};
    const char *name = options->word_count ? options->words[0] : options->text[OPTION_MODEL];
    Status status = model_find(name, &path, error);
    if (status == STATUS_OK && inspect_is_checkpoint(buffer_text(&path)))
        status = inspect_tensors(options, buffer_text(&path), error);
    else if (status == STATUS_OK)
        status = inspect_model(options, buffer_text(&path), error);
    buffer_free(&path);
    return status;
}

static const OptionId accepted[] = {OPTION_MODEL, OPTION_CONTEXT, OPTION_BATCH, OPTION_DTYPE,
                                    OPTION_JSON,  OPTION_HELP,    OPTION_END};

const Subcommand cli_inspect = {
    .name = "inspect",
    .arguments = "PATH",
    .help = N_("anatomy of a model folder, config.json or checkpoint: parameters by part, memory, KV cache"),
    .example = "stepformer inspect config.json --context 131072 --dtype bf16",
    .most = 1,
    .options = accepted,
    .run = run,
};
