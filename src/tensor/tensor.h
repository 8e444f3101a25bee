/* A tensor: numbers with named axes.
 *
 * The name of an axis says what an index along it counts (a position, a head, a component of the
 * residual stream), so that shapes can be checked by meaning and every cell can be shown with its
 * coordinates. Activations are dense and row-major: the last axis is contiguous. A weight may be a
 * view with other strides (GPT-2 stores its matrices transposed, and three of them in one); only
 * `linear` and `unembed` accept such a view.
 *
 * A Tensor never owns its data: whoever made the memory frees it.
 */
#ifndef TENSOR_TENSOR_H
#define TENSOR_TENSOR_H

#include <stdbool.h>
#include <stdint.h>

/* The engine computes in float. Gradient tests build the same sources with double, where finite
 * differences are sharp. */
#ifdef STEPFORMER_DOUBLE
typedef double Real;
#else
typedef float Real;
#endif

/* One row per axis: enum, name that users see. */
#define AXIS_LIST(X)                                                                                                   \
    X(NONE, "")                                                                                                        \
    X(BATCH, "batch")     /* training only: independent sequences */                                                   \
    X(POS, "pos")         /* token positions, counted from the start of the text */                                    \
    X(HEAD, "head")       /* attention heads */                                                                        \
    X(KV_HEAD, "kv_head") /* heads of keys and values: fewer than heads under GQA, one under MQA */                    \
    X(D_HEAD, "d_head")   /* components of one head's query, key or value */                                           \
    X(QUERY, "query")     /* positions that look */                                                                    \
    X(KEY, "key")         /* positions that are looked at */                                                           \
    X(D_MODEL, "d_model") /* components of the residual stream */                                                      \
    X(D_MLP, "d_mlp")     /* neurons of the MLP */                                                                     \
    X(VOCAB, "vocab")     /* token ids */                                                                              \
    X(CONTEXT, "context") /* positions that a learned position embedding knows */

typedef enum AxisName {
#define AXIS_ENUM(name, text) AXIS_##name,
    AXIS_LIST(AXIS_ENUM)
#undef AXIS_ENUM
} AxisName;

const char *axis_name(AxisName axis); /* "d_model" */

enum { RANK_MAX = 4 };

/* Sizes of axes that a program leaves open until a pass begins. */
enum {
    SIZE_NEW = -1,  /* the positions of this pass */
    SIZE_SEEN = -2, /* all positions so far, this pass included */
};

typedef struct Shape {
    int rank;
    AxisName axis[RANK_MAX];
    int64_t size[RANK_MAX];
} Shape;

typedef struct Tensor {
    Real *data;
    Shape shape;
    int64_t stride[RANK_MAX]; /* in elements */
} Tensor;

Shape shape_1(AxisName a, int64_t na);
Shape shape_2(AxisName a, int64_t na, AxisName b, int64_t nb);
Shape shape_3(AxisName a, int64_t na, AxisName b, int64_t nb, AxisName c, int64_t nc);

/* The product of all sizes; 1 for rank 0. */
int64_t shape_count(const Shape *shape);

/* The product of the sizes of axes [from, to). */
int64_t shape_span(const Shape *shape, int from, int to);

bool shape_equal(const Shape *a, const Shape *b); /* same axes, same sizes */

/* Where an axis stands in a shape, or -1. */
int shape_axis(const Shape *shape, AxisName axis);

/* The size of an axis, or `otherwise` where the shape has no such axis. */
int64_t shape_size(const Shape *shape, AxisName axis, int64_t otherwise);

/* A shape with its open sizes filled in, and with a leading batch axis if `batch` > 0 and the shape
 * had an open size. */
Shape shape_bind(const Shape *shape, int64_t batch, int64_t new_positions, int64_t seen_positions);

/* "[pos 13, head 8, d_head 8]"; open sizes as "pos n" and "key n". Writes at most `size` bytes. */
void shape_print(const Shape *shape, char *out, int size);

/* A dense row-major tensor over `data`. */
Tensor tensor_over(Real *data, const Shape *shape);

/* Are its cells dense and row-major? */
bool tensor_is_dense(const Tensor *tensor);

/* The cell at an index per axis; indices are in range by contract. */
static inline Real *tensor_cell(const Tensor *tensor, const int64_t index[RANK_MAX])
{
    int64_t at = 0;
    for (int i = 0; i < tensor->shape.rank; i++)
        at += index[i] * tensor->stride[i];
    return tensor->data + at;
}

/* Turns a row-major running number into an index per axis. */
void shape_index(const Shape *shape, int64_t number, int64_t index[RANK_MAX]);

#endif
