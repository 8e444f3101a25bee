/* A pocket calculator: evaluates the arithmetic that explanations write, as a person would who types it.
 *
 * It knows + - × / ² ³ √ π ∞, parentheses, and exp cos sin tanh erf max of what stands in parentheses.
 */
#ifndef RUN_CALCULATOR_H
#define RUN_CALCULATOR_H

#include <stdbool.h>

/* False where the text is not arithmetic, as where terms are left out ("…"). */
bool calculator_evaluate(const char *text, double *result);

#endif
