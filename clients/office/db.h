/*
 * db — one connection to PostgreSQL and what its refusals mean; the only file of the office that includes <libpq-fe.h>.
 *
 * Values travel as parameters. A reading verb sees one snapshot, so that the parts of a page agree with each other, and
 * cannot change anything. An acting verb runs each statement in a transaction of its own.
 */
#ifndef DBK_OFFICE_DB_H
#define DBK_OFFICE_DB_H

#include <stddef.h>

#include "clients/office/rows.h"
#include "proto/err.h"

typedef struct dbk_db dbk_db;
typedef enum { DBK_DB_READ, DBK_DB_ACT, DBK_DB_WATCH } dbk_db_use;      /* WATCH: reads, each statement what is new */

/*
 * Connect; times are shown in the zone of the database.
 *   conninfo  as libpq reads it; NULL: its environment (PGHOST, PGSERVICE ...), .pgpass and service file alone
 *   errors    DBK_E_STORE no connection;  DBK_E_CONFIG no password, not our schema;
 *             DBK_E_FORBIDDEN the role may not
 */
dbk_db *dbk_db_open(const char *conninfo, dbk_db_use use, dbk_err *err);
void    dbk_db_close(dbk_db **db);

/*
 * One statement.
 *   values   `n` texts for $1 ..., NULL for SQL's NULL
 *   returns  yours to free; NULL: err says why
 *   errors   DBK_E_INPUT an office function refused, in the reader's language;  DBK_E_STORE also when an act was done
 *            and a synchronous standby has not confirmed it;  the rest as above
 */
dbk_rows *dbk_db_query(dbk_db *db, const char *sql, const char *const *values, size_t n, dbk_err *err);

/*
 * Wait until something happened on a channel that was listened to, at most so long.
 *   errors   DBK_E_STORE the connection was lost
 */
int dbk_db_wait(dbk_db *db, int timeout_ms, dbk_err *err);

/* All that an office function said when it last refused, in the reader's language: it may have many lines, more than an
 * err holds. "" when none did. Still ours. */
const char *dbk_db_refusal(const dbk_db *db);

#endif
