#include "tui/paragraph.h"

#include <string.h>

#include "base/buffer.h"
#include "draw/wrap.h"

int paragraph_draw(Canvas *canvas, Rect rect, int y, Style style, const char *text, size_t length, int hang)
{
    size_t at = 0, next;
    int count = 0;
    Buffer piece = {0};
    do {
        int indent = count ? hang : 0;
        size_t fits = 0;
        next = 1;
        if (at < length)
            fits = wrap_line(text + at, length - at, rect.width - indent, wrap_cells, NULL, &next);
        buffer_clear(&piece);
        buffer_append(&piece, text + at, fits);
        if (y + count >= 0 && y + count < rect.height)
            canvas_put(canvas, rect, rect.x + indent, rect.y + y + count, style, buffer_text(&piece));
        at += next;
        count++;
    } while (at < length);
    buffer_free(&piece);
    return count;
}

int paragraph_put(Canvas *canvas, Rect rect, Style style, const char *text)
{
    if (rect.height == 1) {
        canvas_put_short(canvas, rect, style, text);
        return 1;
    }
    int count = paragraph_draw(canvas, rect, 0, style, text, strlen(text), 0);
    if (count > rect.height && !rect_empty(rect))
        canvas_put(canvas, rect, rect.x + rect.width - 1, rect.y + rect.height - 1, style, "…");
    return count;
}

int paragraph_lines(const char *text, int width)
{
    return paragraph_draw(NULL, (Rect){0, 0, width, 0}, 0, STYLE_NORMAL, text, strlen(text), 0);
}
