#include "lesson/teacher.h"

#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "lesson/check_parts.h"
#include "lesson/condition.h"
#include "lesson/fill.h"
#include "lesson/prose.h"

/* How a sheet is written: one row per form. */
typedef struct Form {
    void (*begin)(const Wording *wording, const Lesson *lesson, Buffer *out);
    void (*step)(const char *code, const char *title, double minutes, Buffer *out);
    /* Markdown under a label; the label may be "". */
    Status (*part)(const Session *session, const char *label, const char *markdown, Buffer *out, Error *error);
    void (*end)(Buffer *out);
} Form;

/* ---- text ---- */

enum { TEXT_WIDTH = 78 };

static void print_wrapped(const Prose *prose, Buffer *out)
{
    ProseLines lines = {0};
    prose_wrap(prose, TEXT_WIDTH, &lines);
    prose_lines_print(&lines, out);
    prose_lines_free(&lines);
}

static void text_begin(const Wording *wording, const Lesson *lesson, Buffer *out)
{
    Prose summary = {0};
    buffer_format(out, "%d  %s\n", lesson->number, wording->title);
    buffer_format(out, _("%.0f minutes, %d steps"), lesson->minutes, lesson->step_count);
    buffer_append_text(out, "\n");
    if (*wording->summary) {
        buffer_append_text(out, "\n");
        prose_add(&summary, PROSE_PLAIN, "", wording->summary);
        print_wrapped(&summary, out);
    }
    prose_free(&summary);
}

static void print_minutes(double minutes, Buffer *out)
{
    if (minutes > 0) {
        buffer_append_text(out, "  (");
        buffer_format(out, _("%g min"), minutes);
        buffer_append_text(out, ")");
    }
}

static void text_step(const char *code, const char *title, double minutes, Buffer *out)
{
    buffer_format(out, "\n── %s  %s", code, title);
    print_minutes(minutes, out);
    buffer_append_text(out, "\n");
}

static Status text_part(const Session *session, const char *label, const char *markdown, Buffer *out, Error *error)
{
    Prose prose = {0};
    Status status = prose_read(&prose, session, markdown, error);
    if (*label)
        buffer_format(out, "%s:\n", label);
    if (status == STATUS_OK)
        print_wrapped(&prose, out);
    prose_free(&prose);
    return status;
}

static void text_end(Buffer *out)
{
    (void)out;
}

/* ---- HTML ---- */

static const char html_style[] =
    "body{font-family:sans-serif;line-height:1.5;max-width:46em;margin:2em auto;padding:0 1em;word-break:keep-all}"
    "h1{margin-bottom:0}h2{border-top:1px solid #999;padding-top:.6em;margin-top:1.4em;font-size:1.15em}"
    "h2 small{float:right;font-weight:normal}code{background:#eee;padding:0 .2em}"
    "section p{margin:.4em 0}dl{display:grid;grid-template-columns:9em 1fr;margin:.2em 0}dt{font-weight:bold}"
    "dd{margin:0}dd p:first-child,dd p:last-child{margin:0}"
    "@page{size:A4;margin:18mm}@media print{body{margin:0;max-width:none;font-size:10.5pt}"
    "h2{break-after:avoid}dl{break-inside:avoid}code{background:none}}";

static void html_escape(const char *text, Buffer *out)
{
    for (; *text; text++) {
        const char *name = *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : *text == '&' ? "&amp;" : NULL;
        if (name)
            buffer_append_text(out, name);
        else
            buffer_append(out, text, 1);
    }
}

static void html_begin(const Wording *wording, const Lesson *lesson, Buffer *out)
{
    buffer_append_text(out, "<!doctype html>\n<meta charset=\"utf-8\">\n<title>");
    html_escape(wording->title, out);
    buffer_format(out, "</title>\n<style>%s</style>\n<h1>%d&ensp;", html_style, lesson->number);
    html_escape(wording->title, out);
    buffer_append_text(out, "</h1>\n<p>");
    buffer_format(out, _("%.0f minutes, %d steps"), lesson->minutes, lesson->step_count);
    buffer_append_text(out, "</p>\n<p>");
    html_escape(wording->summary, out);
    buffer_append_text(out, "</p>\n<section>\n");
}

static void html_step(const char *code, const char *title, double minutes, Buffer *out)
{
    buffer_format(out, "</section>\n<section>\n<h2>%s&ensp;", code);
    html_escape(title, out);
    buffer_append_text(out, "<small>");
    print_minutes(minutes, out);
    buffer_append_text(out, "</small></h2>\n");
}

