#include "figure/figure.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

void figure_init(Figure *figure)
{
    *figure = (Figure){
        .kind = FIGURE_TEXT,
        .title = "",
        .subtitle = "",
        .x = {.name = ""},
        .y = {.name = ""},
        .value_name = "",
        .highlight_row = -1,
        .highlight_column = -1,
    };
}

void figure_free(Figure *figure)
{
    for (int i = 0; figure->kind == FIGURE_PANELS && i < figure->panels.count; i++)
        figure_free(&figure->panels.figures[i]);
    arena_free(&figure->arena);
    figure_init(figure);
}

static const char *figure_format(Figure *figure, const char *format, va_list arguments)
{
    char *text;
    int length = vasprintf(&text, format, arguments);
    if (length < 0)
        abort();
    const char *copy = arena_text(&figure->arena, text, (size_t)length);
    free(text);
    return copy;
}

/* One more element of a list that lives in the figure's arena; the old array stays behind there. */
static void *figure_grow(Figure *figure, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t wanted = *capacity ? 2 * *capacity : 8;
    void *larger = arena_new(&figure->arena, wanted, size);
    if (count)
        memcpy(larger, items, count * size);
    *capacity = wanted;
    return larger;
}

static void figure_list_add(Figure *figure, TextList *list, const char *text)
{
    list->items = figure_grow(figure, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = text;
}

static const char *figure_copy(Figure *figure, const char *text)
{
    return text ? arena_text(&figure->arena, text, strlen(text)) : "";
}

static const float *figure_copy_floats(Figure *figure, const float *values, int count)
{
    float *copy = arena_new(&figure->arena, (size_t)count, sizeof *copy);
    if (count > 0)
        memcpy(copy, values, (size_t)count * sizeof *copy);
    return copy;
}

static const char *const *figure_copy_labels(Figure *figure, const char *const *labels, int count)
{
    if (!labels || count <= 0)
        return NULL;
    const char **copy = arena_new(&figure->arena, (size_t)count, sizeof *copy);
    for (int i = 0; i < count; i++)
        copy[i] = figure_copy(figure, labels[i]);
    return copy;
}

void figure_title(Figure *figure, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    figure->title = figure_format(figure, format, arguments);
    va_end(arguments);
}

void figure_subtitle(Figure *figure, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    figure->subtitle = figure_format(figure, format, arguments);
    va_end(arguments);
}

void figure_note(Figure *figure, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    figure_list_add(figure, &figure->notes, figure_format(figure, format, arguments));
    va_end(arguments);
}

void figure_source(Figure *figure, const char *value_name)
{
    figure_list_add(figure, &figure->sources, figure_copy(figure, value_name));
}

void figure_value_name(Figure *figure, const char *name)
{
    figure->value_name = figure_copy(figure, name);
}

void figure_cursor(Figure *figure, int row, int column)
{
    figure->has_cursor = true;
    figure->cursor_row = row;
    figure->cursor_column = column;
}

static Axis figure_axis(Figure *figure, const char *name, const char *const *labels, int count)
{
    Axis axis = {.name = figure_copy(figure, name), .labels = figure_copy_labels(figure, labels, count)};
    axis.count = axis.labels ? count : 0;
    return axis;
}

void figure_axis_x(Figure *figure, const char *name, const char *const *labels, int count)
{
    figure->x = figure_axis(figure, name, labels, count);
}

void figure_axis_y(Figure *figure, const char *name, const char *const *labels, int count)
{
    figure->y = figure_axis(figure, name, labels, count);
}

void figure_axis_style(Figure *figure, Axis *axis, int index, Style style)
{
    if (index < 0 || index >= axis->count)
        return;
    if (!axis->styles)
        axis->styles = arena_new(&figure->arena, (size_t)axis->count, 1);
    axis->styles[index] = (unsigned char)style;
}

void figure_matrix_borrow(Figure *figure, int rows, int columns, const float *values, ptrdiff_t row_stride,
                          ptrdiff_t column_stride)
{
    figure->kind = FIGURE_MATRIX;
    figure->matrix = (Tile){
        .rows = rows > 0 ? rows : 0,
        .columns = columns > 0 ? columns : 0,
        .values = values,
        .row_stride = row_stride,
        .column_stride = column_stride,
        .caption = "",
    };
}

/* Makes a borrowed matrix the figure's own: packed rows. */
static void figure_matrix_own(Figure *figure, Tile *matrix)
{
    if (!matrix->values)
        return;
    float *copy = arena_new(&figure->arena, (size_t)matrix->rows * (size_t)matrix->columns, sizeof *copy);
    float *next = copy;
    for (int row = 0; row < matrix->rows; row++)
        for (int column = 0; column < matrix->columns; column++)
            *next++ = matrix->values[row * matrix->row_stride + column * matrix->column_stride];
    matrix->values = copy;
    matrix->row_stride = matrix->columns;
    matrix->column_stride = 1;
}

void figure_matrix(Figure *figure, int rows, int columns, const float *values, ptrdiff_t row_stride,
                   ptrdiff_t column_stride)
{
    figure_matrix_borrow(figure, rows, columns, values, row_stride, column_stride);
    figure_matrix_own(figure, &figure->matrix);
}

void figure_matrix_texts(Figure *figure, const char *const *texts)
{
    size_t count = (size_t)figure->matrix.rows * (size_t)figure->matrix.columns;
    const char **copy = arena_new(&figure->arena, count, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = figure_copy(figure, texts[i]);
    figure->matrix.texts = copy;
}

void figure_grid(Figure *figure, int rows, int columns, int tile_rows, int tile_columns)
{
    figure->kind = FIGURE_GRID;
    figure->grid = (Grid){.rows = rows, .columns = columns};
    figure->grid.tiles = arena_new(&figure->arena, (size_t)rows * (size_t)columns, sizeof(Tile));
    for (int i = 0; i < rows * columns; i++)
        figure->grid.tiles[i] = (Tile){.rows = tile_rows, .columns = tile_columns, .caption = ""};
}

Tile *figure_grid_tile(Figure *figure, int row, int column, const char *caption, const float *values,
                       ptrdiff_t row_stride, ptrdiff_t column_stride)
{
    Tile *tile = &figure->grid.tiles[row * figure->grid.columns + column];
    tile->caption = figure_copy(figure, caption);
    tile->values = values;
    tile->row_stride = row_stride;
    tile->column_stride = column_stride;
    figure_matrix_own(figure, tile);
    return tile;
}

Tile *figure_grid_large(Figure *figure, int focus, int rows, int columns, const float *values)
{
    Tile *large = arena_new(&figure->arena, 1, sizeof *large);
    *large = (Tile){.rows = rows, .columns = columns, .row_stride = columns, .column_stride = 1, .caption = ""};
    large->values = values ? figure_copy_floats(figure, values, rows * columns) : NULL;
    figure->grid.has_focus = true;
    figure->grid.focus = focus;
    figure->grid.large = large;
    return large;
}

void figure_cell_state(Figure *figure, Tile *matrix, int row, int column, CellState state)
{
    if (!matrix->states) {
        unsigned char *states = arena_new(&figure->arena, (size_t)matrix->rows * (size_t)matrix->columns, 1);
        unsigned char *next = states;
        for (int r = 0; r < matrix->rows; r++)
            for (int c = 0; c < matrix->columns; c++)
                *next++ = (unsigned char)tile_state(matrix, r, c);
        matrix->states = states;
    }
    matrix->states[(size_t)row * (size_t)matrix->columns + (size_t)column] = (unsigned char)state;
}

void figure_bars(Figure *figure, const char *axis_name, const char *const *labels, int count)
{
    figure->kind = FIGURE_BARS;
    figure->bars = (Bars){.count = count, .chosen = -1, .chosen_name = ""};
    figure_axis_y(figure, axis_name, labels, count);
}

static Series *figure_series_add(Figure *figure, Series **series, int *count, const char *name)
{
    Series *larger = arena_new(&figure->arena, (size_t)*count + 1, sizeof *larger);
    if (*count)
        memcpy(larger, *series, (size_t)*count * sizeof *larger);
    *series = larger;
    larger[*count].name = figure_copy(figure, name);
    return &larger[(*count)++];
}

void figure_bars_series(Figure *figure, const char *name, const float *values)
{
    Series *series = figure_series_add(figure, &figure->bars.series, &figure->bars.series_count, name);
    series->count = figure->bars.count;
    series->y = figure_copy_floats(figure, values, series->count);
}

void figure_bars_chosen(Figure *figure, int bar, const char *name)
{
    figure->bars.chosen = bar;
    figure->bars.chosen_name = figure_copy(figure, name);
}

void figure_bars_shares(Figure *figure, const float *lengths, double mark, const char *mark_name)
{
    figure->bars.shares = (Shares){
        .lengths = figure_copy_floats(figure, lengths, figure->bars.count),
        .mark = mark,
        .mark_name = figure_copy(figure, mark_name),
    };
}

void figure_lines(Figure *figure, const char *x_name, const char *y_name)
{
    figure->kind = FIGURE_LINES;
    figure->lines = (Lines){0};
    figure_axis_x(figure, x_name, NULL, 0);
    figure_axis_y(figure, y_name, NULL, 0);
}

void figure_lines_series(Figure *figure, const char *name, int count, const float *x, const float *y)
{
    Series *series = figure_series_add(figure, &figure->lines.series, &figure->lines.series_count, name);
    series->count = count;
    series->y = figure_copy_floats(figure, y, count);
    if (x) {
        series->x = figure_copy_floats(figure, x, count);
        return;
    }
    float *positions = arena_new(&figure->arena, (size_t)count, sizeof *positions);
    for (int i = 0; i < count; i++)
        positions[i] = (float)i;
    series->x = positions;
}

void figure_points(Figure *figure, int count, const float *x, const float *y, const char *const *labels)
{
    figure->kind = FIGURE_POINTS;
    figure->points = (Points){
        .count = count,
        .x = figure_copy_floats(figure, x, count),
        .y = figure_copy_floats(figure, y, count),
        .labels = figure_copy_labels(figure, labels, count),
    };
}

void figure_panels(Figure *figure, int count)
{
    figure->kind = FIGURE_PANELS;
    figure->panels = (Panels){.count = count};
    figure->panels.figures = arena_new(&figure->arena, (size_t)count, sizeof *figure->panels.figures);
    for (int i = 0; i < count; i++)
        figure_init(&figure->panels.figures[i]);
}

void figure_text(Figure *figure)
{
    figure->kind = FIGURE_TEXT;
    figure->text = (Text){0};
}

void figure_text_line(Figure *figure)
{
    Text *text = &figure->text;
    text->lines = figure_grow(figure, text->lines, text->count, &text->capacity, sizeof *text->lines);
    text->lines[text->count++] = (TextLine){0};
}

void figure_span(Figure *figure, Style style, const char *format, ...)
{
    if (!figure->text.count)
        figure_text_line(figure);
    TextLine *line = &figure->text.lines[figure->text.count - 1];
    line->spans = figure_grow(figure, line->spans, line->count, &line->capacity, sizeof *line->spans);
    va_list arguments;
    va_start(arguments, format);
    line->spans[line->count++] = (TextSpan){.style = style, .text = figure_format(figure, format, arguments)};
    va_end(arguments);
}

static TextSpan *figure_last_span(Figure *figure)
{
    Text *text = &figure->text;
    TextLine *line = text->count ? &text->lines[text->count - 1] : NULL;
    return line && line->count ? &line->spans[line->count - 1] : NULL;
}

void figure_shade(Figure *figure, float value)
{
    TextSpan *span = figure_last_span(figure);
    if (!span)
        return;
    span->shaded = true;
    span->value = value;
}

void figure_share(Figure *figure, Style style, double share, int width)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    Buffer bar = {0};
    double clean = share > 1 ? 1 : share > 0 ? share : 0; /* NaN: nothing */
    int filled = (int)(clean * width * 8 + 0.5);
    if (filled == 0 && clean > 0)
        filled = 1;
    for (int i = 0; i < filled / 8; i++)
        buffer_append_text(&bar, "█");
    buffer_append_text(&bar, eighths[filled % 8]);
    for (int i = (filled + 7) / 8; i < width; i++)
        buffer_append_text(&bar, " ");
    figure_span(figure, style, "%s", buffer_text(&bar));
    buffer_free(&bar);
}
