#include <langinfo.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/translate.h"
#include "cli/cli.h"
#include "cli/computer.h"
#include "cli/print.h"
#include "draw/font.h"
#include "figure/number.h"
#include "lesson/journal.h"
#include "lesson/library.h"
#include "model/find.h"
#include "model/model.h"
#include "tensor/isa.h"
#include "tui/terminal_facts.h"

typedef enum Finding { FINDING_OK, FINDING_WARN, FINDING_FAIL } Finding;

typedef struct Doctor {
    const Options *options;
    TerminalFacts terminal;
    Buffer out;
    int failures;
} Doctor;

/* A line: mark, what was looked at, what was found and, after a colon, how to mend it. */
__attribute__((format(printf, 4, 5))) static void find(Doctor *doctor, Finding finding, const char *what,
                                                       const char *format, ...)
{
    static const char *const marks[] = {[FINDING_OK] = "ok", [FINDING_WARN] = "warn", [FINDING_FAIL] = "FAIL"};
    char text[ERROR_LENGTH];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    buffer_format(&doctor->out, "%-4s  %-9s  ", marks[finding], what);
    buffer_append_visible(&doctor->out, text, strlen(text));
    buffer_append_text(&doctor->out, "\n");
    doctor->failures += finding == FINDING_FAIL;
}

static void check_locale(Doctor *doctor, const char *codeset)
{
    if (doctor->terminal.hangul_by_locale < 0)
        find(doctor, FINDING_FAIL, "locale", _("%s, and the system has no UTF-8 locale: install one (locales)"),
             codeset);
    else if (strcmp(codeset, "UTF-8") != 0)
        find(doctor, FINDING_WARN, "locale", _("%s, so tui takes another that is UTF-8: set LANG=C.UTF-8"), codeset);
    else
        find(doctor, FINDING_OK, "locale", "UTF-8");
}

static void check_terminal(Doctor *doctor)
{
    const TerminalFacts *facts = &doctor->terminal;
    if (!facts->interactive)
        find(doctor, FINDING_WARN, "terminal", _("none here, so tui prints a plain walk: start it in a terminal"));
    else if (!facts->known)
        find(doctor, FINDING_FAIL, "terminal", _("TERM=%s is not known here: set it to what the terminal is, as %s"),
             facts->name, "xterm-256color");
    else
        find(doctor, FINDING_OK, "terminal", "%s", facts->name);
}

static void check_colors(Doctor *doctor)
{
    const TerminalFacts *facts = &doctor->terminal;
    if (facts->colors_unwanted)
        find(doctor, FINDING_OK, "colours", _("none, as NO_COLOR asks"));
    else if (facts->colors >= 256)
        find(doctor, FINDING_OK, "colours", "%d", facts->colors);
    else if (*facts->name)
        find(doctor, FINDING_WARN, "colours", _("%d, so heatmaps are coarse: if the terminal has more, set TERM=%s"),
             facts->colors, "xterm-256color");
}

static void check_size(Doctor *doctor)
{
    enum { WIDTH = 80, HEIGHT = 24 };
    const TerminalFacts *facts = &doctor->terminal;
    if (!facts->interactive || !facts->width)
        return;
    bool enough = facts->width >= WIDTH && facts->height >= HEIGHT;
    find(doctor, enough ? FINDING_OK : FINDING_WARN, "size",
         enough ? _("%d×%d cells") : _("%d×%d cells, less than 80×24: make the window larger"), facts->width,
         facts->height);
}

static void check_hangul(Doctor *doctor)
{
    const TerminalFacts *facts = &doctor->terminal;
    if (facts->hangul_by_locale >= 0 && facts->hangul_by_locale != 2)
        find(doctor, FINDING_WARN, "Hangul",
             _("%d cells a syllable by the C library, not 2: update the locale's tables"), facts->hangul_by_locale);
    else if (facts->hangul_as_drawn && facts->hangul_as_drawn != 2)
        find(doctor, FINDING_WARN, "Hangul",
             _("the terminal draws 가 %d cells wide, not 2: choose UTF-8 and East Asian widths in its settings"),
             facts->hangul_as_drawn);
    else if (facts->hangul_as_drawn)
        find(doctor, FINDING_OK, "Hangul", _("2 cells a syllable, and so the terminal draws it"));
    else if (facts->interactive && facts->known)
        find(doctor, FINDING_WARN, "Hangul",
             _("the terminal does not tell how wide it draws 가: look whether columns stand straight"));
    else if (facts->hangul_by_locale == 2)
        find(doctor, FINDING_OK, "Hangul", _("2 cells a syllable"));
}

static void check_fonts(Doctor *doctor)
{
    const uint32_t latin = 'A', hangul = 0xAC00;
    Font *font;
    Error error = {0};
    if (font_open(&font, &error) != STATUS_OK) {
        find(doctor, FINDING_WARN, "fonts", "%s", error.message);
        return;
    }
    bool both = font_has(font, FONT_REGULAR, latin) && font_has(font, FONT_REGULAR, hangul);
    find(doctor, both ? FINDING_OK : FINDING_WARN, "fonts", "%s",
         both ? _("Latin and Hangul, for PNG") : _("none with Hangul, which PNG shows as boxes: install fonts-nanum"));
    font_close(font);
}

