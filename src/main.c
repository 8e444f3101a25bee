#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

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

/* A pass takes megabytes and soon gives them back for the next. The system fills every page that it hands out with
 * zeroes, which takes longer than the pass does: so keep what was given back, up to a bound. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 128 << 20);
#endif
}

int main(int argc, char **argv)
{
    limit_spinning(argv);
    keep_memory();
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C"); /* numbers have a point in every language: files and scripts depend on it */
    return cli_main(argc, argv);
}
