#include "text/stage.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"

Status stage_read_text(const cJSON *json, const char *key, const char *where, Stage *stage, Error *error)
{
    const char *text = NULL;
    TRY(json_get_text(json, key, where, &text, error));
    if (!text)
        return error_set(error, STATUS_BAD_DATA, "%s: %s has no \"%s\"; add it", where, stage->kind->name, key);
    free(stage->text);
    stage->text_length = strlen(text);
    stage->text = memory_copy_text(text, stage->text_length);
    return STATUS_OK;
}

Status stage_read_choice(const cJSON *json, const char *key, const char *const names[], const char *where, int *choice,
                         Error *error)
{
    const char *name = names[*choice];
    TRY(json_get_text(json, key, where, &name, error));
    for (int i = 0; names[i]; i++) {
        if (!strcmp(names[i], name)) {
            *choice = i;
            return STATUS_OK;
        }
    }
    return error_set(error, STATUS_UNSUPPORTED, "%s: %s \"%.60s\" is not supported; \"%s\" is, among others", where,
                     key, name, names[0]);
}

Status stage_check_length(size_t length, Error *error)
{
    if (length <= LONGEST_STAGE_TEXT)
        return STATUS_OK;
    return error_set(error, STATUS_OUT_OF_RANGE, "text: the tokenizer's stages make more than %d MB of it; give less",
                     LONGEST_STAGE_TEXT >> 20);
}

static Status stage_unknown(const StageRole *role, const char *type, const char *where, Error *error)
{
    Buffer known = {0};
    for (const StageKind *kind = role->kinds; kind->name; kind++)
        buffer_format(&known, "%s%s", known.length ? ", " : "", kind->name);
    Status status = error_set(error, STATUS_UNSUPPORTED, "%s: %s type \"%.60s\" is not supported; supported are %s",
                              where, role->name, type, buffer_text(&known));
    buffer_free(&known);
    return status;
}

static Status stages_add(const StageRole *role, const cJSON *json, const char *where, Stages *out, Error *error)
{
    const char *type = NULL;
    TRY(json_get_text(json, "type", where, &type, error));
    if (!type)
        return error_set(error, STATUS_BAD_DATA, "%s: a %s without a \"type\"; add it", where, role->name);
    if (!strcmp(type, "Sequence")) {
        const cJSON *members = json_member(json, role->members), *member;
        if (!cJSON_IsArray(members))
            return error_set(error, STATUS_BAD_DATA, "%s: a %s Sequence without \"%s\"; add them", where, role->name,
                             role->members);
        cJSON_ArrayForEach(member, members) TRY(stages_add(role, member, where, out, error));
        return STATUS_OK;
    }
    for (const StageKind *kind = role->kinds; kind->name; kind++) {
        if (strcmp(kind->name, type))
            continue;
        out->items = memory_grow(out->items, &out->capacity, out->count + 1, sizeof(Stage));
        Stage *stage = &out->items[out->count++];
        *stage = (Stage){.kind = kind};
        return kind->read ? kind->read(json, where, stage, error) : STATUS_OK;
    }
    return stage_unknown(role, type, where, error);
}

Status stages_read(const StageRole *role, const cJSON *file, const char *where, Stages *out, Error *error)
{
    const cJSON *json = json_member(file, role->name);
    return json ? stages_add(role, json, where, out, error) : STATUS_OK;
}

void stages_free(Stages *stages)
{
    for (size_t i = 0; i < stages->count; i++) {
        pattern_free(&stages->items[i].pattern);
        free(stages->items[i].text);
    }
    free(stages->items);
    *stages = (Stages){0};
}

static Status stage_run(const Stage *stage, const Pieces *in, Pieces *out, Error *error)
{
    for (size_t i = 0; i < in->count; i++) {
        const Piece *piece = &in->items[i];
        StageInput input = {
            .text = piece_text(in, piece),
            .length = piece->length,
            .at_start = piece->at_start,
            .first = i == 0,
            .last = i + 1 == in->count,
        };
        if (piece->token == PIECE_IS_TEXT)
            TRY(stage->kind->run(stage, input, out, error));
        else
            pieces_append_token(out, input.text, input.length, piece->token);
        TRY(stage_check_length(out->text.length, error));
    }
    return STATUS_OK;
}

static Status stages_run_until(const Stages *stages, Pieces *pieces, bool apart, Error *error)
{
    Pieces next = {0};
    Status status = STATUS_OK;
    for (size_t i = 0; i < stages->count && status == STATUS_OK; i++) {
        pieces_clear(&next);
        status = stage_run(&stages->items[i], pieces, &next, error);
        Pieces swap = *pieces;
        *pieces = next;
        next = swap;
        if (stages->items[i].kind->fuses && apart)
            break;
        if (stages->items[i].kind->fuses)
            pieces_fuse(pieces);
    }
    pieces_free(&next);
    return status;
}

Status stages_run(const Stages *stages, Pieces *pieces, Error *error)
{
    return stages_run_until(stages, pieces, false, error);
}

Status stages_run_apart(const Stages *stages, Pieces *pieces, Error *error)
{
    return stages_run_until(stages, pieces, true, error);
}

bool stages_look_ahead(const Stages *stages)
{
    bool fused = false;
    for (size_t i = 0; i < stages->count; i++) {
        const Stage *stage = &stages->items[i];
        if (stage->kind->looks_ahead && stage->kind->looks_ahead(stage, fused))
            return true;
        fused = fused || stage->kind->fuses;
    }
    return false;
}
