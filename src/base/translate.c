#include "base/translate.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"

/* A .mo file (the GNU gettext manual, "The Format of GNU MO Files"): this head, and two tables of as many texts,
 * sorted by the first. Every text ends with a zero byte that its length does not count. */
typedef struct Head {
    uint32_t magic, revision, count, originals, translations; /* the last two: where the tables begin */
} Head;

typedef struct Place {
    uint32_t length, offset;
} Place;

static const uint32_t MAGIC = 0x950412de;

/* What was mapped stays, since its words are in many hands; languages are few. */
typedef struct Catalogue {
    struct Catalogue *next;
    char *path;
    File file;
    Head head;
} Catalogue;

static Catalogue *catalogues, *in_use;

/* ---- looking up ---- */

/* The text in row `row` of a table. */
static const char *catalogue_text(const Catalogue *catalogue, uint32_t table, uint32_t row)
{
    Place place;
    memcpy(&place, catalogue->file.bytes + table + row * sizeof place, sizeof place);
    return catalogue->file.bytes + place.offset;
}

static const char *catalogue_find(const Catalogue *catalogue, const char *text)
{
    uint32_t first = 0, end = catalogue->head.count;
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        int order = strcmp(text, catalogue_text(catalogue, catalogue->head.originals, middle));
        if (order == 0)
            return catalogue_text(catalogue, catalogue->head.translations, middle);
        if (order < 0)
            end = middle;
        else
            first = middle + 1;
    }
    return NULL;
}

/* The empty text is the key of the catalogue's own description. */
const char *translate(const char *text)
{
    const char *found = in_use && *text ? catalogue_find(in_use, text) : NULL;
    return found ? found : text;
}

const char *translate_plural(const char *one, const char *many, unsigned long count)
{
    const char *found = in_use ? catalogue_find(in_use, one) : NULL;
    return found ? found : count == 1 ? one : many;
}

/* ---- reading ---- */

static bool table_is_whole(const File *file, uint32_t table, uint32_t count)
{
    if (table > file->length || (file->length - table) / sizeof(Place) < count)
        return false;
    for (uint32_t row = 0; row < count; row++) {
        Place place;
        memcpy(&place, file->bytes + table + row * sizeof place, sizeof place);
        if (place.offset >= file->length || place.length >= file->length - place.offset ||
            file->bytes[place.offset + place.length] != '\0')
            return false;
    }
    return true;
}

static Status catalogue_check(Catalogue *catalogue, Error *error)
{
    const File *file = &catalogue->file;
    Head *head = &catalogue->head;
    if (file->length >= sizeof *head)
        memcpy(head, file->bytes, sizeof *head);
    if (head->magic != MAGIC)
        return error_set(error, STATUS_BAD_DATA, "%s: no catalogue of translations; build it with make",
                         catalogue->path);
    if (!table_is_whole(file, head->originals, head->count) || !table_is_whole(file, head->translations, head->count))
        return error_set(error, STATUS_BAD_DATA, "%s: the catalogue is damaged; build it again with make",
                         catalogue->path);
    return STATUS_OK;
}

static Status catalogue_read(const char *path, Catalogue *catalogue, Error *error)
{
    TRY(file_map(path, &catalogue->file, error));
    catalogue->path = memory_copy_text(path, strlen(path));
    return catalogue_check(catalogue, error);
}

static void catalogue_forget(Catalogue *catalogue)
{
    file_unmap(&catalogue->file);
    free(catalogue->path);
    free(catalogue);
}

Status translate_with(const char *path, Error *error)
{
    Catalogue *catalogue = path ? catalogues : NULL;
    while (catalogue && strcmp(catalogue->path, path) != 0)
        catalogue = catalogue->next;
    if (path && !catalogue) {
        catalogue = memory_new(1, sizeof *catalogue);
        Status status = catalogue_read(path, catalogue, error);
        if (status != STATUS_OK) {
            catalogue_forget(catalogue);
            return status;
        }
        catalogue->next = catalogues;
        catalogues = catalogue;
    }
    in_use = catalogue;
    return STATUS_OK;
}
