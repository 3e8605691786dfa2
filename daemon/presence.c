#include "daemon/presence.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/link.h"
#include "daemon/map.h"
#include "proto/calendar.h"
#include "sql/queries.h"

#define WRITE_MS 1000
#define CLEAR_MS 10000
#define ENTRIES_FIRST 256
#define ENTRIES_MOST (1 << 20)             /* a night of a country; nobody adds more of them than the roster lets them */
#define WRITTEN_AT_ONCE 1024

static const dbk_statement statements[] = {
    { "presence_keep", DBK_SQL_PRESENCE_KEEP },
    { "presence_clear", DBK_SQL_PRESENCE_CLEAR },
};

/* What a client may say of itself; everything else the office's lists find out without it. */
static const char *const names[] = {
    [DAYBOOK__V1__PRESENCE_STATE__PRESENCE_OPENED] = "OPENED",
    [DAYBOOK__V1__PRESENCE_STATE__PRESENCE_FILLING] = "FILLING",
    [DAYBOOK__V1__PRESENCE_STATE__PRESENCE_SEALED] = "SEALED",
    [DAYBOOK__V1__PRESENCE_STATE__PRESENCE_HELD] = "HELD",
    [DAYBOOK__V1__PRESENCE_STATE__PRESENCE_REFUSED] = "REFUSED",
};

typedef struct { int32_t committee, day, person; } entry_key;

typedef struct {
    entry_key   key;
    const char *state;
    int32_t     percent;                   /* -1: not said */
    int64_t     since_ms, last_ms;
    bool        changed;                   /* not written down yet */
} entry;

struct dbk_presence {
    dbk_side *side;
    dbk_link       *link;
    dbk_map        *places;                /* entry_key -> size_t, where in `entry` */
    entry          *entry;
    size_t          n, room;
    size_t          n_changed;
    size_t          next;                  /* where writing goes on, so that nobody waits for ever */
    bool            running;
    int64_t         written_ms, cleared_ms;
};

/* ---------------------------------------------------------------- what is said */

static void
grow(dbk_presence *p)
{
    p->room = p->room == 0 ? ENTRIES_FIRST : 2 * p->room;
    p->entry = realloc(p->entry, p->room * sizeof *p->entry);
    assert(p->entry != NULL);
}

static void
note(dbk_presence *p, const entry_key *key, const char *state, int32_t percent, int64_t now_ms)
{
    size_t *place = dbk_map_find(p->places, key);
    entry *e;

    if (place == NULL) {
        if (p->n == p->room)
            grow(p);
        *(size_t *)dbk_map_add(p->places, key) = p->n;
        e = &p->entry[p->n++];
        *e = (entry){ .key = *key };
    } else {
        e = &p->entry[*place];
    }
    if (e->state != state)
        e->since_ms = now_ms;
    e->state = state;
    e->percent = percent;
    e->last_ms = now_ms;
    p->n_changed += !e->changed;
    e->changed = true;
}

static dbk_status
refuse(dbk_status status, const char *why, const char **reason)
{
    *reason = why;
    return status;
}

dbk_status
dbk_presence_take(dbk_presence *p, int32_t person, const dbk_presence_message *said, const char **reason)
{
    const dbk_directory *directory = dbk_side_directory(p->side);
    entry_key key = { .committee = (int32_t)said->committee_id, .person = person };
    const size_t state = said->state;

    if (!said->has_committee_id || !said->has_report_date || !said->has_state ||
        state >= sizeof names / sizeof names[0] || names[state] == NULL ||
        (said->has_percent && said->percent > 100) || !dbk_day_from_ymd(said->report_date, &key.day))
        return refuse(DBK_MALFORMED, "request.what", reason);
    if (!dbk_directory_may(directory, person, key.committee, key.day))
        return refuse(DBK_FORBIDDEN, "scope.none", reason);
    switch (dbk_directory_night(directory, key.day, key.committee)) {
    case NIGHT_OPEN:
        break;
    case NIGHT_CLOSED:
        return refuse(DBK_CLOSED, "night.closed", reason);
    default:
        return refuse(DBK_CLOSED, "night.unopened", reason);
    }
    if (p->n == ENTRIES_MOST && dbk_map_find(p->places, &key) == NULL)
        return refuse(DBK_BUSY, "queue.full", reason);
    note(p, &key, names[state], said->has_percent ? (int32_t)said->percent : -1, dbk_now_ms());
    return DBK_ANSWER;
}

/* ---------------------------------------------------------------- written down, and forgotten */

static bool
is_open(const dbk_directory *directory, const entry *e)
{
    return dbk_directory_night(directory, e->key.day, e->key.committee) == NIGHT_OPEN;
}

