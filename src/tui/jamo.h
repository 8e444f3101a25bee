/* Keys pressed while a Korean input method is on: Hangul as the Latin keys that it was typed with.
 *
 * The layout is 2-beolsik (KS X 5002): ㅂ sits on q, ㅜ on n; Shift gives ㅃ on Q. Input methods deliver single jamo,
 * or whole syllables once those are composed: 무 comes from the keys a and n. Shift cannot be seen where the layout has
 * one jamo for both, so Shift-b comes as ㅠ, and is b.
 */
#ifndef TUI_JAMO_H
#define TUI_JAMO_H

#include <stdbool.h>
#include <stdint.h>

enum { JAMO_KEYS_MOST = 8 };

/* The keys of a jamo or syllable in their order, terminated; returns how many, 0 where it is no Hangul. */
int jamo_keys(uint32_t code_point, char keys[JAMO_KEYS_MOST]);

#endif
