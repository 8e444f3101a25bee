#include "lesson/stage.h"

#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "session/trained.h"

Status stage_clear(Session *session, Error *error)
{
    if (session->aside) /* a model that was trained here stands in its place */
        TRY(session_take_back(session, error));
    TRY(session_diff(session, false, error));
    session_compare_off(session);
    machine_clear(session->machine);
    TRY(session_reset(session, error));
    for (ValueId value = 1; value <= session->model->program.value_count; value++)
        machine_set_breakpoint(session->machine, value, false);
    session->sampler.settings = sampler_defaults;
    random_seed(&session->sampler.random, sampler_defaults.seed);
    session->drawn_at = -1;
    free(session->prompt);
    session->prompt = NULL;
    session->focus = (Focus){.view = "program"};
    session->revision++;
    return STATUS_OK;
}

/* A lesson's commands act on the model and on what is looked at, nothing else. */
static Status stage_allows(const char *command, Error *error)
{
    static const char *const refused[] = {"quit", "heatmap", "snapshot", "save", "lang", "theme", "lesson"};
    command += strspn(command, " \t");
    size_t length = strcspn(command, " \t");
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (strlen(refused[i]) == length && !memcmp(refused[i], command, length))
            return error_set(error, STATUS_UNSUPPORTED, "%s: a lesson may not run this; leave it to the learner",
                             refused[i]);
    return STATUS_OK;
}

Status stage_run(Session *session, const LineList *commands, Error *error)
{
    size_t said = session->output.length;
    for (int i = 0; i < commands->count; i++) {
        Status status = stage_allows(commands->texts[i], error);
        if (status == STATUS_OK)
            status = command_run(session, commands->texts[i], error);
        if (status != STATUS_OK)
            return error_prefix(error, commands->texts[i]);
    }
    if (session->output.length > said) {
        session->output.length = said;
        session->output.bytes[said] = '\0';
    }
    return STATUS_OK;
}
