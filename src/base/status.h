/* Errors as values.
 *
 * Every function that can fail returns a Status and, when it fails, fills the Error that the caller
 * handed in. The message is one line in the form that users see, without the program's name:
 *
 *     WHAT: WHY; HOW TO MEND IT        "model.safetensors: header ends after 12 of 800 bytes; copy the file again"
 *
 * Nothing below src/cli and src/tui prints or exits.
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include <stdarg.h>

/* One row per status: name, exit code of a command that ends with it. */
#define STATUS_LIST(X)                                                                                                 \
    X(OK, 0)                                                                                                           \
    X(USAGE, 2)        /* the caller's words are wrong: unknown option, missing argument */                            \
    X(NOT_FOUND, 1)    /* a name, file or cell that does not exist */                                                  \
    X(BAD_DATA, 1)     /* a file or text that is damaged or contradicts itself */                                      \
    X(UNSUPPORTED, 1)  /* well-formed, but more than stepformer can do */                                              \
    X(IO, 1)           /* the operating system refused: open, read, write, map */                                      \
    X(NO_MEMORY, 1)    /* an allocation whose size came from the user or a file */                                     \
    X(OUT_OF_RANGE, 1) /* an index, position or number beyond its limits */                                            \
    X(NOT_COMPUTED, 1) /* the value exists, but the program has not reached it yet */                                  \
    X(CANCELLED, 1)    /* the user stopped a long piece of work */

typedef enum Status {
#define STATUS_ENUM(name, exit_code) STATUS_##name,
    STATUS_LIST(STATUS_ENUM)
#undef STATUS_ENUM
} Status;

enum { ERROR_LENGTH = 512 };

typedef struct Error {
    Status status;
    char message[ERROR_LENGTH]; /* always terminated; whole UTF-8 characters; control characters made visible */
} Error;

/* Records a failure and returns `status`, so that one can write `return error_set(error, ...)`.
 * `error` may be NULL where the caller wants the status alone. */
__attribute__((format(printf, 3, 4))) Status error_set(Error *error, Status status, const char *format, ...);
Status error_set_v(Error *error, Status status, const char *format, va_list arguments);

/* Puts "CONTEXT: " before the message, as a file's name that the callee did not know. Returns its status. */
Status error_prefix(Error *error, const char *context);

/* The exit code of a command that ends with this status. */
int status_exit_code(Status status);

/* "BAD_DATA"; for tests and debug output. */
const char *status_name(Status status);

/* Leaves the calling function with the status of `call` unless that is STATUS_OK. */
#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        Status try_status = (call);                                                                                    \
        if (try_status != STATUS_OK)                                                                                   \
            return try_status;                                                                                         \
    } while (0)

#endif
