#include "corpus/english.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool is_vowel(char letter)
{
    return letter && strchr("aeiou", letter);
}

static bool ends(const char *text, const char *with)
{
    size_t length = strlen(text), tail = strlen(with);
    return length >= tail && !strcmp(text + length - tail, with);
}

/* by, dry, carry; not play, buy */
static bool ends_in_consonant_y(const char *word)
{
    size_t length = strlen(word);
    return length > 1 && word[length - 1] == 'y' && !is_vowel(word[length - 2]);
}

static bool ends_in_hiss(const char *word)
{
    static const char *const hisses[] = {"s", "x", "z", "ch", "sh"};
    for (size_t i = 0; i < sizeof hisses / sizeof *hisses; i++)
        if (ends(word, hisses[i]))
            return true;
    return false;
}

static void append_with(Buffer *out, const char *word, size_t dropped, const char *ending)
{
    buffer_append(out, word, strlen(word) - dropped);
    buffer_append_text(out, ending);
}

void english_plural(const char *noun, Buffer *out)
{
    if (ends_in_consonant_y(noun))
        append_with(out, noun, 1, "ies");
    else
        append_with(out, noun, 0, ends_in_hiss(noun) ? "es" : "s");
}

void english_third_person(const char *verb, Buffer *out)
{
    size_t length = strlen(verb);
    if (length > 1 && verb[length - 1] == 'o' && !is_vowel(verb[length - 2]))
        append_with(out, verb, 0, "es");
    else
        english_plural(verb, out);
}

bool english_doubles(const char *verb)
{
    size_t length = strlen(verb);
    int vowels = 0;
    for (size_t i = 0; i < length; i++)
        vowels += is_vowel(verb[i]);
    return length > 2 && vowels == 1 && is_vowel(verb[length - 2]) && !is_vowel(verb[length - 1]) &&
           !strchr("wxy", verb[length - 1]);
}

void english_past(const char *verb, bool doubles, Buffer *out)
{
    if (ends_in_consonant_y(verb))
        append_with(out, verb, 1, "ied");
    else if (ends(verb, "e"))
        append_with(out, verb, 0, "d");
    else {
        append_with(out, verb, 0, doubles ? verb + strlen(verb) - 1 : "");
        buffer_append_text(out, "ed");
    }
}

void english_progressive(const char *verb, bool doubles, Buffer *out)
{
    if (ends(verb, "e") && !ends(verb, "ee") && !ends(verb, "ye"))
        append_with(out, verb, 1, "ing");
    else {
        append_with(out, verb, 0, doubles ? verb + strlen(verb) - 1 : "");
        buffer_append_text(out, "ing");
    }
}

bool english_takes_an(const char *word)
{
    static const char *const spoken_with_vowel[] = {"hour", "honest", "heir"};
    static const char *const spoken_with_consonant[] = {"uni", "use", "one", "once", "euro"};
    for (size_t i = 0; i < sizeof spoken_with_vowel / sizeof *spoken_with_vowel; i++)
        if (!strncasecmp(word, spoken_with_vowel[i], strlen(spoken_with_vowel[i])))
            return true;
    for (size_t i = 0; i < sizeof spoken_with_consonant / sizeof *spoken_with_consonant; i++)
        if (!strncasecmp(word, spoken_with_consonant[i], strlen(spoken_with_consonant[i])))
            return false;
    return is_vowel((char)tolower((unsigned char)*word));
}

/* How a sentence stands between two letters. */
typedef enum SentenceState {
    SENTENCE_BEGINS, /* the next letter is its first */
    SENTENCE_RUNS,
    SENTENCE_ENDED,    /* . ! ? or : */
    SENTENCE_ENDED_IN, /* the same, and the quotation closed */
} SentenceState;

/* The state behind one more character; `quoted` says whether a quotation is open, and `call` whether its sentence ended
 * in ! or ?. */
static SentenceState sentence_after(SentenceState state, char letter, bool *quoted, bool *call)
{
    switch (letter) {
    case '"':
        *quoted = !*quoted;
        if (*quoted)
            return SENTENCE_BEGINS;
        return state == SENTENCE_ENDED && !*call ? SENTENCE_ENDED_IN : SENTENCE_RUNS;
    case '.':
    case '!':
    case '?':
    case ':':
        *call = letter != '.';
        return SENTENCE_ENDED;
    case '\n':
        return SENTENCE_BEGINS;
    case ' ':
        return state == SENTENCE_RUNS ? SENTENCE_RUNS : SENTENCE_BEGINS;
    default:
        return state == SENTENCE_BEGINS && !isalnum((unsigned char)letter) ? SENTENCE_BEGINS : SENTENCE_RUNS;
    }
}

/* a or an, and how far the pair reaches. */
static size_t append_article(const char *at, SentenceState state, bool capitals, Buffer *out)
{
    static const char pair[] = "a/an";
    if (strncmp(at, pair, sizeof pair - 1) != 0)
        return 0;
    const char *word = at + sizeof pair - 1;
    buffer_append_text(out, state == SENTENCE_BEGINS && capitals ? "A" : "a");
    buffer_append_text(out, english_takes_an(word + strspn(word, " \"")) ? "n" : "");
    return sizeof pair - 1;
}

/* A role token such as <|user|>, taken as it is. */
static size_t append_token(const char *at, Buffer *out)
{
    const char *end = strncmp(at, "<|", 2) ? NULL : strstr(at, "|>");
    if (!end)
        return 0;
    buffer_append(out, at, (size_t)(end - at) + 2);
    return (size_t)(end - at) + 2;
}

void english_finish(const char *text, bool capitals, Buffer *out)
{
    SentenceState state = SENTENCE_BEGINS;
    bool quoted = false, call = false;
    for (const char *at = text; *at;) {
        size_t taken = append_article(at, state, capitals, out);
        if (taken) {
            state = SENTENCE_RUNS;
        } else if ((taken = append_token(at, out)) > 0) {
            state = SENTENCE_BEGINS;
        } else {
            bool begins = state == SENTENCE_BEGINS && capitals;
            char letter = begins ? (char)toupper((unsigned char)*at) : *at;
            buffer_append(out, &letter, 1);
            state = sentence_after(state, letter, &quoted, &call);
            taken = 1;
        }
        at += taken;
    }
}
