/* Pictures of values: which cells they have, what these are, and the table of the same numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "session/picture.h"
#include "support/folder.h"
#include "support/session.h"

static Figure picture(const Session *session, PictureRequest request)
{
    Figure figure;
    Error error = {0};
    figure_init(&figure);
    if (picture_figure(session->machine, &request, session->prompt, &figure, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return figure;
}

/* Five positions in one pass, two in passes of their own. */
static Session *open_three_passes(void)
{
    Session *session = open_with_text();
    session->model->config.eos = -1;
    say(session, "generate 2");
    return session;
}

static void test_one_head_is_a_matrix_of_query_by_key(void **state)
{
    (void)state;
    Session *session = open_three_passes();
    Figure figure = picture(session, (PictureRequest){.layer = 1, .head = 2});
    assert_int_equal(figure.kind, FIGURE_MATRIX);
    assert_int_equal(figure.matrix.rows, 7);
    assert_int_equal(figure.matrix.columns, 7);
    assert_string_equal(figure.y.name, "query");
    assert_string_equal(figure.x.name, "key");
    assert_string_equal(figure.x.labels[0], "ab");
    assert_non_null(strstr(figure.title, "llama-gqa"));
    assert_non_null(strstr(figure.title, "blocks.1.attn.pattern"));
    assert_non_null(strstr(figure.title, "head 2"));
    figure_free(&figure);
    session_free(session);
}

static void test_the_future_is_masked_in_every_pass(void **state)
{
    (void)state;
    Session *session = open_three_passes();
    static const char *const values[] = {"attn.pattern", "attn.masked"};
    for (int v = 0; v < 2; v++) {
        Figure figure = picture(session, (PictureRequest){.value = values[v], .layer = 0, .head = 1});
        for (int query = 0; query < 7; query++)
            for (int key = 0; key < 7; key++)
                assert_int_equal(tile_state(&figure.matrix, query, key), key > query ? CELL_MASKED : CELL_NUMBER);
        figure_free(&figure);
    }
    session_free(session);
}

static void test_rows_come_from_the_pass_that_brought_them(void **state)
{
    (void)state;
    Session *session = open_three_passes();
    Figure figure = picture(session, (PictureRequest){.layer = 1, .head = 3});
    for (int query = 0; query < 7; query++) {
        Tensor pattern;
        int pass = machine_pass_of(session->machine, query);
        ValueId id = program_find_value(&session->model->program, "blocks.1.attn.pattern", 21);
        assert_true(machine_tensor(session->machine, pass, id, &pattern));
        int64_t row = query - machine_pass_first(session->machine, pass);
        for (int64_t key = 0; key <= query; key++)
            assert_true(*tensor_cell(&pattern, (int64_t[RANK_MAX]){3, row, key}) ==
                        tile_value(&figure.matrix, query, (int)key));
    }
    figure_free(&figure);
    session_free(session);
}

static void test_what_is_not_computed_is_shown_as_such(void **state)
{
    (void)state;
    Session *session = open_with_text();
    say(session, "generate 1");
    say(session, "back 1");
    Figure figure = picture(session, (PictureRequest){.value = "probs"});
    assert_int_equal(tile_state(&figure.matrix, 4, 0), CELL_NUMBER);
    assert_int_equal(tile_state(&figure.matrix, 5, 0), CELL_NOT_COMPUTED);
    figure_free(&figure);
    session_free(session);
}

static void test_keys_that_came_later_have_no_scores(void **state)
{
    (void)state;
    Session *session = open_three_passes();
    Figure figure = picture(session, (PictureRequest){.value = "blocks.0.attn.scores", .head = 0});
    assert_int_equal(tile_state(&figure.matrix, 0, 4), CELL_NUMBER); /* same pass: computed, then masked */
    assert_int_equal(tile_state(&figure.matrix, 0, 5), CELL_NOT_COMPUTED);
    figure_free(&figure);
    session_free(session);
}

static void test_all_layers_and_heads_make_a_grid(void **state)
{
    (void)state;
    Session *session = open_three_passes();
    Figure figure = picture(session, (PictureRequest){.layer = PICTURE_ALL, .head = PICTURE_ALL});
    assert_int_equal(figure.kind, FIGURE_GRID);
    assert_int_equal(figure.grid.rows, 2);
    assert_int_equal(figure.grid.columns, 4);
    assert_string_equal(figure.grid.tiles[6].caption, "L1 H2");
    Figure one = picture(session, (PictureRequest){.layer = 1, .head = 2});
    assert_true(tile_value(&figure.grid.tiles[6], 6, 3) == tile_value(&one.matrix, 6, 3));
    figure_free(&figure);
    figure_free(&one);
    session_free(session);
}

static void test_a_value_without_heads_ignores_the_head(void **state)
{
    (void)state;
    Session *session = open_three_passes();
    Figure figure = picture(session, (PictureRequest){.value = "resid_post", .layer = 1, .head = 99});
    assert_int_equal(figure.kind, FIGURE_MATRIX);
    assert_int_equal(figure.matrix.columns, 24);
    assert_int_equal(figure.scale_kind, SCALE_DIVERGING);
    figure_free(&figure);
    figure = picture(session, (PictureRequest){.value = "resid_post", .layer = PICTURE_ALL});
    assert_int_equal(figure.grid.rows * figure.grid.columns, 2);
    figure_free(&figure);
    session_free(session);
}

