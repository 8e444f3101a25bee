/* The program, value and attention views and the inspector: how they look, and that every number they show is the one
 * that the machine has. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "figure/number.h"
#include "run/calculator.h"
#include "session/heads.h"
#include "support/golden.h"
#include "support/trace.h"
#include "support/walk.h"
#include "view/inspector_parts.h"

/* ---- golden screens ---- */

static const struct {
    const char *name;
    int width, height;
    const char *lines, *keys; /* commands separated by |, then keys */
} goldens[] = {
    {"program-folded-80x24", 80, 24, "prompt --ids 3,1,4,1,5|step 4|break blocks.0.attn.z|show program", "zD"},
    {"program-120x40", 120, 40, "prompt --ids 3,1,4,1,5|step 4|show program", "b"},
    {"program-48x24", 48, 24, "prompt --ids 3,1,4,1,5|generate 1|show program", ""},
    {"program-hangul-80x24", 80, 24, "lang ko|prompt --ids 3,1,4,1,5|step 4|show program", "b"},
    {"value-positions-80x24", 80, 24, "prompt --ids 3,1,4|finish|show value blocks.0.attn.q[1, 2, 3]", "x]"},
    {"value-whole-80x24", 80, 24, "prompt --ids 3,1,4|finish|show value embed.W_E[4, 7]", "-"},
    {"value-digits-120x40", 120, 40, "prompt --ids 3,1,4,1,5|generate 2|show value blocks.1.resid_post", "++)))"},
    {"value-weight-120x40", 120, 40, "prompt --ids 3,1,4|show value blocks.0.attn.W_Q[1, 2, 3]", "]"},
    {"value-hangul-80x24", 80, 24, "hangul|prompt 돈 은행a 돈|finish|show value logits[2, 18]", "t"},
    {"attention-120x40", 120, 40, "prompt --ids 3,1,4,1,5|generate 2|layer 1|head 2|show attention", "DDDR"},
    {"attention-all-80x24", 80, 24, "prompt --ids 3,1,4,1,5|finish|show attention", "oDR"},
    {"attention-mean-80x24", 80, 24, "prompt --ids 3,1,4,1,5|finish|show attention", "aDDR"},
    {"attention-no-first-80x24", 80, 24, "prompt --ids 3,1,4,1,5|finish|show attention", "rDDDR"},
    {"attention-hangul-80x24", 80, 24, "hangul|prompt 돈 은행a 돈 돈|finish|show attention", "DDDR"},
    {"attention-sentence-80x24", 80, 24, "prompt --ids 3,1,4,1,5|generate 9|show attention", "sDDDDDDDDR"},
    {"attention-sentence-hangul-120x40", 120, 40, "hangul|prompt 돈 은행a 돈 돈|finish|show attention", "sDDDR"},
    {"inspector-open-80x24", 80, 24, "prompt --ids 3,1,4,1,5|finish|show value blocks.0.attn.q[2, 1, 3]", "EDR"},
    {"inspector-deep-120x40", 120, 40, "prompt --ids 3,1,4,1,5|finish|show attention", "DDREE"},
    {"inspector-hangul-80x24", 80, 24, "hangul|prompt 돈 은행a|finish|show value embed[1, 2]", "EE"},
};

static void run_lines(Session *session, const char *text)
{
    char lines[256], *rest = lines;
    strcpy(lines, text);
    for (char *line; (line = strsep(&rest, "|"));) {
        if (!strcmp(line, "hangul"))
            hangul_tokens(session);
        else
            say(session, line);
    }
}

static void test_screens_look_as_they_did(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++) {
        Session *session = open_session();
        ViewState states[VIEW_COUNT] = {0};
        Buffer text = {0};
        session->model->config.eos = -1;
        run_lines(session, goldens[i].lines);
        for (const char *key = goldens[i].keys; *key; key++)
            view_keys(session, &states[view_index(session->focus.view)], (char[2]){*key, '\0'});
        view_screen(session, &states[view_index(session->focus.view)], goldens[i].width, goldens[i].height, &text);
        golden_compare(goldens[i].name, text.bytes);
        say(session, "lang en");
        buffer_free(&text);
        session_free(session);
    }
}

/* ---- the program ---- */

