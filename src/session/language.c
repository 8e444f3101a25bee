#include "session/language.h"

#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "model/find.h"

static const char *const codes[] = {"en", "ko", NULL};

static int now; /* index of the language in use: beside translate.c's catalogue, and as much the program's own */

const char *language_code(int index)
{
    return codes[index];
}

const char *language_now(void)
{
    return codes[now];
}

/* The language that a locale's name begins with, as ko_KR.UTF-8 does; -1: none of ours. */
static int language_index(const char *locale)
{
    size_t length = strcspn(locale, "_.@:-");
    for (int i = 0; codes[i]; i++)
        if (strlen(codes[i]) == length && !strncmp(codes[i], locale, length))
            return i;
    return -1;
}

Status language_use(const char *code, Error *error)
{
    int index = language_index(code);
    if (index < 0 || strcmp(codes[index], code) != 0)
        return error_set(error, STATUS_NOT_FOUND, _("lang: there is no %s; give one of en, ko"), code);
    Buffer path = {0};
    Status status = index == 0 ? STATUS_OK : catalogue_find(code, &path, error);
    if (status == STATUS_OK)
        status = translate_with(index == 0 ? NULL : buffer_text(&path), error);
    buffer_free(&path);
    if (status == STATUS_OK)
        now = index;
    return status;
}

static const char *setting(const char *name)
{
    const char *text = getenv(name);
    return text ? text : "";
}

static const char *wanted_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (*setting(names[i]))
            return setting(names[i]);
    return "";
}

/* LANGUAGE is a list, best first: "ko:en". */
const char *language_wanted(void)
{
    const char *locale = wanted_locale();
    if (!strcmp(locale, "C") || !strcmp(locale, "POSIX"))
        return codes[0];
    for (const char *at = setting("LANGUAGE"); *at; at += *at == ':') {
        int index = language_index(at);
        if (index >= 0)
            return codes[index];
        at += strcspn(at, ":");
    }
    int index = language_index(locale);
    return codes[index >= 0 ? index : 0];
}
