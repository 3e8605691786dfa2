/*
 * night — one page about one night: who reported of whom, by subdistrict and branch, and who is missing by name.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/call.h"
#include "clients/office/due.h"
#include "clients/office/lines.h"
#include "clients/office/moment.h"
#include "clients/office/place.h"
#include "clients/words.h"
#include "sql/queries.h"

static const dbk_column night_columns[] = {
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "opens", .head = N_("opens"), .shape = DBK_INSTANT, .where = DBK_IN_JSON },
    { .key = "deadline", .head = N_("deadline"), .shape = DBK_INSTANT, .where = DBK_IN_JSON },
    { .key = "closed_at", .head = N_("closed"), .shape = DBK_INSTANT, .where = DBK_IN_JSON },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "missing", .head = N_("missing"), .early = N_("not due yet"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "held", .head = N_("of these held"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "on_time", .head = N_("on time"), .shape = DBK_NUMBER, .where = DBK_IN_JSON },
    { .key = "on_time_outage", .head = N_("on time (outage)"), .shape = DBK_NUMBER, .where = DBK_IN_JSON },
    { .key = "late", .head = N_("late"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "excused", .head = N_("excused"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "returned", .head = N_("returned"), .shape = DBK_NUMBER, .where = DBK_IN_JSON },
    { .key = "unexpected", .head = N_("not expected"), .shape = DBK_NUMBER, .where = DBK_IN_JSON },
    { .key = "due_at", .where = DBK_IN_JSON, .shape = DBK_INSTANT },
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
    { .key = "due_at", .head = N_("not due before"), .shape = DBK_INSTANT, .where = DBK_IN_FILES },
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

static const char *
get(const dbk_rows *counts, const char *key)
{
    return dbk_rows_get(counts, 0, key);
}

static bool
is_zero(const dbk_rows *counts, const char *key)
{
    return strcmp(get(counts, key), "0") == 0;
}

void
dbk_night_counts_print(const dbk_rows *counts)
{
    const char *due_at = dbk_due_at(counts);
    char hour[DBK_MOMENT_SAID_BYTES];

    if (due_at)
        dbk_lines_say(_("expected %s, reported %s, not due yet %s (of these held: %s): due at %s\n"),
                      get(counts, "expected"), get(counts, "reported"), get(counts, "missing"), get(counts, "held"),
                      dbk_moment_said(due_at, hour));
    else
        dbk_lines_say(_("expected %s, reported %s, missing %s (of these held: %s), late %s\n"),
                      get(counts, "expected"), get(counts, "reported"), get(counts, "missing"), get(counts, "held"),
                      get(counts, "late"));
    if (!is_zero(counts, "excused"))
        dbk_lines_say(_("excused: %s, neither reported nor missing\n"), get(counts, "excused"));
    if (!is_zero(counts, "returned"))
        dbk_lines_say(_("of the reported: %s returned, waiting for a correction\n"), get(counts, "returned"));
    if (!is_zero(counts, "unexpected"))
        dbk_lines_say(_("besides: %s reports from committees that are not on the roster of that date\n"),
                      get(counts, "unexpected"));
}

void
dbk_night_nobody_print(const dbk_rows *counts)
{
    if (is_zero(counts, "expected"))
        dbk_lines_say("%s", _("nobody is expected to report\n"));
    else if (strcmp(get(counts, "excused"), get(counts, "expected")) == 0)
        dbk_lines_say("%s", _("nobody has to report: all are excused\n"));
    else if (is_zero(counts, "excused"))
        dbk_lines_say("%s", _("nobody is missing\n"));
    else
        dbk_lines_say(_("nobody is missing; excused: %s\n"), get(counts, "excused"));
}

void
dbk_night_print(const dbk_rows *night, const dbk_place *place, const dbk_rows *part)
{
    print_day(night);
    dbk_place_print(place);
    dbk_night_counts_print(part ? part : night);
}

static const dbk_column place_columns[] = {
    { .key = "expected", .where = DBK_IN_JSON, .shape = DBK_NUMBER },
    { .key = "reported", .where = DBK_IN_JSON, .shape = DBK_NUMBER },
    { .key = "missing", .where = DBK_IN_JSON, .shape = DBK_NUMBER },
    { .key = "held", .where = DBK_IN_JSON, .shape = DBK_NUMBER },
    { .key = "late", .where = DBK_IN_JSON, .shape = DBK_NUMBER },
    { .key = "excused", .where = DBK_IN_JSON, .shape = DBK_NUMBER },
    { .key = "due_at", .where = DBK_IN_JSON, .shape = DBK_INSTANT },
};
const dbk_columns dbk_place_night_columns = DBK_COLUMNS(place_columns);

/* ---------------------------------------------------------------- the page */

#define COUNT_COLUMNS \
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
    { .key = "missing", .head = N_("missing"), .early = N_("not due yet"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE }, \
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
    { .key = "due_at", .head = N_("not due before"), .shape = DBK_INSTANT, .where = DBK_IN_CSV },
};
const dbk_columns dbk_night_sheet_columns = DBK_COLUMNS(sheet_columns);

