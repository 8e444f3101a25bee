/* What can be said about the words without a model: are they all there, and alike in both languages? */
#include <string.h>

#include "lesson/check_parts.h"
#include "lesson/fill.h"

/* ---- a part ---- */

static void part_name(const WordingPart *part, Buffer *out)
{
    buffer_append_text(out, part->kind == WORDING_PROSE ? "the prose" : wording_part_heading(part->kind));
    if (*part->name)
        buffer_format(out, " %s", part->name);
    if (part->number)
        buffer_format(out, " %d", part->number);
}

static void check_text(const CheckPlace *place, const WordingPart *part, const char *text)
{
    const char *number = "";
    size_t length = number_by_hand(place->lesson, text, &number);
    Buffer name = {0};
    part_name(part, &name);
    claim(place, !length,
          "%s: the number %.*s is typed by hand; let {{EXPR}} give it, or list it under \"facts\" in lesson.json",
          buffer_text(&name), (int)length, number);
    buffer_free(&name);
}

/* ---- a step ---- */

static bool needs_part(const Step *step, WordingPartKind kind)
{
    static const bool needed[QUESTION_COUNT][WORDING_PART_COUNT] = {
        [QUESTION_CHOICE] = {[WORDING_TASK] = true, [WORDING_ANSWER] = true},
        [QUESTION_NUMBER] =
            {[WORDING_TASK] = true, [WORDING_RIGHT] = true, [WORDING_WRONG] = true, [WORDING_ANSWER] = true},
        [QUESTION_PREDICT] = {[WORDING_TASK] = true, [WORDING_RIGHT] = true},
        [QUESTION_FIND] =
            {[WORDING_TASK] = true, [WORDING_RIGHT] = true, [WORDING_WRONG] = true, [WORDING_ANSWER] = true},
        [QUESTION_DO] =
            {[WORDING_TASK] = true, [WORDING_RIGHT] = true, [WORDING_WRONG] = true, [WORDING_ANSWER] = true},
        [QUESTION_WRITE] = {[WORDING_TASK] = true},
    };
    return kind == WORDING_PROSE || needed[step->question.kind][kind];
}

static void check_option_parts(const CheckPlace *place, const Step *step, const WordingStep *words)
{
    int found = 0;
    for (int i = 0; i < words->part_count; i++)
        found += words->parts[i].kind == WORDING_OPTION;
    for (int i = 0; i < step->question.option_count; i++) {
        const char *id = step->question.options[i].id;
        const WordingPart *part = wording_part(words, WORDING_OPTION, id, 0);
        if (claim(place, part != NULL, "### option %s is missing; write it", id))
            claim(place, *part->more, "option %s: there is no feedback below its text; write some after a blank line",
                  id);
    }
    claim(place, found <= step->question.option_count,
          "there are %d options here and %d in lesson.json; make them the same", found, step->question.option_count);
}

static void check_hint_parts(const CheckPlace *place, const Step *step, const WordingStep *words)
{
    int found = 0;
    for (int i = 0; i < words->part_count; i++)
        found += words->parts[i].kind == WORDING_HINT;
    for (int i = 1; i <= step->hints; i++)
        claim(place, wording_part(words, WORDING_HINT, NULL, i) != NULL, "### hint %d is missing; write it", i);
    claim(place, found <= step->hints, "there are %d hints here and %d in lesson.json; make them the same", found,
          step->hints);
}

static void check_step_words(const CheckPlace *place, const Wording *wording)
{
    const Step *step = &place->lesson->steps[place->step];
    const WordingStep *words = wording_step(wording, step->id);
    if (!claim(place, words != NULL, "%s has no section ## %s: write it", wording->file, step->id))
        return;
    for (WordingPartKind kind = 0; kind < WORDING_PART_COUNT; kind++)
        if (needs_part(step, kind))
            claim(place, wording_part(words, kind, NULL, 0) != NULL, "%s is missing; write it",
                  kind == WORDING_PROSE ? "the prose" : wording_part_heading(kind));
    check_option_parts(place, step, words);
    check_hint_parts(place, step, words);
    for (int i = 0; i < words->part_count; i++) {
        check_text(place, &words->parts[i], words->parts[i].text);
        check_text(place, &words->parts[i], words->parts[i].more ? words->parts[i].more : "");
    }
}

/* ---- both languages ---- */

static int count_placeholder(const char *text, const Placeholder *wanted)
{
    int count = 0;
    Placeholder found;
    for (bool more = true; text && placeholder_find(text, strlen(text), &found, &more, NULL) == STATUS_OK && more;
         text = found.text + found.length)
        count += found.expression_length == wanted->expression_length && found.format_length == wanted->format_length &&
                 !memcmp(found.expression, wanted->expression, found.expression_length) &&
                 (!found.format_length || !memcmp(found.format, wanted->format, found.format_length));
    return count;
}

/* Every placeholder of `text` stands as often in `other`. */
static void check_placeholders(const CheckPlace *place, const WordingPart *part, const char *text, const char *other)
{
    Placeholder found;
    Buffer name = {0};
    part_name(part, &name);
    for (const char *at = text ? text : "";; at = found.text + found.length) {
        bool more;
        Error error = {0};
        if (!claim(place, placeholder_find(at, strlen(at), &found, &more, &error) == STATUS_OK, "%s: %s",
                   buffer_text(&name), error.message) ||
            !more)
            break;
        claim(place, count_placeholder(text, &found) == count_placeholder(other, &found),
              "%s: %.*s does not stand as often in the other language; make them alike", buffer_text(&name),
              (int)(found.length < 80 ? found.length : 80), found.text);
    }
    buffer_free(&name);
}

static void check_against(const CheckPlace *place, const WordingStep *words, const WordingStep *others)
{
    for (int i = 0; i < words->part_count; i++) {
        const WordingPart *part = &words->parts[i];
        const WordingPart *other = wording_part(others, part->kind, part->name, part->number);
        Buffer name = {0};
        part_name(part, &name);
        if (claim(place, other != NULL, "%s has no counterpart in the other language; write it there too",
                  buffer_text(&name))) {
            check_placeholders(place, part, part->text, other->text);
            check_placeholders(place, part, part->more, other->more);
        }
        buffer_free(&name);
    }
}

/* Each step with that of the language before: in a circle, so that both directions are looked at. */
static void check_pair(const CheckPlace *place, WordingLanguage language)
{
    const Lesson *lesson = place->lesson;
    for (WordingLanguage other = 0; other < WORDING_LANGUAGES; other++) {
        if (other == language || !lesson->wording[other])
            continue;
        const char *id = lesson->steps[place->step].id;
        const WordingStep *words = wording_step(lesson->wording[language], id);
        const WordingStep *others = wording_step(lesson->wording[other], id);
        if (words && others)
            check_against(place, words, others);
    }
}

void check_words(Check *check, const Lesson *lesson)
{
    for (WordingLanguage language = 0; language < WORDING_LANGUAGES; language++) {
        CheckPlace place = {check, lesson, -1, wording_language_name(language)};
        const Wording *wording = lesson->wording[language];
        for (int i = 0; wording && i < wording->step_count; i++)
            claim(&place, lesson_find_step(lesson, wording->steps[i].id) >= 0,
                  "%s, line %d: lesson.json has no step %s; take the section out or add the step", wording->file,
                  wording->steps[i].line, wording->steps[i].id);
        for (place.step = 0; wording && place.step < lesson->step_count; place.step++) {
            check_step_words(&place, wording);
            check_pair(&place, language);
        }
    }
}
