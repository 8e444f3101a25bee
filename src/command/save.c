/* A session as a command script: what the commands would have to be to get here, in the order in which they work. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "command/edits.h"
#include "figure/number.h"
#include "model/find.h"
#include "run/cell.h"
#include "session/token.h"

static void save_text(const Session *session, const char *what, int64_t from, int64_t count, Buffer *out)
{
    buffer_format(out, "# %s “", what);
    token_show_text(session->model, machine_tokens(session->machine) + from, count, out);
    buffer_append_text(out, "”\n");
}

static void save_ids(const Session *session, int64_t from, int64_t count, Buffer *out)
{
    for (int64_t i = 0; i < count; i++)
        buffer_format(out, "%s%d", i ? "," : " ", machine_tokens(session->machine)[from + i]);
    buffer_append_text(out, "\n");
}

/* ---- the text ---- */

/* Does the line `prompt TEXT` give this text back? Not with newlines, or blanks at its ends. */
static bool is_one_line(const char *text)
{
    size_t length = strlen(text);
    if (!length || strchr(" \t", text[0]) || strchr(" \t", text[length - 1]) || !strncmp(text, "--ids", 5))
        return false;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == '\x7f')
            return false;
    return utf8_valid_prefix(text, length) == length;
}

/* Is the first pass what the tokenizer makes of the prompt? */
static bool is_prompt(const Session *session)
{
    TokenIds ids = {0};
    size_t count = (size_t)machine_pass_size(session->machine, 0);
    bool same = session->prompt && session->model->tokenizer && is_one_line(session->prompt) &&
                tokenizer_encode(session->model->tokenizer, session->prompt, strlen(session->prompt), true, &ids,
                                 NULL) == STATUS_OK &&
                ids.count == count && !memcmp(ids.ids, machine_tokens(session->machine), count * sizeof *ids.ids);
    token_ids_free(&ids);
    return same;
}

static void save_prompt(const Session *session, Buffer *out)
{
    if (!machine_pass_count(session->machine))
        return;
    if (is_prompt(session)) {
        buffer_format(out, "prompt %s\n", session->prompt);
        return;
    }
    int64_t count = machine_pass_size(session->machine, 0);
    save_text(session, "the prompt:", 0, count, out);
    buffer_append_text(out, "prompt --ids");
    save_ids(session, 0, count, out);
}

static void save_generated(const Session *session, Buffer *out)
{
    const Machine *machine = session->machine;
    if (machine_pass_count(machine) < 2)
        return;
    int64_t first = machine_pass_first(machine, 1), count = machine_position_count(machine) - first;
    save_text(session, "what joined it, a pass for each token:", first, count, out);
    buffer_append_text(out, "feed");
    save_ids(session, first, count, out);
}

/* ---- the settings ---- */

/* As few digits as give the number back. */
static void save_number(const char *command, double number, Buffer *out)
{
    char text[NUMBER_LENGTH];
    int digits = 6;
    while (strtod(number_precise(text, number, digits), NULL) != number && digits < 17)
        digits++;
    buffer_format(out, "%s %s\n", command, text);
}

static void save_sampler(const Session *session, Buffer *out)
{
    const SamplerSettings *settings = &session->sampler.settings;
    save_number("temperature", settings->temperature, out);
    buffer_format(out, "top-k %lld\n", (long long)settings->top_k);
    save_number("top-p", settings->top_p, out);
    save_number("repetition-penalty", settings->repetition_penalty, out);
    if (session->random_used)
        buffer_format(out, "# the seed, and how many random numbers were used up since\n");
    buffer_format(out, "seed %llu", (unsigned long long)settings->seed);
    if (session->random_used)
        buffer_format(out, " %lld", (long long)session->random_used);
    buffer_append_text(out, "\n");
}

static void save_breakpoints(const Session *session, Buffer *out)
{
    const Program *program = &session->model->program;
    for (ValueId id = 1; id <= program->value_count; id++)
        if (machine_has_breakpoint(session->machine, id))
            buffer_format(out, "break %s\n", program->values[id].name);
}

/* Returns how many had to be left out: positions that only an earlier, longer text had. */
static int save_edits(const Session *session, Buffer *out)
{
    const Machine *machine = session->machine;
    int left_out = 0;
    for (int i = 0; i < machine_edit_count(machine); i++) {
        if (edits_fits(machine, &machine_edits(machine)[i]))
            edits_line(machine, &machine_edits(machine)[i], out);
        else
            left_out++;
    }
    if (session->unedited)
        buffer_append_text(out, "diff on\n");
    return left_out;
}

