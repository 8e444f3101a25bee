/* Attention one position at a time gives what attention over all positions gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "op/op_case.h"

enum { POSITIONS = 6, HEADS = 4, KV_HEADS = 2, D_HEAD = 6, WINDOW = 3 };

/* One attention layer's values for `rows` new positions of `seen`, in the order of the program. */
typedef struct Layer {
    Real rotated_q[POSITIONS * HEADS * D_HEAD], rotated_k[POSITIONS * KV_HEADS * D_HEAD];
    Real scores[HEADS * POSITIONS * POSITIONS], masked[HEADS * POSITIONS * POSITIONS];
    Real pattern[HEADS * POSITIONS * POSITIONS], z[POSITIONS * HEADS * D_HEAD];
} Layer;

static Tensor run_op(const Op *op, OpParams params, int64_t first, Tensor a, Tensor b, Real *out)
{
    Call call = {.in = {a, b}, .params = &params, .first_position = first, .threads = 1};
    Shape shape;
    Error error;
    if (op->shape(&call, &shape, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    Tensor tensor = tensor_over(out, &shape);
    op->forward(&call, &tensor);
    return tensor;
}

/* q, k and v hold all positions; computes rows [first, first + rows). Rotated keys stay from earlier calls. */
static void run_layer(Layer *l, Real *q, Real *k, Real *v, int64_t first, int64_t rows)
{
    static const double frequencies[D_HEAD / 2] = {1, 0.2, 0.01};
    const OpParams rope = {.rope = {frequencies}}, scale = {.scores = {0.4}}, mask = {.mask = {MASK_SLIDING, WINDOW}};
    Shape q_shape = shape_3(AXIS_POS, rows, AXIS_HEAD, HEADS, AXIS_D_HEAD, D_HEAD);
    Shape k_shape = shape_3(AXIS_POS, rows, AXIS_KV_HEAD, KV_HEADS, AXIS_D_HEAD, D_HEAD);
    Shape past = shape_3(AXIS_POS, first + rows, AXIS_KV_HEAD, KV_HEADS, AXIS_D_HEAD, D_HEAD);
    Tensor none = {0}, new_q = tensor_over(q + first * HEADS * D_HEAD, &q_shape);
    Tensor new_k = tensor_over(k + first * KV_HEADS * D_HEAD, &k_shape);
    run_op(&op_rope, rope, first, new_k, none, l->rotated_k + first * KV_HEADS * D_HEAD);
    Tensor rotated = run_op(&op_rope, rope, first, new_q, none, l->rotated_q);
    Tensor scores = run_op(&op_scores, scale, first, rotated, tensor_over(l->rotated_k, &past), l->scores);
    Tensor masked = run_op(&op_mask, mask, first, scores, none, l->masked);
    Tensor pattern = run_op(&op_softmax, (OpParams){0}, first, masked, none, l->pattern);
    run_op(&op_mix, (OpParams){0}, first, pattern, tensor_over(v, &past), l->z);
}

static void assert_near(double a, double b)
{
    if (!(a == b || fabs(a - b) <= 1e-6 * (1 + fabs(b))))
        fail_msg("%.9g is not %.9g", a, b);
}

/* Cells [head, query, key] of a decoded row against row p of all of them; keys after p are absent there. */
static void assert_row(const Real *row, const Real *all, int64_t p)
{
    for (int64_t h = 0; h < HEADS; h++)
        for (int64_t key = 0; key <= p; key++)
            assert_near(row[h * (p + 1) + key], all[(h * POSITIONS + p) * POSITIONS + key]);
}

static void fill(Real *numbers, int64_t count, Random *random)
{
    for (int64_t i = 0; i < count; i++)
        numbers[i] = (Real)random_normal(random);
}

static void test_a_decoded_row_is_the_row_of_the_full_pass(void **state)
{
    (void)state;
    Random random;
    random_seed(&random, 4);
    Real q[POSITIONS * HEADS * D_HEAD], k[POSITIONS * KV_HEADS * D_HEAD], v[POSITIONS * KV_HEADS * D_HEAD];
    fill(q, sizeof q / sizeof *q, &random);
    fill(k, sizeof k / sizeof *k, &random);
    fill(v, sizeof v / sizeof *v, &random);
    Layer all, row;
    run_layer(&all, q, k, v, 0, POSITIONS);
    for (int64_t p = 0; p < POSITIONS; p++) {
        run_layer(&row, q, k, v, p, 1);
        for (int64_t i = 0; i < HEADS * D_HEAD; i++) {
            assert_near(row.rotated_q[i], all.rotated_q[p * HEADS * D_HEAD + i]);
            assert_near(row.z[i], all.z[p * HEADS * D_HEAD + i]);
        }
        assert_row(row.scores, all.scores, p);
        assert_row(row.masked, all.masked, p);
        assert_row(row.pattern, all.pattern, p);
    }
}

static void test_hidden_positions_get_exactly_no_attention(void **state)
{
    (void)state;
    Random random;
    random_seed(&random, 5);
    Real q[POSITIONS * HEADS * D_HEAD], k[POSITIONS * KV_HEADS * D_HEAD], v[POSITIONS * KV_HEADS * D_HEAD];
    fill(q, sizeof q / sizeof *q, &random);
    fill(k, sizeof k / sizeof *k, &random);
    fill(v, sizeof v / sizeof *v, &random);
    Layer all;
    run_layer(&all, q, k, v, 0, POSITIONS);
    for (int64_t i = 0; i < HEADS * POSITIONS * POSITIONS; i++) {
        int64_t query = i / POSITIONS % POSITIONS, key = i % POSITIONS;
        bool visible = key <= query && key > query - WINDOW;
        assert_true((all.pattern[i] == 0) == !visible);
        assert_true((all.masked[i] == (Real)-INFINITY) == !visible);
    }
}

static void test_a_key_cache_may_lie_in_any_strides(void **state)
{
    (void)state;
    Real q[HEADS * D_HEAD], k[POSITIONS * KV_HEADS * D_HEAD], by_head[KV_HEADS * 10 * D_HEAD];
    Real dense[HEADS * POSITIONS], strided[HEADS * POSITIONS];
    Random random;
    random_seed(&random, 6);
    fill(q, sizeof q / sizeof *q, &random);
    fill(k, sizeof k / sizeof *k, &random);
    Shape q_shape = shape_3(AXIS_POS, 1, AXIS_HEAD, HEADS, AXIS_D_HEAD, D_HEAD);
    Shape past = shape_3(AXIS_POS, POSITIONS, AXIS_KV_HEAD, KV_HEADS, AXIS_D_HEAD, D_HEAD);
    Tensor keys = tensor_over(k, &past), cache = tensor_over(by_head, &past);
    cache.stride[0] = D_HEAD, cache.stride[1] = 10 * D_HEAD;
    for (int64_t i = 0; i < POSITIONS * KV_HEADS * D_HEAD; i++) {
        int64_t index[RANK_MAX];
        shape_index(&past, i, index);
        *tensor_cell(&cache, index) = *tensor_cell(&keys, index);
    }
    OpParams scale = {.scores = {0.4}};
    run_op(&op_scores, scale, POSITIONS - 1, tensor_over(q, &q_shape), keys, dense);
    run_op(&op_scores, scale, POSITIONS - 1, tensor_over(q, &q_shape), cache, strided);
    assert_memory_equal(dense, strided, sizeof dense);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_decoded_row_is_the_row_of_the_full_pass),
        cmocka_unit_test(test_hidden_positions_get_exactly_no_attention),
        cmocka_unit_test(test_a_key_cache_may_lie_in_any_strides),
    };
    return cmocka_run_group_tests_name("op_decode", tests, NULL, NULL);
}
