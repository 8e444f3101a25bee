#include "corpus/expand.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "corpus/english.h"
#include "corpus/fact.h"
#include "corpus/holdout.h"
#include "corpus/particle.h"

enum { DEEPEST = 24, LONGEST = 16 * 1024 };

/* ---- what a document remembers ---- */

void expansion_init(Expansion *expansion, const Language *language, uint64_t seed, bool probing)
{
    *expansion = (Expansion){.language = language, .probing = probing, .speech = STYLE_HAE};
    random_seed(&expansion->random, seed);
    expansion->used_alternatives = memory_new((size_t)language->grammar.alternative_count + 1, 1);
    expansion->used_words = memory_new((size_t)language->words.count + 1, 1);
}

void expansion_free(Expansion *expansion)
{
    free(expansion->used_alternatives);
    free(expansion->used_words);
    buffer_free(&expansion->raw);
}

static const Value *recall(const Expansion *expansion, const char *name)
{
    for (int i = 0; i < expansion->variable_count; i++)
        if (!strcmp(expansion->variables[i].name, name))
            return &expansion->variables[i].value;
    return NULL;
}

void expansion_set(Expansion *expansion, const char *name, Value value)
{
    int i = 0;
    while (i < expansion->variable_count && strcmp(expansion->variables[i].name, name))
        i++;
    if (i == EXPANSION_VARIABLES)
        return;
    expansion->variables[i].name = name;
    expansion->variables[i].value = value;
    if (i == expansion->variable_count)
        expansion->variable_count++;
    if (value.word)
        expansion->used_words[value.word->id] = 1;
}

/* Where quotation marks are open, the speaker's style counts. */
static Voice voice_now(const Expansion *expansion)
{
    bool quoted = false;
    for (size_t i = 0; i < expansion->raw.length; i++)
        quoted ^= expansion->raw.bytes[i] == '"';
    KoreanStyle style = quoted ? expansion->speech : expansion->style;
    return (Voice){.style = style, .familiar = style != STYLE_HAERA};
}

/* ---- paths ---- */

/* What a document may say about a word: NULL for what is not known or held out. */
static const Attribute *known_attribute(const Expansion *expansion, const Word *word, const char *name)
{
    if (!expansion->probing && fact_is_held_out(&expansion->language->words, word, name))
        return NULL;
    return word_attribute(word, name);
}

static Value value_of_text(const Expansion *expansion, const char *text)
{
    return (Value){.text = text, .word = lexicon_find(&expansion->language->words, text, strlen(text))};
}

/* Follows attributes from `value` as far as the path goes; leaves the form that ends it in *form, NULL for none. */
static Status follow(Expansion *expansion, const SlotPath *path, Origin origin, Value *value, const char **form,
                     Error *error)
{
    *form = NULL;
    for (int i = 0; i < path->count; i++) {
        const char *part = path->parts[i];
        const Attribute *attribute = value->word ? known_attribute(expansion, value->word, part) : NULL;
        if (attribute && attribute->value_count) {
            size_t pick = random_below(&expansion->random, (uint64_t)attribute->value_count);
            *value = value_of_text(expansion, attribute->values[pick]);
        } else if (i == path->count - 1 && language_has_form(expansion->language, part)) {
            *form = part;
        } else {
            return origin_error(error, origin,
                                "%s has no attribute or form \"%s\"; add %s=... to its line, or ask with [%s.%s] first",
                                value->text, part, part, path->base, part);
        }
    }
    return STATUS_OK;
}

/* 나는 among friends is 저는 to those older: words of the class `speech`. */
static Value speech_word(Value value, Voice voice)
{
    if (value.word && !strcmp(value.word->class->name, "speech") &&
        (voice.style == STYLE_HAEYO || voice.style == STYLE_HAPNIDA))
        value.text = word_value(value.word, "polite", value.text);
    return value;
}

static Status show(Expansion *expansion, const Slot *slot, Error *error)
{
    const char *base = slot->path.base, *special = form_special(base);
    const Value *known = recall(expansion, base);
    if (special && !known) {
        buffer_append_text(&expansion->raw, special);
        return STATUS_OK;
    }
    if (!known && grammar_rule(&expansion->language->grammar, base))
        return expansion_rule(expansion, base, error);
    Value value = known ? *known : value_of_text(expansion, base);
    if (!known && !form_word(expansion->language, base))
        return origin_error(error, slot->origin, "{%s} was not chosen yet; choose it in a slot before this one", base);
    Voice voice = voice_now(expansion);
    const char *form;
    TRY(follow(expansion, &slot->path, slot->origin, &value, &form, error));
    return form_append(expansion->language, known || form ? value : speech_word(value, voice), form, voice,
                       slot->origin, &expansion->raw, error);
}

/* ---- choosing words ---- */

