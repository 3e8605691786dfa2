/*
 * load — many real clients from one process: CURVE, the real protocol, a window of records in flight per connection.
 *
 *   load keys COUNT FOLDER                                     make key files, print the public keys
 *   load run ENDPOINT SERVER_KEY FOLDER CLIENTS WINDOW NIGHTS DATE [COMMITTEES [SECONDS]]
 *       CLIENTS is a number, or FIRST-LAST of the keys for one process of several;
 *       client i reports for COMMITTEES committees of its own (1), NIGHTS nights from DATE on. Without SECONDS as fast as its
 *       window lets it; with SECONDS each client sends its only report at its own moment of that time
 *   load echo ROUNDS                                           round trips of one client and a bare CURVE echo of a report's size
 *
 * `run` prints one line: reports, seconds, reports a second, and the latency of a report, submit to receipt, in microseconds:
 * p50 p99. `echo` prints p50 p99. The clock starts when every client has shaken hands. Every answer must be ACCEPTED; anything
 * else ends the run.
 *
 * It shares the machine with what it measures, so it is built to cost little: the body of the report is packed once, and
 * epoll watches the sockets' ZMQ_FDs, where zmq_poll would look at every socket at every turn.
 */
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include "proto/calendar.h"
#include "proto/curve.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "tests/bench/caller.h"
#include "tests/bench/sealed.h"

#define WINDOW_MOST 64
#define PATIENCE_MS 60000
#define HANDSHAKES_AT_ONCE 200

typedef struct {
    void   *socket;
    int     sent, answered;
    int64_t began_us[WINDOW_MOST];               /* by request id modulo the window */
} client;

typedef struct {
    const char *endpoint, *folder;
    uint8_t     server[DBK_KEY_BYTES];
    int         first, clients, window, committees, nights;     /* first: 1 and up */
    int32_t     day;
    int         each;                            /* reports of a client */
    int64_t     all, done;
    uint8_t    *body;                            /* the packed report: the same for every record */
    size_t      body_bytes;
    void       *zmq;
    int         epoll;
    client     *client;
    int64_t    *took_us;
    dbk_arena   arena;
} load;

static int
make_keys(int n, const char *folder)
{
    for (int i = 1; i <= n; i++) {
        dbk_keypair pair;
        dbk_err err;
        char path[512], hex[DBK_KEY_HEX_CHARS + 1];

        if (dbk_keypair_make(&pair, &err) != 0 || dbk_keypair_save(&pair, bench_key_path(folder, i, path), &err) != 0)
            bench_fail(err.text);
        printf("%d %s\n", i, dbk_hex(pair.open, DBK_KEY_BYTES, hex));
    }
    return 0;
}

static void
submit(load *l, client *c)
{
    const int number = l->first - 1 + (int)(c - l->client), i = c->sent;
    uint8_t sealed[DBK_FRAME_MAX_BYTES], frame[DBK_FRAME_MAX_BYTES];
    const size_t head = bench_head(sealed, number * l->committees + i % l->committees + 1, l->day + i / l->committees);
    dbk_request request;

    memcpy(sealed + head, l->body, l->body_bytes);
    daybook__v1__request__init(&request);
    request.has_request_id = request.has_protocol = request.has_client_now_ms = request.has_attempt = true;
    request.request_id = (uint64_t)i;
    request.protocol = DBK_PROTOCOL_VERSION;
    request.client_now_ms = dbk_now_ms();
    request.attempt = 1;
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_SEALED;
    request.sealed = (ProtobufCBinaryData){ head + l->body_bytes, sealed };
    const size_t size = daybook__v1__request__pack(&request, frame);
    c->began_us[i % l->window] = bench_now_us();
    if (zmq_send(c->socket, frame, size, 0) < 0)
        bench_fail("send");
    c->sent++;
}

static int64_t
take_answer(load *l, client *c)
{
    zmq_msg_t body;
    dbk_err err;

    zmq_msg_init(&body);
    if (zmq_msg_recv(&body, c->socket, ZMQ_DONTWAIT) < 0)
        return -1;
    const dbk_reply *reply = dbk_reply_unpack(&l->arena, zmq_msg_data(&body), zmq_msg_size(&body), &err);
    if (reply == NULL || reply->status != DBK_ACCEPTED)
        bench_fail(reply == NULL ? err.text : reply->n_violations ? reply->violations[0]->code : reply->reason ? reply->reason : "not accepted");
    const int64_t took = bench_now_us() - c->began_us[reply->request_id % (uint64_t)l->window];
    dbk_arena_clear(&l->arena);
    zmq_msg_close(&body);
    c->answered++;
    return took;
}

