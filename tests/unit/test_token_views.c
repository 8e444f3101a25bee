/* The tokens view and the embedding view: what they show at several sizes, their keys, and that what they print is so.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "draw/cells.h"
#include "figure/label.h"
#include "figure/number.h"
#include "support/golden.h"
#include "support/session.h"
#include "support/tui.h"
#include "text/merge_trace.h"
#include "view/inspector.h"
#include "view/view.h"

enum { INSPECTOR_LINES = 4 };

/* Hangul with merges, a special token around each text and one in it: 24 tokens, and the model has 47 rows. */
static const char hangul_json[] =
    "{\"added_tokens\":[{\"id\":18,\"content\":\"<s>\",\"special\":true},{\"id\":19,\"content\":\"<sep>\","
    "\"special\":true}],\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1,\"Ġ\":2,\"ab\":3,\"Ġa\":4,\"c\":5,"
    "\"Ġab\":6,\"ë\":7,\"ı\":8,\"Ī\":9,\"ëı\":10,\"ëıĪ\":11,\"ì\":12,\"Ŀ\":13,\"Ģ\":14,\"ìĿ\":15,\"ìĿĢ\":16,"
    "\"ĠëıĪ\":17,\"<s>\":18,\"<sep>\":19,\"Ħ\":20},\"merges\":[\"ì Ŀ\",\"a b\",\"ë ı\",\"ëı Ī\",\"Ġ a\",\"Ġ ab\","
    "\"ìĿ Ģ\",\"Ġ ëıĪ\"]},\"pre_tokenizer\":{\"type\":\"ByteLevel\",\"add_prefix_space\":false},"
    "\"decoder\":{\"type\":\"ByteLevel\"},\"post_processor\":{\"type\":\"TemplateProcessing\",\"single\":["
    "{\"SpecialToken\":{\"id\":\"<s>\",\"type_id\":0}},{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}],\"pair\":[],"
    "\"special_tokens\":{\"<s>\":{\"id\":\"<s>\",\"ids\":[18],\"tokens\":[\"<s>\"]}}}}";

