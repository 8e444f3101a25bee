#include "text/split.h"

const char *const split_behavior_names[] = {
    [SPLIT_REMOVED] = "Removed",
    [SPLIT_ISOLATED] = "Isolated",
    [SPLIT_MERGED_WITH_PREVIOUS] = "MergedWithPrevious",
    [SPLIT_MERGED_WITH_NEXT] = "MergedWithNext",
    [SPLIT_CONTIGUOUS] = "Contiguous",
    NULL,
};

/* Does the span `right` belong into the same part as its left neighbour? A delimiter merges with a text
 * or with the edge, never with another delimiter. */
static bool split_joins(SplitBehavior behavior, bool left, bool right)
{
    switch (behavior) {
    case SPLIT_MERGED_WITH_PREVIOUS:
        return right && !left;
    case SPLIT_MERGED_WITH_NEXT:
        return left && !right;
    case SPLIT_CONTIGUOUS:
        return left == right;
    default:
        return false;
    }
}

void split_append(const char *text, const Spans *spans, SplitBehavior behavior, bool invert, bool at_start, Pieces *out)
{
    for (size_t i = 0; i < spans->count;) {
        size_t start = spans->items[i].start;
        bool is_match = spans->items[i].is_match != invert, first_is_match = is_match;
        size_t last = i;
        while (last + 1 < spans->count && split_joins(behavior, is_match, spans->items[last + 1].is_match != invert))
            is_match = spans->items[++last].is_match != invert;
        size_t end = spans->items[last].end;
        if (end > start && !(behavior == SPLIT_REMOVED && first_is_match))
            pieces_append(out, text + start, end - start, at_start && start == 0);
        i = last + 1;
    }
}
