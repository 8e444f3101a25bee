/* Probabilities: the most probable tokens after a position, from the raw distribution to the draw. */
#include <math.h>

#include "base/translate.h"
#include "figure/number.h"
#include "view/knobs.h"

enum { SHOWN = 64 };

/* ViewState: `row` is the token's place in the list, `column` the position, `mode` the knob in hand. */
static const KeyHint keys[] = {
    {"Enter", N_("knob")}, {"- +", N_("turn it")}, {"← →", N_("position")},
    {"↑ ↓", N_("token")},  {"e", N_("explain")},   {NULL, NULL},
};

/* ---- what there is at a position ---- */

/* A position's draw, as it was, would be, or will be. */
typedef struct Prediction {
    int64_t position;
    Sampler sampler; /* its sample: the stages at the present settings */
    bool is_last;    /* the token after it is not known yet */
    bool was_drawn;  /* it is known, and was drawn from here */
    int32_t came;    /* the token that really came; -1: none yet */
} Prediction;

static Status predict(const Session *session, const ViewState *state, Prediction *out, Error *error)
{
    const Machine *machine = session->machine;
    int64_t count = machine_position_count(machine);
    *out = (Prediction){.position = state->column < count ? state->column : count - 1};
    out->is_last = out->position == count - 1;
    out->was_drawn = !out->is_last && session_was_drawn(session, out->position);
    out->came = out->is_last ? -1 : machine_tokens(machine)[out->position + 1];
    TRY(out->is_last ? session_preview(session, &out->sampler, error)
                     : session_preview_at(session, out->position, &out->sampler, error));
    sample_rank(&out->sampler.sample, SHOWN);
    return STATUS_OK;
}

/* The logits that the position's probabilities come from. */
static const Real *prediction_logits(const Session *session, const Prediction *prediction)
{
    Tensor logits;
    int pass = machine_pass_of(session->machine, prediction->position);
    if (!machine_tensor(session->machine, pass, session->model->program.logits, &logits))
        return NULL;
    return logits.data + (prediction->position - machine_pass_first(session->machine, pass)) * logits.stride[0];
}

/* In the order of the draw; `ranked` where it comes after all that anybody looked at. */
static int64_t place_of(const Sample *sample, int32_t id)
{
    int64_t place = 0;
    while (place < sample->ranked && sample->order[place] != id)
        place++;
    return place;
}

static double cumulated_before(const Sample *sample, int64_t place)
{
    double sum = 0;
    for (int64_t i = 0; i < place && i < sample->kept; i++)
        sum += (double)sample->filtered[sample->order[i]];
    return sum;
}

/* ---- bars ---- */

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

static void bars_cumulated(Figure *figure, const Sample *sample, int count)
{
    float values[SHOWN];
    for (int i = 0; i < count; i++)
        values[i] = i >= sample->kept ? NAN : (float)cumulated_before(sample, i + 1);
    figure_bars_series(figure, _("cumulated"), values);
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
    figure_bars(figure, _("token"), labels, count);
}

/* The line from 0 to 1, cut into the tokens' shares, with the random number on it. */
static void bars_shares(const Session *session, const Prediction *prediction, int count, Figure *figure)
{
    const Sampler *sampler = &prediction->sampler;
    const Sample *sample = &sampler->sample;
    bool has_number = sampler->settings.temperature > 0 && (prediction->is_last || prediction->was_drawn);
    float lengths[SHOWN];
    char number[NUMBER_LENGTH];
    Buffer words = {0};
    for (int i = 0; i < count; i++)
        lengths[i] = i < sample->kept ? (float)sample->filtered[sample->order[i]] : 0;
    buffer_format(&words, "%s → ", number_format(number, sample->draw, 0));
    session_token(session, sample->chosen, &words);
    figure_bars_shares(figure, lengths, has_number ? sample->draw : NAN, words.bytes);
    buffer_free(&words);
}

/* Which bar is marked, and what the mark says. */
static void bars_chosen(const Prediction *prediction, int count, Figure *figure)
{
    const Sample *sample = &prediction->sampler.sample;
    bool given = !prediction->is_last && !prediction->was_drawn;
    int64_t came = prediction->is_last ? -1 : place_of(sample, prediction->came);
    int64_t marked = given ? came : place_of(sample, sample->chosen);
    const char *name = given ? _("came") : marked == came ? _("drawn") : _("would be drawn now");
    if (prediction->is_last)
        name = _("will be drawn");
    figure_bars_chosen(figure, marked < count ? (int)marked : -1, name);
    figure_axis_style(figure, &figure->y, (int)(came < count ? came : -1), STYLE_HIGHLIGHT);
}

/* ---- words ---- */

static void note_filters(const Sample *sample, Figure *figure)
{
    char raw[NUMBER_LENGTH], filtered[NUMBER_LENGTH];
    figure_note(figure, _("%lld of %lld tokens left · entropy: raw %s bits, filtered %s bits"), (long long)sample->kept,
                (long long)sample->vocab, number_format(raw, sample->entropy, 0),
                number_format(filtered, sample_entropy(sample, sample->filtered), 0));
}

