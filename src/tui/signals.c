#include "tui/signals.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { RESTORE_LENGTH = 128 };

static volatile sig_atomic_t pending, interrupted;
static struct termios saved_termios;
static bool has_termios;
static char restore_text[RESTORE_LENGTH];
static size_t restore_length;

static const int ending[] = {SIGTERM, SIGHUP};
static const int crashing[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

static void on_ending(int signal)
{
    pending = signal;
}

static void on_interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

/* Only what is safe in a handler: write, tcsetattr, raise. */
static void on_crash(int number)
{
    ssize_t written = write(STDOUT_FILENO, restore_text, restore_length);
    (void)written;
    if (has_termios)
        tcsetattr(STDIN_FILENO, TCSANOW, &saved_termios);
    raise(number); /* SA_RESETHAND has put the default back */
}

static void catch_one(int number, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

static void catch_all(const int *numbers, size_t count, void (*handler)(int), int flags)
{
    for (size_t i = 0; i < count; i++)
        catch_one(numbers[i], handler, flags);
}

void signals_remember_modes(void)
{
    has_termios = tcgetattr(STDIN_FILENO, &saved_termios) == 0;
}

void signals_catch(const char *restore)
{
    snprintf(restore_text, sizeof restore_text, "%s", restore);
    restore_length = strlen(restore_text);
    pending = interrupted = 0;
    catch_all(ending, sizeof ending / sizeof *ending, on_ending, 0);
    catch_all(crashing, sizeof crashing / sizeof *crashing, on_crash, (int)SA_RESETHAND | SA_NODEFER);
    catch_one(SIGINT, on_interrupt, 0);
}

void signals_release(void)
{
    catch_all(ending, sizeof ending / sizeof *ending, SIG_DFL, 0);
    catch_all(crashing, sizeof crashing / sizeof *crashing, SIG_DFL, 0);
    catch_one(SIGINT, SIG_DFL, 0);
}

int signals_pending(void)
{
    return pending;
}

bool signals_take_interrupt(void)
{
    bool was = interrupted;
    interrupted = 0;
    return was;
}
