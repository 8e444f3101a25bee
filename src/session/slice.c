#include "session/slice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "session/sheet.h"
#include "session/token.h"

/* ---- which cells ---- */

static int64_t within(int64_t value, int64_t from, int64_t size)
{
    return value < from || size <= 0 ? from : value >= from + size ? from + size - 1 : value;
}

/* The indices of an axis that exist: of a value's positions, those of the pass. */
static void slice_bounds(const Machine *machine, const SliceRequest *request, const Shape *shape, int axis,
                         int64_t *from, int64_t *size)
{
    *from = 0;
    *size = shape->size[axis];
    bool has_pass = request->pass >= 0 && request->pass < machine_pass_count(machine);
    if (request->cell.kind == CELL_WEIGHT || axis != cell_row_axis(shape) || !has_pass)
        return;
    *from = machine_pass_first(machine, request->pass);
    *size = machine_pass_size(machine, request->pass);
}

static SliceSide slice_side(const Machine *machine, const SliceRequest *request, const Shape *shape, int axis,
                            int block, int64_t *index)
{
    SliceSide side = {.axis = axis, .block = block > 1 ? block : 1, .size = 1, .count = 1};
    if (axis < 0)
        return side;
    side.name = shape->axis[axis];
    slice_bounds(machine, request, shape, axis, &side.from, &side.size);
    *index = within(*index, side.from, side.size);
    int64_t read = side.size;
    side.first = side.from;
    if (read > SLICE_LONG && !request->everything) { /* starts at round numbers, so that a step seldom moves it */
        read = SLICE_PART;
        side.first = within(*index / (SLICE_PART / 2) * (SLICE_PART / 2) - SLICE_PART / 4, 0, side.size - read + 1);
    }
    side.count = (int)((read + side.block - 1) / side.block);
    return side;
}

void slice_plan(const Machine *machine, const SliceRequest *request, Slice *out)
{
    Shape shape = cell_shape(machine, request->cell.kind, request->cell.id);
    SheetAxes usual = sheet_axes(&shape);
    int64_t none = 0, from, size;
    *out = (Slice){.cell = request->cell, .held = -1};
    for (int i = 0; i < shape.rank && shape.rank > 2; i++)
        out->axes[out->axis_count++] = i;
    if (shape.rank > 2) {
        out->held = request->held >= 0 && request->held < shape.rank ? request->held : usual.head < 0 ? 0 : usual.head;
        slice_bounds(machine, request, &shape, out->held, &from, &size);
        out->cell.index[out->held] = within(out->cell.index[out->held], from, size);
    }
    int sides[2] = {-1, -1}, found = shape.rank < 2;
    for (int i = 0; i < shape.rank && found < 2; i++)
        if (i != out->held)
            sides[found++] = i;
    out->rows = slice_side(machine, request, &shape, sides[0], request->block[0],
                           sides[0] < 0 ? &none : &out->cell.index[sides[0]]);
    out->columns = slice_side(machine, request, &shape, sides[1], request->block[1], &out->cell.index[sides[1]]);
}

/* ---- reading ---- */

/* One tensor of a pass, or the weight, with what the mask says about its cells. */
typedef struct Source {
    Tensor tensor, mask;
    bool has, has_mask;
    int64_t first; /* what position its row 0 is */
} Source;

typedef struct Reader {
    const Machine *machine;
    const Slice *slice;
    Shape shape;
    int position, key; /* axes; -1: none */
    Source *sources;   /* by pass; of a weight: one */
    int source_count;
    bool masked; /* a mask decides about this value */
} Reader;

static void reader_sources(Reader *reader)
{
    const Machine *machine = reader->machine;
    const Cell *cell = &reader->slice->cell;
    if (cell->kind == CELL_WEIGHT) {
        reader->source_count = 1;
        reader->sources = memory_new(1, sizeof(Source));
        reader->sources[0] = (Source){.tensor = machine_model(machine)->weights[cell->id], .has = true};
        return;
    }
    ValueId mask = sheet_mask(&machine_model(machine)->program, cell->id);
    reader->masked = mask != 0;
    reader->source_count = machine_pass_count(machine);
    reader->sources = memory_new((size_t)reader->source_count + 1, sizeof(Source));
    for (int pass = 0; pass < reader->source_count; pass++) {
        Source *source = &reader->sources[pass];
        source->first = machine_pass_first(machine, pass);
        source->has = machine_tensor(machine, pass, cell->id, &source->tensor);
        source->has_mask = source->has && mask && machine_tensor(machine, pass, mask, &source->mask);
    }
}

/* Which source has the cell at this index. */
static const Source *reader_source(const Reader *reader, const int64_t index[RANK_MAX])
{
    if (reader->position < 0 || reader->slice->cell.kind == CELL_WEIGHT)
        return reader->source_count ? &reader->sources[0] : NULL;
    int pass = machine_pass_of(reader->machine, index[reader->position]);
    return pass < 0 ? NULL : &reader->sources[pass];
}

/* `count` cells along the columns' axis from this index on, all of one source. */
static void reader_run(const Reader *reader, const Source *source, const int64_t index[RANK_MAX], int64_t count,
                       float *values, unsigned char *states)
{
    int along = reader->slice->columns.axis;
    memset(states, CELL_NOT_COMPUTED, (size_t)count);
    memset(values, 0, (size_t)count * sizeof *values);
    if (!source || !source->has)
        return;
    int64_t local[RANK_MAX], known = count;
    memcpy(local, index, sizeof local);
    if (reader->position >= 0)
        local[reader->position] -= source->first;
    if (reader->key >= 0) { /* a pass has the keys that it has seen */
        int64_t left = source->tensor.shape.size[reader->key] - index[reader->key];
        known = left <= 0 ? 0 : along == reader->key && left < count ? left : count;
    }
    if (reader->masked)
        memset(states, CELL_MASKED, (size_t)count);
    if (!known)
        return;
    const Real *from = tensor_cell(&source->tensor, local);
    const Real *hidden = source->has_mask ? tensor_cell(&source->mask, local) : NULL;
    int64_t stride = source->tensor.stride[along], mask_stride = hidden ? source->mask.stride[along] : 0;
    for (int64_t i = 0; i < known; i++) {
        values[i] = (float)from[i * stride];
        states[i] = hidden && hidden[i * mask_stride] == -INFINITY ? CELL_MASKED : (unsigned char)cell_state(values[i]);
    }
}

