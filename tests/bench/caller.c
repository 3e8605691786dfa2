#include "tests/bench/caller.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zmq.h>

#include "proto/envelope.h"

void
bench_fail(const char *why)
{
    fprintf(stderr, "%s: %s\n", program_invocation_short_name, why);
    exit(1);
}

void *
bench_room(size_t n, size_t size)
{
    void *room = calloc(n, size);

    if (room == NULL)
        bench_fail("no memory");
    return room;
}

int64_t
bench_now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int
ascending(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

void
bench_sort(int64_t *us, size_t n)
{
    qsort(us, n, sizeof *us, ascending);
}

char *
bench_key_path(const char *folder, int number, char path[512])
{
    snprintf(path, 512, "%s/%d.key", folder, number);
    return path;
}

void
bench_key_load(const char *path, dbk_keypair *pair)
{
    dbk_err err;

    if (dbk_keypair_load(pair, path, &err) != 0)
        bench_fail(err.text);
}

void *
bench_socket(void *zmq)
{
    void *socket = zmq_socket(zmq, ZMQ_DEALER);

    if (socket == NULL)
        bench_fail(errno == EMFILE ? "no socket left: raise ulimit -n" : zmq_strerror(errno));
    zmq_setsockopt(socket, ZMQ_LINGER, &(int){ 0 }, sizeof(int));
    return socket;
}

void
bench_connect(void *socket, const dbk_keypair *own, const uint8_t server[DBK_KEY_BYTES], const char *endpoint)
{
    dbk_err err;

    if (dbk_curve_client(socket, own, server, &err) != 0)
        bench_fail(err.text);
    if (zmq_connect(socket, endpoint) != 0)
        bench_fail(zmq_strerror(errno));
}

uint8_t *
bench_form_query(uint32_t version, size_t *size)
{
    Daybook__V1__FormQuery form = DAYBOOK__V1__FORM_QUERY__INIT;
    dbk_query query = DAYBOOK__V1__QUERY__INIT;
    dbk_request request;

    form.has_version = version != 0;
    form.version = version;
    query.what_case = DAYBOOK__V1__QUERY__WHAT_FORM;
    query.form = &form;
    daybook__v1__request__init(&request);
    request.has_request_id = request.has_protocol = true;
    request.protocol = DBK_PROTOCOL_VERSION;
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_QUERY;
    request.query = &query;
    return dbk_request_pack(&request, size);
}
