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

#define FIGURES 40
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

static ProtobufCBinaryData
text(const char *words)
{
    return (ProtobufCBinaryData){ strlen(words), (uint8_t *)(uintptr_t)words };
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

/* One header and four child rows: two cases, two observations. */
static uint8_t *
make_sealed(int32_t committee, int32_t day, size_t *size)
{
    dbk_record record = DAYBOOK__V1__RECORD__INIT;
    dbk_nightly_report report = DAYBOOK__V1__NIGHTLY_REPORT__INIT;
    dbk_figure figure[FIGURES], *figures[FIGURES];
    dbk_case kase = DAYBOOK__V1__CASE__INIT, *cases[] = { &kase, &kase };
    dbk_observation seen = DAYBOOK__V1__OBSERVATION__INIT, *observations[] = { &seen, &seen };
    uint8_t id[DBK_ID_BYTES];

    for (uint32_t i = 0; i < FIGURES; i++) {
        daybook__v1__figure__init(&figure[i]);
        figure[i].has_indicator = figure[i].has_value = true;
        figure[i].indicator = i + 1;
        figure[i].value = 0;
        figures[i] = &figure[i];
    }
    figure[0].value = figure[1].value = 14;
    figure[5].value = 112;
    figure[7].value = 1860;
    figure[15].value = 40, figure[16].value = 90;
    report.n_figures = FIGURES;
    report.figures = figures;
    report.has_situation = true;
    report.situation = text("今日门岗秩序正常,测温登记有序,居家隔离人员情绪稳定,物资代送及时,楼道消毒两遍,居民配合良好。");
    report.has_zero_report = report.zero_report = true;
    kase.has_title = kase.has_category = kase.has_place = kase.has_story = kase.has_result = kase.has_may_publish = true;
    kase.title = text("雨夜为独居老人送药");
    kase.category = DAYBOOK__V1__WORK_KIND__PARCEL;
    kase.place = text("三号门岗");
    kase.story = text("傍晚接到电话,独居老人的降压药只剩一天。值守人员冒雨到卫生中心代配,按门铃隔门交接,并约好下周提前一天提醒。");
    kase.result = text("当晚送达");
    report.n_cases = 2;
    report.cases = cases;
    seen.has_kind = seen.has_category = seen.has_place = seen.has_text = seen.has_needs_office = true;
    seen.kind = DAYBOOK__V1__OBSERVATION_KIND__SUGGESTION;
    seen.category = DAYBOOK__V1__WORK_KIND__GATE;
    seen.place = text("南门");
    seen.text = text("晚高峰南门排队较长,建议增加一支额温枪,并把外卖交接点移到侧门。");
    report.n_observations = 2;
    report.observations = observations;
    dbk_id_make(id, dbk_now_ms());
    record.has_id = record.has_committee_id = record.has_kind = record.has_report_date = record.has_form_version = true;
    record.has_sealed_at_ms = true;
    record.id = (ProtobufCBinaryData){ sizeof id, id };
    record.committee_id = (uint32_t)committee;
    record.kind = DBK_NIGHTLY_REPORT;
    record.report_date = dbk_day_ymd(day);
    record.form_version = 1;
    record.sealed_at_ms = dbk_now_ms();
    record.nightly_report = &report;
    return dbk_record_pack(&record, size);
}

static void
submit(client *c, int window, int32_t day)
{
    dbk_request request;
    size_t sealed_bytes, size;
    uint8_t *sealed = make_sealed(c->committee, day + c->sent, &sealed_bytes), *bytes;

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
