/*
 * flood — honest clients with a stop-watch, and neighbours who behave as badly as the wire allows.
 *
 *   flood honest    ENDPOINT SERVER_KEY FOLDER CLIENTS SECONDS DATE     four reports a second and client
 *   flood silent    ENDPOINT - - CONNECTIONS SECONDS -                  TCP connections that say nothing; opened anew when closed
 *   flood ear       - - - CONNECTIONS SECONDS -                         a bare listener for the silent ones: the machine's part
 *   flood strangers ENDPOINT SERVER_KEY - RATE SECONDS -                RATE handshakes a second with keys that nobody knows
 *   flood oversize  ENDPOINT SERVER_KEY KEY_FILE 100000 SECONDS -       frames of so many bytes, one after the other
 *   flood frames    ENDPOINT SERVER_KEY KEY_FILE FRAMES SECONDS -       messages of so many frames of 60,000 bytes
 *   flood crumbs    ENDPOINT SERVER_KEY KEY_FILE FRAMES SECONDS -       messages of so many frames of one byte
 *   flood deaf      ENDPOINT SERVER_KEY KEY_FILE CONNECTIONS SECONDS -  asks for the form, and never reads an answer
 *   flood one_key   ENDPOINT SERVER_KEY KEY_FILE REPORTS SECONDS DATE   so many reports as fast as they go, deaf to every BUSY
 *
 * Each prints "begun=1" when it has begun (ear: "port=...") and one line "name=value ..." at its end. honest prints one line, goes
 * on with the same connections when it is told on stdin how many seconds, prints another, and then how long a newcomer waits for a
 * receipt: reports, accepted, busy, other, served (clients that had a receipt for every report), p50_us, p99_us, most_us from the moment a report was
 * due to its receipt. What has not come ten seconds after the last was due is not waited for.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

#include "proto/calendar.h"
#include "proto/curve.h"
#include "proto/envelope.h"
#include "tests/bench/caller.h"
#include "tests/bench/sealed.h"

#define PACE_US 250000
#define PATIENCE_US 10000000
#define EAR_US 5000000
#define BIG_AHEAD_BYTES (1 << 18)
#define FRAME_WIRE_BYTES 35                /* beside its own: ZMTP's header and CURVE's */
#define FLOODER_COMMITTEE 101              /* and the 19 after it */
#define FLOODER_COMMITTEES 20

typedef struct {
    const char *endpoint, *folder;
    uint8_t     server[DBK_KEY_BYTES];
    int         n;
    int64_t     end_us;
    int32_t     day;
    dbk_keypair own;
    void       *zmq;
} task;

/* A client's socket, connecting. */
static void *
call(const task *t, const dbk_keypair *own, int send_room, int receive_room)
{
    void *socket = bench_socket(t->zmq);

    zmq_setsockopt(socket, ZMQ_SNDHWM, &send_room, sizeof(int));
    zmq_setsockopt(socket, ZMQ_RCVHWM, &receive_room, sizeof(int));
    zmq_setsockopt(socket, ZMQ_RECONNECT_IVL, &(int){ 20 }, sizeof(int));
    bench_connect(socket, own, t->server, t->endpoint);
    return socket;
}

static uint8_t *
report(uint64_t number, int32_t committee, int32_t day, size_t *size)
{
    size_t sealed_bytes;
    uint8_t *sealed = bench_sealed(committee, day, &sealed_bytes), *bytes;
    dbk_request request;

    daybook__v1__request__init(&request);
    request.has_request_id = request.has_protocol = true;
    request.request_id = number;
    request.protocol = DBK_PROTOCOL_VERSION;
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_SEALED;
    request.sealed = (ProtobufCBinaryData){ sealed_bytes, sealed };
    bytes = dbk_request_pack(&request, size);
    free(sealed);
    return bytes;
}

/* ---------------------------------------------------------------- honest */

typedef struct { void *socket; int64_t first_us; int sent, accepted, busy, other; } client;

/* Report i of a client is due at first_us + i * PACE_US: the stop-watch starts then, whenever it is really sent. */
static void
send_due(const task *t, client *c, int number, int each)
{
    while (c->sent < each && c->first_us + (int64_t)c->sent * PACE_US <= bench_now_us()) {
        size_t size;
        uint8_t *bytes = report((uint64_t)c->sent, number + 1, t->day + c->sent, &size);

        if (zmq_send(c->socket, bytes, size, ZMQ_DONTWAIT) < 0)
            c->other++;
        c->sent++;
        free(bytes);
    }
}

