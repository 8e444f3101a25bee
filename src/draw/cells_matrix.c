/* A matrix with its axes: as heat, one or two rows to a line, or as columns of numbers. */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "draw/cells_part.h"
#include "figure/label.h"
#include "figure/number.h"

enum {
    LABEL_MOST = 14,                     /* cells of a row's label */
    UPRIGHT_MOST = 6,                    /* lines of a column's label that is written downwards */
    HEAT_WIDEST = 6,                     /* cells of a heat map's cell: with half as many lines a square */
    HEAT_WITH_NUMBER = NUMBER_WIDTH + 2, /* the same where a number stands in it, with a margin */
    HALF_WIDEST = 2,                     /* cells, where a line holds two rows */
    TEXT_WIDEST = 16,                    /* cells of a cell in which a text stands */
    HEIGHT_FOR_LEGEND = 4,               /* below these heights the picture needs the lines itself */
    HEIGHT_FOR_NAMES = 5,
    HEIGHT_FOR_LABELS = 3,
};

typedef struct Layout {
    const Tile *matrix;
    Rect names, row_labels, column_labels, body, legend;
    int cell_width, rows_per_line, lines_per_row; /* one of the latter two is 1 */
    bool upright;                                 /* column labels run downwards */
    bool numbered;                                /* columns are too narrow for labels: every tenth has its position */
    int first_row, first_column, rows, columns;
} Layout;

static int longest_label(const Axis *axis, int count)
{
    char label[LABEL_LENGTH];
    if (!axis->count)
        return utf8_cells(label, strlen(label_of(label, axis, count - 1)));
    int longest = 1;
    for (int i = 0; i < count && i < axis->count; i++) {
        int cells = utf8_cells(label, strlen(label_of(label, axis, i)));
        longest = cells > longest ? cells : longest;
    }
    return longest;
}

static int at_most(int value, int most)
{
    return value < most ? value : most;
}

static int column_label_lines(const Layout *layout, const Figure *figure, int height)
{
    if (height < HEIGHT_FOR_LABELS)
        return 0;
    if (!layout->upright)
        return 1;
    int lines = longest_label(&figure->x, layout->matrix->columns);
    lines = at_most(lines, UPRIGHT_MOST);
    return at_most(lines, height / 3);
}

int cells_number_width(const Figure *figure)
{
    enum { SIGNS = 6 }; /* "-", ".", "e-12" */
    return figure->digits ? figure->digits + SIGNS : NUMBER_WIDTH;
}

static void layout_cell_width(Layout *layout, int width)
{
    layout->cell_width = width;
    layout->numbered = width == 1;
    layout->upright = !layout->numbered && width < 4;
}

/* Two rows to a line; wider than one cell where the labels leave room for all rows. */
static void layout_half_cell(Layout *layout, const CellsPainter *painter, int fits, int height)
{
    layout->rows_per_line = 2;
    layout_cell_width(layout, at_most(fits, HALF_WIDEST));
    int lines = height - column_label_lines(layout, painter->figure, height);
    if (fits < HALF_WIDEST || layout->matrix->rows > 2 * lines)
        layout_cell_width(layout, 1);
}

/* Chooses a cell's size for heat: a square where there is room, small enough to fit, two rows to a line as the last
 * resort. */
static void layout_heat_cell(Layout *layout, const CellsPainter *painter, Rect room)
{
    int columns = layout->matrix->columns > 0 ? layout->matrix->columns : 1;
    int rows = layout->matrix->rows > 0 ? layout->matrix->rows : 1, fits = room.width / columns;
    int widest = cells_has_heat(painter) ? HEAT_WITH_NUMBER : HEAT_WIDEST;
    layout_cell_width(layout, fits < 2 ? 1 : at_most(fits, widest));
    int lines = room.height - column_label_lines(layout, painter->figure, room.height);
    if (cells_has_heat(painter) && (fits < 2 || rows > lines))
        layout_half_cell(layout, painter, fits, room.height);
    else if (layout->cell_width >= 4 && lines / rows > 1) /* a terminal's cell is about twice as high as wide */
        layout->lines_per_row = at_most(lines / rows, layout->cell_width / 2);
}

