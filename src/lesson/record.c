#include "lesson/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"

const RecordStep *record_find(const Record *record, const char *lesson, const char *step)
{
    for (size_t i = 0; i < record->count; i++)
        if (!strcmp(record->steps[i].lesson, lesson) && !strcmp(record->steps[i].step, step))
            return &record->steps[i];
    return NULL;
}

static RecordStep *record_step(Record *record, const JournalEvent *event)
{
    RecordStep *found = (RecordStep *)record_find(record, event->lesson, event->step);
    if (found)
        return found;
    record->steps = memory_grow(record->steps, &record->capacity, record->count + 1, sizeof *record->steps);
    found = &record->steps[record->count++];
    *found = (RecordStep){.first = event->at};
    found->lesson = arena_text(&record->arena, event->lesson, strlen(event->lesson));
    found->step = arena_text(&record->arena, event->step, strlen(event->step));
    return found;
}

static void record_answer(Record *record, RecordStep *step, const JournalEvent *event)
{
    size_t count = (size_t)step->answer_count;
    step->answers = memory_grow(step->answers, &step->answer_capacity, count + 1, sizeof *step->answers);
    const char *text = event->answer ? event->answer : "";
    step->answers[count] = (RecordAnswer){arena_text(&record->arena, text, strlen(text)), event->right};
    step->answer_count++;
}

static void record_event(void *context, const JournalEvent *event)
{
    Record *record = context;
    RecordStep *step = record_step(record, event);
    step->last = event->at;
    if (event->kind == EVENT_ANSWER)
        record_answer(record, step, event);
    if (event->kind == EVENT_HINT && event->attempt > step->hints)
        step->hints = event->attempt;
    if (event->kind == EVENT_PASS || event->kind == EVENT_SKIP)
        step->seconds += event->seconds;
    step->passed = step->passed || event->kind == EVENT_PASS;
    step->skipped = !step->passed && (step->skipped || event->kind == EVENT_SKIP);
}

Status record_read(const char *path, Record *record, Error *error)
{
    *record = (Record){0};
    if (!file_exists(path))
        return STATUS_OK;
    return journal_read(path, record_event, record, &record->passed_over, error);
}

void record_free(Record *record)
{
    for (size_t i = 0; i < record->count; i++)
        free(record->steps[i].answers);
    free(record->steps);
    arena_free(&record->arena);
    *record = (Record){0};
}
