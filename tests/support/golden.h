/* Screens against golden texts. REFRESH_GOLDEN=1 writes them anew; read the diff before you commit it. */
#ifndef TESTS_SUPPORT_GOLDEN_H
#define TESTS_SUPPORT_GOLDEN_H

#include <ctype.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"

#define GOLDEN_FOLDER "tests/fixtures/screens/"

/* Numbers may differ in their last digit: other processors and compilers round the last bit otherwise. */
static inline bool golden_number(const char **a, const char **b)
{
    char *a_end, *b_end;
    double x = strtod(*a, &a_end), y = strtod(*b, &b_end);
    bool near = fabs(x - y) <= 2e-3 * fmax(fabs(x), fabs(y)) + 2e-4;
    *a = a_end;
    *b = b_end;
    return near;
}

/* The number of the first line that differs; 0: none. */
static inline int golden_difference(const char *a, const char *b)
{
    for (int line = 1; *a || *b;) {
        bool number = isdigit((unsigned char)*a) && isdigit((unsigned char)*b);
        if (number ? !golden_number(&a, &b) : *a != *b)
            return line;
        if (number)
            continue;
        line += *a == '\n';
        a++, b++;
    }
    return 0;
}

static inline void golden_compare(const char *name, const char *text)
{
    char path[256];
    Buffer wanted = {0};
    Error error = {0};
    snprintf(path, sizeof path, GOLDEN_FOLDER "%s.txt", name);
    if (getenv("REFRESH_GOLDEN") && file_write(path, text, strlen(text), &error) != STATUS_OK)
        fail_msg("%s", error.message);
    if (file_read(path, 1 << 20, &wanted, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    int line = golden_difference(buffer_text(&wanted), text);
    if (line)
        fail_msg("%s differs in line %d:\n%s", path, line, text);
    buffer_free(&wanted);
}

#endif
