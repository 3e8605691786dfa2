/*
 * export night, export campaign — everything about a night or the campaign as one workbook, a sheet a subject.
 */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clients/office/book.h"
#include "clients/office/call.h"
#include "clients/office/code_words.h"
#include "clients/office/due.h"
#include "clients/office/page.h"
#include "clients/words.h"
#include "sql/queries.h"

#define FIGURES_MAX 90               /* in one group of the form */
#define SHEET_VALUES_MAX 4

static const dbk_column supply_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_IN_CSV },
    { .key = "committee", .head = N_("committee"), .where = DBK_IN_CSV },
    { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_CSV },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_CSV },
    { .key = "item", .head = N_("item"), .shape = DBK_WORD, .where = DBK_IN_CSV },
    { .key = "quantity", .head = N_("quantity"), .shape = DBK_NUMBER, .where = DBK_IN_CSV },
    { .key = "unit", .head = N_("unit"), .where = DBK_IN_CSV },
    { .key = "on_hand", .head = N_("on hand"), .shape = DBK_NUMBER, .where = DBK_IN_CSV },
    { .key = "daily_use", .head = N_("daily use"), .shape = DBK_NUMBER, .where = DBK_IN_CSV },
    { .key = "days_left", .head = N_("days left"), .shape = DBK_NUMBER, .where = DBK_IN_CSV },
    { .key = "needed_by", .head = N_("needed by"), .where = DBK_IN_CSV },
    { .key = "urgency", .head = N_("urgency"), .shape = DBK_LEVEL, .where = DBK_IN_CSV, .list = "urgency" },
    { .key = "reason", .head = N_("reason"), .where = DBK_IN_CSV },
};
static const dbk_columns supplies = DBK_COLUMNS(supply_columns);

static const dbk_column outside_columns[] = {
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_IN_CSV },
    { .key = "committee", .head = N_("committee"), .where = DBK_IN_CSV },
    { .key = "code", .head = N_("figure's code"), .where = DBK_IN_CSV },
    { .key = "label", .head = N_("figure"), .shape = DBK_LABEL, .where = DBK_IN_CSV },
    { .key = "value", .head = N_("value"), .shape = DBK_NUMBER, .where = DBK_IN_CSV },
    { .key = "least", .head = N_("least"), .shape = DBK_NUMBER, .where = DBK_IN_CSV },
    { .key = "most", .head = N_("most"), .shape = DBK_NUMBER, .where = DBK_IN_CSV },
    { .key = "asked", .head = N_("on the form"), .shape = DBK_BOOLEAN, .where = DBK_IN_CSV },
};
static const dbk_columns outside = DBK_COLUMNS(outside_columns);

static const dbk_column correction_columns[] = {
    { .key = "received_at", .head = N_("received"), .shape = DBK_INSTANT, .where = DBK_IN_CSV },
    { .key = "report_date", .head = N_("date"), .where = DBK_IN_CSV },
    { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_IN_CSV },
    { .key = "committee", .head = N_("committee"), .where = DBK_IN_CSV },
    { .key = "branch", .head = N_("branch"), .where = DBK_IN_CSV },
    { .key = "revision", .head = N_("revision"), .shape = DBK_NUMBER, .where = DBK_IN_CSV },
    { .key = "sender", .head = N_("sender"), .where = DBK_IN_CSV },
    { .key = "what", .head = N_("what changed"), .shape = DBK_LABEL, .where = DBK_IN_CSV, .list = "field" },
    { .key = "was", .head = N_("was"), .shape = DBK_CHANGE, .where = DBK_IN_CSV },
    { .key = "now", .head = N_("is now"), .shape = DBK_CHANGE, .where = DBK_IN_CSV },
};
static const dbk_columns corrections = DBK_COLUMNS(correction_columns);

/* A sheet is a statement with its columns, those of a verb where `columns` is NULL. "@" stands for the night's date. */
typedef struct {
    const char *name, *verb, *statement;
    const dbk_columns *columns;
    const char *value[SHEET_VALUES_MAX];
    size_t n;
    const char *chart, *over, *keys[3];      /* msgid of its title, or NULL */
    size_t chart_rows;                       /* 0: all */
} sheet;

