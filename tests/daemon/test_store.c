/*
 * store: whatever breaks, and at whichever call, a receipt means a row that others see and the standby has, each record is
 * there once, and each gets its verdict in the end.
 *
 * Every fault has a world of its own: a database that follows a script, a store with two connections, and four records that
 * an outbox sends again until it has heard. One of them, alone on its connection, is there already and unknown to the standby,
 * as after a crash of the server. All worlds run at once, so that the pauses of the store are waited for together.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store.h"
#include "proto/calendar.h"
#include "tests/harness/pq_script.h"
#include "tests/harness/unit.h"

#define RECORDS 4
#define AGAIN_MS 50
#define PATIENCE_MS 120000

typedef struct {
    dbk_submission     s;
    dbk_record         record;
    dbk_nightly_report report;
    uint8_t            id[DBK_ID_BYTES], sealed[8];
    bool               told, waiting;
    int                unsafe, busy_though_kept, unknown;
    int64_t            again_ms;
} mail;

typedef struct {
    dbk_store   *store;
    pq_database *database;
    mail         mail[RECORDS];
} world;

/* ---------------------------------------------------------------- an outbox */

static mail *
mail_of(dbk_submission *s)
{
    return (mail *)s;                                        /* its first member */
}

static const pq_row *
row_of(world *w, const mail *m)
{
    return pq_script_row(w->database, (int32_t)m->record.committee_id, m->id);
}

static void
on_verdict(void *owner, dbk_submission *s)
{
    mail *m = mail_of(s);
    const pq_row *row = row_of(owner, m);
    const bool receipt = s->kept || (s->by_id.found && s->by_id.same_bytes);

    m->waiting = false;
    m->told = true;
    if (!receipt || !row->seen || !row->safe)
        m->unsafe++;
}

static void
on_busy(void *owner, dbk_submission *s, const char *reason)
{
    mail *m = mail_of(s);

    (void)reason;
    m->waiting = false;
    m->again_ms = dbk_tick_ms() + AGAIN_MS;
    if (row_of(owner, m)->times > 0)
        m->busy_though_kept++;
}

static void
on_unknown(void *owner, dbk_submission *s)
{
    (void)owner;
    mail_of(s)->waiting = false;
    mail_of(s)->unknown++;
}

static void
write_mail(mail *m, int number)
{
    static const uint32_t committees[RECORDS] = { 2, 2, 4, 3 };

    daybook__v1__record__init(&m->record);
    daybook__v1__nightly_report__init(&m->report);
    memset(m->id, 0x40 + number, sizeof m->id);
    memset(m->sealed, number, sizeof m->sealed);
    m->record.committee_id = committees[number];
    m->record.id = (ProtobufCBinaryData){ DBK_ID_BYTES, m->id };
    m->record.kind = DBK_NIGHTLY_REPORT;
    m->record.nightly_report = &m->report;
}

static void
post(world *w, mail *m)
{
    const int number = (int)(m - w->mail);

    memset(&m->s, 0, sizeof m->s);
    m->s.record = &m->record;
    m->s.sealed = m->sealed;
    m->s.sealed_bytes = sizeof m->sealed;
    m->s.day = 18000 + number;
    m->s.person = 7;
    m->s.admissible = true;
    memset(m->s.hash, 0x60 + number, sizeof m->s.hash);
    memcpy(m->s.code, "00000000", sizeof m->s.code);
    m->waiting = true;
    dbk_store_add(w->store, &m->s);
}

/* ---------------------------------------------------------------- a world */

static void
open_world(world *w, pq_database *database, int number)
{
    const dbk_store_user user = { on_verdict, on_busy, on_unknown, w };
    dbk_config config;
    pq_row *row;

    dbk_config_default(&config);
    snprintf(config.database, sizeof config.database, "dbname=%d", number);
    config.store_timeout_ms = 300;
    w->database = database;
    for (int i = 0; i < RECORDS; i++)
        write_mail(&w->mail[i], i);
    row = pq_script_row(database, 3, w->mail[3].id);
    row->seen = true;
    row->times = 1;
    memset(row->hash, 0x60 + 3, sizeof row->hash);
    memcpy(row->code, "00000000", sizeof row->code);
    w->store = dbk_store_new(&config, &user);
}

/* One turn of the daemon's loop. */
static void
step(world *w, int64_t now)
{
    zmq_pollitem_t on[DBK_STORE_CONNECTIONS_MAX];
    const size_t n = dbk_store_watch(w->store, on);

    for (size_t i = 0; i < n; i++)
        on[i].revents = on[i].events;
    dbk_store_step(w->store, on);
    dbk_store_tick(w->store, now);
}

/* And one of the outbox; false when all have heard: then there is none any more. */
static bool
turn(world *w)
{
    const int64_t now = dbk_tick_ms();
    bool more = false;

    for (int i = 0; i < RECORDS; i++) {
        mail *m = &w->mail[i];

        if (!m->told && !m->waiting && now >= m->again_ms)
            post(w, m);
        more = more || !m->told;
    }
    if (more)
        step(w, now);
    return more;
}

