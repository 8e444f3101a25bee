#include "session/trail.h"

#include <stdio.h>

#include "base/translate.h"
#include "session/session.h"

const Cell *trail_end(const Trail *trail)
{
    return trail->count ? &trail->cells[trail->count - 1] : NULL;
}

Status session_into(Session *session, const Cell *cell, Error *error)
{
    Focus *focus = &session->focus;
    Trail *trail = &focus->trail;
    if (trail->count == TRAIL_MOST)
        return error_set(error, STATUS_OUT_OF_RANGE,
                         _("into: the trail has %d cells, no more fit; leave it with out all"), TRAIL_MOST);
    if (!trail->count) {
        trail->before = focus->cell;
        snprintf(trail->view, sizeof trail->view, "%s", focus->view);
    } else {
        focus->cell = *cell;
        snprintf(focus->view, sizeof focus->view, "value");
    }
    trail->left = (Cell){0};
    trail->cells[trail->count++] = *cell;
    session->revision++;
    return STATUS_OK;
}

/* Back where the trail began: in its view, and in the end at what that was looking at. */
static void trail_come_home(Focus *focus)
{
    Trail *trail = &focus->trail;
    focus->cell = trail->count ? trail->cells[0] : trail->before;
    snprintf(focus->view, sizeof focus->view, "%s", trail->view);
}

Status session_out(Session *session, bool all, Error *error)
{
    Focus *focus = &session->focus;
    Trail *trail = &focus->trail;
    if (!trail->count)
        return error_set(error, STATUS_OUT_OF_RANGE, "%s",
                         _("out: there is no cell to come out of; go into one with into CELL"));
    trail->left = *trail_end(trail);
    trail->count = all ? 0 : trail->count - 1;
    if (trail->count > 1)
        focus->cell = *trail_end(trail);
    else
        trail_come_home(focus);
    session->revision++;
    return STATUS_OK;
}

void session_leave_trail(Session *session)
{
    session->focus.trail = (Trail){0};
}
