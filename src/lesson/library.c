#include "lesson/library.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/translate.h"
#include "model/find.h"

/* A checkout has lessons/ beside data/, an installation within what data/ became. */
static Status library_folder(const char *folder, Buffer *path, Error *error)
{
    const char *chosen = folder ? folder : getenv("STEPFORMER_LESSONS");
    if (chosen) {
        buffer_append_text(path, chosen);
        return STATUS_OK;
    }
    if (data_find("lessons", path, NULL) == STATUS_OK || data_find("../lessons", path, NULL) == STATUS_OK)
        return STATUS_OK;
    return error_set(error, STATUS_NOT_FOUND,
                     _("lessons: not installed; set STEPFORMER_LESSONS to the folder that has them"));
}

static int is_lesson(const struct dirent *entry)
{
    return isdigit((unsigned char)entry->d_name[0]) && isdigit((unsigned char)entry->d_name[1]) &&
           entry->d_name[2] == '-';
}

static Status library_add(Library *library, const char *slug, Error *error)
{
    Buffer path = {0};
    Lesson *lesson = NULL;
    buffer_format(&path, "%s/%s", library->folder, slug);
    Status status = lesson_open(buffer_text(&path), &lesson, error);
    buffer_free(&path);
    TRY(status);
    library->lessons[library->count++] = lesson;
    for (int i = 0; i + 1 < library->count; i++)
        if (!strcmp(library->lessons[i]->id, lesson->id) || library->lessons[i]->number == lesson->number)
            return error_set(error, STATUS_BAD_DATA, _("%s and %s have the same id or number; change one"),
                             library->lessons[i]->slug, lesson->slug);
    return STATUS_OK;
}

static Status library_read(Library *library, Error *error)
{
    struct dirent **entries;
    int count = scandir(library->folder, &entries, is_lesson, alphasort);
    Status status = STATUS_OK;
    if (count < 0)
        return error_set(error, STATUS_IO, _("%s: %s; name the folder that has the lessons"), library->folder,
                         strerror(errno));
    library->lessons = memory_new((size_t)count + 1, sizeof(Lesson *));
    for (int i = 0; i < count; i++) {
        if (status == STATUS_OK)
            status = library_add(library, entries[i]->d_name, error);
        free(entries[i]);
    }
    free(entries);
    return status;
}

Status library_open(const char *folder, Library *library, Error *error)
{
    Buffer path = {0};
    *library = (Library){0};
    Status status = library_folder(folder, &path, error);
    if (status == STATUS_OK) {
        library->folder = buffer_take(&path);
        status = library_read(library, error);
    }
    buffer_free(&path);
    return status;
}

void library_free(Library *library)
{
    for (int i = 0; i < library->count; i++)
        lesson_free(library->lessons[i]);
    free(library->lessons);
    free(library->folder);
    *library = (Library){0};
}

const Lesson *library_lesson(const Library *library, const char *id)
{
    for (int i = 0; i < library->count; i++)
        if (!strcmp(library->lessons[i]->id, id))
            return library->lessons[i];
    return NULL;
}

static Status library_unknown(const Library *library, const char *name, Error *error)
{
    Buffer all = {0};
    for (int i = 0; i < library->count; i++)
        buffer_format(&all, "%s%d %s", i ? ", " : "", library->lessons[i]->number, library->lessons[i]->id);
    error_set(error, STATUS_NOT_FOUND, _("lesson %s: there is none; there are %s"), name,
              all.length ? buffer_text(&all) : "none at all");
    buffer_free(&all);
    return STATUS_NOT_FOUND;
}

/* "5" or "5.4" */
static bool read_code(const char *text, long *number, long *step)
{
    char *end;
    *step = 0;
    *number = strtol(text, &end, 10);
    if (end == text || *number < 1 || *number > 99)
        return false;
    if (*end != '.')
        return !*end;
    const char *after = end + 1;
    *step = strtol(after, &end, 10);
    return end != after && !*end && *step >= 1 && *step <= LESSON_STEPS_MOST;
}

Status library_find(const Library *library, const char *name, const Lesson **lesson, int *step, Error *error)
{
    long number = 0, place = 0;
    bool is_code = read_code(name, &number, &place);
    *lesson = library_lesson(library, name);
    *step = -1;
    for (int i = 0; i < library->count && !*lesson; i++)
        if (!strcmp(library->lessons[i]->slug, name) || (is_code && library->lessons[i]->number == number))
            *lesson = library->lessons[i];
    if (!*lesson)
        return library_unknown(library, name, error);
    if (!is_code || !place)
        return STATUS_OK;
    if (place > (*lesson)->step_count)
        return error_set(error, STATUS_NOT_FOUND, _("%s: lesson %ld has steps 1 to %d"), name, number,
                         (*lesson)->step_count);
    *step = (int)place - 1;
    return STATUS_OK;
}
