#include "command/tokens_asked.h"

#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "figure/number.h"

bool tokens_show_view(Session *session, const char *view)
{
    snprintf(session->focus.view, sizeof session->focus.view, "%s", view);
    return session->screen.is_seen;
}

/* "raw" or "centered", or nothing: then as before. */
static Status tokens_origin(const Arguments *arguments, int index, bool *centered, Error *error)
{
    if (index >= arguments->count)
        return STATUS_OK;
    const char *word = arguments->words[index];
    bool raw = !strcmp(word, "raw");
    if (!raw && strcmp(word, "centered") != 0)
        return error_set(error, STATUS_USAGE,
                         _("%.60s: the last word says from where vectors are seen: raw or centered; put a text with "
                           "spaces in \"quotes\""),
                         word);
    *centered = !raw;
    return STATUS_OK;
}

static void tokens_print(Session *session)
{
    const EmbeddingInquiry *inquiry = &session->inquiry.embedding;
    char number[NUMBER_LENGTH];
    for (int i = 0; i < inquiry->found_count; i++) {
        const Neighbor *neighbor = &inquiry->found[i];
        buffer_format(&session->output, "%s  #%-6d “", number_format(number, neighbor->cosine, NUMBER_WIDTH),
                      (int)neighbor->id);
        session_token(session, neighbor->id, &session->output);
        buffer_append_text(&session->output, "”\n");
    }
}

/* Words that are compared should be spelt alike: where one is known with a space in front alone, so are all that can
 * be and were not given with one. */
static void tokens_spell_alike(const Arguments *arguments, TokenChoice *words, int count)
{
    bool spaced = false;
    for (int i = 0; i < count; i++)
        spaced = spaced || words[i].spaced;
    for (int i = 0; i < count && spaced; i++)
        if (*arguments->words[i] != ' ')
            token_choice_respell(&words[i]);
}

Status tokens_ask(Session *session, const Arguments *arguments, EmbeddingInquiry inquiry, Error *error)
{
    int words = embedding_words(inquiry.subject);
    for (int i = 0; i < words; i++)
        TRY(token_choose(session->model, arguments->words[i], &inquiry.words[i], error));
    tokens_spell_alike(arguments, inquiry.words, words);
    inquiry.centered = session->inquiry.embedding.centered;
    TRY(tokens_origin(arguments, words, &inquiry.centered, error));
    TRY(embedding_answer(session->model, &inquiry, error));
    inquiry.count = session->inquiry.embedding.count + 1;
    session->inquiry.embedding = inquiry;
    if (tokens_show_view(session, "embedding"))
        return STATUS_OK;
    embedding_tell_words(session->model, &inquiry, &session->output);
    buffer_append_text(&session->output, words ? "\n" : "");
    if (!inquiry.as_map)
        tokens_print(session);
    return STATUS_OK;
}
