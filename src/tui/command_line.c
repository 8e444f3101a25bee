#include "tui/command_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "command/command.h"
#include "tui/paragraph.h"

static void line_set(CommandLine *line, const char *text)
{
    buffer_clear(&line->text);
    buffer_append_text(&line->text, text);
    line->cursor = line->text.length;
}

/* Looks anew for what may stand before the cursor. */
static void line_offer(CommandLine *line, const Session *session)
{
    Buffer before = {0};
    Offers *offers = &line->offers;
    buffer_append(&before, buffer_text(&line->text), line->cursor);
    const char *text = buffer_text(&before), *blank = strrchr(text, ' ');
    buffer_clear(&offers->text);
    offers->from = blank ? (size_t)(blank + 1 - text) : 0;
    offers->count = command_complete(session, text, &offers->text);
    offers->chosen = -1;
    buffer_free(&before);
}

void command_line_open(CommandLine *line, const Session *session, const char *text)
{
    line->active = true;
    line->recalled = line->line_count;
    line_set(line, text);
    line_offer(line, session);
}

void command_line_free(CommandLine *line)
{
    for (size_t i = 0; i < line->line_count; i++)
        buffer_free(&line->lines[i]);
    free(line->lines);
    buffer_free(&line->text);
    buffer_free(&line->offers.text);
    *line = (CommandLine){0};
}

bool command_line_remember(CommandLine *line, const char *text)
{
    const char *last = line->line_count ? buffer_text(&line->lines[line->line_count - 1]) : "";
    if (!*text || !strcmp(last, text))
        return false;
    line->lines = memory_grow(line->lines, &line->line_capacity, line->line_count + 1, sizeof *line->lines);
    line->lines[line->line_count] = (Buffer){0};
    buffer_append_text(&line->lines[line->line_count++], text);
    return true;
}

bool command_line_close(CommandLine *line, bool remember)
{
    line->active = false;
    return remember && command_line_remember(line, buffer_text(&line->text));
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

/* Where the word before the cursor begins. */
static size_t line_word_before(const CommandLine *line)
{
    const char *text = buffer_text(&line->text);
    size_t at = line->cursor;
    while (at > 0 && text[at - 1] == ' ')
        at--;
    while (at > 0 && text[at - 1] != ' ')
        at--;
    return at;
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

static const char *nth_line(const char *lines, int n)
{
    for (; n > 0; n--)
        lines += strcspn(lines, "\n") + 1;
    return lines;
}

/* Puts a word, or the beginning of one, in the place of the word before the cursor. */
static void line_take_word(CommandLine *line, const char *word, size_t length, bool whole)
{
    Buffer text = {0};
    buffer_append(&text, word, length);
    buffer_append_text(&text, whole ? " " : "");
    line_replace(line, line->offers.from, line->cursor, buffer_text(&text));
    buffer_free(&text);
}

/* Completes as far as it is certain; then, or backwards at once, goes through the offers. */
static void line_complete(CommandLine *line, const Session *session, int by)
{
    Offers *offers = &line->offers;
    if (offers->count < 1)
        return;
    const char *all = buffer_text(&offers->text);
    size_t common = common_prefix(all);
    bool folder = common && strchr("/(", all[common - 1]);
    if (offers->count == 1 || (by > 0 && offers->chosen < 0 && common > line->cursor - offers->from)) {
        line_take_word(line, all, common, offers->count == 1 && !folder);
        line_offer(line, session);
        return;
    }
    offers->chosen =
        offers->chosen < 0 ? (by > 0 ? 0 : offers->count - 1) : (offers->chosen + by + offers->count) % offers->count;
    const char *word = nth_line(all, offers->chosen);
    line_take_word(line, word, strcspn(word, "\n"), false);
}

static void line_edit(CommandLine *line, Event event)
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
    case PRESS_CUT_AFTER:
        line_replace(line, line->cursor, line->text.length, "");
        break;
    case PRESS_CUT_BEFORE:
        line_replace(line, 0, line->cursor, "");
        break;
    case PRESS_CUT_WORD:
        line_replace(line, line_word_before(line), line->cursor, "");
        break;
    default:
        break;
    }
}

CommandLineAnswer command_line_handle(CommandLine *line, const Session *session, Event event)
{
    if (event.press == PRESS_ENTER)
        return LINE_ENTERED;
    bool emptied = event.press == PRESS_BACKSPACE && !line->text.length;
    if (event.press == PRESS_ESCAPE || emptied)
        return LINE_LEFT;
    if (event.press == PRESS_TAB || event.press == PRESS_SHIFT_TAB) {
        line_complete(line, session, event.press == PRESS_TAB ? 1 : -1);
        return LINE_EDITED;
    }
    line_edit(line, event);
    line_offer(line, session);
    return LINE_EDITED;
}

