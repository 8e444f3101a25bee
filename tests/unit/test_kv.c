/* The KV cache view: its numbers against a trace and the ops' costs, and the check without the cache. */
#include "support/trace.h"

static void prepare(Session *session, const char *lines)
{
    char copy[160], *rest = strcpy(copy, lines);
    session->model->config.eos = -1;
    while (rest)
        say(session, strsep(&rest, "|"));
}

static void test_screens_look_as_they_did(void **state)
{
    (void)state;
    Session *session = open_with_text(), *hangul = open_with_hangul();
    prepare(session, "generate 2|recompute|goto blocks.1.attn.rot_k");
    view_golden(session, "kv-120x40", &view_kv, 120, 40);
    prepare(hangul, "generate 1|recompute");
    view_golden(hangul, "kv-hangul", &view_kv, WIDTH, HEIGHT);
    view_golden(hangul, "kv-hangul-120x40", &view_kv, 120, 40);
    session_free(session);
    session_free(hangul);
}

/* ---- numbers ---- */

/* The rows of a pass in the trace, and the bytes of the keys and values that it brings. */
static int64_t traced_rows(const TraceFile *trace)
{
    return trace_entry(trace, "embed")->size[0];
}

static size_t traced_bytes(const Session *session, const TraceFile *trace)
{
    const Program *program = &session->model->program;
    size_t bytes = 0;
    for (ValueId id = 1; id <= program->value_count; id++)
        if (program->values[id].cached)
            bytes += trace_entry(trace, program->values[id].name)->bytes;
    return bytes;
}

static void test_rows_and_bytes_are_those_of_the_traces(void **state)
{
    Session *session = open_with_text();
    ViewState view = {0};
    char now[NUMBER_LENGTH], words[160];
    prepare(session, "generate 2");
    int64_t rows[3], kept = 0;
    size_t bytes = 0;
    for (int pass = 0; pass < 3; pass++) {
        TraceFile trace = trace_of(state, session, pass);
        rows[pass] = traced_rows(&trace);
        kept += pass < 2 ? rows[pass] : 0;
        bytes += traced_bytes(session, &trace);
        trace_close(&trace);
    }
    snprintf(words, sizeof words, "kept, read again: %lld  █ new in this pass: %lld", (long long)kept,
             (long long)rows[2]);
    assert_true(screen_has(session, &view_kv, &view, words));
    snprintf(words, sizeof words, " = %s ", number_bytes(now, bytes));
    assert_true(screen_has(session, &view_kv, &view, words));
    snprintf(words, sizeof words, "full context of 32: %s", number_bytes(now, bytes / 7 * 32));
    assert_true(screen_has(session, &view_kv, &view, words));
    snprintf(words, sizeof words, "without GQA: %s", number_bytes(now, bytes / 7 * 32 * 2)); /* 4 heads on 2 */
    assert_true(screen_has(session, &view_kv, &view, words));
    session_free(session);
}

/* Which rows are shown as kept and which as new, cell by cell. */
static void test_every_cell_of_the_cache_says_which_pass_wrote_it(void **state)
{
    (void)state;
    enum { LABEL = 21, EACH = 4, FIRST_LINE = 3 };
    Session *session = open_with_text();
    ViewState view = {0};
    Canvas canvas;
    canvas_init(&canvas, WIDTH, HEIGHT);
    prepare(session, "generate 2|goto blocks.1.attn.rot_k");
    draw(session, &view_kv, &view, &canvas);
    for (int row = 0; row < 4; row++)
        for (int position = 0; position < 7; position++) {
            const char *wanted = position < 6 ? "▪" : "█"; /* rotated keys come after values: both are there */
            assert_string_equal(canvas_at(&canvas, LABEL + EACH * position, FIRST_LINE + row)->text, wanted);
        }
    say(session, "goto blocks.0.attn.rot_k");
    draw(session, &view_kv, &view, &canvas);
    assert_string_equal(canvas_at(&canvas, LABEL + EACH * 6, FIRST_LINE)->text, "█");
    assert_string_equal(canvas_at(&canvas, LABEL + EACH * 6, FIRST_LINE + 2)->text, "·");
    say(session, "goto blocks.0.attn.v");
    draw(session, &view_kv, &view, &canvas);
    assert_string_equal(canvas_at(&canvas, LABEL + EACH * 6, FIRST_LINE)->text, "▐");
    canvas_free(&canvas);
    session_free(session);
}

