/* Two models side by side on one text. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "figure/number.h"
#include "model/anatomy.h"
#include "run/lens.h"
#include "run/likelihood.h"
#include "run/readout.h"
#include "session/compare.h"
#include "session/picture.h"
#include "session/token.h"
#include "view/diff.h"

static const Machine *side_machine(const Session *session, int side)
{
    return side ? session->comparison->machine : session->machine;
}

static const Model *side_model(const Session *session, int side)
{
    return machine_model(side_machine(session, side));
}

/* ---- how they are made ---- */

/* Facts that are read off the program, so that they hold for every architecture. */
static const Op *program_op(const Program *program, const Op *const candidates[])
{
    for (int i = 0; i < program->instruction_count; i++)
        for (int k = 0; candidates[k]; k++)
            if (program->instructions[i].op == candidates[k])
                return candidates[k];
    return NULL;
}

static const char *fact_op(const Program *program, const Op *const candidates[])
{
    const Op *op = program_op(program, candidates);
    return op ? op->name : "–";
}

static void fact_positions(const Model *model, Buffer *out)
{
    const Program *program = &model->program;
    bool learned = false;
    for (int i = 0; i < program->instruction_count; i++)
        learned = learned || (program->instructions[i].op == &op_embedding &&
                              program->instructions[i].params.embedding.index == EMBEDDING_POSITIONS);
    if (learned)
        buffer_append_text(out, _("learned, added"));
    else
        buffer_append_text(out, fact_op(program, (const Op *const[]){&op_rope, NULL}));
}

static void fact_norm(const Model *model, Buffer *out)
{
    buffer_append_text(out, fact_op(&model->program, (const Op *const[]){&op_layernorm, &op_rmsnorm, NULL}));
}

static void fact_activation(const Model *model, Buffer *out)
{
    const Op *const activations[] = {&op_gelu, &op_silu, &op_relu, NULL}, *const gates[] = {&op_multiply, NULL};
    buffer_append_text(out, fact_op(&model->program, activations));
    if (program_op(&model->program, gates))
        buffer_append_text(out, _(", gated"));
}

static void fact_parameters(const Model *model, Buffer *out)
{
    buffer_format(out, "%lld", (long long)anatomy_of(&model->program, &model->config).total);
}

static void fact_unembedding(const Model *model, Buffer *out)
{
    buffer_append_text(out, model->config.tied_head ? _("the embedding's (tied)") : _("of its own"));
}

#define FACT_NUMBER(field)                                                                                             \
    static void fact_##field(const Model *model, Buffer *out)                                                          \
    {                                                                                                                  \
        buffer_format(out, "%lld", (long long)model->config.field);                                                    \
    }
FACT_NUMBER(layers)
FACT_NUMBER(heads)
FACT_NUMBER(kv_heads)
FACT_NUMBER(d_model)
FACT_NUMBER(d_head)
FACT_NUMBER(d_mlp)
FACT_NUMBER(vocab)
FACT_NUMBER(context)
#undef FACT_NUMBER

static void fact_type(const Model *model, Buffer *out)
{
    buffer_append_text(out, model->config.model_type);
}

static const struct {
    const char *name;
    void (*write)(const Model *model, Buffer *out);
} facts[] = {
    {N_("architecture"), fact_type},
    {N_("parameters"), fact_parameters},
    {N_("layers"), fact_layers},
    {N_("heads"), fact_heads},
    {N_("kv_heads"), fact_kv_heads},
    {"d_model", fact_d_model},
    {"d_head", fact_d_head},
    {"d_mlp", fact_d_mlp},
    {N_("vocabulary"), fact_vocab},
    {N_("context"), fact_context},
    {N_("positions"), fact_positions},
    {N_("norm"), fact_norm},
    {N_("activation"), fact_activation},
    {N_("unembedding"), fact_unembedding},
};