/* The line of the screen that has these words; the caller's buffer. */
static const char *line_with(char *text, const char *words)
{
    char *at = strstr(text, words);
    if (!at)
        fail_msg("no line has \"%s\" in\n%s", words, text);
    while (at > text && at[-1] != '\n')
        at--;
    at[strcspn(at, "\n")] = '\0';
    return at;
}

static void check_row(Session *session, const Buffer *screen, int from, int to, const char *words)
{
    const Program *program = &session->model->program;
    Cost cost = {0};
    double all = 0;
    char share[32], bytes[NUMBER_LENGTH];
    for (int i = 0; i < program->instruction_count; i++) {
        Cost one = program_cost(program, i, 5, 5);
        all += one.flops;
        if (i < from || i >= to)
            continue;
        cost.flops += one.flops;
        cost.bytes_read += one.bytes_read;
        cost.bytes_written += one.bytes_written;
    }
    char *copy = memory_copy_text(screen->bytes, screen->length);
    const char *line = line_with(copy, words);
    snprintf(share, sizeof share, "%.1f %%", 100 * cost.flops / all);
    assert_non_null(strstr(line, share));
    assert_non_null(strstr(line, number_bytes(bytes, (size_t)(cost.bytes_read + cost.bytes_written))));
    if (cost.flops < 999)
        snprintf(share, sizeof share, " %.0f ", cost.flops);
    else
        snprintf(share, sizeof share, " %.*f k", cost.flops < 99950 ? 1 : 0, cost.flops / 1000);
    assert_non_null(strstr(line, share));
    free(copy);
}

static void test_every_line_shows_what_it_costs(void **state)
{
    (void)state;
    Session *session = open_with_text();
    const Program *program = &session->model->program;
    ViewState view = {0};
    Buffer text = {0};
    say(session, "finish");
    view_screen(session, &view, 80, 200, &text);
    for (int i = 0; i < program->instruction_count; i++) {
        char words[32];
        snprintf(words, sizeof words, " %3d ✓ ", i);
        check_row(session, &text, i, i + 1, words);
    }
    buffer_free(&text);
    session_free(session);
}

static void test_a_folded_block_shows_its_totals(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    Buffer text = {0};
    say(session, "step 4");
    view_keys(session, &view, "z");
    view_screen(session, &view, 80, 200, &text);
    assert_null(strstr(text.bytes, "  4 · "));
    const Program *program = &session->model->program;
    int from = 0, to;
    while (program->values[program->instructions[from].out].block != 0)
        from++;
    for (to = from; program->values[program->instructions[to].out].block == 0; to++)
        continue;
    check_row(session, &text, from, to, "▸ blocks.0");
    assert_non_null(strstr(text.bytes, "▶     · ▸ blocks.0")); /* the next instruction is in it */
    view_keys(session, &view, "E");
    assert_false(view.folded[0] & 1);
    session_free(session);
    buffer_free(&text);
}

static void test_arrows_fold_and_unfold(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    view_keys(session, &view, "DL"); /* on the head of block 0 */
    assert_true(view.folded[0] & 1);
    assert_int_equal(view.row, 1);
    view_keys(session, &view, "R");
    assert_false(view.folded[0] & 1);
    view_keys(session, &view, "Z");
    assert_int_equal(view.folded[0], 3);
    session_free(session);
}

/* ---- values ---- */

static void check_cell(const Session *session, const Figure *figure, int row, int column, const Cell *cell)
{
    Real number;
    Error error = {0};
    CellState state = tile_state(&figure->matrix, row, column);
    Status status = cell_read(session->machine, cell, &number, &error);
    if (status == STATUS_NOT_COMPUTED && state != CELL_NOT_COMPUTED)
        fail_msg("%s is shown", error.message);
    if (status == STATUS_OUT_OF_RANGE) /* a key that the query's pass had not seen */
        assert_true(state == CELL_MASKED || state == CELL_NOT_COMPUTED);
    if (status == STATUS_OK && isfinite(number)) {
        assert_true(state == CELL_NUMBER || state == CELL_MASKED);
        assert_true(tile_value(&figure->matrix, row, column) == (float)number);
    }
}

