/* The inside of a Safetensors and the steps that fill it (see safetensors.h).
 *
 * Each step checks what it adds. After an error some of it may have been added; safetensors_free is
 * then all that one may do.
 */
#ifndef MODEL_SAFETENSORS_PARTS_H
#define MODEL_SAFETENSORS_PARTS_H

#include "base/arena.h"
#include "base/file.h"
#include "base/map.h"
#include "model/safetensors.h"

typedef struct SafetensorsPair {
    const char *key, *value;
} SafetensorsPair;

struct Safetensors {
    Arena arena; /* names, and metadata's texts */
    SafetensorsEntry *entries;
    size_t count, capacity;
    Map by_name; /* to an index of `entries` */
    SafetensorsPair *metadata;
    size_t metadata_count, metadata_capacity;
    File *files; /* mapped */
    size_t file_count, file_capacity;
};

/* Adds the entries and metadata of a whole file in memory; `file` is the name for messages. */
Status safetensors_add_bytes(Safetensors *safetensors, const char *bytes, size_t length, const char *file,
                             Error *error);

Status safetensors_add_file(Safetensors *safetensors, const char *path, Error *error);

/* Adds a folder's one file or all its shards. */
Status safetensors_add_folder(Safetensors *safetensors, const char *folder, Error *error);

/* A name from a file as a message quotes it: visible, and shortened so that there is room for the reason. */
typedef struct SafetensorsLabel {
    char text[100];
} SafetensorsLabel;

SafetensorsLabel safetensors_label(const char *name);

#endif
