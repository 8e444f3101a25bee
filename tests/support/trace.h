/* What a screen says against what a trace file holds. The file is written by the engine and read back as anyone would.
 */
#ifndef TESTS_SUPPORT_TRACE_H
#define TESTS_SUPPORT_TRACE_H

#include "figure/number.h"
#include "model/safetensors.h"
#include "run/trace.h"
#include "support/folder.h"
#include "support/view.h"

typedef struct TraceFile {
    Safetensors *file;
    int64_t first; /* the first position of its pass */
} TraceFile;

/* Saves one pass of the session in the test's folder (IN_FOLDER) and opens the file. trace_close it. */
static inline TraceFile trace_of(void **state, const Session *session, int pass)
{
    TraceFile trace = {.first = machine_pass_first(session->machine, pass)};
    Error error = {0};
    char name[32];
    snprintf(name, sizeof name, "pass-%d.safetensors", pass);
    Path path = path_in(state, name);
    if (trace_save(session->machine, pass, NULL, NULL, path.text, &error) != STATUS_OK ||
        safetensors_open(path.text, &trace.file, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return trace;
}

static inline void trace_close(TraceFile *trace)
{
    safetensors_free(trace->file);
    *trace = (TraceFile){0};
}

static inline const SafetensorsEntry *trace_entry(const TraceFile *trace, const char *name)
{
    const SafetensorsEntry *entry = safetensors_find(trace->file, name);
    if (!entry)
        fail_msg("the trace has no %s", name);
    return entry;
}

/* One number of a value, by its index in the file (positions count from the start of the pass). */
static inline double trace_number(const TraceFile *trace, const char *name, const int64_t *index)
{
    const SafetensorsEntry *entry = trace_entry(trace, name);
    int64_t at = 0;
    float number;
    for (int i = 0; i < entry->rank; i++) {
        assert_in_range(index[i], 0, entry->size[i] - 1);
        at = at * entry->size[i] + index[i];
    }
    memcpy(&number, (const char *)entry->data + at * (int64_t)sizeof number, sizeof number);
    return (double)number;
}

/* ---- reading a canvas ---- */

/* Appends the text of `width` cells from (x, y) on, without blanks at its ends. */
static inline void canvas_field(const Canvas *canvas, int x, int y, int width, Buffer *out)
{
    Buffer text = {0};
    for (int i = 0; i < width && x + i < canvas->width; i++)
        buffer_append_text(&text, canvas_at(canvas, x + i, y)->text);
    const char *from = buffer_text(&text);
    from += strspn(from, " ");
    size_t length = strlen(from);
    while (length && from[length - 1] == ' ')
        length--;
    buffer_append(out, from, length);
    buffer_free(&text);
}

/* Where a text begins on the canvas, line by line from (0, *y) on; false where it is nowhere. */
static inline bool canvas_find(const Canvas *canvas, const char *text, int *x, int *y)
{
    for (; *y < canvas->height; ++*y)
        for (*x = 0; *x < canvas->width; ++*x) {
            Buffer rest = {0};
            canvas_field(canvas, *x, *y, canvas->width, &rest);
            bool here = *canvas_at(canvas, *x, *y)->text != ' ' && !strncmp(buffer_text(&rest), text, strlen(text));
            buffer_free(&rest);
            if (here)
                return true;
        }
    return false;
}

/* The field must be what number_format makes of the value in so many cells. Where a screen's number took another way
 * through the same arithmetic, the last bits of a float may differ, and with them the last digit. */
static inline void assert_number_at(const Canvas *canvas, int x, int y, int width, double value, const char *what)
{
    char wanted[3][NUMBER_LENGTH];
    Buffer field = {0};
    canvas_field(canvas, x, y, width, &field);
    bool equal = false;
    for (int i = 0; i < 3; i++) {
        number_format(wanted[i], value * (1 + (i - 1) * 2e-6), width);
        equal = equal || !strcmp(wanted[i] + strspn(wanted[i], " "), buffer_text(&field));
    }
    if (!equal)
        fail_msg("%s: the screen says %s at (%d, %d), the trace %s", what, buffer_text(&field), x, y, wanted[1]);
    buffer_free(&field);
}

#endif