/* ---------------------------------------------------------------- connections */

static void
watch(load *l, client *c)
{
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = c };
    int fd;
    size_t size = sizeof fd;

    if (zmq_getsockopt(c->socket, ZMQ_FD, &fd, &size) != 0 || epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &event) != 0)
        bench_fail("epoll");
}

/* Connects; a query that any key may ask tells when hands are shaken. */
static void
call(load *l, client *c)
{
    dbk_keypair pair;
    char path[512];
    size_t size;
    uint8_t *bytes = bench_form_query(99, &size);

    bench_key_load(bench_key_path(l->folder, l->first + (int)(c - l->client), path), &pair);
    c->socket = bench_socket(l->zmq);
    bench_connect(c->socket, &pair, l->server, l->endpoint);
    zmq_send(c->socket, bytes, size, 0);
    free(bytes);
}

/* No more handshakes at once than the port's backlog holds. */
static void
call_all(load *l)
{
    for (int first = 0; first < l->clients; first += HANDSHAKES_AT_ONCE) {
        const int n = l->clients - first < HANDSHAKES_AT_ONCE ? l->clients - first : HANDSHAKES_AT_ONCE;

        for (int i = first; i < first + n; i++)
            call(l, &l->client[i]);
        for (int i = first; i < first + n; i++) {
            char answer[512];

            zmq_setsockopt(l->client[i].socket, ZMQ_RCVTIMEO, &(int){ PATIENCE_MS }, sizeof(int));
            if (zmq_recv(l->client[i].socket, answer, sizeof answer, 0) < 0)
                bench_fail("no handshake for a minute");
            watch(l, &l->client[i]);
        }
    }
}

/* ---------------------------------------------------------------- run */

/* Takes what is there, and sends on. A send may swallow the wake-up of an answer, so it reads until nothing is left. */
static void
serve(load *l, client *c)
{
    for (int64_t us; (us = take_answer(l, c)) >= 0; l->took_us[l->done++] = us)
        if (c->sent < l->each)
            submit(l, c);
}

static void
wait_for_answers(load *l, int timeout_ms)
{
    struct epoll_event event[256];
    const int n = epoll_wait(l->epoll, event, 256, timeout_ms);

    for (int i = 0; i < n; i++)
        serve(l, event[i].data.ptr);
    if (n == 0 && timeout_ms == PATIENCE_MS)
        bench_fail("no answer for a minute");
}

static void
run_at_full_speed(load *l)
{
    for (int i = 0; i < l->clients; i++)
        while (l->client[i].sent < l->window && l->client[i].sent < l->each)
            submit(l, &l->client[i]);
    for (int i = 0; i < l->clients; i++)
        serve(l, &l->client[i]);
    while (l->done < l->all)
        wait_for_answers(l, PATIENCE_MS);
}

static void
run_over(load *l, int seconds)
{
    const int64_t began = bench_now_us();

    for (int i = 0; i < l->clients; i++) {
        const int64_t due = began + (int64_t)seconds * 1000000 * i / l->clients;

        for (int64_t left; (left = due - bench_now_us()) > 0;)
            wait_for_answers(l, (int)(left / 1000));
        submit(l, &l->client[i]);
        serve(l, &l->client[i]);
    }
    while (l->done < l->all)
        wait_for_answers(l, PATIENCE_MS);
}

