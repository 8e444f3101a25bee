/* Numbers as people read them: one place, so that every screen and picture rounds alike.
 *
 * Rounding never misleads: only 0 prints as 0 (a tiny number prints as 1e-5), and a number below 1
 * never rounds up to 1 (0.99996 prints as 0.9999). Only whole numbers print without a point or exponent,
 * up to the width that is there. Minus infinity is "-inf", NaN "nan".
 */
#ifndef FIGURE_NUMBER_H
#define FIGURE_NUMBER_H

#include <stddef.h>

enum {
    NUMBER_LENGTH = 40, /* a buffer that holds every result, terminator included */
    NUMBER_WIDTH = 7,   /* the usual column: "-0.1234", "-1.2e-5" */
    NUMBER_WIDEST = 24,
};

/* Exactly `width` cells, right-aligned; all '#' where no honest form of the number fits, as a
 * spreadsheet does (from NUMBER_WIDTH on every float fits). Width 0: as many cells as it needs,
 * without padding. At most 4 decimals. Returns `out`. */
const char *number_format(char out[NUMBER_LENGTH], double value, int width);

/* As number_format with width 0, but with `digits` significant digits (1-17): for arithmetic that
 * one can follow with a pocket calculator. */
const char *number_precise(char out[NUMBER_LENGTH], double value, int digits);

/* As number_format, but with `digits` significant digits where digits > 0 and `width` has room for them. */
const char *number_column(char out[NUMBER_LENGTH], double value, int digits, int width);

/* 1536 as "1.5 KiB"; whole bytes below 1 KiB. */
const char *number_bytes(char out[NUMBER_LENGTH], size_t bytes);

#endif
