/* Korean particles that depend on the sound before them.
 *
 * Grammars write both forms, as 은/는 or 으로/로; here the fitting one is chosen by the letter that ends the word
 * before: its final consonant, or the last sound of a number as it is read (3: 삼). A final ㄹ counts as a vowel
 * for 으로/로.
 */
#ifndef CORPUS_PARTICLE_H
#define CORPUS_PARTICLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

typedef struct Particle {
    const char *pair;          /* "은/는" as grammars write it */
    const char *closed, *open; /* after a consonant, after a vowel */
    bool rieul_is_open;        /* 으로/로: 서울로 */
} Particle;

extern const Particle particles[]; /* ended by pair NULL; longer pairs before those they begin with */

/* The pair that starts `text`, or NULL. */
const Particle *particle_find(const char *text);

/* The form that fits behind `before`. */
const char *particle_form(const Particle *particle, const char *before, size_t length);

/* Appends `text` to `out` with every pair decided. "=>", which parts prompt and answer of a probe, has no sound. */
void particle_resolve(const char *text, Buffer *out);

#endif
