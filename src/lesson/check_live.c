/* A step on the live model: commands, expectations, question. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lesson/check_parts.h"
#include "lesson/condition.h"
#include "lesson/stage.h"

/* What is being checked. */
typedef struct Trial {
    const CheckPlace *place;
    Session *session;
    Player *player;
    const Step *step;
} Trial;

static Status trial_restart(const Trial *trial)
{
    Error error = {0};
    Status status = player_start(trial->player, trial->place->step, &error);
    claim_ok(trial->place, status, &error);
    return status;
}

static bool passed(const Trial *trial)
{
    return player_phase(trial->player) == PLAYER_PASSED;
}

/* ---- words on the screen ---- */

static void check_fault(const Trial *trial)
{
    Error error = {0};
    Status status = player_fault(trial->player, &error);
    claim_ok(trial->place, status, &error);
}

static void check_fits(const Trial *trial, const char *what)
{
    Buffer page = {0};
    size_t lines = check_page(trial->player, &page);
    claim(trial->place, lines <= PANE_HEIGHT, "%s takes %zu lines of %d cells, and there are %d; say it shorter", what,
          lines, PANE_WIDTH, PANE_HEIGHT);
    buffer_free(&page);
}

/* Hints, notes and feedback stand on top of the rest: they fit by themselves. */
static void check_part_fits(const Trial *trial, WordingPartKind kind, const char *name, int number, bool more)
{
    enum { ABOVE = 4 }; /* the title, the verdict and their gaps */
    const Wording *wording = lesson_wording(trial->place->lesson, wording_language_find(trial->place->language));
    const WordingStep *words = wording_step(wording, trial->step->id);
    const WordingPart *part = words ? wording_part(words, kind, name, number) : NULL;
    Prose prose = {0};
    ProseLines lines = {0};
    if (part && prose_read(&prose, trial->session, more ? part->more : part->text, NULL) == STATUS_OK) {
        prose_wrap(&prose, PANE_WIDTH, &lines);
        claim(trial->place, lines.count + ABOVE <= PANE_HEIGHT,
              "%s takes %zu lines of %d cells, and there are %d; say it shorter", wording_part_heading(kind),
              lines.count, PANE_WIDTH, PANE_HEIGHT - ABOVE);
    }
    prose_lines_free(&lines);
    prose_free(&prose);
}

/* ---- expectations ---- */

static void note_margin(const Trial *trial, const char *expression)
{
    Check *check = trial->place->check;
    char code[LESSON_CODE_LENGTH];
    double margin;
    Error error = {0};
    if (!claim_ok(trial->place, condition_margin(trial->session, expression, &margin, &error), &error))
        return;
    claim(trial->place, margin >= CHECK_MARGIN, "%s: holds by a margin of %.2g only, and %g is the least; expect less",
          expression, margin, CHECK_MARGIN);
    if (!(margin < check->margin))
        return;
    check->margin = margin;
    buffer_clear(&check->margin_at);
    buffer_format(&check->margin_at, "%s %s: %s", lesson_code(trial->place->lesson, trial->place->step, code),
                  trial->step->id, expression);
}

/* Does it hold, and clearly? */
static void check_truth(const Trial *trial, const char *expression, const char *what)
{
    bool truth = false;
    Error error = {0};
    Status status = condition_holds(trial->session, expression, &truth, &error);
    if (claim_live(trial->place, status == STATUS_OK && truth, "%s does not hold: %s%s%s", what, expression,
                   *error.message ? ": " : "", error.message))
        note_margin(trial, expression);
}

/* After the step's commands and what the question keeps back. */
static void check_expectations(const Trial *trial)
{
    Error error = {0};
    if (trial_restart(trial) != STATUS_OK ||
        !claim_ok(trial->place, stage_run(trial->session, &trial->step->question.reveal, &error), &error))
        return;
    for (int i = 0; i < trial->step->expect.count; i++)
        check_truth(trial, trial->step->expect.texts[i], "what is expected");
}

/* ---- questions ---- */

