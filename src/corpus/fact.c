#include "corpus/fact.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/holdout.h"

static bool relation_covers(const Word *relation, const Word *subject, const char *attribute)
{
    return !strcmp(word_value(relation, "of", ""), subject->class->name) &&
           !strcmp(word_value(relation, "attribute", relation->text), attribute);
}

static bool is_held_out(const Word *relation, const Word *subject)
{
    return holdout_is_held(HOLDOUT_FACTS, "fact", relation->text, subject->text);
}

bool fact_is_held_out(const Lexicon *words, const Word *word, const char *attribute)
{
    const WordClass *relations = lexicon_class(words, "relation");
    for (size_t i = 0; relations && i < relations->count; i++)
        if (relation_covers(relations->words[i], word, attribute))
            return is_held_out(relations->words[i], word);
    return false;
}

bool fact_is_never_asked(const Word *relation, const Word *subject)
{
    return holdout_is_held(HOLDOUT_QUESTIONS, "ask", relation->text, subject->text);
}

const char *fact_object(const Word *relation, const Word *subject)
{
    return word_value(subject, word_value(relation, "attribute", relation->text), NULL);
}

bool fact_is_stated(const Lexicon *words, const Word *relation, const Word *subject)
{
    (void)words;
    return !is_held_out(relation, subject);
}

bool fact_is_asked(const Lexicon *words, const Word *relation, const Word *subject)
{
    return fact_is_stated(words, relation, subject) && !fact_is_never_asked(relation, subject);
}

const Word *fact_pick_relation(Expansion *expansion)
{
    const WordClass *relations = lexicon_class(&expansion->language->words, "relation");
    return relations ? relations->words[random_below(&expansion->random, relations->count)] : NULL;
}

/* Documents come back to relations as often as weight= says: those with the most subjects need it most. */
static const Word *pick_told_relation(Expansion *expansion)
{
    const WordClass *relations = lexicon_class(&expansion->language->words, "relation");
    const Word *chosen = NULL;
    uint64_t total = 0;
    for (size_t i = 0; relations && i < relations->count; i++) {
        uint64_t weight = strtoul(word_value(relations->words[i], "weight", "1"), NULL, 10);
        total += weight;
        if (total && random_below(&expansion->random, total) < weight)
            chosen = relations->words[i];
    }
    return chosen;
}

const Word *fact_pick_subject(Expansion *expansion, const Word *relation,
                              bool (*fits)(const Lexicon *, const Word *relation, const Word *subject))
{
    const Lexicon *words = &expansion->language->words;
    const WordClass *class = lexicon_class(words, word_value(relation, "of", ""));
    const Word *chosen = NULL;
    uint64_t seen = 0;
    for (size_t i = 0; class && i < class->count; i++) {
        const Word *subject = class->words[i];
        if (!expansion->used_words[subject->id] && !word_has(subject, "unseen") && fact_object(relation, subject) &&
            fits(words, relation, subject) && random_below(&expansion->random, ++seen) == 0)
            chosen = subject;
    }
    return chosen;
}

void fact_set(Maker *maker, const Word *relation, const Word *subject)
{
    const char *object = fact_object(relation, subject);
    const Lexicon *words = &maker->expansion->language->words;
    expansion_set(maker->expansion, "x", (Value){.text = subject->text, .word = subject});
    if (object)
        expansion_set(maker->expansion, "y", (Value){object, lexicon_find(words, object, strlen(object))});
    DocumentNotes *notes = maker->notes;
    if (notes && notes->fact_count < CORPUS_NOTES) {
        notes->facts[notes->fact_count].relation = relation->text;
        notes->facts[notes->fact_count].subject = subject->text;
        notes->facts[notes->fact_count++].object = object;
    }
}

Status fact_expand(Expansion *expansion, const char *prefix, const Word *relation, Error *error)
{
    char rule[128];
    Buffer name = {0};
    buffer_format(&name, "%s-%s", prefix, relation->text);
    size_t length = name.length < sizeof rule ? name.length : sizeof rule - 1;
    memcpy(rule, buffer_text(&name), length);
    rule[length] = '\0';
    buffer_free(&name);
    return expansion_rule(expansion, rule, error);
}

/* ---- documents ---- */

static Status no_fact(const Expansion *expansion, Error *error)
{
    return error_set(error, STATUS_NOT_FOUND, "words/relation.txt: the %s corpus has no facts to tell; name relations",
                     expansion->language->code);
}

/* One fact after the other: of one relation, or of several. */
static Status state_facts(Maker *maker, Error *error)
{
    Expansion *expansion = maker->expansion;
    bool mixed = random_below(&expansion->random, 2);
    const Word *relation = pick_told_relation(expansion);
    for (uint64_t left = 1 + random_below(&expansion->random, 3); left; left--) {
        const Word *subject = relation ? fact_pick_subject(expansion, relation, fact_is_stated) : NULL;
        if (!subject)
            return maker->notes->fact_count ? STATUS_OK : no_fact(expansion, error);
        fact_set(maker, relation, subject);
        TRY(fact_expand(expansion, "say", relation, error));
        buffer_append_text(&expansion->raw, " ");
        if (mixed)
            relation = pick_told_relation(expansion);
    }
    return STATUS_OK;
}

/* Question and answer, each behind what the rule of its label writes. */
static Status ask_fact(Maker *maker, const char *question, const char *answer, Error *error)
{
    Expansion *expansion = maker->expansion;
    const Word *relation = pick_told_relation(expansion);
    const Word *subject = relation ? fact_pick_subject(expansion, relation, fact_is_asked) : NULL;
    if (!subject)
        return no_fact(expansion, error);
    fact_set(maker, relation, subject);
    TRY(expansion_rule(expansion, question, error));
    TRY(fact_expand(expansion, "question", relation, error));
    TRY(expansion_rule(expansion, answer, error));
    return fact_expand(expansion, "answer", relation, error);
}

static Status ask_facts(Maker *maker, Error *error)
{
    maker->expansion->style = random_below(&maker->expansion->random, 2) ? STYLE_HAEYO : STYLE_HAE;
    for (uint64_t left = 1 + random_below(&maker->expansion->random, 3); left; left--) {
        TRY(ask_fact(maker, "label-question", "label-answer", error));
        buffer_append_text(&maker->expansion->raw, "\n");
    }
    return STATUS_OK;
}

Status fact_document(Maker *maker, Error *error)
{
    return random_below(&maker->expansion->random, 100) < 60 ? state_facts(maker, error) : ask_facts(maker, error);
}

Status fact_chat(Maker *maker, Error *error)
{
    for (uint64_t left = 1 + random_below(&maker->expansion->random, 3); left; left--)
        TRY(ask_fact(maker, "token-question", "token-answer", error));
    return STATUS_OK;
}
