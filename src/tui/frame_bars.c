/* The lines of tabs and hints: what one can go to and press, which are places to click too. */
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "tui/tui_parts.h"
#include "view/inspector.h"

void frame_spot(Tui *tui, Rect rect, Event event, const View *view)
{
    if (tui->spot_count < SPOTS_MOST && !rect_empty(rect))
        tui->spots[tui->spot_count++] = (Spot){rect, event, view};
}

/* ---- tabs ---- */

/* "2 edits · T 0.8", what is not as it comes. */
static void settings_text(const Session *session, Buffer *out)
{
    const SamplerSettings *settings = &session->sampler.settings;
    int edits = machine_edit_count(session->machine);
    if (edits) {
        buffer_append_text(out, "✎ ");
        buffer_format(out, plural_("%d edit", "%d edits", edits), edits);
        buffer_append_text(out, "  ");
    }
    if (session->unedited)
        buffer_append_text(out, "diff  ");
    if (settings->temperature > 0)
        buffer_format(out, "T %g", settings->temperature);
}

/* How much of the names there is room for. */
typedef enum TabName { TAB_TITLE, TAB_BRIEF, TAB_NUMBER } TabName;

typedef struct TabRoom {
    TabName chosen, others;
} TabRoom;

static const char *tab_name(const View *view, TabName name)
{
    return name == TAB_TITLE ? _(view->title) : name == TAB_BRIEF ? _(view->brief) : "";
}

/* "[2 Value]" */
static void frame_tab(Buffer *out, int view, int chosen, TabRoom room)
{
    const char *name = tab_name(views[view], view == chosen ? room.chosen : room.others);
    buffer_clear(out);
    buffer_append_text(out, view == chosen ? "[" : " ");
    buffer_format(out, "%d%s%s", (view + 1) % 10, *name ? " " : "", name);
    buffer_append_text(out, view == chosen ? "]" : " ");
}

static int frame_tabs_width(int chosen, TabRoom room)
{
    Buffer tab = {0};
    int width = 0;
    for (int i = 0; views[i]; i++) {
        frame_tab(&tab, i, chosen, room);
        width += utf8_cells(tab.bytes, tab.length);
    }
    buffer_free(&tab);
    return width;
}

/* The others' names become short first. */
static TabRoom frame_tab_room(int chosen, int width)
{
    static const TabRoom rooms[] = {
        {TAB_TITLE, TAB_TITLE},  {TAB_TITLE, TAB_BRIEF},  {TAB_BRIEF, TAB_BRIEF},
        {TAB_TITLE, TAB_NUMBER}, {TAB_BRIEF, TAB_NUMBER}, {TAB_NUMBER, TAB_NUMBER},
    };
    size_t last = sizeof rooms / sizeof *rooms - 1, i = 0;
    while (i < last && frame_tabs_width(chosen, rooms[i]) > width)
        i++;
    return rooms[i];
}

void frame_tabs(Tui *tui, Rect rect)
{
    Buffer tab = {0}, settings = {0};
    int chosen = view_index(tui->session->focus.view);
    settings_text(tui->session, &settings);
    TabRoom room = frame_tab_room(chosen, rect.width - utf8_cells(buffer_text(&settings), settings.length));
    for (int i = 0; views[i]; i++) {
        frame_tab(&tab, i, chosen, room);
        Rect place = rect_cut_left(&rect, utf8_cells(tab.bytes, tab.length));
        canvas_put(&tui->canvas, place, place.x, place.y, i == chosen ? STYLE_CURSOR : STYLE_MUTED, tab.bytes);
        frame_spot(tui, place, (Event){0}, views[i]);
    }
    bool edited = machine_edit_count(tui->session->machine) > 0;
    canvas_put_right(&tui->canvas, rect, edited ? STYLE_EDITED : STYLE_MUTED, buffer_text(&settings));
    buffer_free(&settings);
    buffer_free(&tab);
}

/* ---- hints ---- */

enum { GAP = 2 }; /* cells between two of them */

static int hint_cells(const char *keys, const char *does)
{
    return utf8_cells(keys, strlen(keys)) + 1 + utf8_cells(does, strlen(does));
}

/* Each of the keys "[ ]" is a place to click; the word behind them is the first one's. */
static void hint_spots(Tui *tui, Rect rect, const char *keys)
{
    Event event;
    for (const char *at = keys; *at;) {
        size_t length = strcspn(at, " ");
        Rect place = rect_cut_left(&rect, utf8_cells(at, length));
        if (key_parse(at, length, &event))
            frame_spot(tui, place, event, NULL);
        at += length;
        rect_cut_left(&rect, 1);
        at += *at == ' ';
    }
    if (key_parse(keys, strcspn(keys, " "), &event))
        frame_spot(tui, rect, event, NULL);
}

static void draw_hint(Tui *tui, Rect place, const char *keys, const char *does)
{
    hint_spots(tui, place, keys);
    canvas_put(&tui->canvas, place, place.x, place.y, STYLE_KEY_HINT, keys);
    rect_cut_left(&place, utf8_cells(keys, strlen(keys)) + 1);
    canvas_put(&tui->canvas, place, place.x, place.y, STYLE_MUTED, does);
}

