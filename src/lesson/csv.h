/* Rows of comma-separated values (RFC 4180) that spreadsheets take as text, never as formulas. */
#ifndef LESSON_CSV_H
#define LESSON_CSV_H

#include "base/buffer.h"

/* Appends a field, and a comma before it where the row has begun (`*fields` counts). */
void csv_text(Buffer *out, int *fields, const char *text);
__attribute__((format(printf, 3, 4))) void csv_format(Buffer *out, int *fields, const char *format, ...);
void csv_end(Buffer *out, int *fields);

#endif
