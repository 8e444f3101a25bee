/* Writing a program, one line after another.
 *
 * The builder checks each line's shapes as it is added. The first error sticks: later calls do
 * nothing, and program_build_end reports it. So an architecture reads as a plain list of what the
 * model does:
 *
 *     normalized = line(b, (Line){"blocks.0.ln1.normalized", &op_rmsnorm, .in = {x}, .weight = {gain}, ...});
 */
#ifndef PROGRAM_BUILDER_H
#define PROGRAM_BUILDER_H

#include "program/program.h"

typedef struct ProgramBuilder ProgramBuilder;

typedef struct Line {
    const char *name; /* within the current block: "attn.q" becomes "blocks.3.attn.q" */
    const Op *op;
    ValueId in[OP_INPUTS];
    WeightId weight[OP_WEIGHTS];
    OpParams params;
} Line;

ProgramBuilder *program_build_begin(void);

/* Ends the building and frees the builder. On success fills *program (program_free it). */
Status program_build_end(ProgramBuilder *builder, Program *program, Error *error);

/* Lines and weights that follow belong to this block and get its prefix, until NO_BLOCK. */
void program_block(ProgramBuilder *builder, int block);

/* Adds a line; returns its output (0 after an error). */
ValueId program_line(ProgramBuilder *builder, Line line);

/* Declares a weight. The source's tensor name may hold one %d, which becomes the block; it is copied. */
WeightId program_weight(ProgramBuilder *builder, const char *name, Shape shape, WeightSource source);

/* Gives a value a second name, under the current block's prefix. */
void program_alias(ProgramBuilder *builder, ValueId value, const char *name);

/* `count` numbers owned by the program, for parameters that point at some. */
double *program_numbers(ProgramBuilder *builder, int64_t count);

#endif
