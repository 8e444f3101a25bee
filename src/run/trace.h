/* Trace files: every value of a pass in one safetensors file, for checks and for other programs.
 *
 * Names are those of the program, second names included; numbers are F32; `tokens` (I32) holds the
 * pass's ids. Metadata: model, prompt. */
#ifndef RUN_TRACE_H
#define RUN_TRACE_H

#include "run/machine.h"

/* Does a value belong into the selection? `glob` is a pattern as in a shell ("blocks.0.attn.*"); NULL: all. */
bool trace_selects(const char *glob, const char *name);

/* NOT_FOUND where no value has a name like that. */
Status trace_check(const Machine *machine, const char *glob, Error *error);

/* Writes a finished pass. `prompt` may be NULL. NOT_FOUND where the selection is empty. */
Status trace_save(const Machine *machine, int pass, const char *glob, const char *prompt, const char *path,
                  Error *error);

#endif
