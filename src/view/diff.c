/* Diff: the same text with and without the edits, and two models on one text. */
#include "view/diff.h"

#include "base/translate.h"
#include "figure/number.h"

typedef enum Page { PAGE_VALUE, PAGE_OUTPUT, PAGE_MODELS, PAGE_ATTENTION, PAGE_TOKENS, PAGES } Page;

static const KeyHint keys[] = {
    {"v", N_("next page")}, {"o", N_("other panel")}, {"[ ]", N_("head")},  {"{ }", N_("layer")},
    {"< >", N_("value")},   {"t", N_("heat")},        {"←↑↓→", N_("cell")}, {NULL, NULL},
};

/* What a page shows, how many panels it has, and whether it needs the second model (else the twin without edits). */
static const struct {
    Status (*figure)(const Session *session, ViewState *state, Figure *figure, Error *error);
    int panels;
    bool second;
} pages[PAGES] = {
    [PAGE_VALUE] = {diff_value_figure, 3, false},  [PAGE_OUTPUT] = {diff_output_figure, 1, false},
    [PAGE_MODELS] = {diff_models_figure, 1, true}, [PAGE_ATTENTION] = {diff_attention_figure, 2, true},
    [PAGE_TOKENS] = {diff_tokens_figure, 2, true},
};

static bool page_is_there(const Session *session, int page)
{
    return pages[page].second ? session->comparison != NULL : session->unedited != NULL;
}

/* The page wanted, or the next one that is there; -1: none is. */
static int diff_page(const Session *session, int wanted)
{
    for (int i = 0; i < PAGES; i++)
        if (page_is_there(session, (wanted + i) % PAGES))
            return (wanted + i) % PAGES;
    return -1;
}

int diff_panels(const ViewState *state, int count)
{
    int fit = state->width / PANEL_LEAST;
    return fit < 1 ? 1 : fit < count ? fit : count;
}

/* ---- the figure ---- */

/* What the view is for, while there is nothing to compare with. */
static void diff_nothing(Figure *figure)
{
    static const char *const lines[] = {
        N_("There is nothing to compare with yet."),
        N_(":diff on    runs the text without your edits beside it; make some with set or ablate"),
        N_(":compare M  opens a second model M on the same text"),
    };
    figure_text(figure);
    figure->text.wrap = true;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        figure_text_line(figure);
        figure_span(figure, STYLE_PENDING, "%s", _(lines[i]));
    }
}

static Status diff_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    int page = diff_page(session, state->mode);
    if (page < 0) {
        view_clamp(state, 0, 0);
        diff_nothing(figure);
        return STATUS_OK;
    }
    if (!machine_position_count(session->machine)) {
        view_nothing(figure, _("There is no text yet. Type : and then prompt Once upon a time"));
        return STATUS_OK;
    }
    state->mode = page;
    return pages[page].figure(session, state, figure, error);
}

/* ---- keys ---- */

static Reaction diff_choose(const char *what, int wanted, int64_t count)
{
    return wanted < 0 || wanted >= count ? reaction_nothing : reaction_command("%s %d", what, wanted);
}

/* The value before or after the one shown, in the order of the program. */
static Reaction diff_step(const Session *session, const ViewState *state, int by)
{
    const Program *program = &session->model->program;
    ValueId value = diff_value_cell(session, state).id;
    int at = value ? program->values[value].instruction + by : 0;
    if (diff_page(session, state->mode) != PAGE_VALUE || at < 0 || at >= program->instruction_count)
        return reaction_nothing;
    return reaction_command("show diff %s", program_name(program, at));
}

static Reaction diff_handle(const Session *session, ViewState *state, Event event)
{
    const ModelConfig *config = &session->model->config;
    const Focus *focus = &session->focus;
    int page = diff_page(session, state->mode);
    if (page < 0)
        return reaction_unhandled;
    if (view_move(state, event))
        return reaction_redraw;
    if (event_is(event, "[") || event_is(event, "]"))
        return diff_choose("head", focus->head + (event_is(event, "]") ? 1 : -1), config->heads);
    if (event_is(event, "{") || event_is(event, "}"))
        return diff_choose("layer", focus->layer + (event_is(event, "}") ? 1 : -1), config->layers);
    if (event_is(event, "<") || event_is(event, ">"))
        return diff_step(session, state, event_is(event, ">") ? 1 : -1);
    if (event_is(event, "v"))
        state->mode = diff_page(session, (page + 1) % PAGES);
    else if (event_is(event, "o"))
        state->panel = (state->panel + 1) % pages[page].panels;
    else if (event_is(event, "t") && pages[page].panels > 1)
        state->numbers = !state->numbers;
    else
        return reaction_unhandled;
    return reaction_redraw;
}

/* ---- the inspector ---- */

static bool diff_cell(const Session *session, const ViewState *state, Cell *cell)
{
    if (diff_page(session, state->mode) != PAGE_VALUE || !state->rows)
        return false;
    *cell = diff_value_cell(session, state);
    return cell->id > 0;
}

static void diff_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    static const char *const words[PAGES] = {
        [PAGE_VALUE] = "",
        [PAGE_OUTPUT] = N_("change: probability with the edits - probability without them\n"
                           "divergence: sum of p × log2(p / q), p without and q with edits\n"),
        [PAGE_MODELS] = N_("≠ marks what differs; :compare off closes the second model\n"),
        [PAGE_ATTENTION] = N_("layers, heads and tokens are each model's own: equal numbers need not mean the same\n"),
        [PAGE_TOKENS] = N_("each model's likeliest next tokens, of its own vocabulary\n"),
    };
    int page = diff_page(session, state->mode);
    if (page > PAGE_VALUE)
        buffer_append_text(out, _(words[page]));
}

const View view_diff = {
    .name = "diff",
    .title = N_("Diff"),
    .brief = N_("Diff"),
    .keys = keys,
    .handle = diff_handle,
    .figure = diff_figure,
    .cell = diff_cell,
    .inspect = diff_inspect,
};
