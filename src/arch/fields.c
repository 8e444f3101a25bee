#include "arch/fields.h"

#include <inttypes.h>
#include <string.h>

static const char *const where = "config.json";

Status field_optional_size(const cJSON *json, const char *key, int64_t most, int64_t *value, Error *error)
{
    if (!json_member(json, key))
        return STATUS_OK;
    TRY(json_get_int(json, key, where, value, error));
    if (*value < 1 || *value > most)
        return error_set(error, STATUS_OUT_OF_RANGE,
                         "config.json: \"%s\" is %" PRId64 "; it must lie between 1 and %" PRId64, key, *value, most);
    return STATUS_OK;
}

Status field_size(const cJSON *json, const char *key, int64_t most, int64_t *value, Error *error)
{
    TRY(json_need_int(json, key, where, value, error));
    return field_optional_size(json, key, most, value, error);
}

Status field_positive(const cJSON *json, const char *key, double *value, Error *error)
{
    TRY(json_get_number(json, key, where, value, error));
    if (json_member(json, key) && *value <= 0)
        return error_set(error, STATUS_OUT_OF_RANGE, "config.json: \"%s\" is %g; it must be above zero", key, *value);
    return STATUS_OK;
}

/* Of several names for one activation the first is the one to write. */
static const struct {
    const char *name;
    Activation activation;
} activation_names[] = {
    {"gelu_new", ACTIVATION_GELU_TANH}, {"gelu_pytorch_tanh", ACTIVATION_GELU_TANH},
    {"gelu", ACTIVATION_GELU_ERF},      {"silu", ACTIVATION_SILU},
    {"swish", ACTIVATION_SILU},         {"relu", ACTIVATION_RELU},
};

enum { ACTIVATION_NAMES = sizeof activation_names / sizeof *activation_names };

Status field_activation(const cJSON *json, const char *key, Activation *value, Error *error)
{
    const char *name = NULL;
    TRY(json_get_text(json, key, where, &name, error));
    if (!name)
        return STATUS_OK;
    for (int i = 0; i < ACTIVATION_NAMES; i++) {
        if (strcmp(activation_names[i].name, name))
            continue;
        *value = activation_names[i].activation;
        return STATUS_OK;
    }
    return error_set(
        error, STATUS_UNSUPPORTED,
        "config.json: \"%s\" is \"%s\", which stepformer cannot compute; it knows gelu_new, gelu, silu, relu", key,
        name);
}

static Status field_token(const cJSON *json, const char *key, int64_t *value, Error *error)
{
    const cJSON *member = json_member(json, key);
    if (cJSON_IsArray(member) && cJSON_IsNumber(member->child)) {
        *value = (int64_t)member->child->valueint;
        return STATUS_OK;
    }
    return json_get_int(json, key, where, value, error);
}

Status field_special_tokens(const cJSON *json, ModelConfig *config, Error *error)
{
    TRY(field_token(json, "bos_token_id", &config->bos, error));
    return field_token(json, "eos_token_id", &config->eos, error);
}

static Status field_rope_llama3(const cJSON *scaling, RopeConfig *rope, Error *error)
{
    rope->scaling = ROPE_LLAMA3;
    TRY(field_positive(scaling, "low_freq_factor", &rope->low_freq_factor, error));
    TRY(field_positive(scaling, "high_freq_factor", &rope->high_freq_factor, error));
    TRY(field_size(scaling, "original_max_position_embeddings", LARGEST_CONTEXT, &rope->original_context, error));
    if (rope->low_freq_factor <= 0 || rope->high_freq_factor <= rope->low_freq_factor)
        return error_set(error, STATUS_BAD_DATA,
                         "config.json: rope_scaling needs 0 < low_freq_factor < high_freq_factor; mend those two");
    return STATUS_OK;
}

