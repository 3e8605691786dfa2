#include "daemon/loop.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <zmq.h>

#include "daemon/counters.h"
#include "daemon/enrol.h"
#include "daemon/gate.h"
#include "daemon/intake.h"
#include "daemon/log.h"
#include "daemon/notify.h"
#include "daemon/presence.h"
#include "daemon/reader.h"
#include "daemon/side.h"
#include "daemon/signals.h"
#include "daemon/store.h"
#include "proto/calendar.h"

#define TICK_MS 100
#define ADMIT_BURST 128                /* letters a turn, so that no peer starves the rest */
#define DRAIN_MOST_MS 20000
/* A client with ZMQ_IMMEDIATE loses what it has received and not yet read when we hang up: measured, 0 of 30 receipts
 * reached clients that read late. It gets this long to read. */
#define HANG_UP_AFTER_MS 500

typedef enum { PHASE_STARTING, PHASE_SERVING, PHASE_DRAINING, PHASE_STOPPED } phase;

typedef struct {
    const dbk_config  *config;
    const dbk_keypair *own;
    phase              phase;
    int                signals, timer;
    void              *zmq;
    dbk_gate          *gate;
    dbk_front         *front;          /* NULL until a directory has been read once */
    dbk_intake        *intake;
    dbk_store         *store;
    dbk_side          *side;
    dbk_enrol         *enrol;          /* NULL as long as there is no front, as are the next two */
    dbk_presence      *presence;
    dbk_reader        *reader;
    bool               stored;         /* the store has accepted once */
    dbk_counters       counters;
    int64_t            drain_until_ms, drained_ms, watchdog_ms, fed_ms;
    bool               ready;
} loop;

/* ---------------------------------------------------------------- serving begins, and ends */

static bool
accepting(const loop *l)
{
    return l->phase == PHASE_SERVING && dbk_store_accepting(l->store);
}

/* The port is bound when there is a directory to judge by: never before. */
static int
serve(loop *l, dbk_err *err)
{
    l->front = dbk_front_open(l->zmq, &dbk_port_reports, l->config->listen, l->own, err);
    if (l->front == NULL)
        return -1;
    l->enrol = dbk_enrol_open(l->zmq, l->config, l->own, l->side, err);
    if (l->enrol == NULL)
        return -1;
    l->presence = dbk_presence_new(l->config, l->side);
    l->intake = dbk_intake_new(l->config, l->front, l->own->secret);
    const dbk_store_user user = dbk_intake_store_user(l->intake);
    l->store = dbk_store_new(l->config, &user);
    const dbk_reader_user reader_user = dbk_intake_reader_user(l->intake);
    l->reader = dbk_reader_new(l->config, &reader_user);
    dbk_intake_connect(l->intake, l->store, l->side, l->enrol, l->presence, l->reader);
    dbk_side_describe(l->side, l->config->public[0] ? l->config->public : dbk_front_endpoint(l->front),
                      dbk_enrol_endpoint(l->enrol), l->own->open);
    l->phase = PHASE_SERVING;
    dbk_store_tick(l->store, dbk_tick_ms());
    return 0;
}

/* Ready is who can keep a record: said once, when the port is bound and the first connections that write are up. */
static void
say_ready(loop *l)
{
    if (l->ready || !accepting(l))
        return;
    l->ready = true;
    dbk_log(LOG_NOTICE, "ready endpoint=%s version=" DBK_VERSION, dbk_front_endpoint(l->front));
    dbk_notify("READY=1\nSTATUS=serving");
}

static void
drain(loop *l)
{
    dbk_notify("STOPPING=1");
    dbk_log(LOG_NOTICE, "draining");
    l->drain_until_ms = dbk_tick_ms() + DRAIN_MOST_MS;
    l->phase = l->store != NULL ? PHASE_DRAINING : PHASE_STOPPED;
    if (l->phase == PHASE_DRAINING)
        dbk_side_finish(l->side);
}

/* ---------------------------------------------------------------- what the poll reports */

static void
take_signal(loop *l)
{
    for (int number; (number = dbk_signals_take(l->signals)) != 0;)
        if (number == SIGHUP) {
            dbk_log(LOG_NOTICE, "reload");
            dbk_side_refresh(l->side);
        } else if (l->phase < PHASE_DRAINING) {
            drain(l);
        }
}

static int
tick(loop *l, dbk_err *err)
{
    const int64_t now = dbk_tick_ms();
    uint64_t expired;

    while (read(l->timer, &expired, sizeof expired) > 0)
        ;
    dbk_side_tick(l->side, now);
    if (l->store != NULL)
        dbk_store_tick(l->store, now);
    l->stored = l->stored || accepting(l);
    if (l->stored) {                                       /* reports first: the others connect when the store has */
        dbk_enrol_tick(l->enrol, now);
        dbk_presence_tick(l->presence, now);
        dbk_reader_tick(l->reader, now);
    }
    if (l->phase == PHASE_STARTING && dbk_side_directory(l->side) != NULL && serve(l, err) != 0)
        return -1;
    if (l->intake != NULL)
        dbk_intake_tick(l->intake, now);
    if (l->phase == PHASE_SERVING)
        dbk_counters_tick(&l->counters, now, accepting(l), l->intake, l->store, l->side);
    if (l->watchdog_ms > 0 && now - l->fed_ms >= l->watchdog_ms) {
        dbk_notify("WATCHDOG=1");
        l->fed_ms = now;
    }
    return 0;
}

static void
look_whether_drained(loop *l)
{
    const int64_t now = dbk_tick_ms();

    if (l->phase != PHASE_DRAINING)
        return;
    if (l->drained_ms == 0 && dbk_store_idle(l->store) && dbk_side_rests(l->side))
        l->drained_ms = now;
    if (now >= l->drain_until_ms || (l->drained_ms != 0 && now - l->drained_ms >= HANG_UP_AFTER_MS))
        l->phase = PHASE_STOPPED;
}

