#include "command/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "command/arguments.h"

const Command *const commands[] = {
#define COMMAND_ENTRY(name) &command_##name,
    COMMAND_LIST(COMMAND_ENTRY)
#undef COMMAND_ENTRY
        NULL,
};

const Command *command_find(const char *name, size_t length)
{
    for (int i = 0; commands[i]; i++)
        if (strlen(commands[i]->name) == length && !memcmp(commands[i]->name, name, length))
            return commands[i];
    return NULL;
}

/* ---- suggestions ---- */

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* How many letters must change to make one word of the other (Levenshtein, 1966). */
static int command_distance(const char *a, const char *b)
{
    enum { LONGEST = 31 };
    int row[LONGEST + 1], a_length = smaller((int)strlen(a), LONGEST), b_length = smaller((int)strlen(b), LONGEST);
    for (int j = 0; j <= b_length; j++)
        row[j] = j;
    for (int i = 1; i <= a_length; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= b_length; j++) {
            int above = row[j], replaced = diagonal + (a[i - 1] != b[j - 1]);
            row[j] = smaller(replaced, smaller(above, row[j - 1]) + 1);
            diagonal = above;
        }
    }
    return row[b_length];
}

/* The command whose name is nearest; one that begins with what was typed comes first. NULL where more than half of
 * the letters would have to change: that is no slip. */
static const char *command_suggest(const char *verb)
{
    const char *best = NULL;
    int best_distance = ((int)strlen(verb) + 1) / 2 + 1;
    for (int i = 0; commands[i]; i++) {
        bool begins = !strncmp(commands[i]->name, verb, strlen(verb));
        int distance = begins ? 0 : command_distance(verb, commands[i]->name);
        if (distance < best_distance) {
            best = commands[i]->name;
            best_distance = distance;
        }
    }
    return best;
}

/* ---- running ---- */

static bool takes_rest(const Command *command)
{
    return command->kind == ARGUMENT_TEXT || command->kind == ARGUMENT_EXPRESSION || command->kind == ARGUMENT_CELL;
}

static Status command_check_count(const Command *command, const Arguments *arguments, Error *error)
{
    if (arguments->count < command->least)
        return error_set(error, STATUS_USAGE, _("%s: something is missing; write %s %s"), command->name, command->name,
                         command->arguments);
    if (command->most >= 0 && arguments->count > command->most && !takes_rest(command))
        return error_set(error, STATUS_USAGE, _("%s: too many words; write %s %s"), command->name, command->name,
                         command->arguments);
    return STATUS_OK;
}

static Status command_call(Session *session, const Command *command, const char *rest, Error *error)
{
    Arguments arguments = {.rest = rest};
    Status status = STATUS_OK;
    if (takes_rest(command))
        arguments.count = *rest ? 1 : 0; /* the text itself; nothing in it has a meaning here */
    else
        status = arguments_cut(rest, &arguments, error);
    if (status == STATUS_OK)
        status = command_check_count(command, &arguments, error);
    if (status == STATUS_OK)
        status = command->run(session, &arguments, error);
    if (takes_rest(command))
        arguments.count = 0;
    arguments_free(&arguments);
    return status;
}

static void command_remember(Session *session, const char *line)
{
    session->history =
        memory_grow(session->history, &session->history_capacity, session->history_count + 1, sizeof *session->history);
    Buffer *entry = &session->history[session->history_count++];
    *entry = (Buffer){0};
    buffer_append_text(entry, line);
}

/* A copy of the line without blanks at its ends. */
static char *command_trim(const char *line)
{
    line += strspn(line, " \t\r\n");
    size_t length = strlen(line);
    while (length && strchr(" \t\r\n", line[length - 1]))
        length--;
    return memory_copy_text(line, length);
}

static Status command_unknown(const char *verb, Error *error)
{
    const char *near = command_suggest(verb);
    if (!near)
        return error_set(error, STATUS_NOT_FOUND, _("%s: no such command; help lists them all"), verb);
    return error_set(error, STATUS_NOT_FOUND, _("%s: no such command; did you mean %s? help lists them all"), verb,
                     near);
}

static Status command_run_trimmed(Session *session, char *line, Error *error)
{
    size_t length = strcspn(line, " \t");
    const Command *command = command_find(line, length);
    if (!command) {
        line[length] = '\0';
        return command_unknown(line, error);
    }
    TRY(command_call(session, command, line + length + strspn(line + length, " \t"), error));
    session->revision++;
    session_compare_follow(session);
    command_remember(session, line);
    return STATUS_OK;
}

Status command_run(Session *session, const char *line, Error *error)
{
    char *trimmed = command_trim(line);
    Status status = STATUS_OK;
    if (*trimmed && *trimmed != '#')
        status = command_run_trimmed(session, trimmed, error);
    free(trimmed);
    return status;
}

static Status command_run_script_line(Session *session, const char *line, size_t length, const char *where, int number,
                                      Error *error)
{
    Buffer context = {0};
    char *copy = memory_copy_text(line, length);
    Status status = memchr(line, '\0', length)
                        ? error_set(error, STATUS_BAD_DATA, _("a zero byte; is this a text file?"))
                        : command_run(session, copy, error);
    free(copy);
    if (status == STATUS_OK)
        return STATUS_OK;
    buffer_format(&context, _("%s, line %d"), where, number);
    error_prefix(error, context.bytes);
    buffer_free(&context);
    return status;
}

Status command_run_script(Session *session, const char *text, size_t length, const char *where, Error *error)
{
    const char *end = text + length;
    for (int number = 1; text < end && !session->quit; number++) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        size_t line = (size_t)((newline ? newline : end) - text);
        TRY(command_run_script_line(session, text, line, where, number, error));
        text += line + 1;
    }
    return STATUS_OK;
}