/* ---- the second model ---- */

/* By its name where that finds it: a built-in one may lie elsewhere on another computer. */
static const char *model_word(const Model *model, Buffer *found)
{
    bool by_name = model_find(model->name, found, NULL) == STATUS_OK && !strcmp(buffer_text(found), model->folder);
    return by_name ? model->name : model->folder;
}

static void save_comparison(const Session *session, Buffer *out)
{
    Buffer found = {0};
    if (session->comparison)
        buffer_format(out, "compare \"%s\"\n", model_word(session->comparison->model, &found));
    buffer_free(&found);
}

/* ---- the place ---- */

static void save_place(const Session *session, Buffer *out)
{
    const Machine *machine = session->machine;
    const Program *program = &session->model->program;
    Place place = machine_place(machine);
    bool as_prompted = machine_pass_count(machine) == 1 && place.pc == 0;
    if (!machine_pass_count(machine) || as_prompted)
        return;
    buffer_format(out, "goto %s %d\n", program_name(program, place.pc ? place.pc - 1 : 0), place.pass);
    if (!place.pc)
        buffer_append_text(out, "back\n");
}

/* The value that one asked to see; where an earlier, longer text had the cell, this one's first. */
static void save_cell(const Session *session, Buffer *out)
{
    Cell cell = session->focus.cell;
    if (!cell.id)
        return;
    if (cell_check(session->machine, &cell, NULL) != STATUS_OK)
        memset(cell.index, 0, sizeof cell.index);
    buffer_append_text(out, " ");
    if (cell_check(session->machine, &cell, NULL) == STATUS_OK)
        cell_print(session->machine, &cell, out);
    else
        buffer_append_text(out, cell_name(session->machine, cell.kind, cell.id));
}

static void save_focus(const Session *session, Buffer *out)
{
    if (session->focus.token >= 0)
        buffer_format(out, "follow #%d\n", session->focus.token);
    buffer_format(out, "layer %d\nhead %d\nshow %s", session->focus.layer, session->focus.head, session->focus.view);
    save_cell(session, out);
    buffer_append_text(out, "\n");
}

/* ---- the whole ---- */

/* A heading for lines, unless there are none. */
static void save_part(const char *heading, Buffer *lines, Buffer *out)
{
    if (lines->length)
        buffer_format(out, "\n# %s\n%s", heading, lines->bytes);
    buffer_clear(lines);
}

/* Returns how many edits had to be left out. */
static int save_script(const Session *session, Buffer *out)
{
    Buffer lines = {0};
    buffer_append_text(out, "# A session of stepformer; one gets back to it with the command: open FILE\n\n");
    buffer_format(out, "model \"%s\"\n", session->model->name);
    save_prompt(session, out);
    save_generated(session, out);
    save_sampler(session, &lines);
    save_part("how the next token is drawn", &lines, out);
    save_breakpoints(session, &lines);
    save_part("breakpoints", &lines, out);
    int left_out = save_edits(session, &lines);
    save_part("edits, in the order in which they were made", &lines, out);
    save_comparison(session, &lines);
    save_part("the second model", &lines, out);
    save_place(session, &lines);
    save_focus(session, &lines);
    save_part("the place in the program, and what is looked at", &lines, out);
    buffer_free(&lines);
    return left_out;
}

static Status save_run(Session *session, const Arguments *arguments, Error *error)
{
    Buffer script = {0};
    int left_out = save_script(session, &script);
    Status status = file_write(arguments->words[0], script.bytes, script.length, error);
    buffer_free(&script);
    TRY(status);
    buffer_format(&session->output, _("wrote %s\n"), arguments->words[0]);
    if (left_out)
        buffer_format(&session->output,
                      plural_("left out: %d edit of positions that the text does not have\n",
                              "left out: %d edits of positions that the text does not have\n", left_out),
                      left_out);
    return STATUS_OK;
}

const Command command_save = {
    .name = "save",
    .arguments = "FILE",
    .help = N_("write text, settings, edits, breakpoints and place as a script of commands"),
    .kind = ARGUMENT_FILE,
    .least = 1,
    .most = 1,
    .run = save_run,
};
