#include "clients/secretary/courier.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/envelope.h"

/* Several endpoints share the time allowed, but none gets less than a handshake needs. */
#define ENDPOINT_LEAST_MS 5000
#define OTHER_KEY_AFTER_MS 200           /* by then the monitor has said all it knows of the failure */

struct dbk_courier {
    void         *zmq, *socket, *monitor;    /* socket and monitor: NULL while no endpoint is taken up */
    dbk_keypair   pair;
    dbk_endpoint  endpoint[DBK_ENDPOINTS_MAX];
    size_t        n, current;
    dbk_line      line;
    int64_t       line_since;                /* ticks */
    uint64_t      request_id;
    bool          sent;                      /* the question has gone out on this connection */
    uint8_t      *answer;                    /* DBK_FRAME_MAX_BYTES */
    size_t        answer_size;
    int64_t       skew_ms;
    uint32_t      returned;
};

dbk_courier *
dbk_courier_open(const dbk_endpoint *endpoints, size_t n, const dbk_keypair *pair, dbk_err *err)
{
    dbk_courier *courier = calloc(1, sizeof *courier);

    assert(courier != NULL && n > 0 && n <= DBK_ENDPOINTS_MAX);
    courier->answer = malloc(DBK_FRAME_MAX_BYTES);
    assert(courier->answer != NULL);
    courier->zmq = zmq_ctx_new();
    if (courier->zmq == NULL || !zmq_has("curve")) {
        dbk_err_set(err, DBK_E_CONFIG, "%s", _("this machine's libzmq has no CURVE encryption"));
        dbk_courier_close(&courier);
        return NULL;
    }
    memcpy(courier->endpoint, endpoints, n * sizeof *endpoints);
    courier->n = n;
    courier->pair = *pair;
    randombytes_buf(&courier->request_id, sizeof courier->request_id);
    return courier;
}

static void
hang_up(dbk_courier *courier)
{
    /* The monitor's last event is sent blocking: its reader must still be there to take it. */
    if (courier->socket) {
        zmq_socket_monitor(courier->socket, NULL, 0);
        zmq_close(courier->socket);
    }
    if (courier->monitor)
        zmq_close(courier->monitor);
    courier->monitor = courier->socket = NULL;
}

void
dbk_courier_close(dbk_courier **courier)
{
    if (*courier == NULL)
        return;
    hang_up(*courier);
    if ((*courier)->zmq)
        zmq_ctx_term((*courier)->zmq);
    dbk_keypair_wipe(&(*courier)->pair);
    free((*courier)->answer);
    free(*courier);
    *courier = NULL;
}

/* ------------------------------------------------------------------ taking up an endpoint */

static const struct { int option, value; } options[] = {
    { ZMQ_LINGER, 0 },                       /* the outbox is the durability */
    { ZMQ_IMMEDIATE, 1 },                    /* never queue for a connection that is not there */
    { ZMQ_HANDSHAKE_IVL, 5000 },
    { ZMQ_CONNECT_TIMEOUT, 5000 },
    { ZMQ_RECONNECT_IVL, 200 },
    { ZMQ_RECONNECT_IVL_MAX, 10000 },
    { ZMQ_HEARTBEAT_IVL, 15000 },
    { ZMQ_HEARTBEAT_TIMEOUT, 30000 },
    { ZMQ_HEARTBEAT_TTL, 45000 },
    { ZMQ_SNDTIMEO, 0 },
};

static int
set_options(void *socket, dbk_err *err)
{
    const int64_t most = DBK_SOCKET_MAX_BYTES;

    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (zmq_setsockopt(socket, options[i].option, &options[i].value, sizeof options[i].value) != 0)
            return dbk_err_set(err, DBK_E_SYSTEM, "zmq option %d: %s", options[i].option, zmq_strerror(errno));
    if (zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &most, sizeof most) != 0)
        return dbk_err_set(err, DBK_E_SYSTEM, "zmq option %d: %s", ZMQ_MAXMSGSIZE, zmq_strerror(errno));
    return 0;
}