/* One whole row of cells, from pass to pass where the columns are positions. */
static void reader_row(const Reader *reader, int64_t row, int64_t count, float *values, unsigned char *states)
{
    const Slice *slice = reader->slice;
    int64_t index[RANK_MAX];
    memcpy(index, slice->cell.index, sizeof index);
    if (slice->rows.axis >= 0)
        index[slice->rows.axis] = row;
    for (int64_t at = 0, run; at < count; at += run) {
        index[slice->columns.axis] = slice->columns.first + at;
        const Source *source = reader_source(reader, index);
        run = count - at;
        if (slice->columns.axis == reader->position && source && source->has) {
            int64_t left = source->first + source->tensor.shape.size[reader->position] - index[reader->position];
            run = left < run ? left : run;
        } else if (slice->columns.axis == reader->position) {
            run = 1;
        }
        reader_run(reader, source, index, run, values + at, states + at);
    }
}

/* What one number says of a block: an error first, else the number farthest from zero. */
static bool block_prefers(unsigned char state, float value, unsigned char old_state, float old_value)
{
    static const int rank[CELL_STATES] = {
        [CELL_NOT_COMPUTED] = 0, [CELL_MASKED] = 1, [CELL_NUMBER] = 2, [CELL_NAN] = 3};
    return rank[state] > rank[old_state] || (state == old_state && fabsf(value) > fabsf(old_value));
}

static void block_row(const Slice *slice, int64_t row, int64_t count, const float *values, const unsigned char *states)
{
    size_t line = (size_t)(row / slice->rows.block) * (size_t)slice->columns.count;
    bool begins = row % slice->rows.block == 0;
    for (int64_t i = 0; i < count; i++) {
        size_t at = line + (size_t)(i / slice->columns.block);
        bool first = begins && i % slice->columns.block == 0;
        if (first || block_prefers(states[i], values[i], slice->states[at], slice->values[at])) {
            slice->values[at] = values[i];
            slice->states[at] = states[i];
        }
    }
}

/* How many indices of a side were read. */
static int64_t side_read(const SliceSide *side)
{
    int64_t end = side->from + side->size, read = (int64_t)side->count * side->block;
    return read < end - side->first ? read : end - side->first;
}

Status slice_read(const Machine *machine, const SliceRequest *request, Slice *out, Error *error)
{
    slice_plan(machine, request, out);
    int64_t rows = side_read(&out->rows), columns = side_read(&out->columns);
    size_t cells = (size_t)out->rows.count * (size_t)out->columns.count;
    out->values = memory_try(cells + 1, sizeof *out->values);
    out->states = memory_try(cells + 1, 1);
    float *values = memory_try((size_t)columns + 1, sizeof *values);
    unsigned char *states = memory_try((size_t)columns + 1, 1);
    bool whole = out->rows.block == 1 && out->columns.block == 1; /* each cell for itself */
    bool has_memory = out->values && out->states && values && states;
    Reader reader = {.machine = machine, .slice = out, .position = -1, .key = -1};
    reader.shape = cell_shape(machine, request->cell.kind, request->cell.id);
    if (request->cell.kind == CELL_VALUE) {
        reader.position = cell_row_axis(&reader.shape);
        reader.key = shape_axis(&reader.shape, AXIS_KEY);
    }
    if (has_memory)
        reader_sources(&reader);
    for (int64_t row = 0; row < rows && has_memory; row++) {
        size_t line = (size_t)row * (size_t)columns;
        reader_row(&reader, out->rows.first + row, columns, whole ? out->values + line : values,
                   whole ? out->states + line : states);
        if (!whole)
            block_row(out, row, columns, values, states);
    }
    free(reader.sources);
    free(values);
    free(states);
    if (!has_memory)
        return error_set(error, STATUS_NO_MEMORY, _("%s: no memory for %zu cells; shorten the text"),
                         cell_name(machine, request->cell.kind, request->cell.id), cells);
    return STATUS_OK;
}

void slice_free(Slice *slice)
{
    free(slice->values);
    free(slice->states);
    *slice = (Slice){0};
}

/* ---- labels ---- */

const char *const *slice_labels(const Machine *machine, const SliceSide *side, bool with_ids, Arena *arena)
{
    AxisName axis = side->name;
    bool positions = axis == AXIS_POS || axis == AXIS_QUERY || axis == AXIS_KEY,
         words = positions || axis == AXIS_VOCAB;
    if (!words)
        return NULL;
    const char **labels = arena_new(arena, (size_t)side->count, sizeof *labels);
    Buffer text = {0};
    for (int i = 0; i < side->count; i++) {
        int64_t index = side->first + (int64_t)i * side->block;
        buffer_clear(&text);
        if ((axis == AXIS_VOCAB && with_ids) || side->block > 1)
            buffer_format(&text, "%lld:", (long long)index);
        token_show(machine_model(machine), positions ? machine_tokens(machine)[index] : (int32_t)index, &text);
        labels[i] = arena_text(arena, buffer_text(&text), text.length);
    }
    buffer_free(&text);
    return labels;
}
