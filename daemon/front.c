#include "daemon/front.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/gate.h"
#include "daemon/guard.h"
#include "daemon/log.h"
#include "proto/calendar.h"
#include "proto/envelope.h"
#include "proto/ident.h"

/*
 * Measured: with 60 in flight and SNDHWM 64 receipts were dropped in every run; at most half of it in flight, none
 * were. RCVHWM counts messages: 16 of 64 KiB a connection bound what a stranger can make us hold.
 */
const dbk_port dbk_port_reports = {
    .name = "port", .zap_domain = DBK_ZAP_DOMAIN, .io_threads = 1, .message_max_bytes = DBK_SOCKET_MAX_BYTES,
    .send_room = 256, .receive_room = 16, .backlog = 512, .share = 1,
};
/* Whoever connects is a stranger: little room, and an I/O thread that no report passes through. */
const dbk_port dbk_port_enrolment = {
    .name = "enrol_port", .zap_domain = DBK_ZAP_ENROLMENT, .io_threads = 2,
    .message_max_bytes = DBK_ENROL_MAX_BYTES + 256,
    .send_room = 4, .receive_room = 4, .backlog = 64, .share = 8,
};

/* One body frame is right, more are a mistake that is answered; so many are meant, and cost the connection. */
#define FRAMES_FORGIVEN 1000
#define LINGER_MS 2000
/* A connection whose peer lets nothing in, though it lives, ends after this: what it has not read is memory of ours. */
#define UNREAD_MOST_MS 60000
#define PORT_EVENTS_A_TURN 1024
#define PORT_LOG_MS 10000
#define USER_ID "User-Id"

struct dbk_front {
    const dbk_port *port;
    void      *socket, *monitor;
    dbk_guard *guard;
    char      endpoint[256];
    dbk_brake failures, hang_ups;        /* apart: the one must not hide the other */
};

static int
set_options(void *socket, const dbk_port *port, const char *endpoint, dbk_err *err)
{
    const struct { int option, value; } options[] = {
        { ZMQ_ROUTER_MANDATORY, 1 },       { ZMQ_SNDHWM, port->send_room },
        { ZMQ_RCVHWM, port->receive_room }, { ZMQ_LINGER, LINGER_MS },
        { ZMQ_HANDSHAKE_IVL, DBK_HANDSHAKE_MS }, { ZMQ_HEARTBEAT_IVL, 15000 },
        { ZMQ_HEARTBEAT_TIMEOUT, 30000 },  { ZMQ_HEARTBEAT_TTL, 45000 },
        { ZMQ_BACKLOG, port->backlog },    { ZMQ_TCP_MAXRT, UNREAD_MOST_MS },
    };

    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (zmq_setsockopt(socket, options[i].option, &options[i].value, sizeof(int)) != 0)
            return dbk_err_sys(err, "option %d of the port", options[i].option);
    if (strchr(endpoint, '[') != NULL && zmq_setsockopt(socket, ZMQ_IPV6, &(int){ 1 }, sizeof(int)) != 0)
        return dbk_err_sys(err, "IPv6 of the port");
    if (zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &port->message_max_bytes, sizeof port->message_max_bytes) != 0)
        return dbk_err_sys(err, "largest message of the port");
    if (zmq_setsockopt(socket, ZMQ_AFFINITY, &port->io_threads, sizeof port->io_threads) != 0)
        return dbk_err_sys(err, "I/O thread of the port");
    return 0;
}

/* ACCEPT_FAILED is left out: without descriptors it comes 700,000 times a second. */
static int
open_monitor(dbk_front *front, void *zmq, dbk_err *err)
{
    char name[64];
    const int events = ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                       ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_LISTENING | ZMQ_EVENT_ACCEPTED;

    snprintf(name, sizeof name, "inproc://daybook.%s", front->port->name);
    if (zmq_socket_monitor(front->socket, name, events) != 0)
        return dbk_err_sys(err, "watch the port");
    front->monitor = zmq_socket(zmq, ZMQ_PAIR);
    if (front->monitor == NULL)
        return dbk_err_sys(err, "watch the port");
    zmq_setsockopt(front->monitor, ZMQ_LINGER, &(int){ 0 }, sizeof(int));
    return zmq_connect(front->monitor, name) == 0 ? 0 : dbk_err_sys(err, "watch the port");
}

