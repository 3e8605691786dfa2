/*
 * brief — the nightly brief: made as of a moment, shown again as it was, and what has changed of it since.
 *
 * Making one is an act; asked again for the same night and moment it is found, not made. Which of the two is said on
 * standard error, so that the brief itself is the same to the byte.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/office/brief.h"
#include "clients/office/call.h"
#include "clients/office/lines.h"
#include "clients/office/moment.h"
#include "clients/office/pager.h"
#include "clients/words.h"
#include "proto/text.h"
#include "sql/queries.h"

#define NUMBER_DIGITS_MAX 9

static const dbk_column list_columns[] = {
    { .key = "brief_id", .head = N_("brief"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "report_date", .head = N_("date"), .where = DBK_EVERYWHERE },
    { .key = "as_of", .head = N_("as of"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "share", .head = N_("reported"), .where = DBK_IN_TABLE },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "missing", .head = N_("missing"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "excused", .head = N_("excused"), .shape = DBK_NUMBER, .where = DBK_EVERYWHERE },
    { .key = "made_at", .head = N_("made at"), .shape = DBK_INSTANT, .where = DBK_EVERYWHERE },
    { .key = "made_by", .head = N_("by whom"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
};

static const dbk_column errata_columns[] = {
    { .key = "subject", .head = N_("part"), .where = DBK_IN_FILES },
    { .key = "code", .head = N_("figure's code"), .where = DBK_IN_FILES },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "label", .head = N_("what"), .shape = DBK_LABEL, .where = DBK_IN_CSV },
    { .key = "was", .head = N_("was"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "was_reported", .head = N_("reported then"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "was_expected", .head = N_("expected then"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "was_estimate", .head = N_("estimate then"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "now", .head = N_("is now"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "reported", .head = N_("reported"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "expected", .head = N_("expected"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "estimate", .head = N_("estimate"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "text", .head = N_("in a sentence"), .shape = DBK_LABEL, .where = DBK_IN_CSV },
    { .key = "text_zh", .where = DBK_IN_JSON },
    { .key = "text_en", .where = DBK_IN_JSON },
};

static const dbk_column change_columns[] = {
    { .key = "subject", .head = N_("part"), .where = DBK_IN_FILES },
    { .key = "code", .head = N_("figure's code"), .where = DBK_IN_FILES },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "committee", .head = N_("committee"), .where = DBK_IN_FILES },
    { .key = "was", .head = N_("was"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "was_state", .head = N_("why none then"), .shape = DBK_CODE, .list = "figure", .where = DBK_IN_FILES },
    { .key = "now", .head = N_("is now"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "now_state", .head = N_("why none now"), .shape = DBK_CODE, .list = "figure", .where = DBK_IN_FILES },
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_FILES },
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "receipt", .head = N_("code"), .shape = DBK_RECEIPT, .where = DBK_IN_FILES },
};

static const dbk_columns list = DBK_COLUMNS(list_columns), errata = DBK_COLUMNS(errata_columns),
                         changes = DBK_COLUMNS(change_columns);

/* The number of a brief as a person types it. */
static int
check_number(const char *said, dbk_err *err)
{
    const size_t digits = strspn(said, "0123456789");
    char shown[DBK_ERR_TEXT_BYTES / 2];

    if (digits > 0 && digits <= NUMBER_DIGITS_MAX && said[digits] == '\0')
        return 0;
    return dbk_err_set(err, DBK_E_USAGE, _("\"%s\" is no number of a brief; daybook-office brief list has them all"),
                       dbk_text_shown(said, strlen(said), shown, sizeof shown));
}

static int
show(const dbk_call *call, const char *number, dbk_err *err)
{
    dbk_part parts[DBK_BRIEF_PARTS] = { { .key = NULL } };
    int rc = dbk_brief_load(call->db, number, parts, err);

    if (rc != 0)
        goto out;
    switch (call->format) {
    case DBK_FORMAT_HTML:
        dbk_brief_html(stdout, parts);
        break;
    case DBK_FORMAT_PDF:
        rc = dbk_brief_pdf(stdout, parts, err);
        break;
    case DBK_FORMAT_JSON:
    case DBK_FORMAT_XLSX:
        rc = dbk_call_parts(call, parts, DBK_BRIEF_PARTS, err);
        break;
    case DBK_FORMAT_CSV:
        dbk_output_csv(stdout, parts[DBK_BRIEF_TOTALS].columns, parts[DBK_BRIEF_TOTALS].rows);
        break;
    default:
        dbk_brief_print(stdout, parts, dbk_lines_width());
    }
out:
    dbk_brief_free(parts);
    return rc;
}

