/* A model that has run in several passes, for tests of what one can ask afterwards. */
#ifndef TESTS_SUPPORT_RUN_H
#define TESTS_SUPPORT_RUN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "run/cell.h"

typedef struct Run {
    Model *model;
    Machine *machine;
} Run;

static inline void run_feed(Run *run, const int32_t *tokens, int64_t count)
{
    Error error = {0};
    if (machine_feed(run->machine, tokens, count, NULL, &error) != STATUS_OK ||
        machine_go(run->machine, machine_end(run->machine), NULL, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

static inline void run_open(Run *run, const char *folder)
{
    Error error = {0};
    if (model_open(folder, &run->model, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    run->machine = machine_new(run->model, MACHINE_KEEP, 1);
}

/* Positions 0 to 5 in one pass, 6 and 7 in a pass each. */
static inline void run_three_passes(Run *run, const char *folder)
{
    run_open(run, folder);
    run_feed(run, (const int32_t[]){5, 17, 3, 38, 17, 8}, 6);
    run_feed(run, (const int32_t[]){11}, 1);
    run_feed(run, (const int32_t[]){30}, 1);
}

static inline void run_free(Run *run)
{
    machine_free(run->machine);
    model_free(run->model);
    *run = (Run){0};
}

static inline ValueId run_value(const Run *run, const char *name)
{
    ValueId id = program_find_value(&run->model->program, name, strlen(name));
    assert_true(id > 0);
    return id;
}

static inline WeightId run_weight(const Run *run, const char *name)
{
    WeightId id = program_find_weight(&run->model->program, name, strlen(name));
    assert_true(id > 0);
    return id;
}

#endif
