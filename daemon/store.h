/*
 * store — records go in, verdicts come out: several connections, one batch in flight on each.
 *
 * A committee is always written by the same connection, so its records stay in order. Promise: a record is called kept
 * only after its COMMIT was confirmed without a warning; when that is not known, nobody is told anything, the batch is
 * run again, and the keys decide.
 */
#ifndef DBK_DAEMON_STORE_H
#define DBK_DAEMON_STORE_H

#include <zmq.h>

#include "daemon/config.h"
#include "daemon/submission.h"

typedef struct dbk_store dbk_store;

#define DBK_STORE_CONNECTIONS_MAX 16

typedef struct {
    /* The database's word on a record is in: kept, fault, by_id, by_night. The record is taken back, copies with it. */
    void (*verdict)(void *owner, dbk_submission *s);
    /* Nothing was promised and nothing is in doubt: "store.away". Taken back, copies with it. */
    void (*busy)(void *owner, dbk_submission *s, const char *reason);
    /* It may be committed, and the daemon ends before it could learn that; or it is a copy of one that may be, come
     * while the database is away: nobody is told anything. Taken back likewise. */
    void (*unknown)(void *owner, dbk_submission *s);
    void *owner;
} dbk_store_user;

typedef struct {
    uint64_t batches, records, in_doubt, faults;   /* since the start; records: of the batches that were decided */
    uint64_t busy_ms;                              /* time with a batch in flight, summed over connections */
} dbk_store_counts;

dbk_store *dbk_store_new(const dbk_config *config, const dbk_store_user *user);     /* never NULL */
void       dbk_store_free(dbk_store **store);

bool dbk_store_accepting(const dbk_store *store);             /* every connection is up */
void dbk_store_add(dbk_store *store, dbk_submission *s);      /* taken; one of the three comes, perhaps at once */
/* Is a record of that id in a transaction, or waiting to be run again? Then nobody may be told that it is not
 * confirmed. */
bool dbk_store_writes(const dbk_store *store, int32_t committee, const uint8_t id[DBK_ID_BYTES]);
bool dbk_store_idle(const dbk_store *store);   /* nothing in flight; what is in doubt without a connection apart */
void dbk_store_counts_of(const dbk_store *store, dbk_store_counts *counts);

/* For the loop: fills an item a connection, returns how many. */
size_t dbk_store_watch(const dbk_store *store, zmq_pollitem_t *items);
void   dbk_store_step(dbk_store *store, const zmq_pollitem_t *items);
void   dbk_store_tick(dbk_store *store, int64_t tick_ms);

#endif
