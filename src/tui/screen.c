#include "tui/screen.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

/* After term.h, which would pull the narrow curses in. */
#include <curses.h>

#include "base/memory.h"
#include "base/translate.h"
#include "draw/ansi.h"
#include "tui/signals.h"

#undef lines /* term.h's abbreviations of capabilities are ordinary words */
#undef columns

struct Terminal {
    SCREEN *screen;
    ColorDepth depth;
    bool bright;  /* has 16 colours, not 8 */
    bool direct;  /* colours are given as red, green and blue */
    bool mouse;   /* is it ours? */
    Canvas shown; /* what is on the screen */
    bool known;   /* is `shown` right? */
};

/* ---- opening and closing ---- */

/* Signs beyond ASCII need a UTF-8 locale; there is one on every system even where nobody has chosen it. */
static void screen_locale(void)
{
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 && !setlocale(LC_CTYPE, "C.UTF-8"))
        setlocale(LC_CTYPE, "en_US.UTF-8");
}

/* Terminals of 24 bits by their terminfo entry (xterm-direct and the like) take a colour's red, green and blue. */
static bool screen_direct(void)
{
    return tigetflag("RGB") > 0 && COLORS >= 1 << 24;
}

static ColorDepth screen_find_depth(void)
{
    const char *no_color = getenv("NO_COLOR"); /* https://no-color.org */
    if ((no_color && *no_color) || !has_colors() || start_color() == ERR)
        return COLOR_MONO;
    use_default_colors();
    return screen_direct() ? COLOR_TRUE : COLORS >= 256 ? COLOR_256 : COLORS >= 8 ? COLOR_16 : COLOR_MONO;
}

/* What puts the terminal back without curses: attributes off, cursor on, the other screen left. */
static void screen_catch_signals(void)
{
    static const char *const names[] = {"sgr0", "cnorm", "rmkx", "rmcup"};
    Buffer restore = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *text = tigetstr(names[i]);
        if (text && text != (const char *)-1)
            buffer_append_text(&restore, text);
    }
    const char *mouse = tigetstr("kmous");
    if (mouse && mouse != (const char *)-1)
        buffer_append_text(&restore, "\033[?1002l\033[?1000l\033[?1006l");
    signals_catch(buffer_text(&restore));
    buffer_free(&restore);
}

Status screen_open(Terminal **out, Error *error)
{
    const char *name = getenv("TERM");
    screen_locale();
    signals_remember_modes();
    Terminal *terminal = memory_new(1, sizeof *terminal);
    terminal->screen = newterm(NULL, stdout, stdin);
    const char *move = terminal->screen ? tigetstr("cup") : NULL;
    if (!terminal->screen || !move || move == (const char *)-1) {
        if (terminal->screen)
            endwin();
        free(terminal);
        return error_set(
            error, STATUS_UNSUPPORTED,
            _("terminal: TERM=%s cannot place the cursor; set TERM to what the terminal is, as xterm-256color"),
            name ? name : "");
    }
    screen_catch_signals(); /* after newterm, whose own handlers for these would end the program */
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    set_escdelay(25);
    terminal->depth = screen_find_depth();
    terminal->bright = COLORS >= 16;
    terminal->direct = terminal->depth == COLOR_TRUE;
    canvas_init(&terminal->shown, 0, 0);
    *out = terminal;
    return STATUS_OK;
}

void screen_close(Terminal *terminal)
{
    if (!terminal)
        return;
    screen_mouse(terminal, false);
    endwin();
    signals_release();
    delscreen(terminal->screen);
    canvas_free(&terminal->shown);
    free(terminal);
}

/* The mouse's moves while a button is down: xterm's mode 1002, which curses has no word for. */
static const char drags_on[] = "\033[?1002h", drags_off[] = "\033[?1002l";

void screen_mouse(Terminal *terminal, bool on)
{
    enum { WANTED = BUTTON1_PRESSED | BUTTON1_RELEASED | BUTTON4_PRESSED | BUTTON5_PRESSED | REPORT_MOUSE_POSITION };
    if (terminal->mouse == on)
        return;
    if (!on)
        putp(drags_off);
    mousemask(on ? WANTED : 0, NULL);
    mouseinterval(0); /* presses and releases as they come, no clicks to wait for */
    terminal->mouse = on;
    if (on && has_mouse())
        putp(drags_on);
    fflush(stdout);
}

void screen_size(const Terminal *terminal, int *width, int *height)
{
    (void)terminal;
    getmaxyx(stdscr, *height, *width);
}

ColorDepth screen_depth(const Terminal *terminal)
{
    return terminal->depth;
}

void screen_forget(Terminal *terminal)
{
    terminal->known = false;
    clearok(stdscr, TRUE);
}

/* ---- what a cell looks like ---- */

typedef struct Paint {
    attr_t attributes;
    int foreground, background; /* -1: the terminal's own */
} Paint;

/* One of the 16 colours on a terminal that has 8: the bright ones are bold, grey is dim. */
static int paint_of_16(const Terminal *terminal, int color, attr_t *attributes)
{
    if (color < 8 || terminal->bright)
        return color;
    if (!attributes) /* a background has none */
        return color - 8;
    *attributes |= color == 8 ? A_DIM : A_BOLD;
    return color == 8 ? -1 : color - 8;
}

