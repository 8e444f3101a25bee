#include "lesson/csv.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

void csv_text(Buffer *out, int *fields, const char *text)
{
    bool formula = *text && strchr("=+-@\t\r", *text);
    buffer_append_text(out, (*fields)++ ? "," : "");
    if (!formula && !strpbrk(text, ",\"\n\r")) {
        buffer_append_text(out, text);
        return;
    }
    buffer_append_text(out, formula ? "\"'" : "\"");
    for (const char *c = text; *c; c++) {
        buffer_append_text(out, *c == '"' ? "\"" : "");
        buffer_append(out, c, 1);
    }
    buffer_append_text(out, "\"");
}

void csv_format(Buffer *out, int *fields, const char *format, ...)
{
    char text[64];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    buffer_append_text(out, (*fields)++ ? "," : "");
    buffer_append_text(out, text);
}

void csv_end(Buffer *out, int *fields)
{
    buffer_append_text(out, "\r\n");
    *fields = 0;
}
