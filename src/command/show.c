#include "command/command.h"

#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "run/expression.h"
#include "session/heads.h"
#include "view/view.h"

/* NAME or NAME[i, j, k], of a value or a weight, as the cell to look at; "follow" as none: what the program has just
 * computed. */
static Status show_focus(Session *session, const char *what, Cell *cell, Error *error)
{
    const Program *program = &session->model->program;
    if (strchr(what, '['))
        return expression_cell(session->machine, what, strlen(what), cell, error);
    if (!strcmp(what, "follow"))
        return STATUS_OK;
    WeightId weight = program_find_weight(program, what, strlen(what));
    int instruction;
    if (weight) {
        *cell = (Cell){.kind = CELL_WEIGHT, .id = weight};
        return STATUS_OK;
    }
    TRY(program_find_instruction(program, what, &instruction, error));
    *cell = (Cell){.kind = CELL_VALUE, .id = program->instructions[instruction].out};
    return STATUS_OK;
}

static Status show_find(const char *name, const View **view, Error *error)
{
    Buffer all = {0};
    *view = view_find(name);
    for (int i = 0; views[i]; i++)
        buffer_format(&all, "%s%s", i ? ", " : "", views[i]->name);
    if (!*view)
        error_set(error, STATUS_NOT_FOUND, _("show: there is no view %s; the views are %s"), name, buffer_text(&all));
    buffer_free(&all);
    return *view ? STATUS_OK : STATUS_NOT_FOUND;
}

/* A cell of a pattern chooses its layer and head, which attention and others look at. */
static void show_head(Session *session, const Cell *cell)
{
    for (int layer = 0; layer < session->model->config.layers; layer++) {
        if (cell->kind != CELL_VALUE || cell->id != heads_pattern(&session->model->program, layer))
            continue;
        session->focus.layer = layer;
        session->focus.head = (int)cell->index[0];
    }
}

static Status show_run(Session *session, const Arguments *arguments, Error *error)
{
    Buffer name = {0};
    size_t length = strcspn(arguments->rest, " \t");
    const char *what = arguments->rest + length + strspn(arguments->rest + length, " \t");
    const View *view;
    Cell cell = session->focus.cell;
    buffer_append(&name, arguments->rest, length);
    Status status = show_find(name.bytes, &view, error);
    buffer_free(&name);
    TRY(status);
    if (*what) {
        cell = (Cell){0};
        TRY(show_focus(session, what, &cell, error));
        if (strchr(what, '['))
            show_head(session, &cell);
    }
    session_leave_trail(session);
    session->focus.cell = cell;
    snprintf(session->focus.view, sizeof session->focus.view, "%s", view->name);
    return STATUS_OK;
}

const Command command_show = {
    .name = "show",
    .arguments = "VIEW [NAME|CELL|follow]",
    .help = N_("look at a view; and at which value; follow: at the one that has just been computed"),
    .kind = ARGUMENT_VIEW,
    .least = 1,
    .most = -1,
    .run = show_run,
};
