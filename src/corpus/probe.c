#include "corpus/probe.h"

#include <string.h>

#include "corpus/corpus_parts.h"
#include "corpus/drill.h"
#include "corpus/fact.h"
#include "corpus/holdout.h"
#include "corpus/particle.h"

void probe_case_free(ProbeCase *probe)
{
    buffer_free(&probe->prompt);
    buffer_free(&probe->right);
    for (int i = 0; i < PROBE_WRONG; i++)
        buffer_free(&probe->wrong[i]);
    *probe = (ProbeCase){0};
}

/* ---- "PROMPT => RIGHT || WRONG || WRONG" ---- */

static void add_wrong(ProbeCase *probe, const char *text)
{
    for (int i = 0; i < probe->wrong_count; i++)
        if (!strcmp(buffer_text(&probe->wrong[i]), text))
            return;
    if (probe->wrong_count < PROBE_WRONG && strcmp(buffer_text(&probe->right), text) != 0)
        buffer_append_text(&probe->wrong[probe->wrong_count++], text);
}

/* One answer as it reads behind the prompt: pairs decided, spaces and capitals in order. */
static void finish_answer(Expansion *expansion, const Buffer *prompt, const char *answer, size_t length, Buffer *out)
{
    Buffer whole = {0};
    buffer_clear(&expansion->raw);
    buffer_append(&expansion->raw, prompt->bytes, prompt->length);
    buffer_append(&expansion->raw, answer, length);
    expansion_finish(expansion, &whole);
    const char *mark = strstr(buffer_text(&whole), "=>");
    buffer_append_text(out, mark ? mark + 2 : "");
    buffer_free(&whole);
}

/* A pair alone: its fitting form is right, the other one wrong. */
static void split_pair(Expansion *expansion, const Buffer *prompt, const Particle *particle, ProbeCase *probe)
{
    finish_answer(expansion, prompt, particle->pair, strlen(particle->pair), &probe->right);
    bool closed = !strcmp(buffer_text(&probe->right), particle->closed);
    add_wrong(probe, closed ? particle->open : particle->closed);
}

static void split_answers(Expansion *expansion, const Buffer *prompt, const char *answers, ProbeCase *probe)
{
    const Particle *particle = particle_find(answers);
    if (particle && !answers[strlen(particle->pair)]) {
        split_pair(expansion, prompt, particle, probe);
        return;
    }
    for (bool first = true; answers; first = false) {
        const char *end = strstr(answers, "||");
        size_t length = end ? (size_t)(end - answers) : strlen(answers);
        Buffer answer = {0};
        finish_answer(expansion, prompt, answers, length, first ? &probe->right : &answer);
        if (!first)
            add_wrong(probe, buffer_text(&answer));
        buffer_free(&answer);
        answers = end ? end + 2 : NULL;
    }
}

/* Parts what was expanded; the prompt ends with its last letter. */
static Status split_case(Expansion *expansion, ProbeCase *probe, Error *error)
{
    Buffer all = expansion->raw, prompt = {0};
    expansion->raw = (Buffer){0};
    const char *mark = strstr(buffer_text(&all), "=>");
    if (mark) {
        buffer_append(&prompt, all.bytes, (size_t)(mark + 2 - all.bytes));
        split_answers(expansion, &prompt, mark + 2, probe);
        buffer_clear(&expansion->raw);
        buffer_append(&expansion->raw, prompt.bytes, prompt.length - 2);
        expansion_finish(expansion, &probe->prompt);
    }
    buffer_free(&all);
    buffer_free(&prompt);
    return mark ? STATUS_OK
                : error_set(error, STATUS_BAD_DATA, "%s/probes.txt: a probe has no =>; put it in front of the answer",
                            expansion->language->code);
}

/* ---- makers ---- */

typedef struct Task {
    Expansion *expansion;
    ProbeCase *probe;
    Buffer asked; /* what stands in front of a rule that answers: the question and => */
} Task;

typedef Status (*MakeProbe)(Task *task, const char *name, Error *error);

/* A word may have no held-out partner, so one tries with others. */
static Status probe_by_rule(Task *task, const char *name, Error *error)
{
    Expansion *expansion = task->expansion;
    Buffer rule = {0};
    buffer_format(&rule, "probe-%s", name);
    Status status = STATUS_BAD_DATA;
    for (int attempt = 0; status == STATUS_BAD_DATA && attempt < 16; attempt++) {
        buffer_clear(&expansion->raw);
        expansion->variable_count = 0;
        expansion->depth = 0;
        status = expansion_rule(expansion, buffer_text(&rule), error);
    }
    buffer_free(&rule);
    return status == STATUS_OK ? split_case(expansion, task->probe, error) : status;
}

static bool is_known(const Lexicon *words, const Word *relation, const Word *subject)
{
    return fact_is_stated(words, relation, subject);
}

static bool is_kept_back(const Lexicon *words, const Word *relation, const Word *subject)
{
    return !fact_is_stated(words, relation, subject);
}

