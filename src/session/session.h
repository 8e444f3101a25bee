/* A session: what a person works in.
 *
 * A model, a machine with its passes and edits, the sampler's settings, the place in the text that one
 * looks at, and the history of commands. The TUI, scripts and lessons each hold one, and change it
 * through commands alone (src/command). Views read it. It draws nothing and prints nothing: what a
 * command has to say is appended to `output`.
 */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include "draw/canvas.h"
#include "figure/figure.h"
#include "run/cell.h"
#include "run/lens.h"
#include "run/machine.h"
#include "run/sampler.h"
#include "session/compare.h"
#include "session/inquiry.h"
#include "session/trail.h"
#include "session/training.h"

enum { SESSION_NAME_LENGTH = 64 };

/* What the views look at. All of them share it, so that they speak of the same thing. */
typedef struct Focus {
    char view[SESSION_NAME_LENGTH]; /* "attention" */
    int layer, head;
    Cell cell;     /* the value that one asked to see, and where the cursor goes; id 0: none, follow the program */
    int32_t token; /* the token that lens and contributions follow; -1: the one that the model finds likeliest */
    Trail trail;   /* open while one asks where a number comes from */
} Focus;

/* Who shows the session on a screen, if anyone does: so that a snapshot has what the person sees. */
typedef struct Screen {
    void *context;
    /* The whole screen, as it is (width 0) or as it would be at this size; `out` is initialised. */
    void (*canvas)(void *context, int width, int height, Canvas *out);
    Status (*figure)(void *context, Figure *figure, Error *error); /* the picture in the main view */
    bool is_seen; /* a person looks at it; else it is there for snapshots alone */
} Screen;

/* Who plays lessons over the session, if anyone does. */
typedef struct LessonDesk {
    void *context;
    /* Takes what a command asks for: a lesson or a step ("3", "3.4"), a word for the lesson that is played ("hint",
     * "off"), or "" for the list. It is checked at once, and done when the command is over. */
    Status (*ask)(void *context, const char *words, Error *error);
    const char *(*id)(void *context, int index); /* of the lessons that there are; NULL after the last */
} LessonDesk;

/* A token that was drawn: so that its draw can be looked at again. */
typedef struct Draw {
    int64_t position; /* whose logits it was drawn from */
    Random random;    /* as it was before */
} Draw;

/* What undo takes back: an edit, or a breakpoint that was set or taken away. */
typedef struct Change {
    ValueId breakpoint; /* 0: an edit */
    Edit edit;
} Change;

typedef struct ChangeList {
    Change *items; /* the newest last */
    size_t count, capacity;
} ChangeList;

/* The same text run again without the KV cache, all positions in one pass. */
typedef struct Recomputed {
    int64_t positions; /* whose logits were compared; 0: not done since the text or an edit changed */
    int64_t vocab;     /* logits of each */
    double difference; /* the largest, in absolute value */
    double magnitude;  /* of the largest logit */
} Recomputed;

struct Session {
    Model *model;           /* owned, unless `borrows` */
    bool borrows;           /* the model is another session's */
    Machine *machine;       /* owned; keeps every value */
    Machine *unedited;      /* owned: the same text without the edits, while `diff` is on; else NULL */
    Comparison *comparison; /* owned: a second model on the same text, while `compare` is on; else NULL */
    Lens *lens;             /* owned: what the residual stream says; NULL where the model's program has no readout */
    Sampler sampler;
    int32_t drawn_at;    /* the position whose logits sampler.sample was drawn from; -1: no draw yet */
    int64_t random_used; /* how many random numbers were used up since the seed */
    Draw *draws;         /* [draw_count] those of this text, by rising position; owned */
    size_t draw_count, draw_capacity;
    char *prompt;            /* the text last given; owned; NULL: ids were given, or nothing yet */
    ChangeList done, undone; /* edits and breakpoints, for undo and redo */
    Recomputed recomputed;
    Focus focus;
    Inquiry inquiry;  /* what was last asked about tokens */
    char language[8]; /* "en", "ko" */
    char theme[SESSION_NAME_LENGTH];
    char colormap[SESSION_NAME_LENGTH]; /* "": the default of each figure */
    bool mouse_off;                     /* the terminal keeps it */
    Buffer output;                      /* what commands said since somebody last read and cleared it */
    Progress progress;                  /* asked during long work */
    Screen screen;                      /* all NULL: nobody does */
    LessonDesk lessons;                 /* the same */
    Buffer *history;                    /* [history_count] command lines that succeeded */
    size_t history_count, history_capacity;
    Training *training;    /* owned: the run that is watched; NULL: nothing is being trained */
    struct Session *aside; /* owned: what was there before a trained model took its place; NULL: it is here */
    bool quit;             /* the person wants to leave */
    int revision;          /* grows with every change that a view could show, but for those of the training */
};

