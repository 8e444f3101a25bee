/* Points of many dimensions on a plane, so that as much of their spread as can be is seen: principal component
 * analysis. Pearson, "On Lines and Planes of Closest Fit to Systems of Points in Space", 1901; Hotelling, 1933.
 *
 * The axes are the eigenvectors of the points' covariance with the two largest eigenvalues. An axis may point either
 * way; here its largest component (the first among equals) is positive, so that the same points give the same picture.
 */
#ifndef RUN_PROJECTION_H
#define RUN_PROJECTION_H

#include <stdbool.h>

#include "base/status.h"

enum { PROJECTION_MOST = 512 }; /* of the smaller of both counts, points and dimensions */

typedef struct Projection {
    int count;
    float *at[2];        /* [count] each: along the first axis and the second; owned */
    double explained[2]; /* the axis's share of the points' variance, 0 to 1; 0 where they do not differ */
} Projection;

/* Of points [count, width], row-major; at least one. NO_MEMORY; OUT_OF_RANGE where both counts are above
 * PROJECTION_MOST. projection_free what it fills in, after an error too. */
Status projection_fit(const double *points, int count, int width, Projection *out, Error *error);
void projection_free(Projection *projection);

#endif
