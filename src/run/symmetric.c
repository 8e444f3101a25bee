#include "run/symmetric.h"

#include <math.h>
#include <string.h>

enum { SWEEPS = 60 }; /* about ten are needed; NaN would need forever */

/* Cosine and sine of the angle that turns matrix[p, q] into zero, the smaller one of two. */
static void rotation(const double *matrix, int n, int p, int q, double *c, double *s)
{
    double theta = (matrix[q * n + q] - matrix[p * n + p]) / (2 * matrix[p * n + q]);
    double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
    *c = 1 / sqrt(t * t + 1);
    *s = t * *c;
}

/* Turns the pair of numbers `a` and `b` of a row or column. */
static void turn(double *a, double *b, double c, double s)
{
    double before = *a;
    *a = c * before - s * *b;
    *b = s * before + c * *b;
}

static void rotate(double *matrix, double *vectors, int n, int p, int q)
{
    double c, s;
    rotation(matrix, n, p, q, &c, &s);
    for (int i = 0; i < n; i++)
        turn(&matrix[i * n + p], &matrix[i * n + q], c, s);
    for (int i = 0; i < n; i++)
        turn(&matrix[p * n + i], &matrix[q * n + i], c, s);
    for (int i = 0; i < n; i++)
        turn(&vectors[p * n + i], &vectors[q * n + i], c, s);
    matrix[p * n + q] = matrix[q * n + p] = 0;
}

/* One rotation for every pair that counts beside the diagonal; 0: none did. */
static int sweep(double *matrix, double *vectors, int n, double smallest)
{
    int turned = 0;
    for (int p = 0; p < n; p++)
        for (int q = p + 1; q < n; q++)
            if (fabs(matrix[p * n + q]) > smallest) {
                rotate(matrix, vectors, n, p, q);
                turned++;
            }
    return turned;
}

static double largest_cell(const double *matrix, int n)
{
    double largest = 0;
    for (int i = 0; i < n * n; i++)
        largest = fmax(largest, fabs(matrix[i]));
    return largest;
}

static void swap_rows(double *vectors, int n, int a, int b)
{
    for (int i = 0; i < n; i++) {
        double number = vectors[a * n + i];
        vectors[a * n + i] = vectors[b * n + i];
        vectors[b * n + i] = number;
    }
}

static void sort_descending(double *values, double *vectors, int n)
{
    for (int i = 0; i < n; i++) {
        int best = i;
        for (int j = i + 1; j < n; j++)
            best = values[j] > values[best] ? j : best;
        double value = values[i];
        values[i] = values[best];
        values[best] = value;
        if (best != i)
            swap_rows(vectors, n, i, best);
    }
}

void symmetric_eigen(double *matrix, int n, double *values, double *vectors)
{
    double smallest = 1e-15 * largest_cell(matrix, n);
    memset(vectors, 0, (size_t)n * (size_t)n * sizeof *vectors);
    for (int i = 0; i < n; i++)
        vectors[i * n + i] = 1;
    for (int i = 0; i < SWEEPS && sweep(matrix, vectors, n, smallest); i++) {
    }
    for (int i = 0; i < n; i++)
        values[i] = matrix[i * n + i];
    sort_descending(values, vectors, n);
}