/* Cells that hold texts are as wide as the longest one, a line each. */
static void layout_text_cell(Layout *layout, const CellsPainter *painter, Rect room)
{
    const Tile *matrix = layout->matrix;
    int longest = 1;
    for (int i = 0; i < matrix->rows * matrix->columns; i++) {
        char text[LABEL_LENGTH];
        label_visible(text, matrix->texts[i]);
        int cells = utf8_cells(text, strlen(text));
        longest = cells > longest ? cells : longest;
    }
    int width = at_most(longest + cells_text_margin(painter), TEXT_WIDEST);
    layout_cell_width(layout, at_most(width, room.width > 1 ? room.width : 1));
}

static void layout_scroll(Layout *layout, const Figure *figure)
{
    int lines = layout->body.height * layout->rows_per_line / layout->lines_per_row;
    int across = layout->body.width / layout->cell_width;
    layout->rows = at_most(layout->matrix->rows, lines);
    layout->columns = at_most(layout->matrix->columns, across);
    layout->first_row = cells_first_shown(layout->matrix->rows, lines, figure->has_cursor, figure->cursor_row);
    layout->first_column =
        cells_first_shown(layout->matrix->columns, across, figure->has_cursor, figure->cursor_column);
}

static Layout layout_matrix(const CellsPainter *painter, Rect rect, const Tile *matrix)
{
    const Figure *figure = painter->figure;
    Layout layout = {.matrix = matrix, .rows_per_line = 1, .lines_per_row = 1};
    layout_cell_width(&layout, cells_number_width(figure) + 1);
    if (rect.height >= HEIGHT_FOR_LEGEND)
        layout.legend = rect_cut_bottom(&rect, 1);
    if (rect.height >= HEIGHT_FOR_NAMES && (*figure->x.name || *figure->y.name))
        layout.names = rect_cut_top(&rect, 1);
    int name = utf8_cells(figure->y.name, strlen(figure->y.name)) + 2;
    int longest = longest_label(&figure->y, matrix->rows);
    int label = at_most((longest > name ? longest : name) + 1, LABEL_MOST);
    layout.row_labels = rect_cut_left(&rect, at_most(label, rect.width / 3));
    if (figure->show == SHOW_HEAT && matrix->texts)
        layout_text_cell(&layout, painter, rect);
    else if (figure->show == SHOW_HEAT && figure->digits)
        layout_cell_width(&layout, cells_number_width(figure) + 2); /* a margin at both sides */
    else if (figure->show == SHOW_HEAT)
        layout_heat_cell(&layout, painter, rect);
    layout.column_labels = rect_cut_top(&rect, column_label_lines(&layout, figure, rect.height));
    rect_cut_top(&layout.row_labels, layout.column_labels.height);
    layout.body = rect;
    layout_scroll(&layout, figure);
    return layout;
}

/* A label written downwards, a cluster a line; wide clusters need two cells across. */
static void upright_label(const CellsPainter *painter, Rect rect, Style style, const char *label)
{
    size_t length = strlen(label), at = 0;
    for (int line = 0; line < rect.height && at < length; line++) {
        size_t bytes = utf8_grapheme(label + at, length - at);
        char cluster[LABEL_LENGTH];
        snprintf(cluster, sizeof cluster, "%.*s", (int)bytes, label + at);
        bool last = line == rect.height - 1 && at + bytes < length;
        bool fits = utf8_cluster_cells(cluster, bytes) <= rect.width;
        canvas_put(painter->canvas, rect, rect.x, rect.y + line, style, last || !fits ? "…" : cluster);
        at += bytes;
    }
}

static Style matrix_label_style(const Figure *figure, bool is_row, int index)
{
    int cursor = is_row ? figure->cursor_row : figure->cursor_column;
    int highlight = is_row ? figure->highlight_row : figure->highlight_column;
    if (figure->has_cursor && index == cursor)
        return STYLE_EMPHASIS;
    return index == highlight ? STYLE_HIGHLIGHT : label_style(is_row ? &figure->y : &figure->x, index, STYLE_AXIS);
}

static void draw_column_positions(const CellsPainter *painter, const Layout *layout)
{
    char number[16];
    Rect labels = layout->column_labels;
    for (int i = 0; i < layout->columns; i++) {
        snprintf(number, sizeof number, "%ld", label_index(&painter->figure->x, layout->first_column + i));
        if ((layout->first_column + i) % 10 == 0)
            canvas_put(painter->canvas, labels, labels.x + i, labels.y, STYLE_AXIS, number);
    }
}

