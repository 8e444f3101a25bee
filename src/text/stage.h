/* Stages: what normalisers, pre-tokenisers and decoders have in common.
 *
 * Each turns pieces of text into pieces of text. A tokenizer file names them by "type"; a "Sequence"
 * is its members in a row, so that a role (all normalisers, say) comes down to one flat list. Each role
 * has a table of the kinds that may stand in its list: normalizer_role, pretokenizer_role, decoder_role.
 */
#ifndef TEXT_STAGE_H
#define TEXT_STAGE_H

#include <cjson/cJSON.h>

#include "text/pattern.h"
#include "text/pieces.h"

typedef struct Stage Stage;

/* One piece of text as a stage receives it. */
typedef struct StageInput {
    const char *text;
    size_t length;
    bool at_start;    /* see Piece */
    bool first, last; /* among the pieces */
} StageInput;

typedef struct StageKind {
    const char *name; /* its "type" in the file */

    /* Fills in what the kind needs; NULL where it needs nothing. */
    Status (*read)(const cJSON *json, const char *where, Stage *stage, Error *error);

    /* Appends what becomes of one piece. */
    Status (*run)(const Stage *stage, StageInput in, Pieces *out, Error *error);

    bool fuses; /* all pieces become one after it */

    /* Could more pieces behind change what it makes of the present ones? `fused` is true where it
     * sees them as one. NULL where they never could. */
    bool (*looks_ahead)(const Stage *stage, bool fused);
} StageKind;

typedef struct StageRole {
    const char *name;       /* the file's member: "pre_tokenizer" */
    const char *members;    /* a Sequence's member: "pretokenizers" */
    const StageKind *kinds; /* ends with one without a name */
} StageRole;

/* A stage's settings; what they mean is its kind's affair. */
struct Stage {
    const StageKind *kind;
    Pattern pattern; /* what it looks for; owned */
    char *text;      /* what it writes or strips; owned, may be NULL */
    size_t text_length;
    int choice;         /* a kind's own enum: a normal form, a split behaviour, a scheme */
    size_t start, stop; /* how much to strip at either end */
    bool invert, split, prefix_space;
};

typedef struct Stages {
    Stage *items;
    size_t count, capacity;
} Stages;

/* Reads a role's member of the file's top level; absent or null means no stages. stages_free what it
 * fills in, after an error too. */
Status stages_read(const StageRole *role, const cJSON *file, const char *where, Stages *out, Error *error);
void stages_free(Stages *stages);

/* Runs all stages over the pieces; added tokens pass untouched. */
Status stages_run(const Stages *stages, Pieces *pieces, Error *error);

/* Runs stages as long as the pieces stay apart, the one that would fuse them included. */
Status stages_run_apart(const Stages *stages, Pieces *pieces, Error *error);

/* Can more pieces change the text that the present ones gave? */
bool stages_look_ahead(const Stages *stages);

/* Stages can make text longer, and several of them exponentially so: more than this many bytes is an
 * error. */
enum { LONGEST_STAGE_TEXT = 64 << 20 };
Status stage_check_length(size_t length, Error *error);

/* For `read` functions: takes a copy of a text member as the stage's text; required. */
Status stage_read_text(const cJSON *json, const char *key, const char *where, Stage *stage, Error *error);

/* Picks a text member's place in `names` (which ends with NULL); unknown names are STATUS_UNSUPPORTED. */
Status stage_read_choice(const cJSON *json, const char *key, const char *const names[], const char *where, int *choice,
                         Error *error);

#endif