/* A model that somebody names has to open; that there is none built in can be lived with. */
static void check_model(Doctor *doctor)
{
    const char *name = doctor->options->text[OPTION_MODEL];
    Model *model;
    Error error = {0};
    if (model_open(name, &model, &error) != STATUS_OK) {
        find(doctor, name || error.status != STATUS_NOT_FOUND ? FINDING_FAIL : FINDING_WARN, "model", "%s",
             error.message);
        return;
    }
    find(doctor, FINDING_OK, "model",
         model->tokenizer ? _("%s: %lld layers, context %lld") : _("%s: %lld layers, context %lld, no tokenizer"),
         model->name, (long long)model->config.layers, (long long)model->config.context);
    model_free(model);
}

/* Does every lesson have its model here? The first that has not is named. */
static bool has_models(Doctor *doctor, const Library *library)
{
    for (int i = 0; i < library->count; i++) {
        Error error = {0};
        Buffer path = {0};
        Status status = model_find(library->lessons[i]->model, &path, &error);
        buffer_free(&path);
        if (status != STATUS_OK) {
            find(doctor, FINDING_WARN, "lessons", _("lesson %s: %s"), library->lessons[i]->slug, error.message);
            return false;
        }
    }
    return true;
}

static void check_lessons(Doctor *doctor)
{
    Library library;
    Error error = {0};
    Status status = library_open(doctor->options->text[OPTION_LESSONS], &library, &error);
    if (status != STATUS_OK)
        find(doctor, status == STATUS_NOT_FOUND ? FINDING_WARN : FINDING_FAIL, "lessons", "%s", error.message);
    else if (library.unread_count)
        find(doctor, FINDING_FAIL, "lessons", "%s", library.unread[0].error.message);
    else if (!library.count)
        find(doctor, FINDING_WARN, "lessons", _("none in %s: set STEPFORMER_LESSONS to their folder"), library.folder);
    else if (has_models(doctor, &library))
        find(doctor, FINDING_OK, "lessons",
             plural_("%d can be read, and its model is here", "%d can be read, and their models are here",
                     library.count),
             library.count);
    library_free(&library);
}

/* Learners' progress: opened as a lesson would open it, under a name of its own, and taken away again. */
static void check_progress(Doctor *doctor)
{
    Buffer path = {0};
    Journal *journal;
    Error error = {0};
    const char *name = "doctor-was-here";
    Status status = journal_path(name, &path, &error);
    if (status == STATUS_OK)
        status = journal_open(name, &journal, &error);
    if (status != STATUS_OK) {
        find(doctor, FINDING_WARN, "progress", _("cannot be kept: %s"), error.message);
    } else {
        journal_close(journal);
        unlink(buffer_text(&path));
        path.length = (size_t)(strrchr(path.bytes, '/') - path.bytes);
        find(doctor, FINDING_OK, "progress", _("kept in %.*s"), (int)path.length, path.bytes);
    }
    buffer_free(&path);
}

static void check_processor(Doctor *doctor)
{
    int threads = computer_threads();
    find(doctor, FINDING_OK, "processor", plural_("%s kernels, %d thread", "%s kernels, %d threads", threads),
         isa_best()->name, threads);
}

static void check_memory(Doctor *doctor)
{
    const size_t enough = (size_t)512 << 20;
    char available[NUMBER_LENGTH], all[NUMBER_LENGTH];
    size_t bytes = computer_memory_available();
    number_bytes(available, bytes);
    number_bytes(all, computer_memory());
    find(doctor, bytes >= enough ? FINDING_OK : FINDING_WARN, "memory",
         bytes >= enough ? _("%s of %s are free")
                         : _("%s of %s are free: enough for small models alone; close other programs for larger ones"),
         available, all);
}

static Status run(const Options *options, Error *error)
{
    char codeset[64];
    Doctor doctor = {.options = options};
    snprintf(codeset, sizeof codeset, "%s", nl_langinfo(CODESET)); /* before terminal_facts takes another locale */
    doctor.terminal = terminal_facts();
    check_locale(&doctor, codeset);
    check_terminal(&doctor);
    check_colors(&doctor);
    check_size(&doctor);
    check_hangul(&doctor);
    check_fonts(&doctor);
    check_model(&doctor);
    check_lessons(&doctor);
    check_progress(&doctor);
    check_processor(&doctor);
    check_memory(&doctor);
    print_buffer(&doctor.out);
    if (!doctor.failures)
        return STATUS_OK;
    return error_set(error, STATUS_UNSUPPORTED, _("doctor: %d of the checks failed; mend what is marked FAIL"),
                     doctor.failures);
}

static const OptionId accepted[] = {OPTION_MODEL, OPTION_LESSONS, OPTION_HELP, OPTION_END};

const Subcommand cli_doctor = {
    .name = "doctor",
    .arguments = "",
    .help = N_("is this terminal and machine ready: locale, colours, width of Hangul, size, fonts, models, lessons"),
    .example = "stepformer doctor",
    .options = accepted,
    .run = run,
};