/* A wide screen shows more positions, a narrow one scrolls to the cursor. */
static void test_rows_use_the_width_that_there_is(void **state)
{
    (void)state;
    Session *session = open_with_text();
    prepare(session, "feed 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1");
    for (int width = 24; width <= 120; width += 12) {
        ViewState view = {.width = width};
        Canvas canvas;
        int shown = 0;
        canvas_init(&canvas, width, HEIGHT);
        draw(session, &view_kv, &view, &canvas);
        hit(session, &view_kv, &view, press(PRESS_END));
        draw(session, &view_kv, &view, &canvas);
        for (int x = 21; x < width; x++)
            shown += *canvas_at(&canvas, x, 3)->text != ' ';
        assert_int_equal(shown, width - 21 < 20 ? width - 21 : 20);
        canvas_free(&canvas);
    }
    session_free(session);
}

static double flops(const Session *session, int64_t new_positions, int64_t seen)
{
    double sum = 0;
    for (int i = 0; i < session->model->program.instruction_count; i++)
        sum += program_cost(&session->model->program, i, new_positions, seen).flops;
    return sum;
}

static void test_the_work_is_what_the_ops_say_it_costs(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    char words[160];
    prepare(session, "generate 2");
    double with = flops(session, 1, 7), without = flops(session, 7, 7);
    snprintf(words, sizeof words, "this pass: %.0f FLOPs, without the cache %.0f: ", with, without);
    assert_true(screen_has(session, &view_kv, &view, words));
    with += flops(session, 5, 5) + flops(session, 1, 6);
    without += flops(session, 5, 5) + flops(session, 6, 6);
    snprintf(words, sizeof words, "all passes so far: %.0f FLOPs, without the cache %.0f: ", with, without);
    assert_true(screen_has(session, &view_kv, &view, words));
    assert_true(with < without);
    session_free(session);
}

/* ---- the check ---- */

static void test_without_the_cache_the_logits_are_the_same(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    prepare(session, "generate 4|set blocks.0.attn.v[6, 0, 2] = 3");
    screen_has(session, &view_kv, &view, "r runs the text again");
    hit(session, &view_kv, &view, letter("r"));
    const Recomputed *check = &session->recomputed;
    assert_int_equal(check->positions, 9);
    assert_int_equal(check->vocab, 47);
    assert_true(check->magnitude > 0.1);
    assert_true(check->difference <= 1e-4 * check->magnitude);
    assert_true(screen_has(session, &view_kv, &view, "without the cache: 9 × 47 logits"));
    session_free(session);
}

/* It can fail: a key that is wrong in the cache shows. */
static void test_a_wrong_row_in_the_cache_would_be_seen(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Tensor logits;
    prepare(session, "generate 2");
    assert_true(machine_tensor(session->machine, 2, session->model->program.logits, &logits));
    logits.data[5] += (Real)0.25; /* as if it came from another key */
    say(session, "recompute");
    assert_float_equal(session->recomputed.difference, 0.25, 1e-3);
    session_free(session);
}

static void test_the_check_is_forgotten_when_numbers_change(void **state)
{
    (void)state;
    static const char *const lines[] = {"generate 1", "set embed[0, 0] = 2", "undo", "redo", "prompt ab"};
    Session *session = open_with_text();
    prepare(session, "finish");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        say(session, "recompute");
        assert_true(session->recomputed.positions > 0);
        say(session, lines[i]);
        assert_int_equal(session->recomputed.positions, 0);
    }
    session_free(session);
}

static void test_enter_opens_the_keys_under_the_cursor(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    say(session, "finish");
    for (int i = 0; i < 3; i++)
        hit(session, &view_kv, &view, press(PRESS_DOWN));
    hit(session, &view_kv, &view, press(PRESS_RIGHT));
    hit(session, &view_kv, &view, press(PRESS_ENTER));
    const Cell *cell = &session->focus.cell;
    assert_string_equal(session->focus.view, "value");
    assert_int_equal(session->model->program.values[cell->id].block, 1);
    assert_int_equal(cell->index[0], 1);
    assert_int_equal(cell->index[1], 1);
    session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screens_look_as_they_did),
        IN_FOLDER(test_rows_and_bytes_are_those_of_the_traces),
        cmocka_unit_test(test_every_cell_of_the_cache_says_which_pass_wrote_it),
        cmocka_unit_test(test_rows_use_the_width_that_there_is),
        cmocka_unit_test(test_the_work_is_what_the_ops_say_it_costs),
        cmocka_unit_test(test_without_the_cache_the_logits_are_the_same),
        cmocka_unit_test(test_a_wrong_row_in_the_cache_would_be_seen),
        cmocka_unit_test(test_the_check_is_forgotten_when_numbers_change),
        cmocka_unit_test(test_enter_opens_the_keys_under_the_cursor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
