/* Pictures as tables. */
#include <string.h>

#include "session/picture_parts.h"
#include "session/token.h"

/* A field in quotes where it needs them (RFC 4180). */
static void csv_text(Buffer *out, const char *text)
{
    bool quote = strpbrk(text, ",\"\r\n") || *text == ' ';
    if (!quote) {
        buffer_append_text(out, text);
        return;
    }
    buffer_append_text(out, "\"");
    for (const char *at = text; *at; at++) {
        buffer_append(out, at, 1);
        if (*at == '"')
            buffer_append_text(out, "\"");
    }
    buffer_append_text(out, "\"");
}

static void csv_number(Buffer *out, float number, CellState state)
{
    if (state != CELL_NOT_COMPUTED)
        buffer_format(out, "%.9g", (double)number);
}

static void csv_label(Buffer *out, const char *const *labels, int index)
{
    buffer_append_text(out, ",");
    if (labels)
        csv_text(out, labels[index]);
}

static void csv_sheet(const Machine *machine, const Sheet *sheet, Buffer *out)
{
    Arena arena = {0};
    const char *const *rows = picture_labels(machine, sheet->row_axis, sheet->rows, &arena);
    const char *const *columns = picture_labels(machine, sheet->column_axis, sheet->columns, &arena);
    int layer = machine_model(machine)->program.values[sheet->value].block;
    size_t at = 0;
    for (int row = 0; row < sheet->rows; row++)
        for (int column = 0; column < sheet->columns; column++, at++) {
            CellState state = (CellState)sheet->states[at];
            if (layer != NO_BLOCK)
                buffer_format(out, "%d", layer);
            buffer_append_text(out, ",");
            if (sheet->head >= 0)
                buffer_format(out, "%d", sheet->head);
            buffer_format(out, ",%d,%d,", row, column);
            csv_number(out, sheet->values[at], state);
            csv_label(out, rows, row);
            csv_label(out, columns, column);
            buffer_format(out, ",%s\r\n", cell_state_name(state));
        }
    arena_free(&arena);
}

static void csv_head(const Sheet *sheet, Buffer *out)
{
    const char *row = axis_name(sheet->row_axis), *column = axis_name(sheet->column_axis);
    buffer_format(out, "layer,head,%s,%s,value,%s_token,%s_token,state\r\n", row, column, row, column);
}

static Status csv_parts(const Machine *machine, const PictureParts *parts, Buffer *out, Error *error)
{
    int heads = parts->heads ? parts->heads : 1;
    for (int i = 0; i < parts->layers * heads; i++) {
        Sheet sheet;
        Status status = sheet_read(machine, parts->values[i / heads], parts->first_head + i % heads, &sheet, error);
        if (status == STATUS_OK && i == 0)
            csv_head(&sheet, out);
        if (status == STATUS_OK)
            csv_sheet(machine, &sheet, out);
        sheet_free(&sheet);
        TRY(status);
    }
    return STATUS_OK;
}

Status picture_csv(const Machine *machine, const PictureRequest *request, Buffer *out, Error *error)
{
    PictureParts parts;
    Status status = picture_parts(machine, request, &parts, error);
    if (status == STATUS_OK)
        status = csv_parts(machine, &parts, out, error);
    picture_parts_free(&parts);
    return status;
}
