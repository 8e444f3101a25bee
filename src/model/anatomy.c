#include "model/anatomy.h"

#include <string.h>

const char *anatomy_part_name(AnatomyPart part)
{
    static const char *const names[PART_COUNT] = {
        [PART_EMBEDDING] = "embedding", [PART_ATTENTION] = "attention",     [PART_MLP] = "mlp",
        [PART_NORM] = "norm",           [PART_UNEMBEDDING] = "unembedding",
    };
    return names[part];
}

/* A weight's part, by the name that its program gives it. */
static AnatomyPart anatomy_part(const Weight *weight)
{
    static const struct {
        const char *mark;
        AnatomyPart part;
    } marks[] = {
        {".attn.", PART_ATTENTION},
        {".mlp.", PART_MLP},
        {"unembed.", PART_UNEMBEDDING},
        {"embed.", PART_EMBEDDING},
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strstr(weight->name, marks[i].mark))
            return marks[i].part;
    return PART_NORM;
}

Anatomy anatomy_of(const Program *program, const ModelConfig *config)
{
    Anatomy anatomy = {0};
    for (WeightId id = 1; id <= program->weight_count; id++) {
        int64_t count = shape_count(&program->weights[id].shape);
        anatomy.parameters[anatomy_part(&program->weights[id])] += count;
        anatomy.total += count;
    }
    for (ValueId id = 1; id <= program->value_count; id++) {
        const Value *value = &program->values[id];
        if (value->cached)
            anatomy.cache_numbers_per_position += shape_span(&value->shape, 1, value->shape.rank);
    }
    anatomy.cache_numbers_without_gqa = anatomy.cache_numbers_per_position * (config->heads / config->kv_heads);
    return anatomy;
}

const NumberFormat number_formats[] = {
    {"f32", 32}, {"f16", 16}, {"bf16", 16}, {"int8", 8}, {"int4", 4}, {NULL, 0},
};

const NumberFormat *number_format_find(const char *name)
{
    for (const NumberFormat *format = number_formats; format->name; format++)
        if (!strcmp(format->name, name))
            return format;
    return NULL;
}

double number_format_bytes(const NumberFormat *format, double numbers)
{
    return numbers * format->bits / 8;
}
