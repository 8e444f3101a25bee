#include "view/theme.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "base/user_file.h"
#include "draw/ansi.h"
#include "model/asset.h"

/* What remains without any file. */
static const char plain[] = "title - - bold\nerror - - bold\nemphasis - - bold\ncursor - - reverse\n"
                            "highlight - - underline\ncurrent - - bold reverse\nedited - - underline\n"
                            "chosen - - bold\nkey-hint - - bold\n";

/* ---- words ---- */

/* Cuts the next word off *line, which ends at its newline or comment; false where there is none. */
static bool theme_word(const char **line, char word[64])
{
    *line += strspn(*line, " \t\r");
    size_t length = strcspn(*line, " \t\r\n#"), kept = length < 63 ? length : 63;
    memcpy(word, *line, kept);
    word[kept] = '\0';
    *line += length;
    return length > 0;
}

static int theme_style(const char *name)
{
    for (int style = 0; style < STYLE_COUNT; style++)
        if (!strcmp(style_name((Style)style), name))
            return style;
    return -1;
}

/* "red", "bright-red": one of the 16; -1: no such name. */
static int theme_color_name(const char *name)
{
    static const char *const names[] = {"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"};
    bool bright = !strncmp(name, "bright-", strlen("bright-"));
    name += bright ? strlen("bright-") : 0;
    for (int i = 0; i < 8; i++)
        if (!strcmp(names[i], name))
            return i + 8 * bright;
    return -1;
}

/* One colour: "-" (-1), a name or a number; false where it is none. */
static bool theme_color(const char *word, int *color)
{
    char *end;
    long number = strtol(word, &end, 10);
    *color = !strcmp(word, "-") ? -1 : *word && !*end ? (int)number : theme_color_name(word);
    return !strcmp(word, "-") || (*color >= 0 && *color <= 255);
}

/* "110/cyan": of the 256, and of the 16; the latter is found where it is not said. */
static bool theme_colors(char *word, int *of256, int *of16)
{
    char *slash = strchr(word, '/');
    if (slash)
        *slash = '\0';
    if (!theme_color(word, of256))
        return false;
    *of16 = *of256 < 16 ? *of256 : ansi_16(ansi_rgb(*of256));
    return !slash || (theme_color(slash + 1, of16) && *of16 < 16);
}

static bool *theme_attribute(Look *look, const char *word)
{
    const struct {
        const char *name;
        bool *attribute;
    } attributes[] = {
        {"bold", &look->bold}, {"underline", &look->underline}, {"reverse", &look->reverse}, {"dim", &look->dim}};
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (!strcmp(attributes[i].name, word))
            return attributes[i].attribute;
    return NULL;
}

/* ---- lines ---- */

static Status theme_look(Look *out, const char *rest, Error *error)
{
    char ink[64], ground[64], word[64];
    Look look = {0};
    if (!theme_word(&rest, ink) || !theme_word(&rest, ground))
        return error_set(error, STATUS_BAD_DATA, _("a colour is missing; write MEANING FOREGROUND BACKGROUND, as - -"));
    if (!theme_colors(ink, &look.color256, &look.color16))
        return error_set(error, STATUS_BAD_DATA, _("%s is no colour; give 0 to 255, a name like bright-red, or -"),
                         ink);
    if (!theme_colors(ground, &look.ground256, &look.ground16))
        return error_set(error, STATUS_BAD_DATA, _("%s is no colour; give 0 to 255, a name like bright-red, or -"),
                         ground);
    while (theme_word(&rest, word)) {
        bool *attribute = theme_attribute(&look, word);
        if (!attribute)
            return error_set(error, STATUS_BAD_DATA, _("%s is no attribute; there are bold, underline, reverse, dim"),
                             word);
        *attribute = true;
    }
    *out = look;
    return STATUS_OK;
}