enum { PART_NIGHT, PART_SUBDISTRICTS, PART_BRANCHES, PART_MISSING, PART_PROXY, PART_PLACE, N_PARTS };

static const struct {
    const char *key, *statement;
    const dbk_columns *columns;
    size_t n_values;                /* date, committees */
} page_parts[N_PARTS] = {
    [PART_SUBDISTRICTS] = { "subdistricts", DBK_SQL_OFFICE_NIGHT_BY_SUBDISTRICT, &by_subdistrict, 2 },
    [PART_BRANCHES]     = { "branches", DBK_SQL_OFFICE_NIGHT_BY_BRANCH, &by_branch, 2 },
    [PART_MISSING]      = { "missing_committees", DBK_SQL_OFFICE_MISSING, &dbk_missing_columns, 1 },
    [PART_PROXY]        = { "entered_by_proxy", DBK_SQL_OFFICE_PROXY_NIGHT, &dbk_proxy_columns, 1 },
    [PART_PLACE]        = { "in_place", DBK_SQL_OFFICE_PLACE_NIGHT, &dbk_place_night_columns, 2 },
};

static void
print_missing(const dbk_rows *counts, const dbk_rows *missing)
{
    char hour[DBK_MOMENT_SAID_BYTES];
    const char *due_at = dbk_due_at(missing);

    putchar('\n');
    if (missing->n == 0)
        dbk_night_nobody_print(counts);
    else if (due_at)
        printf(_("not due yet, until %s (%zu):\n"), dbk_moment_said(due_at, hour), missing->n);
    else
        printf(_("missing (%zu):\n"), missing->n);
    dbk_output_table(stdout, &dbk_missing_columns, missing, dbk_lines_width());
}

static void
print_page(const dbk_part parts[N_PARTS], const dbk_place *place)
{
    const size_t width = dbk_lines_width();
    const dbk_rows *part = place->level ? parts[PART_PLACE].rows : NULL;

    dbk_night_print(parts[PART_NIGHT].rows, place, part);
    for (size_t i = PART_SUBDISTRICTS; i < PART_MISSING; i++) {
        putchar('\n');
        dbk_output_table(stdout, parts[i].columns, parts[i].rows, width);
    }
    print_missing(part ? part : parts[PART_NIGHT].rows, parts[PART_MISSING].rows);
    if (parts[PART_PROXY].rows->n > 0)
        printf(_("\nreported by telephone, the original is awaited (%zu):\n"), parts[PART_PROXY].rows->n);
    dbk_output_table(stdout, parts[PART_PROXY].columns, parts[PART_PROXY].rows, width);
}

static int
print_sheet(const dbk_call *call, const char *date, const dbk_place *place, dbk_err *err)
{
    const char *values[] = { date, place->ids };
    dbk_rows *rows = dbk_db_query(call->db, DBK_SQL_OFFICE_NIGHT_SHEET, values, 2, err);

    if (rows == NULL)
        return -1;
    dbk_output_csv(stdout, &dbk_night_sheet_columns, rows);
    dbk_rows_free(&rows);
    return 0;
}

/* Of a place alone, the parts are its own; without one there is no part of the place. */
static int
show(const dbk_call *call, const char *date, const dbk_rows *night, const dbk_place *place, dbk_err *err)
{
    const char *values[] = { date, place->ids };
    const size_t n = place->level ? N_PARTS : PART_PLACE;
    dbk_part parts[N_PARTS] = { [PART_NIGHT] = { NULL, true, &dbk_night_columns, night } };
    dbk_rows *rows[N_PARTS] = { NULL };
    int rc = -1;

    for (size_t i = PART_SUBDISTRICTS; i < n; i++) {
        rows[i] = dbk_db_query(call->db, page_parts[i].statement, values, page_parts[i].n_values, err);
        if (rows[i] == NULL)
            goto out;
        if (page_parts[i].n_values == 1)
            dbk_place_keep(place, rows[i]);
        parts[i] = (dbk_part){ page_parts[i].key, false, page_parts[i].columns, rows[i] };
    }
    rc = 0;
    if (call->format != DBK_FORMAT_TABLE)
        rc = dbk_call_parts(call, parts, n, err);
    else
        print_page(parts, place);
out:
    for (size_t i = 0; i < N_PARTS; i++)
        dbk_rows_free(&rows[i]);
    return rc;
}

int
dbk_cmd_night(dbk_call *call, dbk_err *err)
{
    char date[DBK_DAY_TEXT_BYTES];
    dbk_place place;
    dbk_rows *night = NULL;
    int rc = -1;

    if (dbk_place_find(call, &place, err) == 0 && dbk_call_date(call, 0, date, err) == 0)
        night = dbk_call_night(call, date, err);
    if (night)
        rc = call->format == DBK_FORMAT_CSV ? print_sheet(call, date, &place, err)
                                            : show(call, date, night, &place, err);
    dbk_rows_free(&night);
    dbk_place_fini(&place);
    return rc;
}