static void draw_column_labels(const CellsPainter *painter, const Layout *layout)
{
    const Figure *figure = painter->figure;
    char label[LABEL_LENGTH];
    if (layout->numbered) {
        draw_column_positions(painter, layout);
        return;
    }
    for (int i = 0; i < layout->columns; i++) {
        int column = layout->first_column + i;
        Style style = matrix_label_style(figure, false, column);
        Rect place = layout->column_labels;
        rect_cut_left(&place, i * layout->cell_width);
        place.width = at_most(place.width, layout->cell_width);
        label_of(label, &figure->x, column);
        if (layout->upright) {
            upright_label(painter, place, style, label);
        } else {
            rect_cut_left(&place, 1); /* a gap between neighbours */
            if (figure->show == SHOW_NUMBERS)
                canvas_put_right(painter->canvas, place, style, label);
            else
                canvas_put_short(painter->canvas, place, style, label);
        }
    }
}

static void draw_row_labels(const CellsPainter *painter, const Layout *layout)
{
    const Figure *figure = painter->figure;
    char label[LABEL_LENGTH];
    for (int line = 0; line < layout->body.height && line * layout->rows_per_line < layout->rows; line++) {
        int row = layout->first_row + line * layout->rows_per_line;
        bool second = layout->rows_per_line == 2 && figure->has_cursor && figure->cursor_row == row + 1;
        Style style = matrix_label_style(figure, true, row + second);
        int y = layout->row_labels.y + line * layout->lines_per_row + layout->lines_per_row / 2;
        Rect place = {layout->row_labels.x, y, layout->row_labels.width - 1, 1};
        canvas_put_short(painter->canvas, place, style, label_of(label, &figure->y, row + second));
    }
}

static Rect cell_rect(const Layout *layout, int row, int column)
{
    return (Rect){
        .x = layout->body.x + (column - layout->first_column) * layout->cell_width,
        .y = layout->body.y + (row - layout->first_row) / layout->rows_per_line * layout->lines_per_row,
        .width = layout->cell_width,
        .height = layout->lines_per_row,
    };
}

static HalfCell half_at(const Layout *layout, int row, int column)
{
    if (row >= layout->first_row + layout->rows)
        return (HalfCell){.state = CELL_NOT_COMPUTED};
    return (HalfCell){tile_state(layout->matrix, row, column), tile_value(layout->matrix, row, column)};
}

static void draw_number(const CellsPainter *painter, const Layout *layout, int row, int column)
{
    char number[NUMBER_LENGTH];
    const Tile *matrix = layout->matrix;
    CellState state = tile_state(matrix, row, column);
    Rect cell = rect_intersect(cell_rect(layout, row, column), layout->body);
    rect_cut_left(&cell, 1);
    if (state == CELL_NOT_COMPUTED) {
        canvas_put_right(painter->canvas, cell, STYLE_PENDING, cells_state_sign(state));
        return;
    }
    int width = at_most(cells_number_width(painter->figure), cell.width > 1 ? cell.width : 1);
    number_column(number, tile_value(matrix, row, column), painter->figure->digits, width);
    canvas_put(painter->canvas, cell, cell.x, cell.y, cells_state_style(state), number);
    if (state != CELL_NUMBER)
        canvas_put(painter->canvas, layout->body, cell.x + cell.width, cell.y, cells_state_style(state),
                   cells_state_sign(state));
}

static void draw_cells(const CellsPainter *painter, const Layout *layout)
{
    for (int row = layout->first_row; row < layout->first_row + layout->rows; row += layout->rows_per_line)
        for (int column = layout->first_column; column < layout->first_column + layout->columns; column++) {
            Rect cell = cell_rect(layout, row, column);
            cells_part(painter, rect_intersect(cell, layout->body), row, column);
            if (painter->figure->show == SHOW_NUMBERS)
                draw_number(painter, layout, row, column);
            else if (layout->rows_per_line == 1)
                cells_heat(painter, rect_intersect(cell, layout->body), layout->matrix, row, column);
            else
                for (int x = cell.x; x < cell.x + cell.width; x++)
                    cells_halves(painter, layout->body, x, cell.y, half_at(layout, row, column),
                                 half_at(layout, row + 1, column));
        }
}

