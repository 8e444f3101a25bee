#include "lesson/prose.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "lesson/fill.h"

/* ---- a block that is being written ---- */

typedef struct Writer {
    Prose *prose;
    Buffer text, styles;
    const Marked *marked;
    int emphasis, strong, heading;
    int indent;
    const char *first; /* for the next block; "" mostly */
    bool close;        /* the next block follows close */
    Error *error;
} Writer;

static ProseStyle writer_style(const Writer *writer)
{
    return writer->heading    ? PROSE_HEADING
           : writer->strong   ? PROSE_STRONG
           : writer->emphasis ? PROSE_EMPHASIS
                              : PROSE_PLAIN;
}

static void writer_append(Writer *writer, const char *text, size_t length, ProseStyle style)
{
    unsigned char byte = (unsigned char)style;
    buffer_append(&writer->text, text, length);
    for (size_t i = 0; i < length; i++)
        buffer_append(&writer->styles, &byte, 1);
}

/* Text from cmark, in which private characters are placeholders. */
static void writer_text(Writer *writer, const char *text, ProseStyle style)
{
    for (size_t at = 0, length = strlen(text); at < length;) {
        uint32_t c = 0;
        int bytes = utf8_decode(text + at, length - at, &c);
        if (!bytes)
            return; /* cmark writes whole characters */
        const Buffer *filled = marked_find(writer->marked, c);
        if (filled) {
            writer_append(writer, buffer_text(filled), filled->length, style);
        } else {
            writer_append(writer, text + at, (size_t)bytes, style);
        }
        at += (size_t)bytes;
    }
}

static ProseBlock *prose_grow(Prose *prose)
{
    prose->blocks = memory_grow(prose->blocks, &prose->capacity, prose->count + 1, sizeof *prose->blocks);
    ProseBlock *block = &prose->blocks[prose->count++];
    *block = (ProseBlock){.first = ""};
    return block;
}

static void writer_end(Writer *writer, bool as_it_is)
{
    Prose *prose = writer->prose;
    ProseBlock *block = prose_grow(prose);
    size_t length = writer->text.length;
    while (length && writer->text.bytes[length - 1] == '\n')
        length--;
    block->text = arena_text(&prose->arena, buffer_text(&writer->text), length);
    block->styles = (unsigned char *)arena_text(&prose->arena, buffer_text(&writer->styles), length);
    block->length = length;
    block->first = writer->first;
    block->indent = writer->indent;
    block->as_it_is = as_it_is;
    block->follows_close = writer->close;
    writer->first = "";
    writer->close = false;
    buffer_clear(&writer->text);
    buffer_clear(&writer->styles);
}

/* ---- cmark's tree ---- */

static void enter_item(Writer *writer, cmark_node *item)
{
    cmark_node *list = cmark_node_parent(item);
    int number = cmark_node_get_list_start(list);
    for (cmark_node *before = cmark_node_previous(item); before; before = cmark_node_previous(before))
        number++;
    writer->first = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST
                        ? arena_format(&writer->prose->arena, "%d. ", number)
                        : "• ";
    writer->close = cmark_node_previous(item) && cmark_node_get_list_tight(list);
}

static void indent_by(Writer *writer, int cells)
{
    writer->indent += cells;
}

static void write_leaf(Writer *writer, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        writer_text(writer, cmark_node_get_literal(node), writer_style(writer));
        break;
    case CMARK_NODE_CODE:
        writer_text(writer, cmark_node_get_literal(node), PROSE_CODE);
        break;
    case CMARK_NODE_SOFTBREAK:
        writer_append(writer, " ", 1, writer_style(writer));
        break;
    case CMARK_NODE_LINEBREAK:
        writer_append(writer, "\n", 1, writer_style(writer));
        break;
    case CMARK_NODE_CODE_BLOCK:
        writer_text(writer, cmark_node_get_literal(node), PROSE_CODE);
        writer_end(writer, true);
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        writer_append(writer, "───", strlen("───"), PROSE_DIM);
        writer_end(writer, true);
        break;
    default:
        break;
    }
}

static Status refuse(const Writer *writer, cmark_node *node)
{
    return error_set(writer->error, STATUS_UNSUPPORTED,
                     "line %d of the part: HTML and pictures are not shown; write plain Markdown (\\< for <)",
                     cmark_node_get_start_line(node));
}

