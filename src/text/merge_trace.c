#include "text/merge_trace.h"

#include <stdlib.h>

#include "base/memory.h"
#include "text/tokenizer_parts.h"

/* ---- states ---- */

static void state_append(MergeState *state, MergePart part)
{
    state->parts = memory_grow(state->parts, &state->capacity, state->count + 1, sizeof *state->parts);
    state->parts[state->count++] = part;
}

/* parts[at] takes in its right neighbour; a part without `count` has been swallowed. */
static void state_apply(MergeState *state, const Merge *merge)
{
    MergePart *left = &state->parts[merge->at], *right = left + left->count;
    left->id = merge->merged;
    left->count += right->count;
    right->count = 0;
}

static void state_close_gaps(MergeState *state, size_t made_at)
{
    size_t kept = 0;
    for (size_t i = 0; i < state->count; i++) {
        if (!state->parts[i].count)
            continue;
        if (i == made_at)
            state->made = (ptrdiff_t)kept;
        state->parts[kept++] = state->parts[i];
    }
    state->count = kept;
}

void merge_state_read(const MergeHistory *history, size_t step, MergeState *out)
{
    out->count = 0;
    out->made = -1;
    for (size_t i = 0; i < history->parts.count; i++)
        state_append(out, (MergePart){.id = history->parts.ids[i], .first = i, .count = 1});
    for (size_t i = 0; i < step; i++)
        state_apply(out, &history->merges[i]);
    state_close_gaps(out, step ? history->merges[step - 1].at : SIZE_MAX);
}

void merge_state_free(MergeState *state)
{
    free(state->parts);
    *state = (MergeState){0};
}

/* ---- the trace ---- */

static TracedPiece *trace_add(MergeTrace *trace, PieceOrigin origin, const char *word)
{
    trace->pieces = memory_grow(trace->pieces, &trace->capacity, trace->count + 1, sizeof *trace->pieces);
    TracedPiece *piece = &trace->pieces[trace->count++];
    *piece = (TracedPiece){.origin = origin, .word = word, .first_token = trace->ids.count};
    return piece;
}

static void trace_add_token(MergeTrace *trace, PieceOrigin origin, const char *word, int32_t id)
{
    TracedPiece *piece = trace_add(trace, origin, word);
    token_ids_append(&piece->history.parts, id);
    token_ids_append(&trace->ids, id);
    piece->token_count = 1;
}

static Status trace_add_word(MergeTrace *trace, const Tokenizer *tokenizer, const Word *word, MergeState *state,
                             Error *error)
{
    TracedPiece *piece = trace_add(trace, PIECE_WORD, word->text);
    TRY(tokenizer_merges(tokenizer, word->text, word->length, &piece->history, error));
    merge_state_read(&piece->history, piece->history.count, state);
    for (size_t i = 0; i < state->count; i++)
        token_ids_append(&trace->ids, state->parts[i].id);
    piece->token_count = state->count;
    return STATUS_OK;
}

static void trace_add_frame(MergeTrace *trace, const TokenIds *ids)
{
    for (size_t i = 0; i < ids->count; i++)
        trace_add_token(trace, PIECE_FRAME, "", ids->ids[i]);
}

static Status trace_add_words(MergeTrace *trace, const Tokenizer *tokenizer, Error *error)
{
    MergeState state = {0};
    Status status = STATUS_OK;
    for (size_t i = 0; i < trace->words.count && status == STATUS_OK; i++) {
        const Word *word = &trace->words.words[i];
        if (word->added >= 0)
            trace_add_token(trace, PIECE_ADDED, word->text, word->added);
        else
            status = trace_add_word(trace, tokenizer, word, &state, error);
    }
    merge_state_free(&state);
    return status;
}

Status merge_trace_read(const Tokenizer *tokenizer, const char *text, size_t length, bool add_special, MergeTrace *out,
                        Error *error)
{
    TRY(tokenizer_split(tokenizer, text, length, &out->words, error));
    if (add_special)
        trace_add_frame(out, &tokenizer->postprocessor.before);
    TRY(trace_add_words(out, tokenizer, error));
    if (add_special)
        trace_add_frame(out, &tokenizer->postprocessor.after);
    return STATUS_OK;
}

void merge_trace_free(MergeTrace *trace)
{
    for (size_t i = 0; i < trace->count; i++)
        merge_history_free(&trace->pieces[i].history);
    free(trace->pieces);
    words_free(&trace->words);
    token_ids_free(&trace->ids);
    *trace = (MergeTrace){0};
}
