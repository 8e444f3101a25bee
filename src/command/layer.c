#include "command/arguments.h"

#include "base/translate.h"

static Status layer_run(Session *session, const Arguments *arguments, Error *error)
{
    int64_t layer = 0;
    TRY(arguments_int(arguments, 0, "layer", 0, session->model->config.layers - 1, &layer, error));
    session->focus.layer = (int)layer;
    return STATUS_OK;
}

const Command command_layer = {
    .name = "layer",
    .arguments = "L",
    .help = N_("the layer that the views look at"),
    .kind = ARGUMENT_NUMBER,
    .least = 1,
    .most = 1,
    .run = layer_run,
};
