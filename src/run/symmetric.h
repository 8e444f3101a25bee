/* Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations: Golub and Van Loan, "Matrix Computations",
 * section 8.5 (4th edition). Each rotation makes one pair of cells beside the diagonal zero; sweeps over all pairs go
 * on until nothing is left there. Slow for large matrices (n^3 a sweep), exact and simple for those of a hundred rows.
 */
#ifndef RUN_SYMMETRIC_H
#define RUN_SYMMETRIC_H

/* `matrix` [n, n] is used up. values[i], descending, belongs to the unit vector vectors[i * n .. i * n + n - 1]. */
void symmetric_eigen(double *matrix, int n, double *values, double *vectors);

#endif
