#include "corpus/corpus.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "corpus/corpus_parts.h"
#include "corpus/drill.h"
#include "corpus/kind.h"

static const char *const language_codes[CORPUS_LANGUAGES] = {[CORPUS_KO] = "ko", [CORPUS_EN] = "en"};

static const char *const kind_help[CORPUS_KINDS] = {
#define KIND_HELP(id, name, weight, make, what) [CORPUS_##id] = what,
    CORPUS_KIND_LIST(KIND_HELP)
#undef KIND_HELP
};

const char *corpus_kind_name(CorpusKind kind)
{
    return kind_rows[kind].name;
}

const char *corpus_kind_help(CorpusKind kind)
{
    return kind_help[kind];
}

const char *corpus_language_code(CorpusLanguage language)
{
    return language_codes[language];
}

/* The position of `name` in a list of names; the message lists them all. */
static Status find_name(const char *what, const char *name, const char *const *names, int count, int *out, Error *error)
{
    Buffer all = {0};
    Status status = STATUS_NOT_FOUND;
    for (int i = 0; i < count; i++) {
        buffer_format(&all, "%s%s", i ? ", " : "", names[i]);
        if (!strcmp(names[i], name)) {
            *out = i;
            status = STATUS_OK;
        }
    }
    if (status != STATUS_OK)
        error_set(error, STATUS_USAGE, "%s: no such %s; choose one of %s", name, what, buffer_text(&all));
    buffer_free(&all);
    return status == STATUS_OK ? STATUS_OK : STATUS_USAGE;
}

Status corpus_find_kind(const char *name, int *kind, Error *error)
{
    const char *names[CORPUS_KINDS];
    for (int i = 0; i < CORPUS_KINDS; i++)
        names[i] = kind_rows[i].name;
    return find_name("kind of document", name, names, CORPUS_KINDS, kind, error);
}

Status corpus_find_language(const char *code, int *language, Error *error)
{
    return find_name("language", code, language_codes, CORPUS_LANGUAGES, language, error);
}

Status corpus_open(const char *folder, Corpus **corpus, Error *error)
{
    *corpus = memory_new(1, sizeof **corpus);
    for (int i = 0; i < CORPUS_LANGUAGES; i++) {
        Status status = language_read(&(*corpus)->languages[i], folder, language_codes[i], error);
        if (status != STATUS_OK) {
            corpus_free(*corpus);
            *corpus = NULL;
            return status;
        }
    }
    return STATUS_OK;
}

void corpus_free(Corpus *corpus)
{
    if (!corpus)
        return;
    for (int i = 0; i < CORPUS_LANGUAGES; i++)
        language_free(&corpus->languages[i]);
    free(corpus);
}

/* Scatters the bits of (seed, index), so that neighbours have nothing in common. */
uint64_t corpus_seed(uint64_t seed, uint64_t index)
{
    uint64_t mixed = (seed + 0x632be59bd9b4e019u) * 0x9e3779b97f4a7c15u ^ (index + 1) * 0xd6e8feb86659fd93u;
    return (mixed ^ mixed >> 32) * 0xd6e8feb86659fd93u;
}

static CorpusKind choose_kind(Random *random)
{
    int total = 0;
    for (int i = 0; i < CORPUS_KINDS; i++)
        total += kind_rows[i].weight;
    int left = (int)random_below(random, (uint64_t)total), kind = 0;
    while (left >= kind_rows[kind].weight)
        left -= kind_rows[kind++].weight;
    return (CorpusKind)kind;
}

const char *corpus_everyday_word(const Corpus *corpus, CorpusLanguage language, size_t index)
{
    return drill_word(&corpus->languages[language].words, index);
}

Status corpus_document(const Corpus *corpus, const CorpusRequest *request, Buffer *out, DocumentNotes *notes,
                       Error *error)
{
    Random random;
    random_seed(&random, corpus_seed(request->seed, request->index));
    DocumentNotes own = {
        .language = (CorpusLanguage)random_below(&random, CORPUS_LANGUAGES),
        .kind = choose_kind(&random),
    };
    if (request->language != CORPUS_ANY)
        own.language = (CorpusLanguage)request->language;
    if (request->kind != CORPUS_ANY)
        own.kind = (CorpusKind)request->kind;
    Expansion expansion;
    expansion_init(&expansion, &corpus->languages[own.language],
                   random_bits(&random) + (uint64_t)own.kind * CORPUS_LANGUAGES + (uint64_t)own.language, false);
    expansion.style = kind_narrator(&random);
    Maker maker = {.expansion = &expansion, .notes = &own};
    Status status = kind_rows[own.kind].make(&maker, error);
    if (status == STATUS_OK)
        expansion_finish(&expansion, out);
    expansion_free(&expansion);
    if (notes)
        *notes = own;
    return status;
}
