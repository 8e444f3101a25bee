/* Long texts in parts, so that memory follows from a part and not from the whole.
 *
 * Cutting must not change the words: of GPT-2's, a run of white space belongs together, and so does a special token.
 */
#ifndef TEXT_TEXT_PART_H
#define TEXT_TEXT_PART_H

#include <stddef.h>

/* How many bytes make a first part of at least `wanted` bytes: up to a line's end (which the next part begins with)
 * behind a character that is no white space, or all. */
size_t text_part(const char *text, size_t length, size_t wanted);

#endif
