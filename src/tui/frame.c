/* One frame: the session as a screen full of cells. */
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "draw/cells.h"
#include "tui/keys.h"
#include "tui/layout.h"
#include "tui/paragraph.h"
#include "tui/tui_parts.h"
#include "view/inspector.h"

/* ---- the top ---- */

/* Text with its beginning cut off, so that its end can be seen. */
static const char *tail_that_fits(const char *text, int cells)
{
    size_t length = strlen(text), at = 0;
    while (at < length && utf8_cells(text + at, length - at) > cells)
        at += utf8_grapheme(text + at, length - at);
    return text + at;
}

/* "pass 0 · 12 of 92 · next: blocks.0.attn.scores" */
static void frame_place(const Session *session, Buffer *out)
{
    const Program *program = &session->model->program;
    Place place = machine_place(session->machine);
    if (!machine_pass_count(session->machine)) {
        buffer_append_text(out, _("no text yet"));
        return;
    }
    buffer_format(out, _("pass %d · %d/%d · "), place.pass, place.pc, program->instruction_count);
    if (place.pc < program->instruction_count)
        buffer_format(out, _("next %s"), program_name(program, place.pc));
    else
        buffer_append_text(out, _("pass done"));
}

static void frame_title(Tui *tui, Rect rect)
{
    const char *name = tui->session->model->name;
    Buffer place = {0}, text = {0}, left = {0};
    frame_place(tui->session, &place);
    session_text(tui->session, &text);
    canvas_put_right(&tui->canvas, rect, STYLE_EMPHASIS, place.bytes);
    rect_cut_right(&rect, utf8_cells(place.bytes, place.length) + 2);
    canvas_put_short(&tui->canvas, rect, STYLE_TITLE, name);
    rect_cut_left(&rect, utf8_cells(name, strlen(name)) + 2);
    const char *whole = buffer_text(&text), *tail = tail_that_fits(whole, rect.width - 2);
    if (tail != whole)
        tail = tail_that_fits(whole, rect.width - 3);
    buffer_format(&left, "“%s%s”", tail != whole ? "…" : "", tail);
    if (text.length && rect.width > 8)
        canvas_put_short(&tui->canvas, rect, STYLE_SUBTITLE, left.bytes);
    buffer_free(&place);
    buffer_free(&text);
    buffer_free(&left);
}

/* "2 edits · T 0.8", what is not as it comes. */
static void settings_text(const Session *session, Buffer *out)
{
    const SamplerSettings *settings = &session->sampler.settings;
    int edits = machine_edit_count(session->machine);
    if (edits)
        buffer_format(out, plural_("✎ %d edit  ", "✎ %d edits  ", edits), edits);
    if (session->unedited)
        buffer_append_text(out, _("diff  "));
    if (settings->temperature > 0)
        buffer_format(out, "T %g", settings->temperature);
}

/* "[2 Value]", or "2" for what is not chosen where there is no room for names. */
static void frame_tab(Buffer *out, int view, int chosen, bool short_form)
{
    buffer_clear(out);
    if (view == chosen)
        buffer_format(out, "[%d %s]", view + 1, _(views[view]->title));
    else if (short_form)
        buffer_format(out, " %d ", view + 1);
    else
        buffer_format(out, " %d %s ", view + 1, _(views[view]->title));
}

static int frame_tabs_width(int chosen)
{
    Buffer tab = {0};
    int width = 0;
    for (int i = 0; views[i]; i++) {
        frame_tab(&tab, i, chosen, false);
        width += utf8_cells(tab.bytes, tab.length) + 1;
    }
    buffer_free(&tab);
    return width;
}

static void frame_tabs(Tui *tui, Rect rect)
{
    Buffer tab = {0}, settings = {0};
    int chosen = view_index(tui->session->focus.view);
    settings_text(tui->session, &settings);
    bool short_form = frame_tabs_width(chosen) + utf8_cells(buffer_text(&settings), settings.length) > rect.width;
    for (int i = 0; views[i]; i++) {
        frame_tab(&tab, i, chosen, short_form);
        canvas_put(&tui->canvas, rect, rect.x, rect.y, i == chosen ? STYLE_CURSOR : STYLE_MUTED, tab.bytes);
        rect_cut_left(&rect, utf8_cells(tab.bytes, tab.length) + 1);
    }
    bool edited = machine_edit_count(tui->session->machine) > 0;
    canvas_put_right(&tui->canvas, rect, edited ? STYLE_EDITED : STYLE_MUTED, buffer_text(&settings));
    buffer_free(&settings);
    buffer_free(&tab);
}

