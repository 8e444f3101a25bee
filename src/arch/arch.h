/* An architecture: from a model's config.json to the program that it runs.
 *
 * A new architecture is one file, src/arch/NAME.c, and one row in list.h. Reading its `build` is
 * reading the architecture.
 */
#ifndef ARCH_ARCH_H
#define ARCH_ARCH_H

#include "arch/config.h"
#include "base/json.h"
#include "program/builder.h"

typedef struct Arch {
    const char *model_type;    /* as config.json has it */
    const char *model_class;   /* what the Python transformers library calls such a model: "GPT2LMHeadModel" */
    const char *tensor_prefix; /* what checkpoints may put before every name: "transformer." */
    const char *ignored;       /* checkpoint tensors that hold no weights, as a ' '-separated list of name endings */

    /* Reads config.json. What the file leaves out gets the architecture's own default; what it asks
     * for and stepformer cannot do is an error that names the field. */
    Status (*read)(const cJSON *json, ModelConfig *config, Error *error);

    /* The inverse of `read`: adds the members that say this config to an object. */
    void (*write)(const ModelConfig *config, cJSON *json);

    /* Writes the program. */
    void (*build)(ProgramBuilder *builder, const ModelConfig *config);
} Arch;

#define ARCH_DECLARE(name) extern const Arch arch_##name;
#include "arch/list.h"
ARCH_LIST(ARCH_DECLARE)
#undef ARCH_DECLARE

/* Reads config.json's content: finds the architecture by "model_type", then the config. */
Status arch_read_config(const cJSON *json, const Arch **arch, ModelConfig *config, Error *error);

/* config.json's content for a config of a known architecture: reading it gives the same config, and the Python
 * transformers library the same model. cJSON_Delete it. */
cJSON *arch_write_config(const ModelConfig *config);

/* The architecture of a config, by its model_type; NULL where there is none. */
const Arch *arch_find(const char *model_type);

/* The whole program of a model. program_free it. */
Status arch_build(const Arch *arch, const ModelConfig *config, Program *program, Error *error);

#endif
