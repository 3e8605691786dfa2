/*
 * double — a stand-in for the daemon: a process with a ROUTER, CURVE and ZAP that answers as it is told to.
 *
 * It keeps what it was sent in memory shared with the test, by (id, hash), as the real one's database would: a second
 * copy is DUPLICATE, so "exactly once" can be counted. It dies with the test.
 */
#ifndef DBK_TESTS_SECRETARY_DOUBLE_H
#define DBK_TESTS_SECRETARY_DOUBLE_H

#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <zmq.h>

#include "clients/secretary/courier.h"
#include "proto/calendar.h"
#include "proto/curve.h"
#include "tests/clients/secretary/sample.h"

typedef enum {
    PLAY_ACCEPT,          /* ACCEPTED, then DUPLICATE */
    PLAY_SILENCE,         /* stores, and never answers */
    PLAY_WRONG_RECEIPT,   /* a receipt for something else */
    PLAY_STALE_FIRST,     /* an answer to another question before the right one */
    PLAY_BUSY_TWICE,      /* then as PLAY_ACCEPT */
    PLAY_BUSY_LONG,       /* come again in a minute */
    PLAY_STOPPING,        /* BUSY, for it is being stopped */
    PLAY_REJECT,
    PLAY_FORBIDDEN,
    PLAY_CONFLICT,
    PLAY_NO_BASE          /* CONFLICT to a correction whose base is not stored, else as PLAY_ACCEPT */
} double_play;

typedef struct {
    uint8_t  id[DBK_ID_BYTES], hash[DBK_HASH_BYTES];
    unsigned times;       /* how often it came */
    unsigned order;       /* 1: was stored first */
} double_stored;

typedef struct {
    _Atomic int   play;
    _Atomic int   zap;            /* the status ZAP answers: 200, 400, 500 */
    _Atomic unsigned sealed;      /* sealed records that came, copies included */
    _Atomic unsigned earlier;     /* of them with a receipt that was given before */
    _Atomic unsigned queries;
    _Atomic unsigned presences;   /* ... and the bytes of their bodies, both ways */
    _Atomic size_t   presence_bytes;
    _Atomic int      presence_state;
    _Atomic unsigned n;
    unsigned      busy;
    uint8_t       epoch[DBK_ID_BYTES];
    int64_t       clock_ms;       /* added to the clock it shows */
    uint32_t      form_version;
    double_stored stored[64];
    uint8_t       standing[DBK_ID_BYTES];
    char          address[64];
    dbk_keypair   key;
    pid_t         pid;
    int           port;
} double_server;

/* ------------------------------------------------------------------ its own process */

static inline void
double_zap(void *zap, const double_server *d)
{
    char frame[8][64];
    int n[8] = { 0 }, frames = 0, more = 1;
    size_t size = sizeof more;
    char status[8];

    for (; more && frames < 8; frames++) {
        n[frames] = zmq_recv(zap, frame[frames], sizeof frame[0], 0);
        zmq_getsockopt(zap, ZMQ_RCVMORE, &more, &size);
    }
    snprintf(status, sizeof status, "%d", (int)d->zap);
    zmq_send(zap, "1.0", 3, ZMQ_SNDMORE);
    zmq_send(zap, frame[1], (size_t)n[1], ZMQ_SNDMORE);
    zmq_send(zap, status, 3, ZMQ_SNDMORE);
    zmq_send(zap, "", 0, ZMQ_SNDMORE);
    zmq_send(zap, "someone", d->zap == 200 ? 7 : 0, ZMQ_SNDMORE);
    zmq_send(zap, "", 0, 0);
}

static inline bool
double_has(const double_server *d, const uint8_t id[DBK_ID_BYTES])
{
    for (unsigned i = 0; i < d->n; i++)
        if (memcmp(d->stored[i].id, id, DBK_ID_BYTES) == 0)
            return true;
    return false;
}

/* True: it was there before. */
static inline bool
double_store(double_server *d, const dbk_record *record, const uint8_t hash[DBK_HASH_BYTES])
{
    for (unsigned i = 0; i < d->n; i++)
        if (memcmp(d->stored[i].id, record->id.data, DBK_ID_BYTES) == 0 &&
            memcmp(d->stored[i].hash, hash, DBK_HASH_BYTES) == 0) {
            d->stored[i].times++;
            return true;
        }
    assert(d->n < 64);
    memcpy(d->stored[d->n].id, record->id.data, DBK_ID_BYTES);
    memcpy(d->stored[d->n].hash, hash, DBK_HASH_BYTES);
    d->stored[d->n].times = 1;
    d->n++;
    return false;
}

static inline void
double_reply(void *router, const zmq_msg_t *to, dbk_reply *reply)
{
    size_t size;
    uint8_t *bytes = dbk_reply_pack(reply, &size);

    zmq_send(router, zmq_msg_data((zmq_msg_t *)(uintptr_t)to), zmq_msg_size((zmq_msg_t *)(uintptr_t)to), ZMQ_SNDMORE);
    zmq_send(router, bytes, size, 0);
    free(bytes);
}

