#include "daemon/side.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/directory_read.h"
#include "daemon/link.h"
#include "daemon/log.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "sql/queries.h"

#define BEAT_MS 5000
#define HELD_MS 1000
#define NEWS_MS 1000                   /* listeners are told at most so often */
#define HELD_MOST 512                     /* told in one go; what does not fit is told at its next try */
#define CLOCK_SHOWN_MS 2000
#define AGAIN_MS 1000                  /* what was refused would be so again at once, by a server that only reads */

static const dbk_statement statements[] = {
    { "daemon_beat", DBK_SQL_DAEMON_BEAT },
    { "daemon_outage", DBK_SQL_DAEMON_OUTAGE },
    { "held_keep", DBK_SQL_HELD_KEEP },
};

typedef enum { RUN_NONE, RUN_LISTEN, RUN_DIRECTORY, RUN_BEAT, RUN_HELD, RUN_NEWS } run;

typedef struct {
    int32_t     committee, person;
    uint8_t     id[DBK_ID_BYTES];
    uint32_t    report_date;              /* 0: no date */
    uint32_t    kind, part;
    const char *status, *reason;          /* static */
    int64_t     at_ms;
} held;

struct dbk_side {
    dbk_link      *link;
    run            running;
    int64_t        again_ms;              /* tick before which nothing is asked */
    bool           listening;

    dbk_directory         *directory;
    dbk_directory_reading *reading;       /* of the next one; NULL: none is under way */
    bool                   refresh;
    int64_t                refresh_ms, refreshed_ms;

    char    name[81], endpoint[256], enrol_endpoint[256], key[DBK_KEY_HEX_CHARS + 1], *counters;
    int64_t started_ms, beat_ms;
    int64_t accepting_ms;                 /* tick since when it accepts */
    bool    accepting, told_accepting, finishing;

    held    held[HELD_MOST];
    size_t  n_held, n_telling;            /* telling: the first of them are in the running transaction */
    int64_t held_ms;

    bool    news;                         /* something was committed that a list of the night shows */
    int64_t news_ms;
};

/* ---------------------------------------------------------------- the directory */

