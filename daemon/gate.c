#include "daemon/gate.h"

#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "daemon/log.h"
#include "proto/calendar.h"
#include "proto/ident.h"

#define ZAP_ENDPOINT "inproc://zeromq.zap.01"
#define ZAP_FRAMES 7
#define ZAP_FRAME_BYTES 256
#define REFUSAL_LOG_MS 10000
#define STRANGERS_MOST 100             /* handshakes at the enrolment port ... */
#define STRANGERS_MS 10000             /* ... in this time */

enum { ZAP_VERSION, ZAP_REQUEST_ID, ZAP_DOMAIN, ZAP_ADDRESS, ZAP_IDENTITY, ZAP_MECHANISM, ZAP_KEY };

typedef struct { char bytes[ZAP_FRAME_BYTES]; size_t size; } frame;

struct dbk_gate {
    void     *socket;
    uint64_t  admitted, refused;
    dbk_brake brake, crowd;
    unsigned  strangers;               /* since */
    int64_t   strangers_since_ms;
};

dbk_gate *
dbk_gate_open(void *zmq, dbk_err *err)
{
    dbk_gate *gate = calloc(1, sizeof *gate);

    if (gate == NULL || (gate->socket = zmq_socket(zmq, ZMQ_REP)) == NULL) {
        dbk_err_sys(err, "open the gate");
        goto out;
    }
    zmq_setsockopt(gate->socket, ZMQ_LINGER, &(int){ 0 }, sizeof(int));
    if (zmq_bind(gate->socket, ZAP_ENDPOINT) == 0)
        return gate;
    dbk_err_sys(err, "bind %s", ZAP_ENDPOINT);
out:
    dbk_gate_close(&gate);
    return NULL;
}

void
dbk_gate_close(dbk_gate **gate)
{
    if (*gate != NULL && (*gate)->socket != NULL)
        zmq_close((*gate)->socket);
    free(*gate);
    *gate = NULL;
}

void *
dbk_gate_socket(const dbk_gate *gate)
{
    return gate->socket;
}

void
dbk_gate_counts(const dbk_gate *gate, uint64_t *admitted, uint64_t *refused)
{
    *admitted = gate->admitted;
    *refused = gate->refused;
}

/* All frames of one request are taken off the socket, however many there are. Returns how many; 0: nothing waits. */
static size_t
take_request(dbk_gate *gate, frame request[ZAP_FRAMES])
{
    size_t n = 0;
    int more = 1;
    size_t size = sizeof more;

    while (more) {
        frame spare, *room = n < ZAP_FRAMES ? &request[n] : &spare;
        const int got = zmq_recv(gate->socket, room->bytes, sizeof room->bytes, ZMQ_DONTWAIT);

        if (got < 0)
            return 0;
        room->size = (size_t)got < sizeof room->bytes ? (size_t)got : sizeof room->bytes;
        n++;
        zmq_getsockopt(gate->socket, ZMQ_RCVMORE, &more, &size);
    }
    return n;
}

static bool
frame_is(const frame *f, const char *text)
{
    return f->size == strlen(text) && memcmp(f->bytes, text, f->size) == 0;
}

static bool
readable(const frame request[ZAP_FRAMES], size_t n)
{
    return n == ZAP_FRAMES && frame_is(&request[ZAP_VERSION], "1.0") &&
           (frame_is(&request[ZAP_DOMAIN], DBK_ZAP_DOMAIN) || frame_is(&request[ZAP_DOMAIN], DBK_ZAP_ENROLMENT)) &&
           frame_is(&request[ZAP_MECHANISM], "CURVE") && request[ZAP_KEY].size == DBK_KEY_BYTES;
}

static void
reply(dbk_gate *gate, const frame *request_id, const char *status, const char *text, const char *user_id)
{
    zmq_send(gate->socket, "1.0", 3, ZMQ_SNDMORE);
    zmq_send(gate->socket, request_id->bytes, request_id->size, ZMQ_SNDMORE);
    zmq_send(gate->socket, status, 3, ZMQ_SNDMORE);
    zmq_send(gate->socket, text, strlen(text), ZMQ_SNDMORE);
    zmq_send(gate->socket, user_id, strlen(user_id), ZMQ_SNDMORE);
    zmq_send(gate->socket, "", 0, 0);
}

static void
log_refusal(dbk_gate *gate, const frame *address, const uint8_t key[DBK_KEY_BYTES], const char *why)
{
    char fingerprint[DBK_FINGERPRINT_BYTES];
    unsigned left_out;

    gate->refused++;
    if (dbk_brake_free(&gate->brake, dbk_tick_ms(), REFUSAL_LOG_MS, &left_out))
        dbk_log(LOG_WARNING, "refused_key why=%s fingerprint=\"%s\" peer=%.*s left_out=%u", why,
                dbk_fingerprint(key, fingerprint), (int)(address->size < 64 ? address->size : 64), address->bytes,
                left_out);
}

/* Is there room for one more at the enrolment port? */
static bool
stranger_may(dbk_gate *gate)
{
    const int64_t now = dbk_tick_ms();
    unsigned left_out;

    if (now - gate->strangers_since_ms >= STRANGERS_MS) {
        gate->strangers_since_ms = now;
        gate->strangers = 0;
    }
    if (gate->strangers < STRANGERS_MOST) {
        gate->strangers++;
        return true;
    }
    if (dbk_brake_free(&gate->crowd, now, REFUSAL_LOG_MS, &left_out))
        dbk_log(LOG_WARNING, "enrol_crowded handshakes=%u in_ms=%d left_out=%u", STRANGERS_MOST, STRANGERS_MS,
                left_out);
    return false;
}

void
dbk_gate_answer(dbk_gate *gate, const dbk_directory *directory)
{
    frame request[ZAP_FRAMES] = { { .size = 0 } };
    size_t n;

    while ((n = take_request(gate, request)) > 0) {
        const uint8_t *key = (const uint8_t *)request[ZAP_KEY].bytes;
        char hex[DBK_KEY_HEX_CHARS + 1];

        if (!readable(request, n)) {
            dbk_log(LOG_ERROR, "zap_unreadable frames=%zu", n);
            request[ZAP_REQUEST_ID].size = n > ZAP_REQUEST_ID ? request[ZAP_REQUEST_ID].size : 0;
            reply(gate, &request[ZAP_REQUEST_ID], "500", "unreadable", "");
            continue;
        }
        if (frame_is(&request[ZAP_DOMAIN], DBK_ZAP_ENROLMENT)) {
            const bool may = stranger_may(gate);

            reply(gate, &request[ZAP_REQUEST_ID], may ? "200" : "500", may ? "OK" : "crowded",
                  may ? dbk_hex(key, DBK_KEY_BYTES, hex) : "");
            continue;
        }
        const dbk_member member = dbk_directory_key(directory, key);
        if (member.person == 0 || member.revoked) {
            log_refusal(gate, &request[ZAP_ADDRESS], key, member.revoked ? "revoked" : "unknown");
            reply(gate, &request[ZAP_REQUEST_ID], "400", "key not authorised", "");
        } else {
            gate->admitted++;
            reply(gate, &request[ZAP_REQUEST_ID], "200", "OK", dbk_hex(key, DBK_KEY_BYTES, hex));
        }
    }
}
