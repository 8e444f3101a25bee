/* From lexemes to nodes: operators by their levels ("precedence climbing", Richards, "BCPL", 1979). */
#include <string.h>

#include "run/expression_parts.h"

#include "base/translate.h"

typedef struct Parser {
    const Source *source;
    size_t at;   /* behind `next` */
    Lexeme next; /* the one to be looked at */
    int depth;   /* of the recursion */
} Parser;

static Status parse_level(Parser *parser, int level, const Node **out);

static Status parser_advance(Parser *parser)
{
    return lexeme_read(parser->source, &parser->at, &parser->next);
}

static Status parser_expect(Parser *parser, LexemeKind kind, const char *after)
{
    if (parser->next.kind == kind)
        return parser_advance(parser);
    return source_fail(parser->source, parser->next.at, STATUS_USAGE, _("found %s; write %s after %s"),
                       lexeme_text(parser->next.kind), lexeme_text(kind), after);
}

static Status too_deep(const Parser *parser, size_t at)
{
    return source_fail(parser->source, at, STATUS_UNSUPPORTED,
                       _("more than %d operations within one another; ask for parts of it one by one"),
                       EXPRESSION_DEPTH);
}

static Node *node_new(Parser *parser, NodeKind kind, size_t at)
{
    Node *node = arena_new(parser->source->arena, 1, sizeof *node);
    *node = (Node){.kind = kind, .at = at, .depth = 1};
    return node;
}

/* Evaluating recurses as deep as the tree is. */
static Status node_holds(const Parser *parser, Node *node, const Node *child)
{
    if (child && child->depth >= node->depth)
        node->depth = child->depth + 1;
    return node->depth > EXPRESSION_DEPTH ? too_deep(parser, node->at) : STATUS_OK;
}

static Status node_adopt(const Parser *parser, Node *node, const Node *child)
{
    node->child[node->child_count++] = child;
    return node_holds(parser, node, child);
}

/* ---- indices ---- */

static AxisName axis_named(const Lexeme *lexeme)
{
    static const char *const names[] = {
#define AXIS_TEXT(name, text) [AXIS_##name] = text,
        AXIS_LIST(AXIS_TEXT)
#undef AXIS_TEXT
    };
    for (size_t i = 0; i < sizeof names / sizeof *names && lexeme->kind == LEXEME_NAME; i++)
        if (*names[i] && !strcmp(lexeme->text, names[i]))
            return (AxisName)i;
    return AXIS_NONE;
}

static bool ends_index(LexemeKind kind)
{
    return kind == LEXEME_COMMA || kind == LEXEME_CLOSE_INDEX || kind == LEXEME_COLON;
}

/* "3", "3:7", ":", "head 3", "key 2:" */
static Status parse_item(Parser *parser, Node *name, IndexItem *item)
{
    *item = (IndexItem){.at = parser->next.at, .axis = axis_named(&parser->next)};
    if (item->axis != AXIS_NONE)
        TRY(parser_advance(parser));
    if (parser->next.kind != LEXEME_COLON)
        TRY(parse_level(parser, LEVEL_LOOSEST, &item->from));
    TRY(node_holds(parser, name, item->from));
    item->is_range = parser->next.kind == LEXEME_COLON;
    if (!item->is_range)
        return STATUS_OK;
    TRY(parser_advance(parser));
    if (!ends_index(parser->next.kind))
        TRY(parse_level(parser, LEVEL_LOOSEST, &item->to));
    return node_holds(parser, name, item->to);
}

static Status parse_indices(Parser *parser, Node *name)
{
    do {
        TRY(parser_advance(parser));
        if (name->item_count == RANK_MAX)
            return source_fail(parser->source, parser->next.at, STATUS_USAGE,
                               _("too many indices; nothing has more than %d axes"), RANK_MAX);
        TRY(parse_item(parser, name, &name->items[name->item_count++]));
    } while (parser->next.kind == LEXEME_COMMA);
    return parser_expect(parser, LEXEME_CLOSE_INDEX, _("the indices"));
}

/* ---- operands ---- */

static Status parse_arguments(Parser *parser, Node *call)
{
    const Function *function = call->function;
    do {
        const Node *argument;
        TRY(parser_advance(parser));
        if (call->child_count == function->most)
            return source_fail(parser->source, parser->next.at, STATUS_USAGE, _("too many arguments; %s takes %d"),
                               function->name, function->most);
        TRY(parse_level(parser, LEVEL_LOOSEST, &argument));
        TRY(node_adopt(parser, call, argument));
    } while (parser->next.kind == LEXEME_COMMA);
    if (call->child_count < function->least)
        return source_fail(parser->source, parser->next.at, STATUS_USAGE, _("too few arguments; %s takes %d"),
                           function->name, function->least);
    return parser_expect(parser, LEXEME_CLOSE, _("the arguments"));
}

static Status parse_call(Parser *parser, const Lexeme *name, const Node **out)
{
    Node *call = node_new(parser, NODE_CALL, name->at);
    call->function = function_find(name->text);
    if (!call->function)
        return source_fail(parser->source, name->at, STATUS_NOT_FOUND, _("no function is called %s; there are %s"),
                           name->text, function_names());
    *out = call;
    return parse_arguments(parser, call);
}

