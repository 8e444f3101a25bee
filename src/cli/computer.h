/* What computer this is. */
#ifndef CLI_COMPUTER_H
#define CLI_COMPUTER_H

#include <stddef.h>

/* Bytes that programs may still take without swapping; 0 where the system does not tell. */
size_t computer_memory_available(void);

/* Bytes in all; 0 where the system does not tell. */
size_t computer_memory(void);

/* Threads that can run at the same time, as this process may use them. */
int computer_threads(void);

#endif
