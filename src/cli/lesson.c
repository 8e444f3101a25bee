#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/lesson_parts.h"
#include "session/language.h"

typedef struct LessonWord {
    const char *name;
    Status (*run)(const Options *options, const Library *library, Error *error);
} LessonWord;

static const LessonWord words[] = {
#define LESSON_WORD_ROW(name) {#name, lesson_##name##_run},
    LESSON_WORD_LIST(LESSON_WORD_ROW)
#undef LESSON_WORD_ROW
};

WordingLanguage lesson_language(void)
{
    WordingLanguage language = wording_language_find(language_now());
    return language == WORDING_LANGUAGES ? WORDING_IN_EN : language;
}

Status lesson_write(const Options *options, const Buffer *text, Error *error)
{
    const char *path = options->text[OPTION_OUTPUT];
    if (path)
        return file_write(path, buffer_text(text), text->length, error);
    fwrite(buffer_text(text), 1, text->length, stdout);
    return STATUS_OK;
}

static Status run(const Options *options, Error *error)
{
    Library library;
    const LessonWord *word = NULL;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i].name, options->words[0]))
            word = &words[i];
    if (!word)
        return error_set(error, STATUS_USAGE,
                         _("lesson %s: no such word; write list, check, teacher, report or collect (to play "
                           "a lesson: stepformer tui --lesson 5)"),
                         options->words[0]);
    Status status = library_open(options->text[OPTION_LESSONS], &library, error);
    if (status == STATUS_OK)
        status = word->run(options, &library, error);
    library_free(&library);
    return status;
}

static const OptionId accepted[] = {OPTION_LESSONS, OPTION_MODEL, OPTION_LANG, OPTION_STUDENT,
                                    OPTION_OUTPUT,  OPTION_CSV,   OPTION_JSON, OPTION_MUTATE,
                                    OPTION_ACCEPT,  OPTION_HELP,  OPTION_END};

const Subcommand cli_lesson = {
    .name = "lesson",
    .arguments = "WORD",
    .help = N_("lessons without the screen: list; check [ID...]; teacher ID; report; collect DIR"),
    .example = "stepformer lesson check 1",
    .least = 1,
    .most = 64,
    .options = accepted,
    .run = run,
};
