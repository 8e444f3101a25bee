/* The machine: runs a model's program over tokens, one instruction at a time, and remembers.
 *
 * Tokens arrive in passes. The first pass takes the whole prompt (prefill); each later pass takes new
 * tokens, usually one (decode), and reads the keys and values of earlier positions from the KV cache.
 * A Place says where one is: in which pass, and which instruction would run next. What lies before
 * the place is computed; what lies after it is "not computed" to everyone who asks, even where the
 * machine still has it from before a step back: going forward again then costs nothing.
 *
 * Positions are counted from the start of the text, in all passes: the cell [2, 12, 3] of a pattern
 * (head 2, query 12, key 3) lives in the pass that brought position 12.
 *
 * A machine that keeps (MACHINE_KEEP) has the values of every pass. One that does not reuses a few
 * buffers, planned by liveness: for fast generation, when nobody looks.
 */
#ifndef RUN_MACHINE_H
#define RUN_MACHINE_H

#include "base/progress.h"
#include "model/model.h"
#include "op/op.h"

typedef struct Machine Machine;

typedef enum MachineMode {
    MACHINE_KEEP,  /* every value of every pass stays readable */
    MACHINE_REUSE, /* only logits of the last pass stay readable, and the program ends there */
} MachineMode;

typedef struct Place {
    int pass;
    int pc; /* the next instruction; program->instruction_count at the end of a pass */
} Place;

/* A machine for a model, which must outlive it. threads 0: one per processor. machine_free it. */
Machine *machine_new(const Model *model, MachineMode mode, int threads);
void machine_free(Machine *machine); /* NULL is fine */
const Model *machine_model(const Machine *machine);

/* ---- tokens and passes ---- */

/* Begins a new pass over these tokens; an unfinished pass is finished first. OUT_OF_RANGE where the
 * text would outgrow the model's context (the message says the limit) or a token is not in the vocabulary. */
Status machine_feed(Machine *machine, const int32_t *tokens, int64_t count, const Progress *progress, Error *error);

/* Forgets all passes; edits and breakpoints stay. */
void machine_clear(Machine *machine);

int machine_pass_count(const Machine *machine);
int64_t machine_pass_first(const Machine *machine, int pass);  /* the first position that the pass brought */
int64_t machine_pass_size(const Machine *machine, int pass);   /* how many */
int machine_pass_of(const Machine *machine, int64_t position); /* which pass brought it; -1: none has yet */

/* All tokens fed so far, by position. */
const int32_t *machine_tokens(const Machine *machine);
int64_t machine_position_count(const Machine *machine);

/* ---- moving ---- */

Place machine_place(const Machine *machine);
bool place_before(Place a, Place b);
Place machine_end(const Machine *machine); /* the end of the last pass */

/* Goes to a place: forward by computing what is not kept, backward without computing. Stops early and
 * returns CANCELLED when told to. Without passes: NOT_COMPUTED. */
Status machine_go(Machine *machine, Place place, const Progress *progress, Error *error);

/* Where these would lead, for machine_go: a number of instructions forward or (negative) back; the end of the
 * current block; the end of the current pass; the next breakpoint or else the end of the pass. */
Place machine_place_after(const Machine *machine, int64_t instructions);
Place machine_place_next_block(const Machine *machine);
Place machine_place_finish(const Machine *machine);
Place machine_place_break(const Machine *machine);

/* A breakpoint stops machine_place_break just before the instruction that computes this value. */
void machine_set_breakpoint(Machine *machine, ValueId value, bool on);
bool machine_has_breakpoint(const Machine *machine, ValueId value);

/* ---- looking ---- */

/* Is the value computed at the current place, in this pass? */
bool machine_has(const Machine *machine, int pass, ValueId value);

/* The value's rows of one pass, as the op wrote them; false where machine_has is false. The data belongs
 * to the machine and stays until the pass is recomputed or forgotten. Row r is position first + r. */
bool machine_tensor(const Machine *machine, int pass, ValueId value, Tensor *out);

/* The call that computes an instruction in a pass, with data where it is computed: for `explain`. */
void machine_call(const Machine *machine, int pass, int instruction, Call *call, Tensor *out);

/* The logits [vocab] of the last position; NULL until they are computed. */
const Real *machine_last_logits(const Machine *machine);

/* ---- numbers from outside ---- */

/* A number that is not the machine's own but that expressions may name, such as a training run's loss; NaN where there
 * is none of that name now. */
typedef double MachineFact(void *context, const char *name);

void machine_set_facts(Machine *machine, MachineFact *fact, void *context);
double machine_fact(const Machine *machine, const char *name); /* NaN where nobody has set any */

/* ---- edits ---- */

/* Overwrites cells after their instruction has run, in every pass where they occur. Bounds are half
 * open, an axis each, in the value's own axes with positions counted from the start of the text. */
typedef struct Edit {
    ValueId value;
    int64_t from[RANK_MAX], to[RANK_MAX];
    Real number;
} Edit;

/* Adds an edit, or takes the newest back (false where there is none). What depends on it is computed
 * again, up to the current place. */
Status machine_edit(Machine *machine, const Edit *edit, const Progress *progress, Error *error);
Status machine_undo_edit(Machine *machine, const Progress *progress, Error *error);
int machine_edit_count(const Machine *machine);
const Edit *machine_edits(const Machine *machine);

/* Does an edit hold this cell? Index in the value's axes, positions from the start of the text. */
bool machine_is_edited(const Machine *machine, ValueId value, const int64_t index[RANK_MAX]);

/* ---- the KV cache ---- */

typedef struct CacheFacts {
    int layers;
    int64_t kv_heads, d_head;
    int64_t positions; /* rows in it now */
    int64_t context;   /* rows that it can grow to */
    int64_t bytes_per_position, bytes, bytes_at_context;
    int64_t bytes_at_context_without_gqa; /* had every head its own keys and values */
} CacheFacts;

CacheFacts machine_cache_facts(const Machine *machine);

#endif
