/* A model: config, program, weights and tokenizer, from a folder in the Hugging Face layout.
 *
 *     config.json          what to build (src/arch)
 *     model.safetensors    the weights, or shards and model.safetensors.index.json
 *     tokenizer.json       text to tokens
 *
 * Weights are used where the mapped file has them when their format is F32; other formats are
 * converted while opening, and small tensors that lie across cache lines copied. A Model is immutable
 * once open and may be shared by machines.
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "arch/arch.h"
#include "model/parameters.h"
#include "model/safetensors.h"
#include "text/tokenizer.h"

typedef struct Model {
    char *name;   /* the folder's last part, for titles */
    char *folder; /* its path */
    const Arch *arch;
    ModelConfig config;
    Program program;
    Parameters parameters;   /* what the checkpoint stores */
    Real **numbers;          /* [parameters.count]: the numbers of each; read-only */
    Real **owned;            /* [parameters.count]: those that are not the mapped file's; else NULL */
    Tensor *weights;         /* [1, program.weight_count]: by WeightId, views on the numbers; read-only */
    Tokenizer *tokenizer;    /* NULL where the folder has none: then only ids can be given */
    Safetensors *checkpoint; /* NULL for a model without files */
} Model;

/* Opens a model folder, or a built-in model by its name (find.h). Errors name the file. model_free it. */
Status model_open(const char *name_or_folder, Model **out, Error *error);
void model_free(Model *model); /* NULL is fine */

/* Reads just config.json and builds its program: what `inspect` needs. `path` is a folder or the file
 * itself. program_free the program. */
Status model_read_config(const char *path, const Arch **arch, ModelConfig *config, Program *program, Error *error);

#endif
