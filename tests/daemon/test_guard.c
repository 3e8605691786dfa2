/* guard with real sockets: the test stands for libzmq, which accepts and reads. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/guard.h"
#include "proto/calendar.h"
#include "tests/harness/unit.h"

#define LIMIT 256

static struct sockaddr_in here;

static int
listen_here(void)
{
    socklen_t size = sizeof here;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    here = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    CHECK_INT("bind", bind(fd, (struct sockaddr *)&here, sizeof here), 0);
    CHECK_INT("listen", listen(fd, 64), 0);
    CHECK_INT("address", getsockname(fd, (struct sockaddr *)&here, &size), 0);
    return fd;
}

static int
call_here(void)
{
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    connect(fd, (struct sockaddr *)&here, sizeof here);
    return fd;
}

static bool
is_connected_within(int fd, int ms)
{
    struct pollfd on = { fd, POLLOUT, 0 };
    int error = -1;
    socklen_t size = sizeof error;

    return poll(&on, 1, ms) == 1 && getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

/* libzmq's part. The queue may be empty for a moment: the call is on its way. */
static int
take_call(int listener)
{
    struct pollfd on = { listener, POLLIN, 0 };

    return poll(&on, 1, 5000) == 1 ? accept(listener, NULL, NULL) : -1;
}

static uint64_t
times_shut(const dbk_guard *guard)
{
    dbk_guard_counts counts;

    dbk_guard_counts_of(guard, &counts);
    return counts.shut;
}

static uint64_t
times_cut(const dbk_guard *guard)
{
    dbk_guard_counts counts;

    dbk_guard_counts_of(guard, &counts);
    return counts.cut;
}

/* Ten milliseconds later each time: sooner the guard does not look again. */
static void
look(dbk_guard *guard)
{
    static int64_t ahead_ms;

    dbk_guard_tick(guard, dbk_tick_ms() + (ahead_ms += 10));
}

static void
the_port_is_shut_before_the_descriptors_are_gone(void)
{
    int caller[LIMIT], taken[LIMIT], n = 0;
    char byte = 'x';

    setrlimit(RLIMIT_NOFILE, &(struct rlimit){ LIMIT, 600 });
    dbk_guard *guard = dbk_guard_new("test", 512, 1, 2 << 20);
    const int listener = listen_here();

    dbk_guard_listens(guard, listener);
    while (times_shut(guard) == 0 && n < LIMIT) {
        caller[n] = call_here();
        taken[n] = take_call(listener);
        CHECK_TRUE("there is a descriptor for every call that is let in", caller[n] >= 0 && taken[n] >= 0);
        dbk_guard_accepted(guard, taken[n++]);
    }
    CHECK_INT("shut once", times_shut(guard), 1);
    CHECK_TRUE("with some in reserve", taken[n - 1] < LIMIT - 40);

    const int late = call_here();
    CHECK_TRUE("nobody gets in", !is_connected_within(late, 300));
    look(guard);
    CHECK_TRUE("a look does not change that", !is_connected_within(late, 100));
    CHECK_INT("who is in can speak", send(caller[0], &byte, 1, 0), 1);
    CHECK_INT("and be heard", recv(taken[0], &byte, 1, 0), 1);

    for (int i = n / 2; i < n; i++) {
        close(caller[i]);
        close(taken[i]);
        dbk_guard_ended(guard, taken[i]);
    }
    look(guard);
    CHECK_TRUE("whoever called meanwhile gets in without calling again", is_connected_within(late, 20000));
    close(late);
    for (int i = 0; i < n / 2; i++)
        close(caller[i]), close(taken[i]);
    close(listener);
    dbk_guard_free(&guard);
    CHECK_TRUE("freed", guard == NULL);
}

/* The last descriptor goes while calls wait: they are taken and hung up, so that nothing keeps reporting them. */
static void
a_queue_that_nobody_can_take_is_emptied(void)
{
    int filler[LIMIT], n = 0, caller[3];
    struct pollfd on;

    setrlimit(RLIMIT_NOFILE, &(struct rlimit){ LIMIT, 600 });
    dbk_guard *guard = dbk_guard_new("test", 512, 1, 2 << 20);
    const int listener = listen_here();

    dbk_guard_listens(guard, listener);
    for (int i = 0; i < 3; i++)
        caller[i] = call_here();
    for (int i = 0; i < 3; i++)
        CHECK_TRUE("in the queue", is_connected_within(caller[i], 5000));
    while (n < LIMIT && (filler[n] = dup(listener)) >= 0)
        n++;
    CHECK_INT("none is left", errno, EMFILE);
    dbk_guard_accepted(guard, filler[n - 1]);
    CHECK_INT("shut", times_shut(guard), 1);
    look(guard);
    on = (struct pollfd){ listener, POLLIN, 0 };
    CHECK_INT("the queue is empty", poll(&on, 1, 0), 0);
    for (int i = 0; i < n; i++)
        close(filler[i]);
    for (int i = 0; i < 3; i++)
        close(caller[i]);
    close(listener);
    dbk_guard_free(&guard);
}

