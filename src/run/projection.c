#include "run/projection.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "run/symmetric.h"

/* The points with their mean at the origin, and what is worked out of them. */
typedef struct Fit {
    int count, width;
    double *points;                  /* [count, width] */
    int size;                        /* the smaller of count and width */
    double *products;                /* [size, size] */
    double *values, *vectors, *axis; /* [size], [size, size], [width] */
} Fit;

static bool fit_allocate(Fit *fit)
{
    size_t size = (size_t)fit->size, cells = (size_t)fit->count * (size_t)fit->width;
    fit->points = memory_try(cells, sizeof(double));
    fit->products = memory_try(size * size, sizeof(double));
    fit->values = memory_try(size, sizeof(double));
    fit->vectors = memory_try(size * size, sizeof(double));
    fit->axis = memory_try((size_t)fit->width, sizeof(double));
    return fit->points && fit->products && fit->values && fit->vectors && fit->axis;
}

static void fit_free(Fit *fit)
{
    free(fit->points);
    free(fit->products);
    free(fit->values);
    free(fit->vectors);
    free(fit->axis);
}

static void fit_center(Fit *fit, const double *points)
{
    for (int d = 0; d < fit->width; d++) {
        double mean = 0;
        for (int i = 0; i < fit->count; i++)
            mean += points[i * fit->width + d] / fit->count;
        for (int i = 0; i < fit->count; i++)
            fit->points[i * fit->width + d] = points[i * fit->width + d] - mean;
    }
}

/* The covariance of the dimensions, up to a factor; or, where points are fewer, the products of the points: both
 * matrices have the same eigenvalues but for zeros, and the smaller one is less work. */
static void fit_products(Fit *fit)
{
    bool of_points = fit->size == fit->count;
    int across = of_points ? fit->width : fit->count;
    int step = of_points ? 1 : fit->width, jump = of_points ? fit->width : 1;
    for (int a = 0; a < fit->size; a++)
        for (int b = 0; b <= a; b++) {
            double sum = 0;
            for (int i = 0; i < across; i++)
                sum += fit->points[a * jump + i * step] * fit->points[b * jump + i * step];
            fit->products[a * fit->size + b] = fit->products[b * fit->size + a] = sum;
        }
}

/* The axis in the dimensions of the points: an eigenvector of the covariance, or what one of the points' products comes
 * to; of length 1, its largest component positive. Zero where the points do not spread so far. */
static void fit_axis(Fit *fit, int index)
{
    const double *vector = fit->vectors + index * fit->size;
    double squares = 0, largest = 0;
    memset(fit->axis, 0, (size_t)fit->width * sizeof(double));
    if (index >= fit->size || !(fit->values[index] > 1e-12 * fit->values[0]))
        return;
    if (fit->size == fit->count)
        for (int i = 0; i < fit->count; i++)
            for (int d = 0; d < fit->width; d++)
                fit->axis[d] += vector[i] * fit->points[i * fit->width + d];
    else
        memcpy(fit->axis, vector, (size_t)fit->width * sizeof(double));
    for (int d = 0; d < fit->width; d++) {
        squares += fit->axis[d] * fit->axis[d];
        largest = fabs(fit->axis[d]) > fabs(largest) * (1 + 1e-9) ? fit->axis[d] : largest;
    }
    double scale = (largest < 0 ? -1 : 1) / sqrt(squares);
    for (int d = 0; d < fit->width; d++)
        fit->axis[d] *= scale;
}

static void fit_project(const Fit *fit, float *out)
{
    for (int i = 0; i < fit->count; i++) {
        double sum = 0;
        for (int d = 0; d < fit->width; d++)
            sum += fit->points[i * fit->width + d] * fit->axis[d];
        out[i] = (float)sum;
    }
}

static double fit_share(const Fit *fit, int index)
{
    double sum = 0;
    for (int i = 0; i < fit->size; i++)
        sum += fmax(fit->values[i], 0);
    return index < fit->size && sum > 0 ? fmax(fit->values[index], 0) / sum : 0;
}

static Status too_many(const Fit *fit, Error *error)
{
    return error_set(error, STATUS_OUT_OF_RANGE, _("%d points of %d dimensions: %d of either are the most; take fewer"),
                     fit->count, fit->width, PROJECTION_MOST);
}

Status projection_fit(const double *points, int count, int width, Projection *out, Error *error)
{
    Fit fit = {.count = count, .width = width, .size = count <= width ? count : width};
    *out = (Projection){.count = count};
    if (fit.size > PROJECTION_MOST)
        return too_many(&fit, error);
    for (int i = 0; i < 2; i++)
        out->at[i] = memory_try((size_t)count, sizeof(float));
    bool allocated = fit_allocate(&fit) && out->at[0] && out->at[1];
    if (allocated) {
        fit_center(&fit, points);
        fit_products(&fit);
        symmetric_eigen(fit.products, fit.size, fit.values, fit.vectors);
    }
    for (int i = 0; i < 2 && allocated; i++) {
        fit_axis(&fit, i);
        fit_project(&fit, out->at[i]);
        out->explained[i] = fit_share(&fit, i);
    }
    fit_free(&fit);
    if (!allocated)
        return error_set(error, STATUS_NO_MEMORY, _("%d points: not enough memory to project them; take fewer"), count);
    return STATUS_OK;
}

void projection_free(Projection *projection)
{
    free(projection->at[0]);
    free(projection->at[1]);
    *projection = (Projection){0};
}