/* All cells of the figure, whose rows and columns are the axes of the cell that are not held. */
static void check_slice(const Session *session, const Figure *figure, Cell cell, int held)
{
    Shape shape = cell_shape(session->machine, cell.kind, cell.id);
    int axes[2] = {-1, -1}, found = shape.rank < 2;
    for (int i = 0; i < shape.rank; i++)
        if (i != held || shape.rank < 3)
            axes[found++] = i;
    assert_int_equal(figure->matrix.columns, shape.size[axes[1]]);
    for (int row = 0; row < figure->matrix.rows; row++)
        for (int column = 0; column < figure->matrix.columns; column++) {
            if (axes[0] >= 0)
                cell.index[axes[0]] = row;
            cell.index[axes[1]] = column;
            check_cell(session, figure, row, column, &cell);
        }
}

static void check_all_slices(Session *session, CellKind kind, int id)
{
    Shape shape = cell_shape(session->machine, kind, id);
    char line[96];
    ViewState view = {0};
    snprintf(line, sizeof line, "show value %s", cell_name(session->machine, kind, id));
    say(session, line);
    for (int turn = 0; turn < (shape.rank > 2 ? 3 : 1); turn++) {
        Figure figure;
        view_picture(session, &view, &figure);
        int usual =
            shape_axis(&shape, AXIS_HEAD) >= 0 ? shape_axis(&shape, AXIS_HEAD) : shape_axis(&shape, AXIS_KV_HEAD);
        int held = shape.rank < 3 ? -1 : (usual + turn) % 3;
        check_slice(session, &figure, view.cell, held);
        figure_free(&figure);
        if (shape.rank < 3)
            break;
        view_keys(session, &view, "x]");
    }
}

static void test_every_slice_of_every_value_and_weight_has_the_machines_numbers(void **state)
{
    (void)state;
    static const char *const places[] = {"finish", "generate 2", "back 30"};
    Session *session = open_with_text();
    session->model->config.eos = -1;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        say(session, places[i]);
        for (ValueId id = 1; id <= session->model->program.value_count; id++)
            check_all_slices(session, CELL_VALUE, id);
    }
    for (WeightId id = 1; id <= session->model->program.weight_count; id++)
        check_all_slices(session, CELL_WEIGHT, id);
    session_free(session);
}

/* Every number of one value, as the file has it and as the machine, which the screens above were compared with. */
static void compare_with_trace(const Session *session, const TraceFile *trace, ValueId id)
{
    const char *name = cell_name(session->machine, CELL_VALUE, id);
    const SafetensorsEntry *entry = trace_entry(trace, name);
    int64_t count = 1;
    for (int i = 0; i < entry->rank; i++)
        count *= entry->size[i];
    for (int64_t at = 0; at < count; at++) {
        Cell cell = {.kind = CELL_VALUE, .id = id};
        int64_t rest = at;
        Real number;
        for (int i = entry->rank - 1; i >= 0; rest /= entry->size[i--])
            cell.index[i] = rest % entry->size[i];
        assert_int_equal(cell_read(session->machine, &cell, &number, NULL), STATUS_OK);
        double traced = trace_number(trace, name, cell.index);
        if (traced != (double)number && !(isnan(traced) && isnan(number)))
            fail_msg("%s, number %d: the trace has %g, the machine %g", name, (int)at, traced, (double)number);
    }
}

static void test_a_trace_file_has_the_same_numbers(void **state)
{
    Session *session = open_with_text();
    say(session, "finish");
    TraceFile trace = trace_of(state, session, 0);
    for (ValueId id = 1; id <= session->model->program.value_count; id++)
        compare_with_trace(session, &trace, id);
    trace_close(&trace);
    session_free(session);
}

static void test_the_screen_prints_what_the_value_holds(void **state)
{
    (void)state;
    Session *session = open_with_text();
    say(session, "finish");
    say(session, "show value blocks.0.attn.q[2, 1, 3]");
    for (int zoom = 0; zoom < 3; zoom++) {
        ViewState view = {.zoom = zoom};
        Buffer text = {0};
        view_screen(session, &view, 200, 30, &text);
        const char *at = strstr(text.bytes, "d_head →");
        for (int pos = 0; pos < 5; pos++)
            for (int d = 0; d < 8; d++) {
                Real number;
                char wanted[NUMBER_LENGTH];
                Cell cell = view.cell;
                cell.index[0] = pos;
                cell.index[2] = d;
                assert_int_equal(cell_read(session->machine, &cell, &number, NULL), STATUS_OK);
                number_column(wanted, (double)number, (int[]){0, 6, 9}[zoom], (int[]){7, 12, 15}[zoom]);
                const char *found = strstr(at, wanted + strspn(wanted, " "));
                if (!found)
                    fail_msg("%s is not in\n%s", wanted, at);
                at = found + strlen(wanted) - strspn(wanted, " ");
            }
        buffer_free(&text);
    }
    session_free(session);
}

