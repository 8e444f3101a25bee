/* What keys mean while a lesson is played. They come before those of the views; a view keeps Enter where the lesson has
 * no use for it, and digits while no choice or number is asked for. */
#include <string.h>

#include "base/translate.h"
#include "tui/lesson_hints.h"
#include "tui/tui_parts.h"
#include "view/inspector.h"

/* ---- what a key does ---- */

static void lesson_tell(Tui *tui, Status status, const Error *error)
{
    tui_say(tui, STYLE_ERROR, "%s", status == STATUS_OK ? "" : error->message);
}

static bool lesson_act(Tui *tui, PlayerAction action)
{
    Error error = {0};
    tui->work_began = tui->work_shown = tui_now();
    lesson_tell(tui, lesson_play_act(&tui->lesson, action, &error), &error);
    return true;
}

static bool lesson_answer(Tui *tui, const char *answer)
{
    Error error = {0};
    tui->work_began = tui->work_shown = tui_now();
    lesson_tell(tui, lesson_play_answer(&tui->lesson, answer, &error), &error);
    return true;
}

static bool lesson_say_words(Tui *tui, const char *words)
{
    Error error = {0};
    LessonPlay *play = &tui->lesson;
    Status status = play->session->lessons.ask(play, words, &error);
    if (status == STATUS_OK)
        status = lesson_play_follow(play, &error);
    lesson_tell(tui, status, &error);
    return true;
}

/* ---- the line ---- */

static void line_open(LessonPlay *play, const char *text, int option)
{
    play->option = option;
    command_line_open(&play->line, play->session, text);
}

static void line_vote(Tui *tui, const char *text)
{
    LessonPlay *play = &tui->lesson;
    if (play->option && text[strspn(text, "0123456789")]) {
        tui_say(tui, STYLE_ERROR, "%s", _("hands: not a whole number; count them and type how many"));
        return;
    }
    Buffer vote = {0};
    if (play->option)
        buffer_format(&vote, "%d %s", play->option, *text ? text : "1");
    else
        buffer_append_text(&vote, text);
    if (!votes_add(&play->votes, buffer_text(&vote)))
        tui_say(tui, STYLE_ERROR, _("hands: no more than %d answers; count the others together"), VOTES_MOST);
    buffer_free(&vote);
    if (play->option)
        command_line_close(&play->line, false);
    else
        line_open(play, "", 0);
}

static bool line_enter(Tui *tui)
{
    LessonPlay *play = &tui->lesson;
    const char *text = buffer_text(&play->line.text);
    bool empty = !text[strspn(text, " ")];
    if (lesson_votes(play) && empty && !play->option)
        return lesson_act(tui, ACT_REVEAL);
    if (lesson_votes(play))
        line_vote(tui, text);
    else if (empty)
        tui_say(tui, STYLE_NOTE, "%s", _("Type an answer first; Esc leads to the views, and Enter back here."));
    else
        return lesson_answer(tui, text);
    return true;
}

/* Views are chosen and looked through while one thinks; a colon opens the command line. */
static bool is_for_views(const LessonPlay *play, Event event)
{
    return event.press == PRESS_TAB || event.press == PRESS_SHIFT_TAB || event.press == PRESS_UP ||
           event.press == PRESS_DOWN || (event_is(event, ":") && !play->line.text.length);
}

static bool lesson_line_key(Tui *tui, Event event)
{
    LessonPlay *play = &tui->lesson;
    if (is_for_views(play, event))
        return false;
    tui_say(tui, STYLE_NORMAL, "%s", "");
    CommandLineAnswer answer = command_line_handle(&play->line, play->session, event);
    if (answer == LINE_ENTERED)
        return line_enter(tui);
    if (answer == LINE_LEFT)
        command_line_close(&play->line, false);
    return true;
}

/* ---- answers and letters ---- */

static bool choose_option(Tui *tui, int option)
{
    LessonPlay *play = &tui->lesson;
    int count = player_step_facts(play->player)->question.option_count;
    if (option > count) {
        tui_say(tui, STYLE_NOTE, _("There are options 1 to %d; Tab leads to the next view."), count);
        return true;
    }
    if (!play->setup.present)
        return lesson_answer(tui, (char[]){(char)('0' + option), '\0'});
    line_open(play, "", option);
    return true;
}

static bool is_number_start(Event event)
{
    return event.press == PRESS_TEXT && strchr("0123456789-.", event.text[0]);
}

