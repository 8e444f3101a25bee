#include "command/command.h"

#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "draw/cells.h"
#include "session/picture.h"
#include "view/view.h"

enum { WIDTH = 80, HEIGHT = 24 }; /* of the picture where nobody has a screen */

static Status snapshot_figure(const Session *session, Figure *figure, Error *error)
{
    const Screen *screen = &session->screen;
    ViewState state = {0};
    if (screen->figure)
        return screen->figure(screen->context, figure, error);
    return view_find(session->focus.view)->figure(session, &state, figure, error);
}

static Status snapshot_canvas(const Session *session, Canvas *canvas, Error *error)
{
    if (session->screen.canvas) {
        session->screen.canvas(session->screen.context, canvas);
        return STATUS_OK;
    }
    Figure figure;
    Canvas drawn;
    figure_init(&figure);
    canvas_init(&drawn, WIDTH, HEIGHT);
    Status status = snapshot_figure(session, &figure, error);
    if (status == STATUS_OK)
        cells_draw(&drawn, canvas_rect(&drawn), &figure, &(CellsOptions){.depth = COLOR_256});
    canvas_copy(canvas, &drawn);
    canvas_free(&drawn);
    figure_free(&figure);
    return status;
}

static void write_ansi(const Canvas *canvas, Buffer *out)
{
    canvas_ansi(canvas, COLOR_256, out);
}

static Status snapshot_cells(const Session *session, const char *path, void (*write)(const Canvas *, Buffer *),
                             Error *error)
{
    Canvas canvas;
    Buffer out = {0};
    canvas_init(&canvas, 0, 0);
    Status status = snapshot_canvas(session, &canvas, error);
    if (status == STATUS_OK) {
        write(&canvas, &out);
        status = file_write(path, buffer_text(&out), out.length, error);
    }
    canvas_free(&canvas);
    buffer_free(&out);
    return status;
}

static Status snapshot_text(const Session *session, const char *path, Error *error)
{
    return snapshot_cells(session, path, canvas_text, error);
}

static Status snapshot_ansi(const Session *session, const char *path, Error *error)
{
    return snapshot_cells(session, path, write_ansi, error);
}

static Status snapshot_png(const Session *session, const char *path, Error *error)
{
    Figure figure;
    figure_init(&figure);
    Status status = snapshot_figure(session, &figure, error);
    if (status == STATUS_OK)
        status = picture_png(path, &figure, session->colormap, session->model, session->prompt, error);
    figure_free(&figure);
    return status;
}

/* One row per kind of file. */
static const struct {
    const char *ending;
    Status (*write)(const Session *session, const char *path, Error *error);
} formats[] = {{".txt", snapshot_text}, {".ansi", snapshot_ansi}, {".png", snapshot_png}};

static Status snapshot_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *path = arguments->words[0], *ending = strrchr(path, '.');
    for (size_t i = 0; ending && i < sizeof formats / sizeof *formats; i++)
        if (!strcmp(ending, formats[i].ending)) {
            TRY(formats[i].write(session, path, error));
            buffer_format(&session->output, _("wrote %s\n"), path);
            return STATUS_OK;
        }
    return error_set(error, STATUS_USAGE, _("snapshot: %s has no ending that says its kind; use .txt, .ansi or .png"),
                     path);
}

const Command command_snapshot = {
    .name = "snapshot",
    .arguments = "FILE.txt|.ansi|.png",
    .help = N_("write what is on the screen to a file"),
    .kind = ARGUMENT_FILE,
    .least = 1,
    .most = 1,
    .run = snapshot_run,
};
