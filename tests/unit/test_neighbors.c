/* Tokens by their embeddings: who is near, what an analogy gives, and where points lie on a plane. */
#include "run/neighbors.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "run/projection.h"
#include "run/symmetric.h"
#include "support/session.h"

/* ---- an embedding of five tokens in two dimensions ---- */

static const Real rows[] = {1, 0, 2, 2, 0, 3, -1, 0, 0, 0};

static const Embedding small = {"embed.W_E", rows, 5, 2};

static void test_neighbors_come_by_their_cosine_and_not_by_their_length(void **state)
{
    (void)state;
    Neighbor found[5];
    int32_t self = 0;
    NeighborQuery query = {(double[]){1, 0}, NULL, &self, 1};
    assert_int_equal(neighbors_find(&small, &query, found, 5), 3); /* a row of zeros has no direction */
    assert_int_equal(found[0].id, 1);
    assert_true(fabs(found[0].cosine - sqrt(0.5)) < 1e-12);
    assert_int_equal(found[1].id, 2);
    assert_true(fabs(found[1].cosine) < 1e-12);
    assert_int_equal(found[2].id, 3);
    assert_true(fabs(found[2].cosine + 1) < 1e-12);
}

static void test_only_the_nearest_are_kept_and_of_equal_ones_the_first(void **state)
{
    (void)state;
    static const Real equal[] = {0, 1, 1, 0, 2, 0, 3, 0};
    Embedding table = {"embed.W_E", equal, 4, 2};
    Neighbor found[2];
    NeighborQuery query = {(double[]){1, 0}, NULL, NULL, 0};
    assert_int_equal(neighbors_find(&table, &query, found, 2), 2);
    assert_int_equal(found[0].id, 1);
    assert_int_equal(found[1].id, 2);
}

static void test_seen_from_the_mean_what_all_rows_share_does_not_count(void **state)
{
    (void)state;
    static const Real shifted[] = {101, 0, 99, 0, 100, 1, 100, -1};
    Embedding table = {"embed.W_E", shifted, 4, 2};
    Neighbor found[3];
    double mean[2], vector[2] = {0};
    int32_t self = 0;
    embedding_mean(&table, mean);
    assert_true(fabs(mean[0] - 100) < 1e-9 && fabs(mean[1]) < 1e-9);
    embedding_add(&table, &self, 1, 1, vector);
    NeighborQuery raw = {vector, NULL, &self, 1}, centered = {vector, mean, &self, 1};
    assert_int_equal(neighbors_find(&table, &raw, found, 3), 3);
    assert_true(found[2].cosine > 0.99);
    assert_int_equal(neighbors_find(&table, &centered, found, 3), 3);
    assert_int_equal(found[2].id, 1);
    assert_true(fabs(found[2].cosine + 1) < 1e-9);
}

static void test_several_tokens_are_taken_by_their_mean(void **state)
{
    (void)state;
    double vector[2] = {10, 10};
    embedding_add(&small, (int32_t[]){0, 1}, 2, -1, vector);
    assert_true(fabs(vector[0] - 8.5) < 1e-12 && fabs(vector[1] - 9) < 1e-12);
}

/* ---- commands agree with expressions ---- */

static void test_neighbors_have_the_cosines_that_expressions_give(void **state)
{
    (void)state;
    Session *session = open_with_text();
    say(session, "neighbors ab raw");
    const EmbeddingInquiry *inquiry = &session->inquiry.embedding;
    assert_int_equal(inquiry->found_count, INQUIRY_NEIGHBORS);
    for (int i = 0; i < inquiry->found_count; i++) {
        char line[96];
        snprintf(line, sizeof line, "print cosine(embed.W_E[3, :], embed.W_E[%d, :])", (int)inquiry->found[i].id);
        assert_true(fabs(strtod(say(session, line), NULL) - inquiry->found[i].cosine) < 1e-7);
        assert_int_not_equal(inquiry->found[i].id, 3);
        assert_true(i == 0 || inquiry->found[i - 1].cosine >= inquiry->found[i].cosine);
    }
    session_free(session);
}