static bool has_value(const Attribute *attribute, const char *text)
{
    for (int i = 0; attribute && i < attribute->value_count; i++)
        if (!strcmp(attribute->values[i], text))
            return true;
    return false;
}

/* NAME=a.attribute holds where the two have a value in common. */
static bool shares_value(const Expansion *expansion, const Attribute *attribute, const Filter *filter)
{
    const Value *other = recall(expansion, filter->value.base);
    if (!other)
        return has_value(attribute, filter->text);
    if (!filter->value.count)
        return has_value(attribute, other->text);
    const Attribute *theirs = other->word ? known_attribute(expansion, other->word, filter->value.parts[0]) : NULL;
    for (int i = 0; theirs && i < theirs->value_count; i++)
        if (has_value(attribute, theirs->values[i]))
            return true;
    return false;
}

static bool passes(const Expansion *expansion, const Slot *slot, const Word *word)
{
    bool wants_unseen = false;
    for (const Filter *filter = slot->filters; filter; filter = filter->next) {
        const Attribute *attribute = known_attribute(expansion, word, filter->name);
        bool holds = filter->has_value ? shares_value(expansion, attribute, filter) : attribute != NULL;
        if (holds == filter->negated)
            return false;
        wants_unseen |= !strcmp(filter->name, "unseen");
    }
    if (word_has(word, "unseen") && (!wants_unseen || !expansion->probing))
        return false;
    if (!slot->holdout)
        return true;
    const Value *with = slot->holdout_with ? recall(expansion, slot->holdout_with) : NULL;
    return holdout_is_held(HOLDOUT_PLACES, slot->holdout, with ? with->text : NULL, word->text) == expansion->probing;
}

static bool is_remembered(const Expansion *expansion, const Word *word)
{
    for (int i = 0; i < expansion->variable_count; i++)
        if (expansion->variables[i].value.word == word)
            return true;
    return false;
}

/* A fitting word of the class, each as likely; NULL where there is none. Words that the document used already come
 * last, words that it still remembers never. */
static const Word *choose_word(Expansion *expansion, const Slot *slot)
{
    const WordClass *class = lexicon_class(&expansion->language->words, slot->class_name);
    for (int repeats = 0; repeats < 2; repeats++) {
        const Word *chosen = NULL;
        uint64_t seen = 0;
        for (size_t i = 0; i < class->count; i++) {
            const Word *word = class->words[i];
            bool fresh = repeats ? !is_remembered(expansion, word) : !expansion->used_words[word->id];
            if (fresh && passes(expansion, slot, word) && random_below(&expansion->random, ++seen) == 0)
                chosen = word;
        }
        if (chosen)
            return chosen;
    }
    return NULL;
}

static Status choose(Expansion *expansion, const Slot *slot, Error *error)
{
    const Word *word = choose_word(expansion, slot);
    if (!word)
        return origin_error(error, slot->origin, "no %s fits {%s}; add words that do, or ask for less",
                            slot->class_name, slot->name);
    Value value = {.text = word->text, .word = word};
    expansion_set(expansion, slot->name, value);
    if (slot->silent)
        return STATUS_OK;
    return form_append(expansion->language, value, NULL, voice_now(expansion), slot->origin, &expansion->raw, error);
}

static Status keep(Expansion *expansion, const Slot *slot, Error *error)
{
    const Value *known = recall(expansion, slot->path.base);
    Value value = known ? *known : value_of_text(expansion, slot->path.base);
    const char *form;
    TRY(follow(expansion, &slot->path, slot->origin, &value, &form, error));
    expansion_set(expansion, slot->name, value);
    return STATUS_OK;
}

/* One is polite to those who are older, and grown-ups to each other. */
static Status speak(Expansion *expansion, const Slot *slot, Error *error)
{
    const Value *speaker = recall(expansion, slot->name), *listener = recall(expansion, slot->path.base);
    if (!speaker || !listener)
        return origin_error(error, slot->origin, "{%s>%s} names someone who was not chosen; choose both before",
                            slot->name, slot->path.base);
    bool child = listener->word && !word_has(listener->word, "elder");
    expansion->speech = child ? STYLE_HAE : STYLE_HAEYO;
    return STATUS_OK;
}

/* ---- rules ---- */

static Status expand_nodes(Expansion *expansion, const Node *nodes, Error *error)
{
    static Status (*const slots[])(Expansion *, const Slot *, Error *) = {
        [SLOT_SHOW] = show, [SLOT_CHOOSE] = choose, [SLOT_KEEP] = keep, [SLOT_SPEAK] = speak};
    for (const Node *node = nodes; node; node = node->next) {
        if (node->text)
            buffer_append_text(&expansion->raw, node->text);
        if (node->slot)
            TRY(slots[node->slot->kind](expansion, node->slot, error));
        if (node->branches) {
            const Branch *branch = node->branches;
            for (uint64_t skip = random_below(&expansion->random, (uint64_t)node->branch_count); skip; skip--)
                branch = branch->next;
            TRY(expand_nodes(expansion, branch->nodes, error));
        }
    }
    return STATUS_OK;
}