static inline void
double_receipt(const dbk_record *record, const uint8_t hash[DBK_HASH_BYTES], dbk_receipt *receipt,
               char code[DBK_CODE_CHARS + 1])
{
    daybook__v1__receipt__init(receipt);
    dbk_code_make(record->id.data, hash, code);
    receipt->has_record_id = receipt->has_committee_id = receipt->has_report_date = receipt->has_revision = true;
    receipt->has_received_at_ms = receipt->has_timeliness = true;
    receipt->record_id = record->id;
    receipt->committee_id = record->committee_id;
    receipt->report_date = record->report_date;
    receipt->revision = record->has_corrects ? 2 : 1;
    receipt->received_at_ms = dbk_now_ms();
    receipt->timeliness = DAYBOOK__V1__TIMELINESS__ON_TIME;
    receipt->code = code;
    receipt->has_proof = true;
    receipt->proof = (ProtobufCBinaryData){ DBK_PROOF_BYTES, (uint8_t *)(uintptr_t)hash };       /* as good as any */
}

static inline void
double_answer_sealed(double_server *d, void *router, const zmq_msg_t *to, const dbk_request *request, dbk_reply *reply)
{
    dbk_arena arena;
    uint8_t hash[DBK_HASH_BYTES];
    dbk_receipt receipt;
    dbk_standing standing;
    dbk_violation_message violation, *violations[1] = { &violation };
    char code[DBK_CODE_CHARS + 1];
    const dbk_record *record;
    int play = d->play;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    record = dbk_record_unpack(&arena, request->sealed.data, request->sealed.len, NULL);
    assert(record != NULL);
    dbk_hash(request->sealed.data, request->sealed.len, hash);
    d->sealed++;
    d->earlier += request->earlier != NULL && request->earlier->proof.len == DBK_PROOF_BYTES &&
                  memcmp(request->earlier->proof.data, hash, DBK_PROOF_BYTES) == 0;
    reply->has_status = true;
    if (play == PLAY_BUSY_TWICE)
        play = d->busy++ < 2 ? PLAY_BUSY_TWICE : PLAY_ACCEPT;
    if (play == PLAY_NO_BASE)
        play = record->has_corrects && !double_has(d, record->corrects.data) ? PLAY_CONFLICT : PLAY_ACCEPT;
    switch (play) {
    case PLAY_BUSY_TWICE:
        reply->status = DBK_BUSY;
        reply->has_retry_after_ms = true;
        reply->retry_after_ms = 20;
        break;
    case PLAY_BUSY_LONG:
    case PLAY_STOPPING:
        reply->status = DBK_BUSY;
        reply->has_retry_after_ms = true;
        reply->retry_after_ms = play == PLAY_STOPPING ? 20 : 60000;
        reply->reason = (char *)(uintptr_t)(play == PLAY_STOPPING ? "stopping" : "queue.full");
        break;
    case PLAY_REJECT:
        reply->status = DBK_REJECTED;
        daybook__v1__violation__init(&violation);
        violation.field = (char *)(uintptr_t)"figures.on_duty_count";
        violation.code = (char *)(uintptr_t)"E02";
        violation.has_text_zh = violation.has_text_en = true;
        violation.text_zh = sample_text("实到不能超过应到");
        violation.text_en = sample_text("more on duty than assigned");
        reply->n_violations = 1;
        reply->violations = violations;
        break;
    case PLAY_FORBIDDEN:
        reply->status = DBK_FORBIDDEN;
        break;
    case PLAY_CONFLICT:
        reply->status = DBK_CONFLICT;
        daybook__v1__standing__init(&standing);
        standing.has_record_id = d->play == PLAY_CONFLICT;
        standing.record_id = (ProtobufCBinaryData){ DBK_ID_BYTES, d->standing };
        standing.has_sender = true;
        standing.sender = sample_text("张三(样例)");
        reply->standing = standing.has_record_id ? &standing : NULL;
        reply->reason = (char *)(uintptr_t)(d->play == PLAY_CONFLICT ? "stands" : "base.unknown");
        break;
    default:
        reply->status = double_store(d, record, hash) ? DBK_DUPLICATE : DBK_ACCEPTED;
        double_receipt(record, hash, &receipt, code);
        if (play == PLAY_WRONG_RECEIPT)
            code[0] = code[0] == '0' ? '1' : '0';
        reply->receipt = &receipt;
    }
    if (play == PLAY_STALE_FIRST) {
        reply->request_id--;
        reply->status = DBK_FORBIDDEN;
        double_reply(router, to, reply);
        reply->request_id++;
        reply->status = DBK_ACCEPTED;
    }
    if (play != PLAY_SILENCE)
        double_reply(router, to, reply);
    dbk_arena_fini(&arena);
}

