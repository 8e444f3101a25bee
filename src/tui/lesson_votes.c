#include "tui/lesson_votes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static Vote *votes_find(Votes *votes, const char *answer, size_t length)
{
    char wanted[VOTE_LENGTH] = "";
    memcpy(wanted, answer, utf8_valid_prefix(answer, length < VOTE_LENGTH ? length : VOTE_LENGTH - 1));
    for (int i = 0; i < votes->count; i++)
        if (!strcmp(votes->votes[i].answer, wanted))
            return &votes->votes[i];
    if (votes->count == VOTES_MOST)
        return NULL;
    Vote *vote = &votes->votes[votes->count++];
    *vote = (Vote){0};
    memcpy(vote->answer, wanted, sizeof wanted);
    return vote;
}

bool votes_add(Votes *votes, const char *text)
{
    enum { CLASS_MOST = 999 };
    const char *blank = strrchr(text, ' ');
    char *end;
    long hands = blank ? strtol(blank + 1, &end, 10) : 0;
    bool counted = blank && blank > text && end > blank + 1 && !*end && hands > 0 && hands <= CLASS_MOST;
    Vote *vote = votes_find(votes, text, counted ? (size_t)(blank - text) : strlen(text));
    if (vote && vote->hands <= CLASS_MOST)
        vote->hands += counted ? (int)hands : 1;
    return vote;
}

static int votes_largest(const Votes *votes)
{
    int largest = 1;
    for (int i = 0; i < votes->count; i++)
        largest = votes->votes[i].hands > largest ? votes->votes[i].hands : largest;
    return largest;
}

void votes_draw(const Votes *votes, Canvas *canvas, Rect *rect)
{
    enum { NAME = 14, NUMBER = 5 };
    int largest = votes_largest(votes), first = votes->count - rect->height > 0 ? votes->count - rect->height : 0;
    Rect place = rect_cut_bottom(rect, votes->count - first);
    for (int i = first; i < votes->count; i++) {
        char number[16];
        Rect line = rect_cut_top(&place, 1), name = rect_cut_left(&line, NAME), last = rect_cut_right(&line, NUMBER);
        int width = line.width * votes->votes[i].hands / largest;
        canvas_put_short(canvas, name, STYLE_EMPHASIS, votes->votes[i].answer);
        canvas_fill(canvas, rect_cut_left(&line, width), STYLE_SERIES_1, "█");
        snprintf(number, sizeof number, "%d", votes->votes[i].hands);
        canvas_put_right(canvas, last, STYLE_NUMBER, number);
    }
}