static void
take_answers(client *c, dbk_arena *arena, int64_t *took, size_t *n)
{
    zmq_msg_t body;

    zmq_msg_init(&body);
    while (zmq_msg_recv(&body, c->socket, ZMQ_DONTWAIT) >= 0) {
        const dbk_reply *reply = dbk_reply_unpack(arena, zmq_msg_data(&body), zmq_msg_size(&body), NULL);

        if (reply != NULL && reply->status == DBK_ACCEPTED) {
            took[(*n)++] = bench_now_us() - (c->first_us + (int64_t)reply->request_id * PACE_US);
            c->accepted++;
        } else if (reply != NULL && reply->status == DBK_BUSY) {
            c->busy++;
        } else {
            c->other++;
        }
        dbk_arena_clear(arena);
    }
    zmq_msg_close(&body);
}

/* Every client reports `each` times, the first in half a second, spread over the quarter of a second. Prints the line. */
static void
report_for_a_while(const task *t, client *c, zmq_pollitem_t *on, int each, dbk_arena *arena)
{
    int64_t *took = bench_room((size_t)(t->n * each), sizeof *took), last_us = 0;
    int answered = 0, accepted = 0, busy = 0, other = 0, served = 0, sent = 0;
    size_t n = 0;

    for (int i = 0; i < t->n; i++)
        c[i] = (client){ .socket = c[i].socket, .first_us = last_us = bench_now_us() + 500000 + (int64_t)i * PACE_US / t->n };
    last_us += (int64_t)each * PACE_US + PATIENCE_US;
    while (answered < t->n * each && bench_now_us() < last_us) {
        answered = 0;
        for (int i = 0; i < t->n; i++)
            send_due(t, &c[i], i, each);
        if (zmq_poll(on, t->n, 1) < 0)
            bench_fail("poll");
        for (int i = 0; i < t->n; i++) {
            take_answers(&c[i], arena, took, &n);
            answered += c[i].accepted + c[i].busy + c[i].other;
        }
    }
    for (int i = 0; i < t->n; i++) {
        sent += c[i].sent, accepted += c[i].accepted, busy += c[i].busy, other += c[i].other;
        served += c[i].sent == each && c[i].accepted == each;
    }
    bench_sort(took, n);
    printf("clients=%d served=%d reports=%d accepted=%d busy=%d other=%d p50_us=%lld p99_us=%lld most_us=%lld\n", t->n, served, sent,
           accepted, busy, other, n ? (long long)took[n / 2] : 0, n ? (long long)took[n * 99 / 100] : 0, n ? (long long)took[n - 1] : 0);
    fflush(stdout);
    free(took);
}

/* One who was not there before: from the call to the receipt. */
static int64_t
come_anew(const task *t, const dbk_keypair *own, int32_t day)
{
    const int64_t began = bench_now_us();
    client c = { .socket = call(t, own, 1000, 1000), .first_us = began };
    dbk_arena arena;
    int64_t took = -1;
    size_t n = 0, size;
    uint8_t *bytes = report(0, 1, day, &size);

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    zmq_send(c.socket, bytes, size, 0);
    while (n == 0 && bench_now_us() < began + 2 * PATIENCE_US) {
        zmq_poll(&(zmq_pollitem_t){ c.socket, 0, ZMQ_POLLIN, 0 }, 1, 100);
        take_answers(&c, &arena, &took, &n);
    }
    dbk_arena_fini(&arena);
    free(bytes);
    zmq_close(c.socket);
    return took;
}

static void
be_honest(task *t)
{
    int each = (int)((t->end_us - bench_now_us() + PACE_US / 2) / PACE_US), seconds;
    client *c = bench_room((size_t)t->n, sizeof *c);
    zmq_pollitem_t *on = bench_room((size_t)t->n, sizeof *on);
    dbk_keypair own;
    dbk_arena arena;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    for (int i = 0; i < t->n; i++) {
        char path[512];

        bench_key_load(bench_key_path(t->folder, i + 1, path), &own);
        c[i].socket = call(t, &own, 1000, 1000);
        on[i] = (zmq_pollitem_t){ c[i].socket, 0, ZMQ_POLLIN, 0 };
        if (i == 0)
            t->own = own;
    }
    report_for_a_while(t, c, on, each, &arena);
    if (scanf("%d", &seconds) != 1)                        /* until the flood has begun */
        bench_fail("nobody says when to go on, and how long");
    t->day += each;
    each = seconds * (1000000 / PACE_US);
    report_for_a_while(t, c, on, each, &arena);
    printf("newcomer_us=%lld\n", (long long)come_anew(t, &t->own, t->day + each));
    for (int i = 0; i < t->n; i++)
        zmq_close(c[i].socket);
    dbk_arena_fini(&arena);
    free(c), free(on);
}

