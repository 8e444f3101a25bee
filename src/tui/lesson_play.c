#include "tui/lesson_play.h"

#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "session/language.h"
#include "session/trained.h"

/* ---- life ---- */

static Status play_library(LessonPlay *play, Error *error)
{
    if (play->has_library)
        return STATUS_OK;
    Status status = library_open(play->setup.folder, &play->library, error);
    if (status == STATUS_OK && !play->library.count && play->library.unread_count)
        status = error_set(error, play->library.unread[0].error.status, "%s", play->library.unread[0].error.message);
    else if (status == STATUS_OK && !play->library.count)
        status = error_set(error, STATUS_NOT_FOUND, _("lesson: %s has none; set STEPFORMER_LESSONS to their folder"),
                           play->library.folder);
    if (status != STATUS_OK)
        library_free(&play->library);
    play->has_library = status == STATUS_OK;
    return status;
}

/* What a pack fixes, and what a projector needs. */
static Status play_set_up(LessonPlay *play, Error *error)
{
    if (play->setup.pack)
        TRY(pack_open(play->setup.pack, &play->pack, error));
    if (play->pack && play->pack->has_language) {
        TRY(language_use(wording_language_name(play->pack->language), error));
        snprintf(play->session->language, sizeof play->session->language, "%s", language_now());
    }
    if (play->setup.present)
        snprintf(play->session->theme, sizeof play->session->theme, "projector");
    return STATUS_OK;
}

static Status play_ask(void *context, const char *words, Error *error);
static const char *play_id(void *context, int index);

Status lesson_play_init(LessonPlay *play, Session *session, const LessonSetup *setup, Error *error)
{
    *play = (LessonPlay){.session = session, .setup = *setup};
    session->lessons = (LessonDesk){.context = play, .ask = play_ask, .id = play_id};
    TRY(play_set_up(play, error));
    return setup->lesson ? play_ask(play, setup->lesson, error) : STATUS_OK;
}

static void play_off(LessonPlay *play)
{
    player_close(play->player);
    play->player = NULL;
    play->lesson = NULL;
    lesson_list_close(play);
    command_line_close(&play->line, false);
}

void lesson_play_free(LessonPlay *play)
{
    play_off(play);
    journal_close(play->journal);
    pack_free(play->pack);
    if (play->has_library)
        library_free(&play->library);
    command_line_free(&play->line);
    if (play->session)
        play->session->lessons = (LessonDesk){0};
    *play = (LessonPlay){0};
}

bool lesson_is_shown(const LessonPlay *play)
{
    return play->player || play->list.active;
}

/* ---- the desk ---- */

static int find_action(const char *name)
{
    int action = 0;
    while (action < ACT_COUNT && strcmp(player_action_name((PlayerAction)action), name) != 0)
        action++;
    return action;
}

static Status play_ask(void *context, const char *words, Error *error)
{
    LessonPlay *play = context;
    int action = find_action(words);
    TRY(play_library(play, error));
    if (!*words) {
        play->asked = (LessonAsked){.kind = ASKED_LIST};
    } else if (!strcmp(words, "off")) {
        play->asked = (LessonAsked){.kind = ASKED_OFF};
    } else if (action < ACT_COUNT) {
        if (!play->player)
            return error_set(error, STATUS_USAGE, _("lesson %s: no lesson is played; begin one with lesson"), words);
        play->asked = (LessonAsked){.kind = ASKED_ACTION, .action = (PlayerAction)action};
    } else {
        LessonAsked asked = {.kind = ASKED_STEP};
        TRY(library_find(&play->library, words, &asked.lesson, &asked.step, error));
        play->asked = asked;
    }
    return STATUS_OK;
}

static const char *play_id(void *context, int index)
{
    LessonPlay *play = context;
    bool is_there = play_library(play, NULL) == STATUS_OK && index < play->library.count;
    return is_there ? play->library.lessons[index]->id : NULL;
}

/* ---- a lesson ---- */

static WordingLanguage play_language(const LessonPlay *play)
{
    WordingLanguage language = wording_language_find(play->session->language);
    return language == WORDING_LANGUAGES ? WORDING_IN_EN : language;
}

/* A step may have been left with another model. */
static Status play_model(LessonPlay *play, const Lesson *lesson, Error *error)
{
    if (play->setup.keeps_model || !lesson->model || !strcmp(lesson->model, play->session->model->name))
        return STATUS_OK;
    return session_change_model(play->session, lesson->model, error);
}

QuestionKind lesson_play_open_question(const LessonPlay *play)
{
    PlayerPhase phase = play->player ? player_phase(play->player) : PLAYER_DONE;
    return phase == PLAYER_ASKING || phase == PLAYER_MISSED ? player_step_facts(play->player)->question.kind
                                                            : QUESTION_NONE;
}