/* The monitor must listen before the connection is tried, or the first event is lost. */
static int
watch(dbk_courier *courier, dbk_err *err)
{
    static unsigned count;
    const int linger = 0;
    char name[48];

    snprintf(name, sizeof name, "inproc://daybook.line.%u", ++count);
    if (zmq_socket_monitor(courier->socket, name, ZMQ_EVENT_ALL) != 0)
        return dbk_err_set(err, DBK_E_SYSTEM, "zmq monitor: %s", zmq_strerror(errno));
    courier->monitor = zmq_socket(courier->zmq, ZMQ_PAIR);
    if (courier->monitor == NULL || zmq_setsockopt(courier->monitor, ZMQ_LINGER, &linger, sizeof linger) != 0 ||
        zmq_connect(courier->monitor, name) != 0)
        return dbk_err_set(err, DBK_E_SYSTEM, "zmq monitor: %s", zmq_strerror(errno));
    return 0;
}

static void
change_line(dbk_courier *courier, dbk_line line)
{
    if (line != courier->line)
        courier->line_since = dbk_tick_ms();
    courier->line = line;
}

static int
take_up(dbk_courier *courier, dbk_err *err)
{
    const dbk_endpoint *to = &courier->endpoint[courier->current];

    if (courier->socket)
        return 0;
    courier->socket = zmq_socket(courier->zmq, ZMQ_DEALER);
    if (courier->socket == NULL)
        return dbk_err_set(err, DBK_E_SYSTEM, "zmq socket: %s", zmq_strerror(errno));
    courier->line = LINE_UNTRIED;
    courier->line_since = dbk_tick_ms();
    courier->sent = false;
    if (set_options(courier->socket, err) != 0 ||
        dbk_curve_client(courier->socket, &courier->pair, to->server_key, err) != 0 || watch(courier, err) != 0)
        goto fail;
    if (zmq_connect(courier->socket, to->address) == 0)
        return 0;
    dbk_err_set(err, DBK_E_CONFIG, _("this is no endpoint such as tcp://HOST:5570: %s"), to->address);
fail:
    hang_up(courier);
    return -1;
}

/* ------------------------------------------------------------------ waiting */

/* The first frame of a monitor event: number and value, in the machine's order. */
static bool
next_event(dbk_courier *courier, uint16_t *event, uint32_t *value)
{
    uint8_t frame[6], address[512];

    if (zmq_recv(courier->monitor, frame, sizeof frame, ZMQ_DONTWAIT) != (int)sizeof frame)
        return false;
    memcpy(event, frame, sizeof *event);
    memcpy(value, frame + sizeof *event, sizeof *value);
    (void)zmq_recv(courier->monitor, address, sizeof address, ZMQ_DONTWAIT);
    return true;
}

static void
hear_monitor(dbk_courier *courier)
{
    uint16_t event;
    uint32_t value;

    while (next_event(courier, &event, &value)) {
        const dbk_heard heard = dbk_line_heard(event, value);

        change_line(courier, dbk_line_next(courier->line, heard));
        if (heard == HEARD_WELCOME || heard == HEARD_DISCONNECTED)
            courier->sent = false;           /* what went out on the old connection is lost: say it again */
    }
}

/* Until something happens, `ms` at most. The event of a handshake may come before there is room to send. */
static void
wait_for_news(dbk_courier *courier, bool to_send, int64_t ms)
{
    zmq_pollitem_t on[] = {
        { courier->socket, 0, (short)(ZMQ_POLLIN | (to_send ? ZMQ_POLLOUT : 0)), 0 },
        { courier->monitor, 0, ZMQ_POLLIN, 0 },
    };

    (void)zmq_poll(on, 2, ms > 0 ? ms : 0);
    hear_monitor(courier);
}