/* ---------------------------------------------------------------- those who are not let in */

static int
plain_call(const task *t)
{
    const char *port = strrchr(t->endpoint, ':');
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port ? port + 1 : "")) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) != 0 && errno != EINPROGRESS) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* POLLIN: the daemon's greeting, which is read away, or its hanging up. */
static bool
is_over(int fd)
{
    char bytes[256];
    const ssize_t got = read(fd, bytes, sizeof bytes);

    return got == 0 || (got < 0 && errno != EAGAIN);
}

/* Fills the places that are empty; who finds no port calls at the next turn. Returns how many called. */
static long
fill_places(const task *t, int watch, int *fd)
{
    long calls = 0;

    for (int i = 0; i < t->n; i++) {
        struct epoll_event event = { .events = EPOLLIN, .data.u32 = (uint32_t)i };

        if (fd[i] >= 0 || (fd[i] = plain_call(t)) < 0)
            continue;
        if (epoll_ctl(watch, EPOLL_CTL_ADD, fd[i], &event) != 0)
            bench_fail("epoll");
        calls++;
    }
    return calls;
}

static void
be_silent(const task *t)
{
    int *fd = bench_room((size_t)t->n, sizeof *fd);
    const int watch = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event[1024];
    long ended = 0;

    memset(fd, 0xff, (size_t)t->n * sizeof *fd);           /* -1 each */
    long calls = fill_places(t, watch, fd);
    printf("begun=1\n"), fflush(stdout);
    while (bench_now_us() < t->end_us) {
        for (int n = epoll_wait(watch, event, 1024, 20); n > 0; n--) {
            int *place = &fd[event[n - 1].data.u32];

            if (!is_over(*place))
                continue;
            close(*place);
            *place = -1;
            ended++;
        }
        calls += fill_places(t, watch, fd);
    }
    printf("attempts=%ld refused=%ld\n", calls, ended);
    for (int i = 0; i < t->n; i++)
        if (fd[i] >= 0)
            close(fd[i]);
    close(watch);
    free(fd);
}

