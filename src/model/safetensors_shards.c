#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "model/safetensors_parts.h"

static const char single[] = "model.safetensors";
static const char listing[] = "model.safetensors.index.json";

/* Only a file of this folder will do: an index must not make us open /etc/passwd. */
static Status check_shard_name(const cJSON *item, Error *error)
{
    const char *shard = cJSON_GetStringValue(item);
    if (!shard)
        return error_set(error, STATUS_BAD_DATA, "%s: tensor \"%s\" has no file name; fetch the file again", listing,
                         safetensors_label(item->string).text);
    if (!*shard || strchr(shard, '/') || strstr(shard, ".."))
        return error_set(error, STATUS_BAD_DATA,
                         "%s: tensor \"%s\" is said to be in \"%s\", which is not a plain file name; "
                         "put the shards beside the index and name them without a folder",
                         listing, safetensors_label(item->string).text, safetensors_label(shard).text);
    return STATUS_OK;
}

static Status add_shard(Safetensors *safetensors, const char *folder, const char *shard, Error *error)
{
    Buffer path = {0};
    buffer_format(&path, "%s/%s", folder, shard);
    Status status = safetensors_add_file(safetensors, buffer_text(&path), error);
    buffer_free(&path);
    return status;
}

/* Adds each file once that the index mentions, in the order of their first mention. */
static Status add_shards(Safetensors *safetensors, const char *folder, const cJSON *weight_map, Error *error)
{
    Map seen = {0};
    Status status = STATUS_OK;
    for (const cJSON *item = weight_map->child; item && status == STATUS_OK; item = item->next) {
        status = check_shard_name(item, error);
        if (status == STATUS_OK && map_add(&seen, item->valuestring, strlen(item->valuestring), 0))
            status = add_shard(safetensors, folder, item->valuestring, error);
    }
    map_free(&seen);
    return status;
}

static Status check_listed(const Safetensors *safetensors, const cJSON *weight_map, Error *error)
{
    for (const cJSON *item = weight_map->child; item; item = item->next) {
        const SafetensorsEntry *entry = safetensors_find(safetensors, item->string);
        if (!entry)
            return error_set(error, STATUS_BAD_DATA,
                             "%s: tensor \"%s\" is not there, but %s lists it; fetch both files again",
                             item->valuestring, safetensors_label(item->string).text, listing);
        if (strcmp(entry->file, item->valuestring))
            return error_set(error, STATUS_BAD_DATA,
                             "%s: tensor \"%s\" is there, but %s lists it in %s; fetch these files again", entry->file,
                             safetensors_label(item->string).text, listing, item->valuestring);
    }
    return STATUS_OK;
}

static Status add_index(Safetensors *safetensors, const char *folder, const char *path, Error *error)
{
    cJSON *index;
    TRY(json_read_file(path, &index, error));
    const cJSON *weight_map = json_member(index, "weight_map");
    Status status = STATUS_OK;
    if (!cJSON_IsObject(weight_map))
        status = error_set(error, STATUS_BAD_DATA, "%s: no object \"weight_map\"; fetch the file again", listing);
    if (status == STATUS_OK)
        status = add_shards(safetensors, folder, weight_map, error);
    if (status == STATUS_OK)
        status = check_listed(safetensors, weight_map, error);
    cJSON_Delete(index);
    return status;
}

Status safetensors_add_folder(Safetensors *safetensors, const char *folder, Error *error)
{
    if (!file_is_folder(folder))
        return error_set(error, STATUS_NOT_FOUND, "%s: not a folder; name the folder that holds %s", folder, single);
    Arena *arena = &safetensors->arena;
    const char *file = arena_format(arena, "%s/%s", folder, single);
    const char *index = arena_format(arena, "%s/%s", folder, listing);
    if (file_exists(file))
        return safetensors_add_file(safetensors, file, error);
    if (file_exists(index))
        return add_index(safetensors, folder, index, error);
    return error_set(error, STATUS_NOT_FOUND, "%s: neither %s nor %s is there; name a model folder", folder, single,
                     listing);
}
