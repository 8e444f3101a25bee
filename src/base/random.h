/* Seeded random numbers: the same seed gives the same sequence on every machine.
 *
 * xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2018),
 * seeded by splitmix64 so that seeds 1 and 2 give unrelated sequences.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stdint.h>

typedef struct Random {
    uint64_t state[4];
} Random;

void random_seed(Random *random, uint64_t seed);
uint64_t random_bits(Random *random);                  /* all 64 bits uniform */
double random_uniform(Random *random);                 /* [0, 1), 53 bits */
double random_normal(Random *random);                  /* mean 0, variance 1 (Box-Muller) */
uint64_t random_below(Random *random, uint64_t limit); /* [0, limit), unbiased; limit > 0 */

#endif
