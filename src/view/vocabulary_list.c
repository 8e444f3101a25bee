#include "view/vocabulary_list.h"

#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "text/vocabulary_search.h"
#include "view/token_words.h"

static TokenOrigins vocabulary_found(const Session *session)
{
    const char *text = session->inquiry.vocabulary.text;
    TokenOrigins found = {0};
    vocabulary_search(session->model->tokenizer, text, strlen(text), &found);
    return found;
}

void vocabulary_list_find(const Session *session, ViewState *state)
{
    TokenOrigins found = vocabulary_found(session);
    state->row = 0;
    for (size_t i = 0; i < found.count; i++)
        if (found.items[i].id == session->inquiry.vocabulary.id)
            state->row = (int)i;
    view_clamp(state, (int)found.count, 1);
    token_origins_free(&found);
}

int32_t vocabulary_list_id(const Session *session, const ViewState *state)
{
    TokenOrigins found = vocabulary_found(session);
    int32_t id = state->row < (int)found.count ? found.items[state->row].id : -1;
    token_origins_free(&found);
    return id;
}

/* "“EC 9D” + “84”" */
static void made_of(const Tokenizer *tokenizer, const TokenOrigin *origin, Buffer *out)
{
    buffer_append_text(out, "“");
    token_words(tokenizer, origin->left, out);
    buffer_append_text(out, "” + “");
    token_words(tokenizer, origin->right, out);
    buffer_append_text(out, "”");
}

static const char *no_rank(const Tokenizer *tokenizer, int32_t id)
{
    return tokenizer_is_special(tokenizer, id) ? _("special") : "-";
}

static void list_line(const Tokenizer *tokenizer, const TokenOrigin *origin, Figure *figure)
{
    enum { TEXT_CELLS = 18 };
    Buffer text = {0}, made = {0};
    buffer_append_text(&text, "“");
    token_words(tokenizer, origin->id, &text);
    buffer_append_text(&text, "”");
    int pad = TEXT_CELLS - utf8_cells(text.bytes, text.length);
    figure_text_line(figure);
    figure_span(figure, STYLE_AXIS, "%7d", (int)origin->id);
    if (origin->rank >= 0) {
        made_of(tokenizer, origin, &made);
        figure_span(figure, STYLE_NUMBER, "  %7d  ", (int)origin->rank);
    } else {
        const char *none = no_rank(tokenizer, origin->id);
        figure_span(figure, STYLE_MUTED, "  %*s  ", utf8_field(none, 7), none);
    }
    figure_span(figure, STYLE_EMPHASIS, "%s%*s", text.bytes, pad > 0 ? pad : 0, "");
    if (made.length)
        figure_span(figure, STYLE_MUTED, "  = %s", made.bytes);
    buffer_free(&text);
    buffer_free(&made);
}

static void list_title(const Session *session, const TokenOrigins *found, Figure *figure)
{
    const char *text = session->inquiry.vocabulary.text;
    if (*text)
        figure_title(figure, plural_("%zu token contains “%s”", "%zu tokens contain “%s”", found->count), found->count,
                     text);
    else
        figure_title(figure, _("The vocabulary: %zu tokens"), found->count);
}

void vocabulary_list(const Session *session, ViewState *state, int height, Figure *figure)
{
    TokenOrigins found = vocabulary_found(session);
    view_clamp(state, (int)found.count, 1);
    int shown = height - 3, first = state->row - shown / 2, last = (int)found.count - shown;
    first = first > last ? last : first;
    first = first > 0 ? first : 0;
    figure_text(figure);
    list_title(session, &found, figure);
    figure_text_line(figure);
    figure_span(figure, STYLE_AXIS, "%*s  %*s  %s", utf8_field(_("id"), 7), _("id"), utf8_field(_("rank"), 7),
                _("rank"), _("token"));
    for (int i = first; i < (int)found.count && i < first + shown; i++)
        list_line(session->model->tokenizer, &found.items[i], figure);
    figure_cursor(figure, state->row - first + 1, 0);
    figure_note(figure, "%s", _("Enter: neighbours of the token · /: another search · v: back to the text"));
    token_origins_free(&found);
}

void vocabulary_list_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    const Tokenizer *tokenizer = session->model->tokenizer;
    int32_t id = vocabulary_list_id(session, state);
    if (id < 0)
        return;
    TokenOrigin origin = token_origin(tokenizer, id);
    Buffer text = {0}, made = {0}, spelt = {0};
    tokenizer_piece_bytes(tokenizer, id, &text);
    buffer_append_visible(&spelt, tokenizer_piece(tokenizer, id), strlen(tokenizer_piece(tokenizer, id)));
    buffer_format(out, _("#%d is spelt %s in the vocabulary"), (int)id, buffer_text(&spelt));
    buffer_append_text(out, text.length ? " · " : "");
    character_words(buffer_text(&text), text.length, 36, out);
    buffer_append_text(out, "\n");
    if (origin.rank >= 0) {
        made_of(tokenizer, &origin, &made);
        buffer_format(out, _("merge %d of the list makes it: %s\n"), (int)origin.rank, made.bytes);
    } else {
        buffer_append_text(out, _("no merge makes it: BPE begins with it, or it is cut out of the text before BPE\n"));
    }
    buffer_free(&spelt);
    buffer_free(&text);
    buffer_free(&made);
}
