#include "daemon/guard.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/tcp.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <unistd.h>

#include "daemon/log.h"
#include "proto/calendar.h"

#define DESCRIPTORS_LEAST 256
#define DESCRIPTORS_MOST (1 << 20)
#define BACKLOG_LEAST 16
#define SPARES 16                        /* let go one by one when nothing else is left, to empty the queue of calls */
#define QUEUE_A_TURN 1024
#define LOG_EVERY_MS 10000

#define HANDSHAKE_BYTES 4096             /* at most */
#define HANDSHAKE_LEAST_BYTES 523        /* ZMTP's greeting (64), HELLO (202) and the shortest INITIATE (257) */
#define WAITING_FREE 128                 /* handshakes that nobody counts */
#define WORD_MS 1000                     /* for the peer's next word, at least */
#define HANDSHAKES_A_LOOK 512
#define SILENT_BYTES 3600                /* of memory, a connection that says nothing; measured */
#define HEARTBEAT_BYTES_A_SECOND 100     /* what a connection receives beside messages */
#define GREW_BYTES (4 << 20)
#define LOOK_MS 10
#define DESCRIPTORS_A_LOOK 256           /* in turn */
#define TRIM_AFTER_MS 1000

/* A descriptor that is a connection of this port. */
typedef struct {
    uint64_t taken;                      /* bytes on the wire of the frames taken */
    int64_t  since_ms;
    int      before, after;              /* in the line of those who wait; -1: nobody */
    bool     open, cut, waits;
} wire;

struct dbk_guard {
    int              listener;           /* libzmq's own; -1 before it listens */
    const char      *name;
    int              limit, reserve, backlog, highest;
    uint64_t         most;               /* connections */
    uint64_t         held_bytes;
    bool             is_shut;
    int              spare[SPARES];
    wire            *wire;               /* by descriptor, `limit` of them */
    int              statm;
    size_t           page_bytes, least_bytes;
    int64_t          trim_ms;            /* 0: nothing to give back */
    int              first, last;        /* of those who may not have shaken hands, in order of arrival */
    uint64_t         waiting;            /* how many */
    int64_t          owed;               /* cuts, in connections times milliseconds */
    int64_t          looked_ms;
    int              next;               /* descriptor to be looked at */
    dbk_guard_counts counts;
    dbk_brake        cuts, shuts;
};

int
dbk_guard_descriptors(dbk_err *err)
{
    struct rlimit room;

    if (getrlimit(RLIMIT_NOFILE, &room) != 0)
        return dbk_err_sys(err, "limit of descriptors");
    const rlim_t wanted = room.rlim_max < DESCRIPTORS_MOST ? room.rlim_max : DESCRIPTORS_MOST;
    if (room.rlim_cur < wanted && setrlimit(RLIMIT_NOFILE, &(struct rlimit){ wanted, room.rlim_max }) == 0)
        room.rlim_cur = wanted;
    if (room.rlim_cur < DESCRIPTORS_LEAST)
        return dbk_err_set(err, DBK_E_SYSTEM,
                           "only %llu file descriptors are allowed, %d are needed: raise ulimit -n or LimitNOFILE",
                           (unsigned long long)room.rlim_cur, DESCRIPTORS_LEAST);
    return 0;
}