static void test_a_block_shows_its_number_farthest_from_zero(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Figure figure;
    ViewState view = {.zoom = -1, .width = 27, .height = 14};
    say(session, "show value embed.W_E");
    view_picture(session, &view, &figure);
    const Tensor *table = &session->model->weights[view.cell.id];
    int rows = figure.y.step, columns = figure.x.step;
    assert_true(rows > 1 && columns > 1);
    for (int r = 0; r < figure.matrix.rows; r++)
        for (int c = 0; c < figure.matrix.columns; c++) {
            float far = 0;
            for (int64_t i = r * rows; i < (r + 1) * rows && i < table->shape.size[0]; i++)
                for (int64_t k = c * columns; k < (c + 1) * columns && k < table->shape.size[1]; k++) {
                    float number = (float)*tensor_cell(table, (int64_t[RANK_MAX]){i, k});
                    far = fabsf(number) > fabsf(far) ? number : far;
                }
            assert_true(tile_value(&figure.matrix, r, c) == far);
        }
    figure_free(&figure);
    session_free(session);
}

static void test_a_pass_has_its_own_positions(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Figure figure;
    ViewState view = {0};
    Cell cell;
    session->model->config.eos = -1;
    say(session, "generate 2");
    say(session, "show value blocks.1.resid_post");
    view_keys(session, &view, ")))"); /* passes 0, 1, 2 */
    view_picture(session, &view, &figure);
    assert_int_equal(figure.matrix.rows, 1);
    assert_true(view_value.cell(session, &view, &cell));
    assert_int_equal(cell.index[0], 6);
    check_cell(session, &figure, 0, 0, &(Cell){cell.kind, cell.id, {6, 0}});
    figure_free(&figure);
    session_free(session);
}

static void test_w_goes_through_the_weights_of_an_instruction_and_back(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    say(session, "show value blocks.0.attn.q");
    view_keys(session, &view, "w");
    assert_int_equal(session->focus.cell.kind, CELL_WEIGHT);
    assert_string_equal(cell_name(session->machine, CELL_WEIGHT, session->focus.cell.id), "blocks.0.attn.W_Q");
    view_keys(session, &view, "w");
    assert_int_equal(session->focus.cell.kind, CELL_VALUE);
    session_free(session);
}

/* ---- attention ---- */

static void test_patterns_in_full_and_small_are_the_machines(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Figure figure;
    ViewState view = {0};
    session->model->config.eos = -1;
    say(session, "generate 2");
    say(session, "show attention");
    say(session, "head 3 1");
    view_picture(session, &view, &figure);
    assert_int_equal(figure.grid.focus, 1 * 4 + 3);
    for (int tile = 0; tile < 8; tile++)
        for (int query = 0; query < 7; query++)
            for (int key = 0; key <= query; key++) {
                Real number = -1;
                Cell cell = {CELL_VALUE, heads_pattern(&session->model->program, tile / 4), {tile % 4, query, key}};
                assert_int_equal(cell_read(session->machine, &cell, &number, NULL), STATUS_OK);
                assert_true(tile_value(&figure.grid.tiles[tile], query, key) == (float)number);
                if (tile == figure.grid.focus)
                    assert_true(tile_value(figure.grid.large, query, key) == (float)number);
            }
    assert_int_equal(tile_state(figure.grid.large, 2, 3), CELL_MASKED);
    assert_int_equal(tile_state(&figure.grid.tiles[0], 2, 3), CELL_MASKED);
    figure_free(&figure);
    session_free(session);
}

static void test_the_mean_is_that_of_all_heads(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Figure figure;
    ViewState view = {0};
    say(session, "finish");
    say(session, "show attention");
    view_keys(session, &view, "a");
    view_picture(session, &view, &figure);
    for (int query = 0; query < 5; query++)
        for (int key = 0; key <= query; key++) {
            double sum = 0;
            for (int head = 0; head < 4; head++) {
                Real number;
                Cell cell = {CELL_VALUE, heads_pattern(&session->model->program, 0), {head, query, key}};
                assert_int_equal(cell_read(session->machine, &cell, &number, NULL), STATUS_OK);
                sum += (double)number;
            }
            assert_true(fabs((double)tile_value(figure.grid.large, query, key) - sum / 4) < 1e-6);
        }
    assert_non_null(strstr(figure.title, "AVERAGE"));
    figure_free(&figure);
    session_free(session);
}

