#include <stdlib.h>
#include <string.h>

#include "clients/office/brief.h"
#include "clients/office/lines.h"
#include "clients/office/moment.h"
#include "clients/words.h"
#include "proto/calendar.h"

static const char *
get(const dbk_part *part, const char *key)
{
    return dbk_rows_get(part->rows, 0, key);
}

static void
put_head(FILE *to, const dbk_part *head)
{
    char as_of[DBK_MOMENT_SAID_BYTES], deadline[DBK_MOMENT_SAID_BYTES];
    int32_t day = 0;

    dbk_day_parse(get(head, "report_date"), &day);
    fprintf(to, _("Brief %s: the night of %s %s, as of %s, deadline %s"), get(head, "brief_id"),
            get(head, "report_date"), dbk_words_weekday(dbk_day_weekday(day)),
            dbk_moment_said(get(head, "as_of"), as_of), dbk_moment_said(get(head, "deadline"), deadline));
    fprintf(to, _("\nexpected %s, reported %s (on time %s, on time in spite of an outage %s, late %s), missing %s, "
                  "excused %s\n"),
            get(head, "expected"), get(head, "reported"), get(head, "on_time"), get(head, "on_time_outage"),
            get(head, "late"), get(head, "missing"), get(head, "excused"));
    if (strcmp(get(head, "returned"), "0") != 0)
        fprintf(to, _("of the reported: %s returned, waiting for a correction\n"), get(head, "returned"));
    if (strcmp(get(head, "unexpected"), "0") != 0)
        fprintf(to, _("not expected and in no total: %s reports\n"), get(head, "unexpected"));
}

static void
put_rows(FILE *to, const char *title, const dbk_columns *columns, const dbk_rows *rows, size_t width)
{
    if (rows->n == 0)
        return;
    fprintf(to, "\n%s\n", title);
    dbk_output_table(to, columns, rows, width);
}

static void
put_only(FILE *to, const char *title, const dbk_part *part, const char *key, const char *value, size_t width)
{
    dbk_rows *rows = dbk_brief_only(part, key, value);

    put_rows(to, title, part->columns, rows, width);
    dbk_rows_free(&rows);
}

static void
put_part(FILE *to, const char *title, const dbk_part *part, size_t width)
{
    put_rows(to, title, part->columns, part->rows, width);
}

void
dbk_brief_print(FILE *to, const dbk_part parts[DBK_BRIEF_PARTS], size_t width)
{
    put_head(to, &parts[DBK_BRIEF_HEAD]);
    put_only(to, _("Missing"), &parts[DBK_BRIEF_COMMITTEES], "status", "MISSING", width);
    put_only(to, _("Dictated over the telephone and entered by the office"), &parts[DBK_BRIEF_COMMITTEES], "entered_by_proxy", "t",
             width);
    put_part(to, _("By subdistrict and branch"), &parts[DBK_BRIEF_PLACES], width);
    put_only(to, _("Figures"), &parts[DBK_BRIEF_TOTALS], "subject", "figure", width);
    put_only(to, _("Home quarantine: what the opening follows from"), &parts[DBK_BRIEF_TOTALS], "subject",
             "ledger.before", width);
    put_part(to, _("Openings that do not follow from the night before"), &parts[DBK_BRIEF_LEDGER], width);
    put_only(to, _("Health"), &parts[DBK_BRIEF_TOTALS], "subject", "health", width);
    put_part(to, _("Supply gaps"), &parts[DBK_BRIEF_SUPPLIES], width);
    put_part(to, _("Cases that may be published"), &parts[DBK_BRIEF_CASES], width);
    put_part(to, _("Risk points that are open"), &parts[DBK_BRIEF_RISKS], width);
    fprintf(to, "%s",
            _("\nEach number cell by cell, with the revision it is from: --format html, pdf, json or xlsx\n"));
}