static int
run(char **arg, int committees, int seconds)
{
    load l = { .endpoint = arg[0], .folder = arg[2], .first = 1, .clients = atoi(arg[3]), .window = atoi(arg[4]), .nights = atoi(arg[5]),
               .committees = committees };
    dbk_err err;

    if (strchr(arg[3], '-') != NULL) {
        l.first = l.clients;
        l.clients = atoi(strchr(arg[3], '-') + 1) - l.first + 1;
    }
    l.each = l.committees * l.nights;
    l.all = (int64_t)l.clients * l.each;
    if (dbk_key_parse(arg[1], l.server, &err) != 0 || !dbk_day_parse(arg[6], &l.day) || l.all < 1 || l.window < 1 ||
        l.window > WINDOW_MOST)
        bench_fail("usage: see the head of load.c");
    l.zmq = zmq_ctx_new();
    zmq_ctx_set(l.zmq, ZMQ_MAX_SOCKETS, l.clients + 16);
    l.epoll = epoll_create1(0);
    l.body = bench_body(&l.body_bytes);
    l.client = bench_room((size_t)l.clients, sizeof *l.client);
    l.took_us = bench_room((size_t)l.all, sizeof *l.took_us);
    dbk_arena_init(&l.arena, DBK_UNPACK_MAX_BYTES);
    call_all(&l);
    const int64_t began = bench_now_us();
    if (seconds > 0)
        run_over(&l, seconds);
    else
        run_at_full_speed(&l);
    const double took = (double)(bench_now_us() - began) / 1e6;
    bench_sort(l.took_us, (size_t)l.all);
    printf("%lld %.3f %.0f %lld %lld\n", (long long)l.all, took, (double)l.all / took, (long long)l.took_us[l.all / 2],
           (long long)l.took_us[l.all * 99 / 100]);
    fflush(stdout);
    _exit(0);                                    /* ten thousand sockets are closed by the kernel in no time */
}

/* ---------------------------------------------------------------- echo */

static void
serve_echo(const dbk_keypair *own, int port_out)
{
    void *zmq = zmq_ctx_new(), *socket = zmq_socket(zmq, ZMQ_ROUTER);
    char endpoint[256];
    size_t size = sizeof endpoint;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &(int){ 1 }, sizeof(int));
    zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, own->secret, DBK_KEY_BYTES);
    if (zmq_bind(socket, "tcp://127.0.0.1:*") != 0 || zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint, &size) != 0 ||
        write(port_out, endpoint, sizeof endpoint) < 0)
        bench_fail("echo");
    for (;;) {
        zmq_msg_t part;
        int more;

        zmq_msg_init(&part);
        if (zmq_msg_recv(&part, socket, 0) < 0)
            continue;
        more = zmq_msg_more(&part);
        zmq_msg_send(&part, socket, more ? ZMQ_SNDMORE : 0);
    }
}

static int
echo(int rounds)
{
    dbk_keypair server, own;
    dbk_err err;
    int pipes[2];
    char endpoint[256];
    size_t size;
    uint8_t *body = bench_body(&size);
    int64_t *took = bench_room((size_t)rounds, sizeof *took);

    if (rounds < 1 || pipe(pipes) != 0 || dbk_keypair_make(&server, &err) != 0 || dbk_keypair_make(&own, &err) != 0)
        bench_fail("echo");
    const pid_t child = fork();
    if (child == 0)
        serve_echo(&server, pipes[1]);
    if (read(pipes[0], endpoint, sizeof endpoint) != (ssize_t)sizeof endpoint)
        bench_fail("echo");
    void *socket = bench_socket(zmq_ctx_new());
    bench_connect(socket, &own, server.open, endpoint);
    for (int i = -10; i < rounds; i++) {         /* ten to warm up */
        const int64_t began = bench_now_us();
        char back[DBK_FRAME_MAX_BYTES];

        if (zmq_send(socket, body, size, 0) < 0 || zmq_recv(socket, back, sizeof back, 0) < 0)
            bench_fail("echo");
        if (i >= 0)
            took[i] = bench_now_us() - began;
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    bench_sort(took, (size_t)rounds);
    printf("%lld %lld\n", (long long)took[rounds / 2], (long long)took[(int64_t)rounds * 99 / 100]);
    return 0;
}

int
main(int argc, char **argv)
{
    if (sodium_init() < 0)
        bench_fail("libsodium");
    dbk_calendar_zone(DBK_ZONE_DEFAULT, NULL);
    if (argc == 4 && strcmp(argv[1], "keys") == 0)
        return make_keys(atoi(argv[2]), argv[3]);
    if (argc >= 9 && argc <= 11 && strcmp(argv[1], "run") == 0)
        return run(argv + 2, argc > 9 ? atoi(argv[9]) : 1, argc > 10 ? atoi(argv[10]) : 0);
    if (argc == 3 && strcmp(argv[1], "echo") == 0)
        return echo(atoi(argv[2]));
    bench_fail("usage: see the head of load.c");
}
