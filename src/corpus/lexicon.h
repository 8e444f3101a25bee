/* The vocabulary of one language: files words/CLASS.txt, one word a line with what is known about it.
 *
 *     사과 en=apple fruit food color=빨간색,초록색 do=먹다
 *
 * A name alone is a flag; NAME=VALUE,VALUE an attribute. A _ stands for a space. Words, like all strings here, belong
 * to the Lexicon.
 */
#ifndef CORPUS_LEXICON_H
#define CORPUS_LEXICON_H

#include "base/arena.h"
#include "base/map.h"
#include "corpus/lines.h"

typedef struct Attribute {
    const char *name;
    const char **values; /* none for a flag */
    int value_count;
} Attribute;

typedef struct WordClass WordClass;

typedef struct Word {
    const char *text;
    const WordClass *class;
    Attribute *attributes;
    int attribute_count;
    int id; /* 0 .. words->count - 1 */
    Origin origin;
} Word;

struct WordClass {
    const char *name; /* the file's name without .txt */
    const Word **words;
    size_t count, capacity;
};

typedef struct Lexicon {
    Arena arena;
    WordClass *classes[64];
    int class_count;
    int count;        /* of all words */
    Map index;        /* text -> position in `all`; the first one where a text stands in several classes */
    const Word **all; /* by id */
    size_t all_capacity;
} Lexicon;

/* Adds the file's words as a class of its name. BAD_DATA names file and line. */
Status lexicon_read(Lexicon *words, const char *path, Error *error);
void lexicon_free(Lexicon *words);

const WordClass *lexicon_class(const Lexicon *words, const char *name);          /* NULL: no such file */
const Word *lexicon_find(const Lexicon *words, const char *text, size_t length); /* NULL: in no file */

const Attribute *word_attribute(const Word *word, const char *name); /* NULL: not said about it */
bool word_has(const Word *word, const char *name);

/* The attribute's first value; `otherwise` where there is none. */
const char *word_value(const Word *word, const char *name, const char *otherwise);

#endif
