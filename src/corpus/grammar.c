#include "corpus/grammar.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static Status add_rule(Grammar *grammar, const Lines *lines, Rule **out, Error *error)
{
    size_t length = strlen(lines->text);
    if (lines->indent || length < 2 || lines->text[length - 1] != ':' || strpbrk(lines->text, " {}()[]|"))
        return origin_error(error, lines->origin,
                            "this is neither a rule's name nor one of its ways; write NAME: or - TEXT");
    Rule *rule = arena_new(&grammar->arena, 1, sizeof *rule);
    *rule = (Rule){.name = arena_text(&grammar->arena, lines->text, length - 1), .origin = lines->origin};
    const Rule *other = grammar_rule(grammar, rule->name);
    if (other)
        return origin_error(error, lines->origin, "the rule %s stands in %s:%d already; give it another name",
                            rule->name, other->origin.file, other->origin.line);
    grammar->rules = memory_grow(grammar->rules, &grammar->capacity, grammar->count + 1, sizeof(Rule *));
    map_add(&grammar->index, rule->name, length - 1, (int32_t)grammar->count);
    grammar->rules[grammar->count++] = rule;
    *out = rule;
    return STATUS_OK;
}

/* A way to go on, and where it is being put together. */
typedef struct Pending {
    Buffer text;
    Origin origin;
    Alternative **end; /* where the rule's next alternative goes; NULL before the first rule */
} Pending;

static Status finish_alternative(Grammar *grammar, Pending *pending, Error *error)
{
    if (!pending->text.length)
        return STATUS_OK;
    Alternative *alternative = arena_new(&grammar->arena, 1, sizeof *alternative);
    char *text = arena_text(&grammar->arena, pending->text.bytes, pending->text.length);
    TRY(grammar_parse_alternative(&grammar->arena, text, pending->origin, alternative, error));
    alternative->id = grammar->alternative_count++;
    *pending->end = alternative;
    pending->end = &alternative->next;
    buffer_clear(&pending->text);
    return STATUS_OK;
}

static Status read_line(Grammar *grammar, const Lines *lines, Pending *pending, Error *error)
{
    bool begins = lines->text[0] == '-' && (lines->text[1] == ' ' || !lines->text[1]);
    if (!begins && lines->indent && pending->text.length) {
        buffer_format(&pending->text, " %s", lines->text);
        return STATUS_OK;
    }
    TRY(finish_alternative(grammar, pending, error));
    if (begins && !pending->end)
        return origin_error(error, lines->origin, "this way belongs to no rule; write NAME: above it");
    if (begins) {
        pending->origin = lines->origin;
        buffer_append_text(&pending->text, lines->text[1] ? lines->text + 2 : " ");
        return STATUS_OK;
    }
    Rule *rule = NULL;
    TRY(add_rule(grammar, lines, &rule, error));
    pending->end = &rule->alternatives;
    return STATUS_OK;
}

Status grammar_read(Grammar *grammar, const char *path, Error *error)
{
    Lines lines;
    TRY(lines_open(&lines, &grammar->arena, path, error));
    size_t before = grammar->count;
    Pending pending = {0};
    Status status = STATUS_OK;
    while (status == STATUS_OK && lines_next(&lines))
        status = read_line(grammar, &lines, &pending, error);
    if (status == STATUS_OK)
        status = finish_alternative(grammar, &pending, error);
    buffer_free(&pending.text);
    for (size_t i = before; status == STATUS_OK && i < grammar->count; i++)
        if (!grammar->rules[i]->alternatives)
            status = origin_error(error, grammar->rules[i]->origin,
                                  "the rule %s has no way to go on; add a line - TEXT", grammar->rules[i]->name);
    return status;
}

void grammar_free(Grammar *grammar)
{
    free(grammar->rules);
    map_free(&grammar->index);
    arena_free(&grammar->arena);
    *grammar = (Grammar){0};
}

const Rule *grammar_rule(const Grammar *grammar, const char *name)
{
    const int32_t *at = map_find(&grammar->index, name, strlen(name));
    return at ? grammar->rules[*at] : NULL;
}
