/* Numbers that somebody typed where an expression could give them. */
#include <ctype.h>
#include <string.h>

#include "lesson/check_parts.h"
#include "lesson/fill.h"

/* "65", "GPT-2", "1,210,752", "0.5" */
static bool is_word_byte(char c)
{
    return isalnum((unsigned char)c) || c == '.' || c == ',' || c == '-';
}

static bool is_fact(const Lesson *lesson, const char *word, size_t length)
{
    for (int i = 0; i < lesson->facts.count; i++)
        if (strlen(lesson->facts.texts[i]) == length && !memcmp(lesson->facts.texts[i], word, length))
            return true;
    return false;
}

/* "3. " or "3) " at the beginning of a line */
static bool is_list_mark(const char *text, const char *word, size_t length)
{
    const char *line = word;
    while (line > text && line[-1] == ' ')
        line--;
    return (line == text || line[-1] == '\n') && length == strspn(word, "0123456789") &&
           (word[length] == '.' || word[length] == ')') && word[length + 1] == ' ';
}

/* Behind the code that begins at `at`, or `at` + 1. */
static const char *skip_code(const char *at)
{
    size_t ticks = strspn(at, "`");
    for (const char *close = at + ticks; (close = strchr(close, '`')); close += strspn(close, "`"))
        if (strspn(close, "`") == ticks)
            return close + ticks;
    return at + ticks;
}

static const char *skip_placeholder(const char *at)
{
    Placeholder placeholder;
    bool found;
    if (placeholder_find(at, strlen(at), &placeholder, &found, NULL) == STATUS_OK && found && placeholder.text == at)
        return at + placeholder.length;
    return at + 2;
}

size_t number_by_hand(const Lesson *lesson, const char *text, const char **number)
{
    for (const char *at = text; *at;) {
        size_t length = 0;
        bool digits = false;
        if (*at == '`' || (at[0] == '{' && at[1] == '{')) {
            at = *at == '`' ? skip_code(at) : skip_placeholder(at);
            continue;
        }
        for (; is_word_byte(at[length]); length++)
            digits = digits || isdigit((unsigned char)at[length]);
        size_t whole = length;
        while (length && strchr(".,-", at[length - 1]))
            length--;
        *number = at;
        if (digits && !is_fact(lesson, at, length) && !is_list_mark(text, at, length))
            return length;
        at += whole ? whole : 1;
    }
    return 0;
}
