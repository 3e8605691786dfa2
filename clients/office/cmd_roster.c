/*
 * roster import — a file's postings into the roster.
 */
#include <stdio.h>

#include "clients/office/call.h"
#include "clients/office/rows_file.h"
#include "clients/words.h"

#define IMPORT "SELECT committees, persons, postings, nights FROM office.import_roster($1::jsonb)"

static const dbk_column import_columns[] = {
    { .key = "committees", .head = N_("committees"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "persons", .head = N_("persons"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "postings", .head = N_("postings"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "nights", .head = N_("new nights"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
};
static const dbk_columns imported = DBK_COLUMNS(import_columns);

static void
show(const dbk_call *call, const dbk_rows *rows)
{
    const dbk_part part = { NULL, true, &imported, rows };

    if (call->format == DBK_FORMAT_JSON)
        dbk_output_json(stdout, &part, 1);
    else if (call->format == DBK_FORMAT_CSV)
        dbk_output_csv(stdout, &imported, rows);
    else
        printf(_("imported: %s postings of %s persons at %s committees; new nights: %s\n"),
               dbk_rows_get(rows, 0, "postings"), dbk_rows_get(rows, 0, "persons"),
               dbk_rows_get(rows, 0, "committees"), dbk_rows_get(rows, 0, "nights"));
}

int
dbk_cmd_roster(dbk_call *call, dbk_err *err)
{
    const char *values[] = { NULL };
    dbk_rows *rows = dbk_rows_file_ask(call->db, call->word[0], &dbk_roster_columns, IMPORT, values, 1, err);

    if (rows == NULL)
        return -1;
    show(call, rows);
    dbk_rows_free(&rows);
    return 0;
}
