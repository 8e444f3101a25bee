#include "command/arguments.h"

#include "base/translate.h"

static Status head_run(Session *session, const Arguments *arguments, Error *error)
{
    int64_t head = 0;
    TRY(arguments_int(arguments, 0, "head", 0, session->model->config.heads - 1, &head, error));
    int64_t layer = session->focus.layer;
    TRY(arguments_int(arguments, 1, "layer", 0, session->model->config.layers - 1, &layer, error));
    session->focus.head = (int)head;
    session->focus.layer = (int)layer;
    return STATUS_OK;
}

const Command command_head = {
    .name = "head",
    .arguments = "H [LAYER]",
    .help = N_("the attention head that the views look at, and its layer"),
    .kind = ARGUMENT_NUMBER,
    .least = 1,
    .most = 2,
    .run = head_run,
};
