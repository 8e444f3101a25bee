/* The grammar of one language: files grammar/NAME.txt that hold rules, a rule several ways to go on.
 *
 *     greeting:
 *     - "(안녕|반가워), {b.call}!"
 *     - [*3] [w.rain] {a}은/는 {우산}을/를 {쓰다.past}.
 *       A deeper line goes on with the same way.
 *
 * (A|B) chooses on the spot. [CONDITION] lets a way be taken only where it holds: [x.flag], [!x.flag],
 * [x.attribute=value], [x] (x is chosen); [*3] makes it three times as likely. Slots in braces:
 *
 *     {a:person child !shy job=x.job}   chooses a word of a class, remembers it as a, and shows it
 *     {let a:person child}              the same without showing
 *     {d=p.do} {mood=sad}               remembers one of the values of p, or a text, shows nothing
 *     {a} {a.color} {a.call} {d.past}   shows what is remembered, an attribute of it, a form of it
 *     {greeting} {먹다.past}            a rule by its name; a word of the vocabulary in a form
 *     {a>b}                             from here on a speaks to b: Korean quotations are polite where b is older
 *
 * ~KEY among the conditions of a slot keeps one in five pairs (KEY, word) out of all documents, for the probes alone;
 * ~KEY+x triples (KEY, x, word).
 */
#ifndef CORPUS_GRAMMAR_H
#define CORPUS_GRAMMAR_H

#include "base/arena.h"
#include "base/map.h"
#include "corpus/lines.h"

enum { PATH_PARTS = 4 };

/* base.part.part, as in a.home.past */
typedef struct SlotPath {
    const char *base;
    const char *parts[PATH_PARTS];
    int count; /* of parts */
} SlotPath;

typedef struct Filter {
    const char *name;
    bool negated;
    bool has_value;
    SlotPath value; /* a remembered word's attribute, or the text as it stands */
    const char *text;
    struct Filter *next;
} Filter;

typedef enum SlotKind {
    SLOT_SHOW,   /* {path} */
    SLOT_CHOOSE, /* {name:class ...} and {let name:class ...} */
    SLOT_KEEP,   /* {name=path} */
    SLOT_SPEAK,  /* {name>to} */
} SlotKind;

typedef struct Slot {
    SlotKind kind;
    bool silent;
    const char *name, *class_name;
    SlotPath path;
    Filter *filters;
    const char *holdout, *holdout_with; /* ~KEY+x; NULL where absent */
    Origin origin;
} Slot;

typedef struct Node Node;
typedef struct Branch {
    Node *nodes;
    struct Branch *next;
} Branch;

struct Node {
    const char *text; /* NULL unless text */
    Slot *slot;       /* NULL unless a slot */
    Branch *branches; /* NULL unless a choice on the spot */
    int branch_count;
    Node *next;
};

typedef struct Guard {
    SlotPath path;
    const char *value; /* NULL: the attribute is there */
    bool negated;
    struct Guard *next;
} Guard;

typedef struct Alternative {
    Guard *guards;
    Node *nodes;
    int weight;
    int id; /* 0 .. alternative_count - 1 of the grammar */
    Origin origin;
    struct Alternative *next;
} Alternative;

typedef struct Rule {
    const char *name;
    Alternative *alternatives;
    Origin origin;
} Rule;

typedef struct Grammar {
    Arena arena;
    Rule **rules;
    size_t count, capacity;
    Map index; /* name -> position */
    int alternative_count;
} Grammar;

/* Adds the rules of a file. BAD_DATA names file and line. */
Status grammar_read(Grammar *grammar, const char *path, Error *error);
void grammar_free(Grammar *grammar);

const Rule *grammar_rule(const Grammar *grammar, const char *name); /* NULL: no such rule */

/* ---- the parser's second half, in grammar_parse.c ---- */

/* Parses what stands behind "- ". `text` is changed. */
Status grammar_parse_alternative(Arena *arena, char *text, Origin origin, Alternative *out, Error *error);

#endif
