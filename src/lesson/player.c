#include "lesson/player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "base/translate.h"
#include "lesson/player_parts.h"
#include "lesson/stage.h"

/* ---- life ---- */

static void player_pick_steps(Player *player)
{
    const Lesson *lesson = player->lesson;
    player->steps = memory_new((size_t)lesson->step_count, sizeof *player->steps);
    for (int i = 0; i < lesson->step_count; i++)
        if (pack_has_step(player->setup.pack, lesson->id, lesson->steps[i].id))
            player->steps[player->step_count++] = i;
}

Status player_open(Session *session, const Lesson *lesson, const PlayerSetup *setup, Player **out, Error *error)
{
    Player *player = memory_new(1, sizeof *player);
    *player = (Player){.session = session, .lesson = lesson, .setup = *setup};
    if (setup->pack && setup->pack->has_language)
        player->setup.language = setup->pack->language;
    player_pick_steps(player);
    *out = player;
    if (player->step_count)
        return STATUS_OK;
    player_close(player);
    *out = NULL;
    return error_set(error, STATUS_NOT_FOUND,
                     _("lesson %s: the class pack leaves no step of it; choose another lesson"), lesson->id);
}

void player_close(Player *player)
{
    if (!player)
        return;
    sandbox_forget(player);
    player_free_parts(player);
    prose_free(&player->feedback);
    prose_free(&player->page);
    free(player->steps);
    free(player);
}

/* ---- looking ---- */

PlayerPhase player_phase(const Player *player)
{
    return player->phase;
}

int player_step(const Player *player)
{
    return player->steps[player->at];
}

const Step *player_step_facts(const Player *player)
{
    return &player->lesson->steps[player_step(player)];
}

const WordingStep *player_words(const Player *player)
{
    return wording_step(lesson_wording(player->lesson, player->setup.language), player_step_facts(player)->id);
}

const char *player_code(const Player *player, char out[LESSON_CODE_LENGTH])
{
    return lesson_code(player->lesson, player_step(player), out);
}

const char *player_title(const Player *player)
{
    const WordingStep *words = player_words(player);
    return words ? words->title : "";
}

int player_place(const Player *player, int *of)
{
    *of = player->step_count;
    return player->at + 1;
}

const Prose *player_page(const Player *player)
{
    return &player->page;
}

const Verdict *player_verdict(const Player *player)
{
    return player->has_verdict ? &player->verdict : NULL;
}

Status player_fault(const Player *player, Error *error)
{
    if (error && player->fault.status != STATUS_OK)
        *error = player->fault;
    return player->fault.status;
}

int player_resume_step(const Player *player, const Record *record)
{
    for (int i = 0; i < player->step_count; i++) {
        const RecordStep *step = record_find(record, player->lesson->id, player->lesson->steps[player->steps[i]].id);
        if (!step || !(step->passed || step->skipped))
            return player->steps[i];
    }
    return player->steps[0];
}

/* ---- the journal ---- */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static Status player_note(Player *player, JournalKind kind, const char *answer, int attempt, Error *error)
{
    JournalEvent event = {.kind = kind,
                          .lesson = player->lesson->id,
                          .step = player_step_facts(player)->id,
                          .answer = answer,
                          .right = player->verdict.right,
                          .attempt = attempt};
    if (kind == EVENT_ANSWER || kind == EVENT_PASS || kind == EVENT_SKIP)
        event.seconds = now() - player->began;
    if (answer && player->verdict.token >= 0) {
        event.rank = player->verdict.rank;
        event.probability = player->verdict.probability;
    }
    return journal_add(player->setup.journal, &event, error);
}

/* ---- steps ---- */

static Status step_set_up(Player *player, Error *error)
{
    const Pack *pack = player->setup.pack;
    Session *session = player->session;
    TRY(stage_clear(session, error));
    if (pack && pack->has_seed) {
        session->sampler.settings.seed = (uint64_t)pack->seed;
        random_seed(&session->sampler.random, (uint64_t)pack->seed);
    }
    return stage_run(session, &player_step_facts(player)->run, error);
}

static Status step_fail(const Player *player, Error *error)
{
    char code[LESSON_CODE_LENGTH], where[80];
    snprintf(where, sizeof where, "%s %s", player_code(player, code), player_step_facts(player)->id);
    return error_prefix(error, where);
}

