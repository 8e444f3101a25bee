/* Provenance: the arithmetic behind a cell, with every operand a cell that can be asked in turn. */
#ifndef RUN_EXPLAIN_H
#define RUN_EXPLAIN_H

#include "op/explanation.h"
#include "run/cell.h"

typedef struct CellExplanation {
    Cell cell;
    const Op *op;            /* NULL for a weight: it was learnt, not computed, and has no explanation */
    const char *formula;     /* the op's, as it is here: instruction_formula */
    bool edited;             /* the cell was overwritten: `number` is the edit's, the arithmetic what it replaced */
    double number;           /* the cell as it is */
    int32_t token;           /* the token that the cell is about (of an embedding or on the vocab axis); -1: none */
    Explanation explanation; /* operands in the order of the formula */
    Cell *operands;          /* [explanation.operand_count]: the same operands as cells with names */
} CellExplanation;

/* Explains a computed cell; errors are cell_read's. explain_free afterwards, after an error too. */
Status explain_cell(const Machine *machine, const Cell *cell, CellExplanation *out, Error *error);
void explain_free(CellExplanation *explanation);

/* For people: the cell and its number, formula, arithmetic, steps, operands (at most `most`; the rest counted).
 * Whole lines. */
void explain_print(const Machine *machine, const CellExplanation *explanation, size_t most, Buffer *out);

/* {"cell","op","formula","value","arithmetic","result","edited","steps":[{"text","value"}],
 *  "operands":[{"cell","value"}]} and, where the cell is about a token, "token":{"id","text"} ("text" only with a
 * tokenizer). Of a weight: {"cell","op":null,"value","tensor"}. One line without its end. */
void explain_print_json(const Machine *machine, const CellExplanation *explanation, Buffer *out);

#endif
