/*
 * batch — what goes into one transaction.
 *
 * Batches form by themselves: what arrives while a transaction is in flight is the next one. In one batch an id is
 * there once, and of admissible records a (committee, night, kind, part) once; identical copies join the first and
 * share its verdict, everything else waits for the next batch. A batch that is poisoned is halved; one that the server
 * refuses whole is split by committee.
 * Not here: SQL (keep.c), connections (store.c).
 */
#ifndef DBK_DAEMON_BATCH_H
#define DBK_DAEMON_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/map.h"
#include "daemon/queue.h"
#include "daemon/submission.h"

typedef struct dbk_batch dbk_batch;

struct dbk_batch {
    dbk_batch *next;
    dbk_line   line;            /* its records, as they were taken from the queue */
    dbk_map   *by_id;           /* (committee, id) -> dbk_submission * */
    int        tries;           /* runs that ended without a verdict */
    bool       in_doubt;        /* a COMMIT of it may have happened: no BUSY, only the keys can tell */
    int64_t    not_before_ms;   /* monotonic */
};

dbk_batch *dbk_batch_new(void);                     /* never NULL */
void       dbk_batch_free(dbk_batch **batch);       /* its line must be empty */

/* Moves what may go together from `pending` into a new batch, `most` of it and 16 MiB; NULL when nothing may.
 *   waiting   batches that will be run again: their committees wait behind them, so that nothing overtakes */
dbk_batch *dbk_batch_gather(dbk_queue *pending, const dbk_batch *waiting, size_t most);

dbk_submission *dbk_batch_find(const dbk_batch *batch, int32_t committee, const uint8_t id[DBK_ID_BYTES]);

/* Those of which `goes` says so, in a batch of their own; NULL when there is none. Tries and doubt are inherited. */
dbk_batch *dbk_batch_take_out(dbk_batch *batch, bool (*goes)(dbk_submission *s));

/* Removes and returns its records; the batch is empty then. */
dbk_line dbk_batch_empty(dbk_batch *batch);

/* The batch in two halves, or in one batch a committee, linked by `next`; taken. Tries, doubt, pause are inherited. */
dbk_batch *dbk_batch_halve(dbk_batch **batch);
dbk_batch *dbk_batch_split_by_committee(dbk_batch **batch);

#endif
