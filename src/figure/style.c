#include "figure/style.h"

const char *style_name(Style style)
{
    static const char *const names[STYLE_COUNT] = {
#define STYLE_SPELLING(name, spelling) [STYLE_##name] = (spelling),
        STYLE_LIST(STYLE_SPELLING)
#undef STYLE_SPELLING
    };
    return names[style];
}

Style style_series(int index)
{
    enum { SERIES = STYLE_SERIES_4 - STYLE_SERIES_1 + 1 };
    return (Style)(STYLE_SERIES_1 + index % SERIES);
}
