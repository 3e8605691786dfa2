#include "daemon/link.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/hosts.h"
#include "daemon/log.h"
#include "daemon/pq.h"
#include "proto/calendar.h"
#include "sql/queries.h"

#define PAUSE_FIRST_MS 500
#define PAUSE_MOST_MS 5000                           /* a secretary waits for nobody longer than this and its jitter */
#define PAUSE_UNFIT_MS 7500                          /* a person must act first */

typedef enum {
    STATE_DOWN,
    STATE_CONNECTING,
    STATE_SETTING_UP,        /* the session is looked at and statements are prepared */
    STATE_READY,
    STATE_RUNNING,
    STATE_MENDING            /* a run was refused: its transaction is rolled back */
} link_state;

struct dbk_link {
    char                 name[32];
    const dbk_statement *statements;
    size_t               n_statements;
    int64_t              timeout_ms;
    dbk_link_user        user;
    dbk_hosts           *hosts;

    PGconn    *pg;
    link_state state;
    int64_t    deadline_ms, next_try_ms, pause_ms;     /* on the monotonic clock */
    bool       wants_write, connect_reads;

    int  sent, step;                                   /* statements of the run: sent, and the one being answered */
    bool answered;                                     /* the current one has given a result */
    bool commits, warned, refused, unsure;
    bool unfit;                                        /* refused for what a person must mend, no waiting */
    bool untaken;                                      /* libpq did not take a statement, for want of memory */
    char sqlstate[6];
};

dbk_link *
dbk_link_new(const char *name, const char *conninfo, const dbk_statement *statements, size_t n, int64_t timeout_ms,
             const dbk_link_user *user)
{
    dbk_link *link = calloc(1, sizeof *link);

    assert(link != NULL);
    strncpy(link->name, name, sizeof link->name - 1);
    link->hosts = dbk_hosts_new(conninfo, NULL);
    assert(link->hosts != NULL);                       /* the configuration was checked */
    link->statements = statements;
    link->n_statements = n;
    link->timeout_ms = timeout_ms;
    link->user = *user;
    link->pause_ms = PAUSE_FIRST_MS;
    return link;
}

void
dbk_link_free(dbk_link **link)
{
    if (*link != NULL) {
        dbk_pq->finish((*link)->pg);
        dbk_hosts_free(&(*link)->hosts);
    }
    free(*link);
    *link = NULL;
}

bool
dbk_link_ready(const dbk_link *link)
{
    return link->state == STATE_READY;
}

bool
dbk_link_up(const dbk_link *link)
{
    return link->state >= STATE_READY;
}

/* ---------------------------------------------------------------- down and up */

/* The connection is gone. A run in it has an unknown outcome. */
static void
drop(dbk_link *link, const char *why)
{
    const link_state was = link->state;
    const int64_t jitter = (int64_t)randombytes_uniform((uint32_t)(link->pause_ms / 2 + 1));

    dbk_log(LOG_WARNING, "database_lost link=%s sqlstate=%s why=\"%s\" retry_ms=%lld", link->name,
            link->sqlstate[0] ? link->sqlstate : "-", why, (long long)(link->pause_ms + jitter));
    dbk_pq->finish(link->pg);
    link->pg = NULL;
    link->state = STATE_DOWN;
    link->next_try_ms = dbk_tick_ms() + link->pause_ms + jitter;
    link->pause_ms = link->pause_ms * 2 > PAUSE_MOST_MS ? PAUSE_MOST_MS : link->pause_ms * 2;
    if (was == STATE_RUNNING)
        link->user.ended(link->user.owner, DBK_RUN_LOST, link->sqlstate);
    if (was == STATE_MENDING)
        link->user.ended(link->user.owner, DBK_RUN_REFUSED, link->sqlstate);
    if (was >= STATE_READY)
        link->user.down(link->user.owner);
}