/* The page is another one: it is read from its top, and where words are wanted one can type them at once. */
static void play_turn(LessonPlay *play)
{
    QuestionKind kind = lesson_play_open_question(play);
    play->first = 0;
    play->option = 0;
    command_line_close(&play->line, false);
    if (kind == QUESTION_PREDICT || kind == QUESTION_WRITE)
        command_line_open(&play->line, play->session, "");
}

static int play_resume(const LessonPlay *play, const Player *player)
{
    Record record = {0};
    Buffer path = {0};
    if (journal_path(play->setup.student, &path, NULL) == STATUS_OK)
        record_read(buffer_text(&path), &record, NULL); /* of a damaged one, what can be read */
    int step = player_resume_step(player, &record);
    record_free(&record);
    buffer_free(&path);
    return step;
}

static Status play_open(LessonPlay *play, const Lesson *lesson, Player **player, Error *error)
{
    PlayerSetup setup = {
        .language = play_language(play), .pack = play->pack, .journal = play->journal, .present = play->setup.present};
    return player_open(play->session, lesson, &setup, player, error);
}

static void play_take(LessonPlay *play, const Lesson *lesson, Player *player)
{
    play_off(play);
    play->player = player;
    play->lesson = lesson;
    play->votes = (Votes){0};
    snprintf(play->language, sizeof play->language, "%s", play->session->language);
    play_turn(play);
}

/* A step that cannot be begun at all leaves what is played; one whose commands fail can be read, and tells why. */
static Status play_start(LessonPlay *play, const Lesson *lesson, int step, Error *error)
{
    Player *player;
    TRY(play_open(play, lesson, &player, error));
    Status status = play_model(play, lesson, error);
    if (status == STATUS_OK)
        status = player_start(player, step < 0 ? play_resume(play, player) : step, error);
    if (status != STATUS_OK && !player_page(player)->count) {
        player_close(player);
        return status;
    }
    play_take(play, lesson, player);
    return status;
}

/* Without a journal the lesson can be played all the same: the error is told, and nothing kept. */
static Status play_begin(LessonPlay *play, const Lesson *lesson, int step, Error *error)
{
    if (play->journal)
        return play_start(play, lesson, step, error);
    Error mistake = {0};
    Status kept = journal_open(play->setup.student, &play->journal, &mistake);
    TRY(play_start(play, lesson, step, error));
    if (kept != STATUS_OK && error)
        *error = mistake;
    return kept;
}

/* Actions that begin a step want the lesson's own model. */
Status lesson_play_act(LessonPlay *play, PlayerAction action, Error *error)
{
    bool new_step = action == ACT_NEXT || action == ACT_BACK || action == ACT_SKIP || action == ACT_RESET;
    if (new_step || action == ACT_RETURN)
        TRY(play_model(play, play->lesson, error));
    Status status = player_act(play->player, action, error);
    if (status == STATUS_OK && new_step)
        play->votes = (Votes){0};
    if (status != STATUS_USAGE)
        play_turn(play);
    return status;
}

Status lesson_play_answer(LessonPlay *play, const char *answer, Error *error)
{
    Status status = player_answer(play->player, answer, error);
    if (status != STATUS_USAGE)
        play_turn(play);
    return status;
}

/* ---- after a command ---- */

static Status play_do(LessonPlay *play, Error *error)
{
    LessonAsked asked = play->asked;
    play->asked = (LessonAsked){0};
    switch (asked.kind) {
    case ASKED_LIST:
        return lesson_list_open(play, error);
    case ASKED_OFF:
        play_off(play);
        break;
    case ASKED_ACTION:
        return lesson_play_act(play, asked.action, error);
    case ASKED_STEP:
        return play_begin(play, asked.lesson, asked.step, error);
    case ASKED_NOTHING:
        break;
    }
    return STATUS_OK;
}

static Status play_follow_language(LessonPlay *play, Error *error)
{
    if (!strcmp(play->language, play->session->language))
        return STATUS_OK;
    snprintf(play->language, sizeof play->language, "%s", play->session->language);
    return player_set_language(play->player, play_language(play), error);
}

Status lesson_play_follow(LessonPlay *play, Error *error)
{
    TRY(play_do(play, error));
    if (!play->player)
        return STATUS_OK;
    TRY(play_follow_language(play, error));
    PlayerPhase before = player_phase(play->player);
    Status status = player_watch(play->player, error);
    if (player_phase(play->player) != before)
        play_turn(play);
    return status;
}
