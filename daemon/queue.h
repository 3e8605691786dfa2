/*
 * queue — records that wait for a transaction: connection after connection, as their first ones came.
 *
 * What a connection has waiting stands together, in order, and so its receipts leave together. With a thousand
 * connections that is a packet of sixteen where there were five of three, for us and for whoever reads it. Nobody waits
 * for more of another than intake.per_client.
 */
#ifndef DBK_DAEMON_QUEUE_H
#define DBK_DAEMON_QUEUE_H

#include "daemon/map.h"
#include "daemon/submission.h"

typedef struct {
    dbk_line line;
    dbk_map *last;                      /* descriptor of a connection -> dbk_submission *, its last one */
} dbk_queue;

void dbk_queue_init(dbk_queue *queue);
void dbk_queue_fini(dbk_queue *queue);                             /* what is still in it is the caller's */

void            dbk_queue_add(dbk_queue *queue, dbk_submission *s);
dbk_submission *dbk_queue_take(dbk_queue *queue);                  /* NULL: empty */

/* `line`, which was taken, goes before everything else; it is empty afterwards. */
void            dbk_queue_put_back(dbk_queue *queue, dbk_line *line);

#endif