static inline void
double_answer_query(double_server *d, void *router, const zmq_msg_t *to, const dbk_request *request, dbk_reply *reply)
{
    dbk_arena arena;
    dbk_form *form = sample_form(d->form_version);
    const dbk_form_message *message = dbk_form_message_of(form);
    dbk_scope scope;

    d->queries++;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    daybook__v1__scope__init(&scope);
    scope.has_person = true;
    scope.person = sample_text("李四(样例)");
    reply->has_status = true;
    reply->status = DBK_ANSWER;
    memcpy(&reply->form, &message, sizeof message);
    if (request->query->what_case == DAYBOOK__V1__QUERY__WHAT_SCOPE) {
        reply->form = NULL;
        reply->scope = &scope;
    } else if (request->query->form->has_version && request->query->form->version != d->form_version) {
        reply->form = NULL;
    }
    double_reply(router, to, reply);
    dbk_arena_fini(&arena);
    dbk_form_close(&form);
}

static inline void
double_answer_presence(double_server *d, void *router, const zmq_msg_t *to, const dbk_request *request, dbk_reply *reply)
{
    reply->has_status = reply->has_returned = true;
    reply->status = DBK_ANSWER;
    reply->returned = 3;
    d->presence_state = (int)request->presence->state;
    d->presence_bytes += protobuf_c_message_get_packed_size(&request->base) + daybook__v1__reply__get_packed_size(reply);
    d->presences++;
    double_reply(router, to, reply);
}

static inline void
double_front(double_server *d, void *router)
{
    zmq_msg_t to, body;
    dbk_arena arena;
    const dbk_request *request;
    dbk_reply reply;

    zmq_msg_init(&to);
    zmq_msg_init(&body);
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    assert(zmq_msg_recv(&to, router, 0) >= 0 && zmq_msg_recv(&body, router, 0) >= 0);
    request = dbk_request_unpack(&arena, zmq_msg_data(&body), zmq_msg_size(&body), NULL);
    assert(request != NULL);
    daybook__v1__reply__init(&reply);
    reply.has_request_id = reply.has_server_now_ms = reply.has_epoch = true;
    reply.request_id = request->request_id;
    reply.server_now_ms = dbk_now_ms() + d->clock_ms;
    reply.epoch = (ProtobufCBinaryData){ DBK_ID_BYTES, d->epoch };
    if (request->what_case == DAYBOOK__V1__REQUEST__WHAT_SEALED)
        double_answer_sealed(d, router, &to, request, &reply);
    else if (request->what_case == DAYBOOK__V1__REQUEST__WHAT_PRESENCE)
        double_answer_presence(d, router, &to, request, &reply);
    else
        double_answer_query(d, router, &to, request, &reply);
    dbk_arena_fini(&arena);
    zmq_msg_close(&to);
    zmq_msg_close(&body);
}

static inline void
double_run(double_server *d, int ready)
{
    void *ctx = zmq_ctx_new();
    void *zap = zmq_socket(ctx, ZMQ_REP), *router = zmq_socket(ctx, ZMQ_ROUTER);
    size_t size = sizeof d->address;

    assert(zmq_bind(zap, "inproc://zeromq.zap.01") == 0);
    assert(dbk_curve_server(router, &d->key, "test", NULL) == 0);
    if (d->port == 0)
        snprintf(d->address, sizeof d->address, "tcp://127.0.0.1:*");
    assert(zmq_bind(router, d->address) == 0);
    assert(zmq_getsockopt(router, ZMQ_LAST_ENDPOINT, d->address, &size) == 0);
    assert(write(ready, "r", 1) == 1);
    for (;;) {
        zmq_pollitem_t on[] = { { zap, 0, ZMQ_POLLIN, 0 }, { router, 0, ZMQ_POLLIN, 0 } };

        zmq_poll(on, 2, -1);
        if (on[0].revents)
            double_zap(zap, d);
        if (on[1].revents)
            double_front(d, router);
    }
}

/* ------------------------------------------------------------------ the test's side */

static inline void
double_start(double_server *d)
{
    int ready[2];
    char byte;
    pid_t pid;

    assert(pipe(ready) == 0);
    fflush(NULL);
    pid = fork();
    assert(pid >= 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ready[0]);
        double_run(d, ready[1]);
        _exit(1);
    }
    d->pid = pid;                             /* the page is shared: only this side writes it */
    close(ready[1]);
    assert(read(ready[0], &byte, 1) == 1);
    close(ready[0]);
    d->port = 1;                              /* from now on it comes back at the same address */
}

static inline double_server *
double_open(void)
{
    double_server *d = mmap(NULL, sizeof *d, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    assert(d != MAP_FAILED);
    assert(dbk_keypair_make(&d->key, NULL) == 0);
    d->zap = 200;
    d->form_version = 1;
    memset(d->epoch, 0xE1, sizeof d->epoch);
    memset(d->standing, 0x5A, sizeof d->standing);
    double_start(d);
    return d;
}

static inline void
double_stop(double_server *d)
{
    assert(d->pid > 1);
    kill(d->pid, SIGKILL);
    waitpid(d->pid, NULL, 0);
}

static inline void
double_close(double_server *d)
{
    double_stop(d);
    munmap(d, sizeof *d);
}

static inline dbk_endpoint
double_endpoint(const double_server *d)
{
    dbk_endpoint endpoint = { { 0 }, { 0 } };

    snprintf(endpoint.address, sizeof endpoint.address, "%s", d->address);
    memcpy(endpoint.server_key, d->key.open, DBK_KEY_BYTES);
    return endpoint;
}

#endif
