/* What the expression's own files share. Nobody else includes this.
 *
 *     text -> expression_lex: lexemes -> expression_parse: nodes in an arena -> expression_evaluate: a Result,
 *     with expression_index for what NAME[...] selects, expression_functions and expression_tokens for what is
 *     called, expression_facts for names such as model.layers, and expression_margin for how clear a result is
 */
#ifndef RUN_EXPRESSION_PARTS_H
#define RUN_EXPRESSION_PARTS_H

#include "base/arena.h"
#include "base/translate.h"
#include "run/expression.h"
#include "run/region.h"
#include "run/token_text.h"

/* ---- lexemes ---- */

/* One row each: enum, spelling (for those that vary, what a message calls them), how tightly it binds what
 * stands on both sides (0: it stands between nothing). A spelling that begins another comes after it. */
#define LEXEME_LIST(X)                                                                                                 \
    X(END, N_("the end"), 0)                                                                                           \
    X(NUMBER, N_("a number"), 0)                                                                                       \
    X(TEXT, N_("a text"), 0)                                                                                           \
    X(NAME, N_("a name"), 0)                                                                                           \
    X(OR, "or", 1)                                                                                                     \
    X(AND, "and", 2)                                                                                                   \
    X(NOT, "not", 0)                                                                                                   \
    X(EQUAL, "==", 4)                                                                                                  \
    X(NOT_EQUAL, "!=", 4)                                                                                              \
    X(LESS_EQUAL, "<=", 4)                                                                                             \
    X(GREATER_EQUAL, ">=", 4)                                                                                          \
    X(LESS, "<", 4)                                                                                                    \
    X(GREATER, ">", 4)                                                                                                 \
    X(PLUS, "+", 5)                                                                                                    \
    X(MINUS, "-", 5)                                                                                                   \
    X(TIMES, "*", 6)                                                                                                   \
    X(DIVIDE, "/", 6)                                                                                                  \
    X(POWER, "^", 8)                                                                                                   \
    X(OPEN, "(", 0)                                                                                                    \
    X(CLOSE, ")", 0)                                                                                                   \
    X(OPEN_INDEX, "[", 0)                                                                                              \
    X(CLOSE_INDEX, "]", 0)                                                                                             \
    X(COMMA, ",", 0)                                                                                                   \
    X(COLON, ":", 0)                                                                                                   \
    X(HASH, "#", 0)

typedef enum LexemeKind {
#define LEXEME_ENUM(name, text, level) LEXEME_##name,
    LEXEME_LIST(LEXEME_ENUM) LEXEME_COUNT
#undef LEXEME_ENUM
} LexemeKind;

/* The levels that have no operator of their own between two operands. */
enum { LEVEL_LOOSEST = 1, LEVEL_NOT = 3, LEVEL_COMPARISON = 4, LEVEL_POWER = 8 };

const char *lexeme_text(LexemeKind kind); /* as messages call it */
int lexeme_level(LexemeKind kind);

typedef struct Lexeme {
    LexemeKind kind;
    size_t at; /* byte offset */
    double number;
    const char *text; /* NAME, TEXT: without quotes and escapes; owned by the arena */
    size_t length;
} Lexeme;

/* The text, and where to complain about it. */
typedef struct Source {
    const char *text;
    size_t length;
    Arena *arena;
    Error *error; /* may be NULL */
} Source;

/* The next lexeme at or after *at, which moves behind it. */
Status lexeme_read(const Source *source, size_t *at, Lexeme *lexeme);

/* An error "expression, column N: ..." for the byte at `at`. */
__attribute__((format(printf, 4, 5))) Status source_fail(const Source *source, size_t at, Status status,
                                                         const char *format, ...);

/* Puts the same before the message that a callee has set; returns its status. */
Status source_place(const Source *source, size_t at, Status status);

/* ---- nodes ---- */

enum { FUNCTION_ARGUMENTS = 3 };

typedef enum NodeKind {
    NODE_NUMBER,
    NODE_TEXT,
    NODE_NAME, /* a value or weight, with its indices */
    NODE_CALL,
    NODE_UNARY,  /* - or not: child[0] */
    NODE_BINARY, /* child[0] and child[1] */
} NodeKind;

typedef struct Node Node;
typedef struct Function Function;

typedef struct IndexItem {
    size_t at;
    AxisName axis;    /* AXIS_NONE: not said */
    bool is_range;    /* a:b */
    const Node *from; /* or the one index; NULL: from the start */
    const Node *to;   /* NULL: to the end */
} IndexItem;

struct Node {
    NodeKind kind;
    size_t at;
    int depth;         /* of the tree below, itself included */
    LexemeKind symbol; /* UNARY, BINARY */
    double number;     /* NUMBER */
    TokenText text;    /* TEXT; of NAME its spelling, terminated */
    const Node *child[FUNCTION_ARGUMENTS];
    int child_count;
    const Function *function;  /* CALL */
    IndexItem items[RANK_MAX]; /* NAME */
    int item_count;
};

/* Parses the whole text. */
Status expression_parse(const Source *source, const Node **root);

/* ---- evaluating ---- */

typedef struct Evaluator {
    const Machine *machine;
    Source source;
    AxisName axis;   /* the axis that the part now evaluated is an index of: what a text means depends on it */
    int64_t numbers; /* taken so far, of EXPRESSION_NUMBERS */
} Evaluator;

