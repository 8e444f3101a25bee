#include "train/ngram.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"

/* An n-gram is a node of a tree: a child of the n-gram without its last token. The root is the empty one. */
typedef struct Node {
    uint32_t parent;
    int32_t token;
    uint32_t count;     /* c of this n-gram */
    uint32_t following; /* the sum of c over its children */
    uint32_t types;     /* how many children it has */
    uint8_t length;     /* tokens */
} Node;

enum { ROOT = 0, NOWHERE = 0 /* the root is nobody's child */ };

struct Ngram {
    int order;
    int32_t vocab, begin;
    Node *nodes;
    size_t count, capacity;
    uint32_t *slots; /* open addressing by (parent, token): numbers of nodes, NOWHERE where free */
    size_t slot_count;
    double discount[NGRAM_LONGEST + 1];
};

/* ---- the tree ---- */

static size_t slot_of(const Ngram *ngram, uint32_t parent, int32_t token)
{
    uint64_t hash = ((uint64_t)parent << 32 | (uint32_t)token) * 0x9e3779b97f4a7c15u; /* 2^64 / golden ratio */
    size_t mask = ngram->slot_count - 1, slot = (size_t)(hash ^ hash >> 32) & mask;
    while (ngram->slots[slot] != NOWHERE) {
        const Node *node = &ngram->nodes[ngram->slots[slot]];
        if (node->parent == parent && node->token == token)
            break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

static uint32_t child_find(const Ngram *ngram, uint32_t parent, int32_t token)
{
    return ngram->slots[slot_of(ngram, parent, token)];
}

static void grow_slots(Ngram *ngram)
{
    free(ngram->slots);
    ngram->slot_count *= 2;
    ngram->slots = memory_new(ngram->slot_count, sizeof *ngram->slots);
    for (size_t i = 1; i < ngram->count; i++)
        ngram->slots[slot_of(ngram, ngram->nodes[i].parent, ngram->nodes[i].token)] = (uint32_t)i;
}

static uint32_t node_add(Ngram *ngram, Node node)
{
    ngram->nodes = memory_grow(ngram->nodes, &ngram->capacity, ngram->count + 1, sizeof *ngram->nodes);
    ngram->nodes[ngram->count] = node;
    return (uint32_t)ngram->count++;
}

/* The child, made where it is missing. */
static uint32_t child_make(Ngram *ngram, uint32_t parent, int32_t token, bool *is_new)
{
    size_t slot = slot_of(ngram, parent, token);
    *is_new = ngram->slots[slot] == NOWHERE;
    if (!*is_new)
        return ngram->slots[slot];
    uint8_t length = (uint8_t)(ngram->nodes[parent].length + 1);
    uint32_t made = node_add(ngram, (Node){.parent = parent, .token = token, .length = length});
    ngram->slots[slot] = made;
    if (2 * ngram->count > ngram->slot_count)
        grow_slots(ngram);
    return made;
}

Ngram *ngram_new(int order, int32_t vocab, int32_t begin)
{
    enum { FIRST_SLOTS = 1024 };
    Ngram *ngram = memory_new(1, sizeof *ngram);
    *ngram = (Ngram){.order = order, .vocab = vocab, .begin = begin, .slot_count = FIRST_SLOTS};
    ngram->slots = memory_new(FIRST_SLOTS, sizeof *ngram->slots);
    node_add(ngram, (Node){0});
    return ngram;
}

void ngram_free(Ngram *ngram)
{
    if (!ngram)
        return;
    free(ngram->nodes);
    free(ngram->slots);
    free(ngram);
}

/* ---- counting ---- */

static void count_once(Ngram *ngram, uint32_t node)
{
    Node *child = &ngram->nodes[node], *parent = &ngram->nodes[child->parent];
    parent->types += child->count == 0;
    parent->following++;
    child->count++;
}

/* Counts the n-grams of all lengths that end with `token`; contexts[k] are the k tokens in front of it, and become
 * those in front of the next. An n-gram below the highest order counts once for each new token in front of it. */
static void count_token(Ngram *ngram, uint32_t contexts[NGRAM_LONGEST], int32_t token)
{
    uint32_t grams[NGRAM_LONGEST + 1] = {ROOT};
    for (int k = 1; k <= ngram->order; k++) {
        bool is_new;
        grams[k] = child_make(ngram, contexts[k - 1], token, &is_new);
        if (k > 1 && is_new)
            count_once(ngram, grams[k - 1]);
    }
    count_once(ngram, grams[ngram->order]);
    for (int k = 1; k < ngram->order; k++)
        contexts[k] = grams[k];
}

void ngram_add(Ngram *ngram, const int32_t *ids, int64_t count)
{
    uint32_t contexts[NGRAM_LONGEST] = {ROOT};
    for (int k = 1; k < ngram->order; k++) {
        bool is_new;
        contexts[k] = child_make(ngram, contexts[k - 1], ngram->begin, &is_new);
    }
    for (int64_t i = 0; i < count; i++)
        count_token(ngram, contexts, ids[i]);
}

void ngram_finish(Ngram *ngram)
{
    double once[NGRAM_LONGEST + 1] = {0}, twice[NGRAM_LONGEST + 1] = {0};
    for (size_t i = 1; i < ngram->count; i++) {
        once[ngram->nodes[i].length] += ngram->nodes[i].count == 1;
        twice[ngram->nodes[i].length] += ngram->nodes[i].count == 2;
    }
    for (int k = 1; k <= ngram->order; k++)
        ngram->discount[k] = once[k] > 0 ? once[k] / (once[k] + 2 * twice[k]) : 0.5;
}

double ngram_discount(const Ngram *ngram, int k)
{
    return ngram->discount[k];
}

/* ---- probabilities ---- */

/* The node of the `length` tokens in front of ids[at]; false where they never stood in front of anything. */
static bool find_context(const Ngram *ngram, const int32_t *ids, int64_t at, int length, uint32_t *context)
{
    *context = ROOT;
    for (int64_t i = at - length; i < at; i++) {
        *context = child_find(ngram, *context, i < 0 ? ngram->begin : ids[i]);
        if (*context == NOWHERE)
            return false;
    }
    return ngram->nodes[*context].following > 0;
}

double ngram_probability(const Ngram *ngram, const int32_t *ids, int64_t at)
{
    double probability = 1.0 / ngram->vocab;
    uint32_t context;
    for (int k = 1; k <= ngram->order && find_context(ngram, ids, at, k - 1, &context); k++) {
        const Node *history = &ngram->nodes[context];
        uint32_t gram = child_find(ngram, context, ids[at]);
        double discount = ngram->discount[k], count = gram == NOWHERE ? 0 : ngram->nodes[gram].count;
        double own = count > discount ? count - discount : 0;
        probability = (own + discount * history->types * probability) / history->following;
    }
    return probability;
}
