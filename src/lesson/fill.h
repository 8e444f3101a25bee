/* Placeholders in words: {{EXPR}} and {{EXPR|FORMAT}}, filled in from the live model.
 *
 *     {{model.parameters}}            1,210,752      whole numbers with commas, others with three digits
 *     {{prob("mat")|%}}               37 %           a share in percent; |%1 with a decimal
 *     {{entropy(probs[-1, :])|2}}     5.31           two decimals
 *     {{top(1)}}                      mat            a token, without the space in front; |spaced shows it as ␣mat
 *     {{cache.bytes|bytes}}           1.5 KiB
 */
#ifndef LESSON_FILL_H
#define LESSON_FILL_H

#include "base/buffer.h"
#include "session/session.h"

typedef struct Placeholder {
    const char *text; /* all of it, braces included; points into what was searched */
    size_t length;
    const char *expression, *format; /* without blanks around; the format may be empty */
    size_t expression_length, format_length;
} Placeholder;

/* The first placeholder in a text: false where there is none. BAD_DATA where one is not closed. */
Status placeholder_find(const char *text, size_t length, Placeholder *out, bool *found, Error *error);

/* Appends what it stands for, visible and on one line. Errors name the expression. */
Status placeholder_fill(const Session *session, const Placeholder *placeholder, Buffer *out, Error *error);

/* A Markdown text in which each placeholder has become one private character, so that what it stands for cannot be
 * taken for Markdown. Zero-initialise; marked_free afterwards, after an error too. */
enum { PLACEHOLDERS_MOST = 500, PLACEHOLDER_MARK = 0xE000 };

typedef struct Marked {
    Buffer text;
    Buffer *filled; /* [count]: what the marks stand for */
    size_t count, capacity;
} Marked;

Status marked_read(const Session *session, const char *text, Marked *marked, Error *error);
void marked_free(Marked *marked);

/* What a character stands for; NULL: itself. */
const Buffer *marked_find(const Marked *marked, uint32_t character);

#endif
