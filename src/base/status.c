#include "base/status.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

Status error_set_v(Error *error, Status status, const char *format, va_list arguments)
{
    if (!error)
        return status;
    /* Names from files end up in messages: format first, then make what could steer a terminal visible. */
    char raw[2 * ERROR_LENGTH];
    vsnprintf(raw, sizeof raw, format, arguments);
    error->status = status;
    utf8_visible(error->message, sizeof error->message, raw, strlen(raw), UTF8_ONE_LINE);
    return status;
}

Status error_set(Error *error, Status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error_set_v(error, status, format, arguments);
    va_end(arguments);
    return status;
}

Status error_prefix(Error *error, const char *context)
{
    if (!error)
        return STATUS_BAD_DATA;
    char old[ERROR_LENGTH];
    memcpy(old, error->message, sizeof old);
    return error_set(error, error->status, "%s: %s", context, old);
}

int status_exit_code(Status status)
{
    static const int exit_codes[] = {
#define STATUS_EXIT(name, exit_code) [STATUS_##name] = exit_code,
        STATUS_LIST(STATUS_EXIT)
#undef STATUS_EXIT
    };
    return exit_codes[status];
}

const char *status_name(Status status)
{
    static const char *const names[] = {
#define STATUS_NAME(name, exit_code) [STATUS_##name] = #name,
        STATUS_LIST(STATUS_NAME)
#undef STATUS_NAME
    };
    return names[status];
}