static Session *open_hangul(void)
{
    Session *session = open_session();
    Error error = {0};
    tokenizer_free(session->model->tokenizer);
    session->model->tokenizer = NULL;
    if (tokenizer_parse(hangul_json, strlen(hangul_json), "hangul", &session->model->tokenizer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return session;
}

static Event letter(const char *text)
{
    Event event = {.press = PRESS_TEXT};
    strcpy(event.text, text);
    return event;
}

static Event press(Press press)
{
    return (Event){.press = press};
}

/* The view at this size and, below a line, what the inspector says. */
static void screen(const Session *session, const View *view, ViewState *state, int width, int height, Buffer *out)
{
    Canvas canvas;
    Figure figure;
    Error error = {0};
    canvas_init(&canvas, width, height);
    figure_init(&figure);
    state->width = width;
    state->height = height;
    if (view->figure(session, state, &figure, &error) != STATUS_OK)
        fail_msg("%s: %s", view->name, error.message);
    cells_draw(&canvas, canvas_rect(&canvas), &figure, &(CellsOptions){.depth = COLOR_MONO});
    canvas_text(&canvas, out);
    buffer_append_text(out, "----\n");
    inspector_lines(session, view, state, INSPECTOR_LINES, out);
    figure_free(&figure);
    canvas_free(&canvas);
}

static bool screen_has(const Session *session, const View *view, ViewState *state, const char *words)
{
    Buffer text = {0};
    screen(session, view, state, 80, 24, &text);
    bool found = strstr(buffer_text(&text), words) != NULL;
    if (!found)
        print_message("%s", buffer_text(&text));
    buffer_free(&text);
    return found;
}

static void hit(Session *session, const View *view, ViewState *state, Event event)
{
    Reaction reaction = view->handle(session, state, event);
    assert_int_not_equal(reaction.answer, ANSWER_UNHANDLED);
    if (reaction.answer == ANSWER_COMMAND)
        say(session, reaction.command);
}

static void hit_times(Session *session, const View *view, ViewState *state, Event event, int times)
{
    while (times--)
        hit(session, view, state, event);
}

/* ---- golden screens ---- */

/* Commands before, separated by |, and keys after: s for Space, r and d for Right and Down, others as they are. */
static const struct {
    const char *name, *view, *lines, *keys;
    int width, height;
} goldens[] = {
    {"tokens", "tokens", "prompt ab ab c", "", 80, 24},
    {"tokens-hangul", "tokens", "prompt 돈은 ab<sep>돈은 돈", "rsss", 80, 24},
    {"tokens-hangul-wide", "tokens", "prompt 돈은 ab<sep>돈은 돈", "rrrrrss", 120, 40},
    {"tokens-long", "tokens", "prompt 돈은 돈은 돈은 돈은 돈은 돈은 돈은", "rrrss", 30, 12},
    {"tokens-given", "tokens", "prompt --ids 3,1,40", "rr", 80, 24},
    {"vocabulary", "tokens", "vocabulary ab", "d", 80, 24},
    {"vocabulary-jump", "tokens", "vocabulary #18", "", 80, 24},
    {"embedding-text", "embedding", "prompt 돈은 ab<sep>돈은 돈", "dd", 80, 24},
    {"embedding-neighbors", "embedding", "neighbors 돈", "d", 80, 24},
    {"embedding-centered", "embedding", "neighbors 돈은 centered", "", 120, 40},
    {"embedding-analogy", "embedding", "analogy 돈 은 ab", "", 80, 24},
    {"embedding-map", "embedding", "points 돈", "", 120, 40},
};

static void say_all(Session *session, const char *lines)
{
    char copy[160], *rest = copy;
    strcpy(copy, lines);
    while (rest)
        say(session, strsep(&rest, "|"));
}

static void hit_all(Session *session, const View *view, ViewState *state, const char *keys)
{
    for (; *keys; keys++)
        hit(session, view, state,
            *keys == 's'   ? letter(" ")
            : *keys == 'r' ? press(PRESS_RIGHT)
            : *keys == 'd' ? press(PRESS_DOWN)
                           : letter((char[]){*keys, '\0'}));
}

static void test_screens_look_as_they_did(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++) {
        Session *session = open_hangul();
        const View *view = view_find(goldens[i].view);
        ViewState view_state = {0};
        Buffer text = {0}, before = {0};
        say_all(session, goldens[i].lines);
        screen(session, view, &view_state, goldens[i].width, goldens[i].height, &before);
        hit_all(session, view, &view_state, goldens[i].keys);
        screen(session, view, &view_state, goldens[i].width, goldens[i].height, &text);
        golden_compare(goldens[i].name, text.bytes);
        buffer_free(&before);
        buffer_free(&text);
        session_free(session);
    }
}

/* ---- tokens ---- */

static void test_space_goes_through_all_merges_of_a_text_and_backspace_back(void **state)
{
    (void)state;
    Session *session = open_hangul();
    ViewState view = {0};
    say(session, "prompt 돈 ab");
    assert_true(screen_has(session, &view_tokens, &view, "the tokenizer puts it around every text"));
    hit(session, &view_tokens, &view, letter(" "));
    assert_true(screen_has(session, &view_tokens, &view, "│EB+8F│88│"));
    hit(session, &view_tokens, &view, press(PRESS_ENTER));
    assert_true(screen_has(session, &view_tokens, &view, "[EB 8F]88│"));
    hit(session, &view_tokens, &view, letter(" "));
    assert_true(screen_has(session, &view_tokens, &view, "[돈]"));
    hit(session, &view_tokens, &view, letter(" "));
    assert_int_equal(view.column, 2);
    assert_int_equal(view.row, 0);
    hit_times(session, &view_tokens, &view, letter(" "), 9); /* the last ones change nothing */
    assert_true(screen_has(session, &view_tokens, &view, "[␣ab]"));
    hit_times(session, &view_tokens, &view, press(PRESS_BACKSPACE), 3);
    assert_int_equal(view.column, 1);
    assert_true(screen_has(session, &view_tokens, &view, "[돈]"));
    hit_times(session, &view_tokens, &view, press(PRESS_BACKSPACE), 9);
    assert_int_equal(view.column, 0);
    session_free(session);
}

static void test_the_summary_counts_what_the_text_has(void **state)
{
    (void)state;
    Session *session = open_hangul();
    ViewState view = {0};
    say(session, "prompt 돈은 ab");
    assert_true(
        screen_has(session, &view_tokens, &view, "5 characters · 9 bytes · 3 tokens · 2 syllables, 1.00 tokens each"));
    say(session, "prompt ab ab");
    assert_true(screen_has(session, &view_tokens, &view, "5 characters · 5 bytes · 2 tokens, 2.50 bytes each"));
    session_free(session);
}

/* Every step's line on the screen has the rank, the pair and the id that the tokenizer gives. */
static void test_the_steps_on_the_screen_are_the_tokenizers(void **state)
{
    (void)state;
    Session *session = open_hangul();
    Error error;
    MergeTrace trace = {0};
    const char text[] = "돈은 돈 ab";
    say(session, "prompt 돈은 돈 ab");
    const Tokenizer *tokenizer = session->model->tokenizer;
    assert_int_equal(merge_trace_read(tokenizer, text, sizeof text - 1, true, &trace, &error), STATUS_OK);
    for (size_t i = 0; i < trace.count; i++)
        for (size_t step = 0; step < trace.pieces[i].history.count; step++) {
            const Merge *merge = &trace.pieces[i].history.merges[step];
            ViewState view = {.row = (int)step + 1, .column = (int)i};
            char rank[32], id[32];
            snprintf(rank, sizeof rank, "%4d rank %-6d", (int)step + 1, (int)merge->rank);
            snprintf(id, sizeof id, "” #%d\n", (int)merge->merged);
            assert_true(screen_has(session, &view_tokens, &view, rank));
            assert_true(screen_has(session, &view_tokens, &view, id));
        }
    merge_trace_free(&trace);
    session_free(session);
}

static void test_generated_tokens_are_pieces_too(void **state)
{
    (void)state;
    Session *session = open_hangul();
    ViewState view = {0};
    session->model->config.eos = -1;
    say(session, "prompt ab");
    say(session, "generate 2");
    screen_has(session, &view_tokens, &view, "");
    assert_int_equal(view.columns, 4);
    hit_times(session, &view_tokens, &view, press(PRESS_RIGHT), 3);
    assert_true(screen_has(session, &view_tokens, &view, "drawn or given, not merged from text"));
    session_free(session);
}

static void test_a_question_about_the_vocabulary_opens_it_at_the_token(void **state)
{
    (void)state;
    Session *session = open_hangul();
    ViewState view = {0};
    say(session, "prompt ab");
    assert_int_equal(view_tokens.handle(session, &view, letter("/")).answer, ANSWER_LINE);
    say(session, "vocabulary 돈");
    assert_string_equal(session->focus.view, "tokens");
    assert_true(screen_has(session, &view_tokens, &view, "2 tokens contain “돈”"));
    assert_true(screen_has(session, &view_tokens, &view, "merge 3 of the list makes it: “EB 8F” + “88”"));
    say(session, "vocabulary #17");
    assert_true(screen_has(session, &view_tokens, &view, "The vocabulary: 21 tokens"));
    assert_int_equal(view.row, 17);
    hit(session, &view_tokens, &view, press(PRESS_ENTER));
    assert_string_equal(session->focus.view, "embedding");
    assert_int_equal(session->inquiry.embedding.words[0].ids[0], 17);
    hit(session, &view_tokens, &view, press(PRESS_ESCAPE));
    assert_true(screen_has(session, &view_tokens, &view, "piece 1 of 2"));
    hit(session, &view_tokens, &view, letter("v"));
    assert_true(screen_has(session, &view_tokens, &view, "The vocabulary"));
    session_free(session);
}

/* No line is wider than the room it was made for. */
static void test_nothing_is_cut_at_the_right_edge(void **state)
{
    (void)state;
    Session *session = open_hangul();
    say(session, "prompt ab 돈은 돈은 ab c<sep>돈은돈은돈은돈은돈은 abababababab");
    for (int width = 70; width <= 120; width += 8)
        for (int column = 0; column < 10; column++)
            for (int row = 0; row < 6; row++) {
                Figure figure;
                Error error;
                ViewState view = {.width = width, .height = 16, .column = column, .row = row};
                figure_init(&figure);
                assert_int_equal(view_tokens.figure(session, &view, &figure, &error), STATUS_OK);
                assert_true(figure.text.count < 16);
                for (size_t line = 0; line < figure.text.count; line++) {
                    int cells = 0;
                    for (size_t span = 0; span < figure.text.lines[line].count; span++)
                        cells += utf8_cells(figure.text.lines[line].spans[span].text,
                                            strlen(figure.text.lines[line].spans[span].text));
                    if (cells > width)
                        fail_msg("line %zu of piece %d, step %d takes %d of %d cells", line, column, row, cells, width);
                }
                figure_free(&figure);
            }
    session_free(session);
}

static void test_a_click_chooses_a_piece_or_a_step(void **state)
{
    (void)state;
    Session *session = open_hangul();
    say(session, "prompt 돈은 ab 돈");
    say(session, "show tokens");
    Tui *tui = open_tui(session, 80, 24);
    const ViewState *view = &tui->states[view_index("tokens")];
    happens(tui, place_of(tui, PRESS_CLICK, "돈은│"));
    assert_int_equal(view->column, 1);
    happens(tui, place_of(tui, PRESS_CLICK, "rank 3 "));
    assert_int_equal(view->row, 3);
    happens(tui, place_of(tui, PRESS_CLICK, "bytes")); /* nothing to choose */
    assert_int_equal(view->row, 3);
    happens(tui, place_of(tui, PRESS_CLICK, "␣돈"));
    assert_int_equal(view->column, 3);
    assert_int_equal(view->row, 0);
    close_tui(tui);
}

/* ---- embedding ---- */

static int count_lines_with(const char *text, const char *words)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, words)); at += strlen(words))
        count++;
    return count;
}

