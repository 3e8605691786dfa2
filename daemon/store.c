#include "daemon/store.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/keep.h"
#include "daemon/log.h"
#include "proto/calendar.h"
#include "proto/ident.h"

/* A batch that may have been committed is run again after a pause that grows past a minute: long enough for a server
 * that recovers prepared transactions once a minute. */
#define DOUBT_PAUSE_MS 500
#define DOUBT_PAUSE_MOST_MS 90000
#define TRIES_WHOLE 2                    /* then it is split by committee */

typedef enum { WRITES, FILLS, LOOKS } stage;             /* the runs of keep.h, in their order */

typedef struct {
    dbk_store *store;
    dbk_link  *link;
    dbk_keep  *keep;
    dbk_queue  pending;                  /* not yet in any transaction */
    dbk_batch *running;
    stage      at;                       /* which run of the running batch this is */
    dbk_batch *waiting;                  /* to be run again, in order */
    int64_t    began_ms;                 /* of the time in flight that is not yet counted */
} lane;

struct dbk_store {
    dbk_store_user   user;
    dbk_store_counts counts;
    size_t           most, n;
    lane             lane[DBK_STORE_CONNECTIONS_MAX];
};

/* ---------------------------------------------------------------- answers */

/* Is it in a transaction, or waiting to be run again? */
static bool
is_written(const lane *l, int32_t committee, const uint8_t id[DBK_ID_BYTES])
{
    if (l->running != NULL && dbk_batch_find(l->running, committee, id) != NULL)
        return true;
    for (const dbk_batch *batch = l->waiting; batch != NULL; batch = batch->next)
        if (dbk_batch_find(batch, committee, id) != NULL)
            return true;
    return false;
}

/* Nobody is told of what may be committed that it is not: not even who sent it again meanwhile. */
static void
say_away(lane *l, dbk_submission *s)
{
    const dbk_store_user *user = &l->store->user;

    if (is_written(l, (int32_t)s->record->committee_id, s->record->id.data))
        user->unknown(user->owner, s);
    else
        user->busy(user->owner, s, "store.away");
}

static void
say_all_away(lane *l, dbk_line *line)
{
    dbk_submission *s;

    while ((s = dbk_line_take(line)) != NULL)
        say_away(l, s);
}

static void
say_pending_away(lane *l)
{
    dbk_submission *s;

    while ((s = dbk_queue_take(&l->pending)) != NULL)
        say_away(l, s);
}

static void
say_verdicts(lane *l, dbk_batch **batch)
{
    dbk_line line = dbk_batch_empty(*batch);
    dbk_submission *s;

    l->store->counts.batches++;
    l->store->counts.records += line.n;
    dbk_batch_free(batch);
    while ((s = dbk_line_take(&line)) != NULL)
        l->store->user.verdict(l->store->user.owner, s);
}

/* ---------------------------------------------------------------- batches that are run again */

static void
put_first(lane *l, dbk_batch *parts)
{
    dbk_batch **end = &parts;

    while (*end != NULL)
        end = &(*end)->next;
    *end = l->waiting;
    l->waiting = parts;
}

/* The first waiting batch that is due. */
static dbk_batch *
take_due(lane *l, int64_t tick_ms)
{
    for (dbk_batch **at = &l->waiting; *at != NULL; at = &(*at)->next)
        if ((*at)->not_before_ms <= tick_ms) {
            dbk_batch *batch = *at;

            *at = batch->next;
            batch->next = NULL;
            return batch;
        }
    return NULL;
}

static int64_t
doubt_pause_ms(int tries)
{
    int64_t pause = DOUBT_PAUSE_MS;

    for (int i = 1; i < tries && pause < DOUBT_PAUSE_MOST_MS; i++)
        pause *= 2;
    return pause < DOUBT_PAUSE_MOST_MS ? pause : DOUBT_PAUSE_MOST_MS;
}

/* SQLSTATEs that are the fault of a row's values; everything else, known or not, is ours or the server's. */
static bool
is_poison(const char *sqlstate)
{
    static const char *const rows[] = { "23502", "23503", "23514" };

    if (strncmp(sqlstate, "22", 2) == 0)
        return true;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(sqlstate, rows[i]) == 0)
            return true;
    return false;
}

