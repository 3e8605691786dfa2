/*
 * roster — a file's postings into the roster; and who is posted where.
 */
#include <stdio.h>

#include "clients/office/call.h"
#include "clients/office/place.h"
#include "clients/office/rows_file.h"
#include "clients/words.h"
#include "sql/queries.h"

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

static const dbk_column list_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE, .once = true },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2, .once = true },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_FILES },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "person_code", .head = N_("code"), .where = DBK_EVERYWHERE },
    { .key = "person", .head = N_("person"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "telephone", .head = N_("telephone"), .where = DBK_EVERYWHERE },
    { .key = "secretary", .head = N_("secretary"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
    { .key = "valid_from", .head = N_("from"), .where = DBK_EVERYWHERE },
    { .key = "valid_to", .head = N_("to"), .where = DBK_EVERYWHERE },
    { .key = "has_key", .head = N_("key"), .shape = DBK_BOOLEAN, .where = DBK_EVERYWHERE },
};
static const dbk_columns list = DBK_COLUMNS(list_columns);

int
dbk_cmd_roster_list(dbk_call *call, dbk_err *err)
{
    const char *values[] = { call->n > 0 ? call->word[0] : NULL };
    dbk_place place;
    dbk_rows *rows = dbk_place_find(call, &place, err) == 0 ? dbk_db_query(call->db, DBK_SQL_OFFICE_ROSTER, values, 1, err)
                                                            : NULL;
    int rc = -1;

    if (rows) {
        dbk_place_keep(&place, rows);
        if (call->format == DBK_FORMAT_TABLE)
            dbk_place_print(&place);
        rc = dbk_call_show(call, "postings", N_("nobody of that name is posted\n"), &list, rows, err);
    }
    dbk_place_fini(&place);
    dbk_rows_free(&rows);
    return rc;
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
