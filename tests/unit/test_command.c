/* The command language: every verb does what its help says, and what is wrong is said and changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "session/language.h"
#include "support/folder.h"
#include "support/session.h"
#include "view/view.h"

/* ---- what is right: one row or more for every command ---- */

/* After the lines of `before` (separated by |), `line` says something that contains `says`, and then `print` has
 * the result `result`. NULL: not looked at. The text is the five tokens of open_with_text. */
typedef struct Right {
    const char *command, *before, *line, *says, *print, *result;
} Right;

static const Right rights[] = {
    {"prompt", NULL, "prompt ab a", "", NULL, NULL},
    {"prompt", NULL, "prompt   --ids 7, 8,9", "", NULL, NULL},
    {"step", NULL, "step", "", "embed[0, 0] == embed[0, 0]", "true\n"},
    {"step", NULL, "step 2", "", "blocks.0.ln1.normalized[4, 0] != 0", "true\n"},
    {"next", "step", "next", "", "blocks.0.resid_post[0, 0] != 0", "true\n"},
    {"finish", NULL, "finish", "", "sum(probs[0, :]) > 0.999", "true\n"},
    {"continue", "break blocks.1.attn.q", "continue", "", "blocks.0.resid_post[0, 0] != 0", "true\n"},
    {"continue", NULL, "continue", "", "probs[0, 0] > 0", "true\n"},
    {"back", "finish", "back 1", "", "logits[0, 0] != 0", "true\n"},
    {"goto", NULL, "goto blocks.0.attn.pattern", "", "blocks.0.attn.pattern[0, 0, 0]", "1\n"},
    {"goto", "generate 1", "goto embed 0", "", "embed[4, 0] != 0", "true\n"},
    {"break", NULL, "break probs", "", NULL, NULL},
    {"delete", "break logits|delete logits", "finish", "", "probs[0, 0] > 0", "true\n"},
    {"print", "finish", "print 2 + 3*4", "14", NULL, NULL},
    {"print", "finish", "print blocks.0.attn.pattern[0, 0, :]", "[key 5]\n1 0 0 0 0\n", NULL, NULL},
    {"print", "finish", "print blocks.0.attn.pattern[0, :, 1]", "[query 5]", NULL, NULL},
    {"print", "finish", "print embed[:, 0:2]", "[pos 1]", NULL, NULL},
    {"print", "finish", "print argmax(logits[-1, :])", "“", NULL, NULL},
    {"print", "finish", "print 1 < 2", "true", NULL, NULL},
    {"explain", "finish", "explain blocks.0.attn.scores[1, 2, 0]", "blocks.0.attn.rot_q[2, 1, 0]", NULL, NULL},
    {"show", NULL, "show attention", "", NULL, NULL},
    {"show", NULL, "show value blocks.0.attn.q[1, 2, 3]", "", NULL, NULL},
    {"show", NULL, "show value embed.W_E", "", NULL, NULL},
    {"into", "finish", "into blocks.0.attn.scores[1, 2, 0]", "", NULL, NULL},
    {"out", "into embed[0, 1]|into embed.W_E[3, 1]", "out", "", NULL, NULL},
    {"out", "into embed[0, 1]|into embed.W_E[3, 1]", "out all", "", NULL, NULL},
    {"layer", NULL, "layer 1", "", NULL, NULL},
    {"head", NULL, "head 3", "", NULL, NULL},
    {"set", "finish", "set embed[2, 5] = 2 * 3 + 0.5", "", "embed[2, 5]", "6.5\n"},
    {"set", "finish", "set blocks.0.attn.pattern[head 1, :, 0] = embed[0, 0] == embed[0, 0]", "",
     "blocks.0.attn.pattern[1, 4, 0]", "1\n"},
    {"ablate", "finish", "ablate blocks.0.attn.z[head 1]", "", "max(blocks.0.attn.z[:, 1, :])", "0\n"},
    {"set", NULL, "set", "there are no edits yet\n", NULL, NULL},
    {"set", "finish|set embed[2, 0:3] = 6.5|ablate blocks.0.attn.z[head 1]", "set",
     "set embed[2, 0:3] = 6.5\nset blocks.0.attn.z[:, 1, :] = 0\n", NULL, NULL},
    {"ablate", "finish|ablate blocks.0.attn.z[head 1]", "ablate", "set blocks.0.attn.z[:, 1, :] = 0\n", NULL, NULL},
    {"undo", "finish|set embed[2, 5] = 6.5", "undo", "", "embed[2, 5] != 6.5", "true\n"},
    {"reset", "finish|set embed[2, 5] = 6.5|set embed[2, 6] = 6.5", "reset", "", "embed[2, 5] != 6.5", "true\n"},
    {"diff", "finish", "diff on", "there are no edits yet: both runs are the same\n", NULL, NULL},
    {"compare", NULL, "help compare", "compare MODEL|off", NULL, NULL}, /* tests/unit/test_view_diff.c has the rest */
    {"follow", NULL, "follow ab", "", NULL, NULL},
    {"lens", "finish", "lens ab 2", "after position 2 “ a”; followed: “ab”\n", NULL, NULL},
    {"contributions", "finish", "contributions ab 2", "sum; the logit of “ab” after position 2 “ a” is ", NULL, NULL},
    {"temperature", "temperature 0.8", "temperature", "temperature 0.8\n", NULL, NULL},
    {"top-k", "top-k 7", "top-k", "top-k 7\n", NULL, NULL},
    {"top-p", "top-p 0.9", "top-p", "top-p 0.9\n", NULL, NULL},
    {"repetition-penalty", "repetition-penalty 1.2", "repetition-penalty", "repetition-penalty 1.2\n", NULL, NULL},
    {"seed", "seed 42", "seed", "seed 42\n", NULL, NULL},
    {"generate", NULL, "generate 2", "", "probs[6, 0] > 0", "true\n"},
    {"feed", NULL, "feed 4, 2", "", "probs[6, 0] > 0", "true\n"},
    {"redo", "finish|set embed[2, 5] = 6.5|undo", "redo", "", "embed[2, 5]", "6.5\n"},
    {"recompute", "generate 2", "recompute", "without the cache: 7 × 47 logits up to ", NULL, NULL},
    {"model", NULL, "model", "model llama-gqa\n", NULL, NULL},
    {"model", NULL, "model llama-gqa", "", NULL, NULL},
    {"picture", NULL, "help picture", "picture FILE", NULL, NULL}, /* files are looked at below */
    {"save", NULL, "help save", "save FILE", NULL, NULL},
    {"open", NULL, "help open", "open FILE", NULL, NULL},
    {"train", NULL, "help train", "train RECIPE", NULL, NULL},     /* runs are looked at in test_training.c */
    {"heatmap", NULL, "help heatmap", "heatmap FILE", NULL, NULL}, /* files are looked at below */
    {"snapshot", NULL, "help snapshot", "snapshot FILE", NULL, NULL},
    {"vocabulary", NULL, "vocabulary ab", "#3      rank 0      “ab” = “a” + “b”\n#6 ", NULL, NULL},
    {"vocabulary", NULL, "vocabulary #5", "#5      -           “c”\n", NULL, NULL},
    {"vocabulary", NULL, "vocabulary 돈", "no token contains “돈”; as a text it is made of <EB> <8F> <88>\n", NULL,
     NULL},
    {"neighbors", NULL, "neighbors ab", "“ab” #3 is taken; “ ab” #6 is another token\n", NULL, NULL},
    {"neighbors", "neighbors ab centered", "neighbors \" ab\"", "“ ab” #6 is taken; “ab” #3 is another token\n", NULL,
     NULL},
    {"analogy", NULL, "analogy ab a c", "“ab” #3 is taken; “ ab” #6 is another token · “a” #0", NULL, NULL},
    {"points", NULL, "points", "two axes explain", NULL, NULL},
    {"points", NULL, "points ab a c raw", "“c” #5 is taken\ntwo axes explain", NULL, NULL},
    {"colormap", NULL, "colormap magma", "", NULL, NULL},
    {"theme", NULL, "theme light", "", NULL, NULL},
    {"theme", "theme light", "theme", "theme light\n", NULL, NULL},
    {"lesson", NULL, "lesson 3", "asked for 3\n", NULL, NULL},
    {"lesson", NULL, "lesson", "asked for \n", NULL, NULL},
    {"goto", NULL, "goto 3.4", "asked for 3.4\n", NULL, NULL},
    {"mouse", NULL, "mouse off", "", NULL, NULL},
    {"mouse", "mouse off", "mouse", "mouse off\n", NULL, NULL},
    {"lang", NULL, "lang ko", "한국어", NULL, NULL},
    {"lang", "lang ko", "lang en", "English", NULL, NULL},
    {"help", NULL, "help", "explain CELL", NULL, NULL},
    {"help", NULL, "help lang", "one of en, ko", NULL, NULL},
    {"help", NULL, "help expressions", "cache.bytes_at_context  ", NULL, NULL},
    {"quit", NULL, "quit", "", NULL, NULL},
};

