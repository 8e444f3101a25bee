#include "lesson/report.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/translate.h"
#include "lesson/csv.h"

ReportTotals report_totals(const Record *record)
{
    ReportTotals totals = {0};
    for (size_t i = 0; i < record->count; i++) {
        const RecordStep *step = &record->steps[i];
        totals.begun++;
        totals.passed += step->passed;
        totals.skipped += step->skipped;
        totals.hints += step->hints;
        totals.questions += step->answer_count > 0;
        totals.first_right += step->answer_count > 0 && step->answers[0].right;
        totals.minutes += step->seconds / 60;
    }
    return totals;
}

/* ---- text ---- */

static void print_date(int64_t at, Buffer *out)
{
    char text[32];
    struct tm parts;
    time_t seconds = (time_t)at;
    if (at > 0 && localtime_r(&seconds, &parts) && strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts))
        buffer_append_text(out, text);
}

static void print_answers(const RecordStep *step, Buffer *out)
{
    for (int i = 0; i < step->answer_count; i++) {
        buffer_append_text(out, i ? ", " : "  ");
        buffer_append_visible(out, step->answers[i].text, strlen(step->answers[i].text));
        buffer_append_text(out, step->answers[i].right ? " ✓" : " ✗");
    }
}

static void print_step(const RecordStep *step, const char *code, const char *title, Buffer *out)
{
    const char *mark = step->passed ? "✓" : step->skipped ? "–" : "·";
    buffer_format(out, "  %s %-6s %s", mark, code, title);
    if (step->skipped)
        buffer_format(out, "  (%s)", _("skipped"));
    if (step->hints)
        buffer_format(out, plural_("  (%d hint)", "  (%d hints)", step->hints), step->hints);
    print_answers(step, out);
    buffer_append_text(out, "\n");
}

static void print_lesson(const Lesson *lesson, const Record *record, WordingLanguage language, Buffer *out)
{
    const Wording *wording = lesson_wording(lesson, language);
    bool begun = false;
    for (int i = 0; i < lesson->step_count; i++) {
        char code[LESSON_CODE_LENGTH];
        const RecordStep *step = record_find(record, lesson->id, lesson->steps[i].id);
        const WordingStep *words = wording_step(wording, lesson->steps[i].id);
        if (!step)
            continue;
        if (!begun)
            buffer_format(out, "\n%d  %s\n", lesson->number, wording->title);
        begun = true;
        print_step(step, lesson_code(lesson, i, code), words ? words->title : step->step, out);
    }
}

static bool is_known(const Library *library, const RecordStep *step)
{
    const Lesson *lesson = library_lesson(library, step->lesson);
    return lesson && lesson_find_step(lesson, step->step) >= 0;
}

/* Of another version of the lessons: kept, and shown by what it was called. */
static void print_unknown(const Library *library, const Record *record, Buffer *out)
{
    bool begun = false;
    for (size_t i = 0; i < record->count; i++) {
        if (is_known(library, &record->steps[i]))
            continue;
        if (!begun)
            buffer_format(out, "\n%s\n", _("Steps of another version of the lessons"));
        begun = true;
        Buffer title = {0};
        buffer_append_visible(&title, record->steps[i].lesson, strlen(record->steps[i].lesson));
        buffer_append_text(&title, " / ");
        buffer_append_visible(&title, record->steps[i].step, strlen(record->steps[i].step));
        print_step(&record->steps[i], "", buffer_text(&title), out);
        buffer_free(&title);
    }
}

void report_text(const Library *library, const Record *record, const char *student, WordingLanguage language,
                 Buffer *out)
{
    ReportTotals totals = report_totals(record);
    buffer_format(out, "%s: ", _("Report"));
    buffer_append_visible(out, student, strlen(student));
    buffer_append_text(out, "\n");
    if (!record->count) {
        buffer_format(out, "%s\n", _("No step was begun yet."));
        return;
    }
    print_date(record->steps[0].first, out);
    buffer_append_text(out, "\n");
    buffer_format(out, _("%d steps passed, %d skipped, of %d begun; %.0f minutes\n"), totals.passed, totals.skipped,
                  totals.begun, totals.minutes);
    buffer_format(out,
                  plural_("%d of %d questions right at the first try; %d hint\n",
                          "%d of %d questions right at the first try; %d hints\n", totals.hints),
                  totals.first_right, totals.questions, totals.hints);
    for (int i = 0; i < library->count; i++)
        print_lesson(library->lessons[i], record, language, out);
    print_unknown(library, record, out);
}

/* ---- CSV ---- */

static void csv_header(const Library *library, Buffer *out)
{
    static const char *const columns[] = {"student",         "steps_passed", "steps_skipped", "questions",
                                          "first_try_right", "hints",        "minutes"};
    int fields = 0;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        csv_text(out, &fields, columns[i]);
    for (int i = 0; i < library->count; i++)
        csv_text(out, &fields, library->lessons[i]->id);
    csv_end(out, &fields);
}

void report_csv(const Library *library, const Record *record, const char *student, Buffer *out)
{
    ReportTotals totals = report_totals(record);
    int fields = 0;
    csv_header(library, out);
    csv_text(out, &fields, student);
    csv_format(out, &fields, "%d", totals.passed);
    csv_format(out, &fields, "%d", totals.skipped);
    csv_format(out, &fields, "%d", totals.questions);
    csv_format(out, &fields, "%d", totals.first_right);
    csv_format(out, &fields, "%d", totals.hints);
    csv_format(out, &fields, "%.1f", totals.minutes);
    for (int i = 0; i < library->count; i++) {
        int passed = 0;
        for (int s = 0; s < library->lessons[i]->step_count; s++) {
            const RecordStep *step = record_find(record, library->lessons[i]->id, library->lessons[i]->steps[s].id);
            passed += step && step->passed;
        }
        csv_format(out, &fields, "%d", passed);
    }
    csv_end(out, &fields);
}
