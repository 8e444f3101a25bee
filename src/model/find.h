/* Where models are: a folder that one names, or a built-in model by its name.
 *
 * Built-in data is looked for in $STEPFORMER_DATA, in data/ below the working directory (a checkout),
 * beside the program (../share/stepformer) and in the installed place; the first that exists counts.
 */
#ifndef MODEL_FIND_H
#define MODEL_FIND_H

#include "base/buffer.h"
#include "base/status.h"

/* The built-in model that is taken when nobody names one. */
#define MODEL_DEFAULT "maeul-gpt2"

/* Appends the path of the model folder called `name_or_folder` (NULL: the default). A built-in model may have others
 * below it: "maeul-gpt2/step-000100". */
Status model_find(const char *name_or_folder, Buffer *path, Error *error);

/* Appends the path of a file or folder below the data folder, such as "models"; NOT_FOUND where none has it. */
Status data_find(const char *part, Buffer *path, Error *error);

/* Appends the path of the translations into `language` (see base/translate.h): in $STEPFORMER_DATA, as the build left
 * them beside the program (or, for a test, two folders above), as installed in ../share or below PREFIX. */
Status catalogue_find(const char *language, Buffer *path, Error *error);

#endif
