#include "tui/help.h"

#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "command/command.h"
#include "tui/lesson_hints.h"

/* A name padded by what it takes on the screen, and what it does. */
static void help_row(Buffer *out, const char *name, int width, const char *does)
{
    int cells = utf8_cells(name, strlen(name));
    buffer_format(out, "  %s%*s  %s\n", name, cells < width ? width - cells : 0, "", does);
}

static bool help_told(const KeyTable *keys, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (!strcmp(keys->bindings[i].help, keys->bindings[index].help))
            return true;
    return false;
}

/* Keys that do the same share a row: "Space s". */
static void help_keys(const KeyTable *keys, Buffer *out)
{
    enum { WIDTH = 20 };
    Buffer names = {0};
    for (size_t i = 0; i < keys->count; i++) {
        if (!*keys->bindings[i].help || help_told(keys, i))
            continue;
        buffer_clear(&names);
        for (size_t j = i; j < keys->count; j++)
            if (!strcmp(keys->bindings[j].help, keys->bindings[i].help))
                buffer_format(&names, "%s%s", names.length ? " " : "", keys->bindings[j].name);
        help_row(out, names.bytes, WIDTH, _(keys->bindings[i].help));
    }
    buffer_free(&names);
}

static void help_mouse(Buffer *out)
{
    enum { WIDTH = 20 };
    buffer_format(out, "\n# %s\n", _("Mouse"));
    help_row(out, _("click"), WIDTH, _("puts the cursor there; on a tab or a key in the hints: chooses it"));
    help_row(out, _("click again"), WIDTH, _("is Enter"));
    help_row(out, _("wheel"), WIDTH, _("scrolls"));
    help_row(out, _("drag"), WIDTH, _("moves the line between program and view"));
    help_row(out, _("Shift-click"), WIDTH,
             _("selects text as the terminal does; the command mouse off gives it all back"));
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

void help_text(const KeyTable *keys, Buffer *out)
{
    enum { COMMAND_WIDTH = 28 };
    buffer_format(out, "# %s\n", _("Keys that work everywhere"));
    help_keys(keys, out);
    buffer_format(out, "  %s\n",
                  _("Hangul acts as the keys it is typed with, as ㅜ for n; only the : line takes it as text."));
    help_mouse(out);
    lesson_help(out);
    help_views(out);
    buffer_format(out, "\n# %s\n", _("Commands, after :"));
    Buffer usage = {0};
    for (int i = 0; commands[i]; i++) {
        buffer_clear(&usage);
        buffer_format(&usage, "%s %s", commands[i]->name, commands[i]->arguments);
        help_row(out, usage.bytes, COMMAND_WIDTH, _(commands[i]->help));
    }
    buffer_free(&usage);
}