static Status step_begin(Player *player, Error *error)
{
    const Step *step = player_step_facts(player);
    sandbox_forget(player);
    player->fault = (Error){0};
    player->tries = player->hints = 0;
    player->notes = player->has_verdict = false;
    player->verdict = (Verdict){.option = -1, .token = -1, .other = -1};
    player->phase = step->question.kind == QUESTION_NONE ? PLAYER_READING : PLAYER_ASKING;
    player->began = now();
    Status status = step_set_up(player, error);
    player_read_parts(player);
    player_compose(player);
    player->history_from = player->session->history_count;
    return status == STATUS_OK ? STATUS_OK : step_fail(player, error);
}

Status player_start(Player *player, int step, Error *error)
{
    for (int i = 0; i < player->step_count; i++) {
        if (player->steps[i] != step)
            continue;
        player->at = i;
        TRY(step_begin(player, error));
        return player_note(player, EVENT_START, NULL, 0, error);
    }
    char code[LESSON_CODE_LENGTH];
    return error_set(error, STATUS_NOT_FOUND, _("%s: this class does not do that step; choose another"),
                     lesson_code(player->lesson, step, code));
}

/* ---- answers ---- */

static Status player_pass(Player *player, Error *error)
{
    player->phase = PLAYER_PASSED;
    return player_note(player, EVENT_PASS, NULL, 0, error);
}

/* What was kept back is shown once the question is settled; a guess is measured by it. */
static Status player_reveal(Player *player, Error *error)
{
    TRY(stage_run(player->session, &player_step_facts(player)->question.reveal, error));
    return player->has_verdict && player->verdict.token >= 0 ? judge_guess(player->session, &player->verdict, error)
                                                             : STATUS_OK;
}

static const char *answer_text(const Player *player, const char *answer)
{
    const Question *question = &player_step_facts(player)->question;
    return player->verdict.option >= 0 ? question->options[player->verdict.option].id : answer;
}

static Status player_settle(Player *player, const Verdict *verdict, const char *answer, Error *error)
{
    player->verdict = *verdict;
    player->has_verdict = true;
    player->tries++;
    player->phase = PLAYER_MISSED;
    Status status = verdict->right ? player_reveal(player, error) : STATUS_OK;
    if (status == STATUS_OK)
        status = player_note(player, EVENT_ANSWER, answer_text(player, answer), player->tries, error);
    if (status == STATUS_OK && verdict->right)
        status = player_pass(player, error);
    player_read_feedback(player);
    player_compose(player);
    return status;
}

Status player_answer(Player *player, const char *answer, Error *error)
{
    Verdict verdict;
    if (player->phase != PLAYER_ASKING && player->phase != PLAYER_MISSED)
        return error_set(error, STATUS_USAGE, _("answer: nothing is asked now; go on with next"));
    TRY(judge_answer(player->session, &player_step_facts(player)->question, answer, &verdict, error));
    return player_settle(player, &verdict, answer, error);
}

Status player_watch(Player *player, Error *error)
{
    const Question *question = &player_step_facts(player)->question;
    Verdict verdict;
    if (question->kind != QUESTION_DO || (player->phase != PLAYER_ASKING && player->phase != PLAYER_MISSED))
        return STATUS_OK;
    TRY(judge_answer(player->session, question, "", &verdict, error));
    return verdict.right ? player_settle(player, &verdict, "", error) : STATUS_OK;
}

Status player_set_language(Player *player, WordingLanguage language, Error *error)
{
    if (player->setup.pack && player->setup.pack->has_language && player->setup.pack->language != language)
        return error_set(error, STATUS_USAGE, _("lang: the class pack fixes the language; ask the teacher"));
    player->setup.language = language;
    player_read_parts(player);
    player_read_feedback(player);
    player_compose(player);
    return STATUS_OK;
}

/* ---- actions ---- */

static bool is_open(const Player *player) /* an answer is still wanted */
{
    return player->phase == PLAYER_ASKING || player->phase == PLAYER_MISSED;
}

