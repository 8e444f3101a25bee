#include "command/command.h"

#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "session/picture.h"

static bool ends_with(const char *text, const char *ending)
{
    size_t length = strlen(text), tail = strlen(ending);
    return length >= tail && !strcmp(text + length - tail, ending);
}

static Status heatmap_csv(const Session *session, const PictureRequest *request, const char *path, Error *error)
{
    Buffer table = {0};
    Status status = picture_csv(session->machine, request, &table, error);
    if (status == STATUS_OK)
        status = file_write(path, table.bytes, table.length, error);
    buffer_free(&table);
    return status;
}

static Status heatmap_png(const Session *session, const PictureRequest *request, const char *path, Error *error)
{
    Figure figure;
    figure_init(&figure);
    Status status = picture_figure(session->machine, request, session->prompt, &figure, error);
    if (status == STATUS_OK)
        status = picture_png(path, &figure, session->colormap, session->model, session->prompt, error);
    figure_free(&figure);
    return status;
}

static Status heatmap_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *path = arguments->words[0];
    PictureRequest request = {.layer = session->focus.layer, .head = session->focus.head};
    if (ends_with(path, ".csv"))
        TRY(heatmap_csv(session, &request, path, error));
    else
        TRY(heatmap_png(session, &request, path, error));
    buffer_format(&session->output, _("wrote %s\n"), path);
    return STATUS_OK;
}

const Command command_heatmap = {
    .name = "heatmap",
    .arguments = "FILE.png|.csv",
    .help = N_("write the attention pattern of the chosen layer and head as a picture, or its numbers"),
    .kind = ARGUMENT_FILE,
    .least = 1,
    .most = 1,
    .run = heatmap_run,
};
