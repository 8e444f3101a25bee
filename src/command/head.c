#include "command/arguments.h"

#include "base/translate.h"

static Status head_run(Session *session, const Arguments *arguments, Error *error)
{
    int64_t head = 0;
    TRY(arguments_int(arguments, 0, "head", 0, session->model->config.heads - 1, &head, error));
    session->focus.head = (int)head;
    return STATUS_OK;
}

const Command command_head = {
    .name = "head",
    .arguments = "H",
    .help = N_("the attention head that the views look at"),
    .kind = ARGUMENT_NUMBER,
    .least = 1,
    .most = 1,
    .run = head_run,
};