static bool guard_holds(const Expansion *expansion, const Guard *guard)
{
    const Value *value = recall(expansion, guard->path.base);
    bool holds = value != NULL;
    if (holds && guard->path.count) {
        const Attribute *attribute = value->word ? known_attribute(expansion, value->word, guard->path.parts[0]) : NULL;
        holds = guard->value ? has_value(attribute, guard->value) : attribute != NULL;
    } else if (holds && guard->value) {
        holds = !strcmp(value->text, guard->value);
    }
    return holds != guard->negated;
}

static bool guards_hold(const Expansion *expansion, const Alternative *way)
{
    for (const Guard *guard = way->guards; guard; guard = guard->next)
        if (!guard_holds(expansion, guard))
            return false;
    return true;
}

static const Alternative *choose_alternative(Expansion *expansion, const Rule *rule)
{
    for (int repeats = 0; repeats < 2; repeats++) {
        const Alternative *chosen = NULL;
        uint64_t total = 0;
        for (const Alternative *way = rule->alternatives; way; way = way->next) {
            if ((!repeats && expansion->used_alternatives[way->id]) || !guards_hold(expansion, way))
                continue;
            total += (uint64_t)way->weight;
            if (random_below(&expansion->random, total) < (uint64_t)way->weight)
                chosen = way;
        }
        if (chosen)
            return chosen;
    }
    return NULL;
}

Status expansion_rule(Expansion *expansion, const char *name, Error *error)
{
    const Rule *rule = grammar_rule(&expansion->language->grammar, name);
    if (!rule)
        return error_set(error, STATUS_NOT_FOUND, "%s: no such rule in the %s grammar; add it", name,
                         expansion->language->code);
    if (expansion->depth == DEEPEST || expansion->raw.length > LONGEST)
        return origin_error(error, rule->origin, "the rule %s goes on without end; give it a way that stops", name);
    const Alternative *way = choose_alternative(expansion, rule);
    if (!way)
        return origin_error(error, rule->origin, "no way of %s may be taken here; add one without conditions", name);
    expansion->used_alternatives[way->id] = 1;
    expansion->depth++;
    Status status = expand_nodes(expansion, way->nodes, error);
    expansion->depth--;
    return status;
}

static uint64_t rule_weight(const Rule *rule)
{
    uint64_t weight = 0;
    for (const Alternative *way = rule->alternatives; way; way = way->next)
        weight += (uint64_t)way->weight;
    return weight;
}

const char *expansion_pick_rule(Expansion *expansion, const char *prefix)
{
    const Grammar *grammar = &expansion->language->grammar;
    const char *chosen = NULL;
    uint64_t total = 0;
    for (size_t i = 0; i < grammar->count; i++) {
        if (strncmp(grammar->rules[i]->name, prefix, strlen(prefix)))
            continue;
        uint64_t weight = rule_weight(grammar->rules[i]);
        total += weight;
        if (random_below(&expansion->random, total) < weight)
            chosen = grammar->rules[i]->name;
    }
    return chosen;
}

/* ---- finishing ---- */

static bool ends_in_token(const Buffer *text, size_t start)
{
    return text->length - start >= 2 && !memcmp(text->bytes + text->length - 2, "|>", 2);
}

/* One space where several are; none before a stop, around a token such as <|user|>, or at the ends of a line. */
static void tidy(const Buffer *text, Buffer *out)
{
    size_t start = out->length;
    for (size_t i = 0; i < text->length; i++) {
        char letter = text->bytes[i];
        char before = out->length > start ? out->bytes[out->length - 1] : '\n';
        if (letter == ' ' && (before == ' ' || before == '\n' || ends_in_token(out, start)))
            continue;
        bool clings = strchr(".,!?\n", letter) || (letter == '<' && i + 1 < text->length && text->bytes[i + 1] == '|');
        if (clings && before == ' ')
            out->length--;
        buffer_append(out, &letter, 1);
    }
    while (out->length > start && strchr(" \n", out->bytes[out->length - 1]))
        out->bytes[--out->length] = '\0';
}

void expansion_finish(Expansion *expansion, Buffer *out)
{
    Buffer decided = {0};
    const char *raw = buffer_text(&expansion->raw);
    if (expansion->language->korean)
        particle_resolve(raw, &decided);
    else
        english_finish(raw, !expansion->verbatim, &decided);
    tidy(&decided, out);
    buffer_free(&decided);
    buffer_clear(&expansion->raw);
}
