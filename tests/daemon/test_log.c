/* log: a line as the journal wants it, and that nobody who does not read can hold the daemon up. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/log.h"
#include "tests/harness/unit.h"

#define LINES 4000                       /* of 100 bytes and more: no pipe or socket holds so many */

/* Standard error is `to` while `say` runs. */
static void
with_stderr(int to, void (*say)(void))
{
    const int own = dup(STDERR_FILENO);

    dup2(to, STDERR_FILENO);
    say();
    dup2(own, STDERR_FILENO);
    close(own);
}

static void
say_one(void)
{
    errno = ENOENT;
    dbk_log(LOG_NOTICE, "ready endpoint=%s", "tcp://a\nb\x7f:1");
    CHECK_INT("errno is kept", errno, ENOENT);
}

static void
say_many(void)
{
    for (int i = 0; i < LINES; i++)
        dbk_log(LOG_INFO, "verdict number=%d %100s", i, "");
}

/* What lies in the pipe or socket, NUL-ended. */
static char *
drain(int from, char *room, size_t size)
{
    size_t used = 0;
    ssize_t n;

    fcntl(from, F_SETFL, O_NONBLOCK);
    while (used < size - 1 && (n = read(from, room + used, size - 1 - used)) > 0)
        used += (size_t)n;
    room[used] = '\0';
    return room;
}

static void
one_event_is_one_line(void)
{
    int ends[2];
    char room[200];

    CHECK_INT("pipe", pipe(ends), 0);
    with_stderr(ends[1], say_one);
    CHECK_STR("line", drain(ends[0], room, sizeof room), "<5>event=ready endpoint=tcp://a b :1\n");
    close(ends[0]);
    close(ends[1]);
}

static void
nobody_reads(const char *what, int reads, int writes)
{
    static char room[2 << 20];
    unsigned long long lost = 0;
    int whole = 0;

    with_stderr(writes, say_many);                           /* unit_main bounds how long that may take */
    for (char *line = strtok(drain(reads, room, sizeof room), "\n"); line != NULL; line = strtok(NULL, "\n"), whole++)
        CHECK_TRUE(what, strncmp(line, "<6>event=verdict number=", 24) == 0 && strlen(line) > 120);
    CHECK_TRUE(what, whole > 0 && whole < LINES);
    with_stderr(writes, say_one);
    drain(reads, room, sizeof room);
    CHECK_HAS(what, room, "<4>event=log_lost lines=");
    CHECK_HAS(what, room, "<5>event=ready");
    CHECK_INT(what, sscanf(room, "<4>event=log_lost lines=%llu", &lost), 1);
    CHECK_INT(what, lost, LINES - whole);
    close(reads);
    close(writes);
}

static void
who_does_not_read_loses_lines(void)
{
    int ends[2];

    CHECK_INT("pipe", pipe(ends), 0);
    nobody_reads("a full pipe", ends[0], ends[1]);
    CHECK_INT("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    nobody_reads("a journal that hangs", ends[0], ends[1]);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "one event is one line", one_event_is_one_line },
        { "who does not read loses lines", who_does_not_read_loses_lines },
    };

    return unit_main("log", tests, ARRAY_LEN(tests), 60);
}