/* Numbers in `result` have to be freed by the caller in every case. */
Status evaluate_node(Evaluator *evaluator, const Node *node, Result *result);

/* Gives an empty result room for a slice of this shape. */
Status result_allocate(Evaluator *evaluator, const Shape *shape, size_t at, Result *result);

/* Makes an empty result one number. */
void result_set(Result *result, double number);

static inline bool result_is_number(const Result *result)
{
    return result->tensor.shape.rank == 0;
}

/* What a NAME node selects. Ends that are left open are those of what there is now, and `open` says which. */
typedef struct Selection {
    Region region;
    bool open[RANK_MAX];
} Selection;

Status expression_select(Evaluator *evaluator, const Node *node, Selection *selection);

static inline bool axis_is_position(AxisName axis)
{
    return axis == AXIS_POS || axis == AXIS_QUERY || axis == AXIS_KEY || axis == AXIS_CONTEXT;
}

static inline int64_t result_count(const Result *result)
{
    return shape_count(&result->tensor.shape);
}

/* The logits [vocab] after the position that is a call's second argument, or after the last one. */
Status evaluate_next_logits(Evaluator *evaluator, const Node *call, Result *logits);

/* The same after a layer, or at another depth, of the residual stream: what the call's third argument says. */
Status evaluate_lens_logits(Evaluator *evaluator, const Node *call, int64_t position, Result *logits);

/* ---- functions ---- */

/* How a call's arguments are read: it decides what a text in them means. */
typedef enum ArgumentReading {
    READS_NUMBERS,   /* a text is a token, but a second argument is a position; a third one is a depth, which the
                        function evaluates itself (evaluate_lens_logits) */
    READS_POSITIONS, /* a text is a position */
    READS_TEXT,      /* there is one argument, a text in quotes, and nothing is evaluated */
    READS_PART,      /* a text in quotes that is not evaluated, a token, a position */
} ArgumentReading;

/* One row each: name, fewest and most arguments, how they are read, how they are written, help. Each has an
 * evaluate_NAME in expression_functions.c, expression_tokens.c or expression_lens.c. */
#define FUNCTION_LIST(X)                                                                                               \
    X(max, 1, 1, NUMBERS, "(x)", N_("the largest number"))                                                             \
    X(min, 1, 1, NUMBERS, "(x)", N_("the smallest number"))                                                            \
    X(mean, 1, 1, NUMBERS, "(x)", N_("the average"))                                                                   \
    X(sum, 1, 1, NUMBERS, "(x)", N_("the sum"))                                                                        \
    X(argmax, 1, 1, NUMBERS, "(x)", N_("the index of the largest number of a vector, the first among equals"))         \
    X(norm, 1, 1, NUMBERS, "(x)", N_("the length: the root of the sum of squares"))                                    \
    X(entropy, 1, 1, NUMBERS, "(p)", N_("the entropy of a vector of probabilities, in bits"))                          \
    X(cosine, 2, 2, NUMBERS, "(a, b)", N_("the cosine of the angle between two vectors"))                              \
    X(abs, 1, 1, NUMBERS, "(x)", N_("each number without its sign"))                                                   \
    X(sqrt, 1, 1, NUMBERS, "(x)", N_("the square root of each number"))                                                \
    X(exp, 1, 1, NUMBERS, "(x)", N_("e to the power of each number"))                                                  \
    X(log, 1, 1, NUMBERS, "(x)", N_("the natural logarithm of each number"))                                           \
    X(round, 1, 1, NUMBERS, "(x)", N_("the nearest whole number to each"))                                             \
    X(prob, 1, 3, NUMBERS, "(token, position, layer)",                                                                 \
      N_("the probability of a token as the next; by the logit lens"))                                                 \
    X(rank, 1, 3, NUMBERS, "(token, position, layer)", N_("its place among the next ones, 1 for the most probable"))   \
    X(top, 1, 3, NUMBERS, "(place, position, layer)", N_("the token that has a place among the next ones"))            \
    X(token, 1, 1, POSITIONS, "(position)", N_("the token at a position"))                                             \
    X(loss, 1, 2, POSITIONS, "(from, to)",                                                                             \
      N_("-ln of the probability of the token at a position; or its mean over some"))                                  \
    X(contribution, 2, 3, PART, "(\"part\", token, position)", N_("what a part of the model adds to a token's logit")) \
    X(tokens, 1, 1, TEXT, "(\"text\")", N_("how many tokens a text makes, without special ones"))                      \
    X(bytes, 1, 1, TEXT, "(\"text\")", N_("how many bytes a text has in UTF-8"))                                       \
    X(characters, 1, 1, TEXT, "(\"text\")", N_("how many characters a reader sees in a text"))

struct Function {
    const char *name;
    int least, most; /* arguments */
    ArgumentReading reading;
    Status (*evaluate)(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result);
};

#define FUNCTION_DECLARE(name, least, most, reading, written, help)                                                    \
    Status evaluate_##name(Evaluator *evaluator, const Node *call, const Result arguments[], Result *result);
FUNCTION_LIST(FUNCTION_DECLARE)
#undef FUNCTION_DECLARE

const Function *function_find(const char *name);
const char *function_names(void); /* "max min mean ..." */

/* ---- facts ---- */

/* The fact of that name, as NODE_NAME spells it. False where there is none. */
bool fact_find(const Machine *machine, const char *name, double *number);

#endif
