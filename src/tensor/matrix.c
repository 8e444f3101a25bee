/* The choice of a path and of threads. */
#include "tensor/isa.h"

enum {
    STREAMED_PER_THREAD = 1 << 15, /* numbers of B that make waking a thread worth its while, by measurement */
    PACKED_PER_THREAD = 1 << 19,   /* multiplications likewise */
    COLUMNS_UNIT = 32,             /* threads share out columns in such units: whole cache lines and tiles */
};

static int64_t at_most(int64_t a, int64_t limit)
{
    return a < limit ? a : limit;
}

typedef void Path(const Isa *isa, const Product *product);

static void path_dots(const Isa *isa, const Product *p)
{
    isa->dots(p);
}

static void path_sums(const Isa *isa, const Product *p)
{
    isa->sums(p);
}

/* Up to so many rows of A, reading B as it lies beats packing it, by measurement. Dot products pay for adding up
 * the lanes of a vector, the less the longer they are; a narrow B never pays for packing A. Weighted sums reread B
 * from the cache, if it fits there. */
static int64_t dots_rows_limit(const Matrix *b)
{
    const int64_t narrow = 8;
    return b->columns <= narrow ? INT64_MAX : at_most(16 + b->rows / 16, 64);
}

static int64_t sums_rows_limit(const Matrix *b)
{
    const int64_t fits_cache = 1 << 16;
    return b->rows * b->columns <= fits_cache ? 16 : 8;
}

static Path *path_for(const Product *p)
{
    if (p->a->columns == 0)
        return path_sums; /* of nothing */
    if (p->a->column_stride != 1)
        return matrix_multiply_packed;
    if (p->b->row_stride == 1 && p->c->rows <= dots_rows_limit(p->b))
        return path_dots;
    if (p->b->column_stride == 1 && p->c->rows <= sums_rows_limit(p->b))
        return path_sums;
    return matrix_multiply_packed;
}

/* How many of `threads` have enough to do. */
static int64_t threads_worth(const Product *p, Path *path, int threads)
{
    int64_t share = path == matrix_multiply_packed ? p->c->rows * p->c->columns * p->a->columns / PACKED_PER_THREAD
                                                   : p->c->columns * p->a->columns / STREAMED_PER_THREAD;
    return share < 1 ? 1 : at_most(share, threads);
}

/* The piece of C that a thread of a grid of `down` x `across` computes. */
static void multiply_piece(const Isa *isa, const Product *p, Path *path, int64_t piece, int64_t down, int64_t across)
{
    const int64_t rows = (p->c->rows + down - 1) / down;
    const int64_t units = (p->c->columns + COLUMNS_UNIT - 1) / COLUMNS_UNIT;
    const int64_t columns = (units + across - 1) / across * COLUMNS_UNIT;
    const int64_t row = piece / across * rows, column = piece % across * columns;
    if (row >= p->c->rows || column >= p->c->columns)
        return;
    const Matrix a = matrix_part(*p->a, row, rows, 0, p->a->columns);
    const Matrix b = matrix_part(*p->b, 0, p->b->rows, column, columns);
    const Matrix c = matrix_part(*p->c, row, rows, column, columns);
    path(isa, &(Product){.c = &c, .a = &a, .b = &b, .scale = p->scale, .update = p->update});
}

/* Cuts C into a grid with the least to read per thread: pieces as square as can be. */
static int64_t grid_rows(const Product *p, int64_t threads)
{
    int64_t best = 1;
    for (int64_t down = 2; down <= threads; down++)
        if (threads % down == 0 &&
            p->c->rows / down + p->c->columns / (threads / down) < p->c->rows / best + p->c->columns / (threads / best))
            best = down;
    return best;
}

void matrix_multiply_with(const Isa *isa, const Product *p, int limit)
{
    Path *path = path_for(p);
    const int64_t threads = threads_worth(p, path, limit);
    if (p->c->rows == 0 || p->c->columns == 0)
        return;
    if (threads == 1) {
        path(isa, p);
        return;
    }
    const int64_t down = path == matrix_multiply_packed ? grid_rows(p, threads) : 1;
#pragma omp parallel for num_threads((int)threads) schedule(static, 1)
    for (int64_t piece = 0; piece < threads; piece++)
        multiply_piece(isa, p, path, piece, down, threads / down);
}

void matrix_product(const Product *p, int threads)
{
    matrix_multiply_with(isa_best(), p, threads);
}
