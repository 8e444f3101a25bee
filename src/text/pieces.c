#include "text/pieces.h"

#include <stdlib.h>

#include "base/memory.h"

static void pieces_add(Pieces *pieces, Piece piece)
{
    pieces->items = memory_grow(pieces->items, &pieces->capacity, pieces->count + 1, sizeof(Piece));
    pieces->items[pieces->count++] = piece;
}

static size_t pieces_end(const Pieces *pieces)
{
    if (!pieces->count)
        return 0;
    const Piece *last = &pieces->items[pieces->count - 1];
    return last->start + last->length;
}

void pieces_append(Pieces *pieces, const char *text, size_t length, bool at_start)
{
    buffer_append(&pieces->text, text, length);
    pieces_close(pieces, at_start);
}

void pieces_append_token(Pieces *pieces, const char *text, size_t length, int32_t token)
{
    pieces_append(pieces, text, length, false);
    pieces->items[pieces->count - 1].token = token;
}

void pieces_close(Pieces *pieces, bool at_start)
{
    size_t start = pieces_end(pieces);
    pieces_add(
        pieces,
        (Piece){.start = start, .length = pieces->text.length - start, .token = PIECE_IS_TEXT, .at_start = at_start});
}

void pieces_fuse(Pieces *pieces)
{
    pieces->count = 0;
    pieces_close(pieces, true);
}

const char *piece_text(const Pieces *pieces, const Piece *piece)
{
    return buffer_text(&pieces->text) + piece->start;
}

void pieces_clear(Pieces *pieces)
{
    buffer_clear(&pieces->text);
    pieces->count = 0;
}

void pieces_free(Pieces *pieces)
{
    buffer_free(&pieces->text);
    free(pieces->items);
    *pieces = (Pieces){0};
}
