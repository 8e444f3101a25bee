/* Writing safetensors files (see safetensors.h).
 *
 * Add tensors and metadata, then write once. The writer copies names and metadata but not data,
 * which the caller keeps until the file is written; it is read, converted and streamed piece by
 * piece. The same content gives the same bytes, whatever the order in which it was added.
 */
#ifndef MODEL_SAFETENSORS_WRITE_H
#define MODEL_SAFETENSORS_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "tensor/dtype.h"

typedef struct SafetensorsWriter SafetensorsWriter;

/* Supplies numbers [first, first + count), in row-major order, of a tensor that has no dense copy. */
typedef void (*SafetensorsFill)(const void *context, int64_t first, int64_t count, Real *out);

SafetensorsWriter *safetensors_writer_new(void);
void safetensors_writer_free(SafetensorsWriter *writer); /* NULL is fine */

/* Adds a tensor whose dense `data` is in `dtype` already, as token ids in I32. Sizes are not negative;
 * rank is at most SAFETENSORS_RANK_MAX. */
void safetensors_writer_add(SafetensorsWriter *writer, const char *name, Dtype dtype, int rank, const int64_t *size,
                            const void *data);

/* Adds a tensor, dense or a view with strides, to be stored as the float format `dtype`. */
void safetensors_writer_add_tensor(SafetensorsWriter *writer, const char *name, Dtype dtype, const Tensor *tensor);

/* Adds a tensor whose numbers `fill` supplies when the file is written, stored as the float format `dtype`. */
void safetensors_writer_add_filled(SafetensorsWriter *writer, const char *name, Dtype dtype, int rank,
                                   const int64_t *size, SafetensorsFill fill, const void *context);

void safetensors_writer_metadata(SafetensorsWriter *writer, const char *key, const char *value);

/* Writes the file in one step: an interrupted or failed write leaves what was there before. Two
 * tensors with one name (or two equal keys) are an error. */
Status safetensors_writer_write(SafetensorsWriter *writer, const char *path, Error *error);

#endif
