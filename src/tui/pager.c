#include "tui/pager.h"

#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "tui/paragraph.h"

void pager_open(Pager *pager, const char *title, const char *text)
{
    pager->active = true;
    pager->first = 0;
    snprintf(pager->title, sizeof pager->title, "%s", title);
    buffer_clear(&pager->text);
    buffer_append_visible(&pager->text, text, strlen(text));
}

void pager_free(Pager *pager)
{
    buffer_free(&pager->text);
    *pager = (Pager){0};
}

static void pager_scroll(Pager *pager, int by)
{
    int last = pager->lines - pager->shown;
    pager->first += by;
    pager->first = pager->first > last ? last : pager->first;
    pager->first = pager->first < 0 ? 0 : pager->first;
}

bool pager_handle(Pager *pager, Event event)
{
    enum { NOTCH = 3 }; /* lines, of the wheel */
    int page = pager->shown > 2 ? pager->shown - 1 : 1;
    if (event.press == PRESS_UP || event_is(event, "k"))
        pager_scroll(pager, -1);
    else if (event.press == PRESS_DOWN || event_is(event, "j"))
        pager_scroll(pager, 1);
    else if (event.press == PRESS_WHEEL_UP)
        pager_scroll(pager, -NOTCH);
    else if (event.press == PRESS_WHEEL_DOWN)
        pager_scroll(pager, NOTCH);
    else if (event.press == PRESS_PAGE_UP || event_is(event, "b"))
        pager_scroll(pager, -page);
    else if (event.press == PRESS_PAGE_DOWN || event_is(event, " "))
        pager_scroll(pager, page);
    else if (event.press == PRESS_HOME)
        pager_scroll(pager, -pager->lines);
    else if (event.press == PRESS_END)
        pager_scroll(pager, pager->lines);
    else if (event.press == PRESS_ESCAPE || event.press == PRESS_ENTER || event_is(event, "q") || event_is(event, "?"))
        pager->active = false;
    else
        return false;
    return true;
}

/* Where the second column of a row "  name  what it does" begins; 0 for lines that are no such row. */
static int pager_hang(const char *text, size_t length, int width)
{
    size_t at = 2;
    if (length < 3 || memcmp(text, "  ", 2) != 0 || text[2] == ' ')
        return 0;
    while (at + 1 < length && memcmp(text + at, "  ", 2) != 0)
        at++;
    while (at < length && text[at] == ' ')
        at++;
    int hang = utf8_cells(text, at);
    return hang <= width / 2 ? hang : 4;
}

/* One line of the text, wrapped; returns how many lines it takes. `y` counts from the first line in sight. */
static int pager_line(Canvas *canvas, Rect rect, int y, const char *text, size_t length)
{
    bool heading = length > 2 && !memcmp(text, "# ", 2);
    if (heading)
        return paragraph_draw(canvas, rect, y, STYLE_TITLE, text + 2, length - 2, 0);
    return paragraph_draw(canvas, rect, y, STYLE_NORMAL, text, length, pager_hang(text, length, rect.width));
}

/* Draws what is in sight; returns how many lines the whole text takes. */
static int pager_lines(const Pager *pager, Canvas *canvas, Rect rect)
{
    int y = -pager->first;
    for (const char *at = buffer_text(&pager->text); *at;) {
        size_t length = strcspn(at, "\n");
        y += pager_line(canvas, rect, y, at, length);
        at += length + (at[length] == '\n');
    }
    return y + pager->first;
}

void pager_draw(Pager *pager, Canvas *canvas, Rect rect)
{
    char place[128];
    int needed = pager_lines(pager, canvas, (Rect){0, 0, rect.width - 4, 0}) + 2;
    rect.height = needed < rect.height ? needed : rect.height;
    canvas_fill(canvas, rect, STYLE_NORMAL, " ");
    canvas_box(canvas, rect, STYLE_FRAME, pager->title);
    Rect inside = rect_intersect((Rect){rect.x + 2, rect.y + 1, rect.width - 4, rect.height - 2}, rect);
    pager->shown = inside.height;
    pager->lines = pager_lines(pager, canvas, inside);
    bool all = pager->lines <= pager->shown;
    int last = pager->first + pager->shown < pager->lines ? pager->first + pager->shown : pager->lines;
    snprintf(place, sizeof place, all ? _(" q closes ") : _(" lines %d-%d of %d · ↑ ↓ PgUp PgDn · q closes "),
             pager->first + 1, last, pager->lines);
    Rect bottom = rect_cut_bottom(&rect, 1);
    rect_cut_right(&bottom, 2);
    canvas_put_right(canvas, bottom, STYLE_MUTED, place);
}
