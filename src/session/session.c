#include "session/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "session/language.h"
#include "session/token.h"
#include "session/trained.h"

/* ---- life ---- */

Session *session_new(Model *model)
{
    Session *session = memory_new(1, sizeof *session);
    session->model = model;
    session->machine = machine_new(model, MACHINE_KEEP, 0);
    session_offer_facts(session);
    sampler_init(&session->sampler, &sampler_defaults, model->config.vocab);
    session->drawn_at = -1;
    session->focus.token = -1;
    lens_new(model, &session->lens, NULL);
    strcpy(session->focus.view, "program");
    strcpy(session->language, language_now());
    strcpy(session->theme, "dark");
    return session;
}

Status session_open(const char *name, Session **out, Error *error)
{
    Model *model;
    TRY(model_open(name, &model, error));
    *out = session_new(model);
    return STATUS_OK;
}

void session_free(Session *session)
{
    if (!session)
        return;
    for (size_t i = 0; i < session->history_count; i++)
        buffer_free(&session->history[i]);
    free(session->history);
    buffer_free(&session->output);
    free(session->prompt);
    free(session->draws);
    free(session->done.items);
    free(session->undone.items);
    training_free(session->training);
    session_free(session->aside);
    sampler_free(&session->sampler);
    comparison_free(session->comparison);
    lens_free(session->lens);
    machine_free(session->unedited);
    machine_free(session->machine);
    if (!session->borrows)
        model_free(session->model);
    free(session);
}

Session *session_trial(const Session *session)
{
    Session *trial = session_new(session->model);
    trial->borrows = true;
    trial->progress = session->progress;
    memcpy(trial->language, session->language, sizeof trial->language);
    memcpy(trial->theme, session->theme, sizeof trial->theme);
    memcpy(trial->colormap, session->colormap, sizeof trial->colormap);
    trial->mouse_off = session->mouse_off;
    return trial;
}

#define SWAP(member)                                                                                                   \
    do {                                                                                                               \
        __typeof__(session->member) kept = session->member;                                                            \
        session->member = other->member;                                                                               \
        other->member = kept;                                                                                          \
    } while (0)

void session_exchange(Session *session, Session *other)
{
    Session before = *session;
    *session = *other;
    *other = before;
    SWAP(output);
    SWAP(progress);
    SWAP(screen);
    SWAP(lessons);
    SWAP(comparison);
    SWAP(history);
    SWAP(history_count);
    SWAP(history_capacity);
    SWAP(training);
    SWAP(aside);
    session->revision = before.revision + 1;
    session_offer_facts(session);
    session_offer_facts(other);
}

void session_become(Session *session, Session *trial)
{
    Session *other = trial;
    buffer_append(&session->output, buffer_text(&trial->output), trial->output.length);
    session_exchange(session, trial);
    SWAP(borrows);    /* the model is the same */
    SWAP(comparison); /* what the script opened, or none */
    session_free(trial);
}

/* ---- text ---- */

/* What a person has set up on a machine stays when the text changes. */
static Status session_keep_settings(const Machine *from, Machine *to, Error *error)
{
    for (int i = 0; i < machine_edit_count(from); i++)
        TRY(machine_edit(to, &machine_edits(from)[i], NULL, error));
    for (ValueId value = 1; value <= machine_model(from)->program.value_count; value++)
        machine_set_breakpoint(to, value, machine_has_breakpoint(from, value));
    return STATUS_OK;
}

/* A new machine takes the text, so that the old one is still there where the new text does not fit. */
static Status session_restart(Session *session, const int32_t *ids, int64_t count, Error *error)
{
    Machine *fresh = machine_new(session->model, MACHINE_KEEP, 0);
    Status status = session_keep_settings(session->machine, fresh, error);
    if (status == STATUS_OK)
        status = machine_feed(fresh, ids, count, &session->progress, error);
    if (status != STATUS_OK) {
        machine_free(fresh);
        return status;
    }
    machine_free(session->machine);
    session->machine = fresh;
    session_offer_facts(session);
    session->drawn_at = -1;
    session->draw_count = 0;
    session->recomputed = (Recomputed){0};
    session_seed(session, 0);
    session_leave_trail(session);
    session->revision++;
    return session->unedited ? session_diff(session, true, error) : STATUS_OK;
}

Status session_prompt(Session *session, const char *text, Error *error)
{
    if (!session->model->tokenizer)
        return error_set(error, STATUS_UNSUPPORTED,
                         _("prompt: %s has no tokenizer.json; give token ids (prompt --ids 1,2,3) or another model"),
                         session->model->name);
    TokenIds ids = {0};
    Status status = tokenizer_encode(session->model->tokenizer, text, strlen(text), true, &ids, error);
    if (status == STATUS_OK)
        status = session_restart(session, ids.ids, (int64_t)ids.count, error);
    token_ids_free(&ids);
    TRY(status);
    free(session->prompt);
    session->prompt = memory_copy_text(text, strlen(text));
    return STATUS_OK;
}

Status session_ids(Session *session, const int32_t *ids, int64_t count, Error *error)
{
    TRY(session_restart(session, ids, count, error));
    free(session->prompt);
    session->prompt = NULL;
    return STATUS_OK;
}

/* ---- moving ---- */

/* Whoever looks at a layer wants to see the one that is being run. */
static void session_follow_layer(Session *session)
{
    const Program *program = &session->model->program;
    int pc = machine_place(session->machine).pc;
    int block = pc > 0 ? program->values[program->instructions[pc - 1].out].block : NO_BLOCK;
    if (block != NO_BLOCK)
        session->focus.layer = block;
}

Status session_go(Session *session, Place place, Error *error)
{
    session->revision++;
    Status status = machine_go(session->machine, place, &session->progress, error);
    session_follow_layer(session);
    if (session->unedited && status == STATUS_OK)
        status = machine_go(session->unedited, machine_place(session->machine), &session->progress, error);
    return status;
}

/* ---- the twin without edits ---- */

static Status session_copy_passes(Session *session, Machine *to, Error *error)
{
    const Machine *from = session->machine;
    for (int pass = 0; pass < machine_pass_count(from); pass++)
        TRY(machine_feed(to, machine_tokens(from) + machine_pass_first(from, pass), machine_pass_size(from, pass),
                         &session->progress, error));
    if (machine_pass_count(from))
        TRY(machine_go(to, machine_place(from), &session->progress, error));
    return STATUS_OK;
}

Status session_diff(Session *session, bool on, Error *error)
{
    machine_free(session->unedited);
    session->unedited = NULL;
    session->revision++;
    if (!on)
        return STATUS_OK;
    session->unedited = machine_new(session->model, MACHINE_KEEP, 0);
    Status status = session_copy_passes(session, session->unedited, error);
    if (status != STATUS_OK) {
        machine_free(session->unedited);
        session->unedited = NULL;
    }
    return status;
}

/* ---- words ---- */

void session_token(const Session *session, int32_t id, Buffer *out)
{
    token_show(session->model, id, out);
}

void session_token_at(const Session *session, int64_t position, Buffer *out)
{
    token_show(session->model, machine_tokens(session->machine)[position], out);
}

void session_text(const Session *session, Buffer *out)
{
    token_show_text(session->model, machine_tokens(session->machine), machine_position_count(session->machine), out);
}