enum { RIGHTS = sizeof rights / sizeof *rights };

static void say_before(Session *session, const char *lines)
{
    char *copy = memory_copy_text(lines, strlen(lines)), *rest = copy;
    while (rest)
        say(session, strsep(&rest, "|"));
    free(copy);
}

/* Whoever plays lessons is told what a command asks for. */
static Status take_lesson(void *context, const char *words, Error *error)
{
    Session *session = context;
    (void)error;
    buffer_format(&session->output, "asked for %s\n", words);
    return STATUS_OK;
}

static void test_every_command_does_what_its_help_says(void **state)
{
    (void)state;
    for (int i = 0; i < RIGHTS; i++) {
        const Right *right = &rights[i];
        Session *session = open_with_text();
        session->lessons = (LessonDesk){.context = session, .ask = take_lesson};
        if (right->before)
            say_before(session, right->before);
        if (!strstr(say(session, right->line), right->says))
            fail_msg("%s: said \"%s\", not \"%s\"", right->line, buffer_text(&session->output), right->says);
        Buffer print = {0};
        buffer_format(&print, "print %s", right->print ? right->print : "1");
        if (right->print && strcmp(say(session, print.bytes), right->result) != 0)
            fail_msg("after %s: %s is %s", right->line, print.bytes, buffer_text(&session->output));
        buffer_free(&print);
        session_free(session);
        assert_int_equal(language_use("en", NULL), STATUS_OK);
    }
}