/* Who made it first, and when: the head says so too, but not that it was not made just now. */
static void
say_found(const dbk_call *call, const char *number)
{
    char at[DBK_MOMENT_SAID_BYTES];
    dbk_err unsaid = { 0 };
    dbk_rows *head = dbk_db_query(call->db, DBK_SQL_OFFICE_BRIEF_HEAD, &number, 1, &unsaid);

    if (head && head->n > 0)
        fprintf(stderr, _("brief %s was made already, at %s by %s: this is it\n"), number,
                dbk_moment_said(dbk_rows_get(head, 0, "made_at"), at), dbk_rows_get(head, 0, "made_by"));
    dbk_rows_free(&head);
}

static int
make(const dbk_call *call, dbk_err *err)
{
    char night[DBK_DAY_TEXT_BYTES], moment[DBK_MOMENT_BYTES];
    const char *values[2] = { NULL, NULL };
    int rc = -1;

    if (call->night && dbk_moment_night(call->night, night, err) != 0)
        return -1;
    if (call->as_of) {
        char today[DBK_DAY_TEXT_BYTES];

        if (!call->night && dbk_call_date(call, call->n, today, err) != 0)
            return -1;
        if (dbk_moment_read(call->as_of, call->night ? night : today, moment, err) != 0)
            return -1;
        values[1] = moment;
    }
    values[0] = call->night ? night : NULL;
    dbk_rows *made = dbk_db_query(call->db, DBK_SQL_OFFICE_BRIEF_MAKE, values, 2, err);

    if (made == NULL)
        return -1;
    const char *number = dbk_rows_get(made, 0, "brief_id");

    if (strcmp(dbk_rows_get(made, 0, "made"), "t") == 0)
        fprintf(stderr, _("brief %s is made\n"), number);
    else
        say_found(call, number);
    if (call->format == DBK_FORMAT_TABLE)
        dbk_pager_start();
    rc = show(call, number, err);
    dbk_rows_free(&made);
    return rc;
}

static void
put_errata(const dbk_rows *rows)
{
    if (rows->n == 0)
        printf("%s", _("nothing has changed since of what the brief says\n"));
    for (size_t row = 0; row < rows->n; row++) {
        static const dbk_column text = { .key = "text", .shape = DBK_LABEL };
        char *said = dbk_output_cell(&text, rows, row, DBK_FORMAT_TABLE);
        char *wrapped = dbk_lines_wrap(said ? said : "", dbk_lines_width());

        puts(wrapped);
        free(wrapped);
        free(said);
    }
}

static int
show_errata(const dbk_call *call, dbk_err *err)
{
    const char *number = call->n > 0 ? call->word[0] : NULL;

    if (number && check_number(number, err) != 0)
        return -1;
    dbk_rows *rows = dbk_db_query(call->db, DBK_SQL_OFFICE_BRIEF_ERRATA, &number, 1, err);
    dbk_rows *cells = rows ? dbk_db_query(call->db, DBK_SQL_OFFICE_BRIEF_CHANGES, &number, 1, err) : NULL;
    const dbk_part parts[] = { { "errata", false, &errata, rows }, { "changes", false, &changes, cells } };
    int rc = cells ? 0 : -1;

    if (cells && (call->format == DBK_FORMAT_JSON || call->format == DBK_FORMAT_XLSX))
        rc = dbk_call_parts(call, parts, 2, err);
    else if (cells && call->format == DBK_FORMAT_CSV)
        dbk_output_csv(stdout, &errata, rows);
    else if (cells)
        put_errata(rows);
    dbk_rows_free(&rows);
    dbk_rows_free(&cells);
    return rc;
}

int
dbk_cmd_brief(dbk_call *call, dbk_err *err)
{
    if (call->errata && (call->as_of || call->night))
        return dbk_err_set(err, DBK_E_USAGE, "%s",
                           _("--errata is of a brief that was made: give its number, not --as-of or --night"));
    if (call->errata)
        return show_errata(call, err);
    if (call->n > 0)
        return dbk_err_set(err, DBK_E_USAGE, "%s",
                           _("a number goes with --errata; daybook-office brief show NUMBER shows one"));
    if (call->format == DBK_FORMAT_PDF && isatty(STDOUT_FILENO))
        return dbk_err_set(err, DBK_E_USAGE, "%s", _("a PDF is no text: send it to a file, ... --format pdf > FILE"));
    return make(call, err);
}

int
dbk_cmd_brief_show(dbk_call *call, dbk_err *err)
{
    if (check_number(call->word[0], err) != 0)
        return -1;
    if (call->format == DBK_FORMAT_PDF && isatty(STDOUT_FILENO))
        return dbk_err_set(err, DBK_E_USAGE, "%s", _("a PDF is no text: send it to a file, ... --format pdf > FILE"));
    return show(call, call->word[0], err);
}

int
dbk_cmd_brief_list(dbk_call *call, dbk_err *err)
{
    dbk_rows *rows = dbk_db_query(call->db, DBK_SQL_OFFICE_BRIEFS, NULL, 0, err);
    const int rc = rows ? dbk_call_show(call, "briefs", N_("no brief was made yet\n"), &list, rows, err) : -1;

    dbk_rows_free(&rows);
    return rc;
}
