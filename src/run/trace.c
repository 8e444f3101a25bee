#include "run/trace.h"

#include <fnmatch.h>

#include "base/translate.h"
#include "model/safetensors_write.h"

bool trace_selects(const char *glob, const char *name)
{
    return !glob || (name && fnmatch(glob, name, 0) == 0);
}

Status trace_check(const Machine *machine, const char *glob, Error *error)
{
    const Program *program = &machine_model(machine)->program;
    for (ValueId id = 1; id <= program->value_count; id++)
        if (trace_selects(glob, program->values[id].name) || (glob && trace_selects(glob, program->values[id].alias)))
            return STATUS_OK;
    return error_set(error, STATUS_NOT_FOUND, _("%s: no value has a name like that; trace lists the names"), glob);
}

/* Adds a value under the names that are selected. */
static void trace_add(SafetensorsWriter *writer, const Machine *machine, int pass, ValueId id, const char *glob)
{
    const Value *value = &machine_model(machine)->program.values[id];
    const char *const names[] = {value->name, value->alias};
    Tensor tensor;
    for (int i = 0; i < 2; i++) {
        if (!names[i] || !trace_selects(glob, names[i]) || !machine_tensor(machine, pass, id, &tensor))
            continue;
        safetensors_writer_add_tensor(writer, names[i], DTYPE_F32, &tensor);
    }
}

static Status trace_write(SafetensorsWriter *writer, const Machine *machine, int pass, const char *glob,
                          const char *prompt, const char *path, Error *error)
{
    const Model *model = machine_model(machine);
    int64_t first = machine_pass_first(machine, pass), count = machine_pass_size(machine, pass);
    TRY(trace_check(machine, glob, error));
    safetensors_writer_metadata(writer, "model", model->name);
    if (prompt)
        safetensors_writer_metadata(writer, "prompt", prompt);
    safetensors_writer_add(writer, "tokens", DTYPE_I32, 1, &count, machine_tokens(machine) + first);
    for (ValueId id = 1; id <= model->program.value_count; id++)
        trace_add(writer, machine, pass, id, glob);
    return safetensors_writer_write(writer, path, error);
}

Status trace_save(const Machine *machine, int pass, const char *glob, const char *prompt, const char *path,
                  Error *error)
{
    SafetensorsWriter *writer = safetensors_writer_new();
    Status status = trace_write(writer, machine, pass, glob, prompt, path, error);
    safetensors_writer_free(writer);
    return status;
}
