#include "model/asset.h"

#include "base/file.h"
#include "base/user_file.h"
#include "model/find.h"

Status asset_find(const char *name, Buffer *path, Error *error)
{
    Buffer part = {0};
    buffer_format(&part, "assets/%s", name); /* installed: below the data folder */
    Status status = data_find(part.bytes, path, NULL);
    buffer_clear(&part);
    buffer_format(&part, "../assets/%s", name); /* a checkout: beside it */
    if (status != STATUS_OK)
        status = data_find(part.bytes, path, NULL);
    buffer_free(&part);
    if (status == STATUS_OK)
        return STATUS_OK;
    return error_set(error, STATUS_NOT_FOUND,
                     "%s: not among stepformer's files; run make install again, or set STEPFORMER_DATA", name);
}

Status asset_read(const char *name, Buffer *path, Buffer *out, Error *error)
{
    bool own = user_file(USER_CONFIG, name, path) && file_exists(path->bytes);
    if (!own) {
        buffer_clear(path);
        TRY(asset_find(name, path, error));
    }
    return file_read(path->bytes, ASSET_MOST, out, error);
}
