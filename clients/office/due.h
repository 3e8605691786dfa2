/*
 * due — what is not there of a night before its deadline is not missing, it is not due yet: how that is said.
 *
 * The database decides (office.due_at): rows about a night that is still going on carry the hour in their column due_at.
 */
#ifndef DBK_OFFICE_DUE_H
#define DBK_OFFICE_DUE_H

#include "clients/office/rows.h"

/* The hour of the first of these rows that is not due yet and lacks something; still theirs. NULL: all are due, or have
 * no such column. */
const char *dbk_due_at(const dbk_rows *rows);

/* "not due before 26 Nov 22:00: ..." as one line without its end; yours to free. NULL: all are due. */
char *dbk_due_said(const dbk_rows *rows);

/* The same on standard output; nothing when all are due. */
void dbk_due_print(const dbk_rows *rows);

#endif
