#include "train/dropout.h"

#include <string.h>

static bool has_end(const char *name, const char *end)
{
    size_t length = strlen(name), rest = strlen(end);
    return length >= rest && !strcmp(name + length - rest, end);
}

bool dropout_takes(const Program *program, ValueId id)
{
    static const char stream[] = "blocks.0.resid_pre";
    const char *name = program->values[id].name;
    return id == program_find_value(program, stream, sizeof stream - 1) || has_end(name, ".attn_out") ||
           has_end(name, ".mlp_out");
}

/* The finalizer of splitmix64 (Steele, Lea and Flood, 2014): near numbers give unrelated ones. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

void dropout_apply(const Dropout *dropout, ValueId id, Tensor *tensor)
{
    int64_t count = shape_count(&tensor->shape), width = tensor->shape.size[tensor->shape.rank - 1];
    uint64_t key = mix(dropout->seed ^ mix((uint64_t)id)), start = (uint64_t)(dropout->first * width);
    uint64_t limit = (uint64_t)(dropout->rate * 0x1p32);
    Real grown = (Real)(1 / (1 - dropout->rate));
    for (int64_t i = 0; i < count; i++) {
        bool stays = mix(key + (start + (uint64_t)i) * 0x9e3779b97f4a7c15u) >> 32 >= limit;
        tensor->data[i] *= stays ? grown : 0;
    }
}
