/*
 * directory_read — a directory from the rows of its statements, one statement a table.
 *
 * All of them in one snapshot, in their order: the caller asks, and gives each result back under the statement's
 * number.
 * Not here: the connection (side.c), what the rows mean (directory.c).
 */
#ifndef DBK_DAEMON_DIRECTORY_READ_H
#define DBK_DAEMON_DIRECTORY_READ_H

#include <libpq-fe.h>
#include <stddef.h>

#include "daemon/directory.h"

typedef struct dbk_directory_reading dbk_directory_reading;

dbk_directory_reading *dbk_directory_reading_new(void);                         /* never NULL */
void                   dbk_directory_reading_free(dbk_directory_reading **reading);

const char *dbk_directory_reading_sql(size_t i);                                /* NULL behind the last one */
void        dbk_directory_reading_take(dbk_directory_reading *reading, size_t i, const PGresult *r);

/* The whole, sealed; the reading is over. A form that is none is left out, and the office is alarmed. */
dbk_directory *dbk_directory_reading_finish(dbk_directory_reading **reading);

#endif