static void test_without_the_first_token_the_others_sum_to_one_and_it_is_said(void **state)
{
    (void)state;
    Session *session = open_with_text();
    Figure figure;
    ViewState view = {0};
    Cell cell;
    say(session, "finish");
    say(session, "show attention");
    view_keys(session, &view, "r");
    view_picture(session, &view, &figure);
    assert_non_null(strstr(figure.title, "NOT the model's pattern"));
    for (int query = 1; query < 5; query++) {
        double sum = 0;
        for (int key = 1; key <= query; key++)
            sum += (double)tile_value(figure.grid.large, query, key);
        assert_true(fabs(sum - 1) < 1e-6);
        assert_int_equal(tile_state(figure.grid.large, query, 0), CELL_MASKED);
    }
    assert_false(view_attention.cell(session, &view, &cell));
    figure_free(&figure);
    session_free(session);
}

static void test_a_thumbnail_of_many_positions_shows_the_largest_of_each_block(void **state)
{
    (void)state;
    Session *session = open_session();
    float values[16 * 16];
    unsigned char states[16 * 16];
    say(session, "prompt --ids 3,1,4,1,5,9,2,6,5,3,5,8,9,7,9,3,2,3,8,4,6,2,6,4,3,3,8,3,2,7,9");
    say(session, "finish");
    ValueId pattern = heads_pattern(&session->model->program, 0);
    assert_int_equal(heads_block(31, 16), 2);
    heads_thumbnail(session->machine, pattern, 1, 2, 16, values, states);
    for (int row = 0; row < 16; row++)
        for (int column = 0; column < 16; column++) {
            double largest = -1;
            for (int query = 2 * row; query < 2 * row + 2 && query < 31; query++)
                for (int key = 2 * column; key < 2 * column + 2 && key <= query; key++) {
                    Real number;
                    Cell cell = {CELL_VALUE, pattern, {1, query, key}};
                    assert_int_equal(cell_read(session->machine, &cell, &number, NULL), STATUS_OK);
                    largest = fmax(largest, (double)number);
                }
            assert_int_equal(states[row * 16 + column], largest < 0 ? CELL_MASKED : CELL_NUMBER);
            if (largest >= 0)
                assert_true((double)values[row * 16 + column] == largest);
        }
    session_free(session);
}

static void test_the_sentence_says_what_the_pattern_holds(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    Figure figure;
    say(session, "finish");
    say(session, "show attention");
    view_keys(session, &view, "sDDDDR");
    view_picture(session, &view, &figure);
    int key = 0;
    for (size_t i = 0; i < figure.text.lines[0].count; i++) {
        const TextSpan *span = &figure.text.lines[0].spans[i];
        if (!span->shaded)
            continue;
        Real number;
        char percent[16];
        Cell cell = {CELL_VALUE, heads_pattern(&session->model->program, 0), {0, 4, key}};
        assert_int_equal(cell_read(session->machine, &cell, &number, NULL), STATUS_OK);
        assert_true(span->value == (float)number);
        snprintf(percent, sizeof percent, " %.0f%%", 100 * (double)number);
        if (number >= 0.01f && strncmp(figure.text.lines[1].spans[key].text, percent, strlen(percent)) != 0)
            fail_msg("key %d: %s, not %s", key, figure.text.lines[1].spans[key].text, percent);
        key++;
    }
    assert_int_equal(key, 5);
    figure_free(&figure);
    session_free(session);
}

static void test_a_long_sentence_keeps_its_cursor_in_sight(void **state)
{
    (void)state;
    Session *session = open_session();
    ViewState view = {0};
    say(session, "prompt --ids 3,1,4,1,5,9,2,6,5,3,5,8,9,7,9,3,2,3,8,4,6,2,6,4,3,3,8,3,2,7,9");
    say(session, "finish");
    say(session, "show attention");
    view_keys(session, &view, "s");
    for (int i = 0; i < 30; i++) {
        Buffer text = {0};
        view_screen(session, &view, 40, 8, &text);
        assert_non_null(strchr(text.bytes, '[')); /* around the key under the cursor */
        buffer_free(&text);
        view_keys(session, &view, "RD");
    }
    session_free(session);
}

