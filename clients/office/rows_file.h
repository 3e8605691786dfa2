/*
 * rows_file — a person's CSV file into the database: every fault of the file at once, all of it or nothing.
 *
 * When the file itself has faults, the database still looks through the other records, in a transaction that is taken
 * back: a person corrects a file once, not once for each kind of fault.
 */
#ifndef DBK_OFFICE_ROWS_FILE_H
#define DBK_OFFICE_ROWS_FILE_H

#include "clients/office/db.h"
#include "clients/office/roster.h"
#include "proto/err.h"

/* The bytes of a file, at most 8 MiB of them. Yours to free; NULL: err. */
char *dbk_file_read(const char *path, size_t *bytes, dbk_err *err);

/*
 * Hand the rows of a file to a statement, as JSON.
 *   values   `n` texts for $1 ...; the first is the file's, and set here
 *   returns  yours to free; NULL: err says so, and what is wrong with the file was printed to stderr
 */
dbk_rows *dbk_rows_file_ask(dbk_db *db, const char *path, const dbk_file_columns *columns, const char *statement,
                            const char **values, size_t n, dbk_err *err);

#endif
