/*
 * keep — a batch as statements, and their answers back on its records: what every kind has in common.
 *
 * Three runs at most. Two are one transaction: BEGIN and the records, whose RETURNING rows, matched by key and never by
 * position, tell which are new; then what those leave in their projections, and COMMIT. So only a record that this very
 * transaction made gets rows elsewhere, and no statement has to look for it. What was not kept, or may not be, is
 * looked up by id and by night in a third run: a lone report does not pay for questions that only a refusal asks. The
 * look is a transaction that writes too: a receipt that is given again waits for the synchronous standby as the first
 * one does (record_by_id.sql).
 * Not here: the rows of a kind (kinds.h).
 */
#ifndef DBK_DAEMON_KEEP_H
#define DBK_DAEMON_KEEP_H

#include "daemon/batch.h"
#include "daemon/columns.h"
#include "daemon/link.h"

/* To be prepared on each ingest connection. */
const dbk_statement *dbk_keep_statements(size_t *n);

typedef struct dbk_keep dbk_keep;

dbk_keep *dbk_keep_new(void);                     /* never NULL */
void      dbk_keep_free(dbk_keep **keep);

/* Sends the records, in a transaction that stays open; false when none of the batch is admissible and nothing was
 * sent. */
bool dbk_keep_write(dbk_keep *keep, dbk_link *link, dbk_batch *batch);
/* Sends the projections of the records that are kept, and the COMMIT. */
void dbk_keep_fill(dbk_keep *keep, dbk_link *link, dbk_batch *batch);
/* Sends the look-ups for the records that are not kept; false when all are. */
bool dbk_keep_look(dbk_keep *keep, dbk_link *link, dbk_batch *batch);

/* After the look: does this first report stand behind an entry of the office, and has to be written again as a
 * correction of it? Notes that on the record. */
bool dbk_keep_again(dbk_submission *s);

/* A result of any run: notes kept, by_id, by_night on the batch's records. */
void dbk_keep_result(dbk_keep *keep, dbk_batch *batch, int step, const PGresult *result);

#endif
