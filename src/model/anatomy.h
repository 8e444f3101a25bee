/* The anatomy of a model, reckoned from its program alone: where the parameters are, and what memory they and
 * the KV cache take. */
#ifndef MODEL_ANATOMY_H
#define MODEL_ANATOMY_H

#include "arch/config.h"
#include "model/parameters.h"

typedef enum AnatomyPart {
    PART_EMBEDDING, /* token and position embeddings */
    PART_ATTENTION,
    PART_MLP,
    PART_NORM,
    PART_UNEMBEDDING, /* 0 where the head is tied to the embedding */
    PART_COUNT
} AnatomyPart;

const char *anatomy_part_name(AnatomyPart part); /* "attention" */

typedef struct Anatomy {
    int64_t parameters[PART_COUNT], total; /* each stored number once */
    int64_t cache_numbers_per_position;    /* keys and values of all layers */
    int64_t cache_numbers_without_gqa;     /* had every head its own */
} Anatomy;

Anatomy anatomy_of(const Program *program, const ModelConfig *config);

/* A format that memory can be reckoned for. */
typedef struct NumberFormat {
    const char *name; /* "int4" */
    int bits;
} NumberFormat;

/* All formats, ended by a NULL name. */
extern const NumberFormat number_formats[];
const NumberFormat *number_format_find(const char *name);

/* Bytes that `numbers` take. */
double number_format_bytes(const NumberFormat *format, double numbers);

#endif