static const sheet night_head[] = {
    { N_("overview"), NULL, DBK_SQL_OFFICE_NIGHT_SHEET, &dbk_night_sheet_columns, { "@", NULL }, 2,
      N_("reported and missing"), "name", { "reported", "missing", "late" }, 8 },
    { N_("missing"), NULL, DBK_SQL_OFFICE_MISSING, &dbk_missing_columns, { "@" }, 1, NULL, NULL, { NULL }, 0 },
    { N_("by telephone"), NULL, DBK_SQL_OFFICE_PROXY_NIGHT, &dbk_proxy_columns, { "@" }, 1, NULL, NULL, { NULL }, 0 },
    { N_("totals"), "total", NULL, NULL, { "night", "@", "@", NULL }, 4, NULL, NULL, { NULL }, 0 },
    { N_("totals by branch"), "total", NULL, NULL, { "branch", "@", "@", NULL }, 4, NULL, NULL, { NULL }, 0 },
};
static const sheet night_tail[] = {
    { N_("cases"), NULL, DBK_SQL_OFFICE_CASES, &dbk_case_columns, { "@", NULL }, 2, NULL, NULL, { NULL }, 0 },
    { N_("observations"), NULL, DBK_SQL_OFFICE_OBSERVATIONS, &dbk_observation_columns, { "@", NULL }, 2, NULL, NULL,
      { NULL }, 0 },
    { N_("supply needs"), NULL, DBK_SQL_OFFICE_SUPPLY_NEEDS, &supplies, { "@" }, 1, NULL, NULL, { NULL }, 0 },
    { N_("outside the form"), NULL, DBK_SQL_OFFICE_OUTSIDE_FORM, &outside, { "@" }, 1, NULL, NULL, { NULL }, 0 },
    { N_("reconciliation"), "reconcile", NULL, NULL, { "@" }, 1, NULL, NULL, { NULL }, 0 },
};
static const sheet campaign[] = {
    { N_("overview"), "completeness", NULL, NULL, { "night" }, 1, N_("reported and missing"), "name",
      { "reported", "late", "missing" }, 0 },
    { N_("by branch"), "completeness", NULL, NULL, { "branch" }, 1, N_("complete and on time, in percent"), "name",
      { "complete_percent", "timely_percent", NULL }, 0 },
    { N_("by committee"), "completeness", NULL, NULL, { "committee" }, 1, NULL, NULL, { NULL }, 0 },
    { N_("totals"), "total", NULL, NULL, { "campaign", NULL, NULL, NULL }, 4, NULL, NULL, { NULL }, 0 },
    { N_("totals by week"), "total", NULL, NULL, { "week", NULL, NULL, NULL }, 4, NULL, NULL, { NULL }, 0 },
    { N_("totals by branch"), "total", NULL, NULL, { "branch", NULL, NULL, NULL }, 4, NULL, NULL, { NULL }, 0 },
    { N_("totals by night"), "total", NULL, NULL, { "night", NULL, NULL, NULL }, 4, NULL, NULL, { NULL }, 0 },
    { N_("home quarantine"), "ledger nights", NULL, NULL, { NULL }, 1, N_("in home quarantine"), "report_date",
      { "closing", "new", "released" }, 0 },
    { N_("ledger notices"), "ledger notices", NULL, NULL, { NULL }, 0, NULL, NULL, { NULL }, 0 },
    { N_("risk points"), "risks", NULL, NULL, { "all", NULL }, 2, NULL, NULL, { NULL }, 0 },
    { N_("open items"), "items", NULL, NULL, { NULL }, 1, NULL, NULL, { NULL }, 0 },
    { N_("corrections"), NULL, DBK_SQL_OFFICE_CORRECTIONS, &corrections, { NULL }, 0, NULL, NULL, { NULL }, 0 },
    { N_("by telephone"), NULL, DBK_SQL_OFFICE_PROXY_LIST, &dbk_proxy_columns, { NULL }, 1, NULL, NULL, { NULL }, 0 },
};

/* A part of a verb's page as a sheet: what that part asks and its columns. "@" as above. */
typedef struct {
    const char     *name;
    const dbk_page *page;
    size_t          part;
    const char     *value[2];
} page_sheet;

static const page_sheet night_pages[] = {
    { N_("roll call"), &dbk_page_roll_call, 3, { "@" } },
    { N_("not reached or not called"), &dbk_page_roll_call, 2, { "@" } },
    { N_("health, counts"), &dbk_page_health, 2, { "@" } },
};
static const page_sheet campaign_pages[] = {
    { N_("supplies lacking"), &dbk_page_supplies, 0, { NULL } },
    { N_("lacking by committee"), &dbk_page_supplies, 1, { NULL } },
    { N_("needs taken away"), &dbk_page_supplies, 3, { NULL } },
    { N_("stock in and out"), &dbk_page_supply_movements, 0, { NULL } },
    { N_("branch meetings"), &dbk_page_minutes, 2, { NULL } },
    { N_("decisions"), &dbk_page_decisions, 0, { NULL, "all" } },
    { N_("practices"), &dbk_page_practices, 0, { NULL } },
    { N_("bulletins"), &dbk_page_bulletins, 0, { NULL } },
    { N_("bulletins not read"), &dbk_page_bulletin_unread, 0, { NULL } },
};

