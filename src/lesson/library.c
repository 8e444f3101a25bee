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

static Status library_add(Library *library, Lesson *lesson, Error *error)
{
    for (int i = 0; i < library->count; i++)
        if (!strcmp(library->lessons[i]->id, lesson->id) || library->lessons[i]->number == lesson->number)
            return error_set(error, STATUS_BAD_DATA, _("%s and %s have the same id or number; change one"),
                             library->lessons[i]->slug, lesson->slug);
    library->lessons[library->count++] = lesson;
    return STATUS_OK;
}

static void library_try(Library *library, const char *slug)
{
    Buffer path = {0};
    Lesson *lesson = NULL;
    Error error = {0};
    buffer_format(&path, "%s/%s", library->folder, slug);
    Status status = lesson_open(buffer_text(&path), &lesson, &error);
    buffer_free(&path);
    if (status == STATUS_OK && library_add(library, lesson, &error) == STATUS_OK)
        return;
    if (status == STATUS_OK)
        lesson_free(lesson);
    library->unread[library->unread_count++] = (Unread){.slug = memory_copy_text(slug, strlen(slug)), .error = error};
}

static Status library_read(Library *library, Error *error)
{
    struct dirent **entries;
    int count = scandir(library->folder, &entries, is_lesson, alphasort);
    if (count < 0)
        return error_set(error, STATUS_IO, _("%s: %s; name the folder that has the lessons"), library->folder,
                         strerror(errno));
    library->lessons = memory_new((size_t)count + 1, sizeof(Lesson *));
    library->unread = memory_new((size_t)count + 1, sizeof(Unread));
    for (int i = 0; i < count; i++) {
        library_try(library, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return STATUS_OK;
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
    for (int i = 0; i < library->unread_count; i++)
        free(library->unread[i].slug);
    free(library->lessons);
    free(library->unread);
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

void library_append_before(const Library *library, const Lesson *lesson, Buffer *out)
{
    const char *comma = "";
    for (int i = 0; i < lesson->requires.count; i++) {
        const Lesson *before = library_lesson(library, lesson->requires.texts[i]);
        if (!before)
            continue;
        buffer_format(out, "%s%d", comma, before->number);
        comma = ", ";
    }
}

/* The lesson that is missing because it has a mistake, by its folder's name, its number or the rest of that name. */
static const Unread *library_unread(const Library *library, const char *name, long number)
{
    for (int i = 0; i < library->unread_count; i++) {
        const char *slug = library->unread[i].slug;
        if (!strcmp(slug, name) || !strcmp(slug + 3, name) || strtol(slug, NULL, 10) == number)
            return &library->unread[i];
    }
    return NULL;
}

static Status library_unknown(const Library *library, const char *name, long number, Error *error)
{
    const Unread *unread = library_unread(library, name, number);
    if (unread)
        return error_set(error, unread->error.status, "%s", unread->error.message);
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
        return library_unknown(library, name, is_code ? number : 0, error);
    if (!is_code || !place)
        return STATUS_OK;
    if (place > (*lesson)->step_count)
        return error_set(error, STATUS_NOT_FOUND, _("%s: lesson %ld has steps 1 to %d"), name, number,
                         (*lesson)->step_count);
    *step = (int)place - 1;
    return STATUS_OK;
}
