#include "lesson/judge.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "lesson/condition.h"

/* ---- choice ---- */

Status judge_option(const Session *session, const Option *option, bool *right, Error *error)
{
    *right = option->is_right;
    return option->right ? condition_holds(session, option->right, right, error) : STATUS_OK;
}

static Status judge_choice(const Session *session, const Question *question, const char *answer, Verdict *verdict,
                           Error *error)
{
    bool is_digit = isdigit((unsigned char)answer[0]) && !answer[1];
    verdict->option = is_digit ? answer[0] - '1' : -1;
    for (int i = 0; i < question->option_count; i++)
        if (!strcmp(question->options[i].id, answer))
            verdict->option = i;
    if (verdict->option < 0 || verdict->option >= question->option_count)
        return error_set(error, STATUS_USAGE, _("\"%.40s\": no such option; choose one of 1 to %d"), answer,
                         question->option_count);
    return judge_option(session, &question->options[verdict->option], &verdict->right, error);
}

/* ---- number ---- */

typedef struct Unit {
    const char *text;
    double factor;
} Unit;

static const Unit units[] = {{"%", 0.01}, {"만", 1e4}, {"억", 1e8}, {"천", 1e3}, {"백만", 1e6}, {"", 1}};

/* "1,210,752", "37 %", "121만" */
static Status read_number(const char *answer, double *number, Error *error)
{
    char digits[64], *end;
    size_t length = 0;
    for (; *answer && length + 1 < sizeof digits && strchr("0123456789+-.eE, ", *answer); answer++)
        if (*answer != ',' && *answer != ' ')
            digits[length++] = *answer;
    digits[length] = '\0';
    *number = strtod(digits, &end);
    const char *unit = answer + strspn(answer, " ");
    for (size_t i = 0; i < sizeof units / sizeof *units && end != digits && !*end; i++)
        if (!strcmp(unit, units[i].text)) {
            *number *= units[i].factor;
            return isfinite(*number) ? STATUS_OK : STATUS_USAGE;
        }
    return error_set(error, STATUS_USAGE, _("\"%.40s\": not a number; type one, as 12 or 0.5 or 37 %%"), answer);
}

static Status judge_number(const Session *session, const Question *question, const char *answer, Verdict *verdict,
                           Error *error)
{
    TRY(condition_number(session, question->answer, &verdict->wanted, error));
    TRY(read_number(answer, &verdict->number, error));
    double slack = fmax(question->tolerance, question->relative * fabs(verdict->wanted));
    /* What is typed is rounded where a float is not: a millionth is no miss. */
    verdict->right = fabs(verdict->number - verdict->wanted) <= slack + 1e-6 * fabs(verdict->wanted);
    return STATUS_OK;
}

/* ---- predict ---- */

/* The first token of a text; -1 where there is none, or it is but a space. */
static Status first_token(const Session *session, const char *text, size_t length, int32_t *token, Error *error)
{
    TokenIds ids = {0};
    Buffer shown = {0};
    Status status = tokenizer_encode(session->model->tokenizer, text, length, false, &ids, error);
    *token = status == STATUS_OK && ids.count ? ids.ids[0] : -1;
    if (*token >= 0)
        session_token(session, *token, &shown);
    if (*token >= 0 && buffer_text(&shown)[strspn(buffer_text(&shown), " ")] == '\0')
        *token = -1;
    token_ids_free(&ids);
    buffer_free(&shown);
    return status;
}

