/* A step's "question": what each kind has to have, and may have. */
#include <string.h>

#include "lesson/lesson_parts.h"

static const char *const names[QUESTION_COUNT] = {
#define QUESTION_ROW(id, name) [QUESTION_##id] = name,
    QUESTION_LIST(QUESTION_ROW)
#undef QUESTION_ROW
};

const char *question_name(QuestionKind kind)
{
    return names[kind];
}

typedef struct Reading {
    const cJSON *json;
    const char *where; /* "question" */
    Arena *arena;
    Question *question;
    Error *error;
} Reading;

static Status need(const Reading *r, bool there, const char *what)
{
    if (there)
        return STATUS_OK;
    return error_set(r->error, STATUS_BAD_DATA, "%s: a %s question needs %s; add it", r->where,
                     question_name(r->question->kind), what);
}

/* ---- choice ---- */

/* "right": true, false, or an expression that says it. */
static Status right_read(const Reading *r, const cJSON *json, Option *option)
{
    const cJSON *right = json_member(json, "right");
    if (cJSON_IsString(right))
        return read_text(json, "right", r->where, r->arena, &option->right, r->error);
    return json_get_bool(json, "right", r->where, &option->is_right, r->error);
}

static Status option_read(const Reading *r, const cJSON *json, Option *option)
{
    TRY(read_id(json, r->where, r->arena, &option->id, r->error));
    TRY(read_keys(json, "id right", option->id, r->error));
    for (int i = 0; i < r->question->option_count; i++)
        if (!strcmp(r->question->options[i].id, option->id))
            return error_set(r->error, STATUS_BAD_DATA, "%s: two options have the id %s; rename one", r->where,
                             option->id);
    return right_read(r, json, option);
}

static Status choice_read(const Reading *r)
{
    enum { LEAST = 2, MOST = 9 }; /* they are chosen by a digit */
    const cJSON *array = json_member(r->json, "options"), *item;
    int count = cJSON_IsArray(array) ? cJSON_GetArraySize(array) : 0, right = 0;
    if (count < LEAST || count > MOST)
        return error_set(r->error, STATUS_BAD_DATA, "%s: \"options\" is no list of %d to %d options; mend it", r->where,
                         LEAST, MOST);
    r->question->options = arena_new(r->arena, (size_t)count, sizeof *r->question->options);
    cJSON_ArrayForEach(item, array)
    {
        Option *option = &r->question->options[r->question->option_count];
        TRY(option_read(r, item, option));
        r->question->option_count++;
        right += option->is_right || option->right;
    }
    return need(r, right > 0, "an option with \"right\": true, or an expression that says which is");
}

/* ---- the others ---- */

/* "wrong": lists of commands, each leading to where the question is not solved. */
static Status detours_read(const Reading *r)
{
    Question *question = r->question;
    const cJSON *array = json_member(r->json, "wrong"), *item;
    if (!array)
        return STATUS_OK;
    if (!cJSON_IsArray(array) || cJSON_GetArraySize(array) > LESSON_LIST_MOST)
        return need(r, false, "in \"wrong\" lists of commands");
    question->detours = arena_new(r->arena, (size_t)cJSON_GetArraySize(array) + 1, sizeof *question->detours);
    cJSON_ArrayForEach(item, array)
    {
        TRY(read_list(item, "wrong", r->where, r->arena, &question->detours[question->detour_count], r->error));
        question->detour_count++;
    }
    return STATUS_OK;
}

static Status number_read(const Reading *r)
{
    Question *question = r->question;
    TRY(read_text(r->json, "answer", r->where, r->arena, &question->answer, r->error));
    TRY(need(r, question->answer, "\"answer\", an expression"));
    TRY(read_texts(r->json, "wrong", r->where, r->arena, &question->wrong, r->error));
    TRY(json_get_number(r->json, "tolerance", r->where, &question->tolerance, r->error));
    TRY(json_get_number(r->json, "relative", r->where, &question->relative, r->error));
    return need(r, question->tolerance >= 0 && question->relative >= 0, "tolerances that are not negative");
}

static Status predict_read(const Reading *r)
{
    return need(r, r->question->reveal.count > 0, "\"reveal\", the commands that show what comes");
}

static Status find_read(const Reading *r)
{
    const char *of = "head";
    TRY(read_text(r->json, "where", r->where, r->arena, &r->question->where, r->error));
    TRY(detours_read(r));
    TRY(read_text(r->json, "of", r->where, r->arena, &of, r->error));
    r->question->of_cell = !strcmp(of, "cell");
    TRY(need(r, r->question->of_cell || !strcmp(of, "head"), "\"of\": \"head\" or \"cell\""));
    TRY(need(r, r->question->where, "\"where\", an expression"));
    return need(r, r->question->solution.count > 0, "\"solution\", commands that lead to one");
}

static Status do_read(const Reading *r)
{
    TRY(read_texts(r->json, "goal", r->where, r->arena, &r->question->goal, r->error));
    TRY(detours_read(r));
    TRY(read_text(r->json, "view", r->where, r->arena, &r->question->view, r->error));
    TRY(need(r, r->question->goal.count > 0 || r->question->view, "\"goal\", expressions, or \"view\""));
    return need(r, r->question->solution.count > 0, "\"solution\", commands that reach the goal");
}

static Status nothing_read(const Reading *r)
{
    (void)r;
    return STATUS_OK;
}

/* ---- all ---- */

/* One row per kind: its own keys, and who reads them. */
typedef struct QuestionRow {
    const char *keys;
    Status (*read)(const Reading *reading);
} QuestionRow;

static const QuestionRow rows[QUESTION_COUNT] = {
    [QUESTION_CHOICE] = {"kind reveal options", choice_read},
    [QUESTION_NUMBER] = {"kind reveal answer tolerance relative wrong", number_read},
    [QUESTION_PREDICT] = {"kind reveal", predict_read},
    [QUESTION_FIND] = {"kind reveal of where solution wrong", find_read},
    [QUESTION_DO] = {"kind reveal goal view solution wrong", do_read},
    [QUESTION_WRITE] = {"kind reveal", nothing_read},
};

static Status kind_read(const Reading *r)
{
    const char *name = NULL;
    TRY(json_get_text(r->json, "kind", r->where, &name, r->error));
    for (QuestionKind kind = QUESTION_CHOICE; name && kind < QUESTION_COUNT; kind++)
        if (!strcmp(names[kind], name))
            r->question->kind = kind;
    if (r->question->kind == QUESTION_NONE)
        return error_set(r->error, STATUS_BAD_DATA,
                         "%s: the kind \"%s\" is none of choice, number, predict, find, do, write; mend it", r->where,
                         name ? name : "");
    return STATUS_OK;
}

Status question_read(const cJSON *json, Arena *arena, Question *question, Error *error)
{
    const Reading reading = {json, "question", arena, question, error};
    TRY(kind_read(&reading));
    TRY(read_keys(json, rows[question->kind].keys, reading.where, error));
    TRY(read_texts(json, "reveal", reading.where, arena, &question->reveal, error));
    TRY(read_texts(json, "solution", reading.where, arena, &question->solution, error));
    return rows[question->kind].read(&reading);
}
