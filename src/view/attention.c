/* Attention: the pattern of the chosen head in full with those of all heads of all layers beside it, or the sentence
 * itself, shaded by what one of its tokens looks at. */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "figure/number.h"
#include "view/attention_parts.h"

static const KeyHint keys[] = {
    {"←↑↓→", N_("cell")},  {"Enter", N_("why")}, {"[ ]", N_("head")},   {"{ }", N_("layer")}, {"o", N_("all")},
    {"s", N_("sentence")}, {"a", N_("mean")},    {"r", N_("no first")}, {"e", N_("explain")}, {NULL, NULL},
};

/* Where somebody asked for a cell of this pattern, the crosshair goes there. */
static void attention_follow(const Session *session, ViewState *state)
{
    const Cell *asked = &session->focus.cell;
    bool is_new = memcmp(asked, &state->seen, sizeof *asked) != 0;
    state->seen = *asked;
    if (!is_new || asked->kind != CELL_VALUE || asked->index[0] != session->focus.head ||
        asked->id != heads_pattern(&session->model->program, session->focus.layer))
        return;
    state->row = (int)asked->index[1];
    state->column = (int)asked->index[2];
}

static void attention_clamp(const Session *session, ViewState *state)
{
    int positions = (int)machine_position_count(session->machine);
    view_clamp(state, positions, positions);
}

static bool attention_cell(const Session *session, const ViewState *state, Cell *cell)
{
    *cell = (Cell){
        .kind = CELL_VALUE,
        .id = heads_pattern(&session->model->program, session->focus.layer),
        .index = {session->focus.head, state->row, state->column},
    };
    return cell->id && state->rows > 0 && !(state->mode & (ATTENTION_AVERAGE | ATTENTION_RENORMALISED));
}

/* ---- keys ---- */

/* Which key chooses what: one row each, the letters for those who know vi. In the overview arrows do too. */
static const struct {
    const char *key;
    Press press; /* in the overview */
    bool head;
    int by;
} choices[] = {
    {"[", PRESS_LEFT, true, -1}, {"]", PRESS_RIGHT, true, 1}, {"h", PRESS_NONE, true, -1},  {"l", PRESS_NONE, true, 1},
    {"{", PRESS_UP, false, -1},  {"}", PRESS_DOWN, false, 1}, {"k", PRESS_NONE, false, -1}, {"j", PRESS_NONE, false, 1},
};

static Reaction attention_choose(const Session *session, bool head, int by)
{
    const Focus *focus = &session->focus;
    int wanted = (head ? focus->head : focus->layer) + by;
    int64_t count = head ? session->model->config.heads : session->model->config.layers;
    if (wanted < 0 || wanted >= count)
        return reaction_nothing;
    return reaction_command("%s %d", head ? "head" : "layer", wanted);
}

static bool attention_choice(const Session *session, const ViewState *state, Event event, Reaction *reaction)
{
    bool overview = state->mode & ATTENTION_OVERVIEW;
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (event_is(event, choices[i].key) ||
            (overview && event.press != PRESS_NONE && event.press == choices[i].press)) {
            *reaction = attention_choose(session, choices[i].head, choices[i].by);
            return true;
        }
    return false;
}

/* A click on a thumbnail: "head 3 1". */
static bool attention_click(const Session *session, const ViewState *state, Event event, Reaction *reaction)
{
    int heads = (int)session->model->config.heads;
    bool overview = state->mode & ATTENTION_OVERVIEW;
    if (event.press != PRESS_CLICK || (!event.thumbnail && !overview))
        return false;
    int head = overview ? event.column : (event.thumbnail - 1) % heads;
    int layer = overview ? event.row : (event.thumbnail - 1) / heads;
    *reaction = reaction_command("head %d %d", head, layer);
    return true;
}

static const struct {
    const char *key;
    int mode;
} modes[] = {
    {"o", ATTENTION_OVERVIEW},
    {"s", ATTENTION_SENTENCE},
    {"a", ATTENTION_AVERAGE},
    {"r", ATTENTION_RENORMALISED},
};