static void refused(const Session *session, PictureRequest request, Status status, const char *words)
{
    Figure figure;
    Error error = {0};
    figure_init(&figure);
    assert_int_equal(picture_figure(session->machine, &request, NULL, &figure, &error), status);
    assert_non_null(strstr(error.message, words));
    figure_free(&figure);
}

static void test_wrong_requests_name_what_would_be_right(void **state)
{
    (void)state;
    Session *session = open_three_passes();
    refused(session, (PictureRequest){.layer = 2}, STATUS_OUT_OF_RANGE, "0 to 1");
    refused(session, (PictureRequest){.layer = -2}, STATUS_OUT_OF_RANGE, "0 to 1");
    refused(session, (PictureRequest){.head = 4}, STATUS_OUT_OF_RANGE, "0 to 3");
    refused(session, (PictureRequest){.value = "attn.patern"}, STATUS_NOT_FOUND, "attn.patern");
    session_free(session);
    session = open_session();
    refused(session, (PictureRequest){.layer = 0}, STATUS_NOT_COMPUTED, "prompt");
    session_free(session);
}

/* The fields of one line of a table without quotes. */
static int fields(char *line, char *out[8])
{
    int count = 0;
    for (char *at = line; at && count < 8;)
        out[count++] = strsep(&at, ",");
    return count;
}

static void test_the_table_has_the_figures_numbers(void **state)
{
    (void)state;
    Session *session = open_three_passes();
    PictureRequest request = {.layer = 1, .head = 2};
    Figure figure = picture(session, request);
    Buffer table = {0};
    Error error = {0};
    assert_int_equal(picture_csv(session->machine, &request, &table, &error), STATUS_OK);
    char *rest = table.bytes, *line = strsep(&rest, "\n"), *field[8];
    assert_string_equal(line, "layer,head,query,key,value,query_token,key_token,state\r");
    int lines = 0;
    for (; *rest; lines++) {
        assert_int_equal(fields(strsep(&rest, "\n"), field), 8);
        int query = atoi(field[2]), key = atoi(field[3]);
        assert_string_equal(field[0], "1");
        assert_string_equal(field[1], "2");
        assert_true(strtof(field[4], NULL) == tile_value(&figure.matrix, query, key));
        assert_string_equal(field[7], key > query ? "masked\r" : "number\r");
    }
    assert_int_equal(lines, 49);
    buffer_free(&table);
    figure_free(&figure);
    session_free(session);
}

static void test_tokens_in_the_table_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    Session *session = open_session();
    PictureRequest request = {.value = "embed"};
    Buffer table = {0};
    Error error = {0};
    say(session, "prompt --ids 4,2"); /* " a" and " " */
    say(session, "step");
    assert_int_equal(picture_csv(session->machine, &request, &table, &error), STATUS_OK);
    assert_non_null(strstr(table.bytes, ",\" a\",,number\r\n"));
    assert_non_null(strstr(table.bytes, "layer,head,pos,d_model,value,pos_token,d_model_token,state\r\n,,0,0,"));
    buffer_free(&table);
    session_free(session);
}

static void test_a_png_says_what_it_shows(void **state)
{
    Session *session = open_three_passes();
    Figure figure = picture(session, (PictureRequest){.layer = 0, .head = PICTURE_ALL});
    Path path = path_in(state, "heads.png");
    Error error = {0};
    Status status = picture_png(path.text, &figure, "cividis", session->model, "ab", &error);
    if (status == STATUS_NOT_FOUND)
        skip(); /* a machine without fonts */
    assert_int_equal(status, STATUS_OK);
    Buffer png = {0};
    assert_int_equal(file_read(path.text, 1 << 24, &png, &error), STATUS_OK);
    assert_non_null(memmem(png.bytes, png.length, "blocks.0.attn.pattern", 21));
    assert_non_null(memmem(png.bytes, png.length, "stepformer:prompt", 17));
    assert_int_equal(picture_png(path.text, &figure, "mauve", session->model, "ab", &error), STATUS_NOT_FOUND);
    buffer_free(&png);
    figure_free(&figure);
    session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_head_is_a_matrix_of_query_by_key),
        cmocka_unit_test(test_the_future_is_masked_in_every_pass),
        cmocka_unit_test(test_rows_come_from_the_pass_that_brought_them),
        cmocka_unit_test(test_what_is_not_computed_is_shown_as_such),
        cmocka_unit_test(test_keys_that_came_later_have_no_scores),
        cmocka_unit_test(test_all_layers_and_heads_make_a_grid),
        cmocka_unit_test(test_a_value_without_heads_ignores_the_head),
        cmocka_unit_test(test_wrong_requests_name_what_would_be_right),
        cmocka_unit_test(test_the_table_has_the_figures_numbers),
        cmocka_unit_test(test_tokens_in_the_table_are_quoted_where_they_must_be),
        IN_FOLDER(test_a_png_says_what_it_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
