#include "run/cache_work.h"

static double pass_flops(const Program *program, int64_t new_positions, int64_t seen)
{
    double flops = 0;
    for (int i = 0; i < program->instruction_count; i++)
        flops += program_cost(program, i, new_positions, seen).flops;
    return flops;
}

CacheWork cache_work_of_pass(const Machine *machine, int pass)
{
    const Program *program = &machine_model(machine)->program;
    int64_t size = machine_pass_size(machine, pass), seen = machine_pass_first(machine, pass) + size;
    return (CacheWork){.with = pass_flops(program, size, seen), .without = pass_flops(program, seen, seen)};
}

CacheWork cache_work(const Machine *machine)
{
    CacheWork sum = {0};
    for (int pass = 0; pass <= machine_place(machine).pass && pass < machine_pass_count(machine); pass++) {
        CacheWork work = cache_work_of_pass(machine, pass);
        sum.with += work.with;
        sum.without += work.without;
    }
    return sum;
}