static bool attention_mode(ViewState *state, Event event)
{
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (event_is(event, modes[i].key)) {
            state->mode ^= modes[i].mode;
            return true;
        }
    return false;
}

static Reaction attention_ask(const Session *session, const ViewState *state, const char *command)
{
    Cell cell;
    Buffer name = {0};
    if (!attention_cell(session, state, &cell))
        return reaction_nothing;
    cell_print(session->machine, &cell, &name);
    Reaction reaction = reaction_command("%s %s", command, buffer_text(&name));
    buffer_free(&name);
    return reaction;
}

static Reaction attention_handle(const Session *session, ViewState *state, Event event)
{
    Reaction reaction;
    attention_clamp(session, state);
    if (attention_choice(session, state, event, &reaction) || attention_click(session, state, event, &reaction))
        return reaction;
    if (attention_mode(state, event))
        return reaction_redraw;
    if (state->mode & ATTENTION_OVERVIEW && (event.press == PRESS_ENTER || event.press == PRESS_ESCAPE)) {
        state->mode &= ~ATTENTION_OVERVIEW;
        return reaction_redraw;
    }
    if (state->mode & ATTENTION_SENTENCE && event.press == PRESS_CLICK)
        return sentence_click(session, state, event);
    if (view_move(state, event))
        return reaction_redraw;
    if (event.press == PRESS_ENTER)
        return attention_ask(session, state, "into");
    return event_is(event, "e") ? attention_ask(session, state, "explain") : reaction_unhandled;
}

/* ---- the picture ---- */

/* "query 3 “ girl” → key 1 “ little”: 0.1234" */
static void attention_describe(const Session *session, const ViewState *state, const Sheet *sheet, Figure *figure)
{
    char number[NUMBER_LENGTH];
    Buffer query = {0}, key = {0};
    size_t at = (size_t)state->row * (size_t)sheet->columns + (size_t)state->column;
    session_token_at(session, state->row, &query);
    session_token_at(session, state->column, &key);
    CellState cell = (CellState)sheet->states[at];
    number_format(number, (double)sheet->values[at], 0);
    figure_subtitle(figure, _("query %d “%s” → key %d “%s”: %s"), state->row, query.bytes, state->column, key.bytes,
                    cell == CELL_NUMBER ? number : _(cell_state_name(cell)));
    buffer_free(&query);
    buffer_free(&key);
}

/* What is not the model's own pattern says so first. */
static void attention_title(const Session *session, const ViewState *state, Figure *figure)
{
    const ModelConfig *config = &session->model->config;
    Buffer title = {0};
    if (state->mode & ATTENTION_RENORMALISED)
        buffer_append_text(&title, _("NOT the model's pattern: without the first token · "));
    else
        buffer_append_text(&title, _("Attention pattern · "));
    buffer_format(&title, _("layer %d of %lld"), session->focus.layer, (long long)config->layers);
    if (state->mode & ATTENTION_AVERAGE)
        buffer_format(&title, _(" · AVERAGE of all %lld heads"), (long long)config->heads);
    else
        buffer_format(&title, _(" · head %d of %lld"), session->focus.head, (long long)config->heads);
    if (config->kv_heads < config->heads && !(state->mode & (ATTENTION_AVERAGE | ATTENTION_RENORMALISED)))
        buffer_format(&title, _(" (reads kv_head %lld)"),
                      (long long)(session->focus.head / (config->heads / config->kv_heads)));
    figure_title(figure, "%s", title.bytes);
    buffer_free(&title);
}

static const char *const *attention_names(const char *letter, int count, Arena *arena)
{
    const char **names = arena_new(arena, (size_t)count, sizeof *names);
    for (int i = 0; i < count; i++)
        names[i] = arena_format(arena, "%s%d", letter, i);
    return names;
}

