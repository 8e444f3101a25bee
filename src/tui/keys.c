#include "tui/keys.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/translate.h"
#include "base/user_file.h"
#include "base/utf8.h"
#include "command/command.h"
#include "model/asset.h"

/* What one cannot do without, where there is no table. */
static const char spare[] = "Space step # step: run one instruction\n"
                            "Tab @next-view # the next view\n"
                            ": @line # type a command\n"
                            "? @help # this help\n"
                            "q quit # leave\n";

/* ---- names of keys ---- */

static const struct {
    const char *name;
    Event event;
} key_names[] = {
    {"Space", {.press = PRESS_TEXT, .text = " "}},
    {"Hash", {.press = PRESS_TEXT, .text = "#"}},
    {"Tab", {.press = PRESS_TAB}},
    {"Shift-Tab", {.press = PRESS_SHIFT_TAB}},
    {"Enter", {.press = PRESS_ENTER}},
    {"Backspace", {.press = PRESS_BACKSPACE}},
    {"Bksp", {.press = PRESS_BACKSPACE}},
    {"Delete", {.press = PRESS_DELETE}},
    {"Escape", {.press = PRESS_ESCAPE}},
    {"Esc", {.press = PRESS_ESCAPE}},
    {"Up", {.press = PRESS_UP}},
    {"↑", {.press = PRESS_UP}},
    {"Down", {.press = PRESS_DOWN}},
    {"↓", {.press = PRESS_DOWN}},
    {"Left", {.press = PRESS_LEFT}},
    {"←", {.press = PRESS_LEFT}},
    {"Right", {.press = PRESS_RIGHT}},
    {"→", {.press = PRESS_RIGHT}},
    {"PgUp", {.press = PRESS_PAGE_UP}},
    {"PgDn", {.press = PRESS_PAGE_DOWN}},
    {"Home", {.press = PRESS_HOME}},
    {"End", {.press = PRESS_END}},
};

bool key_parse(const char *name, size_t length, Event *out)
{
    for (size_t i = 0; i < sizeof key_names / sizeof *key_names; i++)
        if (strlen(key_names[i].name) == length && !memcmp(key_names[i].name, name, length)) {
            *out = key_names[i].event;
            return true;
        }
    uint32_t code_point;
    if (!length || utf8_decode(name, length, &code_point) != (int)length || code_point <= ' ')
        return false;
    *out = (Event){.press = PRESS_TEXT};
    memcpy(out->text, name, length);
    return true;
}

/* ---- lines ---- */

/* A part of a line. */
typedef struct Span {
    const char *text;
    size_t length;
} Span;

static Span span_trim(Span words)
{
    for (; words.length && (*words.text == ' ' || *words.text == '\t'); words.text++)
        words.length--;
    while (words.length && strchr(" \t\r", words.text[words.length - 1]))
        words.length--;
    return words;
}

/* Cuts the first word off. */
static Span span_first(Span *rest)
{
    Span first = {rest->text, 0};
    while (first.length < rest->length && first.text[first.length] != ' ' && first.text[first.length] != '\t')
        first.length++;
    *rest = span_trim((Span){rest->text + first.length, rest->length - first.length});
    return first;
}

static bool span_is(Span words, const char *text)
{
    return strlen(text) == words.length && !memcmp(words.text, text, words.length);
}

static const struct {
    const char *name;
    KeyAction action;
} actions[] = {
    {"@line", KEY_LINE},           {"@view", KEY_VIEW},
    {"@next-view", KEY_NEXT_VIEW}, {"@previous-view", KEY_PREVIOUS_VIEW},
    {"@divider", KEY_DIVIDER},     {"@help", KEY_HELP},
    {"@none", KEY_NONE},
};

/* "@view 3" */
static Status key_action(KeyTable *table, Span verb, Span rest, KeyBinding *binding, Error *error)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (span_is(verb, actions[i].name)) {
            binding->action = actions[i].action;
            binding->words = arena_format(&table->arena, "%.*s%s", (int)rest.length, rest.text, rest.length ? " " : "");
            binding->number = atoi(binding->words);
            if (binding->action == KEY_VIEW && binding->number < 1)
                return error_set(error, STATUS_BAD_DATA, _("@view needs a number; write @view 1"));
            if (binding->action == KEY_DIVIDER && !binding->number)
                return error_set(error, STATUS_BAD_DATA, _("@divider needs a number of columns; write @divider 4"));
            return STATUS_OK;
        }
    return error_set(error, STATUS_BAD_DATA,
                     _("there is no %.*s; the actions are @line, @view, @next-view, @previous-view, @divider, @help, "
                       "@none"),
                     (int)verb.length, verb.text);
}

