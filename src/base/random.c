#include "base/random.h"

#include <math.h>

static uint64_t splitmix64(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static uint64_t rotate_left(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

void random_seed(Random *random, uint64_t seed)
{
    for (int i = 0; i < 4; i++)
        random->state[i] = splitmix64(&seed);
}

uint64_t random_bits(Random *random)
{
    uint64_t *s = random->state;
    uint64_t result = rotate_left(s[1] * 5, 7) * 9, shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate_left(s[3], 45);
    return result;
}

double random_uniform(Random *random)
{
    return (double)(random_bits(random) >> 11) * 0x1p-53;
}

double random_normal(Random *random)
{
    double radius = sqrt(-2 * log(1 - random_uniform(random))); /* 1 - u is never 0 */
    return radius * cos(2 * M_PI * random_uniform(random));
}

uint64_t random_below(Random *random, uint64_t limit)
{
    uint64_t bits, unfair = -limit % limit; /* the first 2^64 mod limit values would favour small results */
    do
        bits = random_bits(random);
    while (bits < unfair);
    return bits % limit;
}
