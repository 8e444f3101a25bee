#include "session/token.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <stdlib.h>

void token_show(const Model *model, int32_t id, Buffer *out)
{
    if (model->tokenizer)
        tokenizer_piece_visible(model->tokenizer, id, out);
    else
        buffer_format(out, "#%d", id);
}

static void token_show_line(const Buffer *text, Buffer *out)
{
    size_t size = utf8_visible(NULL, 0, buffer_text(text), text->length, UTF8_ONE_LINE) + 1;
    char *visible = memory_new(size, 1);
    utf8_visible(visible, size, buffer_text(text), text->length, UTF8_ONE_LINE);
    buffer_append_text(out, visible);
    free(visible);
}

void token_show_text(const Model *model, const int32_t *ids, int64_t count, Buffer *out)
{
    Buffer text = {0};
    bool decoded = model->tokenizer && tokenizer_decode(model->tokenizer, ids, (size_t)count, true, &text, NULL) == 0;
    if (decoded)
        token_show_line(&text, out);
    for (int64_t i = 0; i < count && !decoded; i++) {
        buffer_append_text(out, i ? " " : "");
        token_show(model, ids[i], out);
    }
    buffer_free(&text);
}