/* Brackets around the cell where there is room; in a half-block map ^ or v points at the half. */
static void draw_cursor(const CellsPainter *painter, const Layout *layout)
{
    const Figure *figure = painter->figure;
    int row = figure->cursor_row, column = figure->cursor_column;
    if (!figure->has_cursor || row < 0 || row >= layout->matrix->rows || column < 0 ||
        column >= layout->matrix->columns)
        return;
    Rect cell = cell_rect(layout, row, column);
    if (figure->show == SHOW_NUMBERS) {
        canvas_put(painter->canvas, layout->body, cell.x, cell.y, STYLE_CURSOR, "[");
        Rect number = {cell.x + 1, cell.y, cell.width - 1, 1};
        canvas_restyle(painter->canvas, rect_intersect(number, layout->body), STYLE_CURSOR);
        canvas_put(painter->canvas, layout->body, cell.x + cell.width, cell.y, STYLE_CURSOR, "]");
    } else if (layout->rows_per_line == 2) {
        bool lower = (row - layout->first_row) % 2;
        canvas_put(painter->canvas, layout->body, cell.x, cell.y, STYLE_CURSOR, lower ? "v" : "^");
    } else if (cell.width == 1) {
        canvas_restyle(painter->canvas, rect_intersect(cell, layout->body), STYLE_CURSOR);
    } else {
        for (int y = cell.y; y < cell.y + cell.height; y++) {
            canvas_put(painter->canvas, layout->body, cell.x, y, STYLE_CURSOR, "[");
            if (cell.width > 2 || cells_has_heat(painter)) /* else the digit is there */
                canvas_put(painter->canvas, layout->body, cell.x + cell.width - 1, y, STYLE_CURSOR, "]");
        }
    }
}

/* The name and its arrow; returns how many cells they take with a gap after them. */
static int put_axis_name(const CellsPainter *painter, Rect rect, const char *name, const char *arrow)
{
    if (!*name)
        return 0;
    int cells = canvas_put(painter->canvas, rect, rect.x, rect.y, STYLE_AXIS, name) + 1;
    return cells + canvas_put(painter->canvas, rect, rect.x + cells, rect.y, STYLE_AXIS, arrow) + 1;
}

/* Where a part of an axis begins and ends, and how much there is of it in all. */
typedef struct Part {
    int from, to, all;
} Part;

static Part part_in_sight(const Axis *axis, int first, int shown, int count)
{
    int step = axis->step > 1 ? axis->step : 1, all = axis->whole ? (int)axis->whole : count;
    int to = (int)label_index(axis, first + shown) - 1;
    return (Part){(int)label_index(axis, first), step > 1 && to >= all ? all - 1 : to, all};
}

/* Which part is in sight, in the longest form that fits. */
static void draw_part_in_sight(const CellsPainter *painter, Rect rect, const Layout *layout)
{
    static const char *const forms[] = {N_("rows %d-%d of %d, columns %d-%d of %d"), "%d-%d/%d × %d-%d/%d"};
    const Tile *matrix = layout->matrix;
    const Figure *figure = painter->figure;
    if (layout->rows >= matrix->rows && layout->columns >= matrix->columns)
        return;
    Part rows = part_in_sight(&figure->y, layout->first_row, layout->rows, matrix->rows);
    Part columns = part_in_sight(&figure->x, layout->first_column, layout->columns, matrix->columns);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char text[LABEL_LENGTH];
        int bytes = snprintf(text, sizeof text, _(forms[i]), rows.from, rows.to, rows.all, columns.from, columns.to,
                             columns.all);
        if (bytes < LABEL_LENGTH && utf8_cells(text, strlen(text)) <= rect.width) {
            canvas_put_right(painter->canvas, rect, STYLE_MUTED, text);
            return;
        }
    }
}

/* "query ↓   key →", and which part is in sight where not all is. */
static void draw_names(const CellsPainter *painter, const Layout *layout)
{
    const Figure *figure = painter->figure;
    if (rect_empty(layout->names))
        return;
    Rect corner = layout->names, rest = layout->names;
    corner.width = layout->row_labels.width;
    rect_cut_left(&rest, corner.width);
    put_axis_name(painter, corner, figure->y.name, "↓");
    rect_cut_left(&rest, put_axis_name(painter, rest, figure->x.name, "→"));
    draw_part_in_sight(painter, rest, layout);
}

void cells_one_matrix(const CellsPainter *painter, Rect rect, const Tile *matrix)
{
    Layout layout = layout_matrix(painter, rect, matrix);
    draw_names(painter, &layout);
    draw_column_labels(painter, &layout);
    draw_row_labels(painter, &layout);
    draw_cells(painter, &layout);
    draw_cursor(painter, &layout);
    if (!rect_empty(layout.legend))
        cells_legend(painter, layout.legend);
}

void cells_matrix(const CellsPainter *painter, Rect rect)
{
    cells_one_matrix(painter, rect, &painter->figure->matrix);
}
