/* One way of a rule: its conditions, then text with slots and choices. Recursive descent, no deeper than NESTED. */
#include <stdlib.h>
#include <string.h>

#include "corpus/grammar.h"

enum { NESTED = 8 };

typedef struct Parser {
    Arena *arena;
    char *at;
    Origin origin;
    Error *error;
} Parser;

static const char *copy(Parser *parser, const char *text, size_t length)
{
    char *name = arena_text(parser->arena, text, length);
    for (char *at = name; *at; at++)
        if (*at == '_')
            *at = ' ';
    return name;
}

static Status parse_path(Parser *parser, const char *text, size_t length, SlotPath *path)
{
    *path = (SlotPath){0};
    const char *end = text + length;
    for (bool first = true; first || text <= end; first = false) {
        const char *dot = text < end ? memchr(text, '.', (size_t)(end - text)) : NULL;
        size_t size = (size_t)((dot ? dot : end) - text);
        if (!size || (!first && path->count == PATH_PARTS))
            return origin_error(parser->error, parser->origin,
                                "\"%.*s\" has an empty name or more than %d dots; write it as in {a.color}",
                                (int)length, end - length, PATH_PARTS);
        const char *name = copy(parser, text, size);
        if (first)
            path->base = name;
        else
            path->parts[path->count++] = name;
        text += size + 1;
    }
    return STATUS_OK;
}

/* ~KEY or ~KEY+x */
static void parse_holdout(Parser *parser, Slot *slot, const char *text, size_t length)
{
    const char *plus = memchr(text, '+', length);
    slot->holdout = copy(parser, text, plus ? (size_t)(plus - text) : length);
    if (plus)
        slot->holdout_with = copy(parser, plus + 1, (size_t)(text + length - plus - 1));
}

static Status parse_filter(Parser *parser, Slot *slot, const char *text, size_t length)
{
    if (*text == '~') {
        parse_holdout(parser, slot, text + 1, length - 1);
        return STATUS_OK;
    }
    Filter *filter = arena_new(parser->arena, 1, sizeof *filter);
    filter->negated = *text == '!';
    text += filter->negated;
    length -= filter->negated;
    const char *equals = memchr(text, '=', length);
    filter->name = copy(parser, text, equals ? (size_t)(equals - text) : length);
    filter->has_value = equals != NULL;
    if (equals) {
        length -= (size_t)(equals + 1 - text);
        filter->text = copy(parser, equals + 1, length);
        TRY(parse_path(parser, equals + 1, length, &filter->value));
    }
    filter->next = slot->filters;
    slot->filters = filter;
    return STATUS_OK;
}

/* name:class filter filter ... */
static Status parse_choose(Parser *parser, Slot *slot, char *text, const char *colon)
{
    slot->kind = SLOT_CHOOSE;
    slot->name = copy(parser, text, (size_t)(colon - text));
    const char *at = colon + 1;
    size_t length = strcspn(at, " ");
    slot->class_name = copy(parser, at, length);
    for (at += length; *(at += strspn(at, " ")); at += length) {
        length = strcspn(at, " ");
        TRY(parse_filter(parser, slot, at, length));
    }
    if (!*slot->name || !*slot->class_name)
        return origin_error(parser->error, parser->origin, "{%s} has no name or no class; write {a:person}", text);
    return STATUS_OK;
}

static Status parse_slot(Parser *parser, char *text, Slot **out)
{
    Slot *slot = arena_new(parser->arena, 1, sizeof *slot);
    slot->origin = parser->origin;
    slot->silent = !strncmp(text, "let ", 4);
    text += slot->silent ? 4 : 0;
    *out = slot;
    char *mark = strpbrk(text, ":=>");
    if (!mark) {
        slot->kind = SLOT_SHOW;
        return parse_path(parser, text, strlen(text), &slot->path);
    }
    if (*mark == ':')
        return parse_choose(parser, slot, text, mark);
    slot->kind = *mark == '>' ? SLOT_SPEAK : SLOT_KEEP;
    slot->name = copy(parser, text, (size_t)(mark - text));
    return parse_path(parser, mark + 1, strlen(mark + 1), &slot->path);
}

static Status parse_nodes(Parser *parser, int depth, Node **out);

static Status parse_choice(Parser *parser, int depth, Node *node)
{
    if (depth == NESTED)
        return origin_error(parser->error, parser->origin,
                            "( ) are nested deeper than %d; make a rule of the inner ones", NESTED);
    Branch **end = &node->branches;
    do {
        parser->at++; /* over ( or | */
        Branch *branch = arena_new(parser->arena, 1, sizeof *branch);
        TRY(parse_nodes(parser, depth + 1, &branch->nodes));
        *end = branch;
        end = &branch->next;
        node->branch_count++;
    } while (*parser->at == '|');
    if (*parser->at != ')')
        return origin_error(parser->error, parser->origin, "a ( is never closed; add the missing )");
    parser->at++;
    return STATUS_OK;
}

static Status parse_node(Parser *parser, int depth, Node *node)
{
    if (*parser->at == '(')
        return parse_choice(parser, depth, node);
    if (*parser->at == '{') {
        char *end = strchr(parser->at, '}');
        if (!end)
            return origin_error(parser->error, parser->origin, "a { is never closed; add the missing }");
        *end = '\0';
        char *text = parser->at + 1;
        parser->at = end + 1;
        return parse_slot(parser, text, &node->slot);
    }
    size_t length = strcspn(parser->at, depth ? "{(|)" : "{(");
    node->text = arena_text(parser->arena, parser->at, length);
    parser->at += length;
    return STATUS_OK;
}

/* Up to the end of the text, or inside ( ) up to | or ). */
static Status parse_nodes(Parser *parser, int depth, Node **out)
{
    while (*parser->at && (!depth || !strchr("|)", *parser->at))) {
        Node *node = arena_new(parser->arena, 1, sizeof *node);
        TRY(parse_node(parser, depth, node));
        *out = node;
        out = &node->next;
    }
    return STATUS_OK;
}

/* [*3], [x.flag], [!x.flag], [x.attribute=value] */
static Status parse_guard(Parser *parser, char *text, Alternative *out)
{
    if (*text == '*') {
        char *end;
        long weight = strtol(text + 1, &end, 10);
        if (*end || weight < 1 || weight > 1000)
            return origin_error(parser->error, parser->origin, "[%s] is no weight; write [*1] to [*1000]", text);
        out->weight = (int)weight;
        return STATUS_OK;
    }
    Guard *guard = arena_new(parser->arena, 1, sizeof *guard);
    guard->negated = *text == '!';
    text += guard->negated;
    size_t length = strcspn(text, "=");
    if (text[length])
        guard->value = copy(parser, text + length + 1, strlen(text + length + 1));
    guard->next = out->guards;
    out->guards = guard;
    return parse_path(parser, text, length, &guard->path);
}

Status grammar_parse_alternative(Arena *arena, char *text, Origin origin, Alternative *out, Error *error)
{
    Parser parser = {.arena = arena, .at = text, .origin = origin, .error = error};
    *out = (Alternative){.weight = 1, .origin = origin};
    while (*(parser.at += strspn(parser.at, " ")) == '[') {
        char *end = strchr(parser.at, ']');
        if (!end)
            return origin_error(error, origin, "a [ is never closed; add the missing ]");
        *end = '\0';
        char *guard = parser.at + 1;
        parser.at = end + 1;
        TRY(parse_guard(&parser, guard, out));
    }
    return parse_nodes(&parser, 0, &out->nodes);
}