/* ---------------------------------------------------------------- sheets */

static void
show_progress(const char *name)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[K%s ...", name);
}

/* One sheet; its rows are the caller's. */
static dbk_rows *
put_rows(const dbk_call *call, dbk_book *book, const char *name, const char *statement, const dbk_columns *columns,
         const char *const *asked, size_t n, const char *date, dbk_err *err)
{
    const char *values[SHEET_VALUES_MAX];

    show_progress(_(name));
    for (size_t i = 0; i < n; i++)
        values[i] = asked[i] && asked[i][0] == '@' ? date : asked[i];
    dbk_rows *rows = dbk_db_query(call->db, statement, values, n, err);

    if (rows != NULL) {
        char *early = dbk_due_said(rows);

        dbk_book_sheet(book, _(name), early, columns, rows);
        free(early);
    }
    return rows;
}

static int
put_sheet(const dbk_call *call, dbk_book *book, const sheet *s, const char *date, dbk_err *err)
{
    const char *statement = s->statement;
    const dbk_columns *columns = s->columns ? s->columns : dbk_query_columns(s->verb, &statement);
    dbk_rows *rows = put_rows(call, book, s->name, statement, columns, s->value, s->n, date, err);
    size_t charted = 0;

    if (rows == NULL)
        return -1;
    while (charted < 3 && s->keys[charted])
        charted++;
    if (s->chart)
        dbk_book_chart(book, _(s->chart), s->over, s->keys, charted,
                       s->chart_rows && s->chart_rows < rows->n ? s->chart_rows : rows->n);
    dbk_rows_free(&rows);
    return 0;
}

static int
put_sheets(const dbk_call *call, dbk_book *book, const sheet *sheets, size_t n, const char *date, dbk_err *err)
{
    for (size_t i = 0; i < n; i++)
        if (put_sheet(call, book, &sheets[i], date, err) != 0)
            return -1;
    return 0;
}

static int
put_pages(const dbk_call *call, dbk_book *book, const page_sheet *sheets, size_t n, const char *date, dbk_err *err)
{
    for (size_t i = 0; i < n; i++) {
        const dbk_page_part *part = &sheets[i].page->part[sheets[i].part];
        dbk_rows *rows = put_rows(call, book, sheets[i].name, part->statement, part->columns, sheets[i].value,
                                  part->n_values, date, err);

        if (rows == NULL)
            return -1;
        dbk_rows_free(&rows);
    }
    return 0;
}

/* ---------------------------------------------------------------- a group: committees down, figures across */

typedef struct {
    dbk_column column[FIGURES_MAX + 4];
    const char *name[FIGURES_MAX + 4];
    size_t      n;
} grid;

/* The columns of the group that begins at `row`: those of its first committee. */
static void
lay_grid(grid *g, const dbk_rows *cells, size_t row)
{
    static const dbk_column fixed[] = {
        { .key = "committee_id", .head = N_("no."), .shape = DBK_NUMBER, .where = DBK_IN_CSV },
        { .key = "committee", .head = N_("committee"), .where = DBK_IN_CSV },
        { .key = "subdistrict", .head = N_("subdistrict"), .where = DBK_IN_CSV },
        { .key = "branch", .head = N_("branch"), .where = DBK_IN_CSV },
    };
    const char *group = dbk_rows_get(cells, row, "group"), *committee = dbk_rows_get(cells, row, "committee_id");

    memcpy(g->column, fixed, sizeof fixed);
    for (g->n = 0; g->n < 4; g->n++)
        g->name[g->n] = fixed[g->n].key;
    for (; row < cells->n && strcmp(dbk_rows_get(cells, row, "group"), group) == 0 &&
           strcmp(dbk_rows_get(cells, row, "committee_id"), committee) == 0; row++, g->n++) {
        assert(g->n < FIGURES_MAX + 4);
        g->name[g->n] = dbk_rows_get(cells, row, "code");
        g->column[g->n] = (dbk_column){ .key = g->name[g->n], .shape = DBK_NUMBER, .where = DBK_IN_CSV,
                                        .head = dbk_rows_get(cells, row, dbk_words_pick("label_zh", "label_en")) };
    }
}