enum { FACT_COUNT = sizeof facts / sizeof *facts, NAME_CELLS = 16, SIDE_CELLS = 28 };

/* A text in a column of so many terminal cells. */
static void fact_column(Figure *figure, Style style, const char *text, int cells)
{
    int gap = cells - utf8_cells(text, strlen(text));
    figure_span(figure, style, "%s%*s", text, gap > 0 ? gap : 1, "");
}

static void fact_line(const Session *session, int fact, Figure *figure)
{
    Buffer sides[2] = {{0}, {0}};
    for (int side = 0; side < 2; side++)
        facts[fact].write(side_model(session, side), &sides[side]);
    bool differs = strcmp(buffer_text(&sides[0]), buffer_text(&sides[1])) != 0;
    figure_text_line(figure);
    figure_span(figure, STYLE_EMPHASIS, "%s ", differs ? "≠" : " ");
    fact_column(figure, STYLE_AXIS, _(facts[fact].name), NAME_CELLS);
    for (int side = 0; side < 2; side++) {
        fact_column(figure, differs ? STYLE_EMPHASIS : STYLE_NORMAL, buffer_text(&sides[side]), SIDE_CELLS);
        buffer_free(&sides[side]);
    }
}

/* "model  7 tokens: 옛 | 날 | …", each told from its neighbours by a bar. */
static void token_line(const Session *session, int side, Figure *figure)
{
    const Machine *machine = side_machine(session, side);
    int64_t count = machine_position_count(machine);
    Buffer token = {0};
    figure_text_line(figure);
    figure_span(figure, STYLE_TITLE, "%s ", side_model(session, side)->name);
    figure_span(figure, STYLE_MUTED, plural_("%lld token: ", "%lld tokens: ", count), (long long)count);
    for (int64_t i = 0; i < count; i++) {
        buffer_clear(&token);
        token_show(side_model(session, side), machine_tokens(machine)[i], &token);
        figure_span(figure, STYLE_FRAME, "%s", i ? "│" : "");
        figure_span(figure, i % 2 ? STYLE_SERIES_2 : STYLE_SERIES_1, "%s", buffer_text(&token));
    }
    buffer_free(&token);
}

Status diff_models_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    (void)error;
    figure_text(figure);
    figure->text.wrap = true;
    figure_title(figure, _("%s beside %s"), side_model(session, 0)->name, side_model(session, 1)->name);
    for (int side = 0; side < 2; side++)
        token_line(session, side, figure);
    if (session->comparison->error.status != STATUS_OK) {
        figure_text_line(figure);
        figure_span(figure, STYLE_ERROR, "%s", session->comparison->error.message);
    }
    figure_text_line(figure);
    figure_span(figure, STYLE_NORMAL, "%*s", NAME_CELLS + 2, "");
    for (int side = 0; side < 2; side++)
        fact_column(figure, STYLE_TITLE, side_model(session, side)->name, SIDE_CELLS);
    for (int fact = 0; fact < FACT_COUNT; fact++)
        fact_line(session, fact, figure);
    view_clamp(state, (int)figure->text.count, 1);
    figure_cursor(figure, state->row, 0);
    return STATUS_OK;
}

/* ---- side by side ---- */

/* Fills the panels that are in sight with one model each. */
static Status diff_both(const Session *session, ViewState *state, Figure *figure,
                        Status (*fill)(const Session *, const ViewState *, int side, Figure *, Error *), Error *error)
{
    int shown = diff_panels(state, 2), first = shown == 2 ? 0 : state->panel % 2;
    figure_panels(figure, shown);
    for (int i = 0; i < shown; i++) {
        int side = (first + i) % 2;
        Figure *panel = &figure->panels.figures[i];
        if (side && session->comparison->error.status != STATUS_OK)
            view_nothing(panel, "%s", session->comparison->error.message);
        else
            TRY(fill(session, state, side, panel, error));
    }
    return STATUS_OK;
}

