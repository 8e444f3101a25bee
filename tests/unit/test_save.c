/* Sessions as scripts: saved, opened, saved again; and what undo takes back. */
#include "base/file.h"
#include "support/model_folder.h"
#include "support/session.h"

static void say_all(Session *session, const char *lines)
{
    char copy[400], *rest = strcpy(copy, lines);
    while (rest)
        say(session, strsep(&rest, "|"));
}

static Session *open_endless(void)
{
    Session *session = open_session();
    session->model->config.eos = -1;
    return session;
}

static void say_file(Session *session, const char *verb, const char *path)
{
    Buffer line = {0};
    buffer_format(&line, "%s \"%s\"", verb, path);
    say(session, line.bytes);
    buffer_free(&line);
}

static void read_file(const char *path, Buffer *out)
{
    Error error = {0};
    if (file_read(path, 1 << 20, out, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

/* ---- there and back ---- */

static void assert_same_logits(const Session *a, const Session *b)
{
    ValueId logits = a->model->program.logits;
    assert_int_equal(machine_pass_count(a->machine), machine_pass_count(b->machine));
    for (int pass = 0; pass < machine_pass_count(a->machine); pass++) {
        Tensor x, y;
        assert_int_equal(machine_has(a->machine, pass, logits), machine_has(b->machine, pass, logits));
        if (machine_tensor(a->machine, pass, logits, &x) && machine_tensor(b->machine, pass, logits, &y))
            assert_memory_equal(x.data, y.data, (size_t)shape_count(&x.shape) * sizeof *x.data);
    }
}

static void assert_same_place(const Session *a, const Session *b)
{
    assert_int_equal(machine_place(a->machine).pass, machine_place(b->machine).pass);
    assert_int_equal(machine_place(a->machine).pc, machine_place(b->machine).pc);
    assert_string_equal(a->focus.view, b->focus.view);
    assert_int_equal(a->focus.layer, b->focus.layer);
    assert_int_equal(a->focus.head, b->focus.head);
    assert_int_equal(a->focus.token, b->focus.token);
    assert_memory_equal(&a->focus.cell, &b->focus.cell, sizeof a->focus.cell);
    assert_memory_equal(&a->sampler.settings, &b->sampler.settings, sizeof a->sampler.settings);
    assert_memory_equal(&a->sampler.random, &b->sampler.random, sizeof a->sampler.random);
    assert_int_equal(machine_edit_count(a->machine), machine_edit_count(b->machine));
    assert_int_equal(a->unedited != NULL, b->unedited != NULL);
}

/* What is done before saving. */
static const char *const lives[] = {
    "# nothing at all",
    "temperature 0.7|break blocks.1.attn.z",
    "prompt ab a",
    "prompt --ids 3,1,4,1,5|step 7",
    "prompt ab  a|finish",
    "prompt ab|temperature 0.1|top-k 3|top-p 0.123456789|repetition-penalty 1.25|seed 12345678901|generate 4",
    "prompt --ids 3,1,4|temperature 1.3|generate 3|back 20|layer 1|head 3|show kv",
    "prompt --ids 3,1,4|finish|follow #11|show lens",
    "prompt --ids 3,1,4|generate 2|goto embed 1|back",
    "prompt --ids 3,1,4|generate 2|goto embed 0|back",
    "prompt --ids 3,1,4|finish|set embed[1, 2] = 0.1|set blocks.0.attn.pattern[head 1, :, 0] = -inf|diff on",
    "prompt --ids 3,1,4|generate 2|set embed[1:3, 5] = 1/3|ablate blocks.1.attn.z[head 2]|set logits[4, 7] = inf - inf",
    "prompt --ids 3,1,4|finish|set embed[0:3, 1] = 2|set embed[1:, 2] = 3|generate 1|break embed|break logits",
    "prompt --ids 3,1,4|finish|show value blocks.0.attn.q[1, 2, 3]",
    "prompt --ids 3,1,4|finish|show value blocks.0.attn.q[2, 2, 3]|prompt --ids 5",
};

enum { LIVES = sizeof lives / sizeof *lives };

static void test_a_saved_session_opens_as_it_was(void **state)
{
    Path first = path_in(state, "first.txt"), second = path_in(state, "second.txt");
    for (int i = 0; i < LIVES; i++) {
        Session *saved = open_endless(), *opened = open_endless();
        Buffer a = {0}, b = {0};
        say_all(saved, lives[i]);
        say_file(saved, "save", first.text);
        say_all(opened, "prompt --ids 9,9|finish|set embed[0, 0] = 5|seed 99"); /* of this nothing may stay */
        say_file(opened, "open", first.text);
        say_file(opened, "save", second.text);
        read_file(first.text, &a);
        read_file(second.text, &b);
        assert_string_equal(a.bytes, b.bytes);
        if (i < LIVES - 1) { /* there the place of a cell that is gone moved */
            assert_same_place(saved, opened);
            assert_same_logits(saved, opened);
        }
        buffer_free(&a);
        buffer_free(&b);
        session_free(saved);
        session_free(opened);
    }
}

static void test_the_second_model_is_saved_and_opened(void **state)
{
    Path folder = model_with_tokenizer(state, "tests/fixtures/models/gpt2-tiny"), path = path_in(state, "session.txt");
    Session *saved = open_with_text(), *opened = open_with_text();
    say_file(saved, "save", path.text);
    say_file(opened, "compare", folder.text);
    say_file(opened, "open", path.text);
    assert_null(opened->comparison); /* of this nothing may stay */
    say_file(saved, "compare", folder.text);
    say(saved, "show kv");
    say_file(saved, "save", path.text);
    say_file(opened, "open", path.text);
    assert_non_null(opened->comparison);
    assert_string_equal(opened->comparison->model->folder, saved->comparison->model->folder);
    assert_int_equal(opened->comparison->count, saved->comparison->count);
    assert_string_equal(opened->focus.view, "kv");
    session_free(saved);
    session_free(opened);
}

static void test_an_opened_session_goes_on_as_the_saved_one(void **state)
{
    Path path = path_in(state, "session.txt");
    Session *saved = open_endless(), *opened = open_endless();
    Buffer a = {0}, b = {0};
    say_all(saved, "prompt --ids 3,1,4|temperature 2|seed 8|generate 3");
    say_file(saved, "save", path.text);
    say_file(opened, "open", path.text);
    buffer_append_text(&a, say(saved, "generate 5"));
    buffer_append_text(&b, say(opened, "generate 5"));
    assert_string_equal(a.bytes, b.bytes);
    buffer_free(&a);
    buffer_free(&b);
    session_free(saved);
    session_free(opened);
}

static void test_a_person_can_read_a_saved_session(void **state)
{
    Path path = path_in(state, "session.txt");
    Session *session = open_endless();
    Buffer text = {0};
    say_all(session, "prompt ab a|generate 1|break blocks.1.attn.z|ablate blocks.0.attn.z[head 1]");
    say_file(session, "save", path.text);
    read_file(path.text, &text);
    assert_non_null(strstr(text.bytes, "# A session of stepformer"));
    assert_non_null(strstr(text.bytes, "\nmodel \"llama-gqa\"\nprompt ab a\n# what joined it"));
    assert_non_null(strstr(text.bytes, "\n# breakpoints\nbreak blocks.1.attn.z\n"));
    assert_non_null(strstr(text.bytes, "set blocks.0.attn.z[:, 1, :] = 0\n"));
    assert_non_null(strstr(text.bytes, "goto probs 1\n"));
    buffer_free(&text);
    session_free(session);
}

/* ---- prompts that are no line ---- */

static void test_a_prompt_of_several_lines_is_saved_as_ids(void **state)
{
    static const char *const prompts[] = {"a\nb", " a", "a ", "--ids 1"};
    Path path = path_in(state, "session.txt");
    for (size_t i = 0; i < sizeof prompts / sizeof *prompts; i++) {
        Session *saved = open_endless(), *opened = open_endless();
        Error error = {0};
        if (session_prompt(saved, prompts[i], &error) == STATUS_OK) {
            say_file(saved, "save", path.text);
            say_file(opened, "open", path.text);
            int64_t count = machine_position_count(saved->machine);
            assert_int_equal(machine_position_count(opened->machine), count);
            assert_memory_equal(machine_tokens(saved->machine), machine_tokens(opened->machine),
                                (size_t)count * sizeof(int32_t));
        }
        session_free(saved);
        session_free(opened);
    }
}

/* ---- what goes wrong ---- */

static void test_a_script_that_fails_leaves_the_session(void **state)
{
    Path path = path_in(state, "broken.txt");
    Session *session = open_endless();
    Buffer line = {0}, words = {0};
    static const char script[] = "prompt --ids 5,5\nfinish\nlayer 7\n";
    assert_int_equal(file_write(path.text, script, sizeof script - 1, NULL), STATUS_OK);
    say_all(session, "prompt --ids 3,1,4|generate 1|theme light|set embed[0, 0] = 1");
    Machine *before = session->machine;
    buffer_format(&line, "open \"%s\"", path.text);
    buffer_format(&words, "%s, line 3: layer", path.text);
    say_wrong(session, line.bytes, STATUS_OUT_OF_RANGE, words.bytes);
    assert_ptr_equal(session->machine, before);
    assert_int_equal(machine_position_count(session->machine), 4);
    assert_int_equal(machine_edit_count(session->machine), 1);
    assert_string_equal(session->theme, "light");
    buffer_free(&line);
    buffer_free(&words);
    session_free(session);
}

static void test_a_session_of_another_model_is_refused(void **state)
{
    Path path = path_in(state, "other.txt");
    Session *session = open_endless();
    Buffer line = {0};
    static const char script[] = "model gpt2\nprompt --ids 5,5\n";
    assert_int_equal(file_write(path.text, script, sizeof script - 1, NULL), STATUS_OK);
    buffer_format(&line, "open \"%s\"", path.text);
    say_wrong(session, line.bytes, STATUS_NOT_FOUND, "line 1: model: the open one is llama-gqa, not gpt2; start with");
    buffer_free(&line);
    session_free(session);
}

static void test_a_file_that_opens_itself_is_refused(void **state)
{
    Path path = path_in(state, "ouroboros.txt");
    Session *session = open_endless();
    Buffer line = {0};
    buffer_format(&line, "open \"%s\"", path.text);
    assert_int_equal(file_write(path.text, line.bytes, line.length, NULL), STATUS_OK);
    say_wrong(session, line.bytes, STATUS_UNSUPPORTED, "line 1: open: ");
    buffer_free(&line);
    session_free(session);
}

static void test_an_edit_beyond_the_text_is_left_out_and_said(void **state)
{
    Path path = path_in(state, "session.txt");
    Session *session = open_endless();
    Buffer line = {0};
    say_all(session, "prompt --ids 3,1,4|finish|set embed[2, 0] = 1|set embed[0, 0] = 1|prompt --ids 3");
    buffer_format(&line, "save \"%s\"", path.text);
    assert_non_null(strstr(say(session, line.bytes), "left out: 1 edit"));
    say_file(session, "open", path.text);
    assert_int_equal(machine_edit_count(session->machine), 1);
    buffer_free(&line);
    session_free(session);
}

/* What is not the session's stays with the person. */
static void test_opening_keeps_theme_history_and_screen(void **state)
{
    Path path = path_in(state, "session.txt");
    Session *session = open_endless();
    say_all(session, "prompt --ids 3,1,4|finish");
    say_file(session, "save", path.text);
    say_all(session, "theme light|colormap magma");
    size_t history = session->history_count;
    int revision = session->revision;
    session->screen.context = session;
    say_file(session, "open", path.text);
    assert_string_equal(session->theme, "light");
    assert_string_equal(session->colormap, "magma");
    assert_int_equal(session->history_count, history + 1);
    assert_true(session->revision > revision);
    assert_ptr_equal(session->screen.context, session);
    assert_false(session->borrows);
    session_free(session);
}

/* ---- undo ---- */

static void test_undo_and_redo_walk_through_edits_and_breakpoints(void **state)
{
    (void)state;
    Session *session = open_endless();
    say_all(session, "prompt --ids 3,1,4|finish|set embed[0, 0] = 5|break logits|set embed[0, 0] = 6");
    assert_string_equal(say(session, "print embed[0, 0]"), "6\n");
    say(session, "undo");
    assert_string_equal(say(session, "print embed[0, 0]"), "5\n");
    ValueId logits = session->model->program.logits;
    assert_true(machine_has_breakpoint(session->machine, logits));
    say(session, "undo");
    assert_false(machine_has_breakpoint(session->machine, logits));
    say(session, "undo");
    assert_int_equal(machine_edit_count(session->machine), 0);
    say_wrong(session, "undo", STATUS_NOT_FOUND, "no edit");
    say_all(session, "redo|redo|redo");
    assert_true(machine_has_breakpoint(session->machine, logits));
    assert_string_equal(say(session, "print embed[0, 0]"), "6\n");
    say_wrong(session, "redo", STATUS_NOT_FOUND, "nothing was taken back");
    session_free(session);
}

static void test_a_new_change_ends_what_redo_could_bring_back(void **state)
{
    (void)state;
    Session *session = open_endless();
    say_all(session, "prompt --ids 3,1,4|finish|set embed[0, 0] = 5|undo|break logits");
    say_wrong(session, "redo", STATUS_NOT_FOUND, "nothing was taken back");
    session_free(session);
}

static void test_reset_takes_edits_only_and_redo_brings_them_again(void **state)
{
    (void)state;
    Session *session = open_endless();
    ValueId logits = session->model->program.logits;
    say_all(session, "prompt --ids 3,1,4|finish|set embed[0, 0] = 5|break logits|set embed[0, 0] = 6|reset");
    assert_int_equal(machine_edit_count(session->machine), 0);
    assert_true(machine_has_breakpoint(session->machine, logits));
    say(session, "redo");
    assert_string_equal(say(session, "print embed[0, 0]"), "5\n");
    say(session, "redo");
    assert_string_equal(say(session, "print embed[0, 0]"), "6\n");
    session_free(session);
}

static void test_undo_works_after_another_prompt(void **state)
{
    (void)state;
    Session *session = open_endless();
    say_all(session, "prompt --ids 3,1,4|finish|set embed[0, 0] = 5|prompt --ids 7,7|finish|undo");
    assert_int_equal(machine_edit_count(session->machine), 0);
    session_free(session);
}

/* ---- feeding ---- */

static void test_fed_tokens_take_a_pass_each(void **state)
{
    (void)state;
    Session *session = open_endless(), *whole = open_endless();
    say_all(session, "prompt --ids 3,1|feed 4,1,5");
    say_all(whole, "prompt --ids 3,1,4,1,5|finish");
    assert_int_equal(machine_pass_count(session->machine), 4);
    const Real *a = machine_last_logits(session->machine), *b = machine_last_logits(whole->machine);
    for (int i = 0; i < 47; i++)
        assert_float_equal(a[i], b[i], 1e-4);
    say_wrong(session, "feed 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", STATUS_OUT_OF_RANGE,
              "limit of 32");
    assert_int_equal(machine_position_count(session->machine), 5);
    session_free(session);
    session_free(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_a_saved_session_opens_as_it_was),
        IN_FOLDER(test_the_second_model_is_saved_and_opened),
        IN_FOLDER(test_an_opened_session_goes_on_as_the_saved_one),
        IN_FOLDER(test_a_person_can_read_a_saved_session),
        IN_FOLDER(test_a_prompt_of_several_lines_is_saved_as_ids),
        IN_FOLDER(test_a_script_that_fails_leaves_the_session),
        IN_FOLDER(test_a_session_of_another_model_is_refused),
        IN_FOLDER(test_a_file_that_opens_itself_is_refused),
        IN_FOLDER(test_an_edit_beyond_the_text_is_left_out_and_said),
        IN_FOLDER(test_opening_keeps_theme_history_and_screen),
        cmocka_unit_test(test_undo_and_redo_walk_through_edits_and_breakpoints),
        cmocka_unit_test(test_a_new_change_ends_what_redo_could_bring_back),
        cmocka_unit_test(test_reset_takes_edits_only_and_redo_brings_them_again),
        cmocka_unit_test(test_undo_works_after_another_prompt),
        cmocka_unit_test(test_fed_tokens_take_a_pass_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