/* What the key does: an action or a command. */
static Status key_deed(KeyTable *table, Span deed, KeyBinding *binding, Error *error)
{
    Span rest = deed, verb = span_first(&rest);
    if (!deed.length)
        return error_set(error, STATUS_BAD_DATA, _("%s does nothing; write KEY COMMAND  # help"), binding->name);
    if (*verb.text == '@')
        return key_action(table, verb, rest, binding, error);
    if (!command_find(verb.text, verb.length))
        return error_set(error, STATUS_BAD_DATA, _("there is no command %.*s; :help lists them all"), (int)verb.length,
                         verb.text);
    binding->action = KEY_COMMAND;
    binding->words = arena_text(&table->arena, deed.text, deed.length);
    return STATUS_OK;
}

/* "step: run one instruction" */
static void key_words(KeyTable *table, Span words, KeyBinding *binding)
{
    size_t hint = 0;
    while (hint < words.length && words.text[hint] != ' ' && words.text[hint] != ':')
        hint++;
    bool has_hint = hint < words.length && words.text[hint] == ':';
    Span help = has_hint ? span_trim((Span){words.text + hint + 1, words.length - hint - 1}) : words;
    binding->hint = arena_text(&table->arena, words.text, has_hint ? hint : 0);
    binding->help = arena_text(&table->arena, help.text, help.length);
}

static bool same_key(Event a, Event b)
{
    return a.press == b.press && !strcmp(a.text, b.text);
}

static void key_table_put(KeyTable *table, const KeyBinding *binding)
{
    for (size_t i = 0; i < table->count; i++)
        if (same_key(table->bindings[i].event, binding->event)) {
            table->bindings[i] = *binding;
            return;
        }
    table->bindings = memory_grow(table->bindings, &table->capacity, table->count + 1, sizeof *table->bindings);
    table->bindings[table->count++] = *binding;
}

/* Where the line's comment begins: a # with a blank before it. */
static size_t comment_start(Span line)
{
    for (size_t i = 1; i < line.length; i++)
        if (line.text[i] == '#' && (line.text[i - 1] == ' ' || line.text[i - 1] == '\t'))
            return i;
    return line.length;
}

static Status key_table_line(KeyTable *table, Span line, Error *error)
{
    KeyBinding binding = {.words = ""};
    line = span_trim(line);
    if (!line.length || *line.text == '#')
        return STATUS_OK;
    size_t comment = comment_start(line);
    Span words = {line.text + comment, line.length - comment};
    if (words.length)
        words = span_trim((Span){words.text + 1, words.length - 1});
    Span deed = span_trim((Span){line.text, comment}), key = span_first(&deed);
    if (!key_parse(key.text, key.length, &binding.event))
        return error_set(error, STATUS_BAD_DATA, _("%.*s is no key; give a character or a name like Space or PgUp"),
                         (int)key.length, key.text);
    binding.name = arena_text(&table->arena, key.text, key.length);
    TRY(key_deed(table, deed, &binding, error));
    key_words(table, words, &binding);
    key_table_put(table, &binding);
    return STATUS_OK;
}

Status key_table_read(KeyTable *table, const char *text, const char *where, Error *error)
{
    Status status = STATUS_OK;
    for (int number = 1; *text; number++) {
        size_t length = strcspn(text, "\n");
        Error mistake = {0};
        if (key_table_line(table, (Span){text, length}, &mistake) != STATUS_OK && status == STATUS_OK)
            status = error_set(error, mistake.status, "%s, line %d: %s", where, number, mistake.message);
        text += length + (text[length] == '\n');
    }
    return status;
}

/* ---- files ---- */

static Status key_table_read_file(KeyTable *table, const char *path, Error *error)
{
    Buffer text = {0};
    Status status = file_read(path, ASSET_MOST, &text, error);
    if (status == STATUS_OK)
        status = key_table_read(table, buffer_text(&text), path, error);
    buffer_free(&text);
    return status;
}

Status key_table_open(KeyTable *table, Error *error)
{
    Buffer path = {0};
    *table = (KeyTable){0};
    Status status = asset_find("keys", &path, error);
    if (status == STATUS_OK)
        status = key_table_read_file(table, path.bytes, error);
    if (!table->count)
        key_table_read(table, spare, "spare", NULL);
    buffer_clear(&path);
    if (user_file(USER_CONFIG, "keys", &path) && file_exists(path.bytes)) {
        Status own = key_table_read_file(table, path.bytes, status == STATUS_OK ? error : NULL);
        status = status == STATUS_OK ? own : status;
    }
    buffer_free(&path);
    return status;
}

void key_table_free(KeyTable *table)
{
    free(table->bindings);
    arena_free(&table->arena);
    *table = (KeyTable){0};
}

const KeyBinding *key_table_find(const KeyTable *table, Event event)
{
    for (size_t i = 0; i < table->count; i++)
        if (same_key(table->bindings[i].event, event))
            return &table->bindings[i];
    return NULL;
}
