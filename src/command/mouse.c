#include "command/arguments.h"

#include "base/translate.h"

static const char *mouse_choice(int index)
{
    static const char *const choices[] = {"on", "off", NULL};
    return choices[index];
}

static Status mouse_run(Session *session, const Arguments *arguments, Error *error)
{
    int choice = 0;
    if (!arguments->count) {
        buffer_format(&session->output, "mouse %s\n", mouse_choice(session->mouse_off));
        return STATUS_OK;
    }
    TRY(arguments_choice(arguments, 0, &command_mouse, &choice, error));
    session->mouse_off = choice == 1;
    return STATUS_OK;
}

const Command command_mouse = {
    .name = "mouse",
    .arguments = "[on|off]",
    .help = N_("whether the mouse is ours, or selects text as the terminal does"),
    .kind = ARGUMENT_CHOICE,
    .least = 0,
    .most = 1,
    .choice = mouse_choice,
    .run = mouse_run,
};
