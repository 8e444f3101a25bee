#include "corpus/roll.h"

#include "corpus/holdout.h"

enum { ROLL_LEAST = 3, ROLL_MOST = 8 };

/* Words of a class: those that have the flag, and that no probe wants in the place `holdout`; NULL where any may. */
typedef struct Choice {
    const char *class, *flag, *holdout;
} Choice;

typedef struct Roll {
    const char *name;
    Choice of, with;
} Roll;

static const Roll rolls[] = {
    {"place", {.class = "person"}, {.class = "place"}},
    {"visit", {.class = "person"}, {.class = "place"}},
    {"purchase", {.class = "person"}, {.class = "thing", .flag = "small"}},
    {"color", {.class = "thing", .flag = "small", .holdout = "is"}, {.class = "color"}},
};

static bool may_stand(const Expansion *expansion, const Word *word, const Choice *from)
{
    return !expansion->used_words[word->id] && !word_has(word, "unseen") && !word_has(word, "mass") &&
           (!from->flag || word_has(word, from->flag)) &&
           (!from->holdout || !holdout_is_held(HOLDOUT_PLACES, from->holdout, NULL, word->text));
}

/* Different words of a class; returns how many were found. */
static int draw_words(Expansion *expansion, const Choice *from, int count, const Word **out)
{
    const WordClass *class = lexicon_class(&expansion->language->words, from->class);
    int drawn = 0;
    for (int attempt = 0; class && drawn < count && attempt < 50 * ROLL_MOST; attempt++) {
        const Word *word = class->words[random_below(&expansion->random, class->count)];
        if (!may_stand(expansion, word, from))
            continue;
        expansion->used_words[word->id] = 1;
        out[drawn++] = word;
    }
    return drawn;
}

static Status write_line(Expansion *expansion, const Roll *roll, const char *part, const Word *x, const Word *y,
                         Error *error)
{
    Buffer rule = {0};
    buffer_format(&rule, "roll-%s-%s", roll->name, part);
    expansion_set(expansion, "x", (Value){.text = x->text, .word = x});
    expansion_set(expansion, "y", (Value){.text = y->text, .word = y});
    Status status = expansion_rule(expansion, buffer_text(&rule), error);
    buffer_append_text(&expansion->raw, " ");
    buffer_free(&rule);
    return status;
}

/* Fisher and Yates. */
static void shuffle(Random *random, int *order, int count)
{
    for (int i = 0; i < count; i++)
        order[i] = i;
    for (int i = count - 1; i > 0; i--) {
        int other = (int)random_below(random, (uint64_t)i + 1), taken = order[i];
        order[i] = order[other];
        order[other] = taken;
    }
}

Status roll_document(Maker *maker, Error *error)
{
    Expansion *expansion = maker->expansion;
    const Roll *roll = &rolls[random_below(&expansion->random, sizeof rolls / sizeof *rolls)];
    const Word *of[ROLL_MOST], *with[ROLL_MOST];
    int order[ROLL_MOST], wanted = ROLL_LEAST + (int)random_below(&expansion->random, ROLL_MOST - ROLL_LEAST + 1);
    int count = draw_words(expansion, &roll->of, wanted, of);
    count = draw_words(expansion, &roll->with, count, with);
    for (int i = 0; i < count; i++)
        TRY(write_line(expansion, roll, "say", of[i], with[i], error));
    shuffle(&expansion->random, order, count);
    for (int i = 0; i < count; i++)
        TRY(write_line(expansion, roll, "again", of[order[i]], with[order[i]], error));
    return STATUS_OK;
}