/* Opens the model (NULL: the built-in default) and starts an empty session. session_free it. */
Status session_open(const char *model, Session **out, Error *error);
Session *session_new(Model *model);  /* the same for a model that is open; the session owns it from now on */
void session_free(Session *session); /* NULL is fine */

/* A session beside this one, over the same model, with the same language, theme and colours but no text: for a script
 * that may fail. session_free it, or let the session become what it is (which frees it; what it said is said). */
Session *session_trial(const Session *session);
void session_become(Session *session, Session *trial);

/* Puts another session's model, machine, text and settings in the place of those that are here; `other` has them
 * afterwards. What belongs to the person, the screen and the run stays: output, history, training. */
void session_exchange(Session *session, Session *other);

/* Starts the text anew: forgets the passes, keeps edits, breakpoints and settings. The first pass is fed but
 * nothing has run yet. Without a tokenizer only ids can be given. After an error the old text is still there. */
Status session_prompt(Session *session, const char *text, Error *error);
Status session_ids(Session *session, const int32_t *ids, int64_t count, Error *error);

/* Goes to a place (machine_go), asking `progress`; the unedited machine follows when there is one, and so does the
 * layer that one looks at when the place is within a block. NOT_COMPUTED without a text. */
Status session_go(Session *session, Place place, Error *error);

/* generate.c: finishes the pass, draws a token from its logits and feeds it as a new pass, `count` times; the last
 * pass is finished too. Stops when the end-of-text token is drawn, which is not fed. */
Status session_generate(Session *session, int64_t count, Error *error);

/* Opens the inspector at a cell, or goes on from there to another, which the value view then shows; OUT_OF_RANGE where
 * the trail is full. `out` comes back to where one was before; `all`: leaves the inspector. */
Status session_into(Session *session, const Cell *cell, Error *error);
Status session_out(Session *session, bool all, Error *error);
void session_leave_trail(Session *session); /* without coming back: one has gone elsewhere */

/* The same for tokens that are given instead of drawn: a pass each. All are checked before the first is fed. */
Status session_feed(Session *session, const int32_t *ids, int64_t count, Error *error);

/* Begins the random numbers anew from the seed in the settings, as if `used` of them were used up. */
void session_seed(Session *session, int64_t used);

/* undo.c: adds an edit; sets a breakpoint or takes it away. */
Status session_edit(Session *session, const Edit *edit, Error *error);
void session_breakpoint(Session *session, ValueId value, bool on);

/* Takes the newest of these changes back, or brings the one last taken back again; takes all edits back. */
Status session_undo(Session *session, Error *error);
Status session_redo(Session *session, Error *error);
Status session_reset(Session *session, Error *error);

/* recompute.c: runs all positions whose passes are done once more, without the KV cache, and compares their logits:
 * the result is in session->recomputed. NOT_COMPUTED where no pass is done. */
Status session_recompute(Session *session, Error *error);

/* The twin without edits, for comparing. */
Status session_diff(Session *session, bool on, Error *error);

/* Appends what a token or the token at a position looks like to people: visible, with its spaces. */
void session_token(const Session *session, int32_t id, Buffer *out);
void session_token_at(const Session *session, int64_t position, Buffer *out);

/* What the token draw of the last position would be, or was: the sampler's stages for the text as it stands, with the
 * random number that comes next. Changes nothing. NOT_COMPUTED before the logits. sampler_free what it fills in. */
Status session_preview(const Session *session, Sampler *preview, Error *error);

/* The same for any position: at the present settings, with the random number that its token was drawn with, if it was
 * drawn (session_was_drawn); else with the one that comes next. */
Status session_preview_at(const Session *session, int64_t position, Sampler *preview, Error *error);
bool session_was_drawn(const Session *session, int64_t position);

/* The text of all positions so far, visible. */
void session_text(const Session *session, Buffer *out);

#endif