static void test_every_command_has_a_row_above(void **state)
{
    (void)state;
    for (int i = 0; commands[i]; i++) {
        bool found = false;
        for (int j = 0; j < RIGHTS; j++)
            found = found || !strcmp(rights[j].command, commands[i]->name);
        if (!found)
            fail_msg("%s is not tested", commands[i]->name);
    }
}

static void test_what_one_looks_at_is_what_one_chose(void **state)
{
    (void)state;
    Session *session = open_with_text();
    say_before(session, "layer 1|head 3|theme light|colormap magma|lang ko|show value blocks.0.attn.q[1, 2, 3]");
    assert_int_equal(session->focus.layer, 1);
    assert_int_equal(session->focus.head, 3);
    assert_string_equal(session->theme, "light");
    assert_string_equal(session->colormap, "magma");
    assert_string_equal(session->language, "ko");
    say(session, "lang en");
    assert_string_equal(session->focus.view, "value");
    assert_string_equal(session->model->program.values[session->focus.cell.id].name, "blocks.0.attn.q");
    assert_int_equal(session->focus.cell.index[1], 2);
    say(session, "show kv");
    assert_true(session->focus.cell.id > 0);
    say(session, "show value follow");
    assert_int_equal(session->focus.cell.id, 0);
    session_free(session);
}

/* ---- what is wrong ---- */

