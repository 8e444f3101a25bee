/* Probabilities: the most probable next tokens, from the raw distribution to the draw. */
#include <math.h>

#include "figure/number.h"
#include "view/view.h"

enum { SHOWN = 64, MODE_NEXT = 0, MODE_LAST };

static const KeyHint keys[] = {
    {"↑ ↓", "token"},
    {"d", "next/last draw"},
    {NULL, NULL},
};

static Reaction probabilities_handle(const Session *session, ViewState *state, Event event)
{
    if (view_move(state, event))
        return reaction_redraw;
    if (!event_is(event, "d") || session->drawn_at < 0)
        return reaction_unhandled;
    state->mode = state->mode == MODE_NEXT ? MODE_LAST : MODE_NEXT;
    return reaction_redraw;
}

/* A stage's numbers for the shown tokens; what the filters removed has none. */
static void bars_stage(Figure *figure, const char *name, const Sample *sample, const Real *stage, int count)
{
    float values[SHOWN];
    for (int i = 0; i < count; i++) {
        Real number = stage[sample->order[i]];
        bool removed = stage == sample->filtered && i >= sample->kept;
        values[i] = removed ? NAN : (float)number;
    }
    figure_bars_series(figure, name, values);
}

static double cumulated_before(const Sample *sample, int64_t rank)
{
    double sum = 0;
    for (int64_t i = 0; i < rank && i < sample->kept; i++)
        sum += (double)sample->filtered[sample->order[i]];
    return sum;
}

static void bars_cumulated(Figure *figure, const Sample *sample, int count)
{
    float values[SHOWN];
    for (int i = 0; i < count; i++)
        values[i] = i >= sample->kept ? NAN : (float)cumulated_before(sample, i + 1);
    figure_bars_series(figure, "cumulated", values);
}

static int64_t rank_of(const Sample *sample, int32_t id)
{
    int64_t rank = 0;
    while (rank < sample->ranked && sample->order[rank] != id)
        rank++;
    return rank;
}

static void note_settings(const SamplerSettings *settings, const Sample *sample, Figure *figure)
{
    char entropy[NUMBER_LENGTH];
    figure_note(figure, "T %g · top-k %lld · top-p %g · %lld of %lld tokens left · raw entropy %s bits",
                settings->temperature, (long long)settings->top_k, settings->top_p, (long long)sample->kept,
                (long long)sample->vocab, number_format(entropy, sample->entropy, 0));
}

/* What no softmax is defined for; only an edit brings it. */
static void note_limits(const Real *logits, int64_t vocab, Figure *figure)
{
    for (int64_t i = 0; i < vocab; i++)
        if (!isfinite(logits[i])) {
            figure_note(figure, "a logit is not a number or not finite: the sampler takes its limit");
            return;
        }
}

/* Where the random number falls between the cumulated probabilities, and what greedy would have taken. */
static void note_draw(const Session *session, const SamplerSettings *settings, const Sample *sample, Figure *figure)
{
    Buffer chosen = {0}, greedy = {0};
    char draw[NUMBER_LENGTH], before[NUMBER_LENGTH], after[NUMBER_LENGTH];
    session_token(session, sample->chosen, &chosen);
    session_token(session, sample->greedy, &greedy);
    int64_t rank = rank_of(sample, sample->chosen);
    if (settings->temperature == 0)
        figure_note(figure, "greedy: takes “%s”, no random number", chosen.bytes);
    else
        figure_note(figure, "random number %s falls in [%s, %s): “%s” · greedy takes “%s”",
                    number_format(draw, sample->draw, 0), number_format(before, cumulated_before(sample, rank), 0),
                    number_format(after, cumulated_before(sample, rank + 1), 0), chosen.bytes, greedy.bytes);
    buffer_free(&chosen);
    buffer_free(&greedy);
}

static void bars_labels(const Session *session, const Sample *sample, int count, Figure *figure)
{
    const char *labels[SHOWN];
    Buffer text = {0};
    for (int i = 0; i < count; i++) {
        buffer_clear(&text);
        session_token(session, sample->order[i], &text);
        labels[i] = arena_text(&figure->arena, buffer_text(&text), text.length);
    }
    buffer_free(&text);
    figure_bars(figure, "token", labels, count);
}

static void probabilities_bars(const Session *session, ViewState *state, const SamplerSettings *settings,
                               const Sample *sample, Figure *figure)
{
    int count = sample->vocab < SHOWN ? (int)sample->vocab : SHOWN;
    int64_t rank = rank_of(sample, sample->chosen);
    bars_labels(session, sample, count, figure);
    bars_stage(figure, "raw", sample, sample->raw, count);
    bars_stage(figure, "temperature", sample, sample->tempered, count);
    bars_stage(figure, "filtered", sample, sample->filtered, count);
    bars_cumulated(figure, sample, count);
    figure_bars_chosen(figure, rank < count ? (int)rank : -1, state->mode == MODE_LAST ? "drawn" : "will be drawn");
    note_settings(settings, sample, figure);
    note_draw(session, settings, sample, figure);
    view_clamp(state, count, 1);
    figure_cursor(figure, state->row, 0);
}

static void probabilities_title(const Session *session, const char *what, int64_t position, Figure *figure)
{
    Buffer token = {0};
    session_token_at(session, position, &token);
    figure_title(figure, "%s after position %lld “%s”", what, (long long)position, token.bytes);
    buffer_free(&token);
}

static Status probabilities_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    const Machine *machine = session->machine;
    if (session->drawn_at < 0 || session->drawn_at >= machine_position_count(machine))
        state->mode = MODE_NEXT;
    if (state->mode == MODE_LAST) {
        probabilities_title(session, "The last draw,", session->drawn_at, figure);
        probabilities_bars(session, state, &session->sampler.settings, &session->sampler.sample, figure);
        return STATUS_OK;
    }
    Sampler preview;
    if (session_preview(session, &preview, error) != STATUS_OK) {
        view_nothing(figure, "Not computed yet: logits are the last but one instruction. f runs the pass to its end.");
        return STATUS_OK;
    }
    probabilities_title(session, "The next token", machine_position_count(machine) - 1, figure);
    probabilities_bars(session, state, &preview.settings, &preview.sample, figure);
    note_limits(machine_last_logits(machine), preview.sample.vocab, figure);
    sampler_free(&preview);
    return STATUS_OK;
}

static void probabilities_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    (void)state;
    if (!machine_last_logits(session->machine))
        return;
    buffer_append_text(out, "raw: softmax(logits) · temperature: softmax(logits / T) · filtered: top-k, top-p\n"
                            "cumulated: the first token whose sum exceeds the random number is drawn\n");
}

const View view_probabilities = {
    .name = "probabilities",
    .title = "Probabilities",
    .keys = keys,
    .handle = probabilities_handle,
    .figure = probabilities_figure,
    .inspect = probabilities_inspect,
};
