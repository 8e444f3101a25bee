/* A program: what a forward pass does, as a flat list of instructions.
 *
 * An instruction is an op with named inputs, weights and one named output; it bears the name of its
 * output. Values and weights live in tables of the program and are referred to by number (ValueId,
 * WeightId), 0 meaning none. A program holds no numbers: sizes that depend on the text stay open
 * (SIZE_NEW, SIZE_SEEN) until a machine runs a pass.
 *
 * An architecture writes a program through a ProgramBuilder (builder.h). A finished program is
 * immutable.
 */
#ifndef PROGRAM_PROGRAM_H
#define PROGRAM_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/map.h"
#include "op/op.h"

typedef int ValueId;
typedef int WeightId;

enum { NO_BLOCK = -1 };

/* Where a weight is found in a checkpoint, and how it lies there. */
typedef enum WeightLayout {
    LAYOUT_OUT_IN, /* as the op wants it: output axes first (torch.nn.Linear); also vectors and tables */
    LAYOUT_IN_OUT, /* transposed: GPT-2's Conv1D */
} WeightLayout;

typedef struct WeightSource {
    const char *tensor; /* the checkpoint's name, without an optional prefix */
    int out_axes;       /* how many leading axes of the weight are outputs, one axis in the file; 0 means one */
    WeightLayout layout;
    int part, parts; /* the weight is part `part` of `parts` equal slices of the output; parts 0 means all of it */
} WeightSource;

typedef struct Weight {
    const char *name; /* "blocks.0.attn.W_Q" */
    Shape shape;
    WeightSource source;
} Weight;

typedef struct Value {
    const char *name;
    const char *alias; /* a second name ("blocks.1.resid_pre" of "blocks.0.resid_post"), or NULL */
    Shape shape;       /* with open sizes */
    int instruction;   /* the one that computes it */
    int last_use;      /* the last instruction that reads it; its own when none does */
    int block;         /* the transformer block it belongs to, or NO_BLOCK */
    bool cached;       /* some instruction reads its past: it lives in the KV cache */
} Value;

typedef struct Instruction {
    const Op *op;
    ValueId out, in[OP_INPUTS];
    WeightId weight[OP_WEIGHTS];
    OpParams params;
} Instruction;

typedef struct Program {
    Instruction *instructions;
    int instruction_count;
    Value *values; /* [1, value_count] */
    int value_count;
    Weight *weights; /* [1, weight_count] */
    int weight_count;
    int block_count;
    ValueId logits, probs; /* the two that generation needs; 0 where the program has none */
    Arena arena;           /* owns names, tables and parameters */
    Map value_names, weight_names;
} Program;

/* By name or alias; 0 where there is none. Not terminated: `length` bytes. */
ValueId program_find_value(const Program *program, const char *name, size_t length);
WeightId program_find_weight(const Program *program, const char *name, size_t length);

/* The instruction that computes the value called `name`, or an error that suggests near names. */
Status program_find_instruction(const Program *program, const char *name, int *instruction, Error *error);

/* The name of the instruction's output. */
const char *program_name(const Program *program, int instruction);

/* The op's formula, with a bias only where this instruction has one. */
const char *instruction_formula(const Instruction *line);

/* The call that an instruction makes, with shapes alone (open sizes, no data). */
void program_call(const Program *program, int instruction, Call *call);

/* Cost of one instruction for a pass of `new_positions` after which `seen` positions are known. */
Cost program_cost(const Program *program, int instruction, int64_t new_positions, int64_t seen);

void program_free(Program *program);

#endif
