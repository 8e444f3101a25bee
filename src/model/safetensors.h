/* Safetensors: tensors by name in a file, https://github.com/huggingface/safetensors#format
 *
 *     8 bytes    length of the header, little-endian
 *     header     JSON: {"__metadata__": {key: text}, name: {"dtype", "shape", "data_offsets": [from, to]}, ...}
 *     data       the tensors' numbers, row-major, without gaps
 *
 * Reading maps the file: opening looks at the header alone, whatever the size of the data. All that
 * is read is checked, so that every entry's data lies within the file and is as long as its shape
 * says. A Safetensors owns its entries, their names and their data, until safetensors_free.
 */
#ifndef MODEL_SAFETENSORS_H
#define MODEL_SAFETENSORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "tensor/dtype.h"

enum { SAFETENSORS_RANK_MAX = 8 };

typedef struct Safetensors Safetensors;

typedef struct SafetensorsEntry {
    const char *name; /* as in the file: show it through utf8_visible (error_set does) */
    Dtype dtype;
    int rank;
    int64_t size[SAFETENSORS_RANK_MAX];
    int64_t count;    /* of numbers: the product of the sizes; 1 for rank 0 */
    const void *data; /* `bytes` of them; not NULL even where that is 0 */
    size_t bytes;
    bool aligned;     /* may `data` be used in place as an array of the dtype's C type? */
    const char *file; /* the file's name without its folder, for messages */
} SafetensorsEntry;

/* Opens one file. Errors name the file, and the tensor where one is to blame. */
Status safetensors_open(const char *path, Safetensors **out, Error *error);

/* Opens a model folder's model.safetensors or, without that, the shards that
 * model.safetensors.index.json lists, as if they were one file. */
Status safetensors_open_folder(const char *folder, Safetensors **out, Error *error);

/* Reads from memory, which the caller keeps until safetensors_free; `file` is the name for messages. */
Status safetensors_parse(const void *bytes, size_t length, const char *file, Safetensors **out, Error *error);

void safetensors_free(Safetensors *safetensors); /* NULL is fine */

/* Entries in the order of the header, shard by shard. */
size_t safetensors_count(const Safetensors *safetensors);
const SafetensorsEntry *safetensors_at(const Safetensors *safetensors, size_t index);

/* The entry with this name, or NULL. */
const SafetensorsEntry *safetensors_find(const Safetensors *safetensors, const char *name);

/* The text that belongs to a metadata key, or NULL; or the pairs one by one, in the file's order. */
const char *safetensors_metadata(const Safetensors *safetensors, const char *key);
size_t safetensors_metadata_count(const Safetensors *safetensors);
const char *safetensors_metadata_at(const Safetensors *safetensors, size_t index, const char **value); /* the key */

/* Converts an entry's numbers: `out` has room for `count`. Copes with data that is not aligned. */
void safetensors_to_real(const SafetensorsEntry *entry, Real *out);

/* "[512, 64]"; writes at most `size` bytes. */
void safetensors_print_shape(const SafetensorsEntry *entry, char *out, size_t size);

#endif
