/* Tokens that join the text: drawn, or given; and how a draw came about. */
#include "base/memory.h"
#include "base/translate.h"
#include "session/session.h"

/* ---- feeding ---- */

static Status session_bring(Session *session, int32_t id, Error *error)
{
    session->recomputed = (Recomputed){0};
    TRY(machine_feed(session->machine, &id, 1, &session->progress, error));
    if (session->unedited)
        TRY(machine_feed(session->unedited, &id, 1, &session->progress, error));
    return STATUS_OK;
}

static Status session_room(const Session *session, const char *verb, int64_t count, Error *error)
{
    const Model *model = session->model;
    int64_t positions = machine_position_count(session->machine);
    if (positions + count <= model->config.context)
        return STATUS_OK;
    return error_set(error, STATUS_OUT_OF_RANGE,
                     _("%s: the text is at its limit of %lld positions (context of %s); start a new text with prompt"),
                     verb, (long long)model->config.context, model->name);
}

/* ---- drawing ---- */

void session_seed(Session *session, int64_t used)
{
    Random *random = &session->sampler.random;
    random_seed(random, session->sampler.settings.seed);
    for (int64_t i = 0; i < used; i++)
        random_uniform(random);
    session->random_used = used;
}

static const Draw *session_find_draw(const Session *session, int64_t position)
{
    for (size_t i = 0; i < session->draw_count; i++)
        if (session->draws[i].position == position)
            return &session->draws[i];
    return NULL;
}

bool session_was_drawn(const Session *session, int64_t position)
{
    return session_find_draw(session, position) != NULL;
}

/* A token that ended the text is not in it: its position may be drawn from once more. */
static void session_remember_draw(Session *session, int64_t position, const Random *before)
{
    if (session->sampler.settings.temperature > 0)
        session->random_used++;
    if (session->draw_count && session->draws[session->draw_count - 1].position == position)
        session->draw_count--;
    session->draws =
        memory_grow(session->draws, &session->draw_capacity, session->draw_count + 1, sizeof *session->draws);
    session->draws[session->draw_count++] = (Draw){position, *before};
}

/* Draws the next token and feeds it, unless it ends the text. What cannot be fed is not drawn either: the random
 * number is still there for the next time. */
static Status session_draw(Session *session, bool *ended, Error *error)
{
    const Machine *machine = session->machine;
    Random before = session->sampler.random;
    int64_t positions = machine_position_count(machine);
    int32_t id = sampler_draw(&session->sampler, machine_last_logits(machine), machine_tokens(machine), positions);
    session->revision++;
    session->drawn_at = (int32_t)positions - 1;
    *ended = id == session->model->config.eos;
    Status status = *ended ? STATUS_OK : session_room(session, "generate", 1, error);
    if (status == STATUS_OK && !*ended)
        status = session_bring(session, id, error);
    if (status != STATUS_OK)
        session->sampler.random = before;
    else
        session_remember_draw(session, positions - 1, &before);
    return status;
}

/* One of several equal pieces of work, reported as a share of the whole. */
typedef struct Share {
    Progress whole;
    int64_t done, count; /* pieces */
} Share;

static bool share_report(void *context, double done)
{
    const Share *share = context;
    return progress_report(&share->whole, ((double)share->done + done) / (double)share->count);
}

static Status session_generate_shared(Session *session, Share *share, Error *error)
{
    const Machine *machine = session->machine;
    bool ended = false;
    TRY(session_go(session, machine_end(machine), error));
    for (; share->done < share->count; share->done++) {
        if (!progress_report(&session->progress, 0))
            return error_set(error, STATUS_CANCELLED,
                             _("generate: stopped after %lld of %lld tokens; go on with generate"),
                             (long long)share->done, (long long)share->count);
        TRY(session_draw(session, &ended, error));
        if (ended)
            return STATUS_OK;
        TRY(session_go(session, machine_end(machine), error));
    }
    return STATUS_OK;
}

Status session_generate(Session *session, int64_t count, Error *error)
{
    Share share = {.whole = session->progress, .count = count};
    session->progress = (Progress){share_report, &share};
    Status status = session_generate_shared(session, &share, error);
    session->progress = share.whole;
    return status;
}

Status session_feed(Session *session, const int32_t *ids, int64_t count, Error *error)
{
    int64_t vocab = session->model->config.vocab;
    TRY(session_room(session, "feed", count, error));
    for (int64_t i = 0; i < count; i++)
        if (ids[i] < 0 || ids[i] >= vocab)
            return error_set(error, STATUS_OUT_OF_RANGE, _("feed: there is no token %d; ids go from 0 to %lld"), ids[i],
                             (long long)vocab - 1);
    TRY(session_go(session, machine_end(session->machine), error));
    for (int64_t i = 0; i < count; i++) {
        TRY(session_bring(session, ids[i], error));
        TRY(session_go(session, machine_end(session->machine), error));
    }
    return STATUS_OK;
}

Status session_preview_at(const Session *session, int64_t position, Sampler *preview, Error *error)
{
    const Machine *machine = session->machine;
    const Draw *drawn = session_find_draw(session, position);
    int pass = machine_pass_of(machine, position);
    Tensor logits;
    *preview = (Sampler){0};
    if (!machine_tensor(machine, pass, session->model->program.logits, &logits))
        return error_set(error, STATUS_NOT_COMPUTED,
                         _("logits: not computed yet; run the pass to its end with finish"));
    int64_t row = position - machine_pass_first(machine, pass);
    sampler_init(preview, &session->sampler.settings, session->model->config.vocab);
    preview->random = drawn ? drawn->random : session->sampler.random;
    sampler_draw(preview, logits.data + row * logits.stride[0], machine_tokens(machine), position + 1);
    return STATUS_OK;
}

Status session_preview(const Session *session, Sampler *preview, Error *error)
{
    int64_t last = machine_position_count(session->machine) - 1;
    Status status = session_preview_at(session, last, preview, error);
    if (status != STATUS_OK || !session_was_drawn(session, last))
        return status;
    preview->random = session->sampler.random; /* what ended the text is over: this is about the next one */
    sampler_draw(preview, machine_last_logits(session->machine), machine_tokens(session->machine), last + 1);
    return STATUS_OK;
}
