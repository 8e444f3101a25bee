/* UTF-8: decoding that never trusts its input, cell widths, and text made safe for a terminal. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes the character at `text` (`length` > 0 bytes are there). Returns the bytes it takes (1-4)
 * and its code point, or 0 bytes where no valid character starts here (overlong forms, surrogates
 * and code points past U+10FFFF are invalid). */
int utf8_decode(const char *text, size_t length, uint32_t *code_point);

/* Writes a valid code point as 1-4 bytes; returns how many. */
int utf8_encode(uint32_t code_point, char out[4]);

/* How many bytes at the start of `text` are whole, valid characters. */
size_t utf8_valid_prefix(const char *text, size_t length);

/* Could these bytes be the beginning of a character whose rest has not arrived yet? */
bool utf8_is_incomplete(const char *text, size_t length);

/* Bytes of the grapheme cluster (what a reader calls a character: base + marks, emoji sequence) at
 * the start of valid text; 0 at its end. */
size_t utf8_grapheme(const char *text, size_t length);

/* Terminal cells that a grapheme cluster or a whole text occupies: Hangul and CJK 2, marks 0. */
int utf8_cluster_cells(const char *text, size_t length);
int utf8_cells(const char *text, size_t length);

/* The field width that makes printf's %*s take at least `cells` on the screen: printf itself counts bytes. */
int utf8_field(const char *text, int cells);

/* The longest prefix of valid text, in bytes of whole clusters, that fits into `cells`. */
size_t utf8_fit(const char *text, size_t length, int cells);

/* How utf8_visible treats newlines and tabs. */
typedef enum Utf8Visible {
    UTF8_LINES,    /* keep them */
    UTF8_ONE_LINE, /* show them as ⏎ and ⇥ */
} Utf8Visible;

/* Writes text so that it can neither steer a terminal nor break UTF-8: control characters
 * (C0, DEL, C1) as <1B>, invalid bytes as <EC>, bidirectional overrides and line separators as
 * <U+202E>; all else unchanged. Writes at most `size` - 1 bytes plus a terminator, never half an
 * item; with `out` NULL only measures. Returns the bytes written (or needed). */
size_t utf8_visible(char *out, size_t size, const char *text, size_t length, Utf8Visible mode);

#endif
