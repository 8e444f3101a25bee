#include "run/lens.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "run/readout.h"

/* What was learnt of one position, and of which rows of the stream. */
typedef struct LensColumn {
    Real *rows;      /* [depths, d_model] as they were; NULL: nothing is known */
    LensCell *cells; /* [depths]; which rows were computed then */
} LensColumn;

struct Lens {
    const Model *model;
    Readout readout;
    ValueId *depths;
    const char **names;
    int depth_count;
    LensColumn *columns; /* by position */
    size_t column_count, column_capacity;
};

/* ---- depths ---- */

/* "blocks.0.resid_pre" of "embed", where that is its second name; NULL where the value is no place of the stream. */
static const char *stream_name(const Value *value)
{
    const char *const names[] = {value->name, value->alias};
    for (int i = 0; i < 2; i++)
        if (names[i] && strstr(names[i], ".resid_"))
            return names[i];
    return NULL;
}

static void lens_find_depths(Lens *lens)
{
    const Program *program = &lens->model->program;
    lens->depths = memory_new((size_t)program->instruction_count, sizeof *lens->depths);
    lens->names = memory_new((size_t)program->instruction_count, sizeof *lens->names);
    for (int i = 0; i < program->instruction_count; i++) {
        ValueId id = program->instructions[i].out;
        const char *name = stream_name(&program->values[id]);
        if (!name && id != lens->readout.stream)
            continue;
        lens->names[lens->depth_count] = name ? name : program->values[id].name;
        lens->depths[lens->depth_count++] = id;
    }
}

Status lens_new(const Model *model, Lens **out, Error *error)
{
    Readout readout;
    TRY(readout_find(model, &readout, error));
    Lens *lens = memory_new(1, sizeof *lens);
    lens->model = model;
    lens->readout = readout;
    lens_find_depths(lens);
    *out = lens;
    return STATUS_OK;
}

void lens_free(Lens *lens)
{
    if (!lens)
        return;
    for (size_t i = 0; i < lens->column_count; i++) {
        free(lens->columns[i].rows);
        free(lens->columns[i].cells);
    }
    free(lens->columns);
    free(lens->names);
    free(lens->depths);
    free(lens);
}

int lens_depth_count(const Lens *lens)
{
    return lens->depth_count;
}

ValueId lens_depth(const Lens *lens, int depth)
{
    return lens->depths[depth];
}

const char *lens_depth_name(const Lens *lens, int depth)
{
    return lens->names[depth];
}

Status lens_find_depth(const Lens *lens, const char *name, size_t length, int *depth, Error *error)
{
    char full[64];
    bool is_number = length > 0 && length < 9 && strspn(name, "0123456789") >= length;
    snprintf(full, sizeof full, is_number ? "blocks.%.*s.resid_post" : "%.*s", (int)(length < 60 ? length : 60), name);
    ValueId wanted = program_find_value(&lens->model->program, full, strlen(full));
    for (*depth = 0; *depth < lens->depth_count; ++*depth)
        if (lens->depths[*depth] == wanted)
            return STATUS_OK;
    return error_set(
        error, STATUS_NOT_FOUND,
        _("lens: %s is no place of the residual stream; give a layer from 0 to %d, or a name from %s to %s"), full,
        lens->model->program.block_count - 1, lens->names[0], lens->names[lens->depth_count - 1]);
}

/* ---- reading ---- */

int32_t lens_top(const Real *logits, int64_t vocab)
{
    int32_t best = 0;
    for (int32_t i = 1; i < vocab; i++)
        if (logits[i] > logits[best] || (isnan(logits[best]) && !isnan(logits[i])))
            best = i;
    return best;
}

int64_t lens_rank(const Real *logits, int64_t vocab, int32_t token)
{
    int64_t before = 0;
    for (int64_t i = 0; i < vocab; i++)
        before += logits[i] > logits[token] || (i < token && logits[i] == logits[token]);
    return before + 1;
}

static const Real *program_row(const Lens *lens, const Machine *machine, ValueId value, int64_t position)
{
    bool finished = readout_row(machine, lens->model->program.probs, position) != NULL;
    return finished ? readout_row(machine, value, position) : NULL;
}

Status lens_read(const Lens *lens, const Machine *machine, int depth, int64_t position, Real *logits, Real *probs,
                 Error *error)
{
    const Program *program = &lens->model->program;
    size_t bytes = (size_t)lens->model->config.vocab * sizeof(Real);
    const Real *row = readout_row(machine, lens->depths[depth], position);
    const Real *own = program_row(lens, machine, program->logits, position);
    if (!row)
        return error_set(
            error, STATUS_NOT_COMPUTED,
            _("%s: not computed yet at position %lld; step past it, or run the pass to its end with finish"),
            lens->names[depth], (long long)position);
    if (depth < lens->depth_count - 1 || !own)
        return readout_run(machine, &lens->readout, row, 1, logits, probs, error);
    memcpy(logits, own, bytes);
    memcpy(probs, readout_row(machine, program->probs, position), bytes);
    return STATUS_OK;
}

