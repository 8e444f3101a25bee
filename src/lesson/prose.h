/* Prose: Markdown (parsed by cmark) with its placeholders filled in, as lines that a pane can draw.
 *
 * In two stages, since a pane changes its width more often than its words: prose_read makes blocks of styled text,
 * prose_wrap lines of a width. Paragraphs, headings, emphasis, code, lists, quotes and rules are understood; links show
 * their text; HTML and images are refused. Wording are kept whole where a line has room for them, Hangul breaks between
 * syllables where it has not.
 */
#ifndef LESSON_PROSE_H
#define LESSON_PROSE_H

#include "base/arena.h"
#include "base/status.h"
#include "session/session.h"

/* What a span is; a theme says how it looks. The last ones are for pages (page.h), Markdown makes the first. */
typedef enum ProseStyle {
    PROSE_PLAIN,
    PROSE_EMPHASIS,
    PROSE_STRONG,
    PROSE_CODE,
    PROSE_HEADING,
    PROSE_DIM,    /* marks of lists and quotes; what is said beside the matter */
    PROSE_TITLE,  /* of the step */
    PROSE_TASK,   /* what to do now */
    PROSE_CHOSEN, /* the option that was chosen */
    PROSE_RIGHT,
    PROSE_WRONG,
    PROSE_HINT,
    PROSE_STYLE_COUNT
} ProseStyle;

typedef struct ProseBlock {
    const char *text;            /* with newlines where a line must end */
    const unsigned char *styles; /* [length] ProseStyle of each byte */
    size_t length;
    const char *first;  /* what stands before the first line ("• "); owned */
    int indent;         /* cells before it, and before all lines */
    bool as_it_is;      /* code: lines are cut, not wrapped */
    bool follows_close; /* no empty line before it */
} ProseBlock;

typedef struct Prose {
    ProseBlock *blocks; /* growing */
    size_t count, capacity;
    Arena arena;
} Prose;

/* Appends the blocks of a Markdown text; zero-initialise a Prose to start. Placeholders are filled in as the session is
 * now. prose_free afterwards, after an error too. */
Status prose_read(Prose *prose, const Session *session, const char *markdown, Error *error);

/* The same as HTML, for pages that are printed. */
Status prose_html(const Session *session, const char *markdown, Buffer *out, Error *error);

/* Appends one paragraph of plain text in one style, with something in front of its first line. */
void prose_add(Prose *prose, ProseStyle style, const char *first, const char *text);

/* Appends the blocks of another prose, which must outlive this one. */
void prose_append(Prose *prose, const Prose *other);

/* Lets the plain text of all blocks from `block` on have a style, and puts `first` before the first of them. */
void prose_dress(Prose *prose, size_t block, ProseStyle style, const char *first);
void prose_free(Prose *prose);

typedef struct ProseSpan {
    ProseStyle style;
    const char *text; /* owned by the prose */
    size_t length;
} ProseSpan;

typedef struct ProseLine {
    ProseSpan *spans;
    int span_count;
    int cells; /* that all spans take */
} ProseLine;

typedef struct ProseLines {
    ProseLine *lines;
    size_t count, capacity;
    Arena arena;
} ProseLines;

/* Lines of at most `width` cells (at least 10); they point into the prose, which must outlive them. Zero-initialise,
 * prose_lines_free afterwards. */
void prose_wrap(const Prose *prose, int width, ProseLines *lines);
void prose_lines_free(ProseLines *lines);

/* Appends the lines as plain text. */
void prose_lines_print(const ProseLines *lines, Buffer *out);

#endif
