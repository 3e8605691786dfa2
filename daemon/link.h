/*
 * link — one connection to PostgreSQL that never blocks the loop.
 *
 * It connects with a deadline of its own (PQconnectPoll ignores connect_timeout), prepares its statements, runs one
 * pipeline at a time, and drops the connection when an answer is late: a frozen backend is invisible, and PQcancel
 * blocks. A lost connection is made again with growing, jittered pauses. libpq is called through pq.h.
 * Not here: what the statements mean (store.c, side.c).
 */
#ifndef DBK_DAEMON_LINK_H
#define DBK_DAEMON_LINK_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

#include "proto/err.h"

/* The migrations this daemon serves: two neighbouring versions of daybook run side by side. */
#define DBK_SCHEMA_LEAST 45
#define DBK_SCHEMA_MOST 61

typedef struct dbk_link dbk_link;

/* To be prepared at every connect; without a name: to be run then, and what it answers is of no interest. */
typedef struct { const char *name, *sql; } dbk_statement;

/* How a run ended. */
typedef enum {
    DBK_RUN_DONE,        /* every statement succeeded, the Sync came; a COMMIT, if there was one, had no warning */
    DBK_RUN_REFUSED,     /* a statement failed and nothing of it stands: sqlstate says why */
    DBK_RUN_LOST         /* the connection broke, was too late, or COMMIT came with a warning: the outcome is unknown */
} dbk_run_end;

typedef struct {
    /* A new connection is ready, or an old one is gone. */
    void (*up)(void *owner);
    void (*down)(void *owner);
    /* A successful result of statement number `step` of the run, counted from 0. */
    void (*result)(void *owner, int step, const PGresult *result);
    void (*ended)(void *owner, dbk_run_end end, const char *sqlstate);
    void (*notified)(void *owner);                      /* may be NULL */
    void *owner;
} dbk_link_user;

/*
 *   name        for the log: "ingest-1"
 *   conninfo    libpq connection string
 *   statements  prepared, or run, at every connect, in this order; live as long as the link
 *   timeout_ms  longest wait for a connection attempt and for a run
 */
dbk_link *dbk_link_new(const char *name, const char *conninfo, const dbk_statement *statements, size_t n,
                       int64_t timeout_ms, const dbk_link_user *user);
void      dbk_link_free(dbk_link **link);

bool dbk_link_ready(const dbk_link *link);              /* connected and not in a run */
bool dbk_link_up(const dbk_link *link);                 /* connected */

/* A run: begin, statements, end. Only when ready. `commit` of end: the last statement is a COMMIT. */
void dbk_link_begin(dbk_link *link);
void dbk_link_plain(dbk_link *link, const char *sql);   /* without parameters */
void dbk_link_prepared(dbk_link *link, const char *name, int n, const char *const *values, const int *lengths,
                       const int *formats, int result_format);
void dbk_link_end(dbk_link *link, bool commit);

/* For the loop. */
void dbk_link_watch(const dbk_link *link, zmq_pollitem_t *item);
void dbk_link_step(dbk_link *link, const zmq_pollitem_t *item);
void dbk_link_tick(dbk_link *link, int64_t tick_ms);    /* deadlines and new attempts; at least every 100 ms */

#endif
