/*
 * Signing up: volunteers by the hour, by department, by batch and branch; who signed up and what became of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/lines.h"
#include "clients/office/page.h"
#include "clients/office/rows_file.h"
#include "clients/words.h"
#include "sql/queries.h"

#define IMPORT "SELECT volunteers, added, changed FROM office.import_volunteers($1::jsonb)"

static const dbk_column head_columns[] = {
    { .key = "signed_up", .head = N_("signed up"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "in_first_24_hours", .head = N_("in the first 24 hours"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "withdrawn", .head = N_("withdrawn"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "selected", .head = N_("in a batch"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "dispatched", .head = N_("sent out"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "active", .head = N_("posted now"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "party_members", .head = N_("party members"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "first_at", .head = N_("first"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "last_at", .head = N_("last"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
};
static const dbk_columns head = DBK_COLUMNS(head_columns);

static const dbk_column hour_columns[] = {
    { .key = "hour", .head = N_("hour from"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "signed_up", .head = N_("signed up"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "so_far", .head = N_("so far"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "of_24_hours", .head = N_("in 24 hours"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
};
static const dbk_columns hours = DBK_COLUMNS(hour_columns);

static const dbk_column unit_columns[] = {
    { .key = "unit", .head = N_("department"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "signed_up", .head = N_("signed up"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "withdrawn", .head = N_("withdrawn"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "selected", .head = N_("in a batch"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "dispatched", .head = N_("sent out"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "active", .head = N_("posted now"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "percent", .head = N_("sent out %"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
};
static const dbk_columns units = DBK_COLUMNS(unit_columns);

static const dbk_column batch_columns[] = {
    { .key = "batch", .head = N_("batch"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE, .once = true },
    { .key = "branch", .head = N_("branch"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "selected", .head = N_("chosen"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "party_members", .head = N_("party members"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "dispatched", .head = N_("sent out"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "off", .head = N_("more than 30"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
};
static const dbk_columns batches = DBK_COLUMNS(batch_columns);

static const dbk_column difference_columns[] = {
    { .key = "code", .head = N_("code"), .where = DBK_EVERYWHERE },
    { .key = "name", .head = N_("person"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "what", .head = N_("what does not agree"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .fit = DBK_WRAP,
      .share = 3, .list = "volunteer" },
    { .key = "signup_says", .head = N_("sign-up says"), .shape = DBK_NAMES, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "roster_says", .head = N_("roster says"), .shape = DBK_NAMES, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
};
static const dbk_columns differences = DBK_COLUMNS(difference_columns);

static const dbk_column volunteer_columns[] = {
    { .key = "code", .head = N_("code"), .where = DBK_EVERYWHERE },
    { .key = "name", .head = N_("person"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "telephone", .head = N_("telephone"), .where = DBK_EVERYWHERE },
    { .key = "unit", .head = N_("department"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3 },
    { .key = "party_member", .head = N_("party member"), .shape = DBK_BOOLEAN, .where = DBK_IN_FILES },
    { .key = "signed_up_at", .head = N_("signed up at"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "batch", .head = N_("batch"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "withdrawn_on", .head = N_("withdrawn on"), .where = DBK_IN_FILES },
    { .key = "valid_from", .head = N_("posted from"), .where = DBK_IN_FILES },
    { .key = "valid_to", .head = N_("to"), .where = DBK_IN_FILES },
    { .key = "places", .head = N_("places"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "state", .head = N_("state"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "signup" },
};
static const dbk_columns volunteers = DBK_COLUMNS(volunteer_columns);

static void
print_head(const dbk_rows *all)
{
    dbk_lines_say(_("signed up %s (in the first 24 hours %s), withdrawn %s; in a batch %s, sent out %s, "
                    "posted now %s\n"),
                  dbk_rows_get(all, 0, "signed_up"), dbk_rows_get(all, 0, "in_first_24_hours"),
                  dbk_rows_get(all, 0, "withdrawn"), dbk_rows_get(all, 0, "selected"),
                  dbk_rows_get(all, 0, "dispatched"), dbk_rows_get(all, 0, "active"));
}

const dbk_page dbk_page_signup = {
    .print = print_head, .n = 5, .csv = 1,
    .part = {
        { NULL, DBK_SQL_OFFICE_SIGNUP, 0, &head, NULL, NULL, NULL },
        { "hours", DBK_SQL_OFFICE_SIGNUP_HOURS, 0, &hours, N_("by the hour"), N_("nobody has signed up\n"), NULL },
        { "departments", DBK_SQL_OFFICE_DISPATCH, 0, &units, N_("by department"), NULL, NULL },
        { "batches", DBK_SQL_OFFICE_BATCH_FORMING, 0, &batches, N_("batches and their branches"), NULL, NULL },
        { "differences", DBK_SQL_OFFICE_SIGNUP_DIFFERENCES, 0, &differences, N_("sign-up and roster do not agree"),
          N_("sign-up and roster agree\n"), NULL },
    },
};

const dbk_page dbk_page_volunteers = {
    .n = 1, .part = { { "volunteers", DBK_SQL_OFFICE_VOLUNTEERS, 0, &volunteers, NULL, N_("nobody has signed up\n"), NULL } },
};

/* ---------------------------------------------------------------- import */

static const char *const file_names[] = {
    "code", "name", "unit", "party_member", "signed_up_at",
    "telephone", "batch", "branch", "withdrawn_on",       /* these may be left out */
};
static const dbk_file_columns file_columns = { file_names, sizeof file_names / sizeof file_names[0],
                                               sizeof file_names / sizeof file_names[0] - 4 };

static const dbk_column import_columns[] = {
    { .key = "volunteers", .head = N_("volunteers"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "added", .head = N_("new"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "changed", .head = N_("changed"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
};
static const dbk_columns imported = DBK_COLUMNS(import_columns);

int
dbk_cmd_signup_import(dbk_call *call, dbk_err *err)
{
    const char *values[] = { NULL };
    dbk_rows *rows = dbk_rows_file_ask(call->db, call->word[0], &file_columns, IMPORT, values, 1, err);
    int rc = 0;

    if (rows == NULL)
        return -1;
    if (call->format == DBK_FORMAT_TABLE)
        printf(_("imported: %s volunteers; new %s, changed %s\n"), dbk_rows_get(rows, 0, "volunteers"),
               dbk_rows_get(rows, 0, "added"), dbk_rows_get(rows, 0, "changed"));
    else
        rc = dbk_call_show(call, "imported", "", &imported, rows, err);
    dbk_rows_free(&rows);
    return rc;
}
