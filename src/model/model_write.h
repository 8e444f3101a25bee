/* Writing a model folder in the Hugging Face layout: the inverse of model_open.
 *
 *     config.json          from the config, by its architecture
 *     model.safetensors    every parameter under its Hugging Face name
 *     tokenizer.json       as it was read
 */
#ifndef MODEL_MODEL_WRITE_H
#define MODEL_MODEL_WRITE_H

#include "model/model.h"

/* Writes the three files into an existing folder, each in one step. `dtype` is the format of the stored weights: F32,
 * F16 or BF16. `tokenizer_json` is the content of tokenizer.json; with NULL none is written. */
Status model_write(const Model *model, Dtype dtype, const Buffer *tokenizer_json, const char *folder, Error *error);

/* Appends a parameter's name as Hugging Face checkpoints of the architecture have it: with the prefix, which the
 * unembedding goes without. */
void model_tensor_name(const Arch *arch, const Parameter *parameter, Buffer *name);

#endif
