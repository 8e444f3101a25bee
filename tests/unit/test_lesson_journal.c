/* Progress: nothing that was written is lost, whatever happens while writing; and what it amounts to. */

#include <unistd.h>

#include "lesson/classroom.h"
#include "lesson/report.h"
#include "support/lesson.h"

static Path journal_of(void **state, const char *name)
{
    return path_in(state, name);
}

static void add(Journal *journal, const JournalEvent *event)
{
    Error error = {0};
    if (journal_add(journal, event, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

static Journal *open_journal(const char *path)
{
    Journal *journal = NULL;
    Error error = {0};
    if (journal_open_file(path, &journal, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return journal;
}

static Record read_record(const char *path)
{
    Record record;
    Error error = {0};
    if (record_read(path, &record, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return record;
}

#define EVENT(...) (&(JournalEvent){.lesson = "small", __VA_ARGS__})

/* A learner who misses a choice, sees a hint, passes; skips a number; and was once in a lesson that is no more. */
static void write_progress(const char *path)
{
    Journal *journal = open_journal(path);
    add(journal, EVENT(.kind = EVENT_START, .step = "choose"));
    add(journal, EVENT(.kind = EVENT_ANSWER, .step = "choose", .answer = "no", .attempt = 1, .seconds = 5));
    add(journal, EVENT(.kind = EVENT_HINT, .step = "choose", .attempt = 1));
    add(journal, EVENT(.kind = EVENT_ANSWER, .step = "choose", .answer = "yes", .right = true, .attempt = 2));
    add(journal, EVENT(.kind = EVENT_PASS, .step = "choose", .seconds = 30));
    add(journal, EVENT(.kind = EVENT_SKIP, .step = "count", .seconds = 6));
    add(journal, &(JournalEvent){.kind = EVENT_PASS, .lesson = "former", .step = "gone", .seconds = 24});
    journal_close(journal);
}

static void test_events_come_back_as_they_were(void **state)
{
    Path path = journal_of(state, "deep/er/10101.jsonl");
    write_progress(path.text);
    Record record = read_record(path.text);
    const RecordStep *step = record_find(&record, "small", "choose");
    assert_int_equal(record.count, 3);
    assert_int_equal(step->answer_count, 2);
    assert_string_equal(step->answers[0].text, "no");
    assert_true(!step->answers[0].right && step->answers[1].right && step->passed && !step->skipped);
    assert_int_equal(step->hints, 1);
    assert_float_equal(step->seconds, 30, 1e-9);
    assert_true(record_find(&record, "small", "count")->skipped);
    assert_int_equal(record.passed_over, 0);
    record_free(&record);
}

static void copy_start(const char *from, const char *to, size_t length)
{
    File file;
    assert_int_equal(file_map(from, &file, NULL), STATUS_OK);
    assert_int_equal(file_write(to, file.bytes, length, NULL), STATUS_OK);
    file_unmap(&file);
}

static size_t count_lines(const char *path, size_t *length)
{
    File file;
    size_t lines = 0;
    assert_int_equal(file_map(path, &file, NULL), STATUS_OK);
    for (size_t i = 0; i < file.length; i++)
        lines += file.bytes[i] == '\n';
    *length = file.length;
    file_unmap(&file);
    return lines;
}

static void count_event(void *context, const JournalEvent *event)
{
    (void)event;
    ++*(int *)context;
}

/* Killed at each byte, and gone on from there: whole lines are all there, the new one too, at most one is damaged. */
static void test_a_kill_at_any_byte_loses_one_line_at_most(void **state)
{
    Path whole = journal_of(state, "whole.jsonl"), cut = journal_of(state, "cut.jsonl");
    size_t length;
    write_progress(whole.text);
    count_lines(whole.text, &length);
    for (size_t at = 0; at <= length; at++) {
        int events = 0;
        int64_t damaged;
        size_t size;
        copy_start(whole.text, cut.text, at);
        size_t lines = count_lines(cut.text, &size);
        Journal *journal = open_journal(cut.text);
        add(journal, EVENT(.kind = EVENT_PASS, .step = "seek", .seconds = 1));
        journal_close(journal);
        assert_int_equal(journal_read(cut.text, count_event, &events, &damaged, NULL), STATUS_OK);
        assert_true(events >= (int)lines + 1 && events <= (int)lines + 2);
        assert_true(damaged <= 1);
        Record record = read_record(cut.text);
        assert_true(record_find(&record, "small", "seek")->passed);
        record_free(&record);
    }
}

static void test_foreign_and_damaged_lines_are_passed_over(void **state)
{
    write_text(state, "odd.jsonl",
               "{\"lesson\":\"small\",\"step\":\"act\",\"event\":\"pass\",\"new\":[1,2]}\n"
               "{\"lesson\":\"small\",\"step\":\"act\",\"event\":\"invented later\"}\n"
               "null\n[]\n{\"lesson\":7}\n\xff\xfe\n\n{\"lesson\":\"small\",\"step\":\"tell\",\"event\":\"pass\"");
    Record record = read_record(path_in(state, "odd.jsonl").text);
    assert_int_equal(record.count, 1);
    assert_true(record_find(&record, "small", "act")->passed);
    assert_int_equal(record.passed_over, 6);
    record_free(&record);
}

static void test_a_name_cannot_lead_elsewhere(void **state)
{
    (void)state;
    static const char *const names[] = {"../me", "/etc/passwd", ".hidden", "a\nb"};
    for (int i = 0; i < 4; i++) {
        Buffer path = {0};
        assert_int_equal(journal_path(names[i], &path, NULL), STATUS_USAGE);
        buffer_free(&path);
    }
    Buffer path = {0};
    setenv("XDG_STATE_HOME", "/state", 1);
    assert_int_equal(journal_path("김하늘 10203", &path, NULL), STATUS_OK);
    assert_string_equal(buffer_text(&path), "/state/stepformer/progress/김하늘 10203.jsonl");
    buffer_free(&path);
}

static void test_no_progress_is_an_empty_record(void **state)
{
    Record record = read_record(journal_of(state, "nobody.jsonl").text);
    assert_int_equal(record.count, 0);
    record_free(&record);
}

/* ---- reports ---- */

static Library open_library(void **state)
{
    Library library;
    Error error = {0};
    write_lesson(state, lesson_json(), lesson_en(), lesson_ko());
    if (library_open(*state, &library, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return library;
}

static void test_a_report_has_every_step_that_was_begun(void **state)
{
    Path path = journal_of(state, "10101.jsonl");
    Library library = open_library(state);
    Buffer text = {0}, csv = {0};
    write_progress(path.text);
    Record record = read_record(path.text);
    report_text(&library, &record, "10101", WORDING_IN_KO, &text);
    assert_non_null(strstr(buffer_text(&text), "✓ 1.2"));
    assert_non_null(strstr(buffer_text(&text), "고르기"));
    assert_non_null(strstr(buffer_text(&text), "no ✗, yes ✓"));
    assert_non_null(strstr(buffer_text(&text), "– 1.3"));
    assert_non_null(strstr(buffer_text(&text), "former / gone")); /* unknown ids survive */
    report_csv(&library, &record, "=1+1", &csv);
    assert_string_equal(buffer_text(&csv),
                        "student,steps_passed,steps_skipped,questions,first_try_right,hints,minutes,small\r\n"
                        "\"'=1+1\",2,1,1,0,1,1.0,1\r\n");
    buffer_free(&text);
    buffer_free(&csv);
    record_free(&record);
    library_free(&library);
}

/* Thirty learners: the n-th answers wrongly n % 3 times, skips every fifth count. */
static void write_class(void **state)
{
    for (int n = 0; n < 30; n++) {
        char name[40];
        snprintf(name, sizeof name, "class/%05d.jsonl", 10100 + n);
        Journal *journal = open_journal(path_in(state, name).text);
        for (int miss = 0; miss < n % 3; miss++) {
            add(journal, EVENT(.kind = EVENT_ANSWER, .step = "count", .answer = miss ? "3" : "2", .attempt = miss + 1));
            add(journal, EVENT(.kind = EVENT_HINT, .step = "count", .attempt = miss + 1));
        }
        if (n % 5)
            add(journal, EVENT(.kind = EVENT_ANSWER, .step = "count", .answer = "4", .right = true));
        add(journal, EVENT(.kind = n % 5 ? EVENT_PASS : EVENT_SKIP, .step = "count", .seconds = 60));
        journal_close(journal);
    }
}

static void test_a_class_is_summed_up(void **state)
{
    Library library = open_library(state);
    Classroom class;
    Error error = {0};
    Buffer json = {0}, text = {0}, csv = {0};
    write_class(state);
    assert_int_equal(classroom_read(path_in(state, "class").text, &library, &class, &error), STATUS_OK);
    assert_int_equal(class.learners, 30);
    assert_int_equal(class.count, 1);
    const ClassStep *step = &class.steps[0];
    assert_int_equal(step->begun, 30);
    assert_int_equal(step->passed, 24);
    assert_int_equal(step->skipped, 6);
    assert_int_equal(step->answered, 28);   /* all but 0 and 15, who skipped at once */
    assert_int_equal(step->first_right, 8); /* n % 3 == 0 of those */
    assert_int_equal(step->hints, 30);
    assert_string_equal(class_step_commonest(step)->text, "2");
    assert_int_equal(class_step_commonest(step)->count, 20);
    classroom_json(&class, &json);
    assert_non_null(strstr(buffer_text(&json), "\"commonest_wrong\":{\"answer\":\"2\",\"count\":20}"));
    classroom_csv(&class, &csv);
    assert_non_null(strstr(buffer_text(&csv), "\r\nsmall,count,30,24,6,28,8,30,2,20\r\n"));
    classroom_text(&class, &library, WORDING_IN_KO, &text);
    assert_non_null(strstr(buffer_text(&text), "세기"));
    buffer_free(&json);
    buffer_free(&csv);
    buffer_free(&text);
    classroom_free(&class);
    library_free(&library);
}

static void test_a_folder_without_journals_is_an_error(void **state)
{
    Library library = {0};
    Classroom class;
    Error error = {0};
    assert_int_equal(classroom_read(*state, &library, &class, &error), STATUS_NOT_FOUND);
    classroom_free(&class);
    assert_int_equal(classroom_read("/nonexistent", &library, &class, &error), STATUS_IO);
    classroom_free(&class);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_events_come_back_as_they_were),
        IN_FOLDER(test_a_kill_at_any_byte_loses_one_line_at_most),
        IN_FOLDER(test_foreign_and_damaged_lines_are_passed_over),
        IN_FOLDER(test_a_name_cannot_lead_elsewhere),
        IN_FOLDER(test_no_progress_is_an_empty_record),
        IN_FOLDER(test_a_report_has_every_step_that_was_begun),
        IN_FOLDER(test_a_class_is_summed_up),
        IN_FOLDER(test_a_folder_without_journals_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