/* In a text a word mostly stands behind a space, which is part of its token; an ending does not. */
static Status judge_predict(const Session *session, const Question *question, const char *answer, Verdict *verdict,
                            Error *error)
{
    (void)question;
    Buffer spaced = {0};
    if (!session->model->tokenizer)
        return error_set(error, STATUS_UNSUPPORTED,
                         _("%s has no tokenizer, so words cannot be guessed; take another model"),
                         session->model->name);
    answer += strspn(answer, " \t");
    buffer_format(&spaced, " %s", answer);
    Status status = first_token(session, spaced.bytes, spaced.length, &verdict->token, error);
    if (status == STATUS_OK)
        status = first_token(session, answer, strlen(answer), &verdict->other, error);
    buffer_free(&spaced);
    TRY(status);
    if (verdict->token < 0 || verdict->other == verdict->token) {
        verdict->token = verdict->other;
        verdict->other = -1;
    }
    verdict->right = verdict->token >= 0;
    return verdict->right ? STATUS_OK : error_set(error, STATUS_USAGE, _("an empty guess; type a word"));
}

static Status probability_of(const Session *session, int32_t token, double *probability, Error *error)
{
    char text[40];
    snprintf(text, sizeof text, "prob(%d)", token);
    return condition_number(session, text, probability, error);
}

Status judge_guess(const Session *session, Verdict *verdict, Error *error)
{
    char text[40];
    double rank = 0, other = -1;
    TRY(probability_of(session, verdict->token, &verdict->probability, error));
    if (verdict->other >= 0)
        TRY(probability_of(session, verdict->other, &other, error));
    if (other > verdict->probability) {
        verdict->token = verdict->other;
        verdict->probability = other;
    }
    snprintf(text, sizeof text, "rank(%d)", verdict->token);
    TRY(condition_number(session, text, &rank, error));
    verdict->rank = (int64_t)rank;
    return STATUS_OK;
}

/* ---- find and do ---- */

/* What cannot be evaluated where the person is now (nothing computed yet, no cell chosen) is not found yet. */
static Status holds_now(const Session *session, const char *text, bool *truth, Error *error)
{
    Status status = condition_holds(session, text, truth, error);
    return status == STATUS_NOT_COMPUTED || status == STATUS_NOT_FOUND || status == STATUS_OUT_OF_RANGE ? STATUS_OK
                                                                                                        : status;
}

static Status judge_find(const Session *session, const Question *question, const char *answer, Verdict *verdict,
                         Error *error)
{
    (void)answer;
    return holds_now(session, question->where, &verdict->right, error);
}

static Status judge_do(const Session *session, const Question *question, const char *answer, Verdict *verdict,
                       Error *error)
{
    (void)answer;
    verdict->right = !question->view || !strcmp(question->view, session->focus.view);
    for (int i = 0; i < question->goal.count && verdict->right; i++)
        TRY(holds_now(session, question->goal.texts[i], &verdict->right, error));
    return STATUS_OK;
}

/* ---- write ---- */

static Status judge_write(const Session *session, const Question *question, const char *answer, Verdict *verdict,
                          Error *error)
{
    (void)session, (void)question, (void)answer, (void)error;
    verdict->right = true;
    return STATUS_OK;
}

/* ---- all ---- */

typedef Status Judge(const Session *session, const Question *question, const char *answer, Verdict *verdict,
                     Error *error);

typedef struct JudgeRow {
    Judge *judge;
    bool needs_text;
} JudgeRow;

static const JudgeRow judges[QUESTION_COUNT] = {
    [QUESTION_NONE] = {judge_write, false},   [QUESTION_CHOICE] = {judge_choice, true},
    [QUESTION_NUMBER] = {judge_number, true}, [QUESTION_PREDICT] = {judge_predict, true},
    [QUESTION_FIND] = {judge_find, false},    [QUESTION_DO] = {judge_do, false},
    [QUESTION_WRITE] = {judge_write, true},
};

Status judge_answer(const Session *session, const Question *question, const char *answer, Verdict *verdict,
                    Error *error)
{
    const JudgeRow *row = &judges[question->kind];
    *verdict = (Verdict){.option = -1, .token = -1, .other = -1};
    if (row->needs_text && !answer[strspn(answer, " \t")])
        return error_set(error, STATUS_USAGE, _("no answer yet; type one"));
    return row->judge(session, question, answer, verdict, error);
}
