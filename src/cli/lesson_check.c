#include <math.h>
#include <stdio.h>

#include "cli/lesson_parts.h"
#include "lesson/check.h"

static void print_lesson(const Lesson *lesson, const Check *before, const Check *check)
{
    printf("%-24s %4d claims, %d failed\n", lesson->slug, check->claims - before->claims,
           check->failed - before->failed);
    fflush(stdout);
}

static Status check_one(Check *check, const Library *library, const Lesson *lesson, const CheckSetup *setup,
                        bool accept, Error *error)
{
    Check before = *check;
    if (accept)
        TRY(check_accept(lesson, error));
    TRY(check_lesson(check, library, lesson, setup, error));
    print_lesson(lesson, &before, check);
    return STATUS_OK;
}

static Status check_all(Check *check, const Options *options, const Library *library, const CheckSetup *setup,
                        Error *error)
{
    bool accept = option_given(options, OPTION_ACCEPT);
    for (int i = 0; i < library->count && options->word_count == 1; i++)
        TRY(check_one(check, library, library->lessons[i], setup, accept, error));
    if (library->unread_count && options->word_count == 1)
        return error_set(error, library->unread[0].error.status, "%s", library->unread[0].error.message);
    for (int i = 1; i < options->word_count; i++) {
        const Lesson *lesson;
        int step;
        TRY(library_find(library, options->words[i], &lesson, &step, error));
        TRY(check_one(check, library, lesson, setup, accept, error));
    }
    return STATUS_OK;
}

/* A lesson whose claims hold for a model that has learnt nothing would claim nothing. */
static Status judge_mutation(const Check *check, Error *error)
{
    printf("with an untrained model %d of %d claims about what it has learnt fail\n", check->live_failed, check->live);
    if (2 * check->live_failed > check->live || !check->live)
        return STATUS_OK;
    return error_set(error, STATUS_BAD_DATA,
                     "lesson check: %d of %d claims hold for an untrained model too; expect more of the trained one",
                     check->live - check->live_failed, check->live);
}

static Status judge_check(const Check *check, Error *error)
{
    fputs(buffer_text(&check->failures), stdout);
    if (isfinite(check->margin))
        printf("the closest truth holds by %.2g: %s\n", check->margin, buffer_text(&check->margin_at));
    if (!check->failed)
        return STATUS_OK;
    return error_set(error, STATUS_BAD_DATA, "lesson check: %d of %d claims fail; mend what is named above",
                     check->failed, check->claims);
}

Status lesson_check_run(const Options *options, const Library *library, Error *error)
{
    Check check;
    const CheckSetup setup = {.model = options->text[OPTION_MODEL],
                              .mutate = option_given(options, OPTION_MUTATE),
                              .only = option_given(options, OPTION_LANG) ? lesson_language() : WORDING_LANGUAGES};
    check_init(&check);
    Status status = check_all(&check, options, library, &setup, error);
    if (status == STATUS_OK)
        status = setup.mutate ? judge_mutation(&check, error) : judge_check(&check, error);
    check_free(&check);
    return status;
}
