/* One frame: the session as a screen full of cells. */
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "draw/cells.h"
#include "tui/paragraph.h"
#include "tui/tui_parts.h"
#include "view/inspector.h"

/* ---- the top ---- */

/* Text with its beginning cut off, so that its end can be seen. */
static const char *tail_that_fits(const char *text, int cells)
{
    size_t length = strlen(text), at = 0;
    for (int left = utf8_cells(text, length); at < length && left > cells;) {
        size_t bytes = utf8_grapheme(text + at, length - at);
        left -= utf8_cluster_cells(text + at, bytes);
        at += bytes;
    }
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

/* ---- the middle ---- */

/* Tells the view how much room its figure has. */
static void frame_room(Tui *tui, const View *view, Rect rect)
{
    ViewState *state = &tui->states[view_index(view->name)];
    state->width = rect.width;
    state->height = rect.height;
}

void frame_figure(Tui *tui, const View *view, Figure *figure)
{
    Error error = {0};
    if (view->figure(tui->session, &tui->states[view_index(view->name)], figure, &error) == STATUS_OK)
        return;
    figure_free(figure);
    view_nothing(figure, "%s", error.message);
}

static CellsOptions frame_options(const Tui *tui)
{
    CellsOptions options = {.depth = tui->depth};
    if (*tui->session->colormap)
        colormap_find(tui->session->colormap, &options.map, NULL);
    return options;
}

static void frame_view(Tui *tui, Rect rect, const View *view, const CellsOptions *options)
{
    Figure figure;
    figure_init(&figure);
    frame_room(tui, view, rect);
    frame_figure(tui, view, &figure);
    cells_draw(&tui->canvas, rect, &figure, options);
    figure_free(&figure);
}

bool frame_hit(Tui *tui, Rect rect, const View *view, Event *click)
{
    CellsProbe probe = {.x = click->x, .y = click->y};
    CellsOptions options = frame_options(tui);
    Figure figure;
    options.probe = &probe;
    figure_init(&figure);
    frame_figure(tui, view, &figure);
    cells_draw(&tui->canvas, rect, &figure, &options);
    click->row = probe.row;
    click->column = probe.column;
    click->by_row = probe.by_row;
    click->by_column = probe.by_column;
    click->thumbnail = probe.thumbnail;
    figure_free(&figure);
    return probe.hit || probe.thumbnail;
}

/* Beside the listing, the program view itself would say nothing new: the value then stands there. */
const View *frame_main_view(const Session *session, const Layout *layout)
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

/* Open, it is a picture with a cursor of its own. */
static void frame_open_inspector(Tui *tui, Rect rect, const View *view)
{
    Figure figure;
    figure_init(&figure);
    inspector_figure(tui->session, &tui->states[view_index(view->name)], rect.width, rect.height, &figure);
    cells_draw(&tui->canvas, rect, &figure, &(CellsOptions){.depth = tui->depth});
    figure_free(&figure);
}

/* Lines that are too wide go on in the lines that the others leave free. */
static void frame_inspector(Tui *tui, Rect rect, const View *view)
{
    Buffer lines = {0};
    if (inspector_is_open(tui->session)) {
        frame_open_inspector(tui, rect, view);
        return;
    }
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
        tui->cursor_x = command_line_draw(&tui->line, ":", &tui->canvas, rect);
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
    Layout layout = frame_layout(tui);
    bool fits = paragraph_lines(buffer_text(&text), layout.message.width) <= 1 + layout.inspector.height;
    buffer_free(&text);
    return fits;
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

Layout frame_layout(const Tui *tui)
{
    const View *chosen = views[view_index(tui->session->focus.view)];
    LayoutWish wish = {.listing = tui->listing_width, .list = inspector_is_open(tui->session)};
    wish.lesson = lesson_is_shown(&tui->lesson);
    int width = layout_make(tui->canvas.width, tui->canvas.height, wish).hints.width;
    wish.hints = frame_hint_lines(tui, width, chosen);
    return layout_make(tui->canvas.width, tui->canvas.height, wish);
}

/* The two figures, and the line between them. */
static void frame_middle(Tui *tui, const Layout *layout)
{
    CellsOptions options = frame_options(tui);
    if (!rect_empty(layout->listing)) {
        frame_view(tui, layout->listing, &view_program, &options);
        canvas_vertical(&tui->canvas, layout->divider, STYLE_FRAME);
    }
    frame_view(tui, layout->main, frame_main_view(tui->session, layout), &options);
    canvas_horizontal(&tui->canvas, layout->rule, STYLE_FRAME);
}

/* What lies over the figures: a page, or what may be typed next. */
static void frame_over(Tui *tui, const Layout *layout)
{
    Rect line = layout->message;
    int below_tabs = layout->tabs.y + 1, offers = tui->canvas.height / 3;
    if (tui->pager.active)
        pager_draw(&tui->pager, &tui->canvas, (Rect){line.x, below_tabs, line.width, pager_end(layout) - below_tabs});
    if (tui->line.active)
        command_line_draw_offers(&tui->line, &tui->canvas, (Rect){line.x, line.y - offers, line.width, offers});
}

void frame_draw(Tui *tui, int width, int height)
{
    if (tui->canvas.width != width || tui->canvas.height != height) {
        canvas_free(&tui->canvas);
        canvas_init(&tui->canvas, width, height);
    }
    canvas_clear(&tui->canvas);
    tui->cursor_x = tui->cursor_y = -1;
    tui->spot_count = 0;
    if (width < LAYOUT_LEAST_WIDTH || height < LAYOUT_LEAST_HEIGHT) {
        frame_too_small(tui);
        return;
    }
    Layout layout = frame_layout(tui);
    const View *chosen = views[view_index(tui->session->focus.view)];
    lesson_draw(tui, &layout);
    frame_title(tui, layout.title);
    frame_tabs(tui, layout.tabs);
    frame_middle(tui, &layout);
    frame_inspector(tui, layout.inspector, chosen);
    frame_over(tui, &layout);
    frame_message(tui, &layout);
    frame_hints(tui, layout.hints, chosen);
}
