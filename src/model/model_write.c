#include "model/model_write.h"

#include <string.h>

#include "base/file.h"
#include "model/safetensors_write.h"

void model_tensor_name(const Arch *arch, const Parameter *parameter, Buffer *name)
{
    static const char head[] = "lm_head.";
    if (strncmp(parameter->tensor, head, sizeof head - 1))
        buffer_append_text(name, arch->tensor_prefix);
    buffer_append_text(name, parameter->tensor);
}

static Status write_file(const char *folder, const char *name, const char *bytes, size_t length, Error *error)
{
    Buffer path = {0};
    buffer_format(&path, "%s/%s", folder, name);
    Status status = file_write(path.bytes, bytes, length, error);
    buffer_free(&path);
    return status;
}

/* "float16", as PyTorch calls it. */
static const char *torch_dtype(Dtype dtype)
{
    return dtype == DTYPE_F16 ? "float16" : dtype == DTYPE_BF16 ? "bfloat16" : "float32";
}

static Status write_config(const Model *model, Dtype dtype, const char *folder, Error *error)
{
    cJSON *json = arch_write_config(&model->config);
    cJSON_AddStringToObject(json, "torch_dtype", torch_dtype(dtype));
    Buffer text = {0};
    char *printed = cJSON_Print(json);
    buffer_format(&text, "%s\n", printed);
    Status status = write_file(folder, "config.json", text.bytes, text.length, error);
    cJSON_free(printed);
    cJSON_Delete(json);
    buffer_free(&text);
    return status;
}

static void add_parameter(SafetensorsWriter *writer, const Model *model, int index, Dtype dtype)
{
    const Parameter *parameter = &model->parameters.list[index];
    Shape shape = parameter->rank == 1 ? shape_1(AXIS_NONE, parameter->size[0])
                                       : shape_2(AXIS_NONE, parameter->size[0], AXIS_NONE, parameter->size[1]);
    Tensor tensor = tensor_over(model->numbers[index], &shape);
    Buffer name = {0};
    model_tensor_name(model->arch, parameter, &name);
    safetensors_writer_add_tensor(writer, name.bytes, dtype, &tensor);
    buffer_free(&name);
}

static Status write_weights(const Model *model, Dtype dtype, const char *folder, Error *error)
{
    Buffer path = {0};
    buffer_format(&path, "%s/model.safetensors", folder);
    SafetensorsWriter *writer = safetensors_writer_new();
    safetensors_writer_metadata(writer, "format", "pt"); /* the Python library wants to be told */
    for (int i = 0; i < model->parameters.count; i++)
        add_parameter(writer, model, i, dtype);
    Status status = safetensors_writer_write(writer, path.bytes, error);
    safetensors_writer_free(writer);
    buffer_free(&path);
    return status;
}

Status model_write(const Model *model, Dtype dtype, const Buffer *tokenizer_json, const char *folder, Error *error)
{
    TRY(write_weights(model, dtype, folder, error));
    if (tokenizer_json)
        TRY(write_file(folder, "tokenizer.json", tokenizer_json->bytes, tokenizer_json->length, error));
    return write_config(model, dtype, folder, error);
}