/* What no softmax is defined for; only an edit brings it. */
static void note_limits(const Real *logits, int64_t vocab, Figure *figure)
{
    for (int64_t i = 0; logits && i < vocab; i++)
        if (!isfinite(logits[i])) {
            figure_note(figure, _("a logit is not a number or not finite: the sampler takes its limit"));
            return;
        }
}

/* Where the random number falls between the cumulated probabilities, and what greedy would have taken. */
static void note_draw(const Session *session, const Prediction *prediction, Figure *figure)
{
    const Sample *sample = &prediction->sampler.sample;
    Buffer chosen = {0}, greedy = {0};
    char draw[NUMBER_LENGTH], before[NUMBER_LENGTH], after[NUMBER_LENGTH];
    session_token(session, sample->chosen, &chosen);
    session_token(session, sample->greedy, &greedy);
    int64_t place = place_of(sample, sample->chosen);
    if (prediction->sampler.settings.temperature == 0)
        figure_note(figure, _("greedy: takes “%s”, no random number"), chosen.bytes);
    else if (!prediction->is_last && !prediction->was_drawn)
        figure_note(figure, _("nothing was drawn here: the next token was given · greedy takes “%s”"), greedy.bytes);
    else
        figure_note(figure, _("random number %s falls in [%s, %s): “%s” · greedy takes “%s”"),
                    number_format(draw, sample->draw, 0), number_format(before, cumulated_before(sample, place), 0),
                    number_format(after, cumulated_before(sample, place + 1), 0), chosen.bytes, greedy.bytes);
    buffer_free(&chosen);
    buffer_free(&greedy);
}

/* How probable the token was that really came. */
static void note_came(const Session *session, const Prediction *prediction, Figure *figure)
{
    const Sample *sample = &prediction->sampler.sample;
    if (prediction->came < 0)
        return;
    Buffer token = {0};
    char raw[NUMBER_LENGTH], bits[NUMBER_LENGTH];
    int64_t place = 1;
    Real probability = sample->raw[prediction->came];
    for (int64_t i = 0; i < sample->vocab; i++)
        place += sample->raw[i] > probability;
    session_token(session, prediction->came, &token);
    figure_note(figure, _("what came: “%s”, place %lld, raw %s, surprise -log2 = %s bits"), token.bytes,
                (long long)place, number_format(raw, (double)probability, 0),
                number_format(bits, -log2((double)probability), 0));
    buffer_free(&token);
}

static void probabilities_heading(const Session *session, const ViewState *state, const Prediction *prediction,
                                  Figure *figure)
{
    Buffer token = {0}, knobs = {0};
    session_token_at(session, prediction->position, &token);
    figure_title(figure,
                 prediction->is_last ? _("The next token after position %lld “%s”")
                                     : _("The token after position %lld “%s”"),
                 (long long)prediction->position, token.bytes);
    knobs_print(session, state->mode, &knobs);
    figure_subtitle(figure, "%s", knobs.bytes);
    buffer_free(&token);
    buffer_free(&knobs);
}

/* ---- the view ---- */

static void probabilities_bars(const Session *session, ViewState *state, const Prediction *prediction, Figure *figure)
{
    const Sample *sample = &prediction->sampler.sample;
    int count = sample->vocab < SHOWN ? (int)sample->vocab : SHOWN;
    probabilities_heading(session, state, prediction, figure);
    bars_labels(session, sample, count, figure);
    bars_stage(figure, _("raw"), sample, sample->raw, count);
    bars_stage(figure, _("temperature"), sample, sample->tempered, count);
    bars_stage(figure, _("filtered"), sample, sample->filtered, count);
    bars_cumulated(figure, sample, count);
    bars_shares(session, prediction, count, figure);
    bars_chosen(prediction, count, figure);
    note_filters(sample, figure);
    note_draw(session, prediction, figure);
    note_came(session, prediction, figure);
    note_limits(prediction_logits(session, prediction), sample->vocab, figure);
    view_clamp(state, count, state->columns);
    figure_cursor(figure, state->row, 0);
}

/* Who looks at the last position goes on with the text. */
static void probabilities_follow(const Session *session, ViewState *state)
{
    int count = (int)machine_position_count(session->machine);
    bool at_end = state->column >= state->columns - 1;
    view_clamp(state, state->rows, count);
    if (at_end && count)
        state->column = count - 1;
}

static Status probabilities_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    Prediction prediction;
    probabilities_follow(session, state);
    if (!machine_position_count(session->machine)) {
        view_nothing(figure, _("There is no text yet. Type : and then prompt Once upon a time"));
        return STATUS_OK;
    }
    if (predict(session, state, &prediction, error) == STATUS_OK)
        probabilities_bars(session, state, &prediction, figure);
    else if (prediction.is_last)
        view_nothing(figure,
                     _("Not computed yet: logits are the last but one instruction. f runs the pass to its end."));
    else
        view_nothing(figure, _("Not computed at this place of the program. f runs the pass to its end."));
    sampler_free(&prediction.sampler);
    return STATUS_OK;
}

