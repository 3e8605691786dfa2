/*
 * store: whatever breaks, and at whichever call, a receipt means a row that others see and the standby has, each record is
 * there once, and each gets its verdict in the end.
 *
 * Every fault has a world of its own: a database that follows a script, a store with two connections, and five records that
 * an outbox sends again until it has heard. Two of them, one alone on its connection and one among others, are there already
 * and unknown to the standby, as after a crash of the server. In some worlds the tables do not take one of the others. All
 * worlds run at once, so that the pauses of the store are waited for together.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store.h"
#include "proto/calendar.h"
#include "tests/harness/pq_script.h"
#include "tests/harness/unit.h"

#define RECORDS 5
#define NEW_RECORDS 3                    /* the others were there before */
#define POISONED 1
#define AGAIN_MS 50
#define PATIENCE_MS 120000

typedef struct {
    dbk_submission     s;
    dbk_record         record;
    dbk_nightly_report report;
    uint8_t            id[DBK_ID_BYTES], sealed[8];
    bool               told, waiting;
    int                untrue, busy_though_kept, unknown;
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
    const bool receipt = !s->fault && (s->kept || (s->by_id.found && s->by_id.same_bytes));

    m->waiting = false;
    m->told = true;
    if (row->poison != NULL ? !s->fault : !receipt || !row->seen || !row->safe)
        m->untrue++;
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
    static const uint32_t committees[RECORDS] = { 2, 2, 4, 3, 2 };

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
post_as(world *w, mail *m, int number)
{
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

static void
post(world *w, mail *m)
{
    post_as(w, m, (int)(m - w->mail));
}

/* ---------------------------------------------------------------- a world */

static void
open_world(world *w, pq_database *database, int number, const char *poison)
{
    const dbk_store_user user = { on_verdict, on_busy, on_unknown, w };
    dbk_config config;

    dbk_config_default(&config);
    snprintf(config.database, sizeof config.database, "dbname=%d", number);
    config.store_timeout_ms = 1500;
    w->database = database;
    for (int i = 0; i < RECORDS; i++) {
        write_mail(&w->mail[i], i);
        pq_row *row = pq_script_row(database, (int32_t)w->mail[i].record.committee_id, w->mail[i].id);
        row->poison = i == POISONED ? poison : NULL;
        if (i < NEW_RECORDS)
            continue;
        row->seen = true;
        row->times = 1;
        memset(row->hash, 0x60 + i, sizeof row->hash);
        memcpy(row->code, "00000000", sizeof row->code);
    }
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
        CHECK_INT(at, m->untrue, 0);
        CHECK_INT(at, row->times, row->poison != NULL ? 0 : 1);
        if (i < NEW_RECORDS)                                 /* the others were there before they were sent */
            CHECK_INT(at, m->busy_though_kept, 0);
    }
}

/*   most    calls to strike at, one a world; more than there are
 *   times   so often in a row
 *   poison  the SQLSTATE with which one of the records is refused */
static const struct {
    const char *name;
    pq_fault    fault;
    int         most;
    const char *sqlstate;
    int         times;
    const char *poison;
} faults[] = {
    { "nothing breaks", PQ_NEVER, 1, NULL, 1, NULL },
    { "the connection breaks before", PQ_BREAK_BEFORE, 450, NULL, 1, NULL },
    { "the connection breaks after", PQ_BREAK_AFTER, 450, NULL, 1, NULL },
    { "a send is not taken", PQ_SEND_FAILS, 90, NULL, 1, NULL },
    { "a frozen backend", PQ_SILENCE, 20, NULL, 1, NULL },
    { "serialization failure", PQ_REFUSE, 20, "40001", 1, NULL },
    { "deadlock", PQ_REFUSE, 20, "40P01", 1, NULL },
    { "lock time-out", PQ_REFUSE, 20, "55P03", 1, NULL },
    { "read-only server", PQ_REFUSE, 20, "25006", 1, NULL },
    { "disk full", PQ_REFUSE, 20, "53100", 1, NULL },
    { "statement cancelled", PQ_REFUSE, 20, "57014", 1, NULL },
    { "a table is locked for whoever prepares", PQ_REFUSE_PREPARE, 100, "55P03", 1, NULL },
    { "COMMIT with a warning", PQ_COMMIT_WARNING, 6, NULL, 1, NULL },
    { "COMMIT answers ROLLBACK", PQ_COMMIT_ROLLBACK, 6, NULL, 1, NULL },
    { "COMMIT answers an error, and it stands", PQ_COMMIT_ERROR, 6, NULL, 1, NULL },
    { "refused twice", PQ_REFUSE, 20, "40001", 2, NULL },
    { "refused until the whole and its parts are given back", PQ_REFUSE, 20, "40001", 12, NULL },
    { "a backend frozen again and again", PQ_SILENCE, 20, NULL, 3, NULL },
    { "COMMITs answer an error, and they stand", PQ_COMMIT_ERROR, 6, NULL, 3, NULL },
    { "one that the tables do not take", PQ_NEVER, 1, NULL, 1, "22003" },
    { "the connection breaks before, with one that the tables do not take", PQ_BREAK_BEFORE, 550, NULL, 1, "23514" },
    { "the connection breaks after, with one that the tables do not take", PQ_BREAK_AFTER, 550, NULL, 1, "23514" },
    { "a frozen backend, with one that the tables do not take", PQ_SILENCE, 20, NULL, 1, "23514" },
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
            databases[at].times = faults[i].times;
            databases[at].sqlstate = faults[i].sqlstate;
            names[at] = faults[i].name;
            open_world(&worlds[at], &databases[at], (int)at, faults[i].poison);
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
        CHECK_INT(faults[i].name, databases[first].had > 0, faults[i].fault != PQ_NEVER);
        CHECK_INT(faults[i].name, databases[first + (size_t)faults[i].most - 1].had, 0);
    }
    pq_script_use(NULL, 0);
    free(names);
    free(databases);
    free(worlds);
}