static void test_no_token_that_is_left_out_would_have_been_nearer(void **state)
{
    (void)state;
    Session *session = open_with_text();
    say(session, "neighbors ab raw");
    const EmbeddingInquiry *inquiry = &session->inquiry.embedding;
    double least = inquiry->found[inquiry->found_count - 1].cosine;
    int nearer = 0;
    for (int id = 0; id < 47; id++) {
        char line[96];
        snprintf(line, sizeof line, "print cosine(embed.W_E[3, :], embed.W_E[%d, :])", id);
        nearer += id != 3 && strtod(say(session, line), NULL) > least + 1e-9;
    }
    assert_int_equal(nearer, inquiry->found_count - 1);
    session_free(session);
}

static void test_an_analogy_is_a_minus_b_plus_c_without_the_three(void **state)
{
    (void)state;
    Session *session = open_with_text();
    say(session, "analogy ab a b raw");
    const EmbeddingInquiry *inquiry = &session->inquiry.embedding;
    for (int i = 0; i < inquiry->found_count; i++) {
        char line[160];
        int id = (int)inquiry->found[i].id;
        snprintf(line, sizeof line,
                 "print cosine(embed.W_E[3, :] - embed.W_E[0, :] + embed.W_E[1, :], embed.W_E[%d, :])", id);
        assert_true(fabs(strtod(say(session, line), NULL) - inquiry->found[i].cosine) < 1e-6);
        assert_true(id != 3 && id != 0 && id != 1);
    }
    session_free(session);
}

/* ---- how tokens are named ---- */

