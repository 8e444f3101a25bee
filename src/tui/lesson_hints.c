#include "tui/lesson_hints.h"

#include <string.h>

#include "base/translate.h"

const LessonLetter lesson_letters[] = {
    {"T", ACT_HINT, N_("tip")},     {"W", ACT_NOTES, N_("why")},       {"P", ACT_BACK, N_("previous")},
    {"R", ACT_RESET, N_("anew")},   {"E", ACT_SANDBOX, N_("explore")}, {"E", ACT_RETURN, N_("return")},
    {"O", ACT_SKIP, N_("skip it")}, {NULL, ACT_COUNT, NULL},
};

bool lesson_votes(const LessonPlay *play)
{
    QuestionKind kind = lesson_play_open_question(play);
    return play->setup.present && kind != QUESTION_NONE && kind != QUESTION_FIND && kind != QUESTION_DO;
}

static KeyHint hint_of_choice(const LessonPlay *play)
{
    static const char *const digits[] = {"1", "1", "1 2", "1 2 3", "1-4", "1-5", "1-6", "1-7", "1-8", "1-9"};
    int count = player_step_facts(play->player)->question.option_count;
    return (KeyHint){digits[count <= 9 ? count : 9], play->setup.present ? N_("hands") : N_("answer")};
}

/* How the open question is answered. */
static int hints_of_question(const LessonPlay *play, KeyHint *hints)
{
    int count = 0;
    QuestionKind kind = lesson_play_open_question(play);
    if (kind == QUESTION_CHOICE)
        hints[count++] = hint_of_choice(play);
    else if (kind == QUESTION_NUMBER)
        hints[count++] = (KeyHint){"0-9", N_("answer")};
    else if (kind == QUESTION_FIND)
        hints[count++] = (KeyHint){"Enter", N_("here it is")};
    else if (kind != QUESTION_DO && !play->setup.present)
        hints[count++] = (KeyHint){"Enter", N_("type")};
    if (lesson_votes(play))
        hints[count++] = (KeyHint){"Enter", N_("reveal")};
    return count;
}

static int hints_of_phase(const LessonPlay *play, KeyHint *hints)
{
    int of, place = player_place(play->player, &of);
    if (lesson_play_open_question(play) != QUESTION_NONE)
        return hints_of_question(play, hints);
    if (player_allows(play->player, ACT_NEXT))
        *hints = (KeyHint){"Enter", place < of ? N_("go on") : N_("finish")};
    else if (player_phase(play->player) == PLAYER_DONE)
        *hints = (KeyHint){"Enter", N_("lessons")};
    else
        return 0;
    return 1;
}

static int hints_of_line(const LessonPlay *play, KeyHint *hints)
{
    bool empty = !play->line.text.length, reveal = empty && !play->option && lesson_votes(play);
    hints[0] = (KeyHint){"Enter", reveal ? N_("reveal") : play->setup.present ? N_("hands") : N_("answer")};
    hints[1] = (KeyHint){"Esc", N_("to the views")};
    return 2;
}

static const KeyHint list_hints[] = {{"↑ ↓", N_("lesson")}, {"Enter", N_("begin")}, {"Esc", N_("close")}, {NULL, NULL}};

void lesson_hints(const LessonPlay *play, KeyHint hints[LESSON_HINTS])
{
    int count = 0;
    if (play->list.active) {
        memcpy(hints, list_hints, sizeof list_hints);
        return;
    }
    if (play->line.active) {
        count = hints_of_line(play, hints);
    } else {
        count = hints_of_phase(play, hints);
        for (const LessonLetter *letter = lesson_letters; letter->key; letter++)
            if (player_allows(play->player, letter->action))
                hints[count++] = (KeyHint){letter->key, letter->does};
        hints[count++] = (KeyHint){"Q", N_("close")};
    }
    hints[count] = (KeyHint){NULL, NULL};
}

void lesson_help(Buffer *out)
{
    buffer_format(out, "\n# %s\n", _("Lessons"));
    for (const LessonLetter *letter = lesson_letters; letter->key; letter++)
        buffer_format(out, "  %-20s  %s\n", letter->key, _(player_action_help(letter->action)));
    buffer_format(out, "  %-20s  %s\n", "Q", _("close the lesson; it goes on there another time"));
    buffer_format(out, "  %-20s  %s\n", "PgUp PgDn", _("scroll the lesson's page, where it is longer than its place"));
}
