/* The parts of a model whose gradients are told apart: its embedding, each of its blocks, and what comes after them.
 *
 * A parameter that two parts share, as a tied unembedding does, belongs to the one that uses it first.
 */
#ifndef TRAIN_PARTS_H
#define TRAIN_PARTS_H

#include "model/model.h"

enum { PART_NAME_LENGTH = 24 };

/* Blocks and two more: 0 is the embedding, 1 + L block L, the last one what follows the blocks. */
int parts_count(const Model *model);

/* Writes which part each parameter belongs to: part[model->parameters.count]. */
void parts_of_parameters(const Model *model, int *part);

/* "embed", "blocks.0", "final"; some in `name`. */
const char *parts_name(char name[PART_NAME_LENGTH], int part, int count);

#endif
