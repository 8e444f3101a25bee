/* What the machine's own files share. Nobody else includes this. */
#ifndef RUN_MACHINE_PARTS_H
#define RUN_MACHINE_PARTS_H

#include "base/debug.h"
#include "run/machine.h"

typedef struct Pass {
    int64_t first, count; /* positions [first, first + count) */
    int computed;         /* instructions [0, computed) have run with the present edits */
    Real *block;          /* MACHINE_KEEP: the memory behind `values`; owned */
    Real **values;        /* by ValueId: the pass's rows */
} Pass;

/* An instruction's call for one pass. */
typedef struct Binding {
    Call call;
    Tensor out;
    int64_t count; /* positions of the pass that it was bound for; 0: never bound */
    bool varies;   /* its shapes or pointers change from pass to pass even when `count` does not */
} Binding;

/* Rows of one cached value: the KV cache has one for each layer's keys and one for its values. */
typedef struct CacheRows {
    Real *rows;  /* [capacity, row] */
    int64_t row; /* numbers in a row: kv_heads * d_head; 0: this value is not cached */
} CacheRows;

struct Machine {
    const Model *model;
    MachineMode mode;
    int threads;
    int instruction_end; /* the program's length, or shorter where nobody needs the rest */

    Pass *passes;
    size_t pass_count, pass_capacity;
    int32_t *tokens; /* by position */
    size_t token_count, token_capacity;
    Place place;

    CacheRows *cache;       /* by ValueId */
    int64_t cache_capacity; /* positions */

    Real *shared;         /* MACHINE_REUSE: the planned buffers */
    Real **shared_values; /* by ValueId */
    int64_t planned_count, planned_seen;

    Binding *bindings; /* by instruction */
    bool *breakpoints; /* by ValueId */
    Edit *edits;
    size_t edit_count, edit_capacity;
    MachineFact *fact; /* NULL: nobody gives any */
    void *fact_context;
    Debug debug;
};

/* machine_memory.c: makes room for a new pass: cache rows, and either its own block or the shared buffers. */
Status machine_make_room(Machine *machine, Pass *pass, Error *error);
void machine_free_pass(Pass *pass);
void machine_free_memory(Machine *machine);

/* machine_bind.c */
void machine_bind(const Machine *machine, const Pass *pass, int instruction, Binding *binding);
Binding *machine_binding(Machine *machine, const Pass *pass, int instruction);
int64_t pass_seen(const Pass *pass); /* positions known when the pass is done */

/* machine_debug.c: each writes only where its switch is on, save the first, which the caller guards. */
void machine_debug_instruction(const Machine *machine, const Pass *pass, int instruction, const Binding *binding);
void machine_debug_memory(const Machine *machine, const char *what, int64_t numbers);
void machine_debug_edit(const Machine *machine, const Edit *edit);

/* machine_edit.c: applies the edits that concern this output. */
void machine_apply_edits(const Machine *machine, const Pass *pass, ValueId value, Tensor *out);

#endif
