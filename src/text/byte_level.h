/* Bytes as characters: the alphabet in which byte-level BPE spells its vocabulary.
 *
 * Each of the 256 bytes has a printable character: itself where it is one in Latin-1, else the next free
 * one from U+0100 on. A space is thus Ġ (U+0120), a newline Ċ (U+010A). The scheme is GPT-2's (Radford
 * et al., 2019). */
#ifndef TEXT_BYTE_LEVEL_H
#define TEXT_BYTE_LEVEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* Appends bytes spelt as characters. */
void byte_level_encode(const char *bytes, size_t length, Buffer *out);

/* Appends the bytes that characters spell; false, and nothing appended, where a character spells none. */
bool byte_level_decode(const char *text, size_t length, Buffer *out);

#endif