static void
fill_spares(dbk_guard *guard)
{
    for (int i = 0; i < SPARES; i++)
        if (guard->spare[i] < 0)
            guard->spare[i] = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

dbk_guard *
dbk_guard_new(const char *name, int backlog, int share, int64_t held_bytes)
{
    dbk_guard *guard = calloc(1, sizeof *guard);
    struct rlimit room = { DESCRIPTORS_LEAST, DESCRIPTORS_LEAST };

    assert(guard != NULL);
    getrlimit(RLIMIT_NOFILE, &room);
    guard->limit = room.rlim_cur < DESCRIPTORS_MOST ? (int)room.rlim_cur : DESCRIPTORS_MOST;
    guard->name = name;
    guard->held_bytes = (uint64_t)held_bytes;
    guard->backlog = guard->limit / 16 < BACKLOG_LEAST ? BACKLOG_LEAST
                     : guard->limit / 16 > backlog     ? backlog
                                                       : guard->limit / 16;
    guard->reserve = 2 * guard->backlog + SPARES;          /* the queue of calls, and as many while the port is shut */
    guard->most = (uint64_t)((guard->limit - guard->reserve) / share);
    guard->wire = calloc((size_t)guard->limit, sizeof *guard->wire);
    assert(guard->wire != NULL);
    guard->listener = guard->first = guard->last = -1;
    for (int i = 0; i < SPARES; i++)
        guard->spare[i] = -1;
    fill_spares(guard);
    guard->statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    guard->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
    return guard;
}

void
dbk_guard_free(dbk_guard **guard)
{
    if (*guard != NULL) {
        for (int i = 0; i < SPARES; i++)
            if ((*guard)->spare[i] >= 0)
                close((*guard)->spare[i]);
        if ((*guard)->statm >= 0)
            close((*guard)->statm);
        free((*guard)->wire);
    }
    free(*guard);
    *guard = NULL;
}

static wire *
wire_of(dbk_guard *guard, int fd)
{
    return fd >= 0 && fd < guard->limit ? &guard->wire[fd] : NULL;
}

static void
stand_in_line(dbk_guard *guard, int fd)
{
    guard->wire[fd].waits = true;
    guard->wire[fd].before = guard->last;
    guard->wire[fd].after = -1;
    *(guard->last < 0 ? &guard->first : &guard->wire[guard->last].after) = fd;
    guard->last = fd;
    guard->waiting++;
}

static void
leave_line(dbk_guard *guard, int fd)
{
    wire *w = &guard->wire[fd];

    if (!w->waits)
        return;
    w->waits = false;
    *(w->before < 0 ? &guard->first : &guard->wire[w->before].after) = w->after;
    *(w->after < 0 ? &guard->last : &guard->wire[w->after].before) = w->before;
    guard->waiting--;
}

/* ---------------------------------------------------------------- descriptors */

/* libzmq's listening socket blocks: were a call taken here just before its own accept(), that would wait for the next
 * one. */
void
dbk_guard_listens(dbk_guard *guard, int fd)
{
    guard->listener = fd;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    if (listen(fd, guard->backlog) != 0)
        dbk_log(LOG_WARNING, "backlog_kept port=%s errno=%d", guard->name, errno);
    dbk_log(LOG_NOTICE, "descriptors port=%s limit=%d connections=%llu", guard->name, guard->limit,
            (unsigned long long)guard->most);
}

/* Everything that arrives for the listening socket itself is dropped; an established connection is another socket. */
static void
shut(dbk_guard *guard)
{
    struct sock_filter drop = BPF_STMT(BPF_RET | BPF_K, 0);
    const struct sock_fprog program = { .len = 1, .filter = &drop };
    unsigned left_out;

    guard->is_shut = setsockopt(guard->listener, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0;
    guard->counts.shut++;
    if (dbk_brake_free(&guard->shuts, dbk_tick_ms(), LOG_EVERY_MS, &left_out))
        dbk_log(LOG_ERROR, "port_full port=%s connections=%llu limit=%d shut=%s left_out=%u", guard->name,
                (unsigned long long)guard->counts.open, guard->limit, guard->is_shut ? "yes" : "no", left_out);
}

/* Calls that were already in the queue when the last descriptor went: taken and hung up, lest libzmq tries them for
 * ever. It may be quicker with the descriptor that is let go; then it has that call. */
static void
empty_queue(dbk_guard *guard)
{
    int left = QUEUE_A_TURN, fd;

    for (int i = 0; i < SPARES && left > 0; i++) {
        if (guard->spare[i] >= 0)
            close(guard->spare[i]);
        guard->spare[i] = -1;
        while (left-- > 0 && (fd = accept4(guard->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
            close(fd);
        if (errno != EMFILE)
            break;
    }
    fill_spares(guard);
}

/* Descriptors are given lowest first, so there is room for n if n more can be had. */
static bool
has_room_for(const dbk_guard *guard, int n)
{
    int *fd = malloc((size_t)n * sizeof *fd), got = 0;

    assert(fd != NULL);
    while (got < n && (fd[got] = fcntl(guard->listener, F_DUPFD_CLOEXEC, 0)) >= 0)
        got++;
    for (int i = 0; i < got; i++)
        close(fd[i]);
    free(fd);
    return got == n;
}

static void
look_at_descriptors(dbk_guard *guard)
{
    if (!guard->is_shut)
        return;
    if (!has_room_for(guard, 1)) {
        empty_queue(guard);
    } else if (guard->counts.open < guard->most - guard->most / 8 &&
               has_room_for(guard, guard->reserve + guard->reserve / 2)) {
        fill_spares(guard);
        guard->is_shut = setsockopt(guard->listener, SOL_SOCKET, SO_DETACH_FILTER, &(int){ 0 }, sizeof(int)) != 0;
    }
}

void
dbk_guard_accepted(dbk_guard *guard, int fd)
{
    wire *w = wire_of(guard, fd);

    guard->counts.accepted++;
    if (w == NULL)
        return;
    guard->counts.open += !w->open;
    leave_line(guard, fd);
    *w = (wire){ .since_ms = dbk_tick_ms(), .open = true };
    stand_in_line(guard, fd);
    if (fd > guard->highest)
        guard->highest = fd;
    if ((fd >= guard->limit - guard->reserve || guard->counts.open >= guard->most) && !guard->is_shut &&
        guard->listener >= 0)
        shut(guard);
}

void
dbk_guard_ended(dbk_guard *guard, int fd)
{
    wire *w = wire_of(guard, fd);

    if (w != NULL && w->open) {
        w->open = false;
        leave_line(guard, fd);
        guard->counts.open--;
    }
}

/* ---------------------------------------------------------------- memory */

/* ZMTP's frame in CURVE's: a header of 2 or 9 bytes, and 33 of the encrypted message. */
void
dbk_guard_took(dbk_guard *guard, int fd, size_t frame_bytes)
{
    wire *w = wire_of(guard, fd);

    if (w != NULL)
        w->taken += frame_bytes + 33 + (frame_bytes + 33 > 255 ? 9 : 2);
}

void
dbk_guard_cut(dbk_guard *guard, int fd, const char *why)
{
    const int64_t now = dbk_tick_ms();
    wire *w = wire_of(guard, fd);
    unsigned left_out;

    if (w == NULL || !w->open || w->cut || shutdown(fd, SHUT_RDWR) != 0)
        return;
    w->cut = true;
    guard->counts.cut++;
    guard->trim_ms = now + TRIM_AFTER_MS;
    if (dbk_brake_free(&guard->cuts, now, LOG_EVERY_MS, &left_out))
        dbk_log(LOG_WARNING, "cut port=%s why=%s left_out=%u", guard->name, why, left_out);
}

/* What the kernel knows of a connection. */
static bool
ask_kernel(int fd, struct tcp_info *info)
{
    socklen_t size = sizeof *info;

    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, &size) == 0 &&
           size >= offsetof(struct tcp_info, tcpi_bytes_received) + sizeof info->tcpi_bytes_received;
}

static uint64_t
unread_bytes(int fd)
{
    int unread;

    return ioctl(fd, FIONREAD, &unread) == 0 ? (uint64_t)unread : UINT64_MAX;
}

/* Has libzmq read more of it than may be held, that is part of nothing we were given? No, when it cannot be known. */
static bool
holds_too_much(const dbk_guard *guard, int fd, int64_t tick_ms)
{
    const wire *w = &guard->wire[fd];
    const uint64_t seconds = (uint64_t)(tick_ms - w->since_ms) / 1000;
    const uint64_t may = guard->held_bytes + HANDSHAKE_BYTES + w->taken + seconds * HEARTBEAT_BYTES_A_SECOND;
    struct tcp_info info;

    return ask_kernel(fd, &info) && info.tcpi_bytes_received > may && info.tcpi_bytes_received - may > unread_bytes(fd);
}

static size_t
resident_bytes(const dbk_guard *guard)
{
    char text[64] = "";
    unsigned long all, resident = 0;

    if (pread(guard->statm, text, sizeof text - 1, 0) > 0 && sscanf(text, "%lu %lu", &all, &resident) != 2)
        resident = 0;
    return resident * guard->page_bytes;
}

/* Looks at so many descriptors, going on where it stopped the last time. */
static void
look_at_wires(dbk_guard *guard, int n, int64_t tick_ms)
{
    for (; n > 0; n--, guard->next++) {
        if (guard->next > guard->highest)
            guard->next = 0;
        if (guard->wire[guard->next].open && holds_too_much(guard, guard->next, tick_ms))
            dbk_guard_cut(guard, guard->next, "message_without_end");
    }
}

/* Growth alone tells too little: what a cut connection held is free for the next one, and the process grows no more.
 * What every connection takes is no growth: ten thousand more would have all of them looked at, again and again. */
static void
look_at_memory(dbk_guard *guard, int64_t tick_ms)
{
    const size_t resident = resident_bytes(guard), silent = guard->counts.open * SILENT_BYTES;
    const size_t now = resident > silent ? resident - silent : 0;
    const bool grew = guard->least_bytes != 0 && now >= guard->least_bytes + GREW_BYTES;
    const int all = guard->highest + 1;

    look_at_wires(guard, grew || all < DESCRIPTORS_A_LOOK ? all : DESCRIPTORS_A_LOOK, tick_ms);
    if (guard->least_bytes == 0 || now < guard->least_bytes || grew)
        guard->least_bytes = now;
    if (guard->trim_ms != 0 && tick_ms >= guard->trim_ms) {
        guard->trim_ms = 0;
        malloc_trim(0);
    }
}

/* ---------------------------------------------------------------- handshakes */

typedef enum { SHAKEN, UNDER_WAY, SILENT } hands;

/* It is the peer's turn when all that it sent is read, and for as long as nothing was sent to it. The kernel says so of
 * the connection that has this descriptor now, which may be younger than what the monitor has told. */
static hands
handshake_of(int fd)
{
    struct tcp_info info;

    if (!ask_kernel(fd, &info) || info.tcpi_bytes_received >= HANDSHAKE_LEAST_BYTES)
        return SHAKEN;
    return info.tcpi_last_data_sent >= WORD_MS && unread_bytes(fd) == 0 ? SILENT : UNDER_WAY;
}

/* Of those who stood long enough, who has shaken hands leaves the line, and as many of the others are cut as the time
 * since the last look owes: n who wait are through in what they have beyond their first word's time. Nothing is saved
 * up. */
static void
look_at_line(dbk_guard *guard, int64_t elapsed_ms, int64_t tick_ms)
{
    const int64_t price = DBK_HANDSHAKE_MS - WORD_MS;
    int looks = HANDSHAKES_A_LOOK, next;

    guard->owed += (int64_t)guard->waiting * elapsed_ms;
    for (int fd = guard->first; fd >= 0 && looks-- > 0 && tick_ms - guard->wire[fd].since_ms >= WORD_MS; fd = next) {
        const bool crowded = guard->waiting > WAITING_FREE;
        hands state;

        if (crowded && guard->owed < price)
            return;
        state = handshake_of(fd);
        next = guard->wire[fd].after;
        if (crowded && state == SILENT) {
            guard->owed -= price;
            dbk_guard_cut(guard, fd, "says_nothing");
        }
        if (guard->wire[fd].cut || state == SHAKEN)
            leave_line(guard, fd);
    }
    guard->owed = 0;
}

void
dbk_guard_tick(dbk_guard *guard, int64_t tick_ms)
{
    const int64_t elapsed_ms = tick_ms - guard->looked_ms;

    if (guard->listener < 0 || elapsed_ms < LOOK_MS)
        return;
    guard->looked_ms = tick_ms;
    look_at_descriptors(guard);
    look_at_memory(guard, tick_ms);
    look_at_line(guard, elapsed_ms, tick_ms);
}

void
dbk_guard_counts_of(const dbk_guard *guard, dbk_guard_counts *counts)
{
    *counts = guard->counts;
}
