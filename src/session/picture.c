#include "session/picture.h"

#include <string.h>

#include "base/translate.h"
#include "draw/pixels.h"
#include "draw/png.h"
#include "session/picture_parts.h"

/* Tiles of one layer are laid out in the widest of the shapes that leave no hole: 8 heads as 2 x 4. */
static int picture_columns(int heads)
{
    for (int columns = 1; columns < heads; columns++)
        if (heads % columns == 0 && columns * columns >= heads)
            return columns;
    return heads > 0 ? heads : 1;
}

static void picture_states(Figure *figure, Tile *tile, const Sheet *sheet)
{
    size_t count = (size_t)sheet->rows * (size_t)sheet->columns;
    tile->states = arena_new(&figure->arena, count, sizeof *tile->states);
    memcpy(tile->states, sheet->states, count * sizeof *tile->states);
}

static void picture_axes(const Machine *machine, const Sheet *sheet, Figure *figure)
{
    const char *const *rows = picture_labels(machine, sheet->row_axis, sheet->rows, &figure->arena);
    const char *const *columns = picture_labels(machine, sheet->column_axis, sheet->columns, &figure->arena);
    figure_axis_y(figure, axis_name(sheet->row_axis), rows, sheet->rows);
    figure_axis_x(figure, axis_name(sheet->column_axis), columns, sheet->columns);
}

/* Probabilities run from 0 upwards; all else has a sign. */
static void picture_scale(const Program *program, ValueId value, Figure *figure)
{
    bool probabilities = program->instructions[program->values[value].instruction].op == &op_softmax;
    figure->scale_kind = probabilities ? SCALE_SEQUENTIAL : SCALE_DIVERGING;
    const char *name = program->values[value].name;
    const char *last_dot = strrchr(name, '.');
    figure_value_name(figure, last_dot ? last_dot + 1 : name);
}

static Status picture_matrix(const Machine *machine, const PictureParts *parts, Figure *figure, Error *error)
{
    Sheet sheet;
    Status status = sheet_read(machine, parts->values[0], parts->first_head, &sheet, error);
    if (status == STATUS_OK) {
        figure_matrix(figure, sheet.rows, sheet.columns, sheet.values, sheet.columns, 1);
        picture_states(figure, &figure->matrix, &sheet);
        picture_axes(machine, &sheet, figure);
    }
    sheet_free(&sheet);
    return status;
}

static Status picture_tile(const Machine *machine, const PictureParts *parts, int index, Figure *figure, Error *error)
{
    int heads = parts->heads ? parts->heads : 1, layer = index / heads, head = parts->first_head + index % heads;
    int columns = figure->grid.columns;
    ValueId value = parts->values[layer];
    Sheet sheet;
    Buffer caption = {0};
    Status status = sheet_read(machine, value, head, &sheet, error);
    if (status == STATUS_OK) {
        buffer_format(&caption, "L%d", machine_model(machine)->program.values[value].block);
        if (parts->heads)
            buffer_format(&caption, " H%d", head);
        picture_states(
            figure,
            figure_grid_tile(figure, index / columns, index % columns, caption.bytes, sheet.values, sheet.columns, 1),
            &sheet);
        if (index == 0)
            picture_axes(machine, &sheet, figure);
    }
    buffer_free(&caption);
    sheet_free(&sheet);
    return status;
}

static Status picture_grid(const Machine *machine, const PictureParts *parts, Figure *figure, Error *error)
{
    int heads = parts->heads ? parts->heads : 1, count = parts->layers * heads;
    int columns = parts->layers > 1 ? heads : picture_columns(heads);
    if (heads == 1)
        columns = picture_columns(count); /* a value without heads, layer by layer */
    int64_t positions = machine_position_count(machine);
    Shape shape = shape_bind(&machine_model(machine)->program.values[parts->values[0]].shape, 0, positions, positions);
    SheetAxes axes = sheet_axes(&shape);
    figure_grid(figure, count / columns, columns, (int)shape.size[axes.row], (int)shape.size[axes.column]);
    for (int i = 0; i < count; i++)
        TRY(picture_tile(machine, parts, i, figure, error));
    return STATUS_OK;
}

/* "stories260k · blocks.0.attn.pattern · layer 0 · head 3" */
static void picture_title(const Machine *machine, const PictureParts *parts, const char *prompt, Figure *figure)
{
    const Program *program = &machine_model(machine)->program;
    const Value *value = &program->values[parts->values[0]];
    Buffer title = {0};
    const char *name = value->name;
    if (parts->layers > 1)
        name = strchr(strchr(name, '.') + 1, '.') + 1; /* without "blocks.0." */
    buffer_format(&title, "%s · %s", machine_model(machine)->name, name);
    if (parts->layers > 1)
        buffer_format(&title, _(" · all %d layers"), parts->layers);
    else if (value->block != NO_BLOCK)
        buffer_format(&title, _(" · layer %d"), value->block);
    if (parts->heads > 1)
        buffer_format(&title, _(" · all %d heads"), parts->heads);
    else if (parts->heads == 1)
        buffer_format(&title, _(" · head %d"), parts->first_head);
    figure_title(figure, "%s", title.bytes);
    if (prompt)
        figure_subtitle(figure, "“%s”", prompt);
    for (int i = 0; i < parts->layers; i++)
        figure_source(figure, program->values[parts->values[i]].name);
    buffer_free(&title);
}

Status picture_figure(const Machine *machine, const PictureRequest *request, const char *prompt, Figure *figure,
                      Error *error)
{
    PictureParts parts;
    Status status = picture_parts(machine, request, &parts, error);
    if (status == STATUS_OK) {
        bool one = parts.layers * (parts.heads ? parts.heads : 1) == 1;
        status = one ? picture_matrix(machine, &parts, figure, error) : picture_grid(machine, &parts, figure, error);
    }
    if (status == STATUS_OK) {
        figure->show = request->show;
        picture_scale(&machine_model(machine)->program, parts.values[0], figure);
        picture_title(machine, &parts, prompt, figure);
    }
    picture_parts_free(&parts);
    return status;
}

Status picture_png(const char *path, const Figure *figure, const char *colormap, const Model *model, const char *prompt,
                   Error *error)
{
    PixelsOptions options = {0};
    if (colormap && *colormap)
        TRY(colormap_find(colormap, &options.map, error));
    Image image;
    TRY(pixels_draw(figure, &options, &image, error));
    Buffer values = {0};
    for (size_t i = 0; i < figure->sources.count; i++)
        buffer_format(&values, "%s%s", i ? " " : "", figure->sources.items[i]);
    PngText texts[] = {
        {"Title", figure->title},
        {"Software", "stepformer"},
        {"stepformer:prompt", prompt ? prompt : ""},
        {"stepformer:model", model->name},
        {"stepformer:value", buffer_text(&values)},
    };
    Status status = png_write(path, &image, texts, sizeof texts / sizeof *texts, error);
    buffer_free(&values);
    image_free(&image);
    return status;
}