/* A new beginning, an answer, and whether it passes as it should. */
static void check_answer(const Trial *trial, const char *answer, bool right, const char *what)
{
    Error error = {0};
    Status status = player_answer(trial->player, answer, &error);
    claim(trial->place, status == STATUS_OK && passed(trial) == right, "%s \"%s\" %s%s%s", what, answer,
          right ? "does not pass" : "passes, and should not", status == STATUS_OK ? "" : ": ", error.message);
    check_fault(trial);
    if (passed(trial))
        check_fits(trial, "the pass screen");
}

static void check_untouched(const Trial *trial)
{
    Verdict verdict = {0};
    Status status = judge_answer(trial->session, &trial->step->question, "", &verdict, NULL);
    claim(trial->place, status == STATUS_USAGE || (status == STATUS_OK && !verdict.right),
          "the question is solved before anything was done; ask for something else");
}

static void check_choice(const Trial *trial)
{
    const Question *question = &trial->step->question;
    int right_ones = 0;
    for (int i = 0; i < question->option_count; i++) {
        bool right = false;
        Error error = {0};
        if (trial_restart(trial) != STATUS_OK)
            return;
        const Option *option = &question->options[i];
        claim_ok(trial->place, judge_option(trial->session, option, &right, &error), &error);
        if (right && option->right)
            note_margin(trial, option->right);
        check_answer(trial, option->id, right, "option");
        check_part_fits(trial, WORDING_OPTION, option->id, 0, true);
        right_ones += right;
    }
    claim_live(trial->place, right_ones > 0 && right_ones < question->option_count,
               "%d of %d options are right; some have to be, and some not", right_ones, question->option_count);
}

static Status right_number(const Trial *trial, char *text, size_t size, Error *error)
{
    double number;
    TRY(condition_number(trial->session, trial->step->question.answer, &number, error));
    snprintf(text, size, "%.9g", number);
    return STATUS_OK;
}

static void check_number(const Trial *trial)
{
    const Question *question = &trial->step->question;
    char text[40];
    Error error = {0};
    if (!claim_ok(trial->place, right_number(trial, text, sizeof text, &error), &error))
        return;
    check_answer(trial, text, true, "the right number");
    for (int i = 0; i < question->wrong.count; i++) {
        double number;
        if (trial_restart(trial) != STATUS_OK ||
            !claim_ok(trial->place, condition_number(trial->session, question->wrong.texts[i], &number, &error),
                      &error))
            return;
        snprintf(text, sizeof text, "%.9g", number);
        check_answer(trial, text, false, "the wrong number");
    }
    check_part_fits(trial, WORDING_WRONG, NULL, 0, false);
}

/* A guess is made before it can be looked up. */
static void check_predict(const Trial *trial)
{
    double ignored;
    Error error = {0};
    claim(trial->place, condition_number(trial->session, "top(1)", &ignored, NULL) != STATUS_OK,
          "the answer can be seen before the guess; let run end earlier and reveal show it");
    claim_ok(trial->place, check_solve(trial->session, trial->player, &error), &error);
    const Verdict *verdict = player_verdict(trial->player);
    claim(trial->place, passed(trial) && verdict && verdict->rank >= 1, "a guess does not pass");
    check_fault(trial);
    check_fits(trial, "the pass screen");
}

/* Which heads would be found? Some, not all. */
static void check_heads(const Trial *trial)
{
    Session *session = trial->session;
    int64_t found = 0, all = session->model->config.layers * session->model->config.heads;
    for (int layer = 0; layer < session->model->config.layers; layer++)
        for (int head = 0; head < session->model->config.heads; head++) {
            Verdict verdict;
            session->focus.layer = layer;
            session->focus.head = head;
            found += judge_answer(session, &trial->step->question, "", &verdict, NULL) == STATUS_OK && verdict.right;
        }
    claim_live(trial->place, found > 0 && found < all, "%lld of %lld heads are what is looked for: %s",
               (long long)found, (long long)all, trial->step->question.where);
}

