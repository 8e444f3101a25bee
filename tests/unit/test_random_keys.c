/* Whatever is pressed, clicked and typed, in any order and at any size: nothing breaks.
 *
 * RANDOM_KEYS says how many events each seed gets; `make asan` gives more of them. The program works in a folder of its
 * own, and no path can be typed, since some commands write files.
 */
#include "support/tui.h"

#include <limits.h>
#include <unistd.h>

#include "base/random.h"
#include "base/utf8.h"
#include "support/folder.h"

enum { KEYS_USUAL = 2500 };

static const char *const words[] = {
    "step 3",
    "finish",
    "back 5",
    "generate 2",
    "continue",
    "undo",
    "redo",
    "reset",
    "recompute",
    "prompt ab abc a",
    "prompt --ids 1,2,3",
    "prompt --ids 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20",
    "prompt",
    "feed ab",
    "goto blocks.1.attn.pattern",
    "goto embed 0",
    "break blocks.0.mlp_out",
    "delete blocks.0.mlp_out",
    "print blocks.0.attn.pattern",
    "print argmax(logits[-1, :])",
    "explain blocks.1.attn.scores[1, 1, 0]",
    "show value blocks.0.attn.q[1, 2, 3]",
    "show value follow",
    "show attention",
    "show program",
    "show kv",
    "show lens",
    "show tokens",
    "show embedding",
    "show diff",
    "show training",
    "show probabilities",
    "layer 1",
    "head 3",
    "head 99",
    "set embed[1, 2] = 3",
    "set logits[0, 0] = 0/0",
    "set blocks.0.attn.pattern[0, 1, :] = 1e30",
    "ablate blocks.0.attn.z[head 1]",
    "diff on",
    "diff off",
    "temperature 0.7",
    "temperature 0",
    "top-k 3",
    "top-p 0.5",
    "repetition-penalty 1.5",
    "seed 7",
    "theme mono",
    "theme projector",
    "theme none",
    "colormap magma",
    "mouse off",
    "lang ko",
    "lang en",
    "lesson",
    "lesson small",
    "lesson 1.2",
    "lesson hint",
    "lesson next",
    "lesson sandbox",
    "lesson return",
    "lesson off",
    "goto 1.4",
    "goto 1.5",
    "goto 1.6",
    "help step",
    "help",
    "nonsense",
    "snapshot a.txt",
    "save a",
    "open a",
};

static const char *const texts[] = {"한",        "ㅜ", "ㅃ", "무",           "닭", "é", "👩‍👩‍👧",
                                    "e\xcc\x81", "가", "「", "\xe2\x80\xae", "ﷺ"};

static const int sizes[][2] = {{80, 24}, {200, 60}, {120, 40}, {40, 10}, {250, 70},
                               {39, 9},  {1, 1},    {80, 12},  {161, 20}};

static int below(Random *random, int count)
{
    return (int)random_below(random, (uint64_t)count);
}

static Event random_text(Random *random)
{
    Event event = {.press = PRESS_TEXT};
    if (below(random, 20))
        event.text[0] = (char)(' ' + 1 + below(random, 94));
    else
        snprintf(event.text, sizeof event.text, "%.7s", texts[below(random, sizeof texts / sizeof *texts)]);
    event.text[utf8_valid_prefix(event.text, strlen(event.text))] = '\0';
    if (strpbrk(event.text, "/.~"))
        strcpy(event.text, " ");
    return event;
}

static Event random_event(Random *random, const Tui *tui)
{
    static const Press often[] = {PRESS_UP, PRESS_DOWN, PRESS_LEFT, PRESS_RIGHT, PRESS_ENTER, PRESS_TAB, PRESS_ESCAPE};
    int kind = below(random, 20);
    if (kind < 9)
        return random_text(random);
    if (kind < 14)
        return (Event){.press = often[below(random, sizeof often / sizeof *often)]};
    return (Event){
        .press = (Press)below(random, PRESS_HANG_UP),
        .text = "n",
        .x = below(random, tui->canvas.width + 2) - 1,
        .y = below(random, tui->canvas.height + 2) - 1,
    };
}

static void type_line(Tui *tui, const char *text)
{
    press_keys(tui, "Esc Esc :");
    for (const char *at = text; *at; at++)
        tui_event(tui, (Event){.press = PRESS_TEXT, .text = {*at, '\0'}});
    tui_event(tui, (Event){.press = PRESS_ENTER});
}

static void check(const Tui *tui)
{
    assert_true(tui->cursor_x < tui->canvas.width && tui->cursor_y < tui->canvas.height);
    for (int i = 0; i < tui->spot_count; i++)
        assert_true(tui->spots[i].rect.x >= 0 && tui->spots[i].rect.y < tui->canvas.height);
    assert_non_null(view_find(tui->session->focus.view));
}

static void random_keys(const char *model, const char *lessons, uint64_t seed)
{
    const char *wanted = getenv("RANDOM_KEYS");
    int count = wanted ? atoi(wanted) : KEYS_USUAL, width = 80, height = 24;
    Error error = {0};
    Session *session;
    Random random;
    if (session_open(model, &session, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    tokenizer_free(session->model->tokenizer);
    assert_int_equal(tiny_tokenizer(&session->model->tokenizer, &error), STATUS_OK);
    say(session, "prompt --ids 3,1,4,1,5");
    Tui *tui = open_tui(session, width, height);
    open_lessons(tui, lessons, seed % 2);
    type_line(tui, "lesson small");
    random_seed(&random, seed);
    for (int i = 0; i < count; i++) {
        int chance = below(&random, 100);
        if (chance == 0) {
            const int *size = sizes[below(&random, sizeof sizes / sizeof *sizes)];
            width = size[0], height = size[1];
        } else if (chance < 4) {
            type_line(tui, words[below(&random, sizeof words / sizeof *words)]);
        } else {
            tui_event(tui, random_event(&random, tui));
        }
        tui->session->quit = false;
        frame_draw(tui, width, height);
        check(tui);
    }
    close_tui(tui);
}

typedef struct Run {
    const char *model;
    uint64_t seed;
} Run;

static void run(const Run *run, const char *folder)
{
    char model[PATH_MAX], lessons[PATH_MAX], data[PATH_MAX], start[PATH_MAX];
    assert_non_null(getcwd(start, sizeof start));
    assert_non_null(realpath(run->model, model));
    assert_non_null(realpath("tests/fixtures/lessons", lessons));
    assert_non_null(realpath("data", data));
    setenv("STEPFORMER_DATA", data, 1);
    setenv("HOME", folder, 1);
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_STATE_HOME");
    assert_int_equal(chdir(folder), 0);
    random_keys(model, lessons, run->seed);
    assert_int_equal(chdir(start), 0);
}

static void test_random_keys_break_nothing_with_a_llama(void **state)
{
    run(&(Run){"tests/fixtures/models/llama-gqa", 1}, *state);
}

static void test_random_keys_break_nothing_with_a_gpt2(void **state)
{
    run(&(Run){"tests/fixtures/models/gpt2-tiny", 2}, *state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_random_keys_break_nothing_with_a_llama),
        IN_FOLDER(test_random_keys_break_nothing_with_a_gpt2),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
