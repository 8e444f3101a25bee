/* What the player shows: the parts of a step filled in, and the page made of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "lesson/player_parts.h"

/* ---- parts ---- */

/* A placeholder that cannot be filled in leaves the words as they are written, and a fault: the first one counts. */
static void read_words(Player *player, const char *text, Prose *prose)
{
    Error *fault = player->fault.status == STATUS_OK ? &player->fault : NULL;
    if (!*text || prose_read(prose, player->session, text, fault) == STATUS_OK)
        return;
    prose_free(prose);
    prose_add(prose, PROSE_PLAIN, "", text);
}

void player_free_parts(Player *player)
{
    for (int i = 0; i < player->part_count; i++) {
        prose_free(&player->parts[i].text);
        prose_free(&player->parts[i].more);
    }
    free(player->parts);
    player->parts = NULL;
    player->part_count = 0;
    prose_free(&player->feedback);
}

/* Feedback is filled in when it is given, the teacher's parts are not shown. */
static bool is_shown_from_the_start(WordingPartKind kind)
{
    static const bool shown[WORDING_PART_COUNT] = {[WORDING_PROSE] = true,
                                                   [WORDING_TASK] = true,
                                                   [WORDING_OPTION] = true,
                                                   [WORDING_HINT] = true,
                                                   [WORDING_NOTES] = true};
    return shown[kind];
}

void player_read_parts(Player *player)
{
    const WordingStep *words = player_words(player);
    player_free_parts(player);
    if (!words || !words->part_count)
        return;
    player->parts = memory_new((size_t)words->part_count, sizeof *player->parts);
    player->part_count = words->part_count;
    for (int i = 0; i < words->part_count; i++) {
        player->parts[i].part = &words->parts[i];
        if (is_shown_from_the_start(words->parts[i].kind))
            read_words(player, words->parts[i].text, &player->parts[i].text);
    }
}

static void read_part(Player *player, WordingPartKind kind)
{
    const WordingStep *words = player_words(player);
    const WordingPart *part = words ? wording_part(words, kind, NULL, 0) : NULL;
    if (part)
        read_words(player, part->text, &player->feedback);
}

void player_read_feedback(Player *player)
{
    const WordingStep *words = player_words(player);
    const Question *question = &player_step_facts(player)->question;
    prose_free(&player->feedback);
    if (!player->has_verdict || !words || player->setup.present)
        return;
    if (player->verdict.option >= 0) {
        const WordingPart *part = wording_part(words, WORDING_OPTION, question->options[player->verdict.option].id, 0);
        if (part)
            read_words(player, part->more, &player->feedback);
    }
    read_part(player, player->verdict.right ? WORDING_RIGHT : WORDING_WRONG);
}

/* ---- pieces of a page ---- */

static const Prose *part_prose(const Player *player, WordingPartKind kind, const char *name, int number)
{
    static const Prose nothing;
    for (int i = 0; i < player->part_count; i++) {
        const WordingPart *part = player->parts[i].part;
        if (part->kind == kind && (!name || !strcmp(part->name, name)) && (!number || part->number == number))
            return &player->parts[i].text;
    }
    return &nothing;
}

/* Appends a part; PROSE_PLAIN and "" leave it as it is. */
static void add_part(Player *player, const Prose *part, ProseStyle style, const char *first)
{
    size_t before = player->page.count;
    prose_append(&player->page, part);
    if (style != PROSE_PLAIN || *first)
        prose_dress(&player->page, before, style, first);
}

static void add_title(Player *player)
{
    char code[LESSON_CODE_LENGTH], first[LESSON_CODE_LENGTH + 2];
    snprintf(first, sizeof first, "%s  ", player_code(player, code));
    prose_add(&player->page, PROSE_TITLE, first, player_title(player));
}

static void add_options(Player *player)
{
    const Question *question = &player_step_facts(player)->question;
    for (int i = 0; i < question->option_count; i++) {
        char first[16];
        size_t before = player->page.count;
        bool chosen = player->has_verdict && player->verdict.option == i;
        snprintf(first, sizeof first, "%d  ", i + 1);
        add_part(player, part_prose(player, WORDING_OPTION, question->options[i].id, 0),
                 chosen ? PROSE_CHOSEN : PROSE_PLAIN, first);
        if (i && player->page.count > before)
            player->page.blocks[before].follows_close = true;
    }
}

static void add_guess(Player *player)
{
    Buffer token = {0}, line = {0};
    char percent[32];
    const Verdict *verdict = &player->verdict;
    session_token(player->session, verdict->token, &token);
    const char *text = buffer_text(&token);
    snprintf(percent, sizeof percent, "%.1f\u00a0%%", 100 * verdict->probability);
    buffer_format(&line, _("“%s” came in at place %lld, with %s"), text + (*text == ' '), (long long)verdict->rank,
                  percent);
    prose_add(&player->page, PROSE_STRONG, "", buffer_text(&line));
    buffer_free(&line);
    buffer_free(&token);
}

static void add_verdict(Player *player)
{
    if (!player->has_verdict)
        return;
    if (player_step_facts(player)->question.kind == QUESTION_PREDICT)
        add_guess(player);
    else if (player_step_facts(player)->question.kind == QUESTION_WRITE)
        prose_add(&player->page, PROSE_RIGHT, "✓ ", _("Kept."));
    else if (player->verdict.right)
        prose_add(&player->page, PROSE_RIGHT, "✓ ", _("Right!"));
    else
        prose_add(&player->page, PROSE_WRONG, "✗ ", _("Not yet."));
    prose_append(&player->page, &player->feedback);
}

static void add_hints(Player *player)
{
    for (int i = player->hints; i > 0; i--)
        add_part(player, part_prose(player, WORDING_HINT, NULL, i), PROSE_HINT, "? ");
}

static void add_notes(Player *player)
{
    if (player->notes)
        add_part(player, part_prose(player, WORDING_NOTES, NULL, 0), PROSE_PLAIN, "");
}

/* ---- pages by phase ---- */

static void page_step(Player *player)
{
    add_title(player);
    add_notes(player);
    if (player->phase == PLAYER_MISSED) {
        add_verdict(player);
        add_hints(player);
    }
    add_part(player, part_prose(player, WORDING_PROSE, NULL, 0), PROSE_PLAIN, "");
    add_part(player, part_prose(player, WORDING_TASK, NULL, 0), PROSE_TASK, "▶ ");
    add_options(player);
}

static void page_passed(Player *player)
{
    add_title(player);
    add_verdict(player);
    add_notes(player);
    prose_add(&player->page, PROSE_TASK, "▶ ",
              player->at + 1 < player->step_count ? _("Go on to the next step.")
                                                  : _("That was the last step: finish the lesson."));
}

static void page_sandbox(Player *player)
{
    add_title(player);
    prose_add(&player->page, PROSE_TASK, "▶ ",
              _("You are out of the lesson: try whatever you like. Return to come back to the same place."));
}

static void page_done(Player *player)
{
    const Wording *words = lesson_wording(player->lesson, player->setup.language);
    prose_add(&player->page, PROSE_TITLE, "", words->title);
    prose_add(&player->page, PROSE_RIGHT, "✓ ", _("You have finished this lesson."));
}

void player_compose(Player *player)
{
    prose_free(&player->page);
    switch (player->phase) {
    case PLAYER_READING:
    case PLAYER_ASKING:
    case PLAYER_MISSED:
        page_step(player);
        break;
    case PLAYER_PASSED:
        page_passed(player);
        break;
    case PLAYER_SANDBOX:
        page_sandbox(player);
        break;
    case PLAYER_DONE:
        page_done(player);
        break;
    }
}