/* ---- the middle ---- */

void frame_figure(Tui *tui, const View *view, Figure *figure)
{
    Error error = {0};
    if (view->figure(tui->session, &tui->states[view_index(view->name)], figure, &error) == STATUS_OK)
        return;
    figure_free(figure);
    view_nothing(figure, "%s", error.message);
}

static void frame_view(Tui *tui, Rect rect, const View *view)
{
    const Colormap *map = NULL;
    Figure figure;
    figure_init(&figure);
    if (*tui->session->colormap)
        colormap_find(tui->session->colormap, &map, NULL);
    frame_figure(tui, view, &figure);
    CellsOptions options = {.depth = tui->depth, .map = map};
    cells_draw(&tui->canvas, rect, &figure, &options);
    figure_free(&figure);
}

/* Beside the listing, the program view itself would say nothing new: the value then stands there. */
static const View *frame_main_view(const Session *session, const Layout *layout)
{
    const View *chosen = views[view_index(session->focus.view)];
    return chosen == &view_program && !rect_empty(layout->listing) ? &view_value : chosen;
}

/* ---- the bottom ---- */

static int count_lines(const char *text)
{
    int count = 0;
    for (; *text; text += strcspn(text, "\n") + (text[strcspn(text, "\n")] == '\n'))
        count++;
    return count;
}

/* Lines that are too wide go on in the lines that the others leave free. */
static void frame_inspector(Tui *tui, Rect rect, const View *view)
{
    Buffer lines = {0};
    inspector_lines(tui->session, view, &tui->states[view_index(view->name)], rect.height, &lines);
    int free_lines = rect.height - count_lines(buffer_text(&lines));
    Style style = STYLE_EMPHASIS;
    for (char *at = lines.length ? lines.bytes : NULL; at && *at && !rect_empty(rect);) {
        size_t length = strcspn(at, "\n");
        bool more = at[length] == '\n';
        at[length] = '\0';
        int needed = paragraph_lines(at, rect.width) - 1, extra = needed < free_lines ? needed : free_lines;
        extra = extra > 0 ? extra : 0;
        paragraph_put(&tui->canvas, rect_cut_top(&rect, 1 + extra), style, at);
        free_lines -= extra;
        at += length + more;
        style = STYLE_NORMAL;
    }
    buffer_free(&lines);
}

static void message_text(const Tui *tui, Buffer *out)
{
    if (!tui->message.text.length)
        return;
    buffer_format(out, "%s%s", tui->message.style == STYLE_ERROR ? "✗ " : "", tui->message.text.bytes);
}

/* The message is read now, the inspector is there again with the next key: a long message may take its lines. */
static void frame_message(Tui *tui, const Layout *layout)
{
    Rect rect = layout->message;
    if (tui->line.active) {
        tui->cursor_x = command_line_draw(&tui->line, &tui->canvas, rect);
        tui->cursor_y = rect.y;
        return;
    }
    Buffer text = {0};
    message_text(tui, &text);
    int most = layout->inspector.height, extra = paragraph_lines(buffer_text(&text), rect.width) - 1;
    extra = extra < most ? extra : most;
    rect.y -= extra;
    rect.height += extra;
    canvas_fill(&tui->canvas, rect, STYLE_NORMAL, " ");
    paragraph_put(&tui->canvas, rect, tui->message.style, buffer_text(&text));
    buffer_free(&text);
}

bool frame_message_fits(const Tui *tui)
{
    if (tui->canvas.width < LAYOUT_LEAST_WIDTH || tui->canvas.height < LAYOUT_LEAST_HEIGHT)
        return true;
    Buffer text = {0};
    message_text(tui, &text);
    Layout layout = layout_make(tui->canvas.width, tui->canvas.height);
    bool fits = paragraph_lines(buffer_text(&text), layout.message.width) <= 1 + layout.inspector.height;
    buffer_free(&text);
    return fits;
}

