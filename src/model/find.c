#include "model/find.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/translate.h"

#ifndef STEPFORMER_DATA_FOLDER
#define STEPFORMER_DATA_FOLDER "/usr/local/share/stepformer"
#endif

/* The folder that holds the running program, or "" where the system does not tell. */
static void program_folder(char folder[PATH_MAX])
{
    ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);
    folder[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash)
        *slash = '\0';
}

static bool data_try(Buffer *path, const char *folder, const char *rest, const char *part)
{
    size_t before = path->length;
    buffer_format(path, "%s%s/%s", folder, rest, part);
    if (*folder && file_exists(path->bytes + before))
        return true;
    path->length = before;
    path->bytes[before] = '\0';
    return false;
}

Status data_find(const char *part, Buffer *path, Error *error)
{
    char beside[PATH_MAX];
    program_folder(beside);
    const char *chosen = getenv("STEPFORMER_DATA");
    if (data_try(path, chosen ? chosen : "", "", part) || data_try(path, "data", "", part) ||
        data_try(path, beside, "/../share/stepformer", part) || data_try(path, beside, "/../../data", part) ||
        data_try(path, STEPFORMER_DATA_FOLDER, "", part))
        return STATUS_OK;
    return error_set(error, STATUS_NOT_FOUND,
                     _("%s: not among stepformer's data; set STEPFORMER_DATA to the folder that has it"), part);
}

Status catalogue_find(const char *language, Buffer *path, Error *error)
{
    char beside[PATH_MAX];
    Buffer part = {0};
    program_folder(beside);
    const char *chosen = getenv("STEPFORMER_DATA");
    buffer_format(&part, "locale/%s/LC_MESSAGES/stepformer.mo", language);
    const char *name = buffer_text(&part);
    bool found = data_try(path, chosen ? chosen : "", "", name) || data_try(path, beside, "", name) ||
                 data_try(path, beside, "/../share", name) || data_try(path, beside, "/../..", name) ||
                 data_try(path, STEPFORMER_DATA_FOLDER, "/..", name);
    buffer_free(&part);
    return found ? STATUS_OK
                 : error_set(error, STATUS_NOT_FOUND,
                             _("lang: the texts for %s are not installed; run make install again"), language);
}

Status model_find(const char *name_or_folder, Buffer *path, Error *error)
{
    const char *name = name_or_folder ? name_or_folder : MODEL_DEFAULT;
    if (name_or_folder && file_exists(name)) {
        buffer_append_text(path, name);
        return STATUS_OK;
    }
    Buffer part = {0};
    buffer_format(&part, "models/%s", name);
    bool leaves = *name == '/' || strstr(name, ".."); /* such a name is a path, and that is not there */
    Status status = leaves ? STATUS_NOT_FOUND : data_find(buffer_text(&part), path, NULL);
    buffer_free(&part);
    if (status == STATUS_OK)
        return STATUS_OK;
    if (!name_or_folder)
        return error_set(error, STATUS_NOT_FOUND,
                         _("%s: the built-in model is not installed; name a model folder with --model DIR"), name);
    return error_set(error, STATUS_NOT_FOUND, _("%s: no model folder or built-in model of that name; check --model"),
                     name);
}
