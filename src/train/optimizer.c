#include "train/optimizer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tensor/vector.h"

/* Which parameters are tables that embeddings are looked up in? */
static void mark_embeddings(const Model *model, bool *is_embedding)
{
    for (int at = 0; at < model->program.instruction_count; at++) {
        const Instruction *line = &model->program.instructions[at];
        if (line->op == &op_embedding)
            is_embedding[model->parameters.of_weight[line->weight[0]]] = true;
    }
}

static void optimizer_decay(Optimizer *optimizer, const Model *model, bool decay_all)
{
    bool *is_embedding = memory_new((size_t)optimizer->count + 1, sizeof *is_embedding);
    mark_embeddings(model, is_embedding);
    for (int i = 0; i < optimizer->count; i++) {
        bool decays = decay_all || (model->parameters.list[i].rank > 1 && !is_embedding[i]);
        optimizer->states[i].decay = decays ? optimizer->adamw.weight_decay : 0;
    }
    free(is_embedding);
}

/* A parameter's room, in whole cache lines. */
static int64_t room(const Parameter *parameter)
{
    enum { LINE = 16 };
    return (parameter->count + LINE - 1) / LINE * LINE;
}

/* Numbers, m, v, and a gradient for each set. */
static void optimizer_lay_out(Optimizer *optimizer, const Model *model)
{
    Real *next = optimizer->memory;
    for (int i = 0; i < optimizer->count; i++) {
        const Parameter *parameter = &model->parameters.list[i];
        int64_t step = room(parameter);
        optimizer->states[i] = (AdamWState){
            .numbers = model->numbers[i],
            .m = next,
            .v = next + step,
            .gradient = next + 2 * step,
            .count = parameter->count,
        };
        for (int set = 0; set < optimizer->sets; set++)
            optimizer->gradients[set][i] = next + (2 + set) * step;
        next += (2 + optimizer->sets) * step;
    }
}

static void optimizer_cut(Optimizer *optimizer)
{
    enum { PIECE = 1 << 14 };
    size_t capacity = 0;
    for (int i = 0; i < optimizer->count; i++)
        for (int64_t from = 0, count = optimizer->states[i].count; from < count; from += PIECE) {
            optimizer->pieces = memory_grow(optimizer->pieces, &capacity, (size_t)optimizer->piece_count + 1,
                                            sizeof *optimizer->pieces);
            optimizer->pieces[optimizer->piece_count++] =
                (OptimizerPiece){.parameter = i, .from = from, .count = count - from < PIECE ? count - from : PIECE};
        }
}

Status optimizer_init(Optimizer *optimizer, const Model *model, const AdamW *adamw, bool decay_all, Crew *crew,
                      Error *error)
{
    size_t count = (size_t)model->parameters.count;
    int64_t total = 0;
    int sets = crew_size(crew);
    for (size_t i = 0; i < count; i++)
        total += room(&model->parameters.list[i]);
    *optimizer = (Optimizer){.adamw = *adamw, .count = (int)count, .sets = sets, .crew = crew};
    optimizer->memory = memory_try((size_t)(2 + sets) * (size_t)total, sizeof(Real));
    if (!optimizer->memory)
        return error_set(error, STATUS_NO_MEMORY, "training: no memory for %lld parameters; choose a smaller model",
                         (long long)total);
    optimizer->states = memory_new(count + 1, sizeof *optimizer->states);
    optimizer->gradients = memory_new((size_t)sets, sizeof *optimizer->gradients);
    for (int set = 0; set < sets; set++)
        optimizer->gradients[set] = memory_new(count + 1, sizeof **optimizer->gradients);
    optimizer_lay_out(optimizer, model);
    optimizer_decay(optimizer, model, decay_all);
    optimizer_cut(optimizer);
    return STATUS_OK;
}

void optimizer_free(Optimizer *optimizer)
{
    for (int set = 0; optimizer->gradients && set < optimizer->sets; set++)
        free(optimizer->gradients[set]);
    free(optimizer->gradients);
    free(optimizer->memory);
    free(optimizer->states);
    free(optimizer->pieces);
    *optimizer = (Optimizer){0};
}

static void gather_piece(const Optimizer *optimizer, OptimizerPiece *piece)
{
    Real *sum = optimizer->gradients[0][piece->parameter] + piece->from;
    for (int set = 1; set < optimizer->sets; set++) {
        Real *gradient = optimizer->gradients[set][piece->parameter] + piece->from;
        vector_add(sum, sum, gradient, piece->count);
        memset(gradient, 0, (size_t)piece->count * sizeof *gradient);
    }
    piece->sum_of_squares = (double)vector_sum_of_squares(sum, 0, piece->count);
}

/* A member of the crew has the pieces from its first one to the next member's. */
static int64_t first_piece(const Optimizer *optimizer, int member)
{
    return optimizer->piece_count * member / optimizer->sets;
}

static void gather_part(void *context, int member)
{
    const Optimizer *optimizer = context;
    for (int64_t i = first_piece(optimizer, member); i < first_piece(optimizer, member + 1); i++)
        gather_piece(optimizer, &optimizer->pieces[i]);
}

double optimizer_gather(Optimizer *optimizer)
{
    double sum = 0;
    crew_run(optimizer->crew, gather_part, optimizer);
    for (int64_t i = 0; i < optimizer->piece_count; i++)
        sum += optimizer->pieces[i].sum_of_squares;
    return sqrt(sum);
}

void optimizer_add_squares(const Optimizer *optimizer, const int *group, double *sums)
{
    for (int64_t i = 0; i < optimizer->piece_count; i++)
        sums[group[optimizer->pieces[i].parameter]] += optimizer->pieces[i].sum_of_squares;
}

/* A step under way. */
typedef struct Stepping {
    const Optimizer *optimizer;
    AdamWStep step;
} Stepping;

static void step_part(void *context, int member)
{
    const Stepping *stepping = context;
    const Optimizer *optimizer = stepping->optimizer;
    for (int64_t i = first_piece(optimizer, member); i < first_piece(optimizer, member + 1); i++) {
        const OptimizerPiece *piece = &optimizer->pieces[i];
        adamw_step(&optimizer->adamw, &optimizer->states[piece->parameter], piece->from, piece->from + piece->count,
                   &stepping->step);
    }
}

void optimizer_step(Optimizer *optimizer, int64_t step, double rate, double scale)
{
    Stepping stepping = {optimizer, {.step = step, .rate = rate, .gradient_scale = scale}};
    crew_run(optimizer->crew, step_part, &stepping);
}
