#include "figure/label.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

const char *label_visible(char out[LABEL_LENGTH], const char *token)
{
    char safe[LABEL_LENGTH];
    size_t length = utf8_visible(safe, sizeof safe, token, strlen(token), UTF8_ONE_LINE), written = 0;
    for (size_t at = 0, bytes; at < length; at += bytes) {
        bytes = utf8_grapheme(safe + at, length - at);
        const char *shown = safe[at] == ' ' ? "␣" : safe + at;
        size_t shown_bytes = safe[at] == ' ' ? strlen("␣") : bytes;
        if (written + shown_bytes + 1 > LABEL_LENGTH)
            break;
        memcpy(out + written, shown, shown_bytes);
        written += shown_bytes;
    }
    out[written] = '\0';
    return out;
}

long label_index(const Axis *axis, int index)
{
    return axis->first + (long)index * (axis->step > 1 ? axis->step : 1);
}

const char *label_of(char out[LABEL_LENGTH], const Axis *axis, int index)
{
    if (index >= 0 && index < axis->count)
        return label_visible(out, axis->labels[index]);
    snprintf(out, LABEL_LENGTH, "%ld", label_index(axis, index));
    return out;
}

Style label_style(const Axis *axis, int index, Style usual)
{
    bool has_own = axis->styles && index >= 0 && index < axis->count && axis->styles[index] != STYLE_NORMAL;
    return has_own ? (Style)axis->styles[index] : usual;
}
