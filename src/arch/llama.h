/* What Mistral and Qwen2 share with Llama: nearly everything. */
#ifndef ARCH_LLAMA_H
#define ARCH_LLAMA_H

#include "arch/arch.h"

/* Reads the fields that the family has in common, over the defaults that `config` holds already. */
Status llama_read_family(const cJSON *json, ModelConfig *config, Error *error);

/* Adds those fields to an object. */
void llama_write_family(const ModelConfig *config, cJSON *json);

/* Refuses a "layer_types" list that asks for other attention than `config`'s window fields say. */
Status llama_check_layer_types(const cJSON *json, const ModelConfig *config, Error *error);

void llama_build(ProgramBuilder *builder, const ModelConfig *config);

#endif
