#include <stdio.h>

#include "base/json.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/clock.h"
#include "cli/input.h"
#include "cli/print.h"
#include "run/sampler.h"
#include "text/decode_stream.h"

/* A generation under way. */
typedef struct Generation {
    const Options *options;
    const Input *input;
    Machine *machine;
    Sampler sampler;
    DecodeStream stream;
    Buffer text;       /* all of it: the prompt and what follows */
    size_t printed;    /* bytes of `text` that are on the screen */
    size_t prompt_end; /* bytes of `text` that the prompt made */
    TokenIds ids;      /* the new ones */
    double prefill_seconds, decode_seconds;
} Generation;

static Status read_settings(const Options *options, SamplerSettings *settings, Error *error)
{
    int64_t seed;
    *settings = sampler_defaults;
    TRY(option_number(options, OPTION_TEMPERATURE, settings->temperature, &settings->temperature, error));
    TRY(option_int(options, OPTION_TOP_K, 0, INT32_MAX, settings->top_k, &settings->top_k, error));
    TRY(option_number(options, OPTION_TOP_P, settings->top_p, &settings->top_p, error));
    TRY(option_number(options, OPTION_REPETITION_PENALTY, settings->repetition_penalty, &settings->repetition_penalty,
                      error));
    TRY(option_int(options, OPTION_SEED, 0, INT64_MAX, 0, &seed, error));
    settings->seed = (uint64_t)seed;
    return sampler_check(settings, error);
}

/* Shows what has become whole since the last call. */
static void show(Generation *generation)
{
    if (option_given(generation->options, OPTION_JSON))
        return;
    print_text(generation->options, buffer_text(&generation->text) + generation->printed,
               generation->text.length - generation->printed);
    generation->printed = generation->text.length;
    fflush(stdout);
}

static Status push(Generation *generation, int32_t id, Error *error)
{
    if (!generation->input->model->tokenizer) {
        buffer_format(&generation->text, "%d ", id);
        return STATUS_OK;
    }
    return decode_stream_push(&generation->stream, id, &generation->text, error);
}

static Status prefill(Generation *generation, Error *error)
{
    const TokenIds *prompt = &generation->input->ids;
    double start = clock_seconds();
    TRY(machine_feed(generation->machine, prompt->ids, (int64_t)prompt->count, NULL, error));
    TRY(machine_go(generation->machine, machine_end(generation->machine), NULL, error));
    generation->prefill_seconds = clock_seconds() - start;
    for (size_t i = 0; i < prompt->count; i++)
        TRY(push(generation, prompt->ids[i], error));
    generation->prompt_end = generation->text.length;
    show(generation);
    return STATUS_OK;
}

static int32_t choose(Generation *generation)
{
    Machine *machine = generation->machine;
    return sampler_choose(&generation->sampler, machine_last_logits(machine), machine_tokens(machine),
                          machine_position_count(machine));
}

static Status decode(Generation *generation, int64_t count, Error *error)
{
    double start = clock_seconds();
    for (int64_t i = 0; i < count; i++) {
        int32_t id = choose(generation);
        if (id == generation->input->model->config.eos)
            break;
        token_ids_append(&generation->ids, id);
        TRY(push(generation, id, error));
        show(generation);
        if (i + 1 == count) /* nobody reads the logits after the last token */
            break;
        TRY(machine_feed(generation->machine, &id, 1, NULL, error));
        TRY(machine_go(generation->machine, machine_end(generation->machine), NULL, error));
    }
    generation->decode_seconds = clock_seconds() - start;
    if (generation->input->model->tokenizer)
        TRY(decode_stream_finish(&generation->stream, &generation->text, error));
    show(generation);
    return STATUS_OK;
}

static double tokens_per_second(const Generation *generation)
{
    return generation->decode_seconds > 0 ? (double)generation->ids.count / generation->decode_seconds : 0;
}

static void append_ids(Buffer *out, const TokenIds *ids)
{
    for (size_t i = 0; i < ids->count; i++)
        buffer_format(out, "%s%d", i ? "," : "", ids->ids[i]);
}

static void print_json(const Generation *generation)
{
    Buffer out = {0};
    const char *text = buffer_text(&generation->text);
    buffer_append_text(&out, "{\"prompt_ids\":[");
    append_ids(&out, &generation->input->ids);
    buffer_append_text(&out, "],\"ids\":[");
    append_ids(&out, &generation->ids);
    buffer_append_text(&out, "],\"text\":");
    json_append_string(&out, text, generation->text.length);
    buffer_append_text(&out, ",\"continuation\":");
    json_append_string(&out, text + generation->prompt_end, generation->text.length - generation->prompt_end);
    buffer_format(&out, ",\"tokens_per_second\":%.1f}\n", tokens_per_second(generation));
    print_buffer(&out);
}

static Status generate(Generation *generation, Error *error)
{
    int64_t count;
    TRY(option_int(generation->options, OPTION_LENGTH, 0, INT32_MAX, 32, &count, error));
    int64_t context = generation->input->model->config.context, prompt = (int64_t)generation->input->ids.count;
    if (prompt <= context && count > context - prompt)
        return error_set(error, STATUS_OUT_OF_RANGE,
                         _("-n %lld: the prompt leaves room for %lld tokens in %s's context of %lld; ask for fewer"),
                         (long long)count, (long long)(context - prompt), generation->input->model->name,
                         (long long)context);
    TRY(prefill(generation, error));
    TRY(decode(generation, count, error));
    if (option_given(generation->options, OPTION_JSON))
        print_json(generation);
    else
        putchar('\n');
    if (option_given(generation->options, OPTION_STATS))
        fprintf(stderr, "prefill %zu tokens in %.1f ms; decode %zu tokens at %.1f tokens/s\n",
                generation->input->ids.count, 1e3 * generation->prefill_seconds, generation->ids.count,
                tokens_per_second(generation));
    return STATUS_OK;
}

static Status generate_with(const Options *options, const Input *input, Error *error)
{
    SamplerSettings settings;
    int64_t threads;
    TRY(read_settings(options, &settings, error));
    TRY(option_int(options, OPTION_THREADS, 1, 1024, 0, &threads, error));
    Generation generation = {.options = options, .input = input};
    generation.machine = machine_new(input->model, MACHINE_REUSE, (int)threads);
    sampler_init(&generation.sampler, &settings, input->model->config.vocab);
    decode_stream_init(&generation.stream, input->model->tokenizer, true);
    Status status = generate(&generation, error);
    machine_free(generation.machine);
    sampler_free(&generation.sampler);
    decode_stream_free(&generation.stream);
    buffer_free(&generation.text);
    token_ids_free(&generation.ids);
    return status;
}

static Status run(const Options *options, Error *error)
{
    Input input;
    Status status = input_open(options, &input, error);
    if (status == STATUS_OK)
        status = generate_with(options, &input, error);
    input_free(&input);
    return status;
}

static const OptionId accepted[] = {OPTION_MODEL,       OPTION_PROMPT, OPTION_IDS,   OPTION_LENGTH,
                                    OPTION_TEMPERATURE, OPTION_TOP_K,  OPTION_TOP_P, OPTION_REPETITION_PENALTY,
                                    OPTION_SEED,        OPTION_JSON,   OPTION_STATS, OPTION_RAW,
                                    OPTION_THREADS,     OPTION_HELP,   OPTION_END};

const Subcommand cli_generate = {
    .name = "generate",
    .arguments = "",
    .help = N_("print a prompt and the text that the model writes after it"),
    .example = "stepformer generate --prompt 'The cat sat on the' -n 20 --temperature 0.8 --seed 7",
    .options = accepted,
    .run = run,
};
