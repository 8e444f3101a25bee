#include "view/listing.h"

#include <stdlib.h>

#include "base/memory.h"

static int row_block(const Program *program, int instruction)
{
    return program->values[program->instructions[instruction].out].block;
}

bool listing_is_folded(const ViewState *state, int block)
{
    return block >= 0 && block < LISTING_BLOCKS_MOST && (state->folded[block / 64] >> (block % 64) & 1);
}

void listing_fold(ViewState *state, int block, bool fold)
{
    if (block < 0 || block >= LISTING_BLOCKS_MOST)
        return;
    uint64_t bit = (uint64_t)1 << (block % 64);
    state->folded[block / 64] = fold ? state->folded[block / 64] | bit : state->folded[block / 64] & ~bit;
}

static int block_end(const Program *program, int from)
{
    int to = from;
    while (to < program->instruction_count && row_block(program, to) == row_block(program, from))
        to++;
    return to;
}

Listing listing_of(const Program *program, const ViewState *state)
{
    int count = program->instruction_count;
    Listing listing = {.rows = memory_new(2 * (size_t)count + 1, sizeof(ListingRow))};
    for (int at = 0; at < count;) {
        int block = row_block(program, at), end = block_end(program, at);
        if (block != NO_BLOCK)
            listing.rows[listing.count++] = (ListingRow){LISTING_HEAD, at, end, block};
        for (int i = at; i < end && !listing_is_folded(state, block); i++)
            listing.rows[listing.count++] = (ListingRow){LISTING_INSTRUCTION, i, i + 1, block};
        at = end;
    }
    listing.rows[listing.count++] = (ListingRow){LISTING_END, count, count + 1, NO_BLOCK};
    return listing;
}

void listing_free(Listing *listing)
{
    free(listing->rows);
    *listing = (Listing){0};
}

int listing_row(const Listing *listing, int instruction)
{
    int found = 0; /* the last that has it: its own line stands below the head */
    for (int i = 0; i < listing->count; i++)
        if (instruction >= listing->rows[i].from && instruction < listing->rows[i].to)
            found = i;
    return found;
}

Cost listing_cost(const Session *session, int from, int to)
{
    const Machine *machine = session->machine;
    Cost sum = {0};
    if (!machine_pass_count(machine))
        return sum;
    int pass = machine_place(machine).pass;
    int64_t new = machine_pass_size(machine, pass), seen = machine_pass_first(machine, pass) + new;
    for (int i = from; i < to && i < session->model->program.instruction_count; i++) {
        Cost cost = program_cost(&session->model->program, i, new, seen);
        sum.flops += cost.flops;
        sum.bytes_read += cost.bytes_read;
        sum.bytes_written += cost.bytes_written;
    }
    return sum;
}