/* ---- drawing ---- */

int command_line_draw(const CommandLine *line, const char *mark, Canvas *canvas, Rect rect)
{
    const char *text = buffer_text(&line->text);
    rect_cut_left(&rect, canvas_put(canvas, rect, rect.x, rect.y, STYLE_EMPHASIS, mark));
    int cells = utf8_cells(text, line->cursor), hidden = cells - (rect.width - 1);
    hidden = hidden > 0 ? hidden : 0;
    canvas_put(canvas, rect, rect.x - hidden, rect.y, STYLE_NORMAL, text);
    return rect.x + cells - hidden;
}

/* The command that the line begins with, as far as it is written; NULL while that is none. */
static const Command *line_command(const CommandLine *line)
{
    const char *text = buffer_text(&line->text);
    text += strspn(text, " ");
    return command_find(text, strcspn(text, " "));
}

/* "top-k [K]  keep only the K most probable tokens" */
static void draw_command(Canvas *canvas, Rect rect, Style style, const Command *command, int column)
{
    char usage[96];
    snprintf(usage, sizeof usage, "%s %s", command->name, command->arguments);
    int cells = canvas_put(canvas, rect, rect.x, rect.y, style, usage);
    rect_cut_left(&rect, (cells < column ? column : cells) + 2);
    canvas_put_short(canvas, rect, STYLE_MUTED, _(command->help));
}

/* Words that are commands come with what they do; others stand alone. */
static void draw_offer(const CommandLine *line, Canvas *canvas, Rect rect, int index)
{
    enum { USAGE = 26 };
    const char *word = nth_line(buffer_text(&line->offers.text), index);
    size_t length = strcspn(word, "\n");
    Style style = index == line->offers.chosen ? STYLE_CURSOR : STYLE_NORMAL;
    const Command *command = line->offers.from == 0 ? command_find(word, length) : NULL;
    if (command) {
        draw_command(canvas, rect, style, command, USAGE);
        return;
    }
    Buffer text = {0};
    buffer_append(&text, word, length);
    canvas_put_short(canvas, rect, style, buffer_text(&text));
    buffer_free(&text);
}

/* How many lines the command takes with its help whole. */
static int command_lines(const Command *command, int width)
{
    const char *help = _(command->help);
    int usage = (int)(strlen(command->name) + strlen(command->arguments)) + 3;
    return usage + utf8_cells(help, strlen(help)) <= width ? 1 : 1 + paragraph_lines(help, width);
}

/* On one line where it fits, else with the help below. */
static void draw_whole_command(Canvas *canvas, Rect rect, const Command *command)
{
    char usage[96];
    snprintf(usage, sizeof usage, "%s %s", command->name, command->arguments);
    int cells = canvas_put(canvas, rect, rect.x, rect.y, STYLE_KEY_HINT, usage);
    if (rect.height > 1)
        rect_cut_top(&rect, 1);
    else
        rect_cut_left(&rect, cells + 2);
    paragraph_put(canvas, rect, STYLE_MUTED, _(command->help));
}

/* "1-5/64 · Tab", at the right of the line above them. */
static void draw_part(const Offers *offers, Canvas *canvas, Rect rule, int first, int shown)
{
    char part[64];
    if (shown >= offers->count)
        return;
    snprintf(part, sizeof part, " %d-%d/%d · Tab ", first + 1, first + shown, offers->count);
    rect_cut_right(&rule, 2);
    canvas_put_right(canvas, rule, STYLE_MUTED, part);
}

void command_line_draw_offers(const CommandLine *line, Canvas *canvas, Rect rect)
{
    const Offers *offers = &line->offers;
    const Command *command = line_command(line);
    int whole = command ? command_lines(command, rect.width) : 0;
    int room = rect.height - 1 - whole, shown = offers->count < room ? offers->count : room;
    if (shown <= 0 && !command)
        return;
    shown = shown > 0 ? shown : 0;
    rect = rect_cut_bottom(&rect, shown + 1 + whole);
    canvas_fill(canvas, rect, STYLE_NORMAL, " ");
    Rect rule = rect_cut_top(&rect, 1);
    canvas_horizontal(canvas, rule, STYLE_FRAME);
    if (command)
        draw_whole_command(canvas, rect_cut_bottom(&rect, whole), command);
    int first = offers->chosen < shown ? 0 : offers->chosen - shown + 1;
    for (int i = first; i < first + shown; i++)
        draw_offer(line, canvas, rect_cut_top(&rect, 1), i);
    draw_part(offers, canvas, rule, first, shown);
}