static const struct {
    const char *line;
    Status status;
    const char *words;
} wrongs[] = {
    {"stpe", STATUS_NOT_FOUND, "did you mean step?"},
    {":", STATUS_NOT_FOUND, ":: no such command; help lists them all"},
    {"xyzzy", STATUS_NOT_FOUND, "xyzzy: no such command; help lists"},
    {"gen 3", STATUS_NOT_FOUND, "did you mean generate?"},
    {"prompt", STATUS_USAGE, "prompt TEXT"},
    {"out", STATUS_OUT_OF_RANGE, "into CELL"},
    {"into embed[99, 0]", STATUS_OUT_OF_RANGE, "has no pos 99"},
    {"prompt --ids 1,x", STATUS_USAGE, "1,2,3"},
    {"prompt --ids 99", STATUS_OUT_OF_RANGE, "46"},
    {"step 0", STATUS_OUT_OF_RANGE, "step: 0"},
    {"step one", STATUS_USAGE, "whole number"},
    {"step 1 2", STATUS_USAGE, "too many words"},
    {"step 99999999999999999999", STATUS_USAGE, "whole number"},
    {"finish now", STATUS_USAGE, "too many words"},
    {"back", STATUS_OUT_OF_RANGE, "start"},
    {"goto blocks.0.attn.patern", STATUS_NOT_FOUND, "no value of that name"},
    {"goto embed 1", STATUS_OUT_OF_RANGE, "goto: pass"},
    {"break nothing", STATUS_NOT_FOUND, "nothing"},
    {"delete embed", STATUS_NOT_FOUND, "no breakpoint"},
    {"print 1 +", STATUS_USAGE, ""},
    {"print probs[0, 0]", STATUS_NOT_COMPUTED, "probs"},
    {"explain probs[0, 0]", STATUS_NOT_COMPUTED, "probs"},
    {"explain embed[0, 99]", STATUS_OUT_OF_RANGE, "embed"},
    {"show nonsense", STATUS_NOT_FOUND, "attention"},
    {"show value blocks.9", STATUS_NOT_FOUND, "blocks.9"},
    {"layer 2", STATUS_OUT_OF_RANGE, "0 to 1"},
    {"head 4", STATUS_OUT_OF_RANGE, "0 to 3"},
    {"set embed[0, 0] 3", STATUS_USAGE, "CELL = EXPR"},
    {"set embed[0, 99] = 3", STATUS_OUT_OF_RANGE, "embed"},
    {"set embed[0, 0] = embed[0, :]", STATUS_NOT_COMPUTED, "embed"},
    {"ablate blocks.0.attn.z[head 9]", STATUS_OUT_OF_RANGE, ""},
    {"undo", STATUS_NOT_FOUND, "no edit"},
    {"diff maybe", STATUS_NOT_FOUND, "on, off"},
    {"temperature -1", STATUS_USAGE, "temperature"},
    {"temperature nan", STATUS_USAGE, "temperature"},
    {"top-k -1", STATUS_OUT_OF_RANGE, "top-k"},
    {"top-p 2", STATUS_USAGE, "top-p"},
    {"repetition-penalty 0", STATUS_USAGE, "repetition-penalty"},
    {"generate 0", STATUS_OUT_OF_RANGE, "generate"},
    {"heatmap", STATUS_USAGE, "FILE"},
    {"heatmap /nowhere/at/all.csv", STATUS_NOT_FOUND, "/nowhere/at/all.csv"},
    {"feed 4,x", STATUS_USAGE, "feed 1,2,3"},
    {"feed 4,47", STATUS_OUT_OF_RANGE, "0 to 46"},
    {"redo", STATUS_NOT_FOUND, "undo"},
    {"recompute", STATUS_NOT_COMPUTED, "finish"},
    {"model gpt2", STATUS_NOT_FOUND, "--model gpt2"},
    {"picture shot.txt", STATUS_USAGE, ".png"},
    {"snapshot shot.png --size 80", STATUS_USAGE, "80x24"},
    {"snapshot shot.png 80x24", STATUS_USAGE, "--size"},
    {"snapshot shot.png --size 0x24", STATUS_OUT_OF_RANGE, "1 to 1000"},
    {"save /nowhere/at/all.txt", STATUS_NOT_FOUND, "/nowhere/at/all.txt"},
    {"open /nowhere/at/all.txt", STATUS_NOT_FOUND, "/nowhere/at/all.txt"},
    {"snapshot picture", STATUS_USAGE, ".png"},
    {"vocabulary #47", STATUS_OUT_OF_RANGE, "0 to 9"},
    {"neighbors", STATUS_USAGE, "neighbors TOKEN"},
    {"neighbors #47", STATUS_OUT_OF_RANGE, "0 to 46"},
    {"neighbors ab cd", STATUS_USAGE, "raw or centered"},
    {"neighbors 돈돈돈돈돈돈", STATUS_NOT_FOUND, "18 tokens"},
    {"analogy ab a", STATUS_USAGE, "analogy A B C"},
    {"points ab a", STATUS_USAGE, "raw or centered"},
    {"snapshot \"picture.txt", STATUS_USAGE, "quote"},
    {"colormap mauve", STATUS_NOT_FOUND, "viridis"},
    {"theme mauve", STATUS_NOT_FOUND, "dark"},
    {"lesson 3", STATUS_UNSUPPORTED, "--lesson"},
    {"goto 3.4", STATUS_UNSUPPORTED, "--lesson"},
    {"lang xx", STATUS_NOT_FOUND, "en, ko"},
    {"help me", STATUS_NOT_FOUND, "me"},
};

