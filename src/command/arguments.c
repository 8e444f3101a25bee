#include "command/arguments.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "run/token_choice.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The word at *at without its quotes, and moves *at behind it; NULL where a quote is not closed. */
static char *arguments_word(const char **at)
{
    Buffer word = {0};
    bool quoted = false;
    buffer_append_text(&word, "");
    for (; **at && (quoted || !is_blank(**at)); (*at)++) {
        if (**at == '"')
            quoted = !quoted;
        else
            buffer_append(&word, *at, 1);
    }
    if (quoted) {
        buffer_free(&word);
        return NULL;
    }
    return buffer_take(&word);
}

Status arguments_cut(const char *rest, Arguments *out, Error *error)
{
    *out = (Arguments){.rest = rest};
    size_t capacity = 0;
    for (const char *at = rest;;) {
        while (is_blank(*at))
            at++;
        if (!*at)
            return STATUS_OK;
        out->words = memory_grow(out->words, &capacity, (size_t)out->count + 1, sizeof *out->words);
        char *word = arguments_word(&at);
        if (!word)
            return error_set(error, STATUS_USAGE, _("%s: a quote is not closed; end it with \""), rest);
        out->words[out->count++] = word;
    }
}

void arguments_free(Arguments *arguments)
{
    for (int i = 0; i < arguments->count; i++)
        free(arguments->words[i]);
    free(arguments->words);
    *arguments = (Arguments){0};
}

Status arguments_int(const Arguments *arguments, int index, const char *what, int64_t least, int64_t most,
                     int64_t *value, Error *error)
{
    if (index >= arguments->count)
        return STATUS_OK;
    const char *word = arguments->words[index];
    char *end;
    errno = 0;
    long long number = strtoll(word, &end, 10);
    if (end == word || *end || errno)
        return error_set(error, STATUS_USAGE, _("%s: %s is no whole number; give one like %lld"), what, word,
                         (long long)least);
    if (number < least || number > most)
        return error_set(error, STATUS_OUT_OF_RANGE, _("%s: %s is out of range; give %lld to %lld"), what, word,
                         (long long)least, (long long)most);
    *value = number;
    return STATUS_OK;
}

Status arguments_number(const Arguments *arguments, int index, const char *what, double *value, Error *error)
{
    if (index >= arguments->count)
        return STATUS_OK;
    const char *word = arguments->words[index];
    char *end;
    double number = strtod(word, &end);
    if (end == word || *end || !isfinite(number))
        return error_set(error, STATUS_USAGE, _("%s: %s is no number; give one like 0.8"), what, word);
    *value = number;
    return STATUS_OK;
}

Status arguments_choice(const Arguments *arguments, int index, const Command *command, int *choice, Error *error)
{
    const char *word = arguments->words[index];
    Buffer all = {0};
    for (int i = 0; command->choice(i); i++) {
        if (!strcmp(command->choice(i), word)) {
            *choice = i;
            buffer_free(&all);
            return STATUS_OK;
        }
        buffer_format(&all, "%s%s", i ? ", " : "", command->choice(i));
    }
    error_set(error, STATUS_NOT_FOUND, _("%s: there is no %s; give one of %s"), command->name, word, buffer_text(&all));
    buffer_free(&all);
    return STATUS_NOT_FOUND;
}

Status arguments_value(const Session *session, const Arguments *arguments, int index, ValueId *value, Error *error)
{
    const Program *program = &session->model->program;
    int instruction;
    TRY(program_find_instruction(program, arguments->words[index], &instruction, error));
    *value = program->instructions[instruction].out;
    return STATUS_OK;
}

Status arguments_token(const Session *session, const Arguments *arguments, int index, int32_t *token, Error *error)
{
    TokenChoice choice;
    TRY(token_choose(session->model, arguments->words[index], &choice, error));
    if (choice.count != 1)
        return error_set(error, STATUS_USAGE, _("“%s” is %d tokens; name one of them"), arguments->words[index],
                         choice.count);
    *token = choice.ids[0];
    return STATUS_OK;
}

Status arguments_position(const Session *session, const Arguments *arguments, int index, int64_t *position,
                          Error *error)
{
    int64_t count = cell_positions(session->machine);
    if (!count)
        return error_set(error, STATUS_NOT_COMPUTED, _("there is no text yet; give one with prompt TEXT"));
    *position = -1;
    TRY(arguments_int(arguments, index, _("position"), -count, count - 1, position, error));
    *position += *position < 0 ? count : 0;
    return STATUS_OK;
}