/* One message: an optional empty delimiter, then the body. False when there is none, or it is not shaped so. */
static bool
receive(dbk_courier *courier)
{
    bool more = true, ours = false;

    for (int frames = 0; more; frames++) {
        int is_more = 0;
        size_t room = sizeof is_more;
        const int n = zmq_recv(courier->socket, courier->answer, DBK_FRAME_MAX_BYTES, ZMQ_DONTWAIT);

        if (n < 0)
            return false;
        zmq_getsockopt(courier->socket, ZMQ_RCVMORE, &is_more, &room);
        more = is_more != 0;
        ours = !more && frames <= 1 && n > 0 && (size_t)n <= DBK_FRAME_MAX_BYTES;
        courier->answer_size = ours ? (size_t)n : 0;
    }
    return ours;
}

/* A time that no clock shows is none. */
static bool
is_clock(int64_t ms)
{
    return ms > 0 && ms <= DBK_INSTANT_LAST_MS;
}

/* The answer to the question that is open. One without an id can only be to it: a new connection has a new socket or
 * a new routing id at the server, and only one question is open at a time. */
static const dbk_reply *
answer_to(dbk_courier *courier, dbk_arena *arena, int64_t asked_ms)
{
    const dbk_reply *reply = dbk_reply_unpack(arena, courier->answer, courier->answer_size, NULL);

    if (reply == NULL || (reply->has_request_id && reply->request_id != courier->request_id)) {
        dbk_arena_clear(arena);
        return NULL;
    }
    courier->skew_ms = is_clock(reply->server_now_ms) ? reply->server_now_ms - (asked_ms + dbk_now_ms()) / 2 : 0;
    return reply;
}

/* A wrong server key is not waited for when there is another one to try: so a server's key is changed. */
static int
patience(const dbk_courier *courier)
{
    return courier->n > 1 && courier->line == LINE_NOT_OURS ? OTHER_KEY_AFTER_MS : dbk_line_patience_ms(courier->line);
}

/* Whether there is still something to be hoped for from this endpoint. */
static bool
hopeless(const dbk_courier *courier)
{
    return patience(courier) >= 0 && dbk_tick_ms() - courier->line_since >= patience(courier);
}

static int64_t
least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t
most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static const dbk_reply *
ask_here(dbk_courier *courier, const uint8_t *question, size_t size, int64_t until, dbk_arena *arena)
{
    const int64_t asked_ms = dbk_now_ms();

    while (!hopeless(courier)) {
        const int64_t left = until - dbk_tick_ms();
        const int patience_ms = patience(courier);

        while (receive(courier)) {
            const dbk_reply *reply = courier->sent ? answer_to(courier, arena, asked_ms) : NULL;

            if (reply)
                return reply;
        }
        if (left <= 0)
            break;
        if (courier->line == LINE_REACHED && !courier->sent)
            courier->sent = zmq_send(courier->socket, question, size, ZMQ_DONTWAIT) == (int)size;
        wait_for_news(courier, courier->line == LINE_REACHED && !courier->sent,
                      patience_ms < 0 ? left : least(left, courier->line_since + patience_ms - dbk_tick_ms()));
    }
    return NULL;
}

/* ------------------------------------------------------------------ asking */

static uint8_t *
write_question(dbk_courier *courier, dbk_request *request, size_t *size)
{
    request->has_request_id = request->has_protocol = request->has_client_now_ms = true;
    request->request_id = ++courier->request_id;
    request->protocol = DBK_PROTOCOL_VERSION;
    request->client_now_ms = dbk_now_ms();
    return dbk_request_pack(request, size);
}

