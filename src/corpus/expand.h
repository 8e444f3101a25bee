/* Expanding rules: a document's memory (who was chosen, who speaks) and its random choices.
 *
 * The same rules serve documents and probes. Documents never take a held-out combination, a held-out fact or a word
 * flagged `unseen`; a probe's slots marked ~ take held-out ones alone.
 */
#ifndef CORPUS_EXPAND_H
#define CORPUS_EXPAND_H

#include "base/buffer.h"
#include "base/random.h"
#include "corpus/form.h"
#include "corpus/language.h"

enum { EXPANSION_VARIABLES = 64 };

typedef struct Expansion {
    const Language *language;
    Random random;
    KoreanStyle style;  /* of the narrator */
    KoreanStyle speech; /* inside quotation marks */
    bool probing;
    bool verbatim; /* lists and exercises: no capitals where a sentence would begin */

    struct {
        const char *name;
        Value value;
    } variables[EXPANSION_VARIABLES];
    int variable_count;
    unsigned char *used_alternatives, *used_words; /* by id: no way and no word twice while there are others */
    int depth;
    Buffer raw; /* with pairs such as 은/는 still open */
} Expansion;

/* expansion_free when done; also to be called after errors. */
void expansion_init(Expansion *expansion, const Language *language, uint64_t seed, bool probing);
void expansion_free(Expansion *expansion);

/* Appends one way of the rule to `raw`. NOT_FOUND: no such rule; BAD_DATA: no word fits a slot, or it is nested too
 * deep or too long. */
Status expansion_rule(Expansion *expansion, const char *rule, Error *error);

/* Chooses among the rules whose names start so, each by how many ways it has; NULL where there is none. */
const char *expansion_pick_rule(Expansion *expansion, const char *prefix);

/* Remembers a value under a name, over what it meant before. */
void expansion_set(Expansion *expansion, const char *name, Value value);

/* Decides open pairs and spaces in `raw`, appends the result to `out` and empties `raw`. */
void expansion_finish(Expansion *expansion, Buffer *out);

#endif