/* One row that the checker allowed and the database does not: it gets FAULT alone, the others go again without it. */
static void
isolate(lane *l, dbk_batch **batch, const char *sqlstate)
{
    dbk_submission *s = (*batch)->line.first;
    char id[DBK_ID_TEXT_BYTES];

    if ((*batch)->line.n > 1) {
        put_first(l, dbk_batch_halve(batch));
        return;
    }
    dbk_log(LOG_ALARM, "fault sqlstate=%s committee=%u record=%s", sqlstate, s->record->committee_id,
            dbk_id_text(s->record->id.data, id));
    l->store->counts.faults++;
    s->fault = true;
    say_verdicts(l, batch);
}

/* What the look has found behind an entry of the office goes again at once, as its correction; the rest is told. */
static void
say_looked_up(lane *l)
{
    dbk_batch *again = dbk_batch_take_out(l->running, dbk_keep_again);

    if (again != NULL)
        put_first(l, again);
    say_verdicts(l, &l->running);
}

/* The server refused the whole, or the connection broke. */
static void
run_again(lane *l, dbk_batch **batch)
{
    (*batch)->tries++;
    if ((*batch)->tries <= TRIES_WHOLE || (*batch)->in_doubt) {
        (*batch)->not_before_ms = (*batch)->in_doubt ? dbk_tick_ms() + doubt_pause_ms((*batch)->tries) : 0;
        if ((*batch)->tries == TRIES_WHOLE && (*batch)->line.n > 1)
            put_first(l, dbk_batch_split_by_committee(batch));
        else
            put_first(l, *batch);
        *batch = NULL;
        return;
    }
    dbk_line line = dbk_batch_empty(*batch);
    dbk_batch_free(batch);
    say_all_away(l, &line);
}

/* ---------------------------------------------------------------- the life of a batch on a connection */

static void look(lane *l);

/* The next batch, if the connection is free. One that waited goes first; what arrived meanwhile is the next. */
static void
pump(lane *l)
{
    while (l->running == NULL && dbk_link_ready(l->link)) {
        l->running = take_due(l, dbk_tick_ms());
        if (l->running == NULL && l->pending.line.n > 0)
            l->running = dbk_batch_gather(&l->pending, l->waiting, l->store->most);
        if (l->running == NULL)
            return;
        l->began_ms = dbk_tick_ms();
        l->at = WRITES;
        if (!dbk_keep_write(l->keep, l->link, l->running))
            look(l);
    }
}

static void
look(lane *l)
{
    l->at = LOOKS;
    if (!dbk_keep_look(l->keep, l->link, l->running))
        say_verdicts(l, &l->running);
}

static void
on_result(void *owner, int step, const PGresult *result)
{
    lane *l = owner;

    dbk_keep_result(l->keep, l->running, step, result);
}

/* RETURNING rows came before the end of their transaction did: without a confirmed COMMIT they say nothing. */
static void
unsay_kept(dbk_batch *batch)
{
    for (dbk_submission *s = batch->line.first; s != NULL; s = s->next)
        s->kept = false;
}

static bool
any_kept(const dbk_batch *batch)
{
    for (const dbk_submission *s = batch->line.first; s != NULL; s = s->next)
        if (s->kept)
            return true;
    return false;
}

/* A batch has up to three runs: each counts from where the last one ended. */
static void
count_busy(lane *l)
{
    const int64_t now = dbk_tick_ms();

    l->store->counts.busy_ms += (uint64_t)(now - l->began_ms);
    l->began_ms = now;
}

static void
on_ended(void *owner, dbk_run_end end, const char *sqlstate)
{
    lane *l = owner;

    if (end == DBK_RUN_DONE && l->at == WRITES) {
        l->at = FILLS;
        dbk_keep_fill(l->keep, l->link, l->running);
        return;
    }
    if (end != DBK_RUN_DONE && l->at != LOOKS)
        unsay_kept(l->running);
    else if (end != DBK_RUN_DONE && any_kept(l->running))
        l->running->in_doubt = true;                   /* committed, and not yet told: no BUSY */
    count_busy(l);
    if (end == DBK_RUN_DONE && l->at == FILLS) {
        look(l);
    } else if (end == DBK_RUN_DONE) {
        say_looked_up(l);
    } else if (end == DBK_RUN_REFUSED && is_poison(sqlstate)) {
        isolate(l, &l->running, sqlstate);
    } else {
        /* Lost before the look: a COMMIT may have happened. In the look, it was confirmed before: what is kept is a
         * duplicate when the batch comes again, and what is looked up may be there. */
        if (end == DBK_RUN_LOST) {
            l->running->in_doubt = true;
            l->store->counts.in_doubt += l->running->line.n;
        }
        run_again(l, &l->running);
    }
    pump(l);
}

