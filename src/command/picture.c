#include "session/picture.h"

#include <string.h>

#include "base/translate.h"
#include "command/command.h"
#include "view/view.h"

static Status picture_view(const Session *session, Figure *figure, Error *error)
{
    const Screen *screen = &session->screen;
    ViewState state = {0};
    if (screen->figure)
        return screen->figure(screen->context, figure, error);
    return view_find(session->focus.view)->figure(session, &state, figure, error);
}

/* Numbers take more room than colours: where they are too many for a picture, colours are shown instead. */
static Status picture_write(const Session *session, const char *path, Figure *figure, bool *in_colours, Error *error)
{
    Status status = picture_png(path, figure, session->colormap, session->model, session->prompt, error);
    *in_colours = status == STATUS_OUT_OF_RANGE && figure->show == SHOW_NUMBERS;
    if (!*in_colours)
        return status;
    figure->show = SHOW_HEAT;
    return picture_png(path, figure, session->colormap, session->model, session->prompt, error);
}

static Status picture_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *path = arguments->words[0], *ending = strrchr(path, '.');
    if (!ending || strcmp(ending, ".png") != 0)
        return error_set(error, STATUS_USAGE, _("picture: %s does not end in .png; use snapshot for .txt and .ansi"),
                         path);
    Figure figure;
    bool in_colours = false;
    figure_init(&figure);
    Status status = picture_view(session, &figure, error);
    if (status == STATUS_OK)
        status = picture_write(session, path, &figure, &in_colours, error);
    figure_free(&figure);
    TRY(status);
    buffer_format(&session->output, _("wrote %s\n"), path);
    if (in_colours)
        buffer_append_text(&session->output, _("in colours: numbers would have taken too much room\n"));
    return STATUS_OK;
}

const Command command_picture = {
    .name = "picture",
    .arguments = "FILE.png",
    .help = N_("write what the view shows as a picture of its own, all of it"),
    .kind = ARGUMENT_FILE,
    .least = 1,
    .most = 1,
    .run = picture_run,
};
