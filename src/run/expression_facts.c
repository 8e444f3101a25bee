/* Names in expressions that stand for one number each: of the model, the text and the cache. */
#include <string.h>

#include "base/translate.h"
#include "model/anatomy.h"
#include "run/expression_parts.h"

/* What facts are drawn from. */
typedef struct FactSource {
    const Machine *machine;
    const Model *model;
    const ModelConfig *config;
} FactSource;

static double parameters(const FactSource *source, AnatomyPart part)
{
    Anatomy anatomy = anatomy_of(&source->model->program, source->config);
    return (double)(part == PART_COUNT ? anatomy.total : anatomy.parameters[part]);
}

static CacheFacts cache(const FactSource *source)
{
    return machine_cache_facts(source->machine);
}

/* Training is not the machine's: whoever holds both tells. */
static double training(const FactSource *source, const char *name)
{
    return machine_fact(source->machine, name);
}

/* One row each: function, name, number, help. */
#define FACT_LIST(X)                                                                                                   \
    X(layers, "model.layers", source->config->layers, N_("how many blocks the model has"))                             \
    X(heads, "model.heads", source->config->heads, N_("attention heads in a block"))                                   \
    X(kv_heads, "model.kv_heads", source->config->kv_heads, N_("heads that have keys and values of their own"))        \
    X(d_model, "model.d_model", source->config->d_model, N_("numbers in the residual stream at a position"))           \
    X(d_head, "model.d_head", source->config->d_head, N_("numbers in a head's query, key or value"))                   \
    X(d_mlp, "model.d_mlp", source->config->d_mlp, N_("neurons in a block's MLP"))                                     \
    X(vocab, "model.vocab", source->config->vocab, N_("tokens that the model knows"))                                  \
    X(context, "model.context", source->config->context, N_("positions that the model was made for"))                  \
    X(window, "model.window", source->config->window, N_("positions that the sliding window reaches back; 0: all"))    \
    X(all, "model.parameters", parameters(source, PART_COUNT), N_("all parameters"))                                   \
    X(embedding, "model.parameters.embedding", parameters(source, PART_EMBEDDING), N_("those of the embeddings"))      \
    X(attention, "model.parameters.attention", parameters(source, PART_ATTENTION), N_("those of attention"))           \
    X(mlp, "model.parameters.mlp", parameters(source, PART_MLP), N_("those of the MLPs"))                              \
    X(norm, "model.parameters.norm", parameters(source, PART_NORM), N_("those of the norms"))                          \
    X(unembedding, "model.parameters.unembedding", parameters(source, PART_UNEMBEDDING),                               \
      N_("those of the unembedding; 0 where it is the embedding"))                                                     \
    X(positions, "text.positions", cell_positions(source->machine), N_("tokens at the current place"))                 \
    X(passes, "text.passes", machine_pass_count(source->machine),                                                      \
      N_("passes: the prompt's, and one a generated token"))                                                           \
    X(cached, "cache.positions", cache(source).positions, N_("positions that the KV cache holds"))                     \
    X(cache_bytes, "cache.bytes", cache(source).bytes, N_("bytes that it takes now"))                                  \
    X(cache_step, "cache.bytes_per_position", cache(source).bytes_per_position,                                        \
      N_("bytes that a position adds to it"))                                                                          \
    X(cache_most, "cache.bytes_at_context", cache(source).bytes_at_context, N_("bytes that it takes when full"))       \
    X(cache_mha, "cache.bytes_without_gqa", cache(source).bytes_at_context_without_gqa,                                \
      N_("the same, had every head keys and values of its own"))                                                       \
    X(train_step, "train.step", training(source, "train.step"),                                                        \
      N_("steps that the training run has done; nan: no run"))                                                         \
    X(train_loss, "train.loss", training(source, "train.loss"), N_("the training loss of its newest step, in nats"))   \
    X(train_held_out, "train.held_out", training(source, "train.held_out"), N_("its newest loss on held-out text"))    \
    X(train_rate, "train.rate", training(source, "train.rate"), N_("the learning rate of its next step"))              \
    X(train_norm, "train.norm", training(source, "train.norm"), N_("the norm of the newest step's gradients"))

#define FACT_FUNCTION(id, name, number, help)                                                                          \
    static double fact_##id(const FactSource *source)                                                                  \
    {                                                                                                                  \
        return (double)(number);                                                                                       \
    }
FACT_LIST(FACT_FUNCTION)
#undef FACT_FUNCTION

typedef struct Fact {
    const char *name;
    double (*number)(const FactSource *source);
} Fact;

static const Fact facts[] = {
#define FACT_ROW(id, name, number, help) {name, fact_##id},
    FACT_LIST(FACT_ROW)
#undef FACT_ROW
};

const FunctionHelp expression_facts[] = {
#define FACT_HELP(id, name, number, help) {name, "", help},
    FACT_LIST(FACT_HELP)
#undef FACT_HELP
        {NULL, NULL, NULL},
};

bool fact_find(const Machine *machine, const char *name, double *number)
{
    const Model *model = machine_model(machine);
    const FactSource source = {machine, model, &model->config};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (strcmp(name, facts[i].name) != 0)
            continue;
        *number = facts[i].number(&source);
        return true;
    }
    return false;
}
