#include "base/file.h"
#include "base/translate.h"
#include "command/command.h"

enum { LONGEST_SCRIPT = 16 << 20 };

/* The script runs in a session beside this one: if it fails, nothing has happened here. */
static Status open_script(Session *session, const Buffer *script, const char *where, Error *error)
{
    Session *trial = session_trial(session);
    Status status = command_run_script(trial, buffer_text(script), script->length, where, error);
    if (status == STATUS_OK)
        session_become(session, trial);
    else
        session_free(trial);
    return status;
}

static Status open_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *path = arguments->words[0];
    if (session->borrows)
        return error_set(error, STATUS_UNSUPPORTED,
                         _("open: %s within a file that is being opened; take this line out"), path);
    Buffer script = {0};
    Status status = file_read(path, LONGEST_SCRIPT, &script, error);
    if (status == STATUS_OK)
        status = open_script(session, &script, path, error);
    buffer_free(&script);
    TRY(status);
    buffer_format(&session->output, _("opened %s\n"), path);
    return STATUS_OK;
}

const Command command_open = {
    .name = "open",
    .arguments = "FILE",
    .help = N_("go back to a session that save wrote, or to where any script leads from the start"),
    .kind = ARGUMENT_FILE,
    .least = 1,
    .most = 1,
    .run = open_run,
};