static void assert_taken(const char *text, int count, int32_t id, bool spaced, int32_t respelt)
{
    Session *session = open_session();
    Error error = {0};
    TokenChoice choice;
    if (token_choose(session->model, text, &choice, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_int_equal(choice.count, count);
    assert_int_equal(choice.ids[0], id);
    assert_int_equal(choice.spaced, spaced);
    assert_int_equal(choice.respelt, respelt);
    session_free(session);
}

static void test_a_token_is_taken_as_written_and_else_with_a_space_in_front(void **state)
{
    (void)state;
    assert_taken("ab", 1, 3, false, 6);
    assert_taken(" ab", 1, 6, false, 3);
    assert_taken("c", 1, 5, false, -1);
    assert_taken("#46", 1, 46, false, -1);
    assert_taken("돈", 3, 7, false, -1);
}

static void test_what_was_taken_is_said(void **state)
{
    (void)state;
    Session *session = open_with_text();
    assert_non_null(strstr(say(session, "neighbors ab"), "“ab” #3 is taken; “ ab” #6 is another token"));
    assert_non_null(strstr(say(session, "neighbors 돈"), "“돈” is 3 tokens (<EB>|<8F>|<88>): their mean is taken"));
    say_wrong(session, "neighbors #47", STATUS_OUT_OF_RANGE, "0 to 46");
    session_free(session);
}

/* ---- the plane ---- */

static void test_eigenvalues_of_a_known_matrix(void **state)
{
    (void)state;
    double matrix[] = {2, 1, 0, 1, 2, 0, 0, 0, 5}, values[3], vectors[9];
    symmetric_eigen(matrix, 3, values, vectors);
    assert_true(fabs(values[0] - 5) < 1e-12 && fabs(values[1] - 3) < 1e-12 && fabs(values[2] - 1) < 1e-12);
    assert_true(fabs(fabs(vectors[2]) - 1) < 1e-12);
    assert_true(fabs(vectors[3] - vectors[4]) < 1e-12 && fabs(fabs(vectors[3]) - sqrt(0.5)) < 1e-12);
}

static void test_eigenvectors_make_the_matrix_diagonal(void **state)
{
    (void)state;
    enum { N = 40 };
    static double matrix[N * N], kept[N * N], values[N], vectors[N * N];
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            kept[i * N + j] = matrix[i * N + j] = sin(i * j + i + j) + (i == j) * i;
    symmetric_eigen(matrix, N, values, vectors);
    for (int k = 0; k < N; k++)
        for (int i = 0; i < N; i++) {
            double product = 0;
            for (int j = 0; j < N; j++)
                product += kept[i * N + j] * vectors[k * N + j];
            assert_true(fabs(product - values[k] * vectors[k * N + i]) < 1e-10);
        }
}

/* Points along (3, 4) with a little along (-4, 3), and nothing across both. */
static void fill_known(double *points, int width, int count)
{
    for (int i = 0; i < count; i++) {
        double along = i - (count - 1) / 2.0, across = i % 2 ? 0.5 : -0.5;
        memset(points + i * width, 0, (size_t)width * sizeof *points);
        points[i * width] = 7 + 0.6 * along - 0.8 * across;
        points[i * width + 1] = -2 + 0.8 * along + 0.6 * across;
    }
}

static void check_known(int width, int count)
{
    Error error;
    Projection projection;
    double points[16 * 16];
    fill_known(points, width, count);
    assert_int_equal(projection_fit(points, count, width, &projection, &error), STATUS_OK);
    assert_true(projection.explained[0] > 0.9 && projection.explained[1] > 0.001);
    assert_true(fabs(projection.explained[0] + projection.explained[1] - 1) < 1e-9);
    for (int i = 1; i < count; i++) /* distances in the plane are those of the points */
        for (int j = 0; j < i; j++) {
            double there = hypot(points[i * width] - points[j * width], points[i * width + 1] - points[j * width + 1]);
            double here = hypot((double)(projection.at[0][i] - projection.at[0][j]),
                                (double)(projection.at[1][i] - projection.at[1][j]));
            assert_true(fabs(there - here) < 1e-5);
        }
    assert_true(projection.at[0][count - 1] > projection.at[0][0]); /* its largest component is positive */
    projection_free(&projection);
}

static void test_points_of_a_plane_keep_their_distances_on_it(void **state)
{
    (void)state;
    check_known(2, 9);  /* by the covariance of the dimensions */
    check_known(16, 9); /* by the products of the points */
}

static void test_points_that_do_not_differ_explain_nothing(void **state)
{
    (void)state;
    Error error;
    Projection projection;
    double points[] = {1, 2, 3, 1, 2, 3};
    assert_int_equal(projection_fit(points, 2, 3, &projection, &error), STATUS_OK);
    assert_true(projection.explained[0] == 0 && projection.explained[1] == 0);
    assert_true(projection.at[0][0] == 0 && projection.at[1][1] == 0);
    projection_free(&projection);
    assert_int_equal(projection_fit(points, 1, 3, &projection, &error), STATUS_OK);
    assert_true(projection.at[0][0] == 0);
    projection_free(&projection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_neighbors_come_by_their_cosine_and_not_by_their_length),
        cmocka_unit_test(test_only_the_nearest_are_kept_and_of_equal_ones_the_first),
        cmocka_unit_test(test_seen_from_the_mean_what_all_rows_share_does_not_count),
        cmocka_unit_test(test_several_tokens_are_taken_by_their_mean),
        cmocka_unit_test(test_neighbors_have_the_cosines_that_expressions_give),
        cmocka_unit_test(test_no_token_that_is_left_out_would_have_been_nearer),
        cmocka_unit_test(test_an_analogy_is_a_minus_b_plus_c_without_the_three),
        cmocka_unit_test(test_a_token_is_taken_as_written_and_else_with_a_space_in_front),
        cmocka_unit_test(test_what_was_taken_is_said),
        cmocka_unit_test(test_eigenvalues_of_a_known_matrix),
        cmocka_unit_test(test_eigenvectors_make_the_matrix_diagonal),
        cmocka_unit_test(test_points_of_a_plane_keep_their_distances_on_it),
        cmocka_unit_test(test_points_that_do_not_differ_explain_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
