/* The probabilities view: its numbers against a trace, its knobs, its line from 0 to 1, and earlier positions. */
#include "support/trace.h"

/* ---- golden screens ---- */

static const char drawn[] = "temperature 2|top-k 9|top-p 0.8|seed 3|finish";

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
    prepare(session, drawn);
    view_golden(session, "probabilities-120x40", &view_probabilities, 120, 40);
    prepare(hangul, drawn);
    view_golden(hangul, "probabilities-hangul", &view_probabilities, WIDTH, HEIGHT);
    view_golden(hangul, "probabilities-hangul-120x40", &view_probabilities, 120, 40);
    session_free(session);
    session_free(hangul);
}

/* ---- numbers ---- */

/* Every number of a column against the token's own: `trace` gives it by the token's id, -1 for "no value". */
typedef double Numbers(const TraceFile *trace, const Sample *sample, int place);

static double traced_raw(const TraceFile *trace, const Sample *sample, int place)
{
    return trace_number(trace, "probs", (int64_t[]){4, sample->order[place]});
}

/* softmax(logits / 2) over the whole vocabulary, from the logits in the file. */
static double traced_tempered(const TraceFile *trace, const Sample *sample, int place)
{
    double sum = 0, own = trace_number(trace, "logits", (int64_t[]){4, sample->order[place]});
    for (int64_t id = 0; id < sample->vocab; id++)
        sum += exp((trace_number(trace, "logits", (int64_t[]){4, id}) - own) / 2);
    return 1 / sum;
}

static double traced_filtered(const TraceFile *trace, const Sample *sample, int place)
{
    double sum = 0;
    for (int i = 0; i < sample->kept; i++)
        sum += traced_tempered(trace, sample, i);
    return place < sample->kept ? traced_tempered(trace, sample, place) / sum : -1;
}

static double traced_cumulated(const TraceFile *trace, const Sample *sample, int place)
{
    double sum = 0;
    for (int i = 0; i <= place && place < sample->kept; i++)
        sum += traced_filtered(trace, sample, i);
    return place < sample->kept ? sum : -1;
}

static int compare_column(const Canvas *canvas, const TraceFile *trace, const Sample *sample, const char *name,
                          Numbers *numbers)
{
    int x = 0, y = 0, place = 0;
    assert_true(canvas_find(canvas, "raw ", &x, &y)); /* the line of names */
    assert_true(canvas_find(canvas, name, &x, &y));
    for (y++; place < sample->vocab && *canvas_at(canvas, 0, y)->text != '0'; y++, place++) {
        double number = numbers(trace, sample, place);
        Buffer field = {0};
        canvas_field(canvas, x, y, NUMBER_WIDTH, &field);
        if (number < 0)
            assert_string_equal(buffer_text(&field), "–");
        else
            assert_number_at(canvas, x, y, NUMBER_WIDTH, number, name);
        buffer_free(&field);
    }
    return place;
}

static void test_every_number_is_the_one_in_the_trace(void **state)
{
    Session *session = open_with_text();
    ViewState view = {0};
    Sampler preview;
    Canvas canvas;
    canvas_init(&canvas, 120, 40);
    prepare(session, drawn);
    TraceFile trace = trace_of(state, session, 0);
    draw(session, &view_probabilities, &view, &canvas);
    assert_int_equal(session_preview(session, &preview, NULL), STATUS_OK);
    int rows = compare_column(&canvas, &trace, &preview.sample, "raw", traced_raw);
    assert_in_range(rows, 20, 47);
    assert_int_equal(compare_column(&canvas, &trace, &preview.sample, "temperature", traced_tempered), rows);
    assert_int_equal(compare_column(&canvas, &trace, &preview.sample, "filtered", traced_filtered), rows);
    assert_int_equal(compare_column(&canvas, &trace, &preview.sample, "cumulated", traced_cumulated), rows);
    sampler_free(&preview);
    trace_close(&trace);
    canvas_free(&canvas);
    session_free(session);
}