/* What a listener costs that does nothing but accept, and hang up after five seconds. */
static void
be_an_ear(const task *t)
{
    struct { int fd; int64_t until_us; } *call = bench_room((size_t)t->n, sizeof *call);
    struct sockaddr_in here = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const int ear = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    long first = 0, last = 0;                              /* those who are in, modulo t->n */

    if (bind(ear, (struct sockaddr *)&here, sizeof here) != 0 || listen(ear, 512) != 0 ||
        getsockname(ear, (struct sockaddr *)&here, &(socklen_t){ sizeof here }) != 0)
        bench_fail("no ear");
    printf("port=%d\n", ntohs(here.sin_port)), fflush(stdout);
    while (bench_now_us() < t->end_us) {
        int fd;

        poll(&(struct pollfd){ ear, POLLIN, 0 }, 1, 10);
        while (first < last && call[first % t->n].until_us <= bench_now_us())
            close(call[first++ % t->n].fd);
        while (last - first < t->n && (fd = accept4(ear, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
            call[last % t->n].fd = fd;
            call[last++ % t->n].until_us = bench_now_us() + EAR_US;
        }
    }
    printf("accepted=%ld\n", last);
    while (first < last)
        close(call[first++ % t->n].fd);
    close(ear);
    free(call);
}

static void
be_a_stranger(const task *t)
{
    enum { KEPT = 512 };
    void *kept[KEPT] = { NULL };
    const int64_t began = bench_now_us();
    long calls = 0;

    printf("begun=1\n"), fflush(stdout);
    while (bench_now_us() < t->end_us) {
        while (calls < (bench_now_us() - began) * t->n / 1000000) {
            dbk_keypair own;
            dbk_err err;
            void **place = &kept[calls++ % KEPT];

            if (*place != NULL)
                zmq_close(*place);
            if (dbk_keypair_make(&own, &err) != 0)
                bench_fail(err.text);
            *place = call(t, &own, 10, 10);
        }
        usleep(1000);
    }
    printf("attempts=%ld\n", calls);
    for (int i = 0; i < KEPT; i++)
        if (kept[i] != NULL)
            zmq_close(kept[i]);
}

/* ---------------------------------------------------------------- those who are */

/* A caller who knows how much of what it said has arrived, and when the daemon hangs up. */
typedef struct {
    void    *socket, *monitor;
    int      fd;                           /* of libzmq; -1 until it is connected */
    uint64_t said, arrived;                /* bytes on the wire, more or less */
    bool     let_in, hung_up;
} caller;

static caller
call_listening(const task *t, const dbk_keypair *own)
{
    caller c = { .socket = bench_socket(t->zmq), .monitor = zmq_socket(t->zmq, ZMQ_PAIR), .fd = -1 };
    const int events = ZMQ_EVENT_CONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED;
    static int number;
    char name[64];

    snprintf(name, sizeof name, "inproc://caller.%d", number++);
    zmq_setsockopt(c.monitor, ZMQ_LINGER, &(int){ 0 }, sizeof(int));
    zmq_setsockopt(c.socket, ZMQ_SNDTIMEO, &(int){ 100 }, sizeof(int));
    zmq_setsockopt(c.socket, ZMQ_SNDHWM, &(int){ 4 }, sizeof(int));
    if (zmq_socket_monitor(c.socket, name, events) != 0 || zmq_connect(c.monitor, name) != 0)
        bench_fail(zmq_strerror(errno));
    bench_connect(c.socket, own, t->server, t->endpoint);
    return c;
}

/* Waits a millisecond for what the monitor has to tell. */
static void
listen_a_while(caller *c)
{
    struct { uint16_t event; uint32_t value; } __attribute__((packed)) told;
    struct tcp_info info;
    socklen_t size = sizeof info;
    char address[256];

    zmq_poll(&(zmq_pollitem_t){ c->monitor, 0, ZMQ_POLLIN, 0 }, 1, 1);
    while (zmq_recv(c->monitor, &told, sizeof told, ZMQ_DONTWAIT) == (int)sizeof told) {
        zmq_recv(c->monitor, address, sizeof address, 0);
        c->fd = told.event == ZMQ_EVENT_CONNECTED ? (int)told.value : c->fd;
        c->let_in |= told.event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED;
        c->hung_up |= told.event == ZMQ_EVENT_DISCONNECTED;
    }
    if (c->fd >= 0 && !c->hung_up && getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0)
        c->arrived = info.tcpi_bytes_acked;
}

static void
leave_off(const caller *c)
{
    zmq_close(c->socket);
    zmq_close(c->monitor);
}

/* Message by message, as fast as the daemon takes them: libzmq sends the first frame when it has the last one, so what is said is
 * no more than what the daemon might take before it hangs up. Whoever is hung up on calls anew at once. */
static void
send_big(const task *t, const dbk_keypair *own, size_t frame_bytes, int frames)
{
    caller c = call_listening(t, own);
    uint8_t *bytes = bench_room(1, frame_bytes);
    long sent = 0, replies = 0, cut = 0;
    uint64_t arrived = 0;
    char reply[256];

    printf("begun=1\n"), fflush(stdout);
    while (bench_now_us() < t->end_us) {
        for (int i = 0; i < frames && !c.hung_up; i++)
            c.hung_up |= zmq_send(c.socket, bytes, frame_bytes, i + 1 < frames ? ZMQ_SNDMORE : 0) < 0;
        c.said += (uint64_t)frames * (frame_bytes + FRAME_WIRE_BYTES);
        sent++;
        do
            listen_a_while(&c);
        while (!c.hung_up && bench_now_us() < t->end_us && (!c.let_in || c.said > c.arrived + BIG_AHEAD_BYTES));
        while (zmq_recv(c.socket, reply, sizeof reply, ZMQ_DONTWAIT) >= 0)
            replies++;
        if (c.hung_up) {
            arrived += c.arrived;
            leave_off(&c);
            c = call_listening(t, own);
            cut++;
        }
    }
    printf("attempts=%ld answered=%ld refused=%ld arrived_mib=%llu\n", sent, replies, cut,
           (unsigned long long)((arrived + c.arrived) >> 20));
    free(bytes);
    leave_off(&c);
}

static void
be_deaf(const task *t, const dbk_keypair *own)
{
    void **socket = bench_room((size_t)t->n, sizeof *socket);
    size_t size;
    uint8_t *bytes = bench_form_query(0, &size);
    long sent = 0;

    for (int i = 0; i < t->n; i++) {
        socket[i] = call(t, own, 1000, 1);
        zmq_setsockopt(socket[i], ZMQ_RCVBUF, &(int){ 4096 }, sizeof(int));
    }
    printf("begun=1\n"), fflush(stdout);
    while (bench_now_us() < t->end_us) {
        bool any = false;

        for (int i = 0; i < t->n; i++)
            if (zmq_send(socket[i], bytes, size, ZMQ_DONTWAIT) >= 0)
                sent++, any = true;
        if (!any)
            usleep(1000);
    }
    printf("attempts=%ld\n", sent);
    for (int i = 0; i < t->n; i++)
        zmq_close(socket[i]);
    free(bytes), free(socket);
}

static void
send_without_end(const task *t, const dbk_keypair *own)
{
    void *socket = call(t, own, 1000, 100000);
    long sent = 0, by_status[16] = { 0 };
    dbk_arena arena;
    zmq_msg_t body;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    zmq_msg_init(&body);
    printf("begun=1\n"), fflush(stdout);
    while (bench_now_us() < t->end_us) {
        bool rests = true;

        if (sent < t->n) {
            size_t size;
            uint8_t *bytes = report((uint64_t)sent, FLOODER_COMMITTEE + (int32_t)(sent % FLOODER_COMMITTEES),
                                    t->day + (int32_t)(sent / FLOODER_COMMITTEES), &size);

            rests = zmq_send(socket, bytes, size, ZMQ_DONTWAIT) < 0;
            sent += !rests;
            free(bytes);
        }
        while (zmq_msg_recv(&body, socket, ZMQ_DONTWAIT) >= 0) {
            const dbk_reply *reply = dbk_reply_unpack(&arena, zmq_msg_data(&body), zmq_msg_size(&body), NULL);

            by_status[reply && reply->status < 16 ? reply->status : 0]++;
            dbk_arena_clear(&arena);
            rests = false;
        }
        if (rests)
            zmq_poll(&(zmq_pollitem_t){ socket, 0, (short)(ZMQ_POLLIN | (sent < t->n ? ZMQ_POLLOUT : 0)), 0 }, 1, 10);
    }
    printf("attempts=%ld accepted=%ld refused=%ld\n", sent, by_status[DBK_ACCEPTED], by_status[DBK_BUSY]);
    zmq_msg_close(&body);
    dbk_arena_fini(&arena);
    zmq_close(socket);
}

int
main(int argc, char **argv)
{
    struct rlimit room;
    dbk_keypair own;
    dbk_err err;
    task t;

    if (argc != 8 || sodium_init() < 0)
        bench_fail("usage: see the head of flood.c");
    if (getrlimit(RLIMIT_NOFILE, &room) == 0)
        setrlimit(RLIMIT_NOFILE, &(struct rlimit){ room.rlim_max, room.rlim_max });
    dbk_calendar_zone(DBK_ZONE_DEFAULT, NULL);
    t = (task){ .endpoint = argv[2], .folder = argv[4], .n = atoi(argv[5]), .end_us = bench_now_us() + atoi(argv[6]) * INT64_C(1000000) };
    if (strcmp(argv[3], "-") != 0 && dbk_key_parse(argv[3], t.server, &err) != 0)
        bench_fail(err.text);
    if (strcmp(argv[7], "-") != 0 && !dbk_day_parse(argv[7], &t.day))
        bench_fail("no such date");
    t.zmq = zmq_ctx_new();
    zmq_ctx_set(t.zmq, ZMQ_MAX_SOCKETS, 4096);
    if (strcmp(argv[1], "honest") == 0)
        be_honest(&t);
    else if (strcmp(argv[1], "silent") == 0)
        be_silent(&t);
    else if (strcmp(argv[1], "ear") == 0)
        be_an_ear(&t);
    else if (strcmp(argv[1], "strangers") == 0)
        be_a_stranger(&t);
    else {
        bench_key_load(argv[4], &own);
        if (strcmp(argv[1], "oversize") == 0)
            send_big(&t, &own, (size_t)t.n, 1);
        else if (strcmp(argv[1], "frames") == 0)
            send_big(&t, &own, 60000, t.n);
        else if (strcmp(argv[1], "crumbs") == 0)
            send_big(&t, &own, 1, t.n);
        else if (strcmp(argv[1], "deaf") == 0)
            be_deaf(&t, &own);
        else if (strcmp(argv[1], "one_key") == 0)
            send_without_end(&t, &own);
        else
            bench_fail("usage: see the head of flood.c");
    }
    zmq_ctx_term(t.zmq);
    return 0;
}
