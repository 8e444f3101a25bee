#include "command/arguments.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "draw/cells.h"
#include "draw/png.h"
#include "view/theme_inks.h"
#include "view/view.h"

enum { WIDTH = 100, HEIGHT = 30, SIDE_MOST = 1000 }; /* cells; the first two: where there is no screen to go by */

/* Where the session has no screen at all: the view alone. */
static Status snapshot_view(const Session *session, Canvas *canvas, Error *error)
{
    const Colormap *map = NULL;
    ViewState state = {0};
    Figure figure;
    figure_init(&figure);
    if (*session->colormap)
        colormap_find(session->colormap, &map, NULL);
    Status status = view_find(session->focus.view)->figure(session, &state, &figure, error);
    if (status == STATUS_OK)
        cells_draw(canvas, canvas_rect(canvas), &figure, &(CellsOptions){.depth = COLOR_256, .map = map});
    figure_free(&figure);
    return status;
}

/* ---- kinds of files ---- */

static Status snapshot_text(const Session *session, const Canvas *canvas, const char *path, Error *error)
{
    (void)session;
    Buffer out = {0};
    canvas_text(canvas, &out);
    Status status = file_write(path, buffer_text(&out), out.length, error);
    buffer_free(&out);
    return status;
}

static Status snapshot_ansi(const Session *session, const Canvas *canvas, const char *path, Error *error)
{
    (void)session;
    Buffer out = {0};
    canvas_ansi(canvas, COLOR_256, &out);
    Status status = file_write(path, buffer_text(&out), out.length, error);
    buffer_free(&out);
    return status;
}

static Status snapshot_png(const Session *session, const Canvas *canvas, const char *path, Error *error)
{
    Image image;
    Theme theme;
    theme_open(session->theme, &theme, NULL); /* the plain one where it has gone */
    CanvasInks inks = theme_inks(&theme);
    TRY(canvas_picture(canvas, &inks, &image, error));
    const PngText texts[] = {
        {"Title", session->focus.view},
        {"Software", "stepformer"},
        {"stepformer:prompt", session->prompt ? session->prompt : ""},
        {"stepformer:model", session->model->name},
    };
    Status status = png_write(path, &image, texts, sizeof texts / sizeof *texts, error);
    image_free(&image);
    return status;
}

typedef struct Format {
    const char *ending;
    Status (*write)(const Session *session, const Canvas *canvas, const char *path, Error *error);
} Format;

static const Format formats[] = {{".txt", snapshot_text}, {".ansi", snapshot_ansi}, {".png", snapshot_png}};

/* By the file's ending; NULL where there is none like it. */
static const Format *snapshot_format(const char *path)
{
    const char *ending = strrchr(path, '.');
    for (size_t i = 0; ending && i < sizeof formats / sizeof *formats; i++)
        if (!strcmp(ending, formats[i].ending))
            return &formats[i];
    return NULL;
}

/* ---- the size ---- */

/* FILE, or FILE --size 80x24. */
static Status snapshot_size(const Arguments *arguments, int *width, int *height, Error *error)
{
    char end;
    if (arguments->count == 1)
        return STATUS_OK;
    if (strcmp(arguments->words[1], "--size") != 0 || arguments->count != 3 ||
        sscanf(arguments->words[2], "%dx%d%c", width, height, &end) != 2)
        return error_set(error, STATUS_USAGE, _("snapshot: %s is no size; write snapshot FILE --size 80x24"),
                         arguments->words[arguments->count - 1]);
    if (*width < 1 || *height < 1 || *width > SIDE_MOST || *height > SIDE_MOST)
        return error_set(error, STATUS_OUT_OF_RANGE, _("snapshot: %s is out of range; give 1 to %d cells a side"),
                         arguments->words[2], SIDE_MOST);
    return STATUS_OK;
}

static Status snapshot_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *path = arguments->words[0];
    const Format *format = snapshot_format(path);
    Canvas canvas;
    int width = 0, height = 0;
    if (!format)
        return error_set(error, STATUS_USAGE,
                         _("snapshot: %s has no ending that says its kind; use .txt, .ansi or .png"), path);
    TRY(snapshot_size(arguments, &width, &height, error));
    bool sized = width > 0;
    canvas_init(&canvas, sized ? width : WIDTH, sized ? height : HEIGHT);
    Status status = STATUS_OK;
    if (session->screen.canvas)
        session->screen.canvas(session->screen.context, width, height, &canvas);
    else
        status = snapshot_view(session, &canvas, error);
    if (status == STATUS_OK)
        status = format->write(session, &canvas, path, error);
    canvas_free(&canvas);
    TRY(status);
    buffer_format(&session->output, _("wrote %s\n"), path);
    return STATUS_OK;
}

const Command command_snapshot = {
    .name = "snapshot",
    .arguments = "FILE.txt|.ansi|.png [--size 80x24]",
    .help = N_("write the whole screen to a file as it is, or as it would be at another size"),
    .kind = ARGUMENT_FILE,
    .least = 1,
    .most = 3,
    .run = snapshot_run,
};