static Status field_rope_scaling(const cJSON *scaling, RopeConfig *rope, Error *error)
{
    const char *type = "default";
    TRY(json_get_text(scaling, "type", where, &type, error)); /* the older spelling */
    TRY(json_get_text(scaling, "rope_type", where, &type, error));
    if (!strcmp(type, "default"))
        return STATUS_OK;
    if (strcmp(type, "linear") && strcmp(type, "llama3"))
        return error_set(error, STATUS_UNSUPPORTED,
                         "config.json: rope_scaling type \"%s\" is not supported; stepformer knows linear and llama3",
                         type);
    TRY(field_positive(scaling, "factor", &rope->factor, error));
    if (rope->factor <= 0)
        return error_set(error, STATUS_BAD_DATA, "config.json: rope_scaling has no \"factor\"; add it");
    if (!strcmp(type, "llama3"))
        return field_rope_llama3(scaling, rope, error);
    rope->scaling = ROPE_LINEAR;
    return STATUS_OK;
}

Status field_rope(const cJSON *json, RopeConfig *rope, Error *error)
{
    double rotary_share = 1;
    TRY(json_get_number(json, "partial_rotary_factor", where, &rotary_share, error));
    if (rotary_share != 1)
        return error_set(
            error, STATUS_UNSUPPORTED,
            "config.json: partial_rotary_factor %g is not supported; only models that rotate whole heads are",
            rotary_share);
    const cJSON *scaling = json_member(json, "rope_scaling"), *both = json_member(json, "rope_parameters");
    TRY(field_positive(json, "rope_theta", &rope->theta, error));
    if (both) {
        TRY(field_positive(both, "rope_theta", &rope->theta, error));
        scaling = both;
    }
    if (!scaling)
        return STATUS_OK;
    if (!cJSON_IsObject(scaling))
        return error_set(error, STATUS_BAD_DATA, "config.json: \"rope_scaling\" is not an object; mend that entry");
    return field_rope_scaling(scaling, rope, error);
}

Status field_refuse(const cJSON *json, const Refusal *refusals, Error *error)
{
    if (json_member(json, "quantization_config"))
        return error_set(error, STATUS_UNSUPPORTED,
                         "config.json: quantization_config is not supported; use the model's F32, F16 or BF16 weights");
    for (; refusals->key; refusals++) {
        bool value = refusals->only_value_true;
        TRY(json_get_bool(json, refusals->key, where, &value, error));
        if (value != refusals->only_value_true)
            return error_set(error, STATUS_UNSUPPORTED,
                             "config.json: \"%s\": %s is not supported; use a model without it", refusals->key,
                             value ? "true" : "false");
    }
    return STATUS_OK;
}

void field_add_size(cJSON *json, const char *key, int64_t value)
{
    cJSON_AddNumberToObject(json, key, (double)value);
}

void field_add_activation(cJSON *json, const char *key, Activation value)
{
    int i = 0;
    while (activation_names[i].activation != value)
        i++;
    cJSON_AddStringToObject(json, key, activation_names[i].name);
}

static void field_add_token(cJSON *json, const char *key, int64_t id)
{
    if (id < 0)
        cJSON_AddNullToObject(json, key);
    else
        field_add_size(json, key, id);
}

void field_add_special_tokens(cJSON *json, const ModelConfig *config)
{
    field_add_token(json, "bos_token_id", config->bos);
    field_add_token(json, "eos_token_id", config->eos);
}

void field_add_rope(cJSON *json, const RopeConfig *rope)
{
    cJSON_AddNumberToObject(json, "rope_theta", rope->theta);
    if (rope->scaling == ROPE_UNSCALED) {
        cJSON_AddNullToObject(json, "rope_scaling");
        return;
    }
    cJSON *scaling = cJSON_AddObjectToObject(json, "rope_scaling");
    cJSON_AddStringToObject(scaling, "rope_type", rope->scaling == ROPE_LINEAR ? "linear" : "llama3");
    cJSON_AddNumberToObject(scaling, "factor", rope->factor);
    if (rope->scaling != ROPE_LLAMA3)
        return;
    cJSON_AddNumberToObject(scaling, "low_freq_factor", rope->low_freq_factor);
    cJSON_AddNumberToObject(scaling, "high_freq_factor", rope->high_freq_factor);
    field_add_size(scaling, "original_max_position_embeddings", rope->original_context);
}