/* Sends so much and has it read. */
static void
pass(int from, int to, size_t bytes)
{
    static char room[65536];

    while (bytes > 0) {
        const size_t part = bytes < sizeof room ? bytes : sizeof room;
        size_t read = 0;

        CHECK_INT("sent", send(from, room, part, 0), (long long)part);
        while (read < part) {
            const ssize_t got = recv(to, room, sizeof room, 0);

            if (got <= 0)
                return;
            read += (size_t)got;
        }
        bytes -= part;
    }
}

static int
moved_up(int fd, int least)
{
    const int up = fcntl(fd, F_DUPFD_CLOEXEC, least);

    CHECK_TRUE("moved up", up >= least);
    close(fd);
    return up;
}

static void
a_message_without_end_costs_its_connection(void)
{
    enum { HONEST, SHORT, ENDLESS, ENDLESS_TOO, N };
    int caller[N], taken[N];
    dbk_guard *guard = dbk_guard_new("test", 512, 1, 2 << 20);
    const int listener = listen_here();
    char byte;

    dbk_guard_listens(guard, listener);
    for (int i = 0; i < N; i++) {
        caller[i] = call_here();
        taken[i] = take_call(listener);
        if (i >= ENDLESS)                                  /* not among those of the first looks */
            taken[i] = moved_up(taken[i], 600);
        dbk_guard_accepted(guard, taken[i]);
    }
    look(guard);
    for (int i = 0; i < 80; i++) {
        pass(caller[HONEST], taken[HONEST], 60000 + 33 + 9);
        dbk_guard_took(guard, taken[HONEST], 60000);
    }
    pass(caller[SHORT], taken[SHORT], 1 << 20);
    pass(caller[ENDLESS], taken[ENDLESS], 3 << 20);
    for (int i = 0; i < 3; i++)
        look(guard);
    CHECK_INT("three looks go over all of them", times_cut(guard), 1);
    CHECK_INT("the one with a message that does not end", recv(caller[ENDLESS], &byte, 1, 0), 0);
    look(guard);
    CHECK_INT("cut once", times_cut(guard), 1);

    pass(caller[ENDLESS_TOO], taken[ENDLESS_TOO], 3 << 20);
    volatile char *grown = malloc(32 << 20);
    for (size_t i = 0; i < 32 << 20; i += 1024)
        grown[i] = 1;
    look(guard);
    CHECK_INT("one look when the process has grown", times_cut(guard), 2);
    CHECK_INT("the other one is cut", recv(caller[ENDLESS_TOO], &byte, 1, 0), 0);
    CHECK_INT("not who finished his", recv(caller[HONEST], &byte, 1, MSG_DONTWAIT), -1);
    CHECK_INT("nor who sent less", recv(caller[SHORT], &byte, 1, MSG_DONTWAIT), -1);

    dbk_guard_ended(guard, taken[ENDLESS]);
    dbk_guard_cut(guard, taken[ENDLESS], "test");
    dbk_guard_cut(guard, -1, "test");
    dbk_guard_cut(guard, 1 << 30, "test");
    CHECK_INT("nothing that is no connection is cut", times_cut(guard), 2);
    free((void *)grown);
    for (int i = 0; i < N; i++)
        close(caller[i]), close(taken[i]);
    close(listener);
    dbk_guard_free(&guard);
}

