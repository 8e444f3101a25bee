#include "tui/keys.h"

#include <string.h>

const KeyBinding key_bindings[] = {
    {"Space s", " s", {0}, ACTION_COMMAND, "step", "step", "run one instruction"},
    {"n", "n", {0}, ACTION_COMMAND, "next", "block", "run to the end of this block"},
    {"f", "f", {0}, ACTION_COMMAND, "finish", "pass", "run to the end of this pass"},
    {"g", "g", {0}, ACTION_COMMAND, "generate 1", "token", "finish the pass, draw the next token and run its pass"},
    {"b Backspace", "b", {PRESS_BACKSPACE}, ACTION_COMMAND, "back", "back", "take one instruction back"},
    {"c", "c", {0}, ACTION_COMMAND, "continue", NULL, "run to the next breakpoint, or to the end of the pass"},
    {"u", "u", {0}, ACTION_COMMAND, "undo", NULL, "take the newest edit back"},
    {"1 2 3 4 5", "12345", {0}, ACTION_VIEW, NULL, NULL, "choose a view"},
    {"Tab", "", {PRESS_TAB}, ACTION_NEXT_VIEW, NULL, NULL, "the next view"},
    {"Shift-Tab", "", {PRESS_SHIFT_TAB}, ACTION_PREVIOUS_VIEW, NULL, NULL, "the view before"},
    {"p", "p", {0}, ACTION_LINE, "prompt ", NULL, "type another text"},
    {":", ":", {0}, ACTION_LINE, "", NULL, "type a command (Tab completes, ↑ recalls)"},
    {"?", "?", {0}, ACTION_HELP, NULL, NULL, "this help"},
    {"q", "q", {0}, ACTION_COMMAND, "quit", NULL, "leave"},
    {NULL, NULL, {0}, ACTION_COMMAND, NULL, NULL, NULL},
};

const KeyBinding *key_find(Event event)
{
    for (const KeyBinding *binding = key_bindings; binding->keys; binding++) {
        if (event.press == PRESS_TEXT && *event.text && strstr(binding->letters, event.text))
            return binding;
        for (int i = 0; i < 2; i++)
            if (binding->press[i] != PRESS_NONE && binding->press[i] == event.press)
                return binding;
    }
    return NULL;
}
