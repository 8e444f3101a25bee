/* Embedding: nearest neighbours by cosine, analogies, and points on a plane. */
#include <string.h>

#include "base/translate.h"
#include "figure/number.h"
#include "session/embedding_map.h"
#include "view/view.h"

enum { EXACT_DIGITS = 6 };

static const KeyHint keys[] = {
    {"↑ ↓", N_("token")},  {"Enter", N_("neighbours")}, {"m", N_("map/list")}, {"o", N_("raw/centered")},
    {"t", N_("the text")}, {"/", N_("search")},         {NULL, NULL},
};

static const EmbeddingInquiry *inquiry_of(const Session *session)
{
    return &session->inquiry.embedding;
}

static bool is_map(const Session *session)
{
    return inquiry_of(session)->as_map || inquiry_of(session)->subject == EMBEDDING_TEXT;
}

/* ---- keys ---- */

/* A word as a command takes it, so that it means the same token again. */
static void quote_word(const Session *session, const TokenChoice *word, Buffer *out)
{
    if (word->count == 1) {
        buffer_format(out, " #%d", (int)word->ids[0]);
        return;
    }
    buffer_append_text(out, " \"");
    token_choice_show(session->model, word, out);
    buffer_append_text(out, "\"");
}

/* The question asked again, as a map or a list, from the origin or from the mean. */
static Reaction embedding_again(const Session *session, bool as_map, bool centered)
{
    const EmbeddingInquiry *inquiry = inquiry_of(session);
    Buffer words = {0};
    for (int i = 0; i < embedding_words(inquiry->subject); i++)
        quote_word(session, &inquiry->words[i], &words);
    const char *verb = as_map ? "points" : inquiry->subject == EMBEDDING_ANALOGY ? "analogy" : "neighbors";
    Reaction reaction = reaction_command("%s%s %s", verb, buffer_text(&words), centered ? "centered" : "raw");
    buffer_free(&words);
    return reaction;
}

static Reaction ask_about(const TokenChoice *point)
{
    return point->count == 1 ? reaction_command("neighbors #%d", (int)point->ids[0]) : reaction_nothing;
}

static Reaction ask_about_cursor(const Session *session, const ViewState *state)
{
    EmbeddingMap map;
    Reaction reaction = reaction_nothing;
    if (!is_map(session))
        return state->row < inquiry_of(session)->found_count
                   ? reaction_command("neighbors #%d", (int)inquiry_of(session)->found[state->row].id)
                   : reaction_nothing;
    if (embedding_map_read(session, &map, NULL) == STATUS_OK && state->row < map.count)
        reaction = ask_about(&map.points[state->row]);
    embedding_map_free(&map);
    return reaction;
}

/* Points have no rows: sideways goes on as up and down do. */
static Event embedding_upright(Event event)
{
    if (event.press == PRESS_LEFT || event.press == PRESS_HOME)
        event.press = event.press == PRESS_LEFT ? PRESS_UP : PRESS_PAGE_UP;
    else if (event.press == PRESS_RIGHT || event.press == PRESS_END)
        event.press = event.press == PRESS_RIGHT ? PRESS_DOWN : PRESS_PAGE_DOWN;
    return event;
}

static Reaction embedding_handle(const Session *session, ViewState *state, Event event)
{
    const EmbeddingInquiry *inquiry = inquiry_of(session);
    bool has_words = inquiry->subject != EMBEDDING_TEXT;
    if (event.press == PRESS_ENTER)
        return ask_about_cursor(session, state);
    if (event_is(event, "m"))
        return has_words ? embedding_again(session, !inquiry->as_map, inquiry->centered) : reaction_nothing;
    if (event_is(event, "o"))
        return has_words ? embedding_again(session, inquiry->as_map, !inquiry->centered) : reaction_nothing;
    if (event_is(event, "t"))
        return reaction_command("points");
    if (event_is(event, "/"))
        return (Reaction){.answer = ANSWER_LINE, .command = "neighbors "};
    return view_move(state, embedding_upright(event)) ? reaction_redraw : reaction_unhandled;
}

