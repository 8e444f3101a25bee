#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "cli/print.h"
#include "run/trace.h"

static void append_shape(const Shape *shape, Buffer *out)
{
    buffer_append_text(out, "\"shape\":[");
    for (int i = 0; i < shape->rank; i++)
        buffer_format(out, "%s%lld", i ? "," : "", (long long)shape->size[i]);
    buffer_append_text(out, "],\"axes\":[");
    for (int i = 0; i < shape->rank; i++)
        buffer_format(out, "%s\"%s\"", i ? "," : "", axis_name(shape->axis[i]));
    buffer_append_text(out, "]");
}

static void append_instruction_json(const Machine *machine, int at, const Shape *shape, Buffer *out)
{
    const Program *program = &machine_model(machine)->program;
    const Instruction *line = &program->instructions[at];
    const Value *value = &program->values[line->out];
    int64_t count = machine_pass_size(machine, 0);
    Cost cost = program_cost(program, at, count, count);
    buffer_format(out, "{\"index\":%d,\"name\":\"%s\",", at, value->name);
    if (value->alias)
        buffer_format(out, "\"alias\":\"%s\",", value->alias);
    buffer_format(out, "\"op\":\"%s\",", line->op->name);
    append_shape(shape, out);
    buffer_append_text(out, ",\"formula\":");
    json_append_string(out, instruction_formula(line), strlen(instruction_formula(line)));
    buffer_format(out, ",\"flops\":%.0f,\"bytes_read\":%.0f,\"bytes_written\":%.0f}", cost.flops, cost.bytes_read,
                  cost.bytes_written);
}

static void append_instruction(const Machine *machine, int at, const Shape *shape, Buffer *out)
{
    const Program *program = &machine_model(machine)->program;
    const Instruction *line = &program->instructions[at];
    char text[96];
    shape_print(shape, text, sizeof text);
    buffer_format(out, "%4d  %-27s %-10s %-31s %s\n", at, program->values[line->out].name, line->op->name, text,
                  instruction_formula(line));
}

static void print_program(const Options *options, const Machine *machine)
{
    const Program *program = &machine_model(machine)->program;
    bool json = option_given(options, OPTION_JSON);
    const char *glob = options->text[OPTION_ONLY];
    Buffer out = {0};
    int shown = 0;
    for (int at = 0; at < program->instruction_count; at++) {
        Tensor tensor;
        const Value *value = &program->values[program->instructions[at].out];
        if (!machine_tensor(machine, 0, program->instructions[at].out, &tensor))
            continue;
        if (!trace_selects(glob, value->name) && !(value->alias && trace_selects(glob, value->alias)))
            continue;
        if (json) {
            buffer_append_text(&out, shown ? ",\n" : "{\"instructions\":[\n");
            append_instruction_json(machine, at, &tensor.shape, &out);
        } else {
            append_instruction(machine, at, &tensor.shape, &out);
        }
        shown++;
    }
    if (json)
        buffer_append_text(&out, shown ? "\n]}\n" : "{\"instructions\":[]}\n");
    print_buffer(&out);
}

static Status trace_run(const Options *options, const Input *input, Error *error)
{
    Machine *machine;
    const char *file = options->text[OPTION_SAVE], *glob = options->text[OPTION_ONLY];
    TRY(input_run(input, options, &machine, error));
    const char *prompt = buffer_text(&input->prompt);
    Status status = trace_check(machine, glob, error);
    if (status == STATUS_OK && file)
        status = trace_save(machine, 0, glob, prompt, file, error);
    if (status == STATUS_OK)
        print_program(options, machine);
    machine_free(machine);
    return status;
}

static Status run(const Options *options, Error *error)
{
    Input input;
    Status status = input_open(options, &input, error);
    if (status == STATUS_OK)
        status = trace_run(options, &input, error);
    input_free(&input);
    return status;
}

static const OptionId accepted[] = {OPTION_MODEL, OPTION_PROMPT,  OPTION_IDS,  OPTION_SAVE, OPTION_ONLY,
                                    OPTION_JSON,  OPTION_THREADS, OPTION_HELP, OPTION_END};

const Subcommand cli_trace = {
    .name = "trace",
    .arguments = "",
    .help = N_("run one pass and list its program; --save keeps every value"),
    .example = "stepformer trace --prompt 'The cat sat on the' --only 'blocks.0.*' --save values.safetensors",
    .options = accepted,
    .run = run,
};
