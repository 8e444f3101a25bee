#include "tui/help.h"

#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "command/command.h"
#include "tui/keys.h"

/* A name padded by what it takes on the screen, and what it does. */
static void help_row(Buffer *out, const char *name, int width, const char *does)
{
    int cells = utf8_cells(name, strlen(name));
    buffer_format(out, "  %s%*s  %s\n", name, cells < width ? width - cells : 0, "", does);
}

static void help_views(Buffer *out)
{
    enum { WIDTH = 14 };
    for (int i = 0; views[i]; i++) {
        buffer_format(out, "\n# %s\n", _(views[i]->title));
        for (const KeyHint *key = views[i]->keys; key->keys; key++)
            help_row(out, key->keys, WIDTH, _(key->does));
    }
}

void help_text(Buffer *out)
{
    enum { KEY_WIDTH = 14, COMMAND_WIDTH = 28 };
    buffer_append_text(out, _("# Keys that work everywhere\n"));
    for (const KeyBinding *binding = key_bindings; binding->keys; binding++)
        help_row(out, binding->keys, KEY_WIDTH, _(binding->help));
    help_views(out);
    buffer_append_text(out, _("\n# Commands, after :\n"));
    Buffer usage = {0};
    for (int i = 0; commands[i]; i++) {
        buffer_clear(&usage);
        buffer_format(&usage, "%s %s", commands[i]->name, commands[i]->arguments);
        help_row(out, usage.bytes, COMMAND_WIDTH, _(commands[i]->help));
    }
    buffer_free(&usage);
}
