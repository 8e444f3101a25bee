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
#include "run/machine.h"
#include "run/sampler.h"

enum { SESSION_NAME_LENGTH = 64 };

/* What the views look at. All of them share it, so that they speak of the same thing. */
typedef struct Focus {
    char view[SESSION_NAME_LENGTH]; /* "attention" */
    int layer, head;
    Cell cell; /* the value that one asked to see, and where the cursor goes; id 0: none, follow the program */
} Focus;

/* Who shows the session on a screen, if anyone does: so that a snapshot has what the person sees. */
typedef struct Screen {
    void *context;
    void (*canvas)(void *context, Canvas *out);                    /* the whole screen; `out` is initialised */
    Status (*figure)(void *context, Figure *figure, Error *error); /* the picture in the main view */
} Screen;

typedef struct Session {
    Model *model;      /* owned */
    Machine *machine;  /* owned; keeps every value */
    Machine *unedited; /* owned: the same text without the edits, while `diff` is on; else NULL */
    Sampler sampler;
    int32_t drawn_at; /* the position whose logits sampler.sample was drawn from; -1: no draw yet */
    char *prompt;     /* the text last given; owned; NULL: ids were given, or nothing yet */
    Focus focus;
    char language[8]; /* "en", "ko" */
    char theme[SESSION_NAME_LENGTH];
    char colormap[SESSION_NAME_LENGTH]; /* "": the default of each figure */
    Buffer output;                      /* what commands said since somebody last read and cleared it */
    Progress progress;                  /* asked during long work */
    Screen screen;                      /* all NULL: nobody does */
    Buffer *history;                    /* [history_count] command lines that succeeded */
    size_t history_count, history_capacity;
    bool quit;    /* the person wants to leave */
    int revision; /* grows with every change that a view could show */
} Session;

/* Opens the model (NULL: the built-in default) and starts an empty session. session_free it. */
Status session_open(const char *model, Session **out, Error *error);
Session *session_new(Model *model);  /* the same for a model that is open; the session owns it from now on */
void session_free(Session *session); /* NULL is fine */

/* Starts the text anew: forgets the passes, keeps edits, breakpoints and settings. The first pass is fed but
 * nothing has run yet. Without a tokenizer only ids can be given. After an error the old text is still there. */
Status session_prompt(Session *session, const char *text, Error *error);
Status session_ids(Session *session, const int32_t *ids, int64_t count, Error *error);

/* Goes to a place (machine_go), asking `progress`; the unedited machine follows when there is one, and so does the
 * layer that one looks at when the place is within a block. NOT_COMPUTED without a text. */
Status session_go(Session *session, Place place, Error *error);

/* Finishes the pass, draws a token from its logits and feeds it as a new pass, `count` times; the last
 * pass is finished too. Stops when the end-of-text token is drawn, which is not fed. */
Status session_generate(Session *session, int64_t count, Error *error);

/* Adds an edit, takes the newest back, or all. */
Status session_edit(Session *session, const Edit *edit, Error *error);
Status session_undo(Session *session, Error *error);
Status session_reset(Session *session, Error *error);

/* The twin without edits, for comparing. */
Status session_diff(Session *session, bool on, Error *error);

/* Appends what a token or the token at a position looks like to people: visible, with its spaces. */
void session_token(const Session *session, int32_t id, Buffer *out);
void session_token_at(const Session *session, int64_t position, Buffer *out);

/* What the token draw of the last position would be, or was: the sampler's stages for the text as it stands, with the
 * random number that comes next. Changes nothing. NOT_COMPUTED before the logits. sampler_free what it fills in. */
Status session_preview(const Session *session, Sampler *preview, Error *error);

/* The text of all positions so far, visible. */
void session_text(const Session *session, Buffer *out);

#endif