static Status write_node(Writer *writer, cmark_node *node, bool entering)
{
    int step = entering ? 1 : -1;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_EMPH:
        writer->emphasis += step;
        return STATUS_OK;
    case CMARK_NODE_STRONG:
        writer->strong += step;
        return STATUS_OK;
    case CMARK_NODE_HEADING:
        writer->heading += step;
        if (!entering)
            writer_end(writer, false);
        return STATUS_OK;
    case CMARK_NODE_PARAGRAPH:
        if (!entering)
            writer_end(writer, false);
        return STATUS_OK;
    case CMARK_NODE_ITEM:
        if (entering)
            enter_item(writer, node);
        return STATUS_OK;
    case CMARK_NODE_LIST:
        if (cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_ITEM)
            indent_by(writer, 2 * step);
        return STATUS_OK;
    case CMARK_NODE_BLOCK_QUOTE:
        indent_by(writer, 2 * step);
        return STATUS_OK;
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_HTML_INLINE:
    case CMARK_NODE_IMAGE:
        return refuse(writer, node);
    default:
        write_leaf(writer, node);
        return STATUS_OK;
    }
}

static Status write_tree(Writer *writer, cmark_node *document)
{
    cmark_iter *iter = cmark_iter_new(document);
    Status status = STATUS_OK;
    for (cmark_event_type event; status == STATUS_OK && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
        status = write_node(writer, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
    cmark_iter_free(iter);
    return status;
}

Status prose_read(Prose *prose, const Session *session, const char *markdown, Error *error)
{
    Marked marked = {0};
    Writer writer = {.prose = prose, .first = "", .marked = &marked, .error = error};
    Status status = marked_read(session, markdown, &marked, error);
    if (status == STATUS_OK) {
        cmark_node *document = cmark_parse_document(buffer_text(&marked.text), marked.text.length, CMARK_OPT_DEFAULT);
        status = write_tree(&writer, document);
        cmark_node_free(document);
    }
    marked_free(&marked);
    buffer_free(&writer.text);
    buffer_free(&writer.styles);
    return status;
}

/* ---- HTML ---- */

static void html_append(const char *text, size_t length, Buffer *out)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '<' || text[i] == '>' || text[i] == '&')
            buffer_format(out, "&#%d;", text[i]);
        else
            buffer_append(out, text + i, 1);
    }
}

/* cmark's own HTML, in which HTML from the source is left out. */
Status prose_html(const Session *session, const char *markdown, Buffer *out, Error *error)
{
    Marked marked = {0};
    Status status = marked_read(session, markdown, &marked, error);
    char *html = status == STATUS_OK
                     ? cmark_markdown_to_html(buffer_text(&marked.text), marked.text.length, CMARK_OPT_DEFAULT)
                     : NULL;
    for (size_t at = 0, length = html ? strlen(html) : 0; at < length;) {
        uint32_t c = 0;
        int bytes = utf8_decode(html + at, length - at, &c);
        const Buffer *filled = marked_find(&marked, c);
        if (filled)
            html_append(buffer_text(filled), filled->length, out);
        else
            buffer_append(out, html + at, bytes ? (size_t)bytes : 1);
        at += bytes ? (size_t)bytes : 1;
    }
    free(html);
    marked_free(&marked);
    return status;
}

/* ---- without Markdown ---- */

void prose_add(Prose *prose, ProseStyle style, const char *first, const char *text)
{
    ProseBlock *block = prose_grow(prose);
    block->length = strlen(text);
    block->text = arena_text(&prose->arena, text, block->length);
    unsigned char *styles = arena_new(&prose->arena, block->length + 1, 1);
    memset(styles, (int)style, block->length);
    block->styles = styles;
    block->first = arena_text(&prose->arena, first, strlen(first));
}

void prose_append(Prose *prose, const Prose *other)
{
    for (size_t i = 0; i < other->count; i++)
        *prose_grow(prose) = other->blocks[i];
}

void prose_dress(Prose *prose, size_t block, ProseStyle style, const char *first)
{
    for (size_t i = block; i < prose->count; i++) {
        ProseBlock *dressed = &prose->blocks[i];
        unsigned char *styles = arena_new(&prose->arena, dressed->length + 1, 1);
        for (size_t at = 0; at < dressed->length; at++)
            styles[at] = dressed->styles[at] == PROSE_PLAIN ? (unsigned char)style : dressed->styles[at];
        dressed->styles = styles;
        if (i == block && *first && !*dressed->first)
            dressed->first = arena_text(&prose->arena, first, strlen(first));
        else if (*first)
            dressed->indent += utf8_cells(first, strlen(first));
    }
}

void prose_free(Prose *prose)
{
    free(prose->blocks);
    arena_free(&prose->arena);
    *prose = (Prose){0};
}
