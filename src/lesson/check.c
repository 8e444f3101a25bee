#include "lesson/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "lesson/check_parts.h"
#include "model/random_model.h"

/* ---- claims ---- */

void check_init(Check *check)
{
    *check = (Check){.margin = INFINITY};
}

void check_free(Check *check)
{
    buffer_free(&check->failures);
    buffer_free(&check->margin_at);
}

static void place_print(const CheckPlace *place, Buffer *out)
{
    char code[LESSON_CODE_LENGTH];
    buffer_append_text(out, place->lesson->slug);
    if (place->step >= 0)
        buffer_format(out, " %s %s", lesson_code(place->lesson, place->step, code),
                      place->lesson->steps[place->step].id);
    if (place->language)
        buffer_format(out, " %s", place->language);
}

static bool claim_v(const CheckPlace *place, bool holds, const char *format, va_list arguments)
{
    Check *check = place->check;
    check->claims++;
    if (holds)
        return true;
    Error error = {0};
    error_set_v(&error, STATUS_BAD_DATA, format, arguments);
    check->failed++;
    place_print(place, &check->failures);
    buffer_format(&check->failures, ": %s\n", error.message);
    return false;
}

bool claim(const CheckPlace *place, bool holds, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    claim_v(place, holds, format, arguments);
    va_end(arguments);
    return holds;
}

bool claim_live(const CheckPlace *place, bool holds, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    claim_v(place, holds, format, arguments);
    va_end(arguments);
    place->check->live++;
    place->check->live_failed += !holds;
    return holds;
}

bool claim_ok(const CheckPlace *place, Status status, const Error *error)
{
    return claim(place, status == STATUS_OK, "%s", error->message);
}

size_t check_page(const Player *player, Buffer *out)
{
    ProseLines lines = {0};
    prose_wrap(player_page(player), PANE_WIDTH, &lines);
    size_t count = lines.count;
    prose_lines_print(&lines, out);
    prose_lines_free(&lines);
    return count;
}

/* ---- models ---- */

/* Random weights in the shape of a model, with its tokenizer. */
static Status open_random(const char *name, Model **out, Error *error)
{
    Model *trained;
    TRY(model_open(name, &trained, error));
    Status status = model_new_random(&trained->config, trained->name, 1, out, error);
    if (status == STATUS_OK) {
        (*out)->tokenizer = trained->tokenizer;
        trained->tokenizer = NULL;
    }
    model_free(trained);
    return status;
}

static Status open_untrained(const char *name, Model **out, Error *error)
{
    Model *trained;
    Buffer first = {0};
    TRY(model_open(name, &trained, error));
    buffer_format(&first, "%s/step-000000", trained->folder);
    model_free(trained);
    Status status = file_is_folder(buffer_text(&first)) ? model_open(buffer_text(&first), out, error)
                                                        : open_random(name, out, error);
    buffer_free(&first);
    return status;
}

static Status open_session(const Lesson *lesson, const CheckSetup *setup, Session **out, Error *error)
{
    const char *name = setup->model ? setup->model : lesson->model;
    Model *model;
    TRY(setup->mutate ? open_untrained(name, &model, error) : model_open(name, &model, error));
    *out = session_new(model);
    return STATUS_OK;
}

/* ---- the way through a lesson ---- */

/* Each step in a session of its own. */
static Status check_cold(const CheckPlace *lesson, const CheckSetup *setup, WordingLanguage language, Buffer pages[],
                         Error *error)
{
    for (int step = 0; step < lesson->lesson->step_count; step++) {
        Session *session;
        Player *player;
        CheckPlace place = *lesson;
        place.step = step;
        TRY(open_session(lesson->lesson, setup, &session, error));
        Status status = player_open(session, lesson->lesson, &(PlayerSetup){.language = language}, &player, error);
        if (status == STATUS_OK)
            check_step_live(&place, session, player, &pages[step]);
        player_close(status == STATUS_OK ? player : NULL);
        session_free(session);
        TRY(status);
    }
    return STATUS_OK;
}

/* One step of the lesson played from its beginning: does it begin as it does cold? */
static Status check_warm_step(const CheckPlace *place, Session *session, Player *player, const Buffer *cold,
                              Error *error)
{
    Buffer page = {0};
    check_page(player, &page);
    claim(place, !strcmp(buffer_text(&page), buffer_text(cold)),
          "in the course of the lesson the step begins otherwise than cold; let its run set everything up");
    buffer_free(&page);
    TRY(check_solve(session, player, error));
    return player_act(player, ACT_NEXT, error);
}

static Status check_warm(const CheckPlace *lesson, const CheckSetup *setup, WordingLanguage language,
                         const Buffer pages[], Error *error)
{
    Session *session;
    Player *player;
    TRY(open_session(lesson->lesson, setup, &session, error));
    Status status = player_open(session, lesson->lesson, &(PlayerSetup){.language = language}, &player, error);
    if (status == STATUS_OK) {
        CheckPlace place = *lesson;
        Error own = {0};
        Status played = player_start(player, 0, &own);
        for (place.step = 0; played == STATUS_OK && place.step < place.lesson->step_count; place.step++)
            played = check_warm_step(&place, session, player, &pages[place.step], &own);
        place.step = player_step(player);
        claim_ok(&place, played, &own);
        player_close(player);
    }
    session_free(session);
    return status;
}

static Status check_language(Check *check, const Lesson *lesson, const CheckSetup *setup, WordingLanguage language,
                             Error *error)
{
    const CheckPlace place = {check, lesson, -1, wording_language_name(language)};
    Buffer pages[LESSON_STEPS_MOST] = {0};
    Status status = check_cold(&place, setup, language, pages, error);
    if (status == STATUS_OK && !setup->mutate)
        status = check_warm(&place, setup, language, pages, error);
    for (int i = 0; i < lesson->step_count; i++)
        buffer_free(&pages[i]);
    return status;
}

/* ---- prerequisites ---- */

/* Can one get from a lesson's prerequisites back to `to`? A way longer than there are lessons goes in circles. */
static bool leads_to(const Library *library, const Lesson *from, const char *to, int length)
{
    for (int i = 0; i < from->requires.count && length > 0; i++) {
        const Lesson *before = library_lesson(library, from->requires.texts[i]);
        if (before && (!strcmp(before->id, to) || leads_to(library, before, to, length - 1)))
            return true;
    }
    return false;
}

static void check_requires(const CheckPlace *place, const Library *library)
{
    const Lesson *lesson = place->lesson;
    for (int i = 0; i < lesson->requires.count; i++)
        claim(place, library_lesson(library, lesson->requires.texts[i]) != NULL,
              "requires %s: there is no such lesson; take it out or write that lesson", lesson->requires.texts[i]);
    claim(place, !leads_to(library, lesson, lesson->id, library->count),
          "requires: the prerequisites lead back to this lesson; take one out");
}

Status check_lesson(Check *check, const Library *library, const Lesson *lesson, const CheckSetup *setup, Error *error)
{
    const CheckPlace place = {check, lesson, -1, NULL};
    check_requires(&place, library);
    check_words(check, lesson);
    check_changes(check, lesson);
    for (WordingLanguage language = 0; language < WORDING_LANGUAGES; language++)
        if (lesson->wording[language] && (setup->only == WORDING_LANGUAGES || setup->only == language))
            TRY(check_language(check, lesson, setup, language, error));
    return STATUS_OK;
}