static void test_entropy_is_that_of_the_traced_probabilities(void **state)
{
    Session *session = open_with_text();
    ViewState view = {0};
    char number[NUMBER_LENGTH], words[80];
    prepare(session, drawn);
    TraceFile trace = trace_of(state, session, 0);
    double bits = 0;
    for (int64_t id = 0; id < 47; id++) {
        double p = trace_number(&trace, "probs", (int64_t[]){4, id});
        bits -= p * log2(p);
    }
    snprintf(words, sizeof words, "raw %s bits", number_format(number, bits, 0));
    assert_true(screen_has(session, &view_probabilities, &view, words));
    trace_close(&trace);
    session_free(session);
}

/* The share whose words are marked on the line is the one whose piece of the line holds the mark. */
static void test_the_mark_stands_in_the_share_that_it_hits(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Canvas canvas;
    canvas_init(&canvas, 120, 40);
    prepare(session, "finish|temperature 1.5|top-k 4");
    for (int seed = 1; seed <= 12; seed++) {
        ViewState view = {0};
        Buffer line = {0};
        Sampler preview;
        int x = 0, y = 0;
        buffer_format(&line, "seed %d", seed);
        say(session, line.bytes);
        draw(session, &view_probabilities, &view, &canvas);
        assert_int_equal(session_preview(session, &preview, NULL), STATUS_OK);
        double before = 0;
        for (int i = 0; preview.sample.order[i] != preview.sample.chosen; i++)
            before += (double)preview.sample.filtered[preview.sample.order[i]];
        double after = before + (double)preview.sample.filtered[preview.sample.chosen];
        assert_true(canvas_find(&canvas, "▲", &x, &y));
        assert_true(preview.sample.draw >= before && preview.sample.draw < after);
        assert_in_range(x, 1 + (int)floor(before * 118), 1 + (int)floor(after * 118));
        sampler_free(&preview);
        buffer_free(&line);
    }
    canvas_free(&canvas);
    session_free(session);
}

/* ---- knobs ---- */

static void test_knobs_turn_the_settings(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    const SamplerSettings *settings = &session->sampler.settings;
    say(session, "finish");
    hit(session, &view_probabilities, &view, letter("+"));
    hit(session, &view_probabilities, &view, letter("="));
    assert_float_equal(settings->temperature, 0.2, 1e-9);
    hit(session, &view_probabilities, &view, letter("-"));
    assert_float_equal(settings->temperature, 0.1, 1e-9);
    hit(session, &view_probabilities, &view, press(PRESS_ENTER));
    assert_true(screen_has(session, &view_probabilities, &view, "[top-k all]"));
    hit(session, &view_probabilities, &view, letter("-"));
    assert_int_equal(settings->top_k, 40); /* the largest notch below the vocabulary */
    hit(session, &view_probabilities, &view, letter("+"));
    assert_int_equal(settings->top_k, 0);
    hit(session, &view_probabilities, &view, press(PRESS_ENTER));
    hit(session, &view_probabilities, &view, letter("-"));
    assert_float_equal(settings->top_p, 0.99, 1e-9);
    hit(session, &view_probabilities, &view, press(PRESS_ENTER));
    hit(session, &view_probabilities, &view, letter("+"));
    assert_float_equal(settings->repetition_penalty, 1.05, 1e-9);
    hit(session, &view_probabilities, &view, press(PRESS_ENTER));
    hit(session, &view_probabilities, &view, letter("+"));
    assert_int_equal(settings->seed, sampler_defaults.seed + 1);
    hit(session, &view_probabilities, &view, press(PRESS_ENTER));
    assert_true(screen_has(session, &view_probabilities, &view, "[temperature 0.1]"));
    session_free(session);
}

static void test_knobs_stop_at_their_ends(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    say(session, "finish");
    for (int knob = 0; knob < 5; knob++) {
        for (int i = 0; i < 40; i++)
            hit(session, &view_probabilities, &view, letter(knob == 4 ? "-" : "+"));
        hit(session, &view_probabilities, &view, press(PRESS_ENTER));
    }
    const SamplerSettings *settings = &session->sampler.settings;
    assert_float_equal(settings->temperature, 10, 0);
    assert_int_equal(settings->top_k, 0);
    assert_float_equal(settings->top_p, 1, 0);
    assert_float_equal(settings->repetition_penalty, 3, 0);
    assert_int_equal(settings->seed, 0);
    session_free(session);
}