/* ---------------------------------------------------------------- the end of the daemon */

static void
open_and_post(world *w, pq_database *database)
{
    pq_script_use(database, 1);
    open_world(w, database, 0, NULL);
    while (!dbk_store_accepting(w->store))
        step(w, dbk_tick_ms());
    for (int i = 0; i < RECORDS; i++)
        post(w, &w->mail[i]);
}

/* It may have happened, so neither BUSY nor anything else is said. */
static void
check_given_back(world *w)
{
    for (int i = 0; i < RECORDS; i++)
        CHECK_INT("still in a transaction, or to be run again",
                  dbk_store_writes(w->store, (int32_t)w->mail[i].record.committee_id, w->mail[i].id), true);
    CHECK_INT("another id is not", dbk_store_writes(w->store, 2, w->mail[3].id), false);
    dbk_store_free(&w->store);
    for (int i = 0; i < RECORDS; i++) {
        CHECK_INT("given back without a word", w->mail[i].unknown, 1);
        CHECK_INT("no verdict", w->mail[i].told, false);
        CHECK_INT("no BUSY", w->mail[i].again_ms, 0);
        CHECK_INT("it is there all the same", row_of(w, &w->mail[i])->times, 1);
    }
    pq_script_use(NULL, 0);
}

/* The daemon ends with a COMMIT under way. */
static void
an_end_in_doubt(void)
{
    pq_database database = { .fault = PQ_NEVER };
    world w = { 0 };

    open_and_post(&w, &database);
    CHECK_INT("there is work", dbk_store_idle(w.store), false);
    while (database.commits < 2)                        /* one a connection, their answers not yet read */
        step(&w, dbk_tick_ms());
    CHECK_INT("a COMMIT is under way", dbk_store_idle(w.store), false);
    check_given_back(&w);
}

/* It ends after its COMMITs were answered by an error, before it could ask again. */
static void
an_end_between_two_runs(void)
{
    pq_database database = { .fault = PQ_COMMIT_ERROR, .at = 1, .times = 2 };
    world w = { 0 };

    open_and_post(&w, &database);
    while (!dbk_store_idle(w.store))
        step(&w, dbk_tick_ms());
    CHECK_INT("the connections are gone", dbk_store_accepting(w.store), false);
    check_given_back(&w);
}