static bool is_only_stated(const Lexicon *words, const Word *relation, const Word *subject)
{
    return fact_is_stated(words, relation, subject) && fact_is_never_asked(relation, subject);
}

/* Expands one rule about the fact that is set, behind what was asked. */
static Status expand_case(Task *task, const char *rule, const Word *relation, ProbeCase *probe, Error *error)
{
    buffer_append(&task->expansion->raw, task->asked.bytes, task->asked.length);
    TRY(fact_expand(task->expansion, rule, relation, error));
    return split_case(task->expansion, probe, error);
}

/* Expands the rule again, by the same choices, with another object: a wrong answer. */
static Status add_object(Task *task, const char *rule, const Word *relation, const char *object, Random choices,
                         Error *error)
{
    Expansion *expansion = task->expansion;
    const Lexicon *words = &expansion->language->words;
    expansion_set(expansion, "y", (Value){object, lexicon_find(words, object, strlen(object))});
    memset(expansion->used_alternatives, 0, (size_t)expansion->language->grammar.alternative_count);
    expansion->random = choices;
    ProbeCase again = {0};
    Status status = expand_case(task, rule, relation, &again, error);
    if (status == STATUS_OK)
        add_wrong(task->probe, buffer_text(&again.right));
    probe_case_free(&again);
    return status;
}

static Status add_objects(Task *task, const char *rule, const Word *relation, Random choices, Error *error)
{
    Expansion *expansion = task->expansion;
    for (int attempt = 0; attempt < 8 * PROBE_WRONG && task->probe->wrong_count < PROBE_WRONG; attempt++) {
        const Word *other = fact_pick_subject(expansion, relation, is_known);
        Random next = expansion->random;
        if (other)
            TRY(add_object(task, rule, relation, fact_object(relation, other), choices, error));
        expansion->random = next;
    }
    return STATUS_OK;
}

/* Asks for the fact that is set; `known` says whether there is a right answer. */
static Status ask_by_rule(Task *task, const char *rule, const Word *relation, bool known, Error *error)
{
    Random choices = task->expansion->random;
    TRY(expand_case(task, rule, relation, task->probe, error));
    if (!known)
        buffer_clear(&task->probe->right);
    return add_objects(task, rule, relation, choices, error);
}

/* Asks for a fact about `subject` by the rule recall-REL. */
static Status ask_subject(Task *task, const Word *relation, const Word *subject, Error *error)
{
    fact_set(&(Maker){.expansion = task->expansion}, relation, subject);
    bool known = fact_object(relation, subject) != NULL;
    if (!known)
        expansion_set(task->expansion, "y", (Value){.text = ""});
    return ask_by_rule(task, "recall", relation, known, error);
}

static Status ask_among(Task *task, bool (*fits)(const Lexicon *, const Word *, const Word *), Error *error)
{
    Expansion *expansion = task->expansion;
    expansion->style = STYLE_HAERA;
    for (int attempt = 0; attempt < 64; attempt++) {
        const Word *relation = fact_pick_relation(expansion);
        const Word *subject = relation ? fact_pick_subject(expansion, relation, fits) : NULL;
        if (subject)
            return ask_subject(task, relation, subject, error);
    }
    return error_set(error, STATUS_NOT_FOUND, "words/relation.txt: the %s corpus has no such facts; add subjects",
                     expansion->language->code);
}

static Status probe_recall(Task *task, const char *name, Error *error)
{
    (void)name;
    return ask_among(task, is_known, error);
}

static Status probe_held_out(Task *task, const char *name, Error *error)
{
    (void)name;
    return ask_among(task, is_kept_back, error);
}

/* A subject that no document names. */
static Status probe_unknown(Task *task, const char *name, Error *error)
{
    (void)name;
    Expansion *expansion = task->expansion;
    expansion->style = STYLE_HAERA;
    for (int attempt = 0; attempt < 256; attempt++) {
        const Word *relation = fact_pick_relation(expansion);
        const WordClass *class =
            relation ? lexicon_class(&expansion->language->words, word_value(relation, "of", "")) : NULL;
        const Word *subject = class ? class->words[random_below(&expansion->random, class->count)] : NULL;
        if (subject && word_has(subject, "unseen"))
            return ask_subject(task, relation, subject, error);
    }
    return error_set(error, STATUS_NOT_FOUND, "words: no subject of a fact is flagged unseen in %s; flag some",
                     expansion->language->code);
}

/* A question as documents put it, up to the place where its answer starts. */
static Status write_question(Task *task, const Word *relation, Error *error)
{
    Expansion *expansion = task->expansion;
    TRY(expansion_rule(expansion, "label-question", error));
    TRY(fact_expand(expansion, "question", relation, error));
    TRY(expansion_rule(expansion, "label-answer", error));
    Buffer *raw = &expansion->raw;
    while (raw->length && raw->bytes[raw->length - 1] == ' ')
        raw->length--;
    buffer_append_text(raw, "=> ");
    buffer_append(&task->asked, raw->bytes, raw->length);
    buffer_clear(raw);
    return STATUS_OK;
}

