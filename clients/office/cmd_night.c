/*
 * night — one page about one night: who reported of whom, by subdistrict and branch, and who is missing by name.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/call.h"
#include "clients/office/lines.h"
#include "clients/words.h"
#include "sql/queries.h"

static const dbk_column night_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "opens", .head = N_("opens"), .shape = DBK_INSTANT, .where = DBK_IN_JSON },
    { .key = "deadline", .head = N_("deadline"), .shape = DBK_INSTANT, .where = DBK_IN_JSON },
    { .key = "closed_at", .head = N_("closed"), .shape = DBK_INSTANT, .where = DBK_IN_JSON },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "missing", .head = N_("missing"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "held", .head = N_("of these held"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "on_time", .head = N_("on time"), .shape = DBK_NUMBER, .where = DBK_IN_JSON },
    { .key = "on_time_outage", .head = N_("on time (outage)"), .shape = DBK_NUMBER, .where = DBK_IN_JSON },
    { .key = "late", .head = N_("late"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "excused", .head = N_("excused"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "returned", .head = N_("returned"), .shape = DBK_NUMBER, .where = DBK_IN_JSON },
    { .key = "unexpected", .head = N_("not expected"), .shape = DBK_NUMBER, .where = DBK_IN_JSON },
};
const dbk_columns dbk_night_columns = DBK_COLUMNS(night_columns);

static const dbk_column missing_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_CSV },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "committee", .head = N_("committee"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 5 },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_FILES },
    { .key = "state", .head = N_("state"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "state" },
    { .key = "percent", .head = N_("percent"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "state_since", .head = N_("since"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "last_seen", .head = N_("last seen"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "held_status", .head = N_("held as"), .shape = DBK_CODE, .where = DBK_IN_JSON, .list = "held" },
    { .key = "held_reason", .head = N_("why"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 3,
      .list = "reason" },
    { .key = "held_since", .head = N_("held since"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
    { .key = "contact", .head = N_("contact"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2 },
    { .key = "contact_telephone", .head = N_("telephone"), .where = DBK_EVERYWHERE },
    { .key = "contact_secretary", .head = N_("secretary"), .where = DBK_IN_FILES },
};
const dbk_columns dbk_missing_columns = DBK_COLUMNS(missing_columns);

dbk_rows *
dbk_call_night(const dbk_call *call, const char *date, dbk_err *err)
{
    dbk_rows *night = dbk_db_query(call->db, DBK_SQL_OFFICE_NIGHT, &date, 1, err);

    if (night && night->n == 0) {
        dbk_rows_free(&night);
        dbk_err_set(err, DBK_E_INPUT, _("there is no night of %s: no posting of the roster covers it"), date);
    }
    return night;
}

static void
print_day(const dbk_rows *night)
{
    const char *date = dbk_rows_get(night, 0, "report_date");
    char *deadline = dbk_output_cell(&night_columns[2], night, 0, DBK_FORMAT_TABLE);
    char *closed = dbk_output_cell(&night_columns[3], night, 0, DBK_FORMAT_TABLE);
    int32_t day = 0;

    dbk_day_parse(date, &day);
    printf(_("%s %s, deadline %s, "), date, dbk_words_weekday(dbk_day_weekday(day)), deadline);
    if (closed)
        printf(_("closed %s\n"), closed);
    else
        printf("%s", _("not closed\n"));
    free(deadline);
    free(closed);
}

void
dbk_night_print(const dbk_rows *night)
{
    const char *unexpected = dbk_rows_get(night, 0, "unexpected");
    const char *excused = dbk_rows_get(night, 0, "excused"), *returned = dbk_rows_get(night, 0, "returned");

    print_day(night);
    dbk_lines_say(_("expected %s, reported %s, missing %s (of these held: %s), late %s\n"),
                  dbk_rows_get(night, 0, "expected"), dbk_rows_get(night, 0, "reported"),
                  dbk_rows_get(night, 0, "missing"), dbk_rows_get(night, 0, "held"), dbk_rows_get(night, 0, "late"));
    if (strcmp(excused, "0") != 0)
        dbk_lines_say(_("excused: %s, neither reported nor missing\n"), excused);
    if (strcmp(returned, "0") != 0)
        dbk_lines_say(_("of the reported: %s returned, waiting for a correction\n"), returned);
    if (strcmp(unexpected, "0") != 0)
        dbk_lines_say(_("besides: %s reports from committees that are not on the roster of that date\n"), unexpected);
}

/* ---------------------------------------------------------------- the page */

