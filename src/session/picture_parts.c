#include "session/picture_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "session/token.h"

/* Nobody reads fifty thousand labels, and making them takes longer than a frame may. */
enum { LABELS_MOST = 4096 };

static Status parts_of_layer(const Machine *machine, const char *part, int layer, ValueId *value, Error *error)
{
    const Program *program = &machine_model(machine)->program;
    Buffer name = {0};
    int instruction = 0;
    buffer_format(&name, "blocks.%d.%s", layer, part);
    Status status = program_find_instruction(program, name.bytes, &instruction, error);
    buffer_free(&name);
    *value = status == STATUS_OK ? program->instructions[instruction].out : 0;
    return status;
}

static Status parts_find_values(const Machine *machine, const PictureRequest *request, PictureParts *parts,
                                Error *error)
{
    const Program *program = &machine_model(machine)->program;
    const char *name = request->value ? request->value : PICTURE_DEFAULT;
    ValueId whole = program_find_value(program, name, strlen(name));
    bool all = request->layer == PICTURE_ALL && !whole;
    if (!whole && (request->layer < PICTURE_ALL || request->layer >= program->block_count))
        return error_set(error, STATUS_OUT_OF_RANGE, _("layer %d: %s has layers 0 to %d; give one of them, or all"),
                         request->layer, machine_model(machine)->name, program->block_count - 1);
    parts->layers = all ? program->block_count : 1;
    parts->values = memory_new((size_t)parts->layers, sizeof *parts->values);
    parts->values[0] = whole;
    for (int i = 0; i < parts->layers && !whole; i++)
        TRY(parts_of_layer(machine, name, all ? i : request->layer, &parts->values[i], error));
    return STATUS_OK;
}

Status picture_parts(const Machine *machine, const PictureRequest *request, PictureParts *parts, Error *error)
{
    *parts = (PictureParts){0};
    if (!machine_position_count(machine))
        return error_set(error, STATUS_NOT_COMPUTED, _("picture: there is no text yet; give one with prompt TEXT"));
    TRY(parts_find_values(machine, request, parts, error));
    int heads = sheet_heads(machine, parts->values[0]);
    if (heads && (request->head < PICTURE_ALL || request->head >= heads))
        return error_set(error, STATUS_OUT_OF_RANGE, _("head %d: %s has heads 0 to %d; give one of them, or all"),
                         request->head, machine_model(machine)->program.values[parts->values[0]].name, heads - 1);
    bool all = request->head == PICTURE_ALL;
    parts->heads = heads && !all ? 1 : heads;
    parts->first_head = heads && !all ? request->head : 0;
    return STATUS_OK;
}

void picture_parts_free(PictureParts *parts)
{
    free(parts->values);
    *parts = (PictureParts){0};
}

const char *const *picture_labels(const Machine *machine, AxisName axis, int count, Arena *arena)
{
    bool positions = axis == AXIS_POS || axis == AXIS_QUERY || axis == AXIS_KEY;
    if (!positions && (axis != AXIS_VOCAB || count > LABELS_MOST))
        return NULL;
    const char **labels = arena_new(arena, (size_t)count, sizeof *labels);
    Buffer text = {0};
    for (int i = 0; i < count; i++) {
        buffer_clear(&text);
        token_show(machine_model(machine), positions ? machine_tokens(machine)[i] : i, &text);
        labels[i] = arena_text(arena, buffer_text(&text), text.length);
    }
    buffer_free(&text);
    return labels;
}