static void attention_thumbnails(const Session *session, int most, Figure *figure)
{
    const ModelConfig *config = &session->model->config;
    int layers = (int)config->layers, heads = (int)config->heads;
    int64_t positions = machine_position_count(session->machine);
    int block = heads_block(positions, most), size = (int)((positions + block - 1) / block);
    figure_grid(figure, layers, heads, size, size);
    figure->grid.row_names = attention_names("L", layers, &figure->arena);
    figure->grid.column_names = attention_names("H", heads, &figure->arena);
    for (int i = 0; i < layers * heads; i++) {
        Tile *tile = &figure->grid.tiles[i];
        size_t count = (size_t)size * (size_t)size;
        float *values = arena_new(&figure->arena, count, sizeof *values);
        tile->states = arena_new(&figure->arena, count, 1);
        tile->values = values;
        tile->row_stride = size;
        tile->column_stride = 1;
        tile->caption = arena_format(&figure->arena, "L%d H%d", i / heads, i % heads);
        heads_thumbnail(session->machine, heads_pattern(&session->model->program, i / heads), i % heads, block, size,
                        values, tile->states);
    }
    if (block > 1)
        figure_note(figure, _("small pictures: each cell is the largest of %d × %d"), block, block);
}

/* All heads, with the arrows on them. */
static void attention_overview(const Session *session, Figure *figure)
{
    enum { THUMBNAIL_MOST = 64 };
    const ModelConfig *config = &session->model->config;
    attention_thumbnails(session, THUMBNAIL_MOST, figure);
    figure->show = SHOW_HEAT;
    figure_value_name(figure, "pattern");
    figure_cursor(figure, session->focus.layer, session->focus.head);
    figure_title(figure, _("Attention patterns · all %lld layers × %lld heads · layer %d, head %d"),
                 (long long)config->layers, (long long)config->heads, session->focus.layer, session->focus.head);
    figure_subtitle(figure, "%s", _("each: query ↓ key → · arrows choose, Enter looks at one"));
}

static void attention_large(const Session *session, const ViewState *state, const Sheet *sheet, Figure *figure)
{
    enum { THUMBNAIL_MOST = 32 };
    int heads = (int)session->model->config.heads;
    size_t count = (size_t)sheet->rows * (size_t)sheet->columns;
    attention_thumbnails(session, THUMBNAIL_MOST, figure);
    Tile *large = figure_grid_large(figure, session->focus.layer * heads + session->focus.head, sheet->rows,
                                    sheet->columns, sheet->values);
    large->states = arena_new(&figure->arena, count, 1);
    memcpy(large->states, sheet->states, count);
    const char *const *labels = picture_labels(session->machine, AXIS_POS, sheet->rows, &figure->arena);
    figure_axis_y(figure, axis_name(AXIS_QUERY), labels, sheet->rows);
    figure_axis_x(figure, axis_name(AXIS_KEY), labels, sheet->columns);
    figure->show = SHOW_HEAT;
    figure_value_name(figure, "pattern");
    figure_cursor(figure, state->row, state->column);
    if (state->mode & ATTENTION_RENORMALISED)
        figure_note(figure, "%s",
                    _("the rest made to sum to 1; the first column is drawn as masked; small pictures have it"));
}

static Status attention_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    if (!machine_position_count(session->machine)) {
        view_nothing(figure, "%s", _("There is no text yet. Type : and then prompt Once upon a time"));
        return STATUS_OK;
    }
    attention_follow(session, state);
    attention_clamp(session, state);
    if (state->mode & ATTENTION_OVERVIEW) {
        attention_overview(session, figure);
        return STATUS_OK;
    }
    Sheet sheet;
    Status status = attention_read(session, state, &sheet, error);
    if (status == STATUS_OK && state->mode & ATTENTION_SENTENCE)
        sentence_figure(session, state, &sheet, figure);
    else if (status == STATUS_OK)
        attention_large(session, state, &sheet, figure);
    if (status == STATUS_OK) {
        attention_title(session, state, figure);
        attention_describe(session, state, &sheet, figure);
        figure_source(figure, cell_name(session->machine, CELL_VALUE, sheet.value));
    }
    sheet_free(&sheet);
    return status;
}

const View view_attention = {
    .name = "attention",
    .title = N_("Attention"),
    .brief = N_("Attn"),
    .keys = keys,
    .handle = attention_handle,
    .figure = attention_figure,
    .cell = attention_cell,
    .inspect = attention_inspect,
};
