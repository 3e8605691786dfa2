#include "daemon/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_BYTES 1024

void
dbk_log(dbk_priority priority, const char *fmt, ...)
{
    const int saved = errno;
    char line[LINE_BYTES];
    va_list args;
    int size = snprintf(line, sizeof line, "<%d>event=", (int)priority);

    va_start(args, fmt);
    const int more = vsnprintf(line + size, sizeof line - (size_t)size - 1, fmt, args);
    va_end(args);
    if (more > 0)
        size += more;
    if (size > LINE_BYTES - 2)
        size = LINE_BYTES - 2;
    for (int i = 0; i < size; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = ' ';
    line[size++] = '\n';
    /* One write a line, so that two processes on one terminal do not mix theirs. A full pipe loses the line, not the
     * daemon. */
    if (write(STDERR_FILENO, line, (size_t)size) < 0)
        errno = saved;
    errno = saved;
}

bool
dbk_brake_free(dbk_brake *brake, int64_t tick_ms, int64_t every_ms, unsigned *left_out)
{
    if (tick_ms < brake->next_ms) {
        brake->left_out++;
        return false;
    }
    *left_out = brake->left_out;
    brake->left_out = 0;
    brake->next_ms = tick_ms + every_ms;
    return true;
}
