#include "arch/arch.h"

#include <string.h>

#include "base/buffer.h"

static const Arch *const archs[] = {
#define ARCH_ROW(name) &arch_##name,
    ARCH_LIST(ARCH_ROW)
#undef ARCH_ROW
};

enum { ARCH_COUNT = sizeof archs / sizeof archs[0] };

const Arch *arch_find(const char *model_type)
{
    for (int i = 0; i < ARCH_COUNT; i++)
        if (!strcmp(archs[i]->model_type, model_type))
            return archs[i];
    return NULL;
}

static Status arch_unknown(const char *model_type, Error *error)
{
    char known[256] = "";
    for (int i = 0; i < ARCH_COUNT; i++) {
        strcat(known, i ? ", " : "");
        strcat(known, archs[i]->model_type);
    }
    return error_set(error, STATUS_UNSUPPORTED,
                     "config.json: model_type \"%s\" is not an architecture that stepformer knows; use one of %s",
                     model_type, known);
}

Status arch_read_config(const cJSON *json, const Arch **arch, ModelConfig *config, Error *error)
{
    const char *model_type = NULL;
    if (!cJSON_IsObject(json))
        return error_set(error, STATUS_BAD_DATA, "config.json: not a JSON object; this is no model's config");
    TRY(json_get_text(json, "model_type", "config.json", &model_type, error));
    if (!model_type)
        return error_set(error, STATUS_BAD_DATA, "config.json: \"model_type\" is missing; add it, such as \"gpt2\"");
    *arch = arch_find(model_type);
    if (!*arch)
        return arch_unknown(model_type, error);
    *config = (ModelConfig){.bos = -1, .eos = -1};
    strncpy(config->model_type, model_type, sizeof config->model_type - 1);
    return (*arch)->read(json, config, error);
}

cJSON *arch_write_config(const ModelConfig *config)
{
    const Arch *arch = arch_find(config->model_type);
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "model_type", arch->model_type);
    cJSON_AddItemToObject(json, "architectures", cJSON_CreateStringArray(&arch->model_class, 1));
    arch->write(config, json);
    return json;
}

Status arch_build(const Arch *arch, const ModelConfig *config, Program *program, Error *error)
{
    ProgramBuilder *builder = program_build_begin();
    arch->build(builder, config);
    return program_build_end(builder, program, error);
}