static bool is_here(const Player *player) /* in a step */
{
    return player->phase != PLAYER_SANDBOX && player->phase != PLAYER_DONE;
}

static bool can_go_on(const Player *player)
{
    return player->phase == PLAYER_READING || player->phase == PLAYER_PASSED;
}

static bool can_go_back(const Player *player)
{
    return player->phase == PLAYER_DONE || (is_here(player) && player->at > 0);
}

static bool has_hint(const Player *player)
{
    return player->phase == PLAYER_MISSED && player->hints < player_step_facts(player)->hints;
}

static bool has_notes(const Player *player)
{
    const WordingStep *words = player_words(player);
    return is_here(player) && !player->setup.present && words && wording_part(words, WORDING_NOTES, NULL, 0);
}

static bool may_skip(const Player *player)
{
    return is_open(player) && (!player->setup.pack || player->setup.pack->skip);
}

static bool is_away(const Player *player)
{
    return player->phase == PLAYER_SANDBOX;
}

static bool can_reveal(const Player *player)
{
    return player->setup.present && is_open(player);
}

static Status act_next(Player *player, Error *error)
{
    if (player->phase == PLAYER_READING)
        TRY(player_pass(player, error));
    if (player->at + 1 < player->step_count)
        return player_start(player, player->steps[player->at + 1], error);
    player->phase = PLAYER_DONE;
    player_compose(player);
    return player_note(player, EVENT_FINISH, NULL, 0, error);
}

static Status act_back(Player *player, Error *error)
{
    int before = player->phase == PLAYER_DONE ? player->at : player->at - 1;
    return player_start(player, player->steps[before], error);
}

static Status act_hint(Player *player, Error *error)
{
    player->hints++;
    player_compose(player);
    return player_note(player, EVENT_HINT, NULL, player->hints, error);
}

static Status act_notes(Player *player, Error *error)
{
    (void)error;
    player->notes = !player->notes;
    player_compose(player);
    return STATUS_OK;
}

static Status act_reset(Player *player, Error *error)
{
    TRY(step_begin(player, error));
    return player_note(player, EVENT_RESET, NULL, 0, error);
}

static Status act_skip(Player *player, Error *error)
{
    TRY(player_note(player, EVENT_SKIP, NULL, 0, error));
    player->phase = PLAYER_PASSED;
    return act_next(player, error);
}

static Status act_reveal(Player *player, Error *error)
{
    player->phase = PLAYER_PASSED;
    Status status = player_reveal(player, error);
    player_compose(player);
    return status;
}

static Status act_sandbox(Player *player, Error *error)
{
    TRY(sandbox_enter(player, error));
    return player_note(player, EVENT_SANDBOX, NULL, 0, error);
}

static Status act_return(Player *player, Error *error)
{
    TRY(step_set_up(player, error));
    if (player->left_in == PLAYER_PASSED)
        TRY(stage_run(player->session, &player_step_facts(player)->question.reveal, error));
    TRY(sandbox_return(player, error));
    return player_note(player, EVENT_RETURN, NULL, 0, error);
}

/* The rows of PLAYER_ACTION_LIST: what allows an action, and what it does. */
typedef struct ActionRow {
    const char *name, *help;
    bool (*allows)(const Player *player);
    Status (*act)(Player *player, Error *error);
} ActionRow;

static const ActionRow actions[ACT_COUNT] = {
#define PLAYER_ACTION_ROW(id, name, help, when) [ACT_##id] = {#name, help, when, act_##name},
    PLAYER_ACTION_LIST(PLAYER_ACTION_ROW)
#undef PLAYER_ACTION_ROW
};

const char *player_action_name(PlayerAction action)
{
    return actions[action].name;
}

const char *player_action_help(PlayerAction action)
{
    return actions[action].help;
}

bool player_allows(const Player *player, PlayerAction action)
{
    return actions[action].allows(player);
}

Status player_act(Player *player, PlayerAction action, Error *error)
{
    if (!player_allows(player, action))
        return error_set(error, STATUS_USAGE,
                         action == ACT_NEXT && is_open(player)
                             ? _("%s: the question is still open; answer it, or skip it")
                             : _("%s: not now; see what the lesson pane offers"),
                         actions[action].name);
    return actions[action].act(player, error);
}