/* All that a person could notice. */
static void describe(const Session *session, Buffer *out)
{
    Place place = machine_place(session->machine);
    const SamplerSettings *settings = &session->sampler.settings;
    buffer_format(out, "%d %d %lld %d | %s %d %d %d | %g %lld %g %g | %s %s %s | %d %zu %d", place.pass, place.pc,
                  (long long)machine_position_count(session->machine), machine_edit_count(session->machine),
                  session->focus.view, session->focus.layer, session->focus.head, session->focus.cell.id,
                  settings->temperature, (long long)settings->top_k, settings->top_p, settings->repetition_penalty,
                  session->language, session->theme, session->colormap, session->unedited != NULL,
                  session->history_count, session->quit);
}

static void test_what_is_wrong_is_said_and_changes_nothing(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Buffer before = {0}, after = {0};
    describe(session, &before);
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        say_wrong(session, wrongs[i].line, wrongs[i].status, wrongs[i].words);
        buffer_clear(&after);
        describe(session, &after);
        if (strcmp(before.bytes, after.bytes) != 0)
            fail_msg("%s changed %s to %s", wrongs[i].line, before.bytes, after.bytes);
    }
    buffer_free(&before);
    buffer_free(&after);
    session_free(session);
}

static void test_moving_needs_a_text(void **state)
{
    (void)state;
    static const char *const lines[] = {"step", "next", "finish", "continue", "back", "goto embed", "generate"};
    Session *session = open_session();
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        say_wrong(session, lines[i], STATUS_NOT_COMPUTED, "prompt");
    session_free(session);
}

static void test_the_end_of_a_pass_says_how_to_go_on(void **state)
{
    (void)state;
    Session *session = open_with_text();
    say(session, "finish");
    say_wrong(session, "step", STATUS_OUT_OF_RANGE, "generate");
    assert_non_null(strstr(say(session, "finish"), "finish: the pass is at its end; bring the next token"));
    assert_non_null(strstr(say(session, "next"), "next: the pass is at its end"));
    assert_non_null(strstr(say(session, "continue"), "continue: the pass is at its end"));
    session_free(session);
}

/* ---- files ---- */

static void say_file(Session *session, const char *verb, const char *path)
{
    Buffer line = {0};
    buffer_format(&line, "%s \"%s\"", verb, path);
    assert_non_null(strstr(say(session, line.bytes), "wrote"));
    buffer_free(&line);
}

static void test_snapshots_write_what_a_view_shows(void **state)
{
    static const char *const names[] = {"shot.txt", "a shot.ansi"};
    Session *session = open_with_text();
    say(session, "finish");
    say(session, "show attention");
    for (int i = 0; i < 2; i++) {
        Buffer text = {0};
        Path path = path_in(state, names[i]);
        say_file(session, "snapshot", path.text);
        assert_int_equal(file_read(path.text, 1 << 20, &text, NULL), STATUS_OK);
        assert_non_null(strstr(text.bytes, "query"));
        assert_int_equal(strchr(text.bytes, '\033') != NULL, i == 1);
        buffer_free(&text);
    }
    session_free(session);
}

static void test_heatmap_writes_the_chosen_head(void **state)
{
    Session *session = open_with_text();
    Path path = path_in(state, "head.csv");
    Buffer table = {0};
    say(session, "finish");
    say(session, "layer 1");
    say(session, "head 2");
    say_file(session, "heatmap", path.text);
    assert_int_equal(file_read(path.text, 1 << 20, &table, NULL), STATUS_OK);
    assert_non_null(strstr(table.bytes, "\r\n1,2,0,0,1,"));
    buffer_free(&table);
    session_free(session);
}

/* ---- lines, scripts, completion ---- */

static void test_history_holds_what_succeeded(void **state)
{
    (void)state;
    Session *session = open_session();
    say(session, "  prompt ab  ");
    say(session, "# a comment");
    say(session, "   ");
    say_wrong(session, "stpe", STATUS_NOT_FOUND, "step");
    assert_int_equal(session->history_count, 1);
    assert_string_equal(session->history[0].bytes, "prompt ab");
    session_free(session);
}

