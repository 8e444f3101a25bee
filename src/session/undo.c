/* Edits and breakpoints, and taking them back. */
#include "base/memory.h"
#include "base/translate.h"
#include "session/session.h"

static void changes_push(ChangeList *list, const Change *change)
{
    list->items = memory_grow(list->items, &list->capacity, list->count + 1, sizeof *list->items);
    list->items[list->count++] = *change;
}

static void changes_remove(ChangeList *list, size_t at)
{
    list->count--;
    for (size_t i = at; i < list->count; i++)
        list->items[i] = list->items[i + 1];
}

static void changes_new(Session *session, const Change *change)
{
    changes_push(&session->done, change);
    session->undone.count = 0;
}

/* What was compared before is about other numbers. */
static void session_numbers_change(Session *session)
{
    session->revision++;
    session->recomputed = (Recomputed){0};
}

Status session_edit(Session *session, const Edit *edit, Error *error)
{
    int before = machine_edit_count(session->machine);
    session_numbers_change(session);
    Status status = machine_edit(session->machine, edit, &session->progress, error);
    if (machine_edit_count(session->machine) > before) /* also where running again was stopped */
        changes_new(session, &(Change){.edit = *edit});
    return status;
}

static void breakpoint_toggle(Session *session, ValueId value)
{
    session->revision++;
    machine_set_breakpoint(session->machine, value, !machine_has_breakpoint(session->machine, value));
}

void session_breakpoint(Session *session, ValueId value, bool on)
{
    if (machine_has_breakpoint(session->machine, value) == on)
        return;
    breakpoint_toggle(session, value);
    changes_new(session, &(Change){.breakpoint = value});
}

/* Takes back the change at this place of `done`; edits can only be taken back in their order. */
static Status session_take_back(Session *session, size_t at, Error *error)
{
    Change change = session->done.items[at];
    changes_remove(&session->done, at);
    changes_push(&session->undone, &change);
    if (change.breakpoint) {
        breakpoint_toggle(session, change.breakpoint);
        return STATUS_OK;
    }
    session_numbers_change(session);
    return machine_undo_edit(session->machine, &session->progress, error);
}

Status session_undo(Session *session, Error *error)
{
    if (!session->done.count)
        return error_set(error, STATUS_NOT_FOUND,
                         _("undo: there is no edit or breakpoint to take back; make one with set, ablate or break"));
    return session_take_back(session, session->done.count - 1, error);
}

Status session_redo(Session *session, Error *error)
{
    if (!session->undone.count)
        return error_set(error, STATUS_NOT_FOUND,
                         _("redo: nothing was taken back; take the newest edit back with undo"));
    Change change = session->undone.items[--session->undone.count];
    changes_push(&session->done, &change);
    if (change.breakpoint) {
        breakpoint_toggle(session, change.breakpoint);
        return STATUS_OK;
    }
    session_numbers_change(session);
    return machine_edit(session->machine, &change.edit, &session->progress, error);
}

Status session_reset(Session *session, Error *error)
{
    for (size_t at = session->done.count; at-- > 0;)
        if (!session->done.items[at].breakpoint)
            TRY(session_take_back(session, at, error));
    return STATUS_OK;
}