static const char *
cell_said(const dbk_rows *cells, size_t row)
{
    const char *value = dbk_rows_get(cells, row, "value");

    return value ? value : dbk_words_of("figure", dbk_rows_get(cells, row, "state"));
}

/* One sheet; the row after its last. */
static size_t
put_group(dbk_book *book, const dbk_rows *cells, size_t row)
{
    const char *group = dbk_rows_get(cells, row, "group");
    const char *name = dbk_rows_get(cells, row, dbk_words_pick("group_zh", "group_en"));
    const char *said[FIGURES_MAX + 4];
    grid g;

    lay_grid(&g, cells, row);
    dbk_rows *rows = dbk_rows_new(g.name, g.n);

    while (row < cells->n && strcmp(dbk_rows_get(cells, row, "group"), group) == 0) {
        for (size_t i = 0; i < 4; i++)
            said[i] = dbk_rows_get(cells, row, g.name[i]);
        for (size_t i = 4; i < g.n; i++, row++)
            said[i] = cell_said(cells, row);
        dbk_rows_add(rows, said);
    }
    const dbk_columns columns = { g.column, g.n };

    show_progress(name);
    dbk_book_sheet(book, name, NULL, &columns, rows);
    dbk_rows_free(&rows);
    return row;
}

static int
put_groups(const dbk_call *call, dbk_book *book, const char *date, dbk_err *err)
{
    dbk_rows *cells = dbk_db_query(call->db, DBK_SQL_OFFICE_EXPORT_CELLS, &date, 1, err);

    if (cells == NULL)
        return -1;
    for (size_t row = 0; row < cells->n;)
        row = put_group(book, cells, row);
    dbk_rows_free(&cells);
    return 0;
}

/* ---------------------------------------------------------------- the verbs */

/* A pipe or a device is written to as it is: a file of that name would take its place. */
static bool
is_special(const char *path)
{
    struct stat there;

    return stat(path, &there) == 0 && !S_ISREG(there.st_mode);
}

/* Under another name first, so that nobody opens half a workbook. */
static int
write_file(dbk_book **book, const char *path, dbk_err *err)
{
    char *part = NULL;

    const bool special = is_special(path);

    if (asprintf(&part, "%s%s", path, special ? "" : ".part") < 0)
        part = NULL;
    assert(part);
    FILE *to = fopen(part, "wbe");
    int rc = to ? dbk_book_write(book, to, err) : dbk_err_sys(err, "%s", part);

    if (to && fclose(to) != 0 && rc == 0)
        rc = dbk_err_sys(err, "%s", part);
    if (rc == 0 && !special && rename(part, path) != 0)
        rc = dbk_err_sys(err, "%s", path);
    if (rc != 0 && !special)
        unlink(part);
    free(part);
    return rc;
}

static int
finish(dbk_book **book, const char *path, int rc, dbk_err *err)
{
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    if (rc == 0)
        rc = write_file(book, path, err);
    if (rc == 0)
        printf(_("written: %s\n"), path);
    if (*book) {
        FILE *nowhere = fopen("/dev/null", "we");

        if (nowhere) {
            dbk_book_write(book, nowhere, NULL);
            fclose(nowhere);
        }
    }
    return rc;
}

#define N_OF(array) (sizeof(array) / sizeof(array)[0])

int
dbk_cmd_export_night(dbk_call *call, dbk_err *err)
{
    char date[DBK_DAY_TEXT_BYTES];
    dbk_rows *night;
    dbk_book *book;

    if (dbk_call_date(call, 0, date, err) != 0 || (night = dbk_call_night(call, date, err)) == NULL)
        return -1;
    dbk_rows_free(&night);
    if ((book = dbk_book_new(err)) == NULL)
        return -1;
    const int rc = put_sheets(call, book, night_head, N_OF(night_head), date, err) != 0 ||
                           put_groups(call, book, date, err) != 0 ||
                           put_sheets(call, book, night_tail, N_OF(night_tail), date, err) != 0 ||
                           put_pages(call, book, night_pages, N_OF(night_pages), date, err) != 0
                       ? -1 : 0;

    return finish(&book, call->word[1], rc, err);
}

int
dbk_cmd_export_campaign(dbk_call *call, dbk_err *err)
{
    dbk_book *book = dbk_book_new(err);

    if (book == NULL)
        return -1;
    const int rc = put_sheets(call, book, campaign, N_OF(campaign), NULL, err) != 0 ||
                           put_pages(call, book, campaign_pages, N_OF(campaign_pages), NULL, err) != 0
                       ? -1 : 0;

    return finish(&book, call->word[0], rc, err);
}
