#include "daemon/log.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_BYTES 1024

/* One write a line, so that two processes on one terminal do not mix theirs. Who does not read what we say loses lines,
 * and not the daemon: a pipe or socket that is said to be writable takes a whole line. */
static bool
put_now(const char *line, size_t size)
{
    struct pollfd out = { STDERR_FILENO, POLLOUT, 0 };

    return poll(&out, 1, 0) == 1 && (out.revents & POLLOUT) != 0 && write(STDERR_FILENO, line, size) == (ssize_t)size;
}

static void
put(const char *line, size_t size)
{
    static unsigned long long lost;
    char said[64];

    if (lost > 0) {
        const int n = snprintf(said, sizeof said, "<%d>event=log_lost lines=%llu\n", (int)LOG_WARNING, lost);

        if (put_now(said, (size_t)n))
            lost = 0;
    }
    if (lost > 0 || !put_now(line, size))
        lost++;
}

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
    put(line, (size_t)size);
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