static void
check_world(world *w, const char *name)
{
    for (int i = 0; i < RECORDS; i++) {
        const mail *m = &w->mail[i];
        const pq_row *row = row_of(w, m);
        char at[160];

        snprintf(at, sizeof at, "%s, call %d, record %d", name, w->database->at, i);
        CHECK_INT(at, m->told, true);
        CHECK_INT(at, m->unsafe, 0);
        CHECK_INT(at, m->busy_though_kept, i == 3 ? m->busy_though_kept : 0);    /* the fourth was there before it was sent */
        CHECK_INT(at, row->times, 1);
    }
}

static const struct { const char *name; pq_fault fault; int most; const char *sqlstate; } faults[] = {
    { "nothing breaks", PQ_NEVER, 1, NULL },
    { "the connection breaks before", PQ_BREAK_BEFORE, 500, NULL },
    { "the connection breaks after", PQ_BREAK_AFTER, 500, NULL },
    { "a send is not taken", PQ_SEND_FAILS, 60, NULL },
    { "a frozen backend", PQ_SILENCE, 10, NULL },
    { "serialization failure", PQ_REFUSE, 16, "40001" },
    { "deadlock", PQ_REFUSE, 16, "40P01" },
    { "lock time-out", PQ_REFUSE, 16, "55P03" },
    { "read-only server", PQ_REFUSE, 16, "25006" },
    { "disk full", PQ_REFUSE, 16, "53100" },
    { "statement cancelled", PQ_REFUSE, 16, "57014" },
    { "COMMIT with a warning", PQ_COMMIT_WARNING, 4, NULL },
    { "COMMIT answers ROLLBACK", PQ_COMMIT_ROLLBACK, 4, NULL },
    { "COMMIT answers an error, and it stands", PQ_COMMIT_ERROR, 4, NULL },
};

static void
whatever_breaks(void)
{
    size_t n = 0, at = 0;
    const int64_t until = dbk_tick_ms() + PATIENCE_MS;
    bool more = true;

    for (size_t i = 0; i < ARRAY_LEN(faults); i++)
        n += (size_t)faults[i].most;
    world *worlds = calloc(n, sizeof *worlds);
    pq_database *databases = calloc(n, sizeof *databases);
    const char **names = calloc(n, sizeof *names);
    if (worlds == NULL || databases == NULL || names == NULL)
        abort();
    pq_script_use(databases, (int)n);
    for (size_t i = 0; i < ARRAY_LEN(faults); i++)
        for (int call = 1; call <= faults[i].most; call++, at++) {
            databases[at].fault = faults[i].fault;
            databases[at].at = call;
            databases[at].sqlstate = faults[i].sqlstate;
            names[at] = faults[i].name;
            open_world(&worlds[at], &databases[at], (int)at);
        }
    while (more && dbk_tick_ms() < until) {
        more = false;
        for (size_t i = 0; i < n; i++)
            more = turn(&worlds[i]) || more;
        poll(NULL, 0, 1);
    }
    for (size_t i = 0; i < n; i++) {
        check_world(&worlds[i], names[i]);
        dbk_store_free(&worlds[i].store);
    }
    for (size_t i = 0, first = 0; i < ARRAY_LEN(faults); first += (size_t)faults[i].most, i++) {
        CHECK_INT(faults[i].name, databases[first].had, faults[i].fault != PQ_NEVER);
        CHECK_INT("every call has had its turn", databases[first + (size_t)faults[i].most - 1].had, false);
    }
    pq_script_use(NULL, 0);
    free(names);
    free(databases);
    free(worlds);
}

/* The daemon ends with a COMMIT under way: it may have happened, so neither BUSY nor anything else is said. */
static void
an_end_in_doubt(void)
{
    pq_database database = { .fault = PQ_NEVER };
    world w = { 0 };

    pq_script_use(&database, 1);
    open_world(&w, &database, 0);
    while (!dbk_store_accepting(w.store))
        step(&w, dbk_tick_ms());
    for (int i = 0; i < RECORDS; i++)
        post(&w, &w.mail[i]);
    while (database.commits < 2)                        /* one a connection, their answers not yet read */
        step(&w, dbk_tick_ms());
    dbk_store_free(&w.store);
    for (int i = 0; i < RECORDS; i++) {
        CHECK_INT("given back without a word", w.mail[i].unknown, 1);
        CHECK_INT("no verdict", w.mail[i].told, false);
        CHECK_INT("no BUSY", w.mail[i].again_ms, 0);
        CHECK_INT("it is there all the same", row_of(&w, &w.mail[i])->times, 1);
    }
    pq_script_use(NULL, 0);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "whatever breaks", whatever_breaks },
        { "an end in doubt", an_end_in_doubt },
    };

    return unit_main("store", tests, ARRAY_LEN(tests), 300);
}
