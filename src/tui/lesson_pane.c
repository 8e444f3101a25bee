/* The lesson's part of the screen: its page, how far one is, the line that is typed in, and its keys. */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "tui/lesson_hints.h"
#include "tui/paragraph.h"
#include "tui/tui_parts.h"

static const Style prose_looks[PROSE_STYLE_COUNT] = {
    [PROSE_PLAIN] = STYLE_NORMAL,  [PROSE_EMPHASIS] = STYLE_EMPHASIS, [PROSE_STRONG] = STYLE_EMPHASIS,
    [PROSE_CODE] = STYLE_SERIES_1, [PROSE_HEADING] = STYLE_SUBTITLE,  [PROSE_DIM] = STYLE_MUTED,
    [PROSE_TITLE] = STYLE_TITLE,   [PROSE_TASK] = STYLE_EMPHASIS,     [PROSE_CHOSEN] = STYLE_CHOSEN,
    [PROSE_RIGHT] = STYLE_CURRENT, [PROSE_WRONG] = STYLE_ERROR,       [PROSE_HINT] = STYLE_CHOSEN,
};

/* ---- the page ---- */

static void draw_line(Canvas *canvas, Rect rect, const ProseLine *line)
{
    Buffer text = {0};
    for (int i = 0; i < line->span_count; i++) {
        buffer_clear(&text);
        buffer_append(&text, line->spans[i].text, line->spans[i].length);
        rect_cut_left(&rect,
                      canvas_put(canvas, rect, rect.x, rect.y, prose_looks[line->spans[i].style], buffer_text(&text)));
    }
    buffer_free(&text);
}

/* A click on an option's first line, "2  a probability for every token", is its digit. */
static void option_spot(Tui *tui, Rect rect, const ProseLine *line)
{
    const ProseSpan *first = line->spans;
    bool option = line->span_count > 1 && first->style == PROSE_DIM && first->length == 3 &&
                  !memcmp(first->text + 1, "  ", 2) && first->text[0] >= '1' && first->text[0] <= '9';
    if (option && lesson_play_open_question(&tui->lesson) == QUESTION_CHOICE)
        frame_spot(tui, rect, (Event){.press = PRESS_TEXT, .text = {first->text[0], '\0'}}, NULL);
}

static void draw_page(Tui *tui, Rect rect)
{
    LessonPlay *play = &tui->lesson;
    ProseLines lines = {0};
    prose_wrap(player_page(play->player), rect.width, &lines);
    play->shown = rect.height;
    play->lines = (int)lines.count;
    int last = play->lines - play->shown;
    play->first = play->first > last ? last : play->first;
    play->first = play->first < 0 ? 0 : play->first;
    for (int i = play->first; i < play->lines && !rect_empty(rect); i++) {
        Rect row = rect_cut_top(&rect, 1);
        draw_line(&tui->canvas, row, &lines.lines[i]);
        option_spot(tui, row, &lines.lines[i]);
    }
    prose_lines_free(&lines);
}

/* "─ ✓ 2/10 ───── 1-20/26 PgUp PgDn ─" */
static void draw_place(Tui *tui, Rect rect)
{
    const LessonPlay *play = &tui->lesson;
    int of, place = player_place(play->player, &of), last = play->first + play->shown;
    char text[64];
    canvas_horizontal(&tui->canvas, rect, STYLE_FRAME);
    bool passed = player_phase(play->player) == PLAYER_PASSED || player_phase(play->player) == PLAYER_DONE;
    snprintf(text, sizeof text, passed ? " ✓ %d/%d " : " %d/%d ", place, of);
    canvas_put(&tui->canvas, rect, rect.x + 1, rect.y, passed ? STYLE_CURRENT : STYLE_EMPHASIS, text);
    if (play->lines <= play->shown)
        return;
    snprintf(text, sizeof text, " %d-%d/%d PgUp PgDn ", play->first + 1, last < play->lines ? last : play->lines,
             play->lines);
    rect_cut_right(&rect, 1);
    canvas_put_right(&tui->canvas, rect, STYLE_EMPHASIS, text);
}

static void draw_answer(Tui *tui, Rect rect)
{
    const LessonPlay *play = &tui->lesson;
    char mark[32] = "> ";
    if (!play->line.active)
        return;
    if (play->option)
        snprintf(mark, sizeof mark, _("hands for %d: "), play->option);
    tui->cursor_x = command_line_draw(&play->line, mark, &tui->canvas, rect);
    tui->cursor_y = rect.y;
}

/* ---- the list ---- */

