/* The most that one thread of this processor can multiply and add. */
#ifndef CLI_PEAK_H
#define CLI_PEAK_H

/* About a millisecond of multiply-adds on registers alone, in the widest vectors that the kernels use; returns how many
 * operations these were (a multiply-add counts as two). */
double peak_multiply_add(void);

#endif