static void test_a_knob_keeps_the_random_number(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Sampler before, after;
    prepare(session, "temperature 1|seed 5|generate 3");
    assert_int_equal(session_preview(session, &before, NULL), STATUS_OK);
    say(session, "temperature 0.3");
    assert_int_equal(session_preview(session, &after, NULL), STATUS_OK);
    assert_true(before.sample.draw == after.sample.draw);
    sampler_free(&after);
    say(session, "seed 5");
    assert_int_equal(session_preview(session, &after, NULL), STATUS_OK);
    assert_true(before.sample.draw != after.sample.draw);
    sampler_free(&after);
    say(session, "seed 5 3");
    assert_int_equal(session_preview(session, &after, NULL), STATUS_OK);
    assert_true(before.sample.draw == after.sample.draw);
    sampler_free(&after);
    sampler_free(&before);
    session_free(session);
}

/* ---- earlier positions ---- */

static void test_an_earlier_position_tells_what_came(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    say(session, "finish");
    assert_true(screen_has(session, &view_probabilities, &view, "The next token after position 4 “c”"));
    hit(session, &view_probabilities, &view, press(PRESS_LEFT));
    assert_true(screen_has(session, &view_probabilities, &view, "The token after position 3 “b”"));
    assert_true(screen_has(session, &view_probabilities, &view, "what came: “c”, place "));
    session_free(session);
}

static void test_a_draw_can_be_seen_after_it_was_made(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    Sampler before, after;
    prepare(session, "temperature 2|seed 4|finish");
    assert_int_equal(session_preview(session, &before, NULL), STATUS_OK);
    say(session, "generate 3");
    assert_int_equal(session_preview_at(session, 4, &after, NULL), STATUS_OK);
    assert_true(session_was_drawn(session, 4));
    assert_false(session_was_drawn(session, 3));
    assert_true(before.sample.draw == after.sample.draw);
    assert_int_equal(after.sample.chosen, machine_tokens(session->machine)[5]);
    screen_has(session, &view_probabilities, &view, "will be drawn");
    for (int i = 0; i < 3; i++)
        hit(session, &view_probabilities, &view, press(PRESS_LEFT));
    assert_true(screen_has(session, &view_probabilities, &view, "▸ drawn"));
    say(session, "temperature 0");
    assert_true(screen_has(session, &view_probabilities, &view, "greedy: takes"));
    sampler_free(&before);
    sampler_free(&after);
    session_free(session);
}

static void test_who_looks_at_the_end_goes_on_with_the_text(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    prepare(session, "finish");
    screen_has(session, &view_probabilities, &view, "position 4");
    say(session, "generate 2");
    assert_true(screen_has(session, &view_probabilities, &view, "The next token after position 6"));
    hit(session, &view_probabilities, &view, press(PRESS_LEFT));
    say(session, "generate 1");
    assert_true(screen_has(session, &view_probabilities, &view, "The token after position 5"));
    say(session, "prompt ab");
    assert_true(screen_has(session, &view_probabilities, &view, "Not computed"));
    session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screens_look_as_they_did),
        IN_FOLDER(test_every_number_is_the_one_in_the_trace),
        IN_FOLDER(test_entropy_is_that_of_the_traced_probabilities),
        cmocka_unit_test(test_the_mark_stands_in_the_share_that_it_hits),
        cmocka_unit_test(test_knobs_turn_the_settings),
        cmocka_unit_test(test_knobs_stop_at_their_ends),
        cmocka_unit_test(test_a_knob_keeps_the_random_number),
        cmocka_unit_test(test_an_earlier_position_tells_what_came),
        cmocka_unit_test(test_a_draw_can_be_seen_after_it_was_made),
        cmocka_unit_test(test_who_looks_at_the_end_goes_on_with_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