/* The first of several keys that do the same. */
static void frame_first_key(const KeyBinding *binding, Buffer *out)
{
    buffer_clear(out);
    buffer_append(out, binding->keys, strcspn(binding->keys, " "));
}

/* One "key what" where there is room for all of it; false where there is none. */
static bool frame_hint(Tui *tui, Rect *rect, const char *keys, const char *does)
{
    int cells = utf8_cells(keys, strlen(keys)) + 1 + utf8_cells(does, strlen(does));
    if (cells > rect->width)
        return false;
    canvas_put(&tui->canvas, *rect, rect->x, rect->y, STYLE_KEY_HINT, keys);
    rect_cut_left(rect, utf8_cells(keys, strlen(keys)) + 1);
    canvas_put(&tui->canvas, *rect, rect->x, rect->y, STYLE_MUTED, does);
    rect_cut_left(rect, utf8_cells(does, strlen(does)) + 2);
    return true;
}

static void frame_hints(Tui *tui, Rect rect, const View *view)
{
    enum { WIDE = 100, ALWAYS_WIDE = 27, ALWAYS = 19 }; /* what the hints that are always there take, with a gap */
    bool wide = rect.width >= WIDE;
    Rect always = rect_cut_right(&rect, wide ? ALWAYS_WIDE : ALWAYS);
    rect_cut_left(&always, 1);
    frame_hint(tui, &always, ":", _("command"));
    frame_hint(tui, &always, "?", _("help"));
    frame_hint(tui, &always, "q", _("quit"));
    Buffer first = {0};
    bool room = true;
    frame_first_key(&key_bindings[0], &first);
    frame_hint(tui, &rect, first.bytes, _(key_bindings[0].hint));
    for (const KeyHint *key = view->keys; key->keys && room; key++)
        room = frame_hint(tui, &rect, key->keys, _(key->does));
    for (const KeyBinding *binding = key_bindings + 1; binding->keys && room; binding++) {
        frame_first_key(binding, &first);
        room = !binding->hint || frame_hint(tui, &rect, first.bytes, _(binding->hint));
    }
    buffer_free(&first);
}

/* ---- the whole ---- */

static void frame_too_small(Tui *tui)
{
    Buffer text = {0};
    buffer_format(&text, _("needs %d×%d, this is %d×%d"), LAYOUT_LEAST_WIDTH, LAYOUT_LEAST_HEIGHT, tui->canvas.width,
                  tui->canvas.height);
    canvas_put_short(&tui->canvas, canvas_rect(&tui->canvas), STYLE_EMPHASIS, text.bytes);
    buffer_free(&text);
}

/* A page leaves the inspector in sight where there is room for both. */
static int pager_end(const Layout *layout)
{
    enum { ROOM = 12 };
    return layout->main.height >= ROOM ? layout->rule.y : layout->message.y;
}

void frame_draw(Tui *tui, int width, int height)
{
    if (tui->canvas.width != width || tui->canvas.height != height) {
        canvas_free(&tui->canvas);
        canvas_init(&tui->canvas, width, height);
    }
    canvas_clear(&tui->canvas);
    tui->cursor_x = tui->cursor_y = -1;
    if (width < LAYOUT_LEAST_WIDTH || height < LAYOUT_LEAST_HEIGHT) {
        frame_too_small(tui);
        return;
    }
    Layout layout = layout_make(width, height);
    const View *main = frame_main_view(tui->session, &layout);
    tui->states[view_index(view_program.name)].mode = layout.short_listing ? PROGRAM_SHORT : PROGRAM_FULL;
    frame_title(tui, layout.title);
    frame_tabs(tui, layout.tabs);
    if (!rect_empty(layout.listing)) {
        frame_view(tui, layout.listing, &view_program);
        canvas_vertical(&tui->canvas, layout.divider, STYLE_FRAME);
    }
    frame_view(tui, layout.main, main);
    canvas_horizontal(&tui->canvas, layout.rule, STYLE_FRAME);
    const View *chosen = views[view_index(tui->session->focus.view)];
    int below_tabs = layout.tabs.y + 1;
    frame_inspector(tui, layout.inspector, chosen);
    if (tui->pager.active)
        pager_draw(&tui->pager, &tui->canvas, (Rect){0, below_tabs, width, pager_end(&layout) - below_tabs});
    frame_message(tui, &layout);
    frame_hints(tui, layout.hints, chosen);
}
