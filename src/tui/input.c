#include "tui/input.h"

#include <curses.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"

/* Curses' names of keys, and control characters, by what they mean. */
static const struct {
    wint_t code;
    Press press;
} function_keys[] =
    {
        {KEY_UP, PRESS_UP},          {KEY_DOWN, PRESS_DOWN},
        {KEY_LEFT, PRESS_LEFT},      {KEY_RIGHT, PRESS_RIGHT},
        {KEY_PPAGE, PRESS_PAGE_UP},  {KEY_NPAGE, PRESS_PAGE_DOWN},
        {KEY_HOME, PRESS_HOME},      {KEY_END, PRESS_END},
        {KEY_ENTER, PRESS_ENTER},    {KEY_BACKSPACE, PRESS_BACKSPACE},
        {KEY_BTAB, PRESS_SHIFT_TAB}, {KEY_DC, PRESS_DELETE},
        {KEY_RESIZE, PRESS_RESIZE},
},
  controls[] = {
      {'\r', PRESS_ENTER},     {'\n', PRESS_ENTER},     {'\t', PRESS_TAB},       {0x1B, PRESS_ESCAPE},
      {0x7F, PRESS_BACKSPACE}, {0x08, PRESS_BACKSPACE}, {0x01, PRESS_HOME},      {0x05, PRESS_END},
      {0x04, PRESS_DELETE},    {0x10, PRESS_UP},        {0x0B, PRESS_CUT_AFTER}, {0x15, PRESS_CUT_BEFORE},
      {0x17, PRESS_CUT_WORD},  {0x0E, PRESS_DOWN},      {0x02, PRESS_LEFT},      {0x06, PRESS_RIGHT},
      {0x0C, PRESS_RESIZE}, /* Ctrl-L draws anew */
};

static Event input_function_key(wint_t code)
{
    for (size_t i = 0; i < sizeof function_keys / sizeof *function_keys; i++)
        if (function_keys[i].code == code)
            return (Event){.press = function_keys[i].press};
    return (Event){.press = PRESS_NONE};
}

static Event input_character(wint_t code)
{
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
        if (controls[i].code == code)
            return (Event){.press = controls[i].press};
    Event event = {.press = PRESS_TEXT};
    if (code < ' ' || code > 0x10FFFF)
        return (Event){.press = PRESS_NONE};
    event.text[utf8_encode((uint32_t)code, event.text)] = '\0';
    return event;
}

/* What the mouse did; PRESS_NONE for what means nothing here. */
static Event input_mouse(void)
{
    static const struct {
        mmask_t state;
        Press press;
    } deeds[] = {
        {BUTTON1_PRESSED, PRESS_CLICK},      {BUTTON1_RELEASED, PRESS_RELEASE},   {BUTTON4_PRESSED, PRESS_WHEEL_UP},
        {BUTTON5_PRESSED, PRESS_WHEEL_DOWN}, {REPORT_MOUSE_POSITION, PRESS_DRAG},
    };
    MEVENT mouse;
    if (getmouse(&mouse) != OK)
        return (Event){.press = PRESS_NONE};
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (mouse.bstate & deeds[i].state)
            return (Event){.press = deeds[i].press, .x = mouse.x, .y = mouse.y};
    return (Event){.press = PRESS_NONE};
}

/* What curses has, without waiting; false where there is nothing. */
static bool input_read(Event *event)
{
    wint_t code;
    int kind = get_wch(&code);
    if (kind == ERR)
        return false;
    if (kind == KEY_CODE_YES)
        *event = code == KEY_MOUSE ? input_mouse() : input_function_key(code);
    else
        *event = input_character(code);
    return true;
}

static Event input_take(Input *input)
{
    Event event = input->queue[0];
    memmove(input->queue, input->queue + 1, (size_t)--input->count * sizeof *input->queue);
    return event;
}

Event input_next(Input *input, int milliseconds)
{
    Event event = {.press = PRESS_NONE};
    if (input->count)
        return input_take(input);
    if (input_read(&event))
        return event;
    struct pollfd terminal = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&terminal, 1, milliseconds) > 0 && (terminal.revents & (POLLHUP | POLLERR | POLLNVAL)))
        return (Event){.press = PRESS_HANG_UP};
    input_read(&event); /* after a signal too: that is how curses reports a new size */
    return event;
}

bool input_waiting(const Input *input)
{
    struct pollfd terminal = {.fd = STDIN_FILENO, .events = POLLIN};
    return input->count || (poll(&terminal, 1, 0) > 0 && (terminal.revents & POLLIN));
}

bool input_escape_pressed(Input *input)
{
    Event event;
    while (input_read(&event)) {
        if (event.press == PRESS_ESCAPE)
            return true;
        if (input->count < INPUT_QUEUE)
            input->queue[input->count++] = event;
    }
    return false;
}