static int count_done(const LessonPlay *play, const Lesson *lesson, int *of)
{
    int done = 0;
    *of = 0;
    for (int i = 0; i < lesson->step_count; i++) {
        if (!pack_has_step(play->pack, lesson->id, lesson->steps[i].id))
            continue;
        const RecordStep *step = record_find(&play->list.record, lesson->id, lesson->steps[i].id);
        done += step && (step->passed || step->skipped);
        ++*of;
    }
    return done;
}

static const Wording *list_words(const LessonPlay *play, const Lesson *lesson)
{
    WordingLanguage language = wording_language_find(play->session->language);
    return lesson_wording(lesson, language == WORDING_LANGUAGES ? WORDING_IN_EN : language);
}

/* "✓  1 What a language model is  10/10" */
static void draw_row(Tui *tui, Rect rect, const Lesson *lesson, bool chosen)
{
    const LessonPlay *play = &tui->lesson;
    char number[32];
    int of, done = count_done(play, lesson, &of);
    Style style = chosen ? STYLE_CURSOR : STYLE_NORMAL;
    canvas_fill(&tui->canvas, rect, style, " ");
    snprintf(number, sizeof number, "%s %2d ", done == of ? "✓" : done ? "·" : " ", lesson->number);
    rect_cut_left(&rect, canvas_put(&tui->canvas, rect, rect.x, rect.y, style, number));
    snprintf(number, sizeof number, "%d/%d", done, of);
    canvas_put_right(&tui->canvas, rect_cut_right(&rect, (int)strlen(number) + 1), style, number);
    canvas_put_short(&tui->canvas, rect, style, list_words(play, lesson)->title);
}

/* How long the chosen one takes, what comes before it and what it is about, below all. */
static void draw_summary(Tui *tui, Rect rect, const Lesson *lesson)
{
    Buffer text = {0}, before = {0};
    library_append_before(&tui->lesson.library, lesson, &before);
    if (before.length)
        buffer_format(&text, _("%.0f minutes, after %s. "), lesson->minutes, buffer_text(&before));
    else
        buffer_format(&text, _("%.0f minutes. "), lesson->minutes);
    buffer_append_text(&text, list_words(&tui->lesson, lesson)->summary);
    rect_cut_top(&rect, 1);
    paragraph_put(&tui->canvas, rect, STYLE_NOTE, buffer_text(&text));
    buffer_free(&before);
    buffer_free(&text);
}

/* Which lesson stands in a row of so many; -1: none. */
static int list_lesson(const LessonPlay *play, int rows, int row)
{
    int first = play->list.chosen < rows ? 0 : play->list.chosen - rows + 1;
    for (int i = first; i < play->library.count && row >= 0 && row < rows; i++)
        if (pack_has_lesson(play->pack, play->library.lessons[i]->id) && row-- == 0)
            return i;
    return -1;
}

static int list_rows(Rect below_title)
{
    enum { SUMMARY = 5 };
    return below_title.height > 2 * SUMMARY ? below_title.height - SUMMARY : below_title.height;
}

static void draw_list(Tui *tui, Rect rect)
{
    const LessonPlay *play = &tui->lesson;
    canvas_put_short(&tui->canvas, rect_cut_top(&rect, 1), STYLE_TITLE, _("Lessons"));
    int rows = list_rows(rect);
    for (int row = 0, i; (i = list_lesson(play, rows, row)) >= 0; row++)
        draw_row(tui, rect_cut_top(&rect, 1), play->library.lessons[i], i == play->list.chosen);
    draw_summary(tui, rect, play->library.lessons[play->list.chosen]);
}

/* ---- the whole ---- */

static void draw_edge(Canvas *canvas, Rect edge)
{
    if (edge.height > 1)
        canvas_vertical(canvas, edge, STYLE_FRAME);
    else
        canvas_horizontal(canvas, edge, STYLE_FRAME);
}

enum { KEYS = 2 }; /* lines at the pane's foot */

int lesson_list_at(const LessonPlay *play, Rect pane, int y)
{
    rect_cut_bottom(&pane, KEYS);
    rect_cut_top(&pane, 1);
    return list_lesson(play, list_rows(pane), y - pane.y);
}

void lesson_draw(Tui *tui, const Layout *layout)
{
    KeyHint hints[LESSON_HINTS];
    Rect rect = layout->lesson;
    if (rect_empty(rect))
        return;
    draw_edge(&tui->canvas, layout->edge);
    Rect keys = rect_cut_bottom(&rect, KEYS);
    if (tui->lesson.list.active) {
        draw_list(tui, rect);
    } else {
        Rect answer = rect_cut_bottom(&rect, 1), place = rect_cut_bottom(&rect, 1);
        votes_draw(&tui->lesson.votes, &tui->canvas, &rect);
        draw_page(tui, rect);
        draw_place(tui, place);
        draw_answer(tui, answer);
    }
    lesson_hints(&tui->lesson, hints);
    frame_hint_list(tui, keys, hints);
}