static void test_a_script_stops_at_the_first_error_and_names_its_line(void **state)
{
    (void)state;
    static const char script[] = "# set up\r\nprompt ab a\r\n\nfinish\nlayer 7\nlayer 1\n";
    Session *session = open_session();
    Error error = {0};
    Status status = command_run_script(session, script, sizeof script - 1, "lesson.txt", &error);
    assert_int_equal(status, STATUS_OUT_OF_RANGE);
    assert_non_null(strstr(error.message, "lesson.txt, line 5: layer: 7"));
    assert_int_equal(session->focus.layer, 0);
    assert_int_equal(machine_position_count(session->machine), 2);
    session_free(session);
}

static void test_a_script_ends_at_quit_and_with_its_last_line(void **state)
{
    (void)state;
    static const char script[] = "prompt ab\nquit\nnonsense", unended[] = "prompt ab\nlayer 1";
    Session *session = open_session();
    assert_int_equal(command_run_script(session, script, sizeof script - 1, "s", NULL), STATUS_OK);
    assert_true(session->quit);
    session->quit = false;
    assert_int_equal(command_run_script(session, unended, sizeof unended - 1, "s", NULL), STATUS_OK);
    assert_int_equal(session->focus.layer, 1);
    session_free(session);
}

static void test_a_script_with_a_zero_byte_is_refused(void **state)
{
    (void)state;
    static const char script[] = "prompt ab\nlay\0er 1\n";
    Session *session = open_session();
    Error error = {0};
    assert_int_equal(command_run_script(session, script, sizeof script - 1, "s", &error), STATUS_BAD_DATA);
    assert_non_null(strstr(error.message, "line 2"));
    session_free(session);
}

static const struct {
    const char *line, *offers; /* all of them */
} completions[] = {
    {"", NULL},
    {"st", "step\n"},
    {"he", "head\nheatmap\nhelp\n"},
    {"help la", "layer\nlang\n"},
    {"show at", "attention\n"},
    {"show value blocks.1.attn.pat", "blocks.1.attn.pattern\n"},
    {"goto blocks.1.resid_pr", "blocks.1.resid_pre\n"},
    {"lang ", "en\nko\n"},
    {"diff o", "on\noff\n"},
    {"theme l", "light\n"},
    {"lesson s", "skip\nsandbox\n"},
    {"print max(log", "max(logits\nmax(log\n"},
    {"print 1+entr", "1+entropy\n"},
    {"heatmap tests/fixtures/models/READ", "tests/fixtures/models/README.md\n"},
    {"heatmap tests/fixtures/mod", "tests/fixtures/models/\n"},
    {"neighbors a", "a\nab\n"},
    {"analogy a ", ""},
    {"vocabulary 돈", ""},
    {"step ", ""},
    {"nonsense st", ""},
};

static void test_completion_knows_what_may_stand_there(void **state)
{
    (void)state;
    Session *session = open_with_text();
    for (size_t i = 0; i < sizeof completions / sizeof *completions; i++) {
        Buffer offers = {0};
        int count = command_complete(session, completions[i].line, &offers), lines = 0;
        for (const char *at = buffer_text(&offers); *at; at++)
            lines += *at == '\n';
        assert_int_equal(count, lines);
        if (completions[i].offers && strcmp(buffer_text(&offers), completions[i].offers) != 0)
            fail_msg("\"%s\" offers %s", completions[i].line, buffer_text(&offers));
        buffer_free(&offers);
    }
    session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_command_does_what_its_help_says),
        cmocka_unit_test(test_every_command_has_a_row_above),
        cmocka_unit_test(test_what_one_looks_at_is_what_one_chose),
        cmocka_unit_test(test_what_is_wrong_is_said_and_changes_nothing),
        cmocka_unit_test(test_moving_needs_a_text),
        cmocka_unit_test(test_the_end_of_a_pass_says_how_to_go_on),
        IN_FOLDER(test_snapshots_write_what_a_view_shows),
        IN_FOLDER(test_heatmap_writes_the_chosen_head),
        cmocka_unit_test(test_history_holds_what_succeeded),
        cmocka_unit_test(test_a_script_stops_at_the_first_error_and_names_its_line),
        cmocka_unit_test(test_a_script_ends_at_quit_and_with_its_last_line),
        cmocka_unit_test(test_a_script_with_a_zero_byte_is_refused),
        cmocka_unit_test(test_completion_knows_what_may_stand_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