static Status html_part(const Session *session, const char *label, const char *markdown, Buffer *out, Error *error)
{
    if (*label)
        buffer_format(out, "<dl><dt>%s</dt><dd>", label);
    else
        buffer_append_text(out, "<div>");
    Status status = prose_html(session, markdown, out, error);
    buffer_append_text(out, *label ? "</dd></dl>\n" : "</div>\n");
    return status;
}

static void html_end(Buffer *out)
{
    buffer_append_text(out, "</section>\n");
}

static const Form forms[] = {
    [TEACHER_TEXT] = {text_begin, text_step, text_part, text_end},
    [TEACHER_HTML] = {html_begin, html_step, html_part, html_end},
};

/* ---- a step ---- */

/* One row per part that the sheet has: its label. Options and the answer that is reckoned come in between. */
typedef struct SheetRow {
    const char *label;
    WordingPartKind kind;
    bool afterwards; /* filled in when the question is settled */
} SheetRow;

static const SheetRow rows[] = {
    {"", WORDING_PROSE, false},
    {N_("Task"), WORDING_TASK, false},
    {N_("Hint"), WORDING_HINT, false},
    {N_("Answer"), WORDING_ANSWER, true},
    {N_("Misconception"), WORDING_MISCONCEPTION, true},
    {N_("For the teacher"), WORDING_TEACHER, true},
};

typedef struct TeacherStep {
    Session *session;
    const WordingStep *words;
    const Step *step;
    const Form *form;
    Buffer *out;
    Error *error;
} TeacherStep;

static Status add_rows(const TeacherStep *sheet, bool afterwards)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int p = 0; p < sheet->words->part_count; p++)
            if (sheet->words->parts[p].kind == rows[i].kind && rows[i].afterwards == afterwards)
                TRY(sheet->form->part(sheet->session, *rows[i].label ? _(rows[i].label) : "",
                                      sheet->words->parts[p].text, sheet->out, sheet->error));
    return STATUS_OK;
}

static Status add_options(const TeacherStep *sheet)
{
    for (int i = 0; i < sheet->step->question.option_count; i++) {
        const Option *option = &sheet->step->question.options[i];
        const WordingPart *part = wording_part(sheet->words, WORDING_OPTION, option->id, 0);
        bool right;
        char label[24];
        TRY(judge_option(sheet->session, option, &right, sheet->error));
        snprintf(label, sizeof label, "%d%s", i + 1, right ? " ✓" : "");
        if (part)
            TRY(sheet->form->part(sheet->session, label, part->text, sheet->out, sheet->error));
    }
    return STATUS_OK;
}

/* What a number question wants, and how one gets to what is to be found or done. */
static Status add_solution(const TeacherStep *sheet)
{
    const Question *question = &sheet->step->question;
    Buffer line = {0};
    double number;
    if (question->answer) {
        TRY(condition_number(sheet->session, question->answer, &number, sheet->error));
        buffer_format(&line, "%.6g = `%s`", number, question->answer);
    }
    for (int i = 0; i < question->solution.count; i++)
        buffer_format(&line, "%s`%s`", i ? " · " : "", question->solution.texts[i]);
    Status status = STATUS_OK;
    if (line.length)
        status = sheet->form->part(sheet->session, _("Solution"), buffer_text(&line), sheet->out, sheet->error);
    buffer_free(&line);
    return status;
}

static Status add_step(const TeacherStep *sheet, Player *player)
{
    char code[LESSON_CODE_LENGTH];
    sheet->form->step(player_code(player, code), player_title(player), sheet->step->minutes, sheet->out);
    TRY(add_rows(sheet, false));
    TRY(add_options(sheet));
    TRY(add_solution(sheet));
    TRY(check_solve(sheet->session, player, sheet->error));
    return add_rows(sheet, true);
}

static Status add_steps(Session *session, Player *player, const Lesson *lesson, const Wording *wording,
                        const Form *form, Buffer *out, Error *error)
{
    for (int i = 0; i < lesson->step_count; i++) {
        const WordingStep *words = wording_step(wording, lesson->steps[i].id);
        const TeacherStep step = {session, words, &lesson->steps[i], form, out, error};
        TRY(player_start(player, i, error));
        if (words && add_step(&step, player) != STATUS_OK)
            return error_prefix(error, lesson->steps[i].id);
    }
    return STATUS_OK;
}

Status teacher_sheet(Session *session, const Lesson *lesson, WordingLanguage language, TeacherForm form, Buffer *out,
                     Error *error)
{
    Player *player;
    const Wording *wording = lesson_wording(lesson, language);
    TRY(player_open(session, lesson, &(PlayerSetup){.language = language}, &player, error));
    forms[form].begin(wording, lesson, out);
    Status status = add_steps(session, player, lesson, wording, &forms[form], out, error);
    forms[form].end(out);
    player_close(player);
    return status;
}