/* A WARNING inside a COMMIT means that it is not what it says, e.g. "canceling wait for synchronous replication". */
static void
take_notice(void *arg, const PGresult *notice)
{
    dbk_link *link = arg;
    const char *severity = dbk_pq->error_field(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *state = dbk_pq->error_field(notice, PG_DIAG_SQLSTATE);
    const char *text = dbk_pq->error_field(notice, PG_DIAG_MESSAGE_PRIMARY);

    if (severity == NULL || strcmp(severity, "WARNING") != 0)
        return;
    link->warned = true;
    dbk_log(LOG_ERROR, "database_warning link=%s sqlstate=%s text=\"%s\"", link->name, state ? state : "-",
            text ? text : "");
}

static void
start_connecting(dbk_link *link, int64_t tick_ms)
{
    link->sqlstate[0] = '\0';
    link->pg = dbk_pq->connect_start(dbk_hosts_keywords(link->hosts), dbk_hosts_values(link->hosts), 0);
    link->deadline_ms = tick_ms + link->timeout_ms;
    link->state = STATE_CONNECTING;
    link->connect_reads = false;
    if (link->pg == NULL || dbk_pq->status(link->pg) == CONNECTION_BAD)
        drop(link, link->pg ? dbk_pq->error_message(link->pg) : "no memory");
}

static void
begin_run(dbk_link *link, link_state state)
{
    link->state = state;
    link->sent = link->step = 0;
    link->answered = link->commits = link->warned = link->untaken = false;
    if (state != STATE_MENDING) {
        link->refused = link->unsure = link->unfit = false;
        link->sqlstate[0] = '\0';
    }
}

static void
flush(dbk_link *link)
{
    const int rc = dbk_pq->flush(link->pg);

    link->wants_write = rc == 1;
    if (rc < 0)
        drop(link, dbk_pq->error_message(link->pg));
}

static void
end_run(dbk_link *link)
{
    link->deadline_ms = dbk_tick_ms() + link->timeout_ms;
    if (!dbk_pq->pipeline_sync(link->pg) || link->untaken)
        drop(link, "libpq does not take a statement");         /* a transaction without it is not what it should be */
    else
        flush(link);
}

static void
count_sent(dbk_link *link, int taken)
{
    link->sent++;
    link->untaken = link->untaken || !taken;
}

static void
set_up(dbk_link *link)
{
    dbk_pq->set_nonblocking(link->pg, 1);
    dbk_pq->set_notice_receiver(link->pg, take_notice, link);
    dbk_pq->enter_pipeline_mode(link->pg);
    begin_run(link, STATE_SETTING_UP);
    dbk_link_plain(link, DBK_SQL_DAEMON_SESSION);
    for (size_t i = 0; i < link->n_statements; i++) {
        const dbk_statement *s = &link->statements[i];

        if (s->name == NULL)
            dbk_link_plain(link, s->sql);
        else
            count_sent(link, dbk_pq->send_prepare(link->pg, s->name, s->sql, 0, NULL));
    }
    end_run(link);
}

static void
go_on_connecting(dbk_link *link)
{
    switch (dbk_pq->connect_poll(link->pg)) {
    case PGRES_POLLING_OK:
        set_up(link);
        break;
    case PGRES_POLLING_FAILED:
        drop(link, dbk_pq->error_message(link->pg));
        break;
    case PGRES_POLLING_READING:
        link->connect_reads = true;
        break;
    default:
        link->connect_reads = false;
    }
}

/* Is this database one that this daemon can serve? Says what is wrong and what to do. */
static bool
session_fits(const dbk_link *link, const PGresult *r)
{
    static const struct { int column; const char *name, *wanted; } settings[] = {
        { 2, "synchronous_commit", "on" },
        { 3, "lock_timeout", "5s" },
        { 4, "statement_timeout", "12s" },
    };
    const int number = atoi(PQgetvalue(r, 0, 0));

    if (number < DBK_SCHEMA_LEAST || number > DBK_SCHEMA_MOST) {
        dbk_log(LOG_ERROR, "schema_%s link=%s have=%d served=%d..%d do=\"%s\"",
                number < DBK_SCHEMA_LEAST ? "too_old" : "too_new",
                link->name, number, DBK_SCHEMA_LEAST, DBK_SCHEMA_MOST,
                number < DBK_SCHEMA_LEAST ? "run sql/migrate.sh" : "install the daybookd of this schema");
        return false;
    }
    if (strcmp(PQgetvalue(r, 0, 1), "UTF8") != 0) {
        dbk_log(LOG_ERROR, "database_encoding have=%s wanted=UTF8", PQgetvalue(r, 0, 1));
        return false;
    }
    /* Which day a report is of is asked of both: names differ ("PRC"), the hour must not. */
    if (atoi(PQgetvalue(r, 0, 6)) != dbk_zone_minutes(dbk_now_ms())) {
        dbk_log(LOG_ERROR,
                "zone_differs link=%s database=%s minutes=%s here=%d do=\"zone in daybookd.ini as migrate.sh has it\"",
                link->name, PQgetvalue(r, 0, 5), PQgetvalue(r, 0, 6), dbk_zone_minutes(dbk_now_ms()));
        return false;
    }
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
        if (strcmp(PQgetvalue(r, 0, settings[i].column), settings[i].wanted) != 0)
            dbk_log(LOG_WARNING, "role_setting name=%s have=%s wanted=%s do=\"run sql/roles.sql\"", settings[i].name,
                    PQgetvalue(r, 0, settings[i].column), settings[i].wanted);
    return true;
}

/* ---------------------------------------------------------------- a run */

void
dbk_link_begin(dbk_link *link)
{
    assert(link->state == STATE_READY);
    begin_run(link, STATE_RUNNING);
}

void
dbk_link_plain(dbk_link *link, const char *sql)
{
    count_sent(link, dbk_pq->send_params(link->pg, sql, 0, NULL, NULL, NULL, NULL, 0));
}

void
dbk_link_prepared(dbk_link *link, const char *name, int n, const char *const *values, const int *lengths,
                  const int *formats, int result_format)
{
    count_sent(link, dbk_pq->send_prepared(link->pg, name, n, values, lengths, formats, result_format));
}

void
dbk_link_end(dbk_link *link, bool commit)
{
    assert(link->state == STATE_RUNNING);
    link->commits = commit;
    end_run(link);
}

/* An error of the COMMIT itself: what the keys or a serialization failure refused surely did not happen; of anything
 * else we cannot know. */
static bool
commit_error_is_sure(const char *sqlstate)
{
    return strncmp(sqlstate, "23", 2) == 0 || strncmp(sqlstate, "40", 2) == 0;
}

/* A statement that does not fit these tables, or may not be run. Everything else passes by itself, a locked table above
 * all: preparing an INSERT waits for whoever locks it, and gives up when the server's time is over. */
static bool
is_unfit(const char *sqlstate)
{
    return strncmp(sqlstate, "42", 2) == 0 || strncmp(sqlstate, "3F", 2) == 0;
}

static void
take_error(dbk_link *link, const PGresult *r)
{
    const char *state = dbk_pq->error_field(r, PG_DIAG_SQLSTATE);
    const char *text = dbk_pq->error_field(r, PG_DIAG_MESSAGE_PRIMARY);

    link->refused = true;
    snprintf(link->sqlstate, sizeof link->sqlstate, "%s", state ? state : "XX000");
    if (link->commits && link->step == link->sent - 1 && !commit_error_is_sure(link->sqlstate))
        link->unsure = true;
    link->unfit = link->unfit || is_unfit(link->sqlstate);
    /* The primary message names tables and constraints, never the values of a row: those are in the detail. */
    dbk_log(LOG_ERROR, "database_refused link=%s step=%d sqlstate=%s text=\"%s\"", link->name, link->step,
            link->sqlstate, text ? text : PQresultErrorMessage(r));
}

static void
take_result(dbk_link *link, const PGresult *r)
{
    const bool is_commit = link->commits && link->step == link->sent - 1;

    if (is_commit && (strcmp(dbk_pq->tag((PGresult *)r), "COMMIT") != 0 || link->warned))
        link->unsure = true;                           /* a COMMIT of a failed transaction answers "ROLLBACK" */
    else if (link->state == STATE_RUNNING)
        link->user.result(link->user.owner, link->step, r);
    else if (link->state == STATE_SETTING_UP && link->step == 0 && !session_fits(link, r))
        link->refused = link->unfit = true;
}

/* The Sync came: the run is over. */
static void
take_sync(dbk_link *link)
{
    const link_state was = link->state;

    if (link->unsure) {
        drop(link, "commit not confirmed");
    } else if (dbk_pq->transaction_status(link->pg) == PQTRANS_INERROR) {
        begin_run(link, STATE_MENDING);
        dbk_link_plain(link, "ROLLBACK");
        end_run(link);
    } else if (was == STATE_SETTING_UP && link->unfit) {
        link->pause_ms = PAUSE_UNFIT_MS;
        drop(link, "this database cannot be served");
    } else if (was == STATE_SETTING_UP && link->refused) {
        drop(link, "its statements were not prepared");
    } else {
        link->state = STATE_READY;
        link->pause_ms = PAUSE_FIRST_MS;
        if (was == STATE_SETTING_UP)
            link->user.up(link->user.owner);
        else
            link->user.ended(link->user.owner, link->refused ? DBK_RUN_REFUSED : DBK_RUN_DONE, link->sqlstate);
    }
}

/* One result off the connection; false when the run is over or the rest is not here yet. */
static bool
take_one(dbk_link *link)
{
    if (link->state != STATE_SETTING_UP && link->state != STATE_RUNNING && link->state != STATE_MENDING)
        return false;
    if (dbk_pq->is_busy(link->pg))
        return false;

    PGresult *r = dbk_pq->get_result(link->pg);
    const ExecStatusType status = PQresultStatus(r);   /* of NULL: PGRES_FATAL_ERROR */

    if (r == NULL) {                                   /* the end of one statement's results */
        if (!link->answered)
            return false;
        link->answered = false;
        link->step++;
        return true;
    }
    if (status == PGRES_PIPELINE_SYNC) {
        PQclear(r);
        take_sync(link);
        return false;
    }
    link->answered = true;
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
        take_result(link, r);
    else if (status != PGRES_PIPELINE_ABORTED)
        take_error(link, r);
    PQclear(r);
    return true;
}

/* ---------------------------------------------------------------- for the loop */

void
dbk_link_watch(const dbk_link *link, zmq_pollitem_t *item)
{
    *item = (zmq_pollitem_t){ NULL, -1, 0, 0 };
    if (link->pg == NULL)
        return;
    item->fd = dbk_pq->socket(link->pg);                     /* it changes while connecting */
    if (link->state == STATE_CONNECTING)
        item->events = link->connect_reads ? ZMQ_POLLIN : ZMQ_POLLOUT;
    else
        item->events = (short)(ZMQ_POLLIN | (link->wants_write ? ZMQ_POLLOUT : 0));
}

static void
take_notifications(dbk_link *link)
{
    bool any = false;

    for (PGnotify *n; (n = dbk_pq->notifies(link->pg)) != NULL; any = true)
        PQfreemem(n);
    if (any && link->user.notified != NULL)
        link->user.notified(link->user.owner);
}

void
dbk_link_step(dbk_link *link, const zmq_pollitem_t *item)
{
    if (link->pg == NULL || item->revents == 0)
        return;
    if (link->state == STATE_CONNECTING) {
        go_on_connecting(link);
        return;
    }
    if (item->revents & ZMQ_POLLOUT)
        flush(link);
    if (link->pg == NULL || !(item->revents & (ZMQ_POLLIN | ZMQ_POLLERR)))
        return;
    const int alive = dbk_pq->consume_input(link->pg);
    while (link->pg != NULL && take_one(link))
        ;
    if (link->pg == NULL)
        return;
    if (!alive || dbk_pq->status(link->pg) == CONNECTION_BAD)
        drop(link, dbk_pq->error_message(link->pg));
    else
        take_notifications(link);
}

void
dbk_link_tick(dbk_link *link, int64_t tick_ms)
{
    if (link->state == STATE_DOWN && tick_ms >= link->next_try_ms)
        start_connecting(link, tick_ms);
    else if (link->state != STATE_DOWN && link->state != STATE_READY && tick_ms >= link->deadline_ms) {
        dbk_hosts_turn(link->hosts);
        drop(link, "no answer in time");
    }
}