/* ---- figures ---- */

static const char *figure_words(const Session *session, Figure *figure)
{
    Buffer words = {0};
    embedding_show_words(session->model, inquiry_of(session), &words);
    const char *copy = arena_text(&figure->arena, buffer_text(&words), words.length);
    buffer_free(&words);
    return copy;
}

/* What was taken for the words, and that they are left out. */
static void note_words(const Session *session, Figure *figure)
{
    const EmbeddingInquiry *inquiry = inquiry_of(session);
    for (int i = 0; i < embedding_words(inquiry->subject); i++) {
        Buffer taken = {0};
        token_choice_tell(session->model, &inquiry->words[i], &taken);
        if (inquiry->subject == EMBEDDING_ANALOGY || inquiry->words[i].count > 1 || inquiry->words[i].spaced ||
            inquiry->words[i].respelt >= 0)
            figure_note(figure, "%s", taken.bytes);
        buffer_free(&taken);
    }
}

static const char *origin_words(const EmbeddingInquiry *inquiry)
{
    return inquiry->centered ? _("rows of embed.W_E less the mean of all rows") : _("raw rows of embed.W_E");
}

static void list_labels(const Session *session, Figure *figure)
{
    const EmbeddingInquiry *inquiry = inquiry_of(session);
    const char *labels[INQUIRY_NEIGHBORS];
    Buffer text = {0};
    for (int i = 0; i < inquiry->found_count; i++) {
        buffer_clear(&text);
        session_token(session, inquiry->found[i].id, &text);
        labels[i] = arena_text(&figure->arena, buffer_text(&text), text.length);
    }
    buffer_free(&text);
    figure_bars(figure, "", labels, inquiry->found_count);
}

static void list_figure(const Session *session, ViewState *state, Figure *figure)
{
    const EmbeddingInquiry *inquiry = inquiry_of(session);
    float cosines[INQUIRY_NEIGHBORS];
    for (int i = 0; i < inquiry->found_count; i++)
        cosines[i] = (float)inquiry->found[i].cosine;
    list_labels(session, figure);
    figure_bars_series(figure, _("cosine"), cosines);
    figure->bars.full = 1;
    figure_title(figure,
                 inquiry->subject == EMBEDDING_ANALOGY ? _("Nearest to %s, these three left out") : _("Nearest to %s"),
                 figure_words(session, figure));
    figure_subtitle(figure, _("by cosine · %s"), origin_words(inquiry));
    figure_source(figure, "embed.W_E");
    note_words(session, figure);
    view_clamp(state, inquiry->found_count, 1);
    if (inquiry->found_count)
        figure_cursor(figure, state->row, 0);
}

static void map_labels(const Session *session, const EmbeddingMap *map, Figure *figure)
{
    const char *labels[EMBEDDING_MAP_MOST];
    Buffer text = {0};
    for (int i = 0; i < map->count; i++) {
        buffer_clear(&text);
        token_choice_show(session->model, &map->points[i], &text);
        labels[i] = arena_text(&figure->arena, buffer_text(&text), text.length);
    }
    buffer_free(&text);
    figure_points(figure, map->count, map->projection.at[0], map->projection.at[1], labels);
}

static void map_titles(const Session *session, const EmbeddingMap *map, Figure *figure)
{
    if (inquiry_of(session)->subject == EMBEDDING_TEXT)
        figure_title(figure,
                     plural_("The embedding of the text's %d token", "The embeddings of the text's %d different tokens",
                             map->count),
                     map->count);
    else
        figure_title(figure, _("The embeddings of %s and of the nearest %d"), figure_words(session, figure),
                     map->count - map->asked);
    if (map->left_out)
        figure_note(figure, _("the last %d different tokens; %d earlier ones have no room"), map->count, map->left_out);
}

static void map_axes(const EmbeddingMap *map, Figure *figure)
{
    Buffer x = {0}, y = {0};
    buffer_format(&x, _("1st axis: %.1f %% of the variance →"), 100 * map->projection.explained[0]);
    buffer_format(&y, _("2nd axis: %.1f %%"), 100 * map->projection.explained[1]);
    figure_axis_x(figure, x.bytes, NULL, 0);
    figure_axis_y(figure, y.bytes, NULL, 0);
    buffer_free(&x);
    buffer_free(&y);
}

