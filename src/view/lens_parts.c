#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "figure/number.h"
#include "run/contribution.h"
#include "view/lens.h"

/* The logit of the followed token after the cursor's position, in parts. */
static Status parts_read(const Session *session, const ViewState *state, Contributions *out, Error *error)
{
    const LensCell *cells;
    *out = (Contributions){0};
    TRY(lens_look(session->lens, session->machine, state->column, session->focus.token, &cells, error));
    const LensCell *last = &cells[lens_depth_count(session->lens) - 1];
    return contributions_read(session->machine, state->column, last->token < 0 ? 0 : last->token, out, error);
}

static void parts_sort(const ViewState *state, Contributions *parts)
{
    if (!(state->mode & PARTS_ORDERED))
        contributions_sort(parts);
}

/* "L1.attn.head.2" of "blocks.1.attn.head.2". */
static const char *part_label(const Contribution *part, Arena *arena)
{
    const char *dot = part->block != NO_BLOCK ? strchr(part->name, '.') : NULL,
               *rest = dot ? strchr(dot + 1, '.') : NULL;
    return rest ? arena_format(arena, "L%d.%s", part->block, rest + 1) : part->name;
}

static void parts_bars(const Contributions *parts, Figure *figure)
{
    const char **labels = memory_new((size_t)parts->count, sizeof *labels);
    float *values = memory_new((size_t)parts->count, sizeof *values);
    for (int i = 0; i < parts->count; i++) {
        labels[i] = part_label(&parts->parts[i], &figure->arena);
        values[i] = (float)parts->parts[i].logit;
    }
    figure_bars(figure, _("part"), labels, parts->count);
    figure_bars_series(figure, _("adds to the logit"), values);
    free(values);
    free(labels);
}

/* The sum beside what it should be. */
static void parts_words(const Session *session, const Contributions *parts, Figure *figure)
{
    char sum[NUMBER_LENGTH], logit[NUMBER_LENGTH];
    Buffer token = {0}, at = {0};
    session_token(session, parts->token, &token);
    session_token_at(session, parts->position, &at);
    figure_title(figure, _("What made the logit of “%s” after position %lld “%s”"), buffer_text(&token),
                 (long long)parts->position, buffer_text(&at));
    figure_subtitle(figure, _("sum of %d parts %s · logit %s"), parts->count, number_precise(sum, parts->sum, 6),
                    number_precise(logit, parts->logit, 6));
    figure_note(figure, "%s", _("direct parts alone; the final norm's scale is held as it was in this pass"));
    figure_source(figure, "logits");
    buffer_free(&token);
    buffer_free(&at);
}

Status lens_parts_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    Contributions parts;
    Status status = parts_read(session, state, &parts, error);
    if (status == STATUS_NOT_COMPUTED) {
        view_nothing(figure, "%s",
                     _("Not computed yet: logits are the last but one instruction. f runs the pass to its end."));
        contributions_free(&parts);
        return STATUS_OK;
    }
    if (status == STATUS_OK) {
        parts_sort(state, &parts);
        parts_bars(&parts, figure);
        parts_words(session, &parts, figure);
        view_clamp(state, parts.count, state->columns);
        figure_cursor(figure, state->row, 0);
    }
    contributions_free(&parts);
    return status;
}

void lens_parts_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    Contributions parts;
    Buffer token = {0};
    char number[NUMBER_LENGTH], logit[NUMBER_LENGTH];
    if (parts_read(session, state, &parts, NULL) == STATUS_OK && state->row < parts.count) {
        parts_sort(state, &parts);
        const Contribution *part = &parts.parts[state->row];
        session_token(session, parts.token, &token);
        buffer_format(out, _("%s adds %s to the logit of “%s”, which is %s\n"), part->name,
                      number_precise(number, part->logit, 6), buffer_text(&token),
                      number_precise(logit, parts.logit, 6));
        buffer_append_text(out,
                           _("= what it added to the residual stream, through the final norm and the token's row of "
                             "W_U\nthe norm's scale is the same for all parts: what it is in this pass\n"));
    }
    buffer_free(&token);
    contributions_free(&parts);
}
