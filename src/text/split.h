/* What becomes of the delimiters when a text is split at them. */
#ifndef TEXT_SPLIT_H
#define TEXT_SPLIT_H

#include "text/pieces.h"
#include "text/regex.h"

/* "The-final--countdown" split at "-": */
typedef enum SplitBehavior {
    SPLIT_REMOVED,              /* The | final | countdown */
    SPLIT_ISOLATED,             /* The | - | final | - | - | countdown */
    SPLIT_MERGED_WITH_PREVIOUS, /* The- | final- | - | countdown */
    SPLIT_MERGED_WITH_NEXT,     /* The | -final | - | -countdown */
    SPLIT_CONTIGUOUS,           /* The | - | final | -- | countdown */
} SplitBehavior;

/* The names that files use, in the enum's order; ends with NULL. */
extern const char *const split_behavior_names[];

/* Appends the parts of `text`, which the spans cover; `invert` makes matches of what are none and the
 * other way round. Empty parts are left out. */
void split_append(const char *text, const Spans *spans, SplitBehavior behavior, bool invert, bool at_start,
                  Pieces *out);

#endif
