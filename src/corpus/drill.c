#include "corpus/drill.h"

#include <stdio.h>
#include <string.h>

#include "corpus/holdout.h"

static int between(Expansion *expansion, int least, int most)
{
    return least + (int)random_below(&expansion->random, (uint64_t)most - (uint64_t)least + 1);
}

/* ---- sequences ---- */

static const char *const everyday[] = {"thing", "food", "animal", "color", "place"};

static const char *const letters[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
                                      "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"};
static const char *const syllables[] = {"가", "나", "다", "라", "마", "바", "사", "아", "자", "차", "카", "타", "파",
                                        "하", "고", "노", "도", "로", "모", "보", "소", "오", "조", "코", "구", "누",
                                        "두", "루", "무", "부", "수", "우", "주", "기", "니", "리", "미", "비", "시"};

typedef struct Items {
    const char *const *items;
    size_t count;
} Items;

#define ITEMS(array)                                                                                                   \
    {                                                                                                                  \
        array, sizeof(array) / sizeof *(array)                                                                         \
    }

/* With repetitions: a sequence where nothing returns would teach that nothing does. */
static int draw_items(Expansion *expansion, Items from, int count, const char *out[DRILL_LONGEST])
{
    for (int i = 0; i < count; i++)
        out[i] = from.items[random_below(&expansion->random, from.count)];
    return count;
}

const char *drill_word(const Lexicon *words, size_t index)
{
    for (size_t i = 0; i < sizeof everyday / sizeof *everyday; i++) {
        const WordClass *class = lexicon_class(words, everyday[i]);
        size_t count = class ? class->count : 0;
        if (index < count)
            return class->words[index]->text;
        index -= count;
    }
    return NULL;
}

int drill_words(Expansion *expansion, int count, const char *out[DRILL_LONGEST])
{
    int drawn = 0;
    count = count < DRILL_LONGEST ? count : DRILL_LONGEST;
    for (int attempt = 0; drawn < count && attempt < 20 * DRILL_LONGEST; attempt++) {
        const char *name = everyday[random_below(&expansion->random, sizeof everyday / sizeof *everyday)];
        const WordClass *class = lexicon_class(&expansion->language->words, name);
        const Word *word = class ? class->words[random_below(&expansion->random, class->count)] : NULL;
        if (!word || expansion->used_words[word->id] || word_has(word, "unseen") || strchr(word->text, ' '))
            continue;
        expansion->used_words[word->id] = 1;
        out[drawn++] = word->text;
    }
    return drawn;
}

static const Items signs[] = {ITEMS(letters), ITEMS(syllables)};

/* Words and single letters of both languages: what follows what can be known from the sequence alone. */
static int draw_mixture(Expansion *expansion, int count, const char *items[DRILL_LONGEST])
{
    int drawn = drill_words(expansion, count, items);
    for (int i = 0; i < drawn; i++)
        if (random_below(&expansion->random, 2))
            draw_items(expansion, signs[random_below(&expansion->random, sizeof signs / sizeof *signs)], 1, items + i);
    return drawn;
}

/* Every sign of the three sets as often as any other. */
static const char *draw_sign(Expansion *expansion)
{
    size_t sets = sizeof signs / sizeof *signs, total = 0, set = 0;
    for (size_t i = 0; i < sets; i++)
        total += signs[i].count;
    size_t index = (size_t)random_below(&expansion->random, total);
    for (; index >= signs[set].count; set++)
        index -= signs[set].count;
    return signs[set].items[index];
}

static int draw_signs(Expansion *expansion, int count, const char *items[DRILL_LONGEST])
{
    for (int i = 0; i < count; i++)
        items[i] = draw_sign(expansion);
    return count;
}

/* Ends of words, from any character on: pieces of words, too, can come again. */
static int draw_ends(Expansion *expansion, int count, const char *items[DRILL_LONGEST])
{
    const Lexicon *words = &expansion->language->words;
    for (int drawn = 0; drawn < count;) {
        const Word *word = words->all[random_below(&expansion->random, (uint64_t)words->count)];
        size_t length = strlen(word->text), from = random_below(&expansion->random, length);
        while ((word->text[from] & 0xC0) == 0x80) /* inside a character */
            from--;
        if (!word_has(word, "unseen"))
            items[drawn++] = word->text + from;
    }
    return count;
}

static int draw_sequence(Expansion *expansion, int count, const char *items[DRILL_LONGEST])
{
    uint64_t percent = random_below(&expansion->random, 100);
    return percent < 35   ? drill_words(expansion, count, items)
           : percent < 70 ? draw_ends(expansion, count, items)
           : percent < 85 ? draw_mixture(expansion, count, items)
                          : draw_signs(expansion, count, items);
}

static void append_items(Buffer *out, const char *const *items, int count, bool backwards, const char *separator)
{
    for (int i = 0; i < count; i++)
        buffer_format(out, "%s%s", i ? separator : "", items[backwards ? count - 1 - i : i]);
}

/* The items again and again, until some are written. */
static void write_repeats(Maker *maker, const char *const *items, int count, const char *separator)
{
    enum { ITEMS_WANTED = 48 };
    Buffer *raw = &maker->expansion->raw;
    int times = ITEMS_WANTED / count > 2 ? ITEMS_WANTED / count : 2;
    maker->expansion->verbatim = true;
    for (int i = 0; i < times; i++) {
        buffer_append_text(raw, i ? separator : "");
        append_items(raw, items, count, false, separator);
    }
}

