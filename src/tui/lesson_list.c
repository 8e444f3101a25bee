/* The list of lessons, with how far one is in each. */
#include <string.h>

#include "tui/lesson_play.h"

/* A class does not see what its pack leaves out. */
static void list_to_pack(LessonPlay *play)
{
    const Library *library = &play->library;
    int chosen = play->list.chosen;
    for (int tried = 0; tried < library->count; tried++, chosen = (chosen + 1) % library->count)
        if (pack_has_lesson(play->pack, library->lessons[chosen]->id))
            break;
    play->list.chosen = chosen;
}

/* Where one is, or what comes after it once it is done. */
static void list_choose(LessonPlay *play)
{
    const Library *library = &play->library;
    for (int i = 0; i < library->count && play->lesson; i++)
        if (library->lessons[i] == play->lesson)
            play->list.chosen = (i + (player_phase(play->player) == PLAYER_DONE)) % library->count;
    list_to_pack(play);
}

Status lesson_list_open(LessonPlay *play, Error *error)
{
    Buffer path = {0};
    lesson_list_close(play);
    play->list.active = true;
    list_choose(play);
    Status status = journal_path(play->setup.student, &path, error);
    if (status == STATUS_OK)
        status = record_read(buffer_text(&path), &play->list.record, error);
    buffer_free(&path);
    return status;
}

void lesson_list_close(LessonPlay *play)
{
    record_free(&play->list.record);
    play->list.active = false;
}

Status lesson_list_enter(LessonPlay *play, Error *error)
{
    play->asked = (LessonAsked){.kind = ASKED_STEP, .lesson = play->library.lessons[play->list.chosen], .step = -1};
    lesson_list_close(play);
    return lesson_play_follow(play, error);
}
