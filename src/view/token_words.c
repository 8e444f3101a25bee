#include "view/token_words.h"

#include "base/utf8.h"
#include "figure/label.h"

static void bytes_words(const char *bytes, size_t length, Buffer *out)
{
    for (size_t i = 0; i < length; i++)
        buffer_format(out, "%s%02X", i ? " " : "", (unsigned char)bytes[i]);
}

void token_words(const Tokenizer *tokenizer, int32_t id, Buffer *out)
{
    char label[LABEL_LENGTH];
    Buffer text = {0};
    tokenizer_piece_bytes(tokenizer, id, &text);
    bool special = tokenizer_is_special(tokenizer, id) || !text.length;
    if (!special && utf8_valid_prefix(text.bytes, text.length) < text.length) {
        bytes_words(text.bytes, text.length, out);
    } else {
        buffer_clear(&text);
        tokenizer_piece_visible(tokenizer, id, &text);
        buffer_append_text(out, label_visible(label, buffer_text(&text)));
    }
    buffer_free(&text);
}

/* One character; returns how many bytes it has. */
static size_t one_character(const char *text, size_t length, Buffer *out)
{
    char label[LABEL_LENGTH], character[5] = {0};
    uint32_t code_point;
    int valid = utf8_decode(text, length, &code_point);
    size_t bytes = valid ? (size_t)valid : 1;
    if (valid) {
        utf8_encode(code_point, character);
        buffer_format(out, "%s ", label_visible(label, character));
    }
    bytes_words(text, bytes, out);
    return bytes;
}

void character_words(const char *text, size_t length, int cells, Buffer *out)
{
    Buffer one = {0};
    for (size_t at = 0, used = 0; at < length;) {
        buffer_clear(&one);
        size_t bytes = one_character(text + at, length - at, &one);
        size_t width = (size_t)utf8_cells(one.bytes, one.length) + 2;
        buffer_append_text(out, at ? "  " : "");
        if ((int)(used + width) > cells) {
            buffer_append_text(out, "…");
            break;
        }
        buffer_append_text(out, one.bytes);
        used += width;
        at += bytes;
    }
    buffer_free(&one);
}
