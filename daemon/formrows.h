/*
 * formrows — rows of the form's tables become Form messages, and those the forms of a directory.
 */
#ifndef DBK_DAEMON_FORMROWS_H
#define DBK_DAEMON_FORMROWS_H

#include <libpq-fe.h>

#include "daemon/directory.h"
#include "proto/err.h"

typedef struct dbk_formrows dbk_formrows;

dbk_formrows *dbk_formrows_new(void);                       /* never NULL */
void          dbk_formrows_free(dbk_formrows **rows);

/* Results of sql/queries/directory_form_*.sql, versions first. */
void dbk_formrows_versions(dbk_formrows *rows, const PGresult *r);
void dbk_formrows_groups(dbk_formrows *rows, const PGresult *r);
void dbk_formrows_indicators(dbk_formrows *rows, const PGresult *r);
void dbk_formrows_rules(dbk_formrows *rows, const PGresult *r);

/* Adds every version to the directory; -1: err names the first one that is no form, and it is left out. */
int dbk_formrows_finish(dbk_formrows *rows, dbk_directory *directory, dbk_err *err);

#endif