Status drill_chant(Maker *maker, Error *error)
{
    (void)error;
    const char *items[DRILL_LONGEST];
    Expansion *expansion = maker->expansion;
    int count = between(expansion, 3, 12);
    count = between(expansion, 0, 1) ? draw_signs(expansion, count, items) : draw_mixture(expansion, count, items);
    write_repeats(maker, items, count, " ");
    return STATUS_OK;
}

Status drill_repeat(Maker *maker, Error *error)
{
    (void)error;
    const char *items[DRILL_LONGEST];
    Expansion *expansion = maker->expansion;
    int count = draw_sequence(expansion, between(expansion, 4, DRILL_LONGEST), items);
    static const char *const separators[] = {" ", " ", " ", " ", " ", " ", ", ", "", "", "\n"};
    write_repeats(maker, items, count, separators[between(expansion, 0, 9)]);
    return STATUS_OK;
}

/* Runs a rule with two or three texts in {x}, {y}, {z}. */
static Status write_line(Expansion *expansion, const char *rule, const char *x, const char *y, const char *z,
                         Error *error)
{
    expansion_set(expansion, "x", (Value){.text = x});
    expansion_set(expansion, "y", (Value){.text = y});
    expansion_set(expansion, "z", (Value){.text = z});
    expansion->verbatim = true;
    Status status = expansion_rule(expansion, rule, error);
    expansion->variable_count = 0; /* the texts are about to go */
    buffer_append_text(&expansion->raw, "\n");
    return status;
}

Status drill_copy(Maker *maker, Error *error)
{
    Expansion *expansion = maker->expansion;
    bool backwards = between(expansion, 0, 1);
    Status status = STATUS_OK;
    for (int left = between(expansion, 1, 3); status == STATUS_OK && left; left--) {
        const char *items[DRILL_LONGEST];
        int wanted = between(expansion, 3, 8);
        int count =
            between(expansion, 0, 1) ? drill_words(expansion, wanted, items) : draw_mixture(expansion, wanted, items);
        Buffer x = {0}, y = {0};
        append_items(&x, items, count, false, " ");
        append_items(&y, items, count, backwards, " ");
        status = write_line(expansion, backwards ? "drill-reverse" : "drill-copy", buffer_text(&x), buffer_text(&y), "",
                            error);
        buffer_free(&x);
        buffer_free(&y);
    }
    return status;
}

/* ---- numbers ---- */

/* Numbers in words, as far as words/number.txt goes (one a line, from 1); in digits beyond. */
static void append_number(const Expansion *expansion, bool in_words, int number, Buffer *out)
{
    const WordClass *names = lexicon_class(&expansion->language->words, "number");
    if (in_words && names && number >= 1 && (size_t)number <= names->count)
        buffer_append_text(out, names->words[number - 1]->text);
    else
        buffer_format(out, "%d", number);
}

Status drill_count(Maker *maker, Error *error)
{
    static const int steps[] = {1, 1, 1, 1, 2, 5, 10};
    Expansion *expansion = maker->expansion;
    const WordClass *names = lexicon_class(&expansion->language->words, "number");
    bool in_words = names && between(expansion, 0, 2) == 0;
    int most = in_words ? (int)names->count : 99;
    int step = in_words ? 1 : steps[random_below(&expansion->random, sizeof steps / sizeof *steps)];
    int start = between(expansion, 1, in_words ? 3 : 60), count = between(expansion, 6, 14);
    const char *separator = between(expansion, 0, 2) ? " " : ", ";
    while (count > 2 && start + (count - 1) * step > most)
        count--;
    bool down = between(expansion, 0, 3) == 0;
    Buffer x = {0};
    for (int i = 0; i < count; i++) {
        buffer_append_text(&x, i ? separator : "");
        append_number(expansion, in_words, start + (down ? count - 1 - i : i) * step, &x);
    }
    Status status = write_line(expansion, "drill-count", buffer_text(&x), "", "", error);
    buffer_free(&x);
    return status;
}

bool drill_sum_is_held_out(int a, int b)
{
    char first[16], second[16];
    snprintf(first, sizeof first, "%d", a);
    snprintf(second, sizeof second, "%d", b);
    return a >= 10 && b >= 10 && holdout_is_held(HOLDOUT_SUMS, "sum", first, second);
}

Status drill_sum(Maker *maker, Error *error)
{
    Expansion *expansion = maker->expansion;
    int most = between(expansion, 0, 2) ? 99 : 9;
    for (int left = between(expansion, 4, 8); left; left--) {
        int a, b;
        do {
            a = between(expansion, most == 9 ? 0 : 1, most);
            b = between(expansion, most == 9 ? 0 : 1, most);
        } while (drill_sum_is_held_out(a, b));
        char x[16], y[16], z[16];
        snprintf(x, sizeof x, "%d", a);
        snprintf(y, sizeof y, "%d", b);
        snprintf(z, sizeof z, "%d", a + b);
        TRY(write_line(expansion, "drill-sum", x, y, z, error));
    }
    return STATUS_OK;
}
