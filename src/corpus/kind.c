/* Kinds of documents that the grammars write: each by the rules whose names start with the kind's. */
#include "corpus/kind.h"

#include "corpus/drill.h"
#include "corpus/fact.h"
#include "corpus/roll.h"

KoreanStyle kind_narrator(Random *random)
{
    uint64_t percent = random_below(random, 100);
    return percent < 48 ? STYLE_HAERA : percent < 84 ? STYLE_HAEYO : STYLE_HAPNIDA;
}

/* One of the rules with this prefix, once. */
static Status expand_any(Maker *maker, const char *prefix, Error *error)
{
    const char *rule = expansion_pick_rule(maker->expansion, prefix);
    if (!rule)
        return error_set(error, STATUS_NOT_FOUND, "%s...: the %s grammar has no such rule; add one", prefix,
                         maker->expansion->language->code);
    return expansion_rule(maker->expansion, rule, error);
}

static Status kind_story(Maker *maker, Error *error)
{
    return expand_any(maker, "story-", error);
}

static Status kind_there(Maker *maker, Error *error)
{
    return expand_any(maker, "there-", error);
}

static Status kind_sense(Maker *maker, Error *error)
{
    return expand_any(maker, "sense-", error);
}

/* Sentences that have nothing to do with each other. */
static Status kind_frame(Maker *maker, Error *error)
{
    Expansion *expansion = maker->expansion;
    for (uint64_t left = 1 + random_below(&expansion->random, 4); left; left--) {
        TRY(expand_any(maker, "frame-", error));
        buffer_append_text(&expansion->raw, " ");
        expansion->variable_count = 0;
    }
    return STATUS_OK;
}

/* The same rule line by line. */
static Status expand_lines(Maker *maker, const char *prefix, Error *error)
{
    Expansion *expansion = maker->expansion;
    const char *rule = expansion_pick_rule(expansion, prefix);
    if (!rule)
        return expand_any(maker, prefix, error);
    expansion->style = STYLE_HAERA;
    expansion->verbatim = true;
    for (uint64_t left = 4 + random_below(&expansion->random, 5); left; left--) {
        TRY(expansion_rule(expansion, rule, error));
        buffer_append_text(&expansion->raw, "\n");
        expansion->variable_count = 0;
    }
    return STATUS_OK;
}

static Status kind_list(Maker *maker, Error *error)
{
    return expand_lines(maker, "list-", error);
}

static Status kind_pair(Maker *maker, Error *error)
{
    return expand_lines(maker, "pair-", error);
}

static Status kind_chat(Maker *maker, Error *error)
{
    maker->expansion->style = random_below(&maker->expansion->random, 2) ? STYLE_HAEYO : STYLE_HAE;
    if (random_below(&maker->expansion->random, 100) < 45)
        return fact_chat(maker, error);
    return expand_any(maker, "chat-", error);
}

const KindRow kind_rows[CORPUS_KINDS] = {
#define KIND_ROW(id, name, weight, make, what) [CORPUS_##id] = {name, weight, make},
    CORPUS_KIND_LIST(KIND_ROW)
#undef KIND_ROW
};