static Status parse_name(Parser *parser, const Node **out)
{
    Lexeme name = parser->next;
    TRY(parser_advance(parser));
    if (parser->next.kind == LEXEME_OPEN)
        return parse_call(parser, &name, out);
    if (function_find(name.text))
        return source_fail(parser->source, name.at, STATUS_USAGE, _("%s is a function; write %s(...)"), name.text,
                           name.text);
    Node *node = node_new(parser, NODE_NAME, name.at);
    node->text = (TokenText){name.text, name.length, 0};
    *out = node;
    return parser->next.kind == LEXEME_OPEN_INDEX ? parse_indices(parser, node) : STATUS_OK;
}

/* A text and perhaps which occurrence of it: "은행"#2 */
static Status parse_text(Parser *parser, const Node **out)
{
    Node *node = node_new(parser, NODE_TEXT, parser->next.at);
    node->text = (TokenText){parser->next.text, parser->next.length, 0};
    *out = node;
    TRY(parser_advance(parser));
    if (parser->next.kind != LEXEME_HASH)
        return STATUS_OK;
    TRY(parser_advance(parser));
    double number = parser->next.kind == LEXEME_NUMBER ? parser->next.number : 0;
    if (!(number >= 1 && number <= INT32_MAX && number == (double)(int32_t)number))
        return source_fail(parser->source, parser->next.at, STATUS_USAGE,
                           _("# counts occurrences; write \"text\"#1 for the first"));
    node->text.occurrence = (int64_t)number;
    return parser_advance(parser);
}

static Status parse_primary(Parser *parser, const Node **out)
{
    Node *number;
    switch (parser->next.kind) {
    case LEXEME_NUMBER:
        number = node_new(parser, NODE_NUMBER, parser->next.at);
        number->number = parser->next.number;
        *out = number;
        return parser_advance(parser);
    case LEXEME_TEXT:
        return parse_text(parser, out);
    case LEXEME_NAME:
        return parse_name(parser, out);
    case LEXEME_OPEN:
        TRY(parser_advance(parser));
        TRY(parse_level(parser, LEVEL_LOOSEST, out));
        return parser_expect(parser, LEXEME_CLOSE, _("what the parenthesis began"));
    default:
        return source_fail(parser->source, parser->next.at, STATUS_USAGE,
                           _("found %s; write a name, a number, a text or a function"), lexeme_text(parser->next.kind));
    }
}

/* ---- operators ---- */

/* What a unary operator takes is as loose as the operator itself: not a == b, and -a^2 is -(a^2). */
static Status parse_unary(Parser *parser, const Node **out)
{
    bool is_not = parser->next.kind == LEXEME_NOT;
    if (!is_not && parser->next.kind != LEXEME_MINUS)
        return parse_primary(parser, out);
    Node *node = node_new(parser, NODE_UNARY, parser->next.at);
    const Node *operand;
    node->symbol = parser->next.kind;
    *out = node;
    TRY(parser_advance(parser));
    TRY(parse_level(parser, is_not ? LEVEL_NOT : LEVEL_POWER, &operand));
    return node_adopt(parser, node, operand);
}

static Status parse_binary(Parser *parser, const Node *left, const Node **out)
{
    Lexeme symbol = parser->next;
    int level = lexeme_level(symbol.kind);
    Node *node = node_new(parser, NODE_BINARY, symbol.at);
    const Node *right;
    node->symbol = symbol.kind;
    *out = node;
    TRY(parser_advance(parser));
    TRY(parse_level(parser, level == LEVEL_POWER ? level : level + 1, &right));
    TRY(node_adopt(parser, node, left));
    TRY(node_adopt(parser, node, right));
    if (level == LEVEL_COMPARISON && lexeme_level(parser->next.kind) == LEVEL_COMPARISON)
        return source_fail(parser->source, parser->next.at, STATUS_USAGE,
                           _("two comparisons in a row; join them: a < b and b < c"));
    return STATUS_OK;
}

/* An operand and all operators behind it that bind at least as tightly as `level`. */
static Status parse_level(Parser *parser, int level, const Node **out)
{
    if (++parser->depth > EXPRESSION_DEPTH)
        return too_deep(parser, parser->next.at);
    TRY(parse_unary(parser, out));
    while (lexeme_level(parser->next.kind) >= level)
        TRY(parse_binary(parser, *out, out));
    parser->depth--;
    return STATUS_OK;
}

Status expression_parse(const Source *source, const Node **root)
{
    Parser parser = {.source = source};
    if (source->length > EXPRESSION_LENGTH)
        return source_fail(source, EXPRESSION_LENGTH, STATUS_UNSUPPORTED,
                           _("the text goes on past %d bytes; ask for parts of it one by one"), EXPRESSION_LENGTH);
    TRY(parser_advance(&parser));
    TRY(parse_level(&parser, LEVEL_LOOSEST, root));
    if (parser.next.kind == LEXEME_END)
        return STATUS_OK;
    return source_fail(source, parser.next.at, STATUS_USAGE, _("found %s; write an operator, or nothing more"),
                       lexeme_text(parser.next.kind));
}