dbk_front *
dbk_front_open(void *zmq, const dbk_port *port, const char *endpoint, const dbk_keypair *own, dbk_err *err)
{
    dbk_front *front = calloc(1, sizeof *front);
    size_t size = sizeof front->endpoint;

    if (front == NULL || (front->socket = zmq_socket(zmq, ZMQ_ROUTER)) == NULL) {
        dbk_err_sys(err, "open the port");
        goto out;
    }
    front->port = port;
    front->guard = dbk_guard_new(port->name, port->backlog, port->share,
                                 (port->receive_room + 1) * port->message_max_bytes);
    if (set_options(front->socket, port, endpoint, err) != 0 ||
        dbk_curve_server(front->socket, own, port->zap_domain, err) != 0 || open_monitor(front, zmq, err) != 0)
        goto out;
    if (zmq_bind(front->socket, endpoint) != 0) {
        dbk_err_sys(err, "listen on %s", endpoint);
        goto out;
    }
    zmq_getsockopt(front->socket, ZMQ_LAST_ENDPOINT, front->endpoint, &size);
    return front;
out:
    dbk_front_close(&front);
    return NULL;
}

void
dbk_front_close(dbk_front **front)
{
    if (*front != NULL) {
        if ((*front)->monitor != NULL) {
            zmq_socket_monitor((*front)->socket, NULL, 0);
            zmq_close((*front)->monitor);
        }
        if ((*front)->socket != NULL)
            zmq_close((*front)->socket);
        dbk_guard_free(&(*front)->guard);
    }
    free(*front);
    *front = NULL;
}

void *
dbk_front_socket(const dbk_front *front)
{
    return front->socket;
}

void *
dbk_front_monitor(const dbk_front *front)
{
    return front->monitor;
}

const char *
dbk_front_endpoint(const dbk_front *front)
{
    return front->endpoint;
}

/* ---------------------------------------------------------------- letters */

static bool
has_more(void *socket)
{
    int more = 0;
    size_t size = sizeof more;

    zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &size);
    return more != 0;
}

/* The routing frame. A routing id too long to keep could never be answered. */
static dbk_letter_state
take_address(dbk_front *front, dbk_return_address *from)
{
    uint8_t room[DBK_ROUTING_MAX_BYTES + 1];
    const int size = zmq_recv(front->socket, room, sizeof room, ZMQ_DONTWAIT);

    if (size < 0)
        return DBK_LETTER_NONE;
    from->delimiter = false;
    if (size == 0 || size > DBK_ROUTING_MAX_BYTES)
        return DBK_LETTER_DROPPED;
    from->size = (uint8_t)size;
    memcpy(from->routing, room, (size_t)size);
    return DBK_LETTER_READ;
}

/* Every frame after the address, the last one in `letter->body`: the User-Id is read from there, because the prefetched
 * address frame has none. Returns how many body frames there were. */
static size_t
take_body(dbk_front *front, dbk_letter *letter)
{
    size_t n = 0;
    bool delimiter = false;

    letter->from.fd = -1;

    while (has_more(front->socket)) {
        if (zmq_msg_recv(&letter->body, front->socket, ZMQ_DONTWAIT) < 0)
            break;
        if (letter->from.fd < 0)
            letter->from.fd = zmq_msg_get(&letter->body, ZMQ_SRCFD);
        dbk_guard_took(front->guard, letter->from.fd, zmq_msg_size(&letter->body));
        if (n == 0 && !delimiter && zmq_msg_size(&letter->body) == 0 && has_more(front->socket))
            delimiter = true;
        else
            n++;
    }
    letter->from.delimiter = delimiter;
    return n;
}

static const char *
fault_of(dbk_letter *letter, size_t frames)
{
    if (frames != DBK_BODY_FRAMES)
        return "frames.count";
    if (zmq_msg_size(&letter->body) == 0)
        return "request.empty";
    if (zmq_msg_size(&letter->body) > DBK_FRAME_MAX_BYTES)
        return "request.oversize";
    return NULL;
}

dbk_letter_state
dbk_front_take(dbk_front *front, dbk_letter *letter)
{
    dbk_letter_state state = take_address(front, &letter->from);

    if (state == DBK_LETTER_NONE)
        return state;
    zmq_msg_init(&letter->body);
    const size_t frames = take_body(front, letter);
    const char *user = frames > 0 ? zmq_msg_gets(&letter->body, USER_ID) : NULL;

    if (state == DBK_LETTER_READ && (user == NULL || !dbk_hex_parse(user, letter->key, DBK_KEY_BYTES)))
        state = DBK_LETTER_DROPPED;
    if (state == DBK_LETTER_DROPPED) {
        zmq_msg_close(&letter->body);
        return state;
    }
    letter->fault = fault_of(letter, frames);
    if (frames > FRAMES_FORGIVEN)
        dbk_guard_cut(front->guard, letter->from.fd, "frames");
    return letter->fault ? DBK_LETTER_WRONG : DBK_LETTER_READ;
}