/* Each bar's number, read off the screen, is the cosine that an expression gives. */
static void test_the_bars_are_the_cosines_of_the_engine(void **state)
{
    (void)state;
    Session *session = open_hangul();
    ViewState view = {0};
    Buffer text = {0};
    say(session, "neighbors 돈 raw");
    screen(session, &view_embedding, &view, 100, 40, &text);
    for (int i = 0; i < session->inquiry.embedding.found_count; i++) {
        char line[96], number[NUMBER_LENGTH], token[64];
        Buffer name = {0};
        int id = (int)session->inquiry.embedding.found[i].id;
        snprintf(line, sizeof line, "print cosine(embed.W_E[11, :], embed.W_E[%d, :])", id);
        double cosine = strtod(say(session, line), NULL);
        tokenizer_piece_visible(session->model->tokenizer, id, &name);
        snprintf(token, sizeof token, " %s", label_visible((char[LABEL_LENGTH]){0}, buffer_text(&name)));
        const char *at = strstr(text.bytes, token);
        number_format(number, cosine, 0);
        bool found = false;
        for (; at && !found; at = strstr(at + 1, token)) {
            const char *rest = at + strlen(token) + strspn(at + strlen(token), " ");
            found = !strncmp(rest, number, strlen(number));
        }
        if (!found)
            fail_msg("no bar “%s” of %s in\n%s", token, number, text.bytes);
        buffer_free(&name);
    }
    buffer_free(&text);
    session_free(session);
}

