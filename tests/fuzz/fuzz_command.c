/* Any lines as commands to a session over a small model: each succeeds or says why not, the views can still be
 * drawn, and the session goes on. Run from the checkout's root. Commands that read or write files are left out. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../support/tiny_tokenizer.h"
#include "command/command.h"
#include "draw/cells.h"
#include "view/view.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool claim)
{
    if (!claim)
        abort();
}

/* Long work is told to stop, as a person would with Escape. */
static bool be_impatient(void *context, double done)
{
    check(done >= 0 && done <= 1);
    return ++*(int *)context < 2000;
}

static Session *open_session(int *patience)
{
    Model *model;
    check(model_open("tests/fixtures/models/gpt2-tiny", &model, NULL) == STATUS_OK);
    check(tiny_tokenizer(&model->tokenizer, NULL) == STATUS_OK);
    Session *session = session_new(model);
    session->progress = (Progress){be_impatient, patience};
    check(session_ids(session, (const int32_t[]){6, 0, 1, 7}, 4, NULL) == STATUS_OK);
    return session;
}

/* Whatever the commands did, every view still shows it. */
static void draw_views(const Session *session)
{
    Canvas canvas;
    canvas_init(&canvas, 80, 24);
    for (const View *const *view = views; *view; view++) {
        ViewState state = {0};
        Figure figure;
        Error error = {0};
        figure_init(&figure);
        if ((*view)->figure(session, &state, &figure, &error) == STATUS_OK)
            cells_draw(&canvas, canvas_rect(&canvas), &figure, &(CellsOptions){.depth = COLOR_MONO});
        else
            check(*error.message);
        figure_free(&figure);
    }
    canvas_free(&canvas);
}

/* Is the name of a command that takes a file (a recipe, too) anywhere in the line? */
static bool takes_file(const char *line)
{
    for (int i = 0; commands[i]; i++)
        if (commands[i]->kind == ARGUMENT_FILE && strstr(line, commands[i]->name))
            return true;
    return strstr(line, command_train.name);
}

static void run_line(Session *session, const char *line, size_t length)
{
    Error error = {0};
    char *copy = strndup(line, length);
    Buffer completions = {0};
    if (!takes_file(copy)) {
        Status status = command_run(session, copy, &error);
        check(status == STATUS_OK || (error.status == status && *error.message && !strchr(error.message, '\n')));
    }
    command_complete(session, copy, &completions);
    buffer_free(&completions);
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int patience = 0;
    Session *session = open_session(&patience);
    const char *at = (const char *)data, *end = at + size;
    for (int lines = 0; at < end && lines < 16; lines++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((newline ? newline : end) - at);
        run_line(session, at, length);
        at += length + 1;
    }
    draw_views(session);
    session_free(session);
    return 0;
}