#define COUNT_COLUMNS \
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "missing", .head = N_("missing"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "held", .head = N_("of these held"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "late", .head = N_("late"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "excused", .head = N_("excused"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }

static const dbk_column subdistrict_columns[] = {
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    COUNT_COLUMNS,
};
static const dbk_column branch_columns[] = {
    { .key = "branch", .head = N_("branch"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    COUNT_COLUMNS,
};
static const dbk_columns by_subdistrict = DBK_COLUMNS(subdistrict_columns);
static const dbk_columns by_branch = DBK_COLUMNS(branch_columns);

static const dbk_column sheet_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_CSV },
    { .key = "level", .head = N_("level"), .shape = DBK_CODE, .where = DBK_IN_CSV, .list = "level" },
    { .key = "name", .head = N_("name"), .where = DBK_IN_CSV },
    COUNT_COLUMNS,
    { .key = "state", .head = N_("state"), .shape = DBK_CODE, .where = DBK_IN_CSV, .list = "state" },
    { .key = "held_reason", .head = N_("why"), .shape = DBK_CODE, .where = DBK_IN_CSV, .list = "reason" },
    { .key = "contact", .head = N_("contact"), .where = DBK_IN_CSV },
    { .key = "contact_telephone", .head = N_("telephone"), .where = DBK_IN_CSV },
};
const dbk_columns dbk_night_sheet_columns = DBK_COLUMNS(sheet_columns);

enum { PART_NIGHT, PART_SUBDISTRICTS, PART_BRANCHES, PART_MISSING, PART_PROXY, N_PARTS };

static void
print_page(const dbk_part parts[N_PARTS])
{
    const size_t width = dbk_lines_width();

    dbk_night_print(parts[PART_NIGHT].rows);
    for (size_t i = PART_SUBDISTRICTS; i < PART_MISSING; i++) {
        putchar('\n');
        dbk_output_table(stdout, parts[i].columns, parts[i].rows, width);
    }
    if (parts[PART_MISSING].rows->n == 0)
        printf("\n%s", _("nobody is missing\n"));
    else
        printf(_("\nmissing (%zu):\n"), parts[PART_MISSING].rows->n);
    dbk_output_table(stdout, parts[PART_MISSING].columns, parts[PART_MISSING].rows, width);
    if (parts[PART_PROXY].rows->n > 0)
        printf(_("\nreported by telephone, the original is awaited (%zu):\n"), parts[PART_PROXY].rows->n);
    dbk_output_table(stdout, parts[PART_PROXY].columns, parts[PART_PROXY].rows, width);
}

static int
print_sheet(const dbk_call *call, const char *date, dbk_err *err)
{
    dbk_rows *rows = dbk_db_query(call->db, DBK_SQL_OFFICE_NIGHT_SHEET, &date, 1, err);

    if (rows == NULL)
        return -1;
    dbk_output_csv(stdout, &dbk_night_sheet_columns, rows);
    dbk_rows_free(&rows);
    return 0;
}

static int
show(const dbk_call *call, const char *date, const dbk_rows *night, dbk_err *err)
{
    int rc = -1;
    dbk_rows *subdistricts = dbk_db_query(call->db, DBK_SQL_OFFICE_NIGHT_BY_SUBDISTRICT, &date, 1, err);
    dbk_rows *branches = subdistricts ? dbk_db_query(call->db, DBK_SQL_OFFICE_NIGHT_BY_BRANCH, &date, 1, err) : NULL;
    dbk_rows *missing = branches ? dbk_db_query(call->db, DBK_SQL_OFFICE_MISSING, &date, 1, err) : NULL;
    dbk_rows *by_proxy = missing ? dbk_db_query(call->db, DBK_SQL_OFFICE_PROXY_NIGHT, &date, 1, err) : NULL;

    if (by_proxy) {
        const dbk_part parts[N_PARTS] = {
            [PART_NIGHT]        = { NULL, true, &dbk_night_columns, night },
            [PART_SUBDISTRICTS] = { "subdistricts", false, &by_subdistrict, subdistricts },
            [PART_BRANCHES]     = { "branches", false, &by_branch, branches },
            [PART_MISSING]      = { "missing_committees", false, &dbk_missing_columns, missing },
            [PART_PROXY]        = { "entered_by_proxy", false, &dbk_proxy_columns, by_proxy },
        };

        if (call->format != DBK_FORMAT_TABLE)
            rc = dbk_call_parts(call, parts, N_PARTS, err);
        else
            print_page(parts), rc = 0;
    }
    dbk_rows_free(&subdistricts);
    dbk_rows_free(&branches);
    dbk_rows_free(&missing);
    dbk_rows_free(&by_proxy);
    return rc;
}

int
dbk_cmd_night(dbk_call *call, dbk_err *err)
{
    char date[DBK_DAY_TEXT_BYTES];

    if (dbk_call_date(call, 0, date, err) != 0)
        return -1;
    dbk_rows *night = dbk_call_night(call, date, err);

    if (night == NULL)
        return -1;
    const int rc = call->format == DBK_FORMAT_CSV ? print_sheet(call, date, err) : show(call, date, night, err);

    dbk_rows_free(&night);
    return rc;
}
