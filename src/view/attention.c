/* Attention: the pattern of the chosen head in full, those of the layer's other heads beside it. */
#include <stdio.h>

#include "figure/number.h"
#include "session/picture.h"
#include "view/view.h"

static const KeyHint keys[] = {
    {"←↑↓→", "cell"}, {"[ ]", "head"}, {"{ }", "layer"}, {"e", "explain"}, {NULL, NULL},
};

static ValueId attention_value(const Session *session)
{
    char name[48];
    int length = snprintf(name, sizeof name, "blocks.%d.%s", session->focus.layer, PICTURE_DEFAULT);
    return program_find_value(&session->model->program, name, (size_t)length);
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
        .id = attention_value(session),
        .index = {session->focus.head, state->row, state->column},
    };
    return cell->id && state->rows > 0;
}

static Reaction attention_choose(const char *what, int now, int by, int64_t count)
{
    int wanted = now + by;
    if (wanted < 0 || wanted >= count)
        return reaction_nothing;
    return reaction_command("%s %d", what, wanted);
}

static Reaction attention_explain(const Session *session, const ViewState *state)
{
    Cell cell;
    Buffer name = {0};
    if (!attention_cell(session, state, &cell))
        return reaction_nothing;
    cell_print(session->machine, &cell, &name);
    Reaction reaction = reaction_command("explain %s", buffer_text(&name));
    buffer_free(&name);
    return reaction;
}

/* Which key chooses what: one row each, the letters for those who know vi. */
static const struct {
    const char *key, *what;
    int by;
} choices[] = {
    {"[", "head", -1},  {"]", "head", 1},  {"h", "head", -1},  {"l", "head", 1},
    {"{", "layer", -1}, {"}", "layer", 1}, {"k", "layer", -1}, {"j", "layer", 1},
};

static Reaction attention_handle(const Session *session, ViewState *state, Event event)
{
    const ModelConfig *config = &session->model->config;
    const Focus *focus = &session->focus;
    attention_clamp(session, state);
    if (view_move(state, event))
        return reaction_redraw;
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (event_is(event, choices[i].key)) {
            bool head = choices[i].what[0] == 'h';
            return attention_choose(choices[i].what, head ? focus->head : focus->layer, choices[i].by,
                                    head ? config->heads : config->layers);
        }
    if (event_is(event, "e") || event.press == PRESS_ENTER)
        return attention_explain(session, state);
    return reaction_unhandled;
}

/* "query 3 “ girl” gives key 1 “ little” 0.1234 of its attention" */
static void attention_describe(const Session *session, const ViewState *state, const Tile *tile, Figure *figure)
{
    char number[NUMBER_LENGTH];
    Buffer query = {0}, key = {0};
    session_token_at(session, state->row, &query);
    session_token_at(session, state->column, &key);
    CellState cell = tile_state(tile, state->row, state->column);
    number_format(number, (double)tile_value(tile, state->row, state->column), 0);
    figure_subtitle(figure, "query %d “%s” → key %d “%s”: %s", state->row, query.bytes, state->column, key.bytes,
                    cell == CELL_NUMBER ? number : cell_state_name(cell));
    buffer_free(&query);
    buffer_free(&key);
}

static Status attention_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    const Focus *focus = &session->focus;
    if (!machine_position_count(session->machine)) {
        view_nothing(figure, "There is no text yet. Type : and then prompt Once upon a time");
        return STATUS_OK;
    }
    PictureRequest request = {.layer = focus->layer, .head = PICTURE_ALL, .show = SHOW_HEAT};
    TRY(picture_figure(session->machine, &request, NULL, figure, error));
    const Tile *tile = &figure->matrix;
    if (figure->kind == FIGURE_GRID) {
        figure->grid.has_focus = true;
        figure->grid.focus = focus->head;
        tile = &figure->grid.tiles[focus->head];
    }
    attention_clamp(session, state);
    figure_cursor(figure, state->row, state->column);
    figure_title(figure, "Attention pattern · layer %d of %lld · head %d of %lld", focus->layer,
                 (long long)session->model->config.layers, focus->head, (long long)session->model->config.heads);
    attention_describe(session, state, tile, figure);
    return STATUS_OK;
}

const View view_attention = {
    .name = "attention",
    .title = "Attention",
    .keys = keys,
    .handle = attention_handle,
    .figure = attention_figure,
    .cell = attention_cell,
};
