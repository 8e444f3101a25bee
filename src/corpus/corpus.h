/* 마을 (the village): a seeded generator of small texts in Korean and English, from plain files that a teacher can
 * extend (data/corpus/README.md).
 *
 * Document `index` of `seed` is always the same text, whatever was asked for before, so that training can start at any
 * place. A Corpus is never changed after corpus_open: threads may share it.
 */
#ifndef CORPUS_CORPUS_H
#define CORPUS_CORPUS_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/status.h"

/* name, weight, what makes it, what it is */
#define CORPUS_KIND_LIST(X)                                                                                            \
    X(STORY, "story", 32, kind_story, "4 to 10 sentences with people, places, weather, feelings and talk")             \
    X(THERE, "there", 30, kind_there, "who is where and has what, and words that refer back")                          \
    X(ROLL, "roll", 12, roll_document, "several people and what goes with each, and all again in another order")       \
    X(SENSE, "sense", 5, kind_sense, "words of several meanings, each in a clear context")                             \
    X(FRAME, "frame", 50, kind_frame, "plain sentences, whose words the probes put in new places")                     \
    X(FACT, "fact", 96, fact_document, "facts of the village stated, asked and answered")                              \
    X(CHAT, "chat", 7, kind_chat, "dialogues with role tokens")                                                        \
    X(LIST, "list", 3, kind_list, "few-shot lists: a pattern, line by line")                                           \
    X(PAIR, "pair", 2, kind_pair, "words in Korean and English")                                                       \
    X(COUNT, "count", 2, drill_count, "counting up, down and by steps")                                                \
    X(SUM, "sum", 3, drill_sum, "sums of numbers of one and two digits")                                               \
    X(COPY, "copy", 3, drill_copy, "copies and reversals")                                                             \
    X(CHANT, "chant", 3, drill_chant, "short random sequences of letters and words that repeat often")                 \
    X(REPEAT, "repeat", 5, drill_repeat, "random sequences that repeat")

typedef enum CorpusKind {
#define CORPUS_KIND_ENUM(id, name, weight, make, what) CORPUS_##id,
    CORPUS_KIND_LIST(CORPUS_KIND_ENUM)
#undef CORPUS_KIND_ENUM
        CORPUS_KINDS
} CorpusKind;

typedef enum CorpusLanguage { CORPUS_KO, CORPUS_EN, CORPUS_LANGUAGES } CorpusLanguage;

enum { CORPUS_ANY = -1, CORPUS_NOTES = 16 };

const char *corpus_kind_name(CorpusKind kind);
const char *corpus_kind_help(CorpusKind kind);
const char *corpus_language_code(CorpusLanguage language); /* "ko", "en" */

/* By name; USAGE lists the names that there are. */
Status corpus_find_kind(const char *name, int *kind, Error *error);
Status corpus_find_language(const char *code, int *language, Error *error);

typedef struct Corpus Corpus;

/* Reads the folder (data/corpus). BAD_DATA names a file and line that do not hold together. */
Status corpus_open(const char *folder, Corpus **corpus, Error *error);
void corpus_free(Corpus *corpus); /* NULL is fine */

typedef struct CorpusRequest {
    uint64_t seed, index;
    int kind;     /* a CorpusKind, or CORPUS_ANY for one by its share */
    int language; /* a CorpusLanguage, or CORPUS_ANY for either, evenly */
} CorpusRequest;

/* What a document is about. Texts belong to the corpus. */
typedef struct DocumentNotes {
    CorpusKind kind;
    CorpusLanguage language;
    struct {
        const char *relation, *subject, *object; /* "capital", "루마", "하람" */
    } facts[CORPUS_NOTES];                       /* the first ones that it states */
    int fact_count;
} DocumentNotes;

/* The words that random sequences are made of, in order; NULL behind the last. */
const char *corpus_everyday_word(const Corpus *corpus, CorpusLanguage language, size_t index);

/* Appends the document to `out`, without the token that separates documents. `notes` may be NULL. BAD_DATA names the
 * line of a grammar that cannot go on. */
Status corpus_document(const Corpus *corpus, const CorpusRequest *request, Buffer *out, DocumentNotes *notes,
                       Error *error);

#endif