enum {
    ON_SIGNAL, ON_TIMER, ON_GATE, ON_SIDE, ON_PORT, ON_FRONT, ON_ENROL, ON_PRESENCE = ON_ENROL + DBK_ENROL_ITEMS,
    ON_READER, ON_STORE,
    ON_N = ON_STORE + DBK_STORE_CONNECTIONS_MAX
};

static int
run(loop *l, dbk_err *err)
{
    while (l->phase != PHASE_STOPPED) {
        zmq_pollitem_t on[ON_N] = {
            [ON_SIGNAL] = { NULL, l->signals, ZMQ_POLLIN, 0 },
            [ON_TIMER] = { NULL, l->timer, ZMQ_POLLIN, 0 },
            [ON_GATE] = { dbk_gate_socket(l->gate), 0, ZMQ_POLLIN, 0 },
            [ON_PORT] = { l->front ? dbk_front_monitor(l->front) : NULL, -1, ZMQ_POLLIN, 0 },
            [ON_FRONT] = { l->front ? dbk_front_socket(l->front) : NULL, -1,
                           l->phase == PHASE_SERVING ? ZMQ_POLLIN : 0, 0 },
        };
        int n = ON_STORE;

        dbk_side_watch(l->side, &on[ON_SIDE]);
        for (int i = ON_ENROL; i < ON_STORE; i++)
            on[i].fd = -1;
        if (l->enrol != NULL)
            dbk_enrol_watch(l->enrol, &on[ON_ENROL]);
        if (l->presence != NULL)
            dbk_presence_watch(l->presence, &on[ON_PRESENCE]);
        if (l->reader != NULL)
            dbk_reader_watch(l->reader, &on[ON_READER]);
        if (l->store != NULL)                              /* one item a connection, POLLOUT while a flush is pending */
            n += (int)dbk_store_watch(l->store, &on[ON_STORE]);

        if (zmq_poll(on, n, -1) < 0) {
            if (errno == EINTR)
                continue;
            return dbk_err_sys(err, "poll");
        }
        if (on[ON_SIGNAL].revents)
            take_signal(l);
        if (on[ON_GATE].revents)
            dbk_gate_answer(l->gate, dbk_side_directory(l->side));
        if (on[ON_TIMER].revents && tick(l, err) != 0)
            return -1;
        dbk_side_step(l->side, &on[ON_SIDE]);
        if (n > ON_STORE)                                  /* finished work before new work */
            dbk_store_step(l->store, &on[ON_STORE]);
        say_ready(l);
        if (on[ON_PORT].revents)
            dbk_front_watch_port(l->front);
        if (l->front != NULL)
            dbk_front_tick(l->front, dbk_tick_ms());
        if (on[ON_FRONT].revents && l->phase == PHASE_SERVING) {
            dbk_intake_admit(l->intake, ADMIT_BURST);
            dbk_store_tick(l->store, dbk_tick_ms());       /* what came in goes out in the same turn */
        }
        if (l->presence != NULL)
            dbk_presence_step(l->presence, &on[ON_PRESENCE]);
        if (l->reader != NULL)
            dbk_reader_step(l->reader, &on[ON_READER]);
        if (l->enrol != NULL)                              /* strangers last */
            dbk_enrol_step(l->enrol, &on[ON_ENROL]);
        look_whether_drained(l);
    }
    return 0;
}

/* ---------------------------------------------------------------- one life */

static int
open_all(loop *l, dbk_err *err)
{
    const struct itimerspec every = { { 0, TICK_MS * 1000000L }, { 0, 1 } };

    if (!zmq_has("curve"))
        return dbk_err_set(err, DBK_E_CONFIG, "this libzmq was built without CURVE: install Debian's libzmq5");
    l->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (l->timer < 0 || timerfd_settime(l->timer, 0, &every, NULL) != 0)
        return dbk_err_sys(err, "timerfd");
    l->zmq = zmq_ctx_new();
    if (l->zmq == NULL)
        return dbk_err_sys(err, "zmq context");
    if (l->config->enrol_listen[0] != '\0')                /* the port of strangers has an I/O thread of its own */
        zmq_ctx_set(l->zmq, ZMQ_IO_THREADS, 2);
    l->gate = dbk_gate_open(l->zmq, err);
    if (l->gate == NULL)
        return -1;
    l->side = dbk_side_new(l->config);
    return 0;
}

/* The store first: what it still holds is answered through the intake, whose answers leave through the front. */
static void
close_all(loop *l)
{
    dbk_store_free(&l->store);
    dbk_reader_free(&l->reader);
    dbk_intake_free(&l->intake);
    dbk_enrol_close(&l->enrol);
    dbk_presence_free(&l->presence);
    dbk_side_free(&l->side);
    dbk_front_close(&l->front);
    dbk_gate_close(&l->gate);
    if (l->zmq != NULL)
        zmq_ctx_term(l->zmq);
    if (l->timer >= 0)
        close(l->timer);
}

int
dbk_loop_run(const dbk_config *config, const dbk_keypair *own, int signals, dbk_err *err)
{
    loop l = { .config = config, .own = own, .signals = signals, .timer = -1 };
    int rc = -1;

    l.watchdog_ms = dbk_notify_watchdog_ms();
    if (open_all(&l, err) == 0)
        rc = run(&l, err);
    if (rc == 0 && l.intake != NULL)
        dbk_counters_say(l.intake, l.store);
    close_all(&l);
    if (rc == 0)
        dbk_log(LOG_NOTICE, "stopped");
    return rc;
}