const dbk_reply *
dbk_courier_ask(dbk_courier *courier, dbk_request *request, int timeout_ms, dbk_arena *arena, dbk_err *err)
{
    const dbk_reply *reply = NULL;
    const int64_t until = dbk_tick_ms() + timeout_ms;
    const int64_t share_ms = most(timeout_ms / (int64_t)courier->n, ENDPOINT_LEAST_MS);
    dbk_line furthest = LINE_UNTRIED;
    dbk_err why = { 0 };
    size_t size;
    uint8_t *question = write_question(courier, request, &size);

    courier->answer_size = 0;
    courier->sent = false;
    for (size_t tried = 0; tried < courier->n; tried++) {
        const dbk_endpoint *at = &courier->endpoint[courier->current];

        if (take_up(courier, &why) != 0)
            break;
        reply = ask_here(courier, question, size, least(until, dbk_tick_ms() + share_ms), arena);
        if (reply)
            break;
        dbk_courier_turn_away(courier);      /* no late answer to this question may meet the next one */
        if (tried == 0 || courier->line > furthest) {        /* the one that came further tells more */
            furthest = courier->line;
            dbk_err_set(&why, dbk_line_code(furthest), _("%s: %s"), at->address, dbk_line_words(furthest));
        }
    }
    free(question);
    if (reply == NULL) {
        courier->line = furthest;
        dbk_err_set(err, why.code, "%s", why.text);
    }
    return reply;
}

/* What came to words that nobody waited for. */
static void
hear_answers(dbk_courier *courier)
{
    dbk_arena arena;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    while (receive(courier)) {
        const dbk_reply *reply = dbk_reply_unpack(&arena, courier->answer, courier->answer_size, NULL);

        if (reply && reply->has_status && reply->status == DBK_ANSWER)
            courier->returned = reply->has_returned ? reply->returned : 0;
        dbk_arena_clear(&arena);
    }
    dbk_arena_fini(&arena);
    courier->answer_size = 0;
}

bool
dbk_courier_tell(dbk_courier *courier, dbk_request *request)
{
    bool gone = false;
    uint8_t *words;
    size_t size;

    if (take_up(courier, NULL) != 0)
        return false;
    hear_monitor(courier);
    hear_answers(courier);
    if (hopeless(courier)) {
        dbk_courier_turn_away(courier);
        return false;
    }
    if (courier->line != LINE_REACHED)
        return false;
    words = write_question(courier, request, &size);
    gone = zmq_send(courier->socket, words, size, ZMQ_DONTWAIT) == (int)size;
    free(words);
    return gone;
}

uint32_t
dbk_courier_returned(const dbk_courier *courier)
{
    return courier->returned;
}

const dbk_reply *
dbk_courier_query(dbk_courier *courier, dbk_query *query, int timeout_ms, dbk_arena *arena, dbk_err *err)
{
    dbk_request request;

    daybook__v1__request__init(&request);
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_QUERY;
    request.query = query;
    return dbk_courier_ask(courier, &request, timeout_ms, arena, err);
}

const dbk_reply *
dbk_courier_ask_scope(dbk_courier *courier, int timeout_ms, dbk_arena *arena, dbk_err *err)
{
    Daybook__V1__ScopeQuery asked;
    dbk_query query;

    daybook__v1__scope_query__init(&asked);
    daybook__v1__query__init(&query);
    query.what_case = DAYBOOK__V1__QUERY__WHAT_SCOPE;
    query.scope = &asked;
    return dbk_courier_query(courier, &query, timeout_ms, arena, err);
}

void
dbk_courier_turn_away(dbk_courier *courier)
{
    hang_up(courier);
    courier->current = (courier->current + 1) % courier->n;
}

void
dbk_courier_rest(dbk_courier *courier, int ms)
{
    const int64_t until = dbk_tick_ms() + ms;

    if (courier->socket == NULL)
        poll(NULL, 0, ms);
    for (int64_t left = ms; courier->socket && left > 0; left = until - dbk_tick_ms()) {
        wait_for_news(courier, false, left);
        while (receive(courier))
            ;                                /* nothing is open: an answer now is to nothing */
    }
}

const void *
dbk_courier_last_bytes(const dbk_courier *courier, size_t *size)
{
    *size = courier->answer_size;
    return courier->answer;
}

dbk_line
dbk_courier_line(const dbk_courier *courier)
{
    return courier->line;
}

int64_t
dbk_courier_skew_ms(const dbk_courier *courier)
{
    return courier->skew_ms;
}
