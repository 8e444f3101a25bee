/* Away from the lesson and back: what the person had done in the step is done again. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "lesson/player_parts.h"
#include "lesson/stage.h"

static void remember(Player *player, const char *line)
{
    player->done = memory_grow(player->done, &player->done_capacity, player->done_count + 1, sizeof *player->done);
    player->done[player->done_count++] = memory_copy_text(line, strlen(line));
}

void sandbox_forget(Player *player)
{
    for (size_t i = 0; i < player->done_count; i++)
        free(player->done[i]);
    free(player->done);
    player->done = NULL;
    player->done_count = player->done_capacity = 0;
}

Status sandbox_enter(Player *player, Error *error)
{
    (void)error;
    for (size_t i = player->history_from; i < player->session->history_count; i++)
        remember(player, buffer_text(&player->session->history[i]));
    player->left_in = player->phase;
    player->left_at = player->session->focus;
    player->phase = PLAYER_SANDBOX;
    player_compose(player);
    return STATUS_OK;
}

/* What writes files is not done twice: stage_run refuses it, and that is fine here. */
Status sandbox_return(Player *player, Error *error)
{
    for (size_t i = 0; i < player->done_count; i++) {
        const char *line = player->done[i];
        Status status = stage_run(player->session, &(LineList){&line, 1}, error);
        if (status != STATUS_OK && status != STATUS_UNSUPPORTED)
            return status;
    }
    player->session->focus = player->left_at;
    player->history_from = player->session->history_count;
    player->phase = player->left_in;
    player_compose(player);
    return STATUS_OK;
}
