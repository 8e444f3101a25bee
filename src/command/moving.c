#include "command/moving.h"

bool moving_ahead(const Session *session, Place there)
{
    return !machine_pass_count(session->machine) || place_before(machine_place(session->machine), there);
}

Status moving_go(Session *session, const char *verb, Place there, Error *error)
{
    if (!moving_ahead(session, there)) {
        buffer_format(&session->output, _(MOVING_AT_END), verb);
        buffer_append_text(&session->output, "\n");
    }
    return session_go(session, there, error);
}