static void
on_up(void *owner)
{
    pump(owner);
}

/* What was never in a transaction, or surely not committed, is given back to its outbox. */
static void
on_down(void *owner)
{
    lane *l = owner;
    dbk_batch **at = &l->waiting;

    while (*at != NULL)
        if ((*at)->in_doubt) {
            at = &(*at)->next;
        } else {
            dbk_batch *batch = *at;
            dbk_line line = dbk_batch_empty(batch);

            *at = batch->next;
            dbk_batch_free(&batch);
            say_all_away(l, &line);
        }
    say_pending_away(l);
}

/* ---------------------------------------------------------------- the store */

dbk_store *
dbk_store_new(const dbk_config *config, const dbk_store_user *user)
{
    dbk_store *store = calloc(1, sizeof *store);
    size_t n_statements;
    const dbk_statement *statements = dbk_keep_statements(&n_statements);

    assert(store != NULL && config->store_connections <= DBK_STORE_CONNECTIONS_MAX);
    store->user = *user;
    store->most = (size_t)config->batch_most;
    store->n = (size_t)config->store_connections;
    for (size_t i = 0; i < store->n; i++) {
        lane *l = &store->lane[i];
        const dbk_link_user lane_user = { on_up, on_down, on_result, on_ended, NULL, l };
        char name[32];

        snprintf(name, sizeof name, "ingest-%zu", i + 1);
        l->store = store;
        l->keep = dbk_keep_new();
        dbk_queue_init(&l->pending);
        l->link = dbk_link_new(name, config->database, statements, n_statements, config->store_timeout_ms, &lane_user);
    }
    return store;
}

/* At the end of the process: what is still here was not promised to anybody. What may have been committed gets no
 * answer. */
static void
abandon(lane *l)
{
    dbk_batch *batch;

    if (l->running != NULL) {
        l->running->in_doubt = true;
        put_first(l, l->running);
        l->running = NULL;
    }
    say_pending_away(l);
    while ((batch = l->waiting) != NULL) {
        const bool in_doubt = batch->in_doubt;
        dbk_line line = dbk_batch_empty(batch);
        dbk_submission *s;

        l->waiting = batch->next;
        dbk_batch_free(&batch);
        while (in_doubt && (s = dbk_line_take(&line)) != NULL)
            l->store->user.unknown(l->store->user.owner, s);
        say_all_away(l, &line);
    }
}

void
dbk_store_free(dbk_store **store)
{
    for (size_t i = 0; *store != NULL && i < (*store)->n; i++) {
        lane *l = &(*store)->lane[i];

        abandon(l);
        dbk_queue_fini(&l->pending);
        dbk_link_free(&l->link);
        dbk_keep_free(&l->keep);
    }
    free(*store);
    *store = NULL;
}

bool
dbk_store_accepting(const dbk_store *store)
{
    for (size_t i = 0; i < store->n; i++)
        if (!dbk_link_up(store->lane[i].link))
            return false;
    return true;
}

void
dbk_store_add(dbk_store *store, dbk_submission *s)
{
    lane *l = &store->lane[s->record->committee_id % store->n];

    if (dbk_link_up(l->link))
        dbk_queue_add(&l->pending, s);
    else
        say_away(l, s);
}

bool
dbk_store_writes(const dbk_store *store, int32_t committee, const uint8_t id[DBK_ID_BYTES])
{
    return is_written(&store->lane[(uint32_t)committee % store->n], committee, id);
}

bool
dbk_store_idle(const dbk_store *store)
{
    for (size_t i = 0; i < store->n; i++)
        if (store->lane[i].running != NULL || store->lane[i].pending.line.n > 0)
            return false;
    return true;
}

void
dbk_store_counts_of(const dbk_store *store, dbk_store_counts *counts)
{
    *counts = store->counts;
}

size_t
dbk_store_watch(const dbk_store *store, zmq_pollitem_t *items)
{
    for (size_t i = 0; i < store->n; i++)
        dbk_link_watch(store->lane[i].link, &items[i]);
    return store->n;
}

void
dbk_store_step(dbk_store *store, const zmq_pollitem_t *items)
{
    for (size_t i = 0; i < store->n; i++) {
        dbk_link_step(store->lane[i].link, &items[i]);
        pump(&store->lane[i]);
    }
}

void
dbk_store_tick(dbk_store *store, int64_t tick_ms)
{
    for (size_t i = 0; i < store->n; i++) {
        dbk_link_tick(store->lane[i].link, tick_ms);
        pump(&store->lane[i]);
    }
}
