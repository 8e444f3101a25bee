/* A second model on the same text, for comparing: it reads the text with its own tokenizer, and is always run to the
 * end. */
#ifndef SESSION_COMPARE_H
#define SESSION_COMPARE_H

#include "run/machine.h"

typedef struct Session Session;

typedef struct Comparison {
    Model *model;     /* owned */
    Machine *machine; /* owned; keeps every value; without passes where there is no text, or it does not fit */
    Error error;      /* why it does not fit; its status is OK where all is well */
    int32_t *ids;     /* the session's tokens that the machine's text was made from; owned */
    int64_t count;
} Comparison;

/* Opens a model (model_open) beside the session's own, in place of the one that was there, and runs the session's text
 * on it. After an error nothing has changed: UNSUPPORTED where the text cannot be handed over, for the text was given
 * as ids that mean something else to the other model; else model_open's and machine_feed's. */
Status session_compare(Session *session, const char *model, Error *error);
void session_compare_off(Session *session);

/* The second model takes the session's text as it is now, where that has changed. What goes wrong is kept in the
 * comparison's error. */
void session_compare_follow(Session *session);

void comparison_free(Comparison *comparison); /* NULL is fine */

#endif