/* A client that lost patience sends again what may be committed, before the connection breaks and while it is away. */
static void
a_copy_of_what_is_in_doubt(void)
{
    pq_database database = { .fault = PQ_COMMIT_ERROR, .at = 1, .times = 2 };
    world w = { 0 };

    open_and_post(&w, &database);
    while (database.commits < 2)
        step(&w, dbk_tick_ms());
    mail before = w.mail[0];
    post_as(&w, &before, 0);
    while (!dbk_store_idle(w.store))
        step(&w, dbk_tick_ms());
    CHECK_INT("the connections are gone", dbk_store_accepting(w.store), false);
    mail after = w.mail[0];
    post_as(&w, &after, 0);
    CHECK_INT("one that came before hears nothing", before.unknown, 1);
    CHECK_INT("nor does one that comes now", after.unknown, 1);
    CHECK_INT("BUSY would say that it is not committed", before.busy_though_kept + after.busy_though_kept, 0);
    check_given_back(&w);
}

/* ---------------------------------------------------------------- a database that cannot be served */

static const struct { const char *name, *session[PQ_SESSION_COLUMNS]; bool served; } sessions[] = {
    { "as it should be", { NULL }, true },
    { "an older schema", { "1" }, false },
    { "a newer schema", { "9999" }, false },
    { "another encoding", { NULL, "LATIN1" }, false },
    { "another zone of the nights", { NULL, NULL, NULL, NULL, NULL, "Mars/Olympus", "9999" }, false },
    { "the role's settings are not those of sql/roles.sql", { NULL, NULL, "off", "0", "0" }, true },
};

static void
looks_at_its_database(void)
{
    for (size_t i = 0; i < ARRAY_LEN(sessions); i++) {
        pq_database database = { .fault = PQ_NEVER };
        world w = { 0 };

        memcpy(database.session, sessions[i].session, sizeof database.session);
        pq_script_use(&database, 1);
        open_world(&w, &database, 0, NULL);
        for (int turns = 0; turns < 20; turns++)
            step(&w, dbk_tick_ms());
        CHECK_INT(sessions[i].name, dbk_store_accepting(w.store), sessions[i].served);
        post(&w, &w.mail[0]);
        CHECK_INT(sessions[i].name, w.mail[0].again_ms == 0, sessions[i].served);      /* else BUSY, at once */
        dbk_store_free(&w.store);
        CHECK_INT("never written", row_of(&w, &w.mail[0])->times, 0);
        pq_script_use(NULL, 0);
    }
}

/* What waiting mends is tried again soon: its records are given back all that time. */
static const struct { const char *name, *sqlstate; bool soon; } refusals[] = {
    { "a table is locked", "55P03", true },
    { "a deadlock", "40P01", true },
    { "cancelled", "57014", true },
    { "no memory", "53200", true },
    { "a table is not there", "42P01", false },
    { "a right is not granted", "42501", false },
    { "a schema is not there", "3F000", false },
};

/* Some turns of the loop, the first of which comes so much later. */
static bool
accepts_after(world *w, int64_t ms)
{
    step(w, dbk_tick_ms() + ms);
    for (int turns = 0; turns < 20; turns++)
        step(w, dbk_tick_ms());
    return dbk_store_accepting(w->store);
}

static void
tries_again_soon_unless_a_person_must_act(void)
{
    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        pq_database database = { .fault = PQ_REFUSE_PREPARE, .at = 1, .times = 2, .sqlstate = refusals[i].sqlstate };
        world w = { 0 };

        pq_script_use(&database, 1);
        open_world(&w, &database, 0, NULL);
        CHECK_INT(refusals[i].name, accepts_after(&w, 0), false);
        CHECK_INT("each connection was refused", database.had, 2);
        CHECK_INT(refusals[i].name, accepts_after(&w, 1000), refusals[i].soon);
        CHECK_INT(refusals[i].name, accepts_after(&w, 12000), true);
        dbk_store_free(&w.store);
        pq_script_use(NULL, 0);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "whatever breaks", whatever_breaks },
        { "an end in doubt", an_end_in_doubt },
        { "an end between two runs", an_end_between_two_runs },
        { "a copy of what is in doubt", a_copy_of_what_is_in_doubt },
        { "looks at its database", looks_at_its_database },
        { "tries again soon unless a person must act", tries_again_soon_unless_a_person_must_act },
    };

    return unit_main("store", tests, ARRAY_LEN(tests), 300);
}