static Reaction probabilities_explain(const Session *session, const ViewState *state)
{
    Prediction prediction;
    Reaction reaction = reaction_nothing;
    ValueId probs = session->model->program.probs;
    bool known = state->columns && predict(session, state, &prediction, NULL) == STATUS_OK;
    if (known && probs && state->row < prediction.sampler.sample.vocab)
        reaction = reaction_command("explain %s[%lld, %d]", session->model->program.values[probs].name,
                                    (long long)prediction.position, prediction.sampler.sample.order[state->row]);
    if (state->columns)
        sampler_free(&prediction.sampler);
    return reaction;
}

static Reaction probabilities_handle(const Session *session, ViewState *state, Event event)
{
    probabilities_follow(session, state);
    if (event_is(event, "e"))
        return probabilities_explain(session, state);
    if (event_is(event, "-") || event_is(event, "_"))
        return knobs_turn(session, state->mode, -1);
    if (event_is(event, "+") || event_is(event, "="))
        return knobs_turn(session, state->mode, 1);
    if (event.press == PRESS_ENTER) {
        state->mode = knobs_next(state->mode);
        return reaction_redraw;
    }
    return view_move(state, event) ? reaction_redraw : reaction_unhandled;
}

/* ---- the inspector ---- */

static double sum_of_exponentials(const Real *logits, int64_t vocab, double max, double temperature)
{
    double sum = 0;
    for (int64_t i = 0; i < vocab; i++)
        sum += exp(((double)logits[i] - max) / temperature);
    return sum;
}

/* "“ girl” id 5, logit 3.1: raw = exp(3.1 - 4.2) / 24.5 = 0.0136" */
static void inspect_raw(const Session *session, const Sample *sample, const Real *logits, int32_t id, Buffer *out)
{
    char logit[NUMBER_LENGTH], max[NUMBER_LENGTH], sum[NUMBER_LENGTH], result[NUMBER_LENGTH];
    double highest = (double)logits[sample->greedy];
    buffer_append_text(out, "“");
    session_token(session, id, out);
    number_precise(logit, (double)logits[id], 6);
    buffer_format(out, "” id %d: %s = exp(%s - %s) / %s = %s\n", id, _("raw"), logit, number_precise(max, highest, 6),
                  number_precise(sum, sum_of_exponentials(logits, sample->vocab, highest, 1), 6),
                  number_precise(result, (double)sample->raw[id], 4));
}

/* The same with the repetition penalty and at the temperature, then as a share of what the filters left. */
static void inspect_settings(const SamplerSettings *settings, const Sample *sample, int32_t id, bool kept, Buffer *out)
{
    char logit[NUMBER_LENGTH], max[NUMBER_LENGTH], sum[NUMBER_LENGTH], result[NUMBER_LENGTH], left[NUMBER_LENGTH];
    double highest = (double)sample->logits[sample->order[0]], remaining = 0;
    if (settings->temperature == 0) {
        buffer_format(out, _("temperature 0: 1 for the highest logit, 0 for all others\n"));
        return;
    }
    for (int64_t i = 0; i < sample->kept; i++)
        remaining += (double)sample->tempered[sample->order[i]];
    number_precise(sum, sum_of_exponentials(sample->logits, sample->vocab, highest, settings->temperature), 6);
    number_precise(result, (double)sample->tempered[id], 4);
    buffer_format(out, "T: exp((%s - %s) / %g) / %s = %s", number_precise(logit, (double)sample->logits[id], 6),
                  number_precise(max, highest, 6), settings->temperature, sum, result);
    if (kept)
        buffer_format(out, " → / %s = %s\n", number_precise(left, remaining, 4),
                      number_precise(sum, (double)sample->filtered[id], 4));
    else
        buffer_format(out, " · %s\n", _("filtered out"));
}

static void probabilities_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    Prediction prediction;
    if (!state->columns)
        return;
    if (predict(session, state, &prediction, NULL) == STATUS_OK && state->row < prediction.sampler.sample.vocab) {
        const Sample *sample = &prediction.sampler.sample;
        int32_t id = sample->order[state->row];
        inspect_raw(session, sample, prediction_logits(session, &prediction), id, out);
        inspect_settings(&prediction.sampler.settings, sample, id, state->row < sample->kept, out);
        buffer_format(out, "%s\n", _("the first token whose cumulated sum exceeds the random number is drawn"));
    }
    sampler_free(&prediction.sampler);
}

const View view_probabilities = {
    .name = "probabilities",
    .title = N_("Probabilities"),
    .brief = N_("Prob"),
    .keys = keys,
    .handle = probabilities_handle,
    .figure = probabilities_figure,
    .inspect = probabilities_inspect,
};
