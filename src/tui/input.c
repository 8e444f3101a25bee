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
static Event input_mouse(const MEVENT *mouse)
{
    static const struct {
        mmask_t state;
        Press press;
    } deeds[] = {
        {BUTTON1_PRESSED, PRESS_CLICK},      {BUTTON1_RELEASED, PRESS_RELEASE},   {BUTTON4_PRESSED, PRESS_WHEEL_UP},
        {BUTTON5_PRESSED, PRESS_WHEEL_DOWN}, {REPORT_MOUSE_POSITION, PRESS_DRAG},
    };
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (mouse->bstate & deeds[i].state)
            return (Event){.press = deeds[i].press, .x = mouse->x, .y = mouse->y};
    return (Event){.press = PRESS_NONE};
}

static void input_put(Input *input, Event event)
{
    if (event.press == PRESS_NONE)
        return;
    input->count -= input->count == INPUT_QUEUE; /* what is newest counts: it may be Escape */
    input->queue[input->count++] = event;
}

/* Of several things that the mouse did at once, curses tells the newest first. */
static void input_put_mouse(Input *input)
{
    enum { AT_ONCE = 8 }; /* curses keeps no more */
    MEVENT events[AT_ONCE];
    int count = 0;
    while (count < AT_ONCE && getmouse(&events[count]) == OK)
        count++;
    while (count > 0)
        input_put(input, input_mouse(&events[--count]));
}

/* Puts what curses has into the queue, without waiting; false where there is nothing. */
static bool input_read(Input *input)
{
    wint_t code;
    int kind = get_wch(&code);
    if (kind == ERR)
        return false;
    if (kind == KEY_CODE_YES && code == KEY_MOUSE)
        input_put_mouse(input);
    else
        input_put(input, kind == KEY_CODE_YES ? input_function_key(code) : input_character(code));
    return true;
}

static Event input_take(Input *input)
{
    if (!input->count)
        return (Event){.press = PRESS_NONE};
    Event event = input->queue[0];
    memmove(input->queue, input->queue + 1, (size_t)--input->count * sizeof *input->queue);
    return event;
}

Event input_next(Input *input, int milliseconds)
{
    if (input->count || input_read(input))
        return input_take(input);
    struct pollfd terminal = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&terminal, 1, milliseconds) > 0 && (terminal.revents & (POLLHUP | POLLERR | POLLNVAL)))
        return (Event){.press = PRESS_HANG_UP};
    input_read(input); /* after a signal too: that is how curses reports a new size */
    return input_take(input);
}

bool input_waiting(const Input *input)
{
    struct pollfd terminal = {.fd = STDIN_FILENO, .events = POLLIN};
    return input->count || (poll(&terminal, 1, 0) > 0 && (terminal.revents & POLLIN));
}

bool input_escape_pressed(Input *input)
{
    while (input_read(input))
        if (input->count && input->queue[input->count - 1].press == PRESS_ESCAPE) {
            input->count--;
            return true;
        }
    return false;
}