static bool lesson_digit(Tui *tui, Event event)
{
    QuestionKind kind = lesson_play_open_question(&tui->lesson);
    bool digit = event.press == PRESS_TEXT && event.text[0] >= '1' && event.text[0] <= '9';
    if (kind == QUESTION_CHOICE && digit)
        return choose_option(tui, event.text[0] - '0');
    if (kind != QUESTION_NUMBER || !is_number_start(event))
        return false;
    line_open(&tui->lesson, event.text, 0);
    return true;
}

/* An open inspector keeps it. */
static bool lesson_enter(Tui *tui)
{
    LessonPlay *play = &tui->lesson;
    QuestionKind kind = lesson_play_open_question(play);
    if (inspector_is_open(play->session))
        return false;
    if (lesson_votes(play))
        return lesson_act(tui, ACT_REVEAL);
    if (player_allows(play->player, ACT_NEXT))
        return lesson_act(tui, ACT_NEXT);
    if (player_phase(play->player) == PLAYER_DONE)
        return lesson_say_words(tui, "");
    if (kind == QUESTION_FIND)
        return lesson_answer(tui, "");
    if (kind != QUESTION_PREDICT && kind != QUESTION_WRITE)
        return false;
    line_open(play, "", 0);
    return true;
}

/* Of two letters that are the same, the one that is possible now. */
static bool lesson_letter(Tui *tui, Event event)
{
    const LessonLetter *found = NULL;
    for (const LessonLetter *letter = lesson_letters; letter->key; letter++)
        if (event_is(event, letter->key) && (!found || player_allows(tui->lesson.player, letter->action)))
            found = letter;
    if (event_is(event, "Q"))
        return lesson_say_words(tui, "off");
    return found && lesson_act(tui, found->action);
}

static bool lesson_scroll(LessonPlay *play, Event event)
{
    int page = play->shown > 2 ? play->shown - 1 : 1;
    if (play->lines <= play->shown || (event.press != PRESS_PAGE_DOWN && event.press != PRESS_PAGE_UP))
        return false;
    play->first += event.press == PRESS_PAGE_DOWN ? page : -page; /* drawing brings it into bounds */
    return true;
}

/* ---- the list ---- */

static void list_move(LessonPlay *play, int by)
{
    const Library *library = &play->library;
    int chosen = play->list.chosen + by;
    while (chosen >= 0 && chosen < library->count && !pack_has_lesson(play->pack, library->lessons[chosen]->id))
        chosen += by;
    if (chosen >= 0 && chosen < library->count)
        play->list.chosen = chosen;
}

static bool lesson_list_key(Tui *tui, Event event)
{
    Error error = {0};
    LessonPlay *play = &tui->lesson;
    if (event.press == PRESS_UP || event.press == PRESS_DOWN)
        list_move(play, event.press == PRESS_DOWN ? 1 : -1);
    else if (event.press == PRESS_ESCAPE)
        lesson_list_close(play);
    else if (event.press == PRESS_ENTER)
        lesson_tell(tui, lesson_list_enter(play, &error), &error);
    else
        return false;
    return true;
}

/* One click chooses a lesson, another one there starts it. */
static void list_mouse(Tui *tui, Rect pane, Event event)
{
    Error error = {0};
    LessonPlay *play = &tui->lesson;
    int hit = event.press == PRESS_CLICK ? lesson_list_at(play, pane, event.y) : -1;
    if (event.press == PRESS_WHEEL_UP || event.press == PRESS_WHEEL_DOWN)
        list_move(play, event.press == PRESS_WHEEL_DOWN ? 1 : -1);
    else if (hit >= 0 && hit == play->list.chosen)
        lesson_tell(tui, lesson_list_enter(play, &error), &error);
    else if (hit >= 0)
        play->list.chosen = hit;
}

void lesson_mouse(Tui *tui, Rect pane, Event event)
{
    enum { NOTCH = 3 };
    if (tui->lesson.list.active)
        list_mouse(tui, pane, event);
    else if (event.press == PRESS_WHEEL_UP || event.press == PRESS_WHEEL_DOWN)
        tui->lesson.first += event.press == PRESS_WHEEL_DOWN ? NOTCH : -NOTCH;
}

bool lesson_key(Tui *tui, Event event)
{
    LessonPlay *play = &tui->lesson;
    if (play->list.active)
        return lesson_list_key(tui, event);
    if (!play->player)
        return false;
    if (lesson_scroll(play, event))
        return true;
    if (play->line.active)
        return lesson_line_key(tui, event);
    return event.press == PRESS_ENTER ? lesson_enter(tui) : lesson_digit(tui, event) || lesson_letter(tui, event);
}