static Status map_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    EmbeddingMap map;
    Status status = embedding_map_read(session, &map, error);
    if (status == STATUS_OK) {
        map_labels(session, &map, figure);
        map_titles(session, &map, figure);
        map_axes(&map, figure);
        figure_source(figure, "embed.W_E");
        if (inquiry_of(session)->subject != EMBEDDING_TEXT)
            note_words(session, figure);
        view_clamp(state, map.count, 1);
        figure_cursor(figure, state->row, 0);
    }
    embedding_map_free(&map);
    return status;
}

/* A new answer is looked at from its beginning. */
static void embedding_follow_inquiry(const Session *session, ViewState *state)
{
    if (state->place != inquiry_of(session)->count)
        state->row = 0;
    state->place = inquiry_of(session)->count;
}

static Status embedding_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    embedding_follow_inquiry(session, state);
    if (!is_map(session)) {
        list_figure(session, state, figure);
        return STATUS_OK;
    }
    if (inquiry_of(session)->subject == EMBEDDING_TEXT && !machine_position_count(session->machine)) {
        view_nothing(figure, _("There is no text yet. Type : and then prompt Once upon a time, or neighbors TOKEN"));
        return STATUS_OK;
    }
    return map_figure(session, state, figure, error);
}

/* ---- the inspector ---- */

/* "cosine(embed.W_E[300, :], embed.W_E[512, :]) = 0.731592": what print takes, where it can say the same. */
static void inspect_neighbor(const Session *session, const Neighbor *neighbor, Buffer *out)
{
    const EmbeddingInquiry *inquiry = inquiry_of(session);
    const TokenChoice *word = &inquiry->words[0];
    char number[NUMBER_LENGTH];
    number_precise(number, neighbor->cosine, EXACT_DIGITS);
    buffer_append_text(out, "“");
    session_token(session, neighbor->id, out);
    buffer_format(out, "” #%d · ", (int)neighbor->id);
    if (inquiry->subject == EMBEDDING_NEIGHBORS && word->count == 1 && !inquiry->centered)
        buffer_format(out, "cosine(embed.W_E[%d, :], embed.W_E[%d, :]) = %s\n", (int)word->ids[0], (int)neighbor->id,
                      number);
    else
        buffer_format(out, "cosine = %s\n", number);
    buffer_append_text(out, _("a·b / (|a| |b|): 1 the same direction, 0 nothing in common, -1 opposite\n"));
}

static void inspect_point(const Session *session, const ViewState *state, Buffer *out)
{
    EmbeddingMap map;
    char x[NUMBER_LENGTH], y[NUMBER_LENGTH];
    if (embedding_map_read(session, &map, NULL) == STATUS_OK && state->row < map.count) {
        const TokenChoice *point = &map.points[state->row];
        buffer_append_text(out, "“");
        token_choice_show(session->model, point, out);
        buffer_append_text(out, "”");
        if (point->count == 1)
            buffer_format(out, " #%d", (int)point->ids[0]);
        buffer_format(out, " · (%s, %s)\n", number_format(x, (double)map.projection.at[0][state->row], 0),
                      number_format(y, (double)map.projection.at[1][state->row], 0));
        buffer_append_text(out, _("PCA: the two directions in which these rows of embed.W_E differ most\n"));
    }
    embedding_map_free(&map);
}

static void embedding_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    const EmbeddingInquiry *inquiry = inquiry_of(session);
    if (is_map(session))
        inspect_point(session, state, out);
    else if (state->row < inquiry->found_count)
        inspect_neighbor(session, &inquiry->found[state->row], out);
}

const View view_embedding = {
    .name = "embedding",
    .title = N_("Embedding"),
    .brief = N_("Emb"),
    .keys = keys,
    .handle = embedding_handle,
    .figure = embedding_figure,
    .inspect = embedding_inspect,
};