static void
read_directory(dbk_side *side)
{
    const char *sql;

    dbk_directory_reading_free(&side->reading);
    side->reading = dbk_directory_reading_new();
    side->refresh = false;
    side->running = RUN_DIRECTORY;
    dbk_link_begin(side->link);
    dbk_link_plain(side->link, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    for (size_t i = 0; (sql = dbk_directory_reading_sql(i)) != NULL; i++)
        dbk_link_plain(side->link, sql);
    dbk_link_plain(side->link, "COMMIT");
    dbk_link_end(side->link, false);
}

static void
swap_directory(dbk_side *side)
{
    dbk_directory *next = dbk_directory_reading_finish(&side->reading);

    if (side->directory == NULL)
        dbk_log(LOG_INFO, "directory committees=%zu keys=%zu", dbk_directory_committees(next),
                dbk_directory_keys(next));
    dbk_directory_free(&side->directory);
    side->directory = next;
    side->refreshed_ms = dbk_tick_ms();
}

/* ---------------------------------------------------------------- the daemon's row */

static void
beat(dbk_side *side)
{
    char started[24], accepts[24];
    const char *values[] = { side->name, started, side->accepting ? "t" : "f", side->endpoint, side->key, DBK_VERSION,
                             side->counters ? side->counters : "{}", side->enrol_endpoint,
                             side->told_accepting ? "t" : "f" };

    snprintf(started, sizeof started, "%lld", (long long)side->started_ms);
    snprintf(accepts, sizeof accepts, "%lld", (long long)(dbk_tick_ms() - side->accepting_ms));
    side->running = RUN_BEAT;
    side->beat_ms = dbk_tick_ms();
    dbk_link_begin(side->link);
    dbk_link_plain(side->link, "BEGIN");
    if (side->accepting && !side->told_accepting) {
        dbk_link_plain(side->link, "SELECT pg_advisory_xact_lock(hashtext('daybook outage'))");
        dbk_link_prepared(side->link, "daemon_outage", 1, (const char *[]){ accepts }, NULL, NULL, 0);
        side->refresh = true;                       /* an outage that was found belongs to the directory */
    }
    dbk_link_prepared(side->link, "daemon_beat", 9, values, NULL, NULL, 0);
    dbk_link_plain(side->link, "COMMIT");
    dbk_link_end(side->link, false);
    side->told_accepting = side->accepting;
}

static void
compare_clocks(const PGresult *r)
{
    const int64_t ahead = dbk_now_ms() - strtoll(PQgetvalue(r, 0, 0), NULL, 10);

    if (ahead > CLOCK_SHOWN_MS || ahead < -CLOCK_SHOWN_MS)
        dbk_log(LOG_WARNING, "clock ahead_of_database_ms=%lld do=\"set this machine's clock\"", (long long)ahead);
}

/* ---------------------------------------------------------------- what is held */

void
dbk_side_held(dbk_side *side, const dbk_submission *s, const char *status, const char *reason)
{
    if (s->person == 0 || side->n_held == HELD_MOST)
        return;
    held *entry = &side->held[side->n_held++];
    *entry = (held){ .committee = (int32_t)s->record->committee_id, .person = s->person,
                     .report_date = s->day != 0 ? s->record->report_date : 0, .status = status, .reason = reason,
                     .kind = s->record->kind, .part = s->record->part <= INT16_MAX ? s->record->part : 0,
                     .at_ms = dbk_now_ms() };
    memcpy(entry->id, s->record->id.data, DBK_ID_BYTES);
}

static void
send_held(dbk_side *side, const held *entry)
{
    char committee[12], id[DBK_ID_TEXT_BYTES], date[12], person[12], at[24], kind[12], part[12];
    const char *values[] = { committee, id, entry->report_date ? date : NULL, entry->status, entry->reason, person, at,
                             kind, part };

    snprintf(committee, sizeof committee, "%d", entry->committee);
    snprintf(date, sizeof date, "%08u", entry->report_date % 100000000u);
    snprintf(person, sizeof person, "%d", entry->person);
    snprintf(at, sizeof at, "%lld", (long long)entry->at_ms);
    snprintf(kind, sizeof kind, "%u", entry->kind);
    snprintf(part, sizeof part, "%u", entry->part);
    dbk_id_text(entry->id, id);
    dbk_link_prepared(side->link, "held_keep", 9, values, NULL, NULL, 0);
}

static void
tell_held(dbk_side *side)
{
    side->running = RUN_HELD;
    side->n_telling = side->n_held;
    side->held_ms = dbk_tick_ms();
    dbk_link_begin(side->link);
    dbk_link_plain(side->link, "BEGIN");
    for (size_t i = 0; i < side->n_telling; i++)
        send_held(side, &side->held[i]);
    dbk_link_plain(side->link, "COMMIT");
    dbk_link_end(side->link, false);
}

/* They were told, or the database would not hear of them: either way they are not told again. */
static void
forget_held(dbk_side *side)
{
    memmove(side->held, side->held + side->n_telling, (side->n_held - side->n_telling) * sizeof side->held[0]);
    side->n_held -= side->n_telling;
    side->n_telling = 0;
}

/* ---------------------------------------------------------------- that there is news */

void
dbk_side_news(dbk_side *side)
{
    side->news = true;
}

/* Here and not in the transactions of ingest, where it would cost every batch. One that is lost is no loss: whoever
 * listens looks now and then without being told. */
static void
tell_news(dbk_side *side)
{
    side->running = RUN_NEWS;
    side->news = false;
    side->news_ms = dbk_tick_ms();
    dbk_link_begin(side->link);
    dbk_link_plain(side->link, "NOTIFY daybook_news");
    dbk_link_end(side->link, false);
}

/* ---------------------------------------------------------------- one run after another */

static void
start_listening(dbk_side *side)
{
    side->running = RUN_LISTEN;
    dbk_link_begin(side->link);
    dbk_link_plain(side->link, "LISTEN daybook_directory");
    dbk_link_end(side->link, false);
}

static void
pump(dbk_side *side)
{
    const int64_t now = dbk_tick_ms();

    if (!dbk_link_ready(side->link) || now < side->again_ms)
        return;
    if (!side->listening)
        start_listening(side);                             /* before the first read, so that no change is missed */
    else if (side->finishing && side->told_accepting)
        beat(side);
    else if (side->finishing)
        return;
    else if (side->refresh || side->directory == NULL || now - side->refreshed_ms >= side->refresh_ms)
        read_directory(side);
    else if (side->endpoint[0] != '\0' && (now - side->beat_ms >= BEAT_MS || side->accepting != side->told_accepting))
        beat(side);
    else if (side->n_held > 0 && now - side->held_ms >= HELD_MS)
        tell_held(side);
    else if (side->news && now - side->news_ms >= NEWS_MS)
        tell_news(side);
}

static void
on_result(void *owner, int step, const PGresult *r)
{
    dbk_side *side = owner;

    if (side->running == RUN_DIRECTORY && step >= 1)
        dbk_directory_reading_take(side->reading, (size_t)step - 1, r);
    else if (side->running == RUN_BEAT && PQntuples(r) == 1 && PQnfields(r) == 1 && PQgetlength(r, 0, 0) > 0)
        compare_clocks(r);
}

static void
on_ended(void *owner, dbk_run_end end, const char *sqlstate)
{
    dbk_side *side = owner;
    const run was = side->running;

    (void)sqlstate;                                     /* the link has logged it */
    side->running = RUN_NONE;
    if (was == RUN_LISTEN)
        side->listening = end == DBK_RUN_DONE;
    else if (was == RUN_DIRECTORY && end == DBK_RUN_DONE)
        swap_directory(side);
    else if (was == RUN_DIRECTORY)
        side->refreshed_ms = dbk_tick_ms() - side->refresh_ms + BEAT_MS;      /* not at once, and not only much later */
    else if (was == RUN_HELD && end != DBK_RUN_LOST)
        forget_held(side), side->news = true;
    else if (was == RUN_BEAT && end != DBK_RUN_DONE)
        side->told_accepting = false;
    if (end == DBK_RUN_DONE)
        pump(side);
    else
        side->again_ms = dbk_tick_ms() + AGAIN_MS;
}

static void
on_up(void *owner)
{
    pump(owner);
}

static void
on_down(void *owner)
{
    dbk_side *side = owner;

    side->listening = side->told_accepting = false;
    side->refresh = true;
    dbk_directory_reading_free(&side->reading);
}

static void
on_notified(void *owner)
{
    ((dbk_side *)owner)->refresh = true;
}

/* ---------------------------------------------------------------- the side */

dbk_side *
dbk_side_new(const dbk_config *config)
{
    dbk_side *side = calloc(1, sizeof *side);
    const dbk_link_user user = { on_up, on_down, on_result, on_ended, on_notified, side };

    assert(side != NULL);
    memcpy(side->name, config->name, sizeof side->name);
    side->refresh_ms = config->directory_refresh_ms;
    side->started_ms = dbk_now_ms();
    side->link = dbk_link_new("side", config->database, statements, sizeof statements / sizeof statements[0],
                              config->store_timeout_ms, &user);
    return side;
}

void
dbk_side_free(dbk_side **side)
{
    if (*side != NULL) {
        dbk_link_free(&(*side)->link);
        dbk_directory_reading_free(&(*side)->reading);
        dbk_directory_free(&(*side)->directory);
        free((*side)->counters);
    }
    free(*side);
    *side = NULL;
}

const dbk_directory *
dbk_side_directory(const dbk_side *side)
{
    return side->directory;
}

void
dbk_side_refresh(dbk_side *side)
{
    side->refresh = true;
}

void
dbk_side_describe(dbk_side *side, const char *endpoint, const char *enrol_endpoint,
                  const uint8_t server_key[DBK_KEY_BYTES])
{
    snprintf(side->endpoint, sizeof side->endpoint, "%s", endpoint);
    snprintf(side->enrol_endpoint, sizeof side->enrol_endpoint, "%s", enrol_endpoint);
    dbk_hex(server_key, DBK_KEY_BYTES, side->key);
}

void
dbk_side_report(dbk_side *side, bool accepting, const char *counters)
{
    if (accepting && !side->accepting)
        side->accepting_ms = dbk_tick_ms();
    side->accepting = accepting;
    free(side->counters);
    side->counters = strdup(counters);
    assert(side->counters != NULL);
}

void
dbk_side_finish(dbk_side *side)
{
    side->finishing = true;
    side->accepting = false;
    pump(side);
}

bool
dbk_side_rests(const dbk_side *side)
{
    return !dbk_link_up(side->link) || (side->running == RUN_NONE && !side->told_accepting);
}

void
dbk_side_watch(const dbk_side *side, zmq_pollitem_t *item)
{
    dbk_link_watch(side->link, item);
}

void
dbk_side_step(dbk_side *side, const zmq_pollitem_t *item)
{
    dbk_link_step(side->link, item);
    pump(side);
}

void
dbk_side_tick(dbk_side *side, int64_t tick_ms)
{
    dbk_link_tick(side->link, tick_ms);
    pump(side);
}
