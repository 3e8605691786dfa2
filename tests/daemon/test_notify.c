/* notify against a real datagram socket: what is said arrives as one datagram; what may not be said does no harm. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon/notify.h"
#include "tests/harness/unit.h"

/* Listens under this name; a leading @ makes it abstract. */
static int
listen_at(const char *name)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    memcpy(at.sun_path, name, strlen(name));
    if (name[0] == '@')
        at.sun_path[0] = '\0';
    CHECK_INT(name, bind(fd, (struct sockaddr *)&at, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name))), 0);
    return fd;
}

static const char *
heard(int fd, char room[64])
{
    const ssize_t n = recv(fd, room, 63, 0);

    room[n > 0 ? n : 0] = '\0';
    return room;
}

static void
arrives(void)
{
    char path[200], abstract[64], room[64];

    snprintf(path, sizeof path, "%s/notify", unit_folder());
    snprintf(abstract, sizeof abstract, "@dbk-test-notify-%ld", (long)getpid());
    const char *const names[] = { path, abstract };

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const int fd = listen_at(names[i]);

        setenv("NOTIFY_SOCKET", names[i], 1);
        dbk_notify("READY=1\nSTATUS=serving");
        CHECK_STR(names[i], heard(fd, room), "READY=1\nSTATUS=serving");
        CHECK_STR(names[i], heard(fd, room), "");
        close(fd);
    }
}

static void
does_no_harm(void)
{
    char longer[300];

    memset(longer, 'x', sizeof longer - 1);
    longer[0] = '/', longer[sizeof longer - 1] = '\0';
    const char *const names[] = { "", "/", longer, "/nobody/listens/here" };
    const int spare = dup(0);                           /* the number the next descriptor would get */

    close(spare);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        setenv("NOTIFY_SOCKET", names[i], 1);
        dbk_notify("READY=1");
    }
    unsetenv("NOTIFY_SOCKET");
    dbk_notify("READY=1");
    const int next = dup(0);
    CHECK_INT("no descriptor is left open", next, spare);
    close(next);
}

static void
watchdog(void)
{
    char me[32];
    snprintf(me, sizeof me, "%ld", (long)getpid());
    const struct { const char *name, *usec, *pid; long long ms; } rows[] = {
        { "not wanted", NULL, NULL, 0 },
        { "any process", "30000000", NULL, 15000 },
        { "this process", "2000000", me, 1000 },
        { "another process", "2000000", "1", 0 },
        { "no number", "soon", NULL, 0 },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        rows[i].usec ? setenv("WATCHDOG_USEC", rows[i].usec, 1) : unsetenv("WATCHDOG_USEC");
        rows[i].pid ? setenv("WATCHDOG_PID", rows[i].pid, 1) : unsetenv("WATCHDOG_PID");
        CHECK_INT(rows[i].name, dbk_notify_watchdog_ms(), rows[i].ms);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "one datagram a state", arrives },
        { "nobody to tell", does_no_harm },
        { "the watchdog's pace", watchdog },
    };

    return unit_main("notify", tests, ARRAY_LEN(tests), 30);
}
