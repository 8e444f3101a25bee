/* A class's summary as text, CSV and JSON. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "lesson/classroom.h"
#include "lesson/csv.h"

enum { TITLE_CELLS = 34 };

/* ---- text ---- */

static void print_padded(const char *text, int cells, Buffer *out)
{
    size_t fits = utf8_fit(text, strlen(text), cells);
    buffer_append(out, text, fits);
    buffer_format(out, "%*s", cells - utf8_cells(text, fits), "");
}

static void step_title(const ClassStep *step, const Library *library, WordingLanguage language, Buffer *out)
{
    const Lesson *lesson = library_lesson(library, step->lesson);
    int index = lesson ? lesson_find_step(lesson, step->step) : -1;
    const WordingStep *words = lesson ? wording_step(lesson_wording(lesson, language), step->step) : NULL;
    char code[LESSON_CODE_LENGTH];
    if (index >= 0)
        buffer_format(out, "%-6s%s", lesson_code(lesson, index, code), words ? words->title : step->step);
    else {
        buffer_append_visible(out, step->lesson, strlen(step->lesson));
        buffer_append_text(out, "/");
        buffer_append_visible(out, step->step, strlen(step->step));
    }
}

static void print_step(const ClassStep *step, const char *title, Buffer *out)
{
    const ClassAnswer *wrong = class_step_commonest(step);
    print_padded(title, TITLE_CELLS, out);
    buffer_format(out, " %4d %4d %4d ", step->begun, step->passed, step->skipped);
    if (step->answered)
        buffer_format(out, "%4.0f %%", 100.0 * step->first_right / step->answered);
    else
        buffer_append_text(out, "     –");
    buffer_format(out, " %5d", step->hints);
    if (wrong) {
        buffer_append_text(out, "  ");
        buffer_append_visible(out, wrong->text, strlen(wrong->text));
        buffer_format(out, " (%d)", wrong->count);
    }
    buffer_append_text(out, "\n");
}

void classroom_text(const Classroom *classroom, const Library *library, WordingLanguage language, Buffer *out)
{
    buffer_format(out, plural_("%d learner\n\n", "%d learners\n\n", classroom->learners), classroom->learners);
    print_padded(_("step"), TITLE_CELLS, out);
    buffer_format(out, " %s\n", _("did pass skip 1st try hints  commonest wrong answer"));
    for (size_t i = 0; i < classroom->count; i++) {
        Buffer title = {0};
        step_title(&classroom->steps[i], library, language, &title);
        print_step(&classroom->steps[i], buffer_text(&title), out);
        buffer_free(&title);
    }
    if (classroom->passed_over)
        buffer_format(out, _("\n%lld damaged lines were passed over\n"), (long long)classroom->passed_over);
}

/* ---- CSV and JSON ---- */

void classroom_csv(const Classroom *classroom, Buffer *out)
{
    static const char *const columns[] = {"lesson",          "step",
                                          "begun",           "passed",
                                          "skipped",         "answered",
                                          "first_try_right", "hints",
                                          "commonest_wrong", "commonest_wrong_count"};
    int fields = 0;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        csv_text(out, &fields, columns[i]);
    csv_end(out, &fields);
    for (size_t i = 0; i < classroom->count; i++) {
        const ClassStep *step = &classroom->steps[i];
        const ClassAnswer *wrong = class_step_commonest(step);
        const int numbers[] = {step->begun,    step->passed,      step->skipped,
                               step->answered, step->first_right, step->hints};
        csv_text(out, &fields, step->lesson);
        csv_text(out, &fields, step->step);
        for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++)
            csv_format(out, &fields, "%d", numbers[n]);
        csv_text(out, &fields, wrong ? wrong->text : "");
        csv_format(out, &fields, "%d", wrong ? wrong->count : 0);
        csv_end(out, &fields);
    }
}

static void json_step(const ClassStep *step, Buffer *out)
{
    const ClassAnswer *wrong = class_step_commonest(step);
    buffer_append_text(out, "{\"lesson\":");
    json_append_string(out, step->lesson, strlen(step->lesson));
    buffer_append_text(out, ",\"step\":");
    json_append_string(out, step->step, strlen(step->step));
    buffer_format(out, ",\"begun\":%d,\"passed\":%d,\"skipped\":%d,\"answered\":%d,\"first_try_right\":%d,\"hints\":%d",
                  step->begun, step->passed, step->skipped, step->answered, step->first_right, step->hints);
    if (step->answered)
        buffer_format(out, ",\"first_try_rate\":%.4g", (double)step->first_right / step->answered);
    if (wrong) {
        buffer_append_text(out, ",\"commonest_wrong\":{\"answer\":");
        json_append_string(out, wrong->text, strlen(wrong->text));
        buffer_format(out, ",\"count\":%d}", wrong->count);
    }
    buffer_append_text(out, "}");
}

void classroom_json(const Classroom *classroom, Buffer *out)
{
    buffer_format(out, "{\"learners\":%d,\"steps\":[", classroom->learners);
    for (size_t i = 0; i < classroom->count; i++) {
        buffer_append_text(out, i ? "," : "");
        json_step(&classroom->steps[i], out);
    }
    buffer_append_text(out, "]}\n");
}
