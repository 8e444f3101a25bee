/* Where steps lead: places, and the breakpoints between them. Nothing here computes. */
#include "run/machine_parts.h"

bool place_before(Place a, Place b)
{
    return a.pass < b.pass || (a.pass == b.pass && a.pc < b.pc);
}

Place machine_place(const Machine *machine)
{
    return machine->place;
}

Place machine_end(const Machine *machine)
{
    if (!machine->pass_count)
        return (Place){0};
    return (Place){(int)machine->pass_count - 1, machine->instruction_end};
}

/* The last pass is the only one whose end is a place of its own: elsewhere it is the start of the next. */
static Place place_normal(const Machine *machine, Place place)
{
    if (place.pc >= machine->instruction_end && place.pass + 1 < (int)machine->pass_count)
        return (Place){place.pass + 1, 0};
    return place;
}

Place machine_place_after(const Machine *machine, int64_t instructions)
{
    if (!machine->pass_count)
        return (Place){0};
    int64_t length = machine->instruction_end;
    int64_t at = machine->place.pass * length + machine->place.pc + instructions;
    int64_t end = (int64_t)machine->pass_count * length;
    if (at >= end)
        return machine_end(machine);
    if (at < 0)
        at = 0;
    return (Place){(int)(at / length), (int)(at % length)};
}

/* The block of the instruction at a place. */
static int place_block(const Machine *machine, int pc)
{
    const Program *program = &machine->model->program;
    return program->values[program->instructions[pc].out].block;
}

Place machine_place_next_block(const Machine *machine)
{
    Place place = place_normal(machine, machine->place);
    if (!machine->pass_count || place.pc >= machine->instruction_end)
        return place;
    int block = place_block(machine, place.pc);
    while (place.pc < machine->instruction_end && place_block(machine, place.pc) == block)
        place.pc++;
    return place;
}

Place machine_place_finish(const Machine *machine)
{
    Place place = place_normal(machine, machine->place);
    return (Place){place.pass, machine->pass_count ? machine->instruction_end : 0};
}

Place machine_place_break(const Machine *machine)
{
    const Program *program = &machine->model->program;
    Place place = place_normal(machine, machine->place);
    if (!machine->pass_count)
        return place;
    for (place.pc++; place.pc < machine->instruction_end; place.pc++)
        if (machine->breakpoints[program->instructions[place.pc].out])
            return place;
    return machine_place_finish(machine);
}

void machine_set_breakpoint(Machine *machine, ValueId value, bool on)
{
    machine->breakpoints[value] = on;
}

bool machine_has_breakpoint(const Machine *machine, ValueId value)
{
    return machine->breakpoints[value];
}
