#include "tui/command_line.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "command/command.h"

static void line_set(CommandLine *line, const char *text)
{
    buffer_clear(&line->text);
    buffer_append_text(&line->text, text);
    line->cursor = line->text.length;
}

void command_line_open(CommandLine *line, const char *text)
{
    line->active = true;
    line->recalled = line->line_count;
    buffer_clear(&line->offers);
    line_set(line, text);
}

void command_line_free(CommandLine *line)
{
    for (size_t i = 0; i < line->line_count; i++)
        buffer_free(&line->lines[i]);
    free(line->lines);
    buffer_free(&line->text);
    buffer_free(&line->offers);
    *line = (CommandLine){0};
}

void command_line_close(CommandLine *line, bool remember)
{
    const char *last = line->line_count ? buffer_text(&line->lines[line->line_count - 1]) : "";
    line->active = false;
    if (!remember || !line->text.length || !strcmp(last, line->text.bytes))
        return;
    line->lines = memory_grow(line->lines, &line->line_capacity, line->line_count + 1, sizeof *line->lines);
    line->lines[line->line_count] = (Buffer){0};
    buffer_append_text(&line->lines[line->line_count++], line->text.bytes);
}

/* ---- editing ---- */

/* Puts `text` in the place of bytes [from, to). */
static void line_replace(CommandLine *line, size_t from, size_t to, const char *text)
{
    Buffer changed = {0};
    buffer_append(&changed, buffer_text(&line->text), from);
    buffer_append_text(&changed, text);
    line->cursor = changed.length;
    buffer_append(&changed, buffer_text(&line->text) + to, line->text.length - to);
    buffer_free(&line->text);
    line->text = changed;
}

/* Where the cluster before the cursor begins. */
static size_t line_before(const CommandLine *line)
{
    size_t at = 0, before = 0;
    while (at < line->cursor) {
        before = at;
        at += utf8_grapheme(line->text.bytes + at, line->text.length - at);
    }
    return before;
}

static size_t line_after(const CommandLine *line)
{
    if (line->cursor >= line->text.length)
        return line->cursor;
    return line->cursor + utf8_grapheme(line->text.bytes + line->cursor, line->text.length - line->cursor);
}

static void line_recall(CommandLine *line, int by)
{
    if ((by < 0 && line->recalled == 0) || (by > 0 && line->recalled >= line->line_count))
        return;
    line->recalled += (size_t)by;
    line_set(line, line->recalled < line->line_count ? buffer_text(&line->lines[line->recalled]) : "");
}

/* ---- completion ---- */

/* How many bytes all offered lines have in common at their beginning. */
static size_t common_prefix(const char *offers)
{
    size_t common = strcspn(offers, "\n");
    for (const char *at = offers; *at; at += strcspn(at, "\n") + 1) {
        size_t same = 0;
        while (same < common && at[same] == offers[same])
            same++;
        common = same;
    }
    return utf8_valid_prefix(offers, common);
}

static void line_show_offers(CommandLine *line, const char *offers)
{
    for (const char *at = offers; *at; at++)
        buffer_append(&line->offers, *at == '\n' ? "  " : at, *at == '\n' ? 2 : 1);
}

static void line_complete(CommandLine *line, const Session *session)
{
    Buffer offers = {0}, word = {0};
    const char *text = buffer_text(&line->text), *blank = strrchr(text, ' ');
    size_t start = blank ? (size_t)(blank + 1 - text) : 0;
    int count = line->cursor == line->text.length ? command_complete(session, text, &offers) : 0;
    if (count > 0) {
        size_t common = common_prefix(offers.bytes);
        buffer_append(&word, offers.bytes, common);
        bool whole = count == 1 && !strchr("/(", word.bytes[common ? common - 1 : 0]);
        buffer_append_text(&word, whole ? " " : "");
        line_replace(line, start, line->text.length, buffer_text(&word));
    }
    if (count > 1)
        line_show_offers(line, offers.bytes);
    buffer_free(&offers);
    buffer_free(&word);
}

static void line_edit(CommandLine *line, const Session *session, Event event)
{
    switch (event.press) {
    case PRESS_TEXT:
        line_replace(line, line->cursor, line->cursor, event.text);
        break;
    case PRESS_BACKSPACE:
        line_replace(line, line_before(line), line->cursor, "");
        break;
    case PRESS_DELETE:
        line_replace(line, line->cursor, line_after(line), "");
        break;
    case PRESS_LEFT:
        line->cursor = line_before(line);
        break;
    case PRESS_RIGHT:
        line->cursor = line_after(line);
        break;
    case PRESS_HOME:
        line->cursor = 0;
        break;
    case PRESS_END:
        line->cursor = line->text.length;
        break;
    case PRESS_UP:
        line_recall(line, -1);
        break;
    case PRESS_DOWN:
        line_recall(line, 1);
        break;
    case PRESS_TAB:
        line_complete(line, session);
        break;
    default:
        break;
    }
}

CommandLineAnswer command_line_handle(CommandLine *line, const Session *session, Event event)
{
    buffer_clear(&line->offers);
    if (event.press == PRESS_ENTER)
        return LINE_ENTERED;
    bool emptied = event.press == PRESS_BACKSPACE && !line->text.length;
    if (event.press == PRESS_ESCAPE || emptied)
        return LINE_LEFT;
    line_edit(line, session, event);
    return LINE_EDITED;
}

/* ---- drawing ---- */

int command_line_draw(const CommandLine *line, Canvas *canvas, Rect rect)
{
    const char *text = buffer_text(&line->text);
    int left = rect.x;
    canvas_put(canvas, rect, rect.x, rect.y, STYLE_EMPHASIS, ":");
    rect_cut_left(&rect, 1);
    int cells = utf8_cells(text, line->cursor), hidden = cells - (rect.width - 1);
    hidden = hidden > 0 ? hidden : 0;
    int used = canvas_put(canvas, rect, rect.x - hidden, rect.y, STYLE_NORMAL, text);
    rect_cut_left(&rect, used - hidden + 3);
    canvas_put_short(canvas, rect, STYLE_MUTED, buffer_text(&line->offers));
    return left + 1 + cells - hidden;
}
