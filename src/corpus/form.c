#include "corpus/form.h"

#include <string.h>

#include "corpus/english.h"
#include "corpus/hangul.h"

static const char *const specials[][2] = {
    {"user", "<|user|>"}, {"assistant", "<|assistant|>"}, {"newline", "\n"}, {"space", " "}};

const char *form_special(const char *name)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (!strcmp(specials[i][0], name))
            return specials[i][1];
    return NULL;
}

bool form_is_special(const char *name)
{
    return form_special(name) != NULL;
}

const Word *form_word(const Language *language, const char *phrase)
{
    const Word *whole = lexicon_find(&language->words, phrase, strlen(phrase));
    if (whole)
        return whole;
    if (!language->korean)
        return lexicon_find(&language->words, phrase, strcspn(phrase, " "));
    const char *last = strrchr(phrase, ' ');
    return last ? lexicon_find(&language->words, last + 1, strlen(last + 1)) : NULL;
}

/* ---- Korean ---- */

static Status korean_append(const Language *language, Value value, const char *form, Voice voice, Origin origin,
                            Buffer *out, Error *error)
{
    const Word *word = form_word(language, value.text);
    bool adjective = word && !strcmp(word->class->name, "adjective");
    if (!word || (!adjective && strcmp(word->class->name, "verb")))
        return origin_error(error, origin, "%s is no verb or adjective, so it has no form %s; add it to words/verb.txt",
                            value.text, form);
    size_t before = strlen(value.text) - strlen(word->text);
    Predicate predicate = {.word = word->text, .adjective = adjective};
    const char *class = word_value(word, "irregular", NULL);
    if (class && !korean_class(class, &predicate.class))
        return origin_error(error, word->origin, "irregular=%s is none of ㅂ ㄷ ㅅ 르 러 ㅎ 이; choose one", class);
    buffer_append(out, value.text, before);
    korean_form(&predicate, form, voice.style, out);
    return STATUS_OK;
}

/* A first name as one says it: 하준이 where it ends in a consonant. */
static void korean_name(Value value, const char *form, Voice voice, Buffer *out)
{
    Syllable last;
    bool given = value.word && word_has(value.word, "given");
    buffer_append_text(out, value.text);
    if (form && !strcmp(form, "call"))
        buffer_append_text(out, given ? "아/야" : "");
    else if (!form && given && voice.familiar && hangul_last(value.text, strlen(value.text), &last) && last.final)
        buffer_append_text(out, "이");
}

/* ---- English ---- */

typedef void (*Regular)(const char *verb, bool doubles, Buffer *out);

static void regular_plural(const char *noun, bool doubles, Buffer *out)
{
    (void)doubles;
    english_plural(noun, out);
}

static void regular_third(const char *verb, bool doubles, Buffer *out)
{
    (void)doubles;
    english_third_person(verb, out);
}

/* form, the attribute that overrules the rule, the rule; `noun` forms change the last word of a phrase */
static const struct {
    const char *form, *irregular;
    Regular regular;
    bool noun;
} english_forms[] = {
    {"s", "plural", regular_plural, true},      {"does", "does", regular_third, false},
    {"past", "past", english_past, false},      {"done", "done", english_past, false},
    {"ing", "ing", english_progressive, false},
};

enum { ENGLISH_FORMS = sizeof english_forms / sizeof *english_forms };

static const char *const pronouns[][4] = {
    /* form, he, she, it */
    {"he", "he", "she", "it"},
    {"him", "him", "her", "it"},
    {"his", "his", "her", "its"},
    {"himself", "himself", "herself", "itself"},
};

static Status english_inflect(const Language *language, Value value, int form, Origin origin, Buffer *out, Error *error)
{
    bool noun = english_forms[form].noun;
    const Word *word = value.word ? value.word : form_word(language, value.text);
    if (!word)
        return origin_error(error, origin, "%s is in no file of words/, so it has no form %s; add it", value.text,
                            english_forms[form].form);
    const char *irregular = word_value(word, english_forms[form].irregular, NULL);
    if (!irregular && !strcmp(english_forms[form].form, "done"))
        irregular = word_value(word, "past", NULL);
    size_t inflected = noun ? strlen(value.text) : strcspn(value.text, " ");
    char head[128];
    if (inflected >= sizeof head)
        return origin_error(error, origin, "%s is too long to inflect; shorten it", value.text);
    memcpy(head, value.text, inflected);
    head[inflected] = '\0';
    if (irregular)
        buffer_append_text(out, irregular);
    else
        english_forms[form].regular(head, word_has(word, "double") || english_doubles(head), out);
    buffer_append_text(out, value.text + inflected);
    return STATUS_OK;
}

static Status append_plain(Value value, Buffer *out)
{
    buffer_append_text(out, value.text);
    return STATUS_OK;
}

static Status english_append(const Language *language, Value value, const char *form, Origin origin, Buffer *out,
                             Error *error)
{
    for (int i = 0; i < ENGLISH_FORMS; i++)
        if (!strcmp(english_forms[i].form, form))
            return english_inflect(language, value, i, origin, out, error);
    for (size_t i = 0; i < sizeof pronouns / sizeof *pronouns; i++)
        if (!strcmp(pronouns[i][0], form)) {
            int gender = !value.word || word_has(value.word, "it") ? 3 : word_has(value.word, "she") ? 2 : 1;
            buffer_append_text(out, pronouns[i][gender]);
            return STATUS_OK;
        }
    bool mass = value.word && word_has(value.word, "mass");
    if (!strcmp(form, "some"))
        return mass ? append_plain(value, out) : english_append(language, value, "s", origin, out, error);
    if (!mass)
        buffer_append_text(out, "a/an ");
    else if (!strcmp(form, "a"))
        buffer_append_text(out, "some ");
    return append_plain(value, out);
}

/* ---- both ---- */

bool language_has_form(const Language *language, const char *form)
{
    if (language->korean)
        return !strcmp(form, "call") || !strcmp(form, "name") || !strcmp(form, "he") || korean_form_exists(form);
    for (int i = 0; i < ENGLISH_FORMS; i++)
        if (!strcmp(english_forms[i].form, form))
            return true;
    for (size_t i = 0; i < sizeof pronouns / sizeof *pronouns; i++)
        if (!strcmp(pronouns[i][0], form))
            return true;
    return !strcmp(form, "a") || !strcmp(form, "any") || !strcmp(form, "some");
}

Status form_append(const Language *language, Value value, const char *form, Voice voice, Origin origin, Buffer *out,
                   Error *error)
{
    if (!language->korean) {
        if (form)
            return english_append(language, value, form, origin, out, error);
        buffer_append_text(out, value.text);
        return STATUS_OK;
    }
    if (!form || !strcmp(form, "call") || !strcmp(form, "name")) {
        korean_name(value, form, voice, out);
        return STATUS_OK;
    }
    if (!strcmp(form, "he")) {
        buffer_append_text(out, value.word && word_has(value.word, "she") ? "그녀" : "그");
        return STATUS_OK;
    }
    return korean_append(language, value, form, voice, origin, out, error);
}
