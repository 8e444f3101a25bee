/* Keys from the terminal, by their meaning. */
#ifndef TUI_INPUT_H
#define TUI_INPUT_H

#include "view/view.h"

enum { INPUT_QUEUE = 1024 }; /* some pasted lines */

typedef struct Input {
    Event queue[INPUT_QUEUE]; /* pressed while there was work, not yet answered */
    int count;
} Input;

/* The next event; waits for it, so long at most. PRESS_NONE: none until then, or a signal came instead. */
Event input_next(Input *input, int milliseconds);

/* Is there one already? */
bool input_waiting(const Input *input);

/* During long work: takes in what was pressed, and says whether Escape was among it. */
bool input_escape_pressed(Input *input);

#endif
