#include "run/neighbors.h"

#include <math.h>
#include <string.h>

#include "base/translate.h"

static const char embedding_name[] = "embed.W_E";

Status embedding_of(const Model *model, Embedding *out, Error *error)
{
    WeightId id = program_find_weight(&model->program, embedding_name, sizeof embedding_name - 1);
    const Tensor *table = id ? &model->weights[id] : NULL;
    if (!table || table->shape.rank != 2 || !tensor_is_dense(table))
        return error_set(error, STATUS_UNSUPPORTED, _("%s has no embedding table %s; choose another model"),
                         model->name, embedding_name);
    *out = (Embedding){embedding_name, table->data, table->shape.size[0], table->shape.size[1]};
    return STATUS_OK;
}

void embedding_add(const Embedding *embedding, const int32_t *ids, int count, double scale, double *out)
{
    for (int i = 0; i < count; i++) {
        const Real *row = embedding->rows + ids[i] * embedding->d_model;
        for (int64_t d = 0; d < embedding->d_model; d++)
            out[d] += scale * row[d] / count;
    }
}

void embedding_mean(const Embedding *embedding, double *out)
{
    int64_t width = embedding->d_model;
    memset(out, 0, (size_t)width * sizeof *out);
    for (int64_t id = 0; id < embedding->vocab; id++)
        for (int64_t d = 0; d < width; d++)
            out[d] += embedding->rows[id * width + d];
    for (int64_t d = 0; d < width; d++)
        out[d] /= (double)embedding->vocab;
}

static double centered(const NeighborQuery *query, double number, int64_t at)
{
    return query->center ? number - query->center[at] : number;
}

/* NaN where one of the two has no direction. */
static double cosine_to(const Embedding *embedding, const NeighborQuery *query, double length, int64_t id)
{
    const Real *row = embedding->rows + id * embedding->d_model;
    double product = 0, squares = 0;
    for (int64_t d = 0; d < embedding->d_model; d++) {
        double number = centered(query, row[d], d);
        product += number * centered(query, query->vector[d], d);
        squares += number * number;
    }
    return product / (sqrt(squares) * length);
}

static double query_length(const Embedding *embedding, const NeighborQuery *query)
{
    double squares = 0;
    for (int64_t d = 0; d < embedding->d_model; d++) {
        double number = centered(query, query->vector[d], d);
        squares += number * number;
    }
    return sqrt(squares);
}

static bool is_except(const NeighborQuery *query, int64_t id)
{
    for (int i = 0; i < query->except_count; i++)
        if (query->except[i] == id)
            return true;
    return false;
}

/* Puts one in its place among the best so far; returns how many there are then. */
static int neighbors_insert(Neighbor *out, int count, int most, Neighbor new)
{
    int at = count;
    while (at > 0 && out[at - 1].cosine < new.cosine)
        at--;
    if (at >= most)
        return count;
    int kept = count < most ? count : most - 1;
    memmove(out + at + 1, out + at, (size_t)(kept - at) * sizeof *out);
    out[at] = new;
    return kept + 1;
}

int neighbors_find(const Embedding *embedding, const NeighborQuery *query, Neighbor *out, int most)
{
    double length = query_length(embedding, query);
    int count = 0;
    for (int64_t id = 0; id < embedding->vocab; id++) {
        double cosine = is_except(query, id) ? NAN : cosine_to(embedding, query, length, id);
        if (isfinite(cosine))
            count = neighbors_insert(out, count, most, (Neighbor){(int32_t)id, cosine});
    }
    return count;
}
