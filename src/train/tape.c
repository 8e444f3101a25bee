#include "train/tape.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "train/cross_entropy.h"

struct Tape {
    const Model *model;
    int64_t batch, positions;
    int threads;
    int end;         /* instructions [0, end): up to the logits */
    Tensor *values;  /* by ValueId */
    Tensor *dvalues; /* by ValueId: dL/dvalue */
    bool *reached;   /* by ValueId: has anything been put into its dvalue yet? */
    Real *memory;    /* behind both */
    bool *dropped;   /* by ValueId: is it among those that dropout takes? */
    const int32_t *tokens, *document_start;
    Dropout dropout;
    Profile *profile; /* NULL: nobody measures */
};

static Shape tape_shape(const Tape *tape, ValueId id)
{
    return shape_bind(&tape->model->program.values[id].shape, tape->batch, tape->positions, tape->positions);
}

/* Lays out one copy of all values from `memory` on (NULL: only measures); returns the numbers taken. */
static int64_t tape_lay_out(const Tape *tape, Tensor *tensors, Real *memory)
{
    enum { LINE = 16 };
    int64_t total = 0;
    for (int at = 0; at < tape->end; at++) {
        ValueId id = tape->model->program.instructions[at].out;
        Shape shape = tape_shape(tape, id);
        if (memory)
            tensors[id] = tensor_over(memory + total, &shape);
        total += (shape_count(&shape) + LINE - 1) / LINE * LINE;
    }
    return total;
}

Status tape_new(const Model *model, int64_t batch, int64_t positions, int threads, Tape **out, Error *error)
{
    const Program *program = &model->program;
    Tape *tape = memory_new(1, sizeof *tape);
    *tape = (Tape){.model = model, .batch = batch, .positions = positions, .threads = threads};
    tape->end = program->values[program->logits].instruction + 1;
    tape->values = memory_new((size_t)program->value_count + 1, sizeof *tape->values);
    tape->dvalues = memory_new((size_t)program->value_count + 1, sizeof *tape->dvalues);
    tape->reached = memory_new((size_t)program->value_count + 1, sizeof *tape->reached);
    tape->dropped = memory_new((size_t)program->value_count + 1, sizeof *tape->dropped);
    for (ValueId id = 1; id <= program->value_count; id++)
        tape->dropped[id] = dropout_takes(program, id);
    int64_t count = tape_lay_out(tape, NULL, NULL);
    tape->memory = memory_try_unset(2 * (size_t)count, sizeof(Real));
    *out = tape->memory ? tape : NULL;
    if (!tape->memory) {
        tape_free(tape);
        return error_set(error, STATUS_NO_MEMORY,
                         "training: no memory for %lld sequences of %lld tokens; choose a smaller batch",
                         (long long)batch, (long long)positions);
    }
    tape_lay_out(tape, tape->values, tape->memory);
    tape_lay_out(tape, tape->dvalues, tape->memory + count);
    return STATUS_OK;
}

void tape_free(Tape *tape)
{
    if (!tape)
        return;
    free(tape->memory);
    free(tape->values);
    free(tape->dvalues);
    free(tape->reached);
    free(tape->dropped);
    free(tape);
}

void tape_dropout(Tape *tape, const Dropout *dropout)
{
    tape->dropout = dropout ? *dropout : (Dropout){0};
}

/* The same in both directions: what was dropped has no gradient. */
static void tape_drop(const Tape *tape, Tensor *tensors, ValueId id)
{
    if (tape->dropout.rate > 0 && tape->dropped[id])
        dropout_apply(&tape->dropout, id, &tensors[id]);
}

void tape_profile(Tape *tape, Profile *profile)
{
    tape->profile = profile;
}

static double tape_clock(const Tape *tape)
{
    return tape->profile ? profile_clock() : 0;
}

static Call tape_call(const Tape *tape, const Instruction *line)
{
    Call call = {.params = &line->params, .threads = tape->threads};
    call.tokens = tape->tokens;
    call.document_start = tape->document_start;
    for (int i = 0; i < OP_INPUTS; i++)
        if (line->in[i])
            call.in[i] = tape->values[line->in[i]];
    for (int i = 0; i < OP_WEIGHTS; i++)
        if (line->weight[i])
            call.weight[i] = tape->model->weights[line->weight[i]];
    return call;
}

void tape_forward(Tape *tape, const int32_t *tokens)
{
    tape_forward_documents(tape, tokens, NULL);
}

void tape_forward_documents(Tape *tape, const int32_t *tokens, const int32_t *document_start)
{
    tape->tokens = tokens;
    tape->document_start = document_start;
    for (int at = 0; at < tape->end; at++) {
        const Instruction *line = &tape->model->program.instructions[at];
        Call call = tape_call(tape, line);
        double start = tape_clock(tape);
        line->op->forward(&call, &tape->values[line->out]);
        tape_drop(tape, tape->values, line->out);
        if (tape->profile) {
            OpTime *time = &tape->profile->rows[profile_row(line->op)];
            time->forward += profile_clock() - start;
            time->flops += line->op->cost(&call, &tape->values[line->out].shape).flops;
        }
    }
}

const Tensor *tape_logits(const Tape *tape)
{
    return &tape->values[tape->model->program.logits];
}

double tape_loss(Tape *tape, const int32_t *targets)
{
    return tape_loss_of(tape, targets, cross_entropy_counted(targets, tape->batch * tape->positions));
}

double tape_loss_of(Tape *tape, const int32_t *targets, int64_t counted)
{
    ValueId logits = tape->model->program.logits;
    double start = tape_clock(tape);
    double loss = cross_entropy(&tape->values[logits], targets, counted, &tape->dvalues[logits], tape->threads);
    if (tape->profile)
        tape->profile->rows[PROFILE_LOSS].forward += profile_clock() - start;
    return loss;
}

/* Where an instruction's gradients go. The first to contribute to a value's finds nothing there yet: it stores. */
static Gradients tape_gradients(Tape *tape, const Instruction *line, Real *const *gradients)
{
    const Model *model = tape->model;
    Gradients into = {0};
    for (int i = 0; i < OP_INPUTS; i++) {
        ValueId id = line->in[i];
        if (!id)
            continue;
        into.in[i] = tape->dvalues[id];
        into.replace[i] = !tape->reached[id];
        tape->reached[id] = true;
    }
    for (int i = 0; i < OP_WEIGHTS; i++)
        if (line->weight[i])
            into.weight[i] = parameter_view(&model->program.weights[line->weight[i]],
                                            gradients[model->parameters.of_weight[line->weight[i]]]);
    return into;
}

void tape_backward(Tape *tape, Real *const *gradients)
{
    const Program *program = &tape->model->program;
    memset(tape->reached, 0, ((size_t)program->value_count + 1) * sizeof *tape->reached);
    tape->reached[program->logits] = true;
    for (int at = tape->end - 1; at >= 0; at--) {
        const Instruction *line = &program->instructions[at];
        if (!tape->reached[line->out])
            continue; /* the loss does not depend on it */
        Call call = tape_call(tape, line);
        Gradients into = tape_gradients(tape, line, gradients);
        double start = tape_clock(tape);
        tape_drop(tape, tape->dvalues, line->out);
        line->op->backward(&call, &tape->values[line->out], &tape->dvalues[line->out], &into);
        if (tape->profile)
            tape->profile->rows[profile_row(line->op)].backward += profile_clock() - start;
    }
}