static void test_keys_go_from_the_text_to_neighbours_and_on(void **state)
{
    (void)state;
    Session *session = open_hangul();
    ViewState view = {0};
    say(session, "prompt 돈 ab");
    assert_true(screen_has(session, &view_embedding, &view, "The embeddings of the text's 3 different tokens"));
    hit(session, &view_embedding, &view, press(PRESS_DOWN));
    hit(session, &view_embedding, &view, press(PRESS_ENTER));
    assert_true(screen_has(session, &view_embedding, &view, "Nearest to “돈”"));
    assert_true(screen_has(session, &view_embedding, &view, "raw rows of embed.W_E"));
    hit(session, &view_embedding, &view, letter("o"));
    assert_true(screen_has(session, &view_embedding, &view, "rows of embed.W_E less the mean of all rows"));
    hit(session, &view_embedding, &view, letter("m"));
    assert_true(screen_has(session, &view_embedding, &view, "The embeddings of “돈” and of the nearest 20"));
    hit(session, &view_embedding, &view, letter("m"));
    int32_t first = session->inquiry.embedding.found[0].id;
    hit(session, &view_embedding, &view, press(PRESS_ENTER));
    assert_int_equal(session->inquiry.embedding.words[0].ids[0], first);
    hit(session, &view_embedding, &view, letter("t"));
    assert_true(screen_has(session, &view_embedding, &view, "the text's 3 different tokens"));
    session_free(session);
}

static void test_an_analogy_says_what_was_taken_and_left_out(void **state)
{
    (void)state;
    Session *session = open_hangul();
    ViewState view = {0};
    say(session, "analogy 돈 은은 ab");
    assert_true(screen_has(session, &view_embedding, &view, "Nearest to “돈” − “은은” + “ab”, these three left out"));
    assert_true(screen_has(session, &view_embedding, &view, "“은은” is 2 tokens (은|은): their mean is taken"));
    assert_true(screen_has(session, &view_embedding, &view, "“ 돈” #17 is another token"));
    hit(session, &view_embedding, &view, letter("m"));
    assert_true(screen_has(session, &view_embedding, &view, "“돈” − “은은” + “ab”"));
    session_free(session);
}

