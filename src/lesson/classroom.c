#include "lesson/classroom.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"

/* ---- steps ---- */

static ClassStep *class_step(Classroom *classroom, const char *lesson, const char *step)
{
    for (size_t i = 0; i < classroom->count; i++)
        if (!strcmp(classroom->steps[i].lesson, lesson) && !strcmp(classroom->steps[i].step, step))
            return &classroom->steps[i];
    classroom->steps =
        memory_grow(classroom->steps, &classroom->capacity, classroom->count + 1, sizeof *classroom->steps);
    ClassStep *added = &classroom->steps[classroom->count++];
    *added = (ClassStep){.lesson = arena_text(&classroom->arena, lesson, strlen(lesson)),
                         .step = arena_text(&classroom->arena, step, strlen(step))};
    return added;
}

static void count_wrong(Classroom *classroom, ClassStep *step, const char *text)
{
    for (size_t i = 0; i < step->wrong_count; i++)
        if (!strcmp(step->wrong[i].text, text)) {
            step->wrong[i].count++;
            return;
        }
    step->wrong = memory_grow(step->wrong, &step->wrong_capacity, step->wrong_count + 1, sizeof *step->wrong);
    step->wrong[step->wrong_count++] = (ClassAnswer){arena_text(&classroom->arena, text, strlen(text)), 1};
}

/* A learner who gives the same wrong answer twice still counts once. */
static bool was_given_before(const RecordStep *step, int answer)
{
    for (int i = 0; i < answer; i++)
        if (!strcmp(step->answers[i].text, step->answers[answer].text))
            return true;
    return false;
}

static void add_step(Classroom *classroom, const RecordStep *from)
{
    ClassStep *step = class_step(classroom, from->lesson, from->step);
    step->begun++;
    step->passed += from->passed;
    step->skipped += from->skipped;
    step->hints += from->hints;
    step->answered += from->answer_count > 0;
    step->first_right += from->answer_count > 0 && from->answers[0].right;
    for (int i = 0; i < from->answer_count; i++)
        if (!from->answers[i].right && !was_given_before(from, i))
            count_wrong(classroom, step, from->answers[i].text);
}

const ClassAnswer *class_step_commonest(const ClassStep *step)
{
    const ClassAnswer *most = NULL;
    for (size_t i = 0; i < step->wrong_count; i++)
        if (!most || step->wrong[i].count > most->count)
            most = &step->wrong[i];
    return most;
}

/* ---- reading ---- */

static int is_journal(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 6 && entry->d_name[0] != '.' && !strcmp(entry->d_name + length - 6, ".jsonl");
}

static Status add_journal(Classroom *classroom, const char *folder, const char *name, Error *error)
{
    Buffer path = {0};
    Record record;
    buffer_format(&path, "%s/%s", folder, name);
    Status status = record_read(buffer_text(&path), &record, error);
    for (size_t i = 0; i < record.count && status == STATUS_OK; i++)
        add_step(classroom, &record.steps[i]);
    classroom->learners++;
    classroom->passed_over += record.passed_over;
    record_free(&record);
    buffer_free(&path);
    return status;
}

/* The order of the lessons comes from the library, whoever began what first. */
static void add_known_steps(Classroom *classroom, const Library *library)
{
    for (int i = 0; i < library->count; i++)
        for (int s = 0; s < library->lessons[i]->step_count; s++)
            class_step(classroom, library->lessons[i]->id, library->lessons[i]->steps[s].id);
}

static void drop_untouched(Classroom *classroom)
{
    size_t kept = 0;
    for (size_t i = 0; i < classroom->count; i++)
        if (classroom->steps[i].begun)
            classroom->steps[kept++] = classroom->steps[i];
    classroom->count = kept;
}

Status classroom_read(const char *folder, const Library *library, Classroom *classroom, Error *error)
{
    struct dirent **entries;
    *classroom = (Classroom){0};
    int count = scandir(folder, &entries, is_journal, alphasort);
    if (count < 0)
        return error_set(error, STATUS_IO, _("%s: %s; name the folder with the class's .jsonl files"), folder,
                         strerror(errno));
    Status status = count
                        ? STATUS_OK
                        : error_set(error, STATUS_NOT_FOUND,
                                    _("%s: no .jsonl file in it; collect the learners' progress files there"), folder);
    add_known_steps(classroom, library);
    for (int i = 0; i < count; i++) {
        if (status == STATUS_OK)
            status = add_journal(classroom, folder, entries[i]->d_name, error);
        free(entries[i]);
    }
    free(entries);
    drop_untouched(classroom);
    return status;
}

void classroom_free(Classroom *classroom)
{
    for (size_t i = 0; i < classroom->count; i++)
        free(classroom->steps[i].wrong);
    free(classroom->steps);
    arena_free(&classroom->arena);
    *classroom = (Classroom){0};
}
