/*
 * form show, form diff, form load — the form as a file that a spreadsheet edits: shown, compared with, loaded.
 */
#include <stdio.h>
#include <string.h>

#include "clients/office/call.h"
#include "clients/office/lines.h"
#include "clients/office/rows_file.h"
#include "clients/words.h"
#include "sql/queries.h"

#define LOAD "SELECT office.load_form($2::date, $1::jsonb, $3) AS version"

static const char *const names[] = {
    "row", "code", "group", "label_zh", "label_en", "unit_zh", "unit_en", "least", "most", "required", "alarm", "stock",
    "severity", "formula", "text_zh", "text_en",
    "owner", "output", "until",               /* may be left out while no question is new */
};
static const dbk_file_columns file_columns = { names, sizeof names / sizeof names[0],
                                               sizeof names / sizeof names[0] - 3 };

/* The file has the names of its columns as heads, in every language: it is read again. */
static const dbk_column form_columns[] = {
    { .key = "row", .where = DBK_IN_FILES },
    { .key = "code", .where = DBK_IN_FILES },
    { .key = "code", .head = N_("figure or rule"), .where = DBK_IN_TABLE },
    { .key = "group", .where = DBK_IN_FILES },
    { .key = "label_zh", .where = DBK_IN_FILES },
    { .key = "label_en", .where = DBK_IN_FILES },
    { .key = "label", .head = N_("label"), .shape = DBK_LABEL, .where = DBK_IN_TABLE, .fit = DBK_WRAP, .share = 3 },
    { .key = "unit", .head = N_("unit"), .shape = DBK_LABEL, .where = DBK_IN_TABLE },
    { .key = "unit_zh", .where = DBK_IN_FILES },
    { .key = "unit_en", .where = DBK_IN_FILES },
    { .key = "least", .where = DBK_IN_FILES, .shape = DBK_NUMBER },
    { .key = "most", .head = N_("most"), .where = DBK_IN_TABLE, .shape = DBK_NUMBER },
    { .key = "most", .where = DBK_IN_FILES, .shape = DBK_NUMBER },
    { .key = "required", .where = DBK_IN_JSON, .shape = DBK_BOOLEAN },
    { .key = "alarm", .where = DBK_IN_JSON, .shape = DBK_BOOLEAN },
    { .key = "stock", .where = DBK_IN_JSON, .shape = DBK_BOOLEAN },
    { .key = "required", .where = DBK_IN_CSV },
    { .key = "alarm", .where = DBK_IN_CSV },
    { .key = "stock", .where = DBK_IN_CSV },
    { .key = "owner", .where = DBK_IN_FILES },
    { .key = "output", .where = DBK_IN_FILES },
    { .key = "until", .where = DBK_IN_FILES },
    { .key = "output", .head = N_("used in"), .where = DBK_IN_TABLE, .fit = DBK_WRAP, .share = 2 },
    { .key = "until", .head = N_("asked until"), .where = DBK_IN_TABLE },
    { .key = "severity", .where = DBK_IN_FILES },
    { .key = "formula", .head = N_("formula"), .where = DBK_IN_TABLE, .fit = DBK_WRAP, .share = 4 },
    { .key = "formula", .where = DBK_IN_FILES },
    { .key = "text_zh", .where = DBK_IN_FILES },
    { .key = "text_en", .where = DBK_IN_FILES },
};
static const dbk_columns form = DBK_COLUMNS(form_columns);

static const dbk_column change_columns[] = {
    { .key = "row", .head = N_("kind"), .where = DBK_EVERYWHERE, .once = true },
    { .key = "code", .head = N_("figure or rule"), .where = DBK_EVERYWHERE, .once = true },
    { .key = "field", .head = N_("field"), .where = DBK_EVERYWHERE },
    { .key = "was", .head = N_("was"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "now", .head = N_("is now"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
};
static const dbk_columns changes = DBK_COLUMNS(change_columns);

static const dbk_column version_columns[] = {
    { .key = "version", .head = N_("version"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
};
static const dbk_columns version = DBK_COLUMNS(version_columns);

int
dbk_cmd_form_show(dbk_call *call, dbk_err *err)
{
    const char *values[] = { call->n > 0 ? call->word[0] : NULL };
    dbk_rows *rows = dbk_db_query(call->db, DBK_SQL_OFFICE_FORM, values, 1, err);

    if (rows == NULL)
        return -1;
    if (call->format == DBK_FORMAT_TABLE && rows->n > 0) {
        const char *to = dbk_rows_get(rows, 0, "active_to");

        printf(_("version %s, in force from %s to %s\n\n"), dbk_rows_get(rows, 0, "version"),
               dbk_rows_get(rows, 0, "active_from"), to ? to : _("further notice"));
    }
    const int rc = dbk_call_show(call, "form", N_("there is no such version\n"), &form, rows, err);

    dbk_rows_free(&rows);
    return rc;
}

int
dbk_cmd_form_diff(dbk_call *call, dbk_err *err)
{
    const char *values[] = { NULL };
    dbk_rows *rows = dbk_rows_file_ask(call->db, call->word[0], &file_columns, DBK_SQL_OFFICE_FORM_CHANGES, values, 1,
                                       err);

    if (rows == NULL)
        return -1;
    const int rc = dbk_call_show(call, "changes", N_("the file changes nothing\n"), &changes, rows, err);

    dbk_rows_free(&rows);
    return rc;
}

int
dbk_cmd_form_load(dbk_call *call, dbk_err *err)
{
    char date[DBK_DAY_TEXT_BYTES];
    const char *values[] = { NULL, date, call->reason };
    dbk_rows *rows = NULL;
    int rc = 0;

    if (dbk_call_date(call, 1, date, err) != 0 ||
        (rows = dbk_rows_file_ask(call->db, call->word[0], &file_columns, LOAD, values, 3, err)) == NULL)
        return -1;
    if (call->format == DBK_FORMAT_TABLE)
        printf(_("version %s takes effect on %s; clients get it by themselves\n"), dbk_rows_get(rows, 0, "version"),
               date);
    else
        rc = dbk_call_show(call, "form", "", &version, rows, err);
    dbk_rows_free(&rows);
    return rc;
}