static void test_the_axes_share_is_that_of_the_points(void **state)
{
    (void)state;
    Session *session = open_hangul();
    ViewState view = {0};
    char share[64];
    double first, second;
    const char *said = say(session, "points 돈");
    const char *line = strstr(said, "two axes explain");
    assert_non_null(line);
    assert_int_equal(sscanf(line, "two axes explain %lf %% and %lf %%", &first, &second), 2);
    assert_true(first >= second && second > 0 && first + second < 100);
    assert_int_equal(count_lines_with(said, "”\n"), 21);
    snprintf(share, sizeof share, "1st axis: %.1f %% of the variance", first);
    assert_true(screen_has(session, &view_embedding, &view, share));
    session_free(session);
}

static void test_a_model_without_tokenizer_still_has_neighbours(void **state)
{
    (void)state;
    Session *session = open_session();
    ViewState tokens = {0}, embedding = {0};
    tokenizer_free(session->model->tokenizer);
    session->model->tokenizer = NULL;
    say(session, "prompt --ids 3,1,4");
    assert_true(screen_has(session, &view_tokens, &tokens, "has no tokenizer.json"));
    assert_true(screen_has(session, &view_embedding, &embedding, "the text's 3 different tokens"));
    say(session, "neighbors #3");
    assert_true(screen_has(session, &view_embedding, &embedding, "Nearest to “#3”"));
    say_wrong(session, "neighbors ab", STATUS_NOT_FOUND, "has no tokenizer");
    say_wrong(session, "vocabulary ab", STATUS_UNSUPPORTED, "no tokenizer.json");
    session_free(session);
}

/* ---- on the whole screen ---- */

static void test_keys_lead_through_both_views_on_the_screen(void **state)
{
    (void)state;
    Session *session = open_hangul();
    session->screen.is_seen = true;
    say(session, "prompt 돈은 ab");
    say(session, "show tokens");
    Tui *tui = open_tui(session, 80, 24);
    place_of(tui, PRESS_NONE, "Space merge");
    press_keys(tui, "Space Space");
    place_of(tui, PRESS_NONE, "[EC 9D]");
    press_keys(tui, "/ # 1 6 Enter");
    place_of(tui, PRESS_NONE, "The vocabulary: 21 tokens");
    press_keys(tui, "Enter");
    place_of(tui, PRESS_NONE, "Nearest to “은”");
    press_keys(tui, "m");
    place_of(tui, PRESS_NONE, "The embeddings of “은”");
    press_keys(tui, "/ a b Enter");
    place_of(tui, PRESS_NONE, "“ab” #3 is taken; “ ab” #6 is another token");
    close_tui(tui);
}

static void test_a_key_that_the_view_answers_is_not_hinted_at_otherwise(void **state)
{
    (void)state;
    Session *session = open_hangul();
    Buffer text = {0};
    say(session, "prompt 돈은 ab");
    Tui *tui = open_tui(session, 80, 24);
    canvas_text(&tui->canvas, &text);
    assert_non_null(strstr(text.bytes, "Space step"));
    say(session, "show tokens");
    frame_draw(tui, 80, 24);
    buffer_clear(&text);
    canvas_text(&tui->canvas, &text);
    assert_null(strstr(text.bytes, "Space step"));
    buffer_free(&text);
    close_tui(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screens_look_as_they_did),
        cmocka_unit_test(test_space_goes_through_all_merges_of_a_text_and_backspace_back),
        cmocka_unit_test(test_the_summary_counts_what_the_text_has),
        cmocka_unit_test(test_the_steps_on_the_screen_are_the_tokenizers),
        cmocka_unit_test(test_generated_tokens_are_pieces_too),
        cmocka_unit_test(test_a_question_about_the_vocabulary_opens_it_at_the_token),
        cmocka_unit_test(test_nothing_is_cut_at_the_right_edge),
        cmocka_unit_test(test_a_click_chooses_a_piece_or_a_step),
        cmocka_unit_test(test_the_bars_are_the_cosines_of_the_engine),
        cmocka_unit_test(test_keys_go_from_the_text_to_neighbours_and_on),
        cmocka_unit_test(test_an_analogy_says_what_was_taken_and_left_out),
        cmocka_unit_test(test_the_axes_share_is_that_of_the_points),
        cmocka_unit_test(test_a_model_without_tokenizer_still_has_neighbours),
        cmocka_unit_test(test_keys_lead_through_both_views_on_the_screen),
        cmocka_unit_test(test_a_key_that_the_view_answers_is_not_hinted_at_otherwise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