static dbk_send_state
send_frame(dbk_front *front, const void *bytes, size_t size, int flags)
{
    while (zmq_send(front->socket, bytes, size, flags | ZMQ_DONTWAIT) < 0)
        if (errno != EINTR)
            return errno == EHOSTUNREACH ? DBK_NO_PEER : DBK_NO_ROOM;
    return DBK_SENT;
}

dbk_send_state
dbk_front_send(dbk_front *front, const dbk_return_address *to, const dbk_reply *reply)
{
    uint8_t room[DBK_FRAME_MAX_BYTES];
    const size_t size = daybook__v1__reply__get_packed_size(reply);
    /* Only the first frame can be refused: room for a message is given whole. */
    const dbk_send_state state = send_frame(front, to->routing, to->size, ZMQ_SNDMORE);

    assert(size <= sizeof room);
    if (state == DBK_NO_ROOM)
        dbk_guard_cut(front->guard, to->fd, "reads_nothing");
    if (state != DBK_SENT)
        return state;
    if (to->delimiter)
        send_frame(front, "", 0, ZMQ_SNDMORE);
    daybook__v1__reply__pack(reply, room);
    return send_frame(front, room, size, 0);
}

/* ---------------------------------------------------------------- the port */

static const char *
why_failed(uint16_t event, uint32_t value)
{
    if (event == ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL)
        return "handshake_broken_off";
    return value == ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC       ? "wrong_server_key"
           : value == ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH ? "peer_without_curve"
                                                                 : "not_zeromq_or_damaged";
}

/* libzmq drops a connection that sends an oversize frame and says no more of it than of a client that hangs up. */
static void
take_event(dbk_front *front, uint16_t event, uint32_t value, const char *endpoint, int size)
{
    const int64_t now = dbk_tick_ms();
    unsigned left_out;

    if (event == ZMQ_EVENT_LISTENING) {
        dbk_guard_listens(front->guard, (int)value);
    } else if (event == ZMQ_EVENT_ACCEPTED) {
        dbk_guard_accepted(front->guard, (int)value);
    } else if (event == ZMQ_EVENT_DISCONNECTED) {
        dbk_guard_ended(front->guard, (int)value);
        if (dbk_brake_free(&front->hang_ups, now, PORT_LOG_MS, &left_out))
            dbk_log(LOG_INFO, "disconnected port=%s why=hung_up_or_oversize endpoint=%.*s left_out=%u",
                    front->port->name, size, endpoint, left_out);
    } else if (dbk_brake_free(&front->failures, now, PORT_LOG_MS, &left_out)) {
        dbk_log(LOG_WARNING, "handshake_failed port=%s why=%s value=%u endpoint=%.*s left_out=%u", front->port->name,
                why_failed(event, value), value, size, endpoint, left_out);
    }
}

void
dbk_front_watch_port(dbk_front *front)
{
    for (int i = 0; i < PORT_EVENTS_A_TURN; i++) {
        uint8_t event[6];
        char endpoint[128];
        uint16_t kind;
        uint32_t value;

        if (zmq_recv(front->monitor, event, sizeof event, ZMQ_DONTWAIT) != (int)sizeof event)
            return;
        const int size = zmq_recv(front->monitor, endpoint, sizeof endpoint, ZMQ_DONTWAIT);
        memcpy(&kind, event, sizeof kind);
        memcpy(&value, event + sizeof kind, sizeof value);
        take_event(front, kind, value, endpoint,
                   size < 0 ? 0 : size > (int)sizeof endpoint ? (int)sizeof endpoint : size);
    }
}

void
dbk_front_tick(dbk_front *front, int64_t tick_ms)
{
    dbk_guard_tick(front->guard, tick_ms);
}

void
dbk_front_cut(dbk_front *front, const dbk_return_address *from, const char *why)
{
    dbk_guard_cut(front->guard, from->fd, why);
}

void
dbk_front_guard_counts(const dbk_front *front, dbk_guard_counts *counts)
{
    dbk_guard_counts_of(front->guard, counts);
}
