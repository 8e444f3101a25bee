#include "corpus/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"

enum { ATTRIBUTES = 32, VALUES = 64, CLASSES = sizeof((Lexicon){0}.classes) / sizeof(WordClass *) };

/* A copy with each _ turned into a space. */
static const char *spaced(Arena *arena, const char *text, size_t length)
{
    char *copy = arena_text(arena, text, length);
    for (char *at = copy; *at; at++)
        if (*at == '_')
            *at = ' ';
    return copy;
}

static Status read_attribute(Lexicon *words, Origin origin, const char *text, size_t length, Attribute *out,
                             Error *error)
{
    const char *equals = memchr(text, '=', length);
    out->name = arena_text(&words->arena, text, equals ? (size_t)(equals - text) : length);
    if (!equals)
        return STATUS_OK;
    const char *values[VALUES] = {0}, *at = equals + 1, *end = text + length;
    while (at <= end) {
        size_t size = strcspn(at, ", ");
        if (at + size > end)
            size = (size_t)(end - at);
        if (!size || out->value_count == VALUES)
            return origin_error(error, origin, "%s= has an empty value or more than %d; write NAME=VALUE,VALUE",
                                out->name, VALUES);
        values[out->value_count++] = spaced(&words->arena, at, size);
        at += size + 1;
    }
    out->values = arena_new(&words->arena, (size_t)out->value_count, sizeof *values);
    memcpy(out->values, values, (size_t)out->value_count * sizeof *values);
    return STATUS_OK;
}

static Status read_word(Lexicon *words, const WordClass *class, const Lines *lines, Word **out, Error *error)
{
    Attribute attributes[ATTRIBUTES];
    int count = 0;
    const char *at = lines->text;
    size_t length = strcspn(at, " ");
    Word *word = arena_new(&words->arena, 1, sizeof *word);
    *word = (Word){.text = spaced(&words->arena, at, length), .class = class, .origin = lines->origin};
    for (at += length; *(at += strspn(at, " ")); at += length) {
        length = strcspn(at, " ");
        if (count == ATTRIBUTES)
            return origin_error(error, lines->origin, "%s has more than %d attributes; say less about it", word->text,
                                ATTRIBUTES);
        attributes[count] = (Attribute){0};
        TRY(read_attribute(words, lines->origin, at, length, &attributes[count++], error));
    }
    word->attributes = arena_new(&words->arena, (size_t)count, sizeof *attributes);
    word->attribute_count = count;
    if (count)
        memcpy(word->attributes, attributes, (size_t)count * sizeof *attributes);
    *out = word;
    return STATUS_OK;
}

static Status add_word(Lexicon *words, WordClass *class, Word *word, Error *error)
{
    for (size_t i = 0; i < class->count; i++)
        if (!strcmp(class->words[i]->text, word->text))
            return origin_error(error, word->origin, "%s stands in line %d already; merge the two lines", word->text,
                                class->words[i]->origin.line);
    word->id = words->count++;
    words->all = memory_grow(words->all, &words->all_capacity, (size_t)words->count, sizeof *words->all);
    words->all[word->id] = word;
    class->words = memory_grow(class->words, &class->capacity, class->count + 1, sizeof *class->words);
    class->words[class->count++] = word;
    map_add(&words->index, word->text, strlen(word->text), word->id);
    return STATUS_OK;
}

Status lexicon_read(Lexicon *words, const char *path, Error *error)
{
    const char *name = file_name(path);
    if (words->class_count == CLASSES)
        return error_set(error, STATUS_UNSUPPORTED, "%s: there are more than %d classes of words; merge some", name,
                         CLASSES);
    Lines lines;
    TRY(lines_open(&lines, &words->arena, path, error));
    WordClass *class = arena_new(&words->arena, 1, sizeof *class);
    class->name = arena_text(&words->arena, name, strcspn(name, "."));
    words->classes[words->class_count++] = class;
    while (lines_next(&lines)) {
        Word *word = NULL;
        TRY(read_word(words, class, &lines, &word, error));
        TRY(add_word(words, class, word, error));
    }
    if (!class->count)
        return error_set(error, STATUS_BAD_DATA, "%s: holds no word; write one a line", name);
    return STATUS_OK;
}

void lexicon_free(Lexicon *words)
{
    for (int i = 0; i < words->class_count; i++)
        free(words->classes[i]->words);
    free(words->all);
    map_free(&words->index);
    arena_free(&words->arena);
    *words = (Lexicon){0};
}

const WordClass *lexicon_class(const Lexicon *words, const char *name)
{
    for (int i = 0; i < words->class_count; i++)
        if (!strcmp(words->classes[i]->name, name))
            return words->classes[i];
    return NULL;
}

const Word *lexicon_find(const Lexicon *words, const char *text, size_t length)
{
    const int32_t *id = map_find(&words->index, text, length);
    return id ? words->all[*id] : NULL;
}

const Attribute *word_attribute(const Word *word, const char *name)
{
    for (int i = 0; i < word->attribute_count; i++)
        if (!strcmp(word->attributes[i].name, name))
            return &word->attributes[i];
    return NULL;
}

bool word_has(const Word *word, const char *name)
{
    return word_attribute(word, name) != NULL;
}

const char *word_value(const Word *word, const char *name, const char *otherwise)
{
    const Attribute *attribute = word_attribute(word, name);
    return attribute && attribute->value_count ? attribute->values[0] : otherwise;
}