static void check_detours(const Trial *trial)
{
    for (int i = 0; i < trial->step->question.detour_count; i++) {
        Error error = {0};
        if (trial_restart(trial) != STATUS_OK ||
            !claim_ok(trial->place, stage_run(trial->session, &trial->step->question.detours[i], &error), &error))
            return;
        check_answer(trial, "", false, "a wrong way");
        check_part_fits(trial, WORDING_WRONG, NULL, 0, false);
    }
}

static void check_place_question(const Trial *trial)
{
    const Question *question = &trial->step->question;
    Error error = {0};
    if (question->kind == QUESTION_FIND && !question->of_cell)
        check_heads(trial);
    if (trial_restart(trial) != STATUS_OK)
        return;
    Status status = check_solve(trial->session, trial->player, &error);
    claim_live(trial->place, status == STATUS_OK && passed(trial), "the solution does not solve it%s%s",
               status == STATUS_OK ? "" : ": ", error.message);
    check_fault(trial);
    if (passed(trial))
        check_fits(trial, "the pass screen");
    if (passed(trial) && question->where)
        note_margin(trial, question->where);
    check_detours(trial);
}

static void check_write(const Trial *trial)
{
    check_answer(trial, "…", true, "a text");
}

typedef void CheckQuestion(const Trial *trial);

static CheckQuestion *const checks[QUESTION_COUNT] = {
    [QUESTION_CHOICE] = check_choice,       [QUESTION_NUMBER] = check_number,     [QUESTION_PREDICT] = check_predict,
    [QUESTION_FIND] = check_place_question, [QUESTION_DO] = check_place_question, [QUESTION_WRITE] = check_write,
};

/* ---- solving ---- */

/* The most probable token after what is revealed; the step has to be begun again afterwards. */
static Status best_guess(Session *session, const Step *step, Buffer *guess, Error *error)
{
    double token;
    TRY(stage_run(session, &step->question.reveal, error));
    TRY(condition_number(session, "top(1)", &token, error));
    session_token(session, (int32_t)token, guess);
    return STATUS_OK;
}

/* The answer as a person would type it. */
static Status right_answer(Session *session, Player *player, Buffer *answer, Error *error)
{
    const Step *step = player_step_facts(player);
    const Question *question = &step->question;
    double number;
    switch (question->kind) {
    case QUESTION_CHOICE:
        for (int i = 0; i < question->option_count; i++) {
            bool right;
            TRY(judge_option(session, &question->options[i], &right, error));
            if (right && !answer->length)
                buffer_append_text(answer, question->options[i].id);
        }
        return STATUS_OK;
    case QUESTION_NUMBER:
        TRY(condition_number(session, question->answer, &number, error));
        buffer_format(answer, "%.9g", number);
        return STATUS_OK;
    case QUESTION_PREDICT:
        TRY(best_guess(session, step, answer, error));
        return player_start(player, player_step(player), error);
    case QUESTION_WRITE:
        buffer_append_text(answer, "…");
        return STATUS_OK;
    default:
        return stage_run(session, &question->solution, error);
    }
}

Status check_solve(Session *session, Player *player, Error *error)
{
    Buffer answer = {0};
    if (player_phase(player) != PLAYER_ASKING && player_phase(player) != PLAYER_MISSED)
        return STATUS_OK;
    Status status = right_answer(session, player, &answer, error);
    if (status == STATUS_OK)
        status = player_answer(player, buffer_text(&answer), error);
    buffer_free(&answer);
    return status;
}

/* ---- a step ---- */

static void check_notes_fit(const Trial *trial)
{
    for (int i = 1; i <= trial->step->hints; i++)
        check_part_fits(trial, WORDING_HINT, NULL, i, false);
    check_part_fits(trial, WORDING_NOTES, NULL, 0, false);
}

void check_step_live(const CheckPlace *place, Session *session, Player *player, Buffer *page)
{
    const Trial trial = {place, session, player, &place->lesson->steps[place->step]};
    if (trial_restart(&trial) != STATUS_OK)
        return;
    check_fault(&trial);
    check_page(player, page);
    check_fits(&trial, "the page");
    check_notes_fit(&trial);
    if (checks[trial.step->question.kind]) {
        check_untouched(&trial);
        checks[trial.step->question.kind](&trial);
    }
    check_expectations(&trial);
}
