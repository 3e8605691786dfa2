/*
 * roster — a roster file's records as the JSON that office.import_roster takes, each with its line.
 *
 * Here is what only the file can tell: its columns, the number of fields, what is no text. Whether the rows are a good
 * roster is the database's to say.
 */
#ifndef DBK_OFFICE_ROSTER_H
#define DBK_OFFICE_ROSTER_H

#include "clients/office/csv.h"
#include "clients/office/faults.h"

/*
 *   faults   unknown, missing and doubled columns; then records with too few or too many fields, and what is no text:
 *            such records are left out
 *   returns  yours to free; NULL: the columns are wrong, and the records cannot be told
 */
char *dbk_roster_json(const dbk_csv *csv, dbk_faults *faults);

#endif
