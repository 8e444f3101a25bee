#include <string.h>

#include "base/translate.h"
#include "command/command.h"

/* Scripts say which model they are made for: token ids mean something else in another one. */
static Status model_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *name = session->model->name;
    if (!arguments->count) {
        buffer_format(&session->output, "model %s\n", name);
        return STATUS_OK;
    }
    const char *wanted = arguments->words[0];
    if (!strcmp(wanted, name))
        return STATUS_OK;
    return error_set(error, STATUS_NOT_FOUND, _("model: the open one is %s, not %s; start with --model %s"), name,
                     wanted, wanted);
}

const Command command_model = {
    .name = "model",
    .arguments = "[NAME]",
    .help = N_("which model is open; NAME: an error unless it is that one"),
    .kind = ARGUMENT_NONE,
    .least = 0,
    .most = 1,
    .run = model_run,
};