static Status theme_line(Theme *theme, const char *line, Error *error)
{
    char name[64], word[64];
    if (!theme_word(&line, name))
        return STATUS_OK;
    if (!strcmp(name, "heat")) {
        if (!theme_word(&line, word) || (strcmp(word, "on") != 0 && strcmp(word, "off") != 0))
            return error_set(error, STATUS_BAD_DATA, _("heat is on or off"));
        theme->mono = !strcmp(word, "off");
        return STATUS_OK;
    }
    int style = theme_style(name);
    if (style < 0)
        return error_set(error, STATUS_BAD_DATA, _("there is no meaning %s; the theme dark has all of them"), name);
    return theme_look(&theme->looks[style], line, error);
}

/* "-" is the colour of what has no meaning of its own. */
static void theme_fall_back(Theme *theme)
{
    const Look *normal = &theme->looks[STYLE_NORMAL];
    for (int style = 0; style < STYLE_COUNT; style++) {
        Look *look = &theme->looks[style];
        look->color256 = look->color256 < 0 ? normal->color256 : look->color256;
        look->color16 = look->color16 < 0 ? normal->color16 : look->color16;
        look->ground256 = look->ground256 < 0 ? normal->ground256 : look->ground256;
        look->ground16 = look->ground16 < 0 ? normal->ground16 : look->ground16;
    }
}

Status theme_read(Theme *theme, const char *text, const char *where, Error *error)
{
    Status status = STATUS_OK;
    for (int number = 1; *text; number++) {
        Error mistake = {0};
        if (theme_line(theme, text, &mistake) != STATUS_OK && status == STATUS_OK)
            status = error_set(error, mistake.status, _("%s, line %d: %s"), where, number, mistake.message);
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    theme_fall_back(theme);
    return status;
}

/* ---- files ---- */

void theme_plain(Theme *out)
{
    *out = (Theme){.name = "plain"};
    for (int style = 0; style < STYLE_COUNT; style++)
        out->looks[style] = (Look){.color256 = -1, .color16 = -1, .ground256 = -1, .ground16 = -1};
    theme_read(out, plain, "plain", NULL);
}

static Status theme_unknown(const char *name, Error *error)
{
    Buffer names = {0}, list = {0};
    theme_names(&names);
    for (const char *at = buffer_text(&names); *at; at += strcspn(at, "\n") + 1)
        buffer_format(&list, "%s%.*s", list.length ? ", " : "", (int)strcspn(at, "\n"), at);
    error_set(error, STATUS_NOT_FOUND, _("theme: there is no %s; give one of %s"), name, buffer_text(&list));
    buffer_free(&names);
    buffer_free(&list);
    return STATUS_NOT_FOUND;
}

Status theme_open(const char *name, Theme *out, Error *error)
{
    Buffer part = {0}, path = {0}, text = {0};
    theme_plain(out);
    bool plain_name = *name && *name != '.' && !strchr(name, '/') && strlen(name) < THEME_NAME_LENGTH;
    buffer_format(&part, "themes/%s", name);
    Status status = plain_name ? asset_read(part.bytes, &path, &text, error) : STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        status = theme_read(out, buffer_text(&text), path.bytes, error);
    else if (status == STATUS_NOT_FOUND)
        status = theme_unknown(name, error);
    if (text.length)
        snprintf(out->name, sizeof out->name, "%s", name);
    buffer_free(&part);
    buffer_free(&path);
    buffer_free(&text);
    return status;
}

/* Is there such a line? */
static bool theme_named(const Buffer *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = buffer_text(names); *at; at += strcspn(at, "\n") + 1)
        if (strcspn(at, "\n") == length && !memcmp(at, name, length))
            return true;
    return false;
}

static void theme_names_in(const char *folder, Buffer *out)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        if (*name != '.' && !strpbrk(name, "\n~") && !theme_named(out, name))
            buffer_format(out, "%s\n", name);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

void theme_names(Buffer *out)
{
    Buffer folder = {0};
    if (asset_find("themes", &folder, NULL) == STATUS_OK)
        theme_names_in(folder.bytes, out);
    buffer_clear(&folder);
    if (user_file(USER_CONFIG, "themes", &folder))
        theme_names_in(folder.bytes, out);
    buffer_free(&folder);
}