/* ---- the inspector ---- */

/* Every operand of the list, with its nine digits, in the order of the list. */
static void check_list(Session *session, const Cell *cell)
{
    CellExplanation explained;
    ViewState view = {0};
    Figure figure;
    Buffer text = {0};
    Error error = {0};
    session_leave_trail(session);
    assert_int_equal(session_into(session, cell, &error), STATUS_OK);
    assert_int_equal(explain_cell(session->machine, cell, &explained, &error), STATUS_OK);
    figure_init(&figure);
    inspector_figure(session, &view, 200, 2000, &figure);
    cells_text(&figure, 200, 2000, &text);
    Terms terms = terms_of(&explained.explanation);
    const char *at = text.bytes;
    for (int i = 0; i < terms.count; i++)
        for (int k = 0; k < terms.items[i].operands; k++) {
            Real number;
            char wanted[NUMBER_LENGTH + 2] = " ";
            cell_read(session->machine, &explained.operands[terms.items[i].operand + k], &number, NULL);
            number_precise(wanted + 1, (double)number, 9);
            at = strstr(at, wanted);
            if (!at)
                fail_msg("%s is missing in\n%s", wanted, text.bytes);
        }
    terms_free(&terms);
    figure_free(&figure);
    buffer_free(&text);
    explain_free(&explained);
}

static Cell last_cell(const Session *session, ValueId id)
{
    Cell cell = {.kind = CELL_VALUE, .id = id};
    Shape shape = cell_shape(session->machine, CELL_VALUE, id);
    for (int i = 0; i < shape.rank; i++)
        cell.index[i] = shape.size[i] - 1;
    return cell;
}

static void test_the_list_of_every_instruction_has_the_machines_operands(void **state)
{
    (void)state;
    Session *session = open_with_text();
    session->model->config.eos = -1;
    say(session, "generate 1");
    for (ValueId id = 1; id <= session->model->program.value_count; id++) {
        Cell cell = last_cell(session, id);
        check_list(session, &cell);
    }
    session_free(session);
}

/* What the line of arithmetic gives when it is typed: the number, to its last digit, or the line says what instead. */
static void test_the_arithmetic_gives_the_number_or_says_what_it_gives(void **state)
{
    (void)state;
    Session *session = open_with_text();
    int checked = 0, said = 0;
    say(session, "finish");
    for (ValueId id = 1; id <= session->model->program.value_count; id++)
        for (int cells = 60; cells < 200; cells += 60) {
            CellExplanation explained;
            Buffer line = {0};
            Cell cell = last_cell(session, id);
            assert_int_equal(explain_cell(session->machine, &cell, &explained, NULL), STATUS_OK);
            Terms terms = terms_of(&explained.explanation);
            words_arithmetic(session, &explained, &terms, cells, &line);
            char *note = strstr(line.bytes, "(as written: "), *end = strstr(line.bytes, "  (");
            double typed, shown = explained.number;
            said += note != NULL;
            if (end)
                *end = '\0';
            if (!calculator_evaluate(line.bytes + 2, &typed))
                fail_msg("%s cannot be typed", line.bytes);
            double unit = pow(10, floor(log10(fabs(shown))) - 5);
            if (!note && isfinite(shown) && shown != 0 && fabs(typed - shown) > 1.01 * unit)
                fail_msg("%s = %.9g, not %.6g", line.bytes, typed, shown);
            checked++;
            terms_free(&terms);
            buffer_free(&line);
            explain_free(&explained);
        }
    assert_true(said < checked / 2);
    session_free(session);
}

