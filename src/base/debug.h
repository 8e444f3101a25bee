/* Debug switches: what the engine writes about itself while it works.
 *
 * STEPFORMER_DEBUG names them, separated by commas ("instructions,memory"); what they write goes to the file
 * that STEPFORMER_DEBUG_FILE names, else to standard error. Without the variable nothing is written, and the
 * cost is one comparison.
 */
#ifndef BASE_DEBUG_H
#define BASE_DEBUG_H

#include <stdio.h>

/* One row per switch: enum, name, what it writes. */
#define DEBUG_LIST(X)                                                                                                  \
    X(INSTRUCTIONS, "instructions",                                                                                    \
      "each instruction as it runs: pass, name, op, operands and output with first numbers")                           \
    X(MEMORY, "memory", "what a machine allocates: cache, blocks, shared buffers")                                     \
    X(EDITS, "edits", "what an edit makes run again")

typedef enum DebugSwitch {
#define DEBUG_ENUM(name, text, help) DEBUG_##name,
    DEBUG_LIST(DEBUG_ENUM)
#undef DEBUG_ENUM
        DEBUG_END
} DebugSwitch;

/* Held by whoever debugs; zero-initialised means silence. */
typedef struct Debug {
    unsigned on; /* a bit per switch */
    FILE *to;    /* not owned where it is stderr */
} Debug;

/* Reads the two environment variables. Unknown names are ignored. debug_close it. */
Debug debug_open(void);
void debug_close(Debug *debug);

/* Is the switch on? Then write to debug->to. */
static inline int debug_wants(const Debug *debug, DebugSwitch which)
{
    return (debug->on >> which) & 1;
}

#endif
