/* The screen as a file: text, colours and pixels, with and without a terminal. */
#include "base/file.h"
#include "base/utf8.h"
#include "draw/ansi.h"
#include "draw/canvas_picture.h"
#include "draw/font.h"
#include "support/folder.h"
#include "support/session.h"
#include "tui/offscreen.h"
#include "view/theme_inks.h"

static const Rgb ink = {10, 200, 30}, paper = {1, 2, 3};

static bool same(Rgb a, Rgb b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

/* ---- the whole screen ---- */

static void snapshot(Session *session, const char *path, const char *options, Buffer *out)
{
    Buffer line = {0};
    buffer_format(&line, "snapshot \"%s\"%s", path, options);
    say(session, line.bytes);
    assert_int_equal(file_read(path, 1 << 24, out, NULL), STATUS_OK);
    buffer_free(&line);
}

static int count_lines(const char *text, int most_cells)
{
    int lines = 0;
    for (; *text; lines++) {
        size_t length = strcspn(text, "\n");
        assert_in_range(utf8_cells(text, length), 0, most_cells);
        text += length + 1;
    }
    return lines;
}

static void test_a_script_has_a_whole_screen(void **state)
{
    static const struct {
        const char *options;
        int width, height;
    } sizes[] = {{"", 100, 30}, {" --size 80x24", 80, 24}, {" --size 200x60", 200, 60}};
    Path path = path_in(state, "screen.txt");
    Session *session = open_with_text();
    Offscreen *offscreen = offscreen_new(session);
    say(session, "finish");
    say(session, "show probabilities");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        Buffer text = {0};
        snapshot(session, path.text, sizes[i].options, &text);
        assert_int_equal(count_lines(text.bytes, sizes[i].width), sizes[i].height);
        assert_non_null(strstr(text.bytes, "llama-gqa")); /* the title */
        assert_non_null(strstr(text.bytes, "[temperature 0]"));
        assert_non_null(strstr(text.bytes, "command")); /* the hints */
        buffer_free(&text);
    }
    offscreen_free(offscreen);
    assert_null(session->screen.canvas);
    session_free(session);
}

static void test_a_snapshot_shows_the_session_as_it_is_now(void **state)
{
    Path path = path_in(state, "screen.txt");
    Session *session = open_with_text();
    Offscreen *offscreen = offscreen_new(session);
    Buffer before = {0}, after = {0};
    snapshot(session, path.text, "", &before);
    say(session, "step 3");
    snapshot(session, path.text, "", &after);
    assert_string_not_equal(before.bytes, after.bytes);
    assert_non_null(strstr(after.bytes, "blocks.0.attn.k"));
    buffer_free(&before);
    buffer_free(&after);
    offscreen_free(offscreen);
    session_free(session);
}

/* The size of a PNG stands in its header, big-endian. */
static long png_number(const Buffer *png, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)png->bytes + at;
    return (long)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

static bool has_fonts(void)
{
    Font *font;
    bool found = font_open(&font, NULL) == STATUS_OK;
    if (found)
        font_close(font);
    else
        print_message("skipped: there are no fonts here\n");
    return found;
}

static void test_a_picture_has_every_cell_of_the_screen(void **state)
{
    Path path = path_in(state, "screen.png");
    Buffer png = {0};
    if (!has_fonts())
        skip();
    Session *session = open_with_text();
    Offscreen *offscreen = offscreen_new(session);
    snapshot(session, path.text, " --size 80x24", &png);
    assert_int_equal(png_number(&png, 16), 80 * CANVAS_PICTURE_WIDTH + 2 * CANVAS_PICTURE_MARGIN);
    assert_int_equal(png_number(&png, 20), 24 * CANVAS_PICTURE_HEIGHT + 2 * CANVAS_PICTURE_MARGIN);
    buffer_free(&png);
    offscreen_free(offscreen);
    session_free(session);
}

/* A value that is too wide for a picture of numbers is painted in colours, and that is said. */
static void test_a_value_of_512_columns_becomes_a_picture(void **state)
{
    static const char model[] = "../shared/models/stories260k";
    Path path = path_in(state, "probs.png");
    Session *session = NULL;
    Buffer line = {0};
    if (!has_fonts() || session_open(model, &session, NULL) != STATUS_OK) {
        print_message("skipped: %s is not here\n", model);
        skip();
    }
    say(session, "prompt Once upon a time");
    say(session, "finish");
    say(session, "show value probs");
    buffer_format(&line, "picture \"%s\"", path.text);
    assert_non_null(strstr(say(session, line.bytes), "in colours"));
    assert_true(file_exists(path.text));
    buffer_free(&line);
    session_free(session);
}

