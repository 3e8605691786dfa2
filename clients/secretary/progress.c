#include "clients/secretary/progress.h"

#include <stdio.h>
#include <unistd.h>

#define CELLS 30

void
dbk_progress_show(size_t done, size_t all)
{
    if (all < 2 || !isatty(STDERR_FILENO))
        return;
    fprintf(stderr, "\r[");
    for (size_t i = 0; i < CELLS; i++)
        fputc(i * all < done * CELLS ? '#' : '.', stderr);
    fprintf(stderr, "] %zu/%zu%s", done, all, done == all ? "\n" : "");
    fflush(stderr);
}

void
dbk_progress_hide(void)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[K");
}
