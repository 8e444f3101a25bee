/* What is in a checkpoint file alone, without the config that would say what it is for. */
#ifndef CLI_INSPECT_TENSORS_H
#define CLI_INSPECT_TENSORS_H

#include "cli/options.h"

/* Is this path a .safetensors file? */
bool inspect_is_checkpoint(const char *path);

/* Prints its tensors: name, format, shape, numbers, bytes, and the totals; or the same as JSON. */
Status inspect_tensors(const Options *options, const char *path, Error *error);

#endif
