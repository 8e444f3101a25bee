#include "session/heads.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

ValueId heads_pattern(const Program *program, int layer)
{
    char name[48];
    int length = snprintf(name, sizeof name, "blocks.%d.attn.pattern", layer);
    return program_find_value(program, name, (size_t)length);
}

/* ---- in full ---- */

static Status heads_average(const Machine *machine, ValueId pattern, Sheet *sheet, Error *error)
{
    int heads = sheet_heads(machine, pattern);
    size_t count = (size_t)sheet->rows * (size_t)sheet->columns;
    for (int head = 1; head < heads; head++) {
        Sheet other;
        Status status = sheet_read(machine, pattern, head, &other, error);
        for (size_t i = 0; i < count && status == STATUS_OK; i++)
            sheet->values[i] += other.values[i];
        sheet_free(&other);
        TRY(status);
    }
    for (size_t i = 0; i < count; i++) {
        sheet->values[i] /= (float)heads;
        if (sheet->states[i] == CELL_NUMBER) /* an error in any head is one of the average */
            sheet->states[i] = (unsigned char)cell_state(sheet->values[i]);
    }
    return STATUS_OK;
}

Status heads_read(const Machine *machine, ValueId pattern, int head, Sheet *sheet, Error *error)
{
    TRY(sheet_read(machine, pattern, head < 0 ? 0 : head, sheet, error));
    return head == HEADS_AVERAGE ? heads_average(machine, pattern, sheet, error) : STATUS_OK;
}

void heads_without_first(Sheet *sheet)
{
    for (int row = 0; row < sheet->rows; row++) {
        float *values = sheet->values + (size_t)row * (size_t)sheet->columns;
        unsigned char *states = sheet->states + (size_t)row * (size_t)sheet->columns;
        double sum = 0;
        for (int column = 1; column < sheet->columns; column++)
            sum += states[column] == CELL_NUMBER ? (double)values[column] : 0;
        for (int column = 0; column < sheet->columns; column++) {
            if (states[column] != CELL_NUMBER)
                continue;
            if (column == 0 || sum <= 0)
                states[column] = CELL_MASKED;
            values[column] = column == 0 || sum <= 0 ? 0 : (float)((double)values[column] / sum);
        }
    }
}

/* ---- small ---- */

int heads_block(int64_t positions, int most)
{
    return positions > most ? (int)((positions + most - 1) / most) : 1;
}

/* A row of a pattern into its line of the thumbnail: of what the query may see, the largest of each block. */
static void thumbnail_row(const Real *row, int64_t seen, int64_t stride, int block, float *values,
                          unsigned char *states)
{
    for (int64_t key = 0; key < seen; key += block) {
        float largest = values[key / block];
        for (int64_t k = key; k < key + block && k < seen; k++) {
            float share = (float)row[k * stride];
            largest = share > largest || isnan(share) ? share : largest;
        }
        values[key / block] = largest;
        states[key / block] = (unsigned char)cell_state(largest);
    }
}

void heads_thumbnail(const Machine *machine, ValueId pattern, int head, int block, int size, float *values,
                     unsigned char *states)
{
    memset(values, 0, (size_t)size * (size_t)size * sizeof *values);
    memset(states, CELL_NOT_COMPUTED, (size_t)size * (size_t)size);
    for (int pass = 0; pass < machine_pass_count(machine); pass++) {
        Tensor tensor;
        if (!machine_tensor(machine, pass, pattern, &tensor))
            continue;
        int64_t first = machine_pass_first(machine, pass);
        for (int64_t r = 0; r < tensor.shape.size[1]; r++) {
            int64_t query = first + r, line = query / block * size;
            for (int i = 0; i < size; i++) /* what no query of the block may see stays so */
                states[line + i] = states[line + i] == CELL_NOT_COMPUTED ? CELL_MASKED : states[line + i];
            thumbnail_row(tensor_cell(&tensor, (int64_t[RANK_MAX]){head, r, 0}), query + 1, tensor.stride[2], block,
                          values + line, states + line);
        }
    }
}