/* About a fact that documents never ask for. */
static Status probe_asked(Task *task, const char *name, Error *error)
{
    (void)name;
    Expansion *expansion = task->expansion;
    expansion->style = STYLE_HAEYO;
    for (int attempt = 0; attempt < 64; attempt++) {
        const Word *relation = fact_pick_relation(expansion);
        const Word *subject = relation ? fact_pick_subject(expansion, relation, is_only_stated) : NULL;
        if (!subject)
            continue;
        fact_set(&(Maker){.expansion = expansion}, relation, subject);
        TRY(write_question(task, relation, error));
        return ask_by_rule(task, "answer", relation, true, error);
    }
    return error_set(error, STATUS_NOT_FOUND, "words/relation.txt: every %s fact is asked; add subjects",
                     expansion->language->code);
}

static Status probe_induction(Task *task, const char *name, Error *error)
{
    (void)name;
    (void)error;
    const char *items[DRILL_LONGEST];
    Random *random = &task->expansion->random;
    int count = drill_words(task->expansion, 8 + (int)random_below(random, 9), items);
    int known = 2 + (int)random_below(random, (uint64_t)count - 2);
    for (int i = 0; i < count + known; i++)
        buffer_format(&task->probe->prompt, "%s%s", i ? " " : "", items[i % count]);
    buffer_format(&task->probe->right, " %s", items[known]);
    for (int i = 1; i <= PROBE_WRONG; i++)
        buffer_format(&task->probe->wrong[task->probe->wrong_count++], " %s", items[(known + i) % count]);
    return STATUS_OK;
}

/* Behind two sums that show what is asked for. */
static Status probe_sum(Task *task, const char *name, Error *error)
{
    (void)name;
    (void)error;
    static const int off[PROBE_WRONG] = {1, -1, 10, -10};
    Random *random = &task->expansion->random;
    for (int line = 0; line < 3;) {
        int a = 10 + (int)random_below(random, 90), b = 10 + (int)random_below(random, 90);
        if (drill_sum_is_held_out(a, b) != (line == 2))
            continue;
        if (line < 2)
            buffer_format(&task->probe->prompt, "%d + %d = %d\n", a, b, a + b);
        else
            buffer_format(&task->probe->prompt, "%d + %d =", a, b);
        if (++line < 3)
            continue;
        buffer_format(&task->probe->right, " %d", a + b);
        for (int i = 0; i < PROBE_WRONG; i++)
            buffer_format(&task->probe->wrong[task->probe->wrong_count++], " %d", a + b + off[i]);
    }
    return STATUS_OK;
}

/* ---- the table ---- */

static const struct {
    const char *name, *help;
    MakeProbe make;
} probe_rows[PROBE_KINDS] = {
#define PROBE_ROW(id, name, what) [PROBE_##id] = {name, what, probe_by_rule},
    CORPUS_PROBE_LIST(PROBE_ROW)
#undef PROBE_ROW
};

static const MakeProbe own_makers[PROBE_KINDS] = {
    [PROBE_RECALL] = probe_recall,   [PROBE_ASKED] = probe_asked,         [PROBE_HELD_OUT] = probe_held_out,
    [PROBE_UNKNOWN] = probe_unknown, [PROBE_INDUCTION] = probe_induction, [PROBE_SUM] = probe_sum,
};

const char *probe_kind_name(ProbeKind kind)
{
    return probe_rows[kind].name;
}

const char *probe_kind_help(ProbeKind kind)
{
    return probe_rows[kind].help;
}

bool corpus_has_probe(const Corpus *corpus, ProbeKind kind, CorpusLanguage language)
{
    if (own_makers[kind])
        return true;
    Buffer rule = {0};
    buffer_format(&rule, "probe-%s", probe_rows[kind].name);
    bool found = grammar_rule(&corpus->languages[language].grammar, buffer_text(&rule)) != NULL;
    buffer_free(&rule);
    return found;
}

Status corpus_probe(const Corpus *corpus, ProbeKind kind, CorpusLanguage language, uint64_t seed, uint64_t index,
                    ProbeCase *probe, Error *error)
{
    static const uint64_t not_documents = 0x70726f6265; /* another seed than any document's */
    probe_case_free(probe);
    Expansion expansion;
    expansion_init(&expansion, &corpus->languages[language], corpus_seed(seed ^ not_documents, index) + (uint64_t)kind,
                   true);
    expansion.style = kind_narrator(&expansion.random);
    Task task = {.expansion = &expansion, .probe = probe};
    MakeProbe make = own_makers[kind] ? own_makers[kind] : probe_rows[kind].make;
    Status status = make(&task, probe_rows[kind].name, error);
    buffer_free(&task.asked);
    expansion_free(&expansion);
    return status;
}