/* What always stands at the right of the last line: "?  help", for the keys that the table gives to these. */
static const struct {
    KeyAction action;
    const char *command, *does;
} always[] = {
    {KEY_LINE, "", N_("command")},
    {KEY_HELP, "", N_("help")},
    {KEY_COMMAND, "quit", N_("quit")},
};

static const char *always_key(const KeyTable *keys, size_t which)
{
    for (size_t i = 0; i < keys->count; i++)
        if (keys->bindings[i].action == always[which].action && !strcmp(keys->bindings[i].words, always[which].command))
            return keys->bindings[i].name;
    return NULL;
}

static int always_cells(const KeyTable *keys)
{
    int cells = 0;
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (always_key(keys, i))
            cells += hint_cells(always_key(keys, i), _(always[i].does)) + GAP;
    return cells;
}

static void frame_always(Tui *tui, Rect rect)
{
    for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
        const char *key = always_key(&tui->keys, i), *does = _(always[i].does);
        if (!key)
            continue;
        draw_hint(tui, rect_cut_left(&rect, hint_cells(key, does)), key, does);
        rect_cut_left(&rect, GAP);
    }
}

/* An open inspector has the keys before the view. */
static const KeyHint *hint_keys(const Tui *tui, const View *view)
{
    return inspector_is_open(tui->session) ? inspector_keys : view->keys;
}

/* Does the view itself answer this key? */
static bool view_claims(const KeyHint *hints, Event event)
{
    Event claimed;
    for (const KeyHint *key = hints; key->keys; key++)
        for (const char *at = key->keys; *at; at += strcspn(at, " ") + (at[strcspn(at, " ")] == ' '))
            if (key_parse(at, strcspn(at, " "), &claimed) && claimed.press == event.press &&
                !strcmp(claimed.text, event.text))
                return true;
    return false;
}

/* Is this binding to be told? Of two keys that do the same, the first that the view leaves free. */
static bool hint_wanted(const KeyTable *keys, size_t index, const KeyHint *hints)
{
    const KeyBinding *binding = &keys->bindings[index];
    if (!*binding->hint || view_claims(hints, binding->event))
        return false;
    for (size_t i = 0; i < index; i++)
        if (!strcmp(keys->bindings[i].hint, binding->hint) && !view_claims(hints, keys->bindings[i].event))
            return false;
    return true;
}

/* Hints one after the other, over several lines; the last of them is shorter. */
typedef struct Flow {
    Tui *tui; /* NULL: they are only measured */
    Rect line, rest;
    int shorter; /* cells */
} Flow;

static bool flow_next_line(Flow *flow)
{
    if (rect_empty(flow->rest))
        return false;
    flow->line = rect_cut_top(&flow->rest, 1);
    if (rect_empty(flow->rest))
        rect_cut_right(&flow->line, flow->shorter);
    return true;
}

/* False where there is no room for it any more. */
static bool flow_hint(Flow *flow, const char *keys, const char *does)
{
    int cells = hint_cells(keys, does);
    while (flow->line.width < cells)
        if (!flow_next_line(flow))
            return false;
    Rect place = rect_cut_left(&flow->line, cells);
    rect_cut_left(&flow->line, GAP);
    if (flow->tui)
        draw_hint(flow->tui, place, keys, does);
    return true;
}

/* The view's own, then those that work everywhere; false where not all had room. */
static bool flow_hints(Flow *flow, const KeyTable *keys, const KeyHint *hints)
{
    for (const KeyHint *key = hints; key->keys; key++)
        if (!flow_hint(flow, key->keys, _(key->does)))
            return false;
    for (size_t i = 0; i < keys->count; i++)
        if (hint_wanted(keys, i, hints) && !flow_hint(flow, keys->bindings[i].name, _(keys->bindings[i].hint)))
            return false;
    return true;
}

int frame_hint_lines(const Tui *tui, int width, const View *view)
{
    for (int lines = 1; lines < LAYOUT_HINTS_MOST; lines++) {
        Flow flow = {.rest = {0, 0, width, lines}, .shorter = always_cells(&tui->keys)};
        if (flow_hints(&flow, &tui->keys, hint_keys(tui, view)))
            return lines;
    }
    return LAYOUT_HINTS_MOST;
}

void frame_hint_list(Tui *tui, Rect rect, const KeyHint *hints)
{
    Flow flow = {.tui = tui, .rest = rect};
    for (; hints->keys; hints++)
        if (!flow_hint(&flow, hints->keys, _(hints->does)))
            return;
}

void frame_hints(Tui *tui, Rect rect, const View *view)
{
    int shorter = always_cells(&tui->keys);
    Flow flow = {.tui = tui, .rest = rect, .shorter = shorter};
    flow_hints(&flow, &tui->keys, hint_keys(tui, view));
    Rect last = rect_cut_bottom(&rect, 1);
    frame_always(tui, rect_cut_right(&last, shorter - GAP)); /* the gap is before them */
}
