#include "tui/terminal_facts.h"

#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

/* last, since they define many common words */
#include <curses.h>
#include <term.h>

static void read_terminfo(TerminalFacts *facts)
{
    int found;
    if (setupterm(NULL, STDOUT_FILENO, &found) != OK)
        return;
    const char *place = tigetstr("cup");
    facts->known = place && place != (const char *)-1;
    facts->colors = tigetnum("colors") > 0 ? tigetnum("colors") : 0;
    del_curterm(cur_term);
}

static void read_size(TerminalFacts *facts)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
        facts->width = size.ws_col;
        facts->height = size.ws_row;
    }
}

static int hangul_by_locale(void)
{
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 && !setlocale(LC_CTYPE, "C.UTF-8") &&
        !setlocale(LC_CTYPE, "en_US.UTF-8"))
        return -1;
    return wcwidth(L'\uAC00');
}

/* The column in an answer "ESC [ row ; column R"; 0 until it is whole. */
static int parse_column(const char *answer)
{
    int row, column;
    char end;
    const char *start = strstr(answer, "\033[");
    return start && sscanf(start, "\033[%d;%d%c", &row, &column, &end) == 3 && end == 'R' ? column : 0;
}

static int read_column(void)
{
    enum { PATIENCE = 300 }; /* milliseconds */
    char answer[64] = "";
    size_t length = 0;
    struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};
    while (length + 1 < sizeof answer && !parse_column(answer) && poll(&ready, 1, PATIENCE) > 0 &&
           read(STDIN_FILENO, answer + length, 1) == 1)
        answer[++length] = '\0';
    return parse_column(answer);
}

static void send(const char *text)
{
    fputs(text, stdout);
    fflush(stdout);
}

static int hangul_as_drawn(void)
{
    struct termios before, quiet;
    if (tcgetattr(STDIN_FILENO, &before))
        return 0;
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    quiet.c_cc[VMIN] = 1;
    quiet.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    send("\r가\033[6n");
    int column = read_column();
    send("\r\033[K");
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    return column ? column - 1 : 0;
}

TerminalFacts terminal_facts(void)
{
    const char *name = getenv("TERM"), *no_color = getenv("NO_COLOR");
    TerminalFacts facts = {.name = name ? name : "", .colors_unwanted = no_color && *no_color};
    facts.interactive = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && tcgetpgrp(STDIN_FILENO) == getpgrp();
    if (*facts.name)
        read_terminfo(&facts);
    read_size(&facts);
    facts.hangul_by_locale = hangul_by_locale();
    if (facts.interactive && facts.known)
        facts.hangul_as_drawn = hangul_as_drawn();
    return facts;
}
