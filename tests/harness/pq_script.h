/*
 * pq_script — a libpq that follows a script: databases of a few rows behind daemon/pq.h, each with one fault at a chosen
 * call.
 *
 * A database keeps rows of `record` by (committee, id) as the daemon's statements ask, and knows of each row whether others
 * see it and whether the synchronous standby has it. It runs what was sent when the connection is flushed after a Sync, as
 * the server does; a connection takes some calls to come up, and a flush two goes. A connection finds its database by its
 * number: "dbname=17". Of any other prepared statement it keeps the values that it ran with, and answers what a test has
 * laid ready for it.
 * Not here: SQL, conflicts over a night, a clock.
 */
#ifndef DBK_TESTS_HARNESS_PQ_SCRIPT_H
#define DBK_TESTS_HARNESS_PQ_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"

#define PQ_ROWS_MAX 16
#define PQ_SESSION_COLUMNS 7

typedef enum {
    PQ_NEVER,
    PQ_BREAK_BEFORE,       /* call `at` fails, the connection is gone, and the server heard nothing of the call */
    PQ_BREAK_AFTER,        /* the same, but the server did all that it was asked */
    PQ_SEND_FAILS,         /* send `at` is not taken, for want of memory; the connection lives on */
    PQ_SILENCE,            /* from flush `at` on the server answers nothing; it did what it was asked */
    PQ_REFUSE_PREPARE,     /* preparing statement `at` fails with `sqlstate`; what follows up to the Sync is skipped */
    PQ_REFUSE,             /* statement `at` after the session's first words fails with `sqlstate`: nothing is committed */
    PQ_COMMIT_WARNING,     /* COMMIT `at` comes with a WARNING: seen by all, not on the standby */
    PQ_COMMIT_ROLLBACK,    /* COMMIT `at` answers ROLLBACK */
    PQ_COMMIT_ERROR        /* COMMIT `at` answers 57P01, and yet the rows are there; not on the standby */
} pq_fault;

typedef struct {
    int32_t committee, person;
    uint8_t id[DBK_ID_BYTES], hash[DBK_HASH_BYTES];
    char    code[DBK_CODE_CHARS];
    bool    seen;          /* committed */
    bool    safe;          /* on the standby too */
    const char *poison;    /* the SQLSTATE with which whatever would keep it is refused: the tables do not take it */
    int     times;         /* inserted: more than once would be twice the same record */
} pq_row;

/* What a statement with values in text form answers: the cells of its rows, one row after the other. */
typedef struct { const char *statement; int columns, rows; const char *const *cells; } pq_answer;

#define PQ_SAID_MAX 64

typedef struct {
    pq_fault    fault;
    int         at;        /* counted from 1; 0: never */
    int         times;     /* so often, one after the other; 0: once */
    const char *sqlstate;
    const char *session[PQ_SESSION_COLUMNS];                     /* what it says of itself where it is not as it should be */
    int         calls, sends, flushes, statements, commits;      /* so far, over all connections */
    int         prepares;
    int         had;       /* how often the fault has had its turn */
    pq_row      row[PQ_ROWS_MAX];
    int         n;
    const pq_answer *answer;                                     /* laid ready, by name; any other gets no rows */
    int              n_answers;
    char             said[PQ_SAID_MAX][256];                     /* "statement value value -": what ran, - for NULL */
    int              n_said;                                     /* the first PQ_SAID_MAX of them are kept */
} pq_database;

/* From now on libpq is this, with database number i = databases[i]. NULL: the real one again. */
void pq_script_use(pq_database *databases, int n);

/* A row that is there already. */
pq_row *pq_script_row(pq_database *database, int32_t committee, const uint8_t id[DBK_ID_BYTES]);

#endif