/* ---- pixels ---- */

static CanvasInks plain_inks(void)
{
    CanvasInks inks = {.ink = ink, .paper = paper};
    for (int style = 0; style < STYLE_COUNT; style++)
        inks.styles[style] = (CanvasInk){.ink = ink, .ground = paper};
    inks.styles[STYLE_CURSOR].reverse = true;
    return inks;
}

/* How many pixels of a cell are not as the paper. */
static int inked(const Image *image, int x, int y)
{
    int count = 0;
    for (int row = 0; row < CANVAS_PICTURE_HEIGHT; row++)
        for (int column = 0; column < CANVAS_PICTURE_WIDTH; column++)
            count += !same(image_at(image, CANVAS_PICTURE_MARGIN + x * CANVAS_PICTURE_WIDTH + column,
                                    CANVAS_PICTURE_MARGIN + y * CANVAS_PICTURE_HEIGHT + row),
                           paper);
    return count;
}

/* Draws one text at (1, 1) of a canvas of 6 x 3 cells. */
static Image picture_of(Style style, const char *text)
{
    Canvas canvas;
    Image image;
    Error error = {0};
    CanvasInks inks = plain_inks();
    canvas_init(&canvas, 6, 3);
    canvas_put(&canvas, canvas_rect(&canvas), 1, 1, style, text);
    if (canvas_picture(&canvas, &inks, &image, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    canvas_free(&canvas);
    return image;
}

enum { CELL = CANVAS_PICTURE_WIDTH * CANVAS_PICTURE_HEIGHT };

static void test_signs_fill_their_cells_and_no_others(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int width;       /* cells */
        int least, most; /* pixels of the first cell */
    } signs[] = {
        {"a", 1, 10, CELL / 2},
        {"가", 2, 10, CELL / 2},
        {"█", 1, CELL, CELL},
        {"▀", 1, CELL / 2, CELL / 2},
        {"▄", 1, CELL / 2, CELL / 2},
        {"▌", 1, CELL / 2, CELL / 2},
        {"─", 1, CANVAS_PICTURE_WIDTH, CANVAS_PICTURE_WIDTH},
        {"│", 1, CANVAS_PICTURE_HEIGHT, CANVAS_PICTURE_HEIGHT},
        {"┼", 1, CANVAS_PICTURE_WIDTH + CANVAS_PICTURE_HEIGHT - 1, CANVAS_PICTURE_WIDTH + CANVAS_PICTURE_HEIGHT - 1},
        {"▒", 1, CELL, CELL},
    };
    if (!has_fonts())
        skip();
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        Image image = picture_of(STYLE_NORMAL, signs[i].text);
        for (int y = 0; y < 3; y++)
            for (int x = 0; x < 6; x++) {
                bool own = y == 1 && x >= 1 && x < 1 + signs[i].width;
                int count = inked(&image, x, y);
                if (own ? count < signs[i].least || count > signs[i].most : count != 0)
                    fail_msg("%s: %d pixels in cell (%d, %d)", signs[i].text, count, x, y);
            }
        image_free(&image);
    }
}

static void test_reversed_text_is_paper_on_ink(void **state)
{
    (void)state;
    if (!has_fonts())
        skip();
    Image image = picture_of(STYLE_CURSOR, " ");
    assert_int_equal(inked(&image, 1, 1), CELL);
    assert_int_equal(inked(&image, 2, 1), 0);
    image_free(&image);
    image = picture_of(STYLE_CURSOR, "█");
    assert_int_equal(inked(&image, 1, 1), 0);
    image_free(&image);
}

/* ---- colours ---- */

static void test_the_256_colours_look_as_they_are_chosen(void **state)
{
    (void)state;
    for (int color = 16; color < 256; color++) {
        Rgb looks = ansi_rgb(color), again = ansi_rgb(ansi_256(looks));
        if (!same(looks, again)) /* greys occur in the cube too: another number of the same looks is fine */
            fail_msg("%d looks like %d", color, ansi_256(looks));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_a_script_has_a_whole_screen),
        IN_FOLDER(test_a_snapshot_shows_the_session_as_it_is_now),
        IN_FOLDER(test_a_picture_has_every_cell_of_the_screen),
        IN_FOLDER(test_a_value_of_512_columns_becomes_a_picture),
        cmocka_unit_test(test_signs_fill_their_cells_and_no_others),
        cmocka_unit_test(test_reversed_text_is_paper_on_ink),
        cmocka_unit_test(test_the_256_colours_look_as_they_are_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
