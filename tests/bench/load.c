/*
 * load — many real clients from one process: CURVE, the real protocol, a window of records in flight per connection.
 *
 *   load keys CLIENTS FOLDER                                        make key files, print the public keys
 *   load run ENDPOINT SERVER_KEY FOLDER CLIENTS WINDOW NIGHTS DATE  client i reports for committee i, NIGHTS nights from DATE on
 *
 * Prints one line: reports, seconds, reports a second, and the latency of a report, submit to receipt, in microseconds: p50 p99.
 * Every answer must be ACCEPTED; anything else ends the run.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

#include "proto/calendar.h"
#include "proto/curve.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "tests/bench/sealed.h"

#define WINDOW_MOST 64

typedef struct {
    void   *socket;
    int32_t committee;
    int     sent, answered;
    int64_t began_us[WINDOW_MOST];               /* by request id modulo the window */
} client;

static int64_t
now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
fail(const char *why)
{
    fprintf(stderr, "load: %s\n", why);
    exit(1);
}

static char *
key_path(const char *folder, int i, char path[512])
{
    snprintf(path, 512, "%s/%d.key", folder, i);
    return path;
}

static int
make_keys(int n, const char *folder)
{
    for (int i = 1; i <= n; i++) {
        dbk_keypair pair;
        dbk_err err;
        char path[512], hex[DBK_KEY_HEX_CHARS + 1];

        if (dbk_keypair_make(&pair, &err) != 0 || dbk_keypair_save(&pair, key_path(folder, i, path), &err) != 0)
            fail(err.text);
        printf("%d %s\n", i, dbk_hex(pair.open, DBK_KEY_BYTES, hex));
    }
    return 0;
}

static void
submit(client *c, int window, int32_t day)
{
    dbk_request request;
    size_t sealed_bytes, size;
    uint8_t *sealed = bench_sealed(c->committee, day + c->sent, &sealed_bytes), *bytes;

    daybook__v1__request__init(&request);
    request.has_request_id = request.has_protocol = request.has_client_now_ms = request.has_attempt = true;
    request.request_id = (uint64_t)c->sent;
    request.protocol = DBK_PROTOCOL_VERSION;
    request.client_now_ms = dbk_now_ms();
    request.attempt = 1;
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_SEALED;
    request.sealed = (ProtobufCBinaryData){ sealed_bytes, sealed };
    bytes = dbk_request_pack(&request, &size);
    c->began_us[c->sent % window] = now_us();
    if (zmq_send(c->socket, bytes, size, 0) < 0)
        fail("send");
    c->sent++;
    free(bytes);
    free(sealed);
}

static int64_t
take_answer(client *c, int window, dbk_arena *arena)
{
    zmq_msg_t body;
    dbk_err err;

    zmq_msg_init(&body);
    if (zmq_msg_recv(&body, c->socket, ZMQ_DONTWAIT) < 0)
        return -1;
    const dbk_reply *reply = dbk_reply_unpack(arena, zmq_msg_data(&body), zmq_msg_size(&body), &err);
    if (reply == NULL || reply->status != DBK_ACCEPTED)
        fail(reply == NULL ? err.text : reply->n_violations ? reply->violations[0]->code : reply->reason ? reply->reason : "not accepted");
    const int64_t took = now_us() - c->began_us[reply->request_id % (uint64_t)window];
    dbk_arena_clear(arena);
    zmq_msg_close(&body);
    c->answered++;
    return took;
}

static int
ascending(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void
call(void *zmq, client *c, int i, const char *endpoint, const uint8_t server[DBK_KEY_BYTES], const char *folder)
{
    dbk_keypair pair;
    dbk_err err;
    char path[512];

    c->socket = zmq_socket(zmq, ZMQ_DEALER);
    c->committee = i + 1;
    zmq_setsockopt(c->socket, ZMQ_LINGER, &(int){ 0 }, sizeof(int));
    if (dbk_keypair_load(&pair, key_path(folder, i + 1, path), &err) != 0 || dbk_curve_client(c->socket, &pair, server, &err) != 0)
        fail(err.text);
    if (zmq_connect(c->socket, endpoint) != 0)
        fail("connect");
}

static int
run(char **arg)
{
    const int clients = atoi(arg[3]), window = atoi(arg[4]), nights = atoi(arg[5]);
    const int64_t all = (int64_t)clients * nights;
    client *c = calloc((size_t)clients, sizeof *c);
    zmq_pollitem_t *on = calloc((size_t)clients, sizeof *on);
    int64_t *took = malloc((size_t)all * sizeof *took), n = 0;
    uint8_t server[DBK_KEY_BYTES];
    dbk_arena arena;
    dbk_err err;
    int32_t day;
    void *zmq = zmq_ctx_new();

    zmq_ctx_set(zmq, ZMQ_MAX_SOCKETS, clients + 16);
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    if (!c || !on || !took || window < 1 || window > WINDOW_MOST || dbk_key_parse(arg[1], server, &err) != 0 || !dbk_day_parse(arg[6], &day))
        fail("usage: see the head of load.c");
    for (int i = 0; i < clients; i++) {
        call(zmq, &c[i], i, arg[0], server, arg[2]);
        on[i] = (zmq_pollitem_t){ c[i].socket, 0, ZMQ_POLLIN, 0 };
    }
    const int64_t began = now_us();
    for (int i = 0; i < clients; i++)
        while (c[i].sent < window && c[i].sent < nights)
            submit(&c[i], window, day);
    while (n < all) {
        if (zmq_poll(on, clients, 60000) <= 0)
            fail("no answer for a minute");
        for (int i = 0; i < clients; i++)
            for (int64_t us; on[i].revents && (us = take_answer(&c[i], window, &arena)) >= 0; took[n++] = us)
                if (c[i].sent < nights)
                    submit(&c[i], window, day);
    }
    const double seconds = (double)(now_us() - began) / 1e6;
    qsort(took, (size_t)all, sizeof *took, ascending);
    printf("%lld %.3f %.0f %lld %lld\n", (long long)all, seconds, (double)all / seconds, (long long)took[all / 2],
           (long long)took[all * 99 / 100]);
    for (int i = 0; i < clients; i++)
        zmq_close(c[i].socket);
    zmq_ctx_term(zmq);
    dbk_arena_fini(&arena);
    free(c), free(on), free(took);
    return 0;
}

int
main(int argc, char **argv)
{
    if (sodium_init() < 0)
        fail("libsodium");
    dbk_calendar_zone(DBK_ZONE_DEFAULT, NULL);
    if (argc == 4 && strcmp(argv[1], "keys") == 0)
        return make_keys(atoi(argv[2]), argv[3]);
    if (argc == 9 && strcmp(argv[1], "run") == 0)
        return run(argv + 2);
    fail("usage: see the head of load.c");
}