/* ---- looking ---- */

static int64_t lens_width(const Lens *lens)
{
    const Shape *shape = &lens->model->program.values[lens->readout.stream].shape;
    return shape_span(shape, 1, shape->rank);
}

static void lens_cell(const Real *logits, const Real *probs, int64_t vocab, int32_t token, LensCell *cell)
{
    *cell = (LensCell){.computed = true, .top = lens_top(logits, vocab), .token = token};
    cell->top_probability = probs[cell->top];
    if (token < 0)
        return;
    cell->probability = probs[token];
    cell->rank = lens_rank(logits, vocab, token);
}

/* The token to follow where none is named. */
static int32_t lens_token(const Lens *lens, const Machine *machine, int64_t position, int32_t token)
{
    const Real *logits = program_row(lens, machine, lens->model->program.logits, position);
    return token >= 0 ? token : logits ? lens_top(logits, lens->model->config.vocab) : -1;
}

static bool column_is_current(const Lens *lens, const LensColumn *column, const Machine *machine, int64_t position,
                              int32_t token)
{
    int64_t width = lens_width(lens);
    for (int depth = 0; depth < lens->depth_count; depth++) {
        const Real *row = readout_row(machine, lens->depths[depth], position);
        if ((row != NULL) != column->cells[depth].computed)
            return false;
        if (row && (column->cells[depth].token != token ||
                    memcmp(row, column->rows + depth * width, (size_t)width * sizeof *row) != 0))
            return false;
    }
    return true;
}

bool lens_knows(const Lens *lens, const Machine *machine, int64_t position, int32_t token)
{
    return (size_t)position < lens->column_count && lens->columns[position].rows &&
           column_is_current(lens, &lens->columns[position], machine, position,
                             lens_token(lens, machine, position, token));
}

static LensColumn *lens_column(Lens *lens, int64_t position)
{
    size_t needed = (size_t)position + 1;
    if (needed > lens->column_count) {
        lens->columns = memory_grow(lens->columns, &lens->column_capacity, needed, sizeof *lens->columns);
        memset(lens->columns + lens->column_count, 0, (needed - lens->column_count) * sizeof *lens->columns);
        lens->column_count = needed;
    }
    LensColumn *column = &lens->columns[position];
    if (!column->rows) {
        column->rows = memory_new((size_t)lens->depth_count * (size_t)lens_width(lens), sizeof *column->rows);
        column->cells = memory_new((size_t)lens->depth_count, sizeof *column->cells);
    }
    return column;
}

/* Copies the rows that are computed to the column: the first so many depths. */
static int column_take_rows(const Lens *lens, LensColumn *column, const Machine *machine, int64_t position)
{
    int count = 0;
    int64_t width = lens_width(lens);
    memset(column->cells, 0, (size_t)lens->depth_count * sizeof *column->cells);
    for (; count < lens->depth_count; count++) {
        const Real *row = readout_row(machine, lens->depths[count], position);
        if (!row)
            break;
        memcpy(column->rows + count * width, row, (size_t)width * sizeof *row);
    }
    return count;
}

static Status column_compute(const Lens *lens, LensColumn *column, const Machine *machine, int64_t position,
                             int32_t token, Error *error)
{
    int count = column_take_rows(lens, column, machine, position);
    int64_t vocab = lens->model->config.vocab;
    if (!count)
        return STATUS_OK;
    Real *logits = memory_try_unset((size_t)(count * vocab), sizeof *logits);
    Real *probs = memory_try_unset((size_t)(count * vocab), sizeof *probs);
    Status status = STATUS_NO_MEMORY;
    if (logits && probs)
        status = readout_run(machine, &lens->readout, column->rows, count, logits, probs, error);
    else
        error_set(error, status, _("lens: no memory for %d rows of logits; choose a model with a smaller vocabulary"),
                  count);
    for (int depth = 0; depth < count && status == STATUS_OK; depth++)
        lens_cell(logits + depth * vocab, probs + depth * vocab, vocab, token, &column->cells[depth]);
    free(logits);
    free(probs);
    return status;
}

Status lens_look(Lens *lens, const Machine *machine, int64_t position, int32_t token, const LensCell **cells,
                 Error *error)
{
    const Program *program = &lens->model->program;
    LensColumn *column = lens_column(lens, position);
    token = lens_token(lens, machine, position, token);
    if (!column_is_current(lens, column, machine, position, token))
        TRY(column_compute(lens, column, machine, position, token, error));
    const Real *logits = program_row(lens, machine, program->logits, position);
    if (logits) /* the last word is the program's own: edits of it count, and so does its last bit */
        lens_cell(logits, readout_row(machine, program->probs, position), lens->model->config.vocab, token,
                  &column->cells[lens->depth_count - 1]);
    *cells = column->cells;
    return STATUS_OK;
}
