#include "command/arguments.h"
#include "command/lessons.h"

#include <ctype.h>
#include <string.h>

#include "base/translate.h"

/* "3.4": no value has such a name. */
static bool is_step_code(const char *word)
{
    const char digits[] = "0123456789";
    size_t lesson = strspn(word, digits);
    return lesson && word[lesson] == '.' && isdigit((unsigned char)word[lesson + 1]) &&
           !word[lesson + 1 + strspn(word + lesson + 1, digits)];
}

static Status goto_run(Session *session, const Arguments *arguments, Error *error)
{
    ValueId value;
    if (is_step_code(arguments->words[0]) && arguments->count == 1)
        return lesson_ask(session, "goto", arguments->words[0], error);
    TRY(arguments_value(session, arguments, 0, &value, error));
    int64_t passes = machine_pass_count(session->machine), pass = machine_place(session->machine).pass;
    TRY(arguments_int(arguments, 1, "goto: pass", 0, passes ? passes - 1 : 0, &pass, error));
    return session_go(session, (Place){(int)pass, session->model->program.values[value].instruction + 1}, error);
}

const Command command_goto = {
    .name = "goto",
    .arguments = "NAME [PASS]",
    .help = N_("go forward or back to where NAME has just been computed (in pass PASS; 0 is the prompt); "
               "with a step of a lesson, as 3.4: begin it"),
    .kind = ARGUMENT_NAME,
    .least = 1,
    .most = 2,
    .run = goto_run,
};
