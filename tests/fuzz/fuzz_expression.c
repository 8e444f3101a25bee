/* Any text as an expression, a cell and a region over a small model that has run: an answer or an error, never
 * anything else. Run from the checkout's root. */
#include <stdint.h>
#include <stdlib.h>

#include "../support/tiny_tokenizer.h"
#include "run/expression.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Model *model;
static Machine *machine;

static void check(bool claim)
{
    if (!claim)
        abort();
}

static void close_run(void)
{
    machine_free(machine);
    model_free(model);
}

static void feed(const int32_t *tokens, int64_t count)
{
    check(machine_feed(machine, tokens, count, NULL, NULL) == STATUS_OK);
}

static void open_run(void)
{
    check(model_open("tests/fixtures/models/gpt2-tiny", &model, NULL) == STATUS_OK);
    check(tiny_tokenizer(&model->tokenizer, NULL) == STATUS_OK);
    machine = machine_new(model, MACHINE_KEEP, 1);
    feed((const int32_t[]){6, 0, 1, 7, 8, 9}, 6);
    feed((const int32_t[]){3}, 1);
    feed((const int32_t[]){4}, 1);
    check(machine_go(machine, machine_end(machine), NULL, NULL) == STATUS_OK);
    atexit(close_run);
}

/* An error says so with a message. */
static bool succeeded(Status status, const Error *error)
{
    check(status == STATUS_OK || (error->status == status && *error->message));
    return status == STATUS_OK;
}

static void evaluate(const char *text, size_t length)
{
    Error error = {0};
    Result result;
    volatile Real last;
    if (succeeded(expression_evaluate(machine, text, length, &result, &error), &error))
        for (int64_t i = 0; i < shape_count(&result.tensor.shape); i++)
            last = result.numbers[i];
    (void)last;
    result_free(&result);
}

/* In this run everything is computed: a cell that exists has a number. */
static void find_cell(const char *text, size_t length)
{
    Error error = {0};
    Cell cell;
    Real number;
    if (succeeded(expression_cell(machine, text, length, &cell, &error), &error))
        check(cell_read(machine, &cell, &number, NULL) == STATUS_OK);
}

static void find_region(const char *text, size_t length)
{
    Error error = {0};
    ValueId value;
    int64_t from[RANK_MAX], to[RANK_MAX];
    if (!succeeded(expression_region(machine, text, length, &value, from, to, &error), &error))
        return;
    for (int i = 0; i < model->program.values[value].shape.rank; i++)
        check(0 <= from[i] && from[i] < to[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    if (!machine)
        open_run();
    evaluate(text, size);
    find_cell(text, size);
    find_region(text, size);
    return 0;
}
