#include "cli/computer.h"

#include <omp.h>
#include <stdio.h>
#include <unistd.h>

/* A row of Linux's table of memory, in bytes; 0 where there is none. */
static size_t meminfo(const char *format)
{
    FILE *file = fopen("/proc/meminfo", "r");
    char line[128];
    size_t kilobytes = 0;
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, format, &kilobytes) == 1)
            break;
    if (file)
        fclose(file);
    return kilobytes * 1024;
}

size_t computer_memory(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    return pages > 0 && page > 0 ? (size_t)pages * (size_t)page : 0;
}

size_t computer_memory_available(void)
{
    size_t available = meminfo("MemAvailable: %zu kB");
    return available ? available : computer_memory() / 2;
}

int computer_threads(void)
{
    return omp_get_num_procs();
}
