#include "base/debug.h"

#include <stdlib.h>
#include <string.h>

static const char *const debug_names[] = {
#define DEBUG_NAME(name, text, help) [DEBUG_##name] = text,
    DEBUG_LIST(DEBUG_NAME)
#undef DEBUG_NAME
};

static unsigned debug_switches(const char *list)
{
    unsigned on = 0;
    while (*list) {
        size_t length = strcspn(list, ",");
        for (int i = 0; i < DEBUG_END; i++)
            if (strlen(debug_names[i]) == length && !strncmp(debug_names[i], list, length))
                on |= 1u << i;
        list += length + (list[length] == ',');
    }
    return on;
}

Debug debug_open(void)
{
    const char *list = getenv("STEPFORMER_DEBUG"), *path = getenv("STEPFORMER_DEBUG_FILE");
    Debug debug = {.on = list ? debug_switches(list) : 0};
    if (debug.on)
        debug.to = path ? fopen(path, "a") : stderr;
    if (!debug.to)
        debug.on = 0;
    return debug;
}

void debug_close(Debug *debug)
{
    if (debug->to && debug->to != stderr)
        fclose(debug->to);
    *debug = (Debug){0};
}
