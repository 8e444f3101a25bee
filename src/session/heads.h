/* Attention patterns for a screen: one head's in full, and those of all heads of all layers made small. */
#ifndef SESSION_HEADS_H
#define SESSION_HEADS_H

#include "session/sheet.h"

/* The pattern of a layer; 0 where the program has none of that name. */
ValueId heads_pattern(const Program *program, int layer);

enum { HEADS_AVERAGE = -1 };

/* The pattern of one head [query, key], or the average over all heads of the layer; of what the sheet then has, cells
 * that are masked in one head are in all. sheet_free it, after an error too. */
Status heads_read(const Machine *machine, ValueId pattern, int head, Sheet *sheet, Error *error);

/* Takes the first token out: each query's attention to the others, made to sum to 1 again. The first column, and rows
 * that have nothing left, become masked. The numbers are then no longer the model's. */
void heads_without_first(Sheet *sheet);

/* How large a thumbnail of `positions` is, at most `most` rows and columns: blocks of how many positions. */
int heads_block(int64_t positions, int most);

/* One head as a thumbnail: values and states [size, size], each the largest of its block of positions. */
void heads_thumbnail(const Machine *machine, ValueId pattern, int head, int block, int size, float *values,
                     unsigned char *states);

#endif