/* A port that has a share of them is shut when it has that, and opened again when it has less. */
static void
a_share_is_kept(void)
{
    dbk_guard *guard = dbk_guard_new("test", 512, 8, 2 << 20);
    const int listener = listen_here();
    int n = 0, caller[LIMIT], taken[LIMIT];

    dbk_guard_listens(guard, listener);
    while (times_shut(guard) == 0 && n < LIMIT) {
        caller[n] = call_here();
        taken[n] = take_call(listener);
        dbk_guard_accepted(guard, taken[n++]);
    }
    CHECK_INT("an eighth of 208", n, 26);
    for (int i = 0; i < 4; i++) {
        look(guard);
        CHECK_INT("still shut", times_shut(guard), 1);
        close(taken[i]);
        dbk_guard_ended(guard, taken[i]);
        dbk_guard_ended(guard, taken[i]);                 /* told twice is once */
    }
    look(guard);
    const int late = call_here();
    CHECK_TRUE("open again", is_connected_within(late, 20000));
    close(late);
    for (int i = 0; i < n; i++)
        close(caller[i]);
    for (int i = 4; i < n; i++)
        close(taken[i]);
    close(listener);
    dbk_guard_free(&guard);
}

/* 140 who came together: 128 may wait, the others go one by one from the oldest on, but for those who do not keep us waiting. */
static void
who_says_nothing_gives_way_to_others(void)
{
    enum { SHAKEN, UNREAD, N = 140, LEFT = 128 };
    int caller[N], taken[N];
    dbk_guard *guard = dbk_guard_new("test", 512, 1, 2 << 20);
    const int listener = listen_here();
    int64_t tick_ms = dbk_tick_ms() + 60000;               /* a clock of our own; the kernel has the real one */
    char byte = 'x';

    dbk_guard_listens(guard, listener);
    dbk_guard_tick(guard, tick_ms);
    for (int i = 0; i < N; i++) {
        caller[i] = call_here();
        taken[i] = take_call(listener);
        dbk_guard_accepted(guard, taken[i]);
    }
    pass(caller[SHAKEN], taken[SHAKEN], 600);
    CHECK_INT("a word", send(caller[UNREAD], &byte, 1, 0), 1);
    poll(NULL, 0, 1100);
    for (int i = 0; i < 12; i++)
        dbk_guard_tick(guard, tick_ms += 10);
    CHECK_INT("one in 4 s / 140, not all at once", times_cut(guard), 4);
    for (int i = 0; i < 200; i++)
        dbk_guard_tick(guard, tick_ms += 10);
    CHECK_INT("until there is room", times_cut(guard), N - 1 - LEFT);
    for (int i = UNREAD + 1; i < UNREAD + 1 + N - 1 - LEFT; i++)
        CHECK_INT("the oldest", recv(caller[i], &byte, 1, 0), 0);
    CHECK_INT("no younger one", recv(caller[UNREAD + N - LEFT], &byte, 1, MSG_DONTWAIT), -1);
    CHECK_INT("not who has shaken hands", recv(caller[SHAKEN], &byte, 1, MSG_DONTWAIT), -1);
    CHECK_INT("nor who waits for us", recv(caller[UNREAD], &byte, 1, MSG_DONTWAIT), -1);

    for (int i = N - 1; i >= 0; i--) {                    /* out of the line from both ends */
        dbk_guard_ended(guard, taken[i]);
        close(caller[i]), close(taken[i]);
    }
    dbk_guard_tick(guard, tick_ms + 10);
    CHECK_INT("nobody is left", times_cut(guard), N - 1 - LEFT);
    close(listener);
    dbk_guard_free(&guard);
}

static void
as_many_descriptors_as_may_be(void)
{
    struct rlimit room;
    dbk_err err;

    setrlimit(RLIMIT_NOFILE, &(struct rlimit){ 300, 600 });
    CHECK_INT("raised", dbk_guard_descriptors(&err), 0);
    getrlimit(RLIMIT_NOFILE, &room);
    CHECK_INT("to the hard limit", room.rlim_cur, 600);
    setrlimit(RLIMIT_NOFILE, &(struct rlimit){ 100, 255 });
    CHECK_INT("too few", dbk_guard_descriptors(&err), -1);
    CHECK_STR("what to do", err.text, "only 255 file descriptors are allowed, 256 are needed: raise ulimit -n or LimitNOFILE");
}

int
main(void)
{
    static const unit_test tests[] = {          /* the limit only ever falls: its own test is the last */
        { "a message without end costs its connection", a_message_without_end_costs_its_connection },
        { "who says nothing gives way to others", who_says_nothing_gives_way_to_others },
        { "the port is shut before the descriptors are gone", the_port_is_shut_before_the_descriptors_are_gone },
        { "a queue that nobody can take is emptied", a_queue_that_nobody_can_take_is_emptied },
        { "a share is kept", a_share_is_kept },
        { "as many descriptors as may be", as_many_descriptors_as_may_be },
    };

    return unit_main("guard", tests, ARRAY_LEN(tests), 60);
}
