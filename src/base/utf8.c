#include "base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

int utf8_decode(const char *text, size_t length, uint32_t *code_point)
{
    utf8proc_int32_t decoded;
    utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &decoded);
    if (bytes <= 0)
        return 0;
    *code_point = (uint32_t)decoded;
    return (int)bytes;
}

int utf8_encode(uint32_t code_point, char out[4])
{
    return (int)utf8proc_encode_char((utf8proc_int32_t)code_point, (utf8proc_uint8_t *)out);
}

/* How many bytes at the start are ASCII, eight at a time: files of JSON are little else. */
static size_t utf8_ascii_prefix(const char *text, size_t length)
{
    size_t at = 0;
    for (uint64_t eight; at + sizeof eight <= length; at += sizeof eight) {
        memcpy(&eight, text + at, sizeof eight);
        if (eight & 0x8080808080808080u)
            break;
    }
    return at;
}

size_t utf8_valid_prefix(const char *text, size_t length)
{
    size_t at = 0;
    uint32_t code_point;
    while (at < length) {
        at += utf8_ascii_prefix(text + at, length - at);
        int bytes = at < length ? utf8_decode(text + at, length - at, &code_point) : 0;
        if (!bytes)
            break;
        at += (size_t)bytes;
    }
    return at;
}

bool utf8_is_incomplete(const char *text, size_t length)
{
    if (!length)
        return false;
    unsigned char lead = (unsigned char)text[0];
    size_t whole = lead >= 0xC2 && lead <= 0xDF   ? 2
                   : lead >= 0xE0 && lead <= 0xEF ? 3
                   : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                  : 0;
    if (length >= whole)
        return false;
    /* Complete it with the continuation byte that is legal after every lead, and see. */
    char trial[4];
    memcpy(trial, text, length);
    unsigned char second = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    for (size_t i = length; i < whole; i++)
        trial[i] = (char)(i == 1 ? second : 0x80);
    uint32_t code_point;
    return utf8_decode(trial, whole, &code_point) == (int)whole;
}

/* Most of what is measured: a printable ASCII character is a cluster of its own unless a mark may follow. */
static bool is_plain(char c)
{
    return c >= ' ' && c < 0x7F;
}

size_t utf8_grapheme(const char *text, size_t length)
{
    if (length && is_plain(*text) && (length == 1 || (signed char)text[1] >= 0))
        return 1;
    size_t at = 0;
    utf8proc_int32_t state = 0;
    uint32_t previous = 0;
    while (at < length) {
        uint32_t code_point;
        int bytes = utf8_decode(text + at, length - at, &code_point);
        if (!bytes)
            return at ? at : 1;
        if (at && utf8proc_grapheme_break_stateful((utf8proc_int32_t)previous, (utf8proc_int32_t)code_point, &state))
            return at;
        previous = code_point;
        at += (size_t)bytes;
    }
    return at;
}

int utf8_cluster_cells(const char *text, size_t length)
{
    if (length == 1 && is_plain(*text))
        return 1;
    /* Terminals draw a cluster as wide as its widest code point; U+FE0F asks for the emoji form. */
    int widest = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        int bytes = utf8_decode(text + at, length - at, &code_point);
        if (!bytes)
            return 1;
        int cells = code_point == 0xFE0F ? 2 : utf8proc_charwidth((utf8proc_int32_t)code_point);
        if (cells > widest)
            widest = cells;
        at += (size_t)bytes;
    }
    return widest;
}

int utf8_cells(const char *text, size_t length)
{
    int cells = 0;
    for (size_t at = 0; at < length;) {
        size_t bytes = utf8_grapheme(text + at, length - at);
        cells += utf8_cluster_cells(text + at, bytes);
        at += bytes;
    }
    return cells;
}

int utf8_field(const char *text, int cells)
{
    size_t length = strlen(text);
    return cells + (int)length - utf8_cells(text, length);
}

size_t utf8_fit(const char *text, size_t length, int cells)
{
    size_t at = 0;
    while (at < length) {
        size_t bytes = utf8_grapheme(text + at, length - at);
        cells -= utf8_cluster_cells(text + at, bytes);
        if (cells < 0)
            break;
        at += bytes;
    }
    return at;
}

/* Characters that are valid but reorder or break the line they stand in. */
static bool is_unsafe_format(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

enum { ITEM_LENGTH = 16 }; /* the longest: <U+10FFFF> */

/* One item of input as it may be shown; returns the input bytes it covers. */
static size_t visible_item(char item[ITEM_LENGTH], const char *text, size_t length, Utf8Visible mode)
{
    uint32_t c;
    int bytes = utf8_decode(text, length, &c);
    if (!bytes) {
        snprintf(item, ITEM_LENGTH, "<%02X>", (unsigned char)text[0]);
        return 1;
    }
    bool stays = mode == UTF8_LINES && (c == '\n' || c == '\t');
    if (!stays && c == '\n')
        strcpy(item, "⏎");
    else if (!stays && c == '\t')
        strcpy(item, "⇥");
    else if (!stays && (c < 0x20 || (c >= 0x7F && c < 0xA0)))
        snprintf(item, ITEM_LENGTH, "<%02X>", (unsigned)c);
    else if (is_unsafe_format(c))
        snprintf(item, ITEM_LENGTH, "<U+%04X>", (unsigned)c);
    else {
        memcpy(item, text, (size_t)bytes);
        item[bytes] = '\0';
    }
    return (size_t)bytes;
}

size_t utf8_visible(char *out, size_t size, const char *text, size_t length, Utf8Visible mode)
{
    size_t written = 0;
    for (size_t at = 0; at < length;) {
        char item[ITEM_LENGTH];
        at += visible_item(item, text + at, length - at, mode);
        size_t bytes = strlen(item);
        if (out && written + bytes + 1 > size)
            break;
        if (out)
            memcpy(out + written, item, bytes);
        written += bytes;
    }
    if (out && size)
        out[written] = '\0';
    return written;
}