/* Of 24 bits the lowest eight values mean the terminal's own colours instead: near enough to black to stay clear of. */
static int paint_rgb(Rgb color)
{
    int rgb = color.r << 16 | color.g << 8 | color.b;
    return rgb < 8 ? 0 : rgb;
}

static int paint_of_256(const Terminal *terminal, int color)
{
    if (!terminal->direct || color < 0)
        return color;
    return color < 8 ? color : paint_rgb(ansi_rgb(color));
}

/* A colour from data, as exactly as the terminal can. */
static int paint_color(const Terminal *terminal, Rgb color, attr_t *attributes)
{
    if (terminal->direct)
        return paint_rgb(color);
    return terminal->depth == COLOR_256 ? ansi_256(color) : paint_of_16(terminal, ansi_16(color), attributes);
}

static Paint paint_look(const Terminal *terminal, const Look *look)
{
    Paint paint = {.attributes = A_NORMAL, .foreground = -1, .background = -1};
    if (look->bold)
        paint.attributes |= A_BOLD;
    if (look->underline)
        paint.attributes |= A_UNDERLINE;
    if (look->reverse)
        paint.attributes |= A_REVERSE;
    if (look->dim)
        paint.attributes |= A_DIM;
    if (terminal->depth >= COLOR_256) {
        paint.foreground = paint_of_256(terminal, look->color256);
        paint.background = paint_of_256(terminal, look->ground256);
    } else if (terminal->depth == COLOR_16) {
        paint.foreground = paint_of_16(terminal, look->color16, &paint.attributes);
        paint.background = paint_of_16(terminal, look->ground16, NULL);
    }
    return paint;
}

static Paint paint_cell(const Terminal *terminal, const CanvasCell *cell, const Theme *theme)
{
    Paint paint = paint_look(terminal, &theme->looks[cell->style]);
    if (terminal->depth == COLOR_MONO)
        return paint;
    if (cell->has_fg)
        paint.foreground = paint_color(terminal, cell->fg, &paint.attributes);
    if (cell->has_bg)
        paint.background = paint_color(terminal, cell->bg, NULL);
    return paint;
}

/* ---- showing ---- */

/* The cluster as curses takes it: one character with its marks. What the C library thinks to be of another
 * width than we do would shift all that follows: a question mark stands for it. */
static void screen_cluster(const CanvasCell *cell, wchar_t out[CCHARW_MAX + 1])
{
    wchar_t wide[CANVAS_CLUSTER + 1];
    size_t count = mbstowcs(wide, cell->text, CANVAS_CLUSTER), kept = 0;
    if (count == (size_t)-1 || count == 0 || wcwidth(wide[0]) != cell->width) {
        wcscpy(out, L"?");
        return;
    }
    for (size_t i = 0; i < count && kept < CCHARW_MAX - 1; i++)
        if (i == 0 || wcwidth(wide[i]) == 0)
            out[kept++] = wide[i];
    out[kept] = L'\0';
}

static void screen_put(const Terminal *terminal, int x, int y, const CanvasCell *cell, const Theme *theme)
{
    wchar_t text[CCHARW_MAX + 1];
    cchar_t character;
    Paint paint = paint_cell(terminal, cell, theme);
    int pair = terminal->depth == COLOR_MONO ? 0 : alloc_pair(paint.foreground, paint.background);
    screen_cluster(cell, text);
    pair = pair < 0 ? 0 : pair;
    setcchar(&character, text, paint.attributes, 0, &pair);
    mvadd_wch(y, x, &character);
    if (cell->width == 2 && wcwidth(text[0]) == 1) {
        setcchar(&character, L" ", paint.attributes, 0, &pair);
        mvadd_wch(y, x + 1, &character);
    }
}

static bool same_cell(const CanvasCell *a, const CanvasCell *b)
{
    return a->style == b->style && a->width == b->width && a->has_fg == b->has_fg && a->has_bg == b->has_bg &&
           !memcmp(&a->fg, &b->fg, sizeof a->fg) && !memcmp(&a->bg, &b->bg, sizeof a->bg) && !strcmp(a->text, b->text);
}

/* A line at a time: overwriting half of a wide character changes its neighbour too. */
static bool same_line(const Canvas *a, const Canvas *b, int y)
{
    for (int x = 0; x < a->width; x++)
        if (!same_cell(canvas_at(a, x, y), canvas_at(b, x, y)))
            return false;
    return true;
}

void screen_show(Terminal *terminal, const Canvas *canvas, const Theme *theme, int cursor_x, int cursor_y)
{
    bool same_size = terminal->shown.width == canvas->width && terminal->shown.height == canvas->height;
    bool known = terminal->known && same_size;
    for (int y = 0; y < canvas->height; y++)
        for (int x = 0; x < canvas->width && !(known && x == 0 && same_line(canvas, &terminal->shown, y)); x++)
            if (canvas_at(canvas, x, y)->width > 0)
                screen_put(terminal, x, y, canvas_at(canvas, x, y), theme);
    canvas_copy(&terminal->shown, canvas);
    terminal->known = true;
    curs_set(cursor_x >= 0);
    move(cursor_y > 0 ? cursor_y : 0, cursor_x > 0 ? cursor_x : 0);
    refresh();
}