static int at_most(int value, int64_t count)
{
    return value < count ? value : (int)count - 1;
}

static Status attention_side(const Session *session, const ViewState *state, int side, Figure *figure, Error *error)
{
    const Model *model = side_model(session, side);
    int layer = at_most(session->focus.layer, model->config.layers);
    int head = at_most(session->focus.head, model->config.heads);
    PictureRequest request = {.layer = layer, .head = head, .show = state->numbers ? SHOW_NUMBERS : SHOW_HEAT};
    TRY(picture_figure(side_machine(session, side), &request, NULL, figure, error));
    figure_title(figure, "%s", model->name);
    figure_subtitle(figure, _("layer %d of %lld · head %d of %lld"), layer, (long long)model->config.layers, head,
                    (long long)model->config.heads);
    figure_cursor(figure, at_most(state->row, figure->matrix.rows), at_most(state->column, figure->matrix.columns));
    return STATUS_OK;
}

Status diff_attention_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    int64_t a = machine_position_count(side_machine(session, 0)), b = machine_position_count(side_machine(session, 1));
    view_clamp(state, (int)(a > b ? a : b), (int)(a > b ? a : b));
    figure_title(figure, _("Attention of %s and of %s"), side_model(session, 0)->name, side_model(session, 1)->name);
    return diff_both(session, state, figure, attention_side, error);
}

enum { BEST = 24 };

/* The likeliest tokens in order: returns how many. */
static int side_best(const Real *probs, int64_t vocab, int32_t tokens[BEST])
{
    int count = 0;
    for (; count < BEST && count < vocab; count++) {
        int32_t best = -1;
        for (int32_t id = 0; id < vocab; id++) {
            bool taken = count && (probs[id] > probs[tokens[count - 1]] ||
                                   (id <= tokens[count - 1] && probs[id] == probs[tokens[count - 1]]));
            if (!taken && !isnan(probs[id]) && (best < 0 || probs[id] > probs[best]))
                best = id;
        }
        if (best < 0)
            break;
        tokens[count] = best;
    }
    return count;
}

static void tokens_bars(const Model *model, const Real *probs, Figure *figure)
{
    int32_t tokens[BEST];
    float values[BEST];
    const char *labels[BEST];
    Buffer text = {0};
    int count = side_best(probs, model->config.vocab, tokens);
    for (int i = 0; i < count; i++) {
        buffer_clear(&text);
        token_show(model, tokens[i], &text);
        labels[i] = arena_text(&figure->arena, buffer_text(&text), text.length);
        values[i] = (float)probs[tokens[i]];
    }
    figure_bars(figure, _("next token"), labels, count);
    figure_bars_series(figure, _("probability"), values);
    buffer_free(&text);
}

static Status tokens_side(const Session *session, const ViewState *state, int side, Figure *figure, Error *error)
{
    (void)error;
    const Machine *machine = side_machine(session, side);
    const Model *model = side_model(session, side);
    int64_t last = machine_position_count(machine) - 1;
    const Real *probs = readout_row(machine, model->program.probs, last);
    char bits[NUMBER_LENGTH];
    if (!probs) {
        view_nothing(figure, "%s", _("Not computed yet: probs is the last instruction. f runs the pass to its end."));
        return STATUS_OK;
    }
    tokens_bars(model, probs, figure);
    double entropy = likelihood_entropy(readout_row(machine, model->program.logits, last), model->config.vocab);
    figure_title(figure, "%s", model->name);
    figure_subtitle(figure, _("entropy %s bits"), number_precise(bits, entropy / log(2), 4));
    figure_cursor(figure, at_most(state->row, figure->bars.count), 0);
    return STATUS_OK;
}

Status diff_tokens_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    view_clamp(state, BEST, 1);
    figure_title(figure, _("What %s and %s would say next"), side_model(session, 0)->name,
                 side_model(session, 1)->name);
    return diff_both(session, state, figure, tokens_side, error);
}
