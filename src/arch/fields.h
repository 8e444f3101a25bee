/* What the architectures share in reading config.json: fields with bounds, and fields that stepformer
 * cannot honour. */
#ifndef ARCH_FIELDS_H
#define ARCH_FIELDS_H

#include "arch/config.h"
#include "base/json.h"

/* A size: required, 1 to `most`. */
Status field_size(const cJSON *json, const char *key, int64_t most, int64_t *value, Error *error);

/* The same, but *value stays where the key is absent or null. */
Status field_optional_size(const cJSON *json, const char *key, int64_t most, int64_t *value, Error *error);

/* A number above zero; *value stays where the key is absent. */
Status field_positive(const cJSON *json, const char *key, double *value, Error *error);

/* An activation's name as Hugging Face spells it; *value stays where the key is absent. */
Status field_activation(const cJSON *json, const char *key, Activation *value, Error *error);

/* "bos_token_id" and "eos_token_id" (a number, or a list whose first counts). */
Status field_special_tokens(const cJSON *json, ModelConfig *config, Error *error);

/* rope_theta and rope_scaling, or the newer rope_parameters that holds both. */
Status field_rope(const cJSON *json, RopeConfig *rope, Error *error);

/* The inverses of the four above, and of sizes: each adds its member to an object. */
void field_add_size(cJSON *json, const char *key, int64_t value);
void field_add_activation(cJSON *json, const char *key, Activation value);
void field_add_special_tokens(cJSON *json, const ModelConfig *config); /* null where there is none */
void field_add_rope(cJSON *json, const RopeConfig *rope);

/* Fields that change what a model computes in a way that stepformer does not know. */
typedef struct Refusal {
    const char *key;
    bool only_value_true; /* the value that is fine: true for `scale_attn_weights`, false for most */
} Refusal;

/* An error for the first listed field that is there with another value than the fine one, and for
 * "quantization_config", which no architecture here reads. The list ends with a NULL key. */
Status field_refuse(const cJSON *json, const Refusal *refusals, Error *error);

/* Largest sizes that are believed; a config beyond them is damaged. */
enum {
    LARGEST_LAYERS = 1024,
    LARGEST_HEADS = 4096,
    LARGEST_WIDTH = 1 << 20,
    LARGEST_VOCAB = 1 << 24,
    LARGEST_CONTEXT = 1 << 24,
};

#endif
