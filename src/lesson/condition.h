/* Expressions of lessons, over a session.
 *
 * They are those of run/expression.h; in addition {layer} {head} {cell} {query} {key} {pos} … stand for the place that
 * the person looks at, and {temperature} {top_k} {top_p} {seed} {edits} for settings. They are put in as text before
 * the expression is evaluated: blocks.{layer}.attn.pattern[{head}, -1, 0] > 0.5
 */
#ifndef LESSON_CONDITION_H
#define LESSON_CONDITION_H

#include "run/expression.h"
#include "session/session.h"

/* The value of an expression. result_free afterwards, after an error too. NOT_COMPUTED where {cell} or an axis is asked
 * for and the cursor is on no cell. */
Status condition_evaluate(const Session *session, const char *text, size_t length, Result *result, Error *error);

/* One number. */
Status condition_number(const Session *session, const char *text, double *number, Error *error);

/* One truth; a number is an error. */
Status condition_holds(const Session *session, const char *text, bool *truth, Error *error);

/* How clear it is: expression_margin. */
Status condition_margin(const Session *session, const char *text, double *margin, Error *error);

#endif