/* From a logit, always into the largest part that was itself computed, until a row of the embedding. */
static void test_one_can_go_from_a_logit_to_a_row_of_the_embedding_and_back(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    Cell path[TRAIL_MOST];
    int steps = 0;
    say(session, "finish");
    Figure figure;
    say(session, "show value logits[4, 7]");
    view_picture(session, &view, &figure); /* the key asks about what is drawn */
    figure_free(&figure);
    view_keys(session, &view, "i");
    while (trail_end(&session->focus.trail)->kind == CELL_VALUE) {
        CellExplanation explained;
        path[steps++] = *trail_end(&session->focus.trail);
        assert_int_equal(explain_cell(session->machine, &path[steps - 1], &explained, NULL), STATUS_OK);
        bool has_value = false;
        for (size_t i = 0; i < explained.explanation.operand_count; i++)
            has_value |= explained.operands[i].kind == CELL_VALUE;
        explain_free(&explained);
        view_keys(session, &view, "E");
        if (trail_end(&session->focus.trail)->kind == CELL_WEIGHT && has_value) { /* a gain: take what it multiplies */
            view_keys(session, &view, "B");
            view_keys(session, &view, "DE");
        }
        assert_true(steps < TRAIL_MOST - 1);
    }
    assert_string_equal(cell_name(session->machine, CELL_WEIGHT, trail_end(&session->focus.trail)->id), "embed.W_E");
    assert_string_equal(session->focus.view, "value");
    while (steps > 0) {
        view_keys(session, &view, "B");
        assert_memory_equal(trail_end(&session->focus.trail), &path[--steps], sizeof(Cell));
    }
    view_keys(session, &view, "B");
    assert_false(inspector_is_open(session));
    session_free(session);
}

static void test_back_from_an_operand_the_cursor_is_on_it(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState view = {0};
    say(session, "finish");
    say(session, "show value blocks.0.attn.q[2, 1, 3]");
    view_keys(session, &view, "EDDR");
    view_keys(session, &view, "E");
    view_keys(session, &view, "DDB");
    Figure figure;
    figure_init(&figure);
    inspector_figure(session, &view, 80, 20, &figure);
    assert_int_equal(view.term, 2);
    assert_int_equal(view.operand, 1);
    figure_free(&figure);
    session_free(session);
}

static void test_leaving_the_inspector_comes_back_to_the_view_where_it_was_opened(void **state)
{
    (void)state;
    Session *session = open_with_text();
    ViewState attention = {0}, value = {0};
    say(session, "finish");
    say(session, "show attention");
    view_keys(session, &attention, "DDEE");
    assert_string_equal(session->focus.view, "value");
    view_key(session, &value, key_press(PRESS_ESCAPE));
    assert_string_equal(session->focus.view, "attention");
    assert_int_equal(session->focus.cell.id, 0);
    say(session, "into embed[0, 0]");
    say(session, "show program");
    assert_false(inspector_is_open(session));
    say(session, "into embed[0, 0]");
    say(session, "prompt --ids 1,2");
    assert_false(inspector_is_open(session));
    session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screens_look_as_they_did),
        cmocka_unit_test(test_every_line_shows_what_it_costs),
        cmocka_unit_test(test_a_folded_block_shows_its_totals),
        cmocka_unit_test(test_arrows_fold_and_unfold),
        cmocka_unit_test(test_every_slice_of_every_value_and_weight_has_the_machines_numbers),
        IN_FOLDER(test_a_trace_file_has_the_same_numbers),
        cmocka_unit_test(test_the_screen_prints_what_the_value_holds),
        cmocka_unit_test(test_a_block_shows_its_number_farthest_from_zero),
        cmocka_unit_test(test_a_pass_has_its_own_positions),
        cmocka_unit_test(test_w_goes_through_the_weights_of_an_instruction_and_back),
        cmocka_unit_test(test_patterns_in_full_and_small_are_the_machines),
        cmocka_unit_test(test_the_mean_is_that_of_all_heads),
        cmocka_unit_test(test_without_the_first_token_the_others_sum_to_one_and_it_is_said),
        cmocka_unit_test(test_a_thumbnail_of_many_positions_shows_the_largest_of_each_block),
        cmocka_unit_test(test_the_sentence_says_what_the_pattern_holds),
        cmocka_unit_test(test_a_long_sentence_keeps_its_cursor_in_sight),
        cmocka_unit_test(test_the_list_of_every_instruction_has_the_machines_operands),
        cmocka_unit_test(test_the_arithmetic_gives_the_number_or_says_what_it_gives),
        cmocka_unit_test(test_one_can_go_from_a_logit_to_a_row_of_the_embedding_and_back),
        cmocka_unit_test(test_back_from_an_operand_the_cursor_is_on_it),
        cmocka_unit_test(test_leaving_the_inspector_comes_back_to_the_view_where_it_was_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
