/*
 * roster — the records of a roster file, or of another with named columns, as the JSON that the office's functions
 * take, each with its line.
 *
 * Here is what only the file can tell: its columns, the number of fields, what is no text. Whether the rows are a good
 * roster is the database's to say.
 */
#ifndef DBK_OFFICE_ROSTER_H
#define DBK_OFFICE_ROSTER_H

#include "clients/office/csv.h"
#include "clients/office/faults.h"

#define DBK_FILE_COLUMNS_MAX 32

typedef struct {
    const char *const *name;
    size_t n, needed;                         /* the first `needed` must be there */
} dbk_file_columns;

extern const dbk_file_columns dbk_roster_columns;

/*
 * The records of a file with these columns.
 *   faults   unknown, missing and doubled columns; then records with too few or too many fields, and what is no text:
 *            such records are left out
 *   returns  yours to free; NULL: the columns are wrong, and the records cannot be told
 */
char *dbk_file_json(const dbk_csv *csv, const dbk_file_columns *is, dbk_faults *faults);

/* The same, of a roster. */
char *dbk_roster_json(const dbk_csv *csv, dbk_faults *faults);

#endif
