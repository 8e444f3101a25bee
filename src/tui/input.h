/* Keys from the terminal, by their meaning. */
#ifndef TUI_INPUT_H
#define TUI_INPUT_H

#include "view/view.h"

enum { INPUT_QUEUE = 32 };

typedef struct Input {
    Event queue[INPUT_QUEUE]; /* pressed while there was work, not yet answered */
    int count;
} Input;

/* The next event; waits for it. PRESS_NONE: none for a while, or a signal came instead. */
Event input_next(Input *input);

/* Is there one already? */
bool input_waiting(const Input *input);

/* During long work: takes in what was pressed, and says whether Escape was among it. */
bool input_escape_pressed(Input *input);

#endif