static void
write_entry(dbk_presence *p, const entry *e)
{
    char committee[12], day[DBK_DAY_TEXT_BYTES], person[12], percent[12], since[24], last[24];
    const char *values[] = { committee, day, person, e->state, e->percent >= 0 ? percent : NULL, since, last };

    snprintf(committee, sizeof committee, "%d", e->key.committee);
    dbk_day_text(e->key.day, day);
    snprintf(person, sizeof person, "%d", e->key.person);
    snprintf(percent, sizeof percent, "%d", e->percent);
    snprintf(since, sizeof since, "%lld", (long long)e->since_ms);
    snprintf(last, sizeof last, "%lld", (long long)e->last_ms);
    dbk_link_prepared(p->link, "presence_keep", 7, values, NULL, NULL, 0);
}

/* What is of a closed night goes; the others move up. */
static void
forget_closed(dbk_presence *p)
{
    const dbk_directory *directory = dbk_side_directory(p->side);
    size_t left = 0;

    dbk_map_clear(p->places);
    p->n_changed = 0;
    for (size_t i = 0; i < p->n; i++)
        if (is_open(directory, &p->entry[i])) {
            p->entry[left] = p->entry[i];
            *(size_t *)dbk_map_add(p->places, &p->entry[left].key) = left;
            p->n_changed += p->entry[left].changed;
            left++;
        }
    p->n = left;
}

/* Round the entries, from where it left off. What is of a night that has closed meanwhile is not written any more. */
static void
write_changed(dbk_presence *p)
{
    const dbk_directory *directory = dbk_side_directory(p->side);
    size_t written = 0;

    for (size_t i = 0; i < p->n && p->n_changed > 0 && written < WRITTEN_AT_ONCE; i++) {
        if (p->next >= p->n)
            p->next = 0;
        entry *e = &p->entry[p->next++];
        if (!e->changed)
            continue;
        e->changed = false;
        p->n_changed--;
        if (is_open(directory, e)) {
            write_entry(p, e);
            written++;
        }
    }
}

/* A row that the database refuses would be refused again: it is not said twice, but for what the client says next. */
static void
write_down(dbk_presence *p, bool clear, int64_t now)
{
    p->running = true;
    p->written_ms = now;
    dbk_link_begin(p->link);
    dbk_link_plain(p->link, "BEGIN");
    if (clear) {
        p->cleared_ms = now;
        forget_closed(p);
        dbk_link_prepared(p->link, "presence_clear", 0, NULL, NULL, NULL, 0);
    }
    write_changed(p);
    dbk_link_plain(p->link, "COMMIT");
    dbk_link_end(p->link, false);
}

static void
pump(dbk_presence *p)
{
    const int64_t now = dbk_tick_ms();
    const bool clear = now - p->cleared_ms >= CLEAR_MS;

    if (!p->running && dbk_link_ready(p->link) && now - p->written_ms >= WRITE_MS && (clear || p->n_changed > 0))
        write_down(p, clear, now);
}

static void on_up(void *owner) { (void)owner; }
static void on_down(void *owner) { ((dbk_presence *)owner)->running = false; }
static void on_result(void *owner, int step, const PGresult *r) { (void)owner, (void)step, (void)r; }

static void
on_ended(void *owner, dbk_run_end end, const char *sqlstate)
{
    dbk_presence *p = owner;

    (void)sqlstate;                        /* the link has logged it; the next minute says it anew */
    p->running = false;
    if (end == DBK_RUN_DONE)
        dbk_side_news(p->side);
}

/* ---------------------------------------------------------------- opening, and the loop */

dbk_presence *
dbk_presence_new(const dbk_config *config, dbk_side *side)
{
    dbk_presence *p = calloc(1, sizeof *p);
    const dbk_link_user user = { on_up, on_down, on_result, on_ended, NULL, p };

    assert(p != NULL);
    p->side = side;
    p->places = dbk_map_new(sizeof(entry_key), sizeof(size_t));
    p->link = dbk_link_new("presence", config->database, statements, sizeof statements / sizeof statements[0],
                           config->store_timeout_ms, &user);
    return p;
}

void
dbk_presence_free(dbk_presence **presence)
{
    if (*presence != NULL) {
        dbk_link_free(&(*presence)->link);
        dbk_map_free(&(*presence)->places);
        free((*presence)->entry);
    }
    free(*presence);
    *presence = NULL;
}

void
dbk_presence_watch(const dbk_presence *p, zmq_pollitem_t *item)
{
    dbk_link_watch(p->link, item);
}

void
dbk_presence_step(dbk_presence *p, const zmq_pollitem_t *item)
{
    dbk_link_step(p->link, item);
}

void
dbk_presence_tick(dbk_presence *p, int64_t tick_ms)
{
    dbk_link_tick(p->link, tick_ms);
    pump(p);
}
