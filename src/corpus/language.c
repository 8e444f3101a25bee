#include "corpus/language.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "corpus/form.h"

typedef Status (*ReadFile)(void *into, const char *path, Error *error);

static Status read_words(void *into, const char *path, Error *error)
{
    return lexicon_read(into, path, error);
}

static Status read_grammar(void *into, const char *path, Error *error)
{
    return grammar_read(into, path, error);
}

static int is_text_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 4 && !strcmp(entry->d_name + length - 4, ".txt");
}

/* By bytes, not by locale: the same order everywhere. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static Status read_folder(const char *folder, ReadFile read, void *into, Error *error)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_text_file, by_name);
    if (count < 0)
        return error_set(error, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO,
                         "%s: %s; a corpus has LANGUAGE/words and LANGUAGE/grammar", folder, strerror(errno));
    Status status = STATUS_OK;
    for (int i = 0; i < count; i++) {
        Buffer path = {0};
        buffer_format(&path, "%s/%s", folder, entries[i]->d_name);
        if (status == STATUS_OK)
            status = read(into, buffer_text(&path), error);
        buffer_free(&path);
        free(entries[i]);
    }
    free(entries);
    return status;
}

/* ---- does everything that a slot names exist? ---- */

/* Is `name` chosen or kept by some slot of these nodes? */
static bool nodes_bind(const Node *nodes, const char *name)
{
    for (const Node *node = nodes; node; node = node->next) {
        const Slot *slot = node->slot;
        if (slot && (slot->kind == SLOT_CHOOSE || slot->kind == SLOT_KEEP) && !strcmp(slot->name, name))
            return true;
        for (const Branch *branch = node->branches; branch; branch = branch->next)
            if (nodes_bind(branch->nodes, name))
                return true;
    }
    return false;
}

static bool grammar_binds(const Grammar *grammar, const char *name)
{
    if (strlen(name) == 1 && strchr("xyz", *name)) /* set by facts and drills */
        return true;
    for (size_t i = 0; i < grammar->count; i++)
        for (const Alternative *way = grammar->rules[i]->alternatives; way; way = way->next)
            if (nodes_bind(way->nodes, name))
                return true;
    return false;
}

static Status check_show(const Language *language, const Slot *slot, Error *error)
{
    const char *base = slot->path.base;
    if (grammar_rule(&language->grammar, base) || grammar_binds(&language->grammar, base) || form_is_special(base))
        return STATUS_OK;
    const Word *word = form_word(language, base);
    if (!word)
        return origin_error(
            error, slot->origin,
            "{%s} is no rule, nothing that a slot chose, and no word; add it to words/ or mend the name", base);
    for (int i = 0; i < slot->path.count; i++)
        if (!language_has_form(language, slot->path.parts[i]) && !word_has(word, slot->path.parts[i]))
            return origin_error(error, slot->origin, "%s has no form or attribute \"%s\"; see README.md for the forms",
                                base, slot->path.parts[i]);
    return STATUS_OK;
}

static Status check_slot(const Language *language, const Slot *slot, Error *error)
{
    if (slot->kind == SLOT_SHOW)
        return check_show(language, slot, error);
    if (slot->kind == SLOT_CHOOSE && !lexicon_class(&language->words, slot->class_name))
        return origin_error(error, slot->origin, "there is no class of words %s; add words/%s.txt or mend the name",
                            slot->class_name, slot->class_name);
    return STATUS_OK;
}

static Status check_nodes(const Language *language, const Node *nodes, Error *error)
{
    for (const Node *node = nodes; node; node = node->next) {
        if (node->slot)
            TRY(check_slot(language, node->slot, error));
        for (const Branch *branch = node->branches; branch; branch = branch->next)
            TRY(check_nodes(language, branch->nodes, error));
    }
    return STATUS_OK;
}

static Status check_grammar(const Language *language, Error *error)
{
    const Grammar *grammar = &language->grammar;
    for (size_t i = 0; i < grammar->count; i++)
        for (const Alternative *way = grammar->rules[i]->alternatives; way; way = way->next)
            TRY(check_nodes(language, way->nodes, error));
    return STATUS_OK;
}

static Status check_weights(const Language *language, Error *error)
{
    for (int i = 0; i < language->words.count; i++) {
        const char *weight = word_value(language->words.all[i], "weight", "1");
        if (strspn(weight, "0123456789") != strlen(weight) || strlen(weight) > 3)
            return origin_error(error, language->words.all[i]->origin,
                                "weight=%s is no number below 1000; say how many times as often, as in weight=2",
                                weight);
    }
    return STATUS_OK;
}

Status language_read(Language *language, const char *folder, const char *code, Error *error)
{
    language->code = code;
    language->korean = !strcmp(code, "ko");
    Buffer path = {0};
    buffer_format(&path, "%s/%s/words", folder, code);
    Status status = read_folder(buffer_text(&path), read_words, &language->words, error);
    buffer_clear(&path);
    buffer_format(&path, "%s/%s/grammar", folder, code);
    if (status == STATUS_OK)
        status = read_folder(buffer_text(&path), read_grammar, &language->grammar, error);
    buffer_free(&path);
    if (status == STATUS_OK)
        status = check_weights(language, error);
    return status == STATUS_OK ? check_grammar(language, error) : status;
}

void language_free(Language *language)
{
    lexicon_free(&language->words);
    grammar_free(&language->grammar);
}
