#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"

/* OpenMP's threads wait for each other by spinning. On a busy machine they spin against the very thread that they
 * wait for, and work takes a hundred times as long; a short spin costs next to nothing on a quiet one. libgomp reads
 * its limit before main, so the program starts itself once more with it. Where that fails, all still works. */
static void limit_spinning(char **argv)
{
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0 || getenv("GOMP_SPINCOUNT") || getenv("OMP_WAIT_POLICY"))
        return;
    program[length] = '\0';
    setenv("GOMP_SPINCOUNT", "4000", 1);
    execv(program, argv);
}

int main(int argc, char **argv)
{
    limit_spinning(argv);
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C"); /* numbers have a point in every language: files and scripts depend on it */
    return cli_main(argc, argv);
}
