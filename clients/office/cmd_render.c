/*
 * render — another office's form (template.h) from what is stored: nothing is asked again. A sum that lacks a committee
 * says so in the line it stands in.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/book.h"
#include "clients/office/call.h"
#include "clients/office/code_words.h"
#include "clients/office/lines.h"
#include "clients/office/place.h"
#include "clients/office/template.h"
#include "clients/words.h"
#include "sql/queries.h"

#define FIXED_COLUMNS 5              /* of, reported, missing: who, how many; not due before */

static bool
is_known(const dbk_rows *totals, const char *code)
{
    for (size_t row = 0; row < totals->n; row++)
        if (strcmp(dbk_rows_get(totals, row, "code"), code) == 0)
            return true;
    return false;
}

/* The figure of the group at `row`, or the word for why there is none. */
static const char *
figure(const dbk_rows *totals, size_t row, const char *code)
{
    const char *key = dbk_rows_get(totals, row, "key");

    for (; row < totals->n && strcmp(dbk_rows_get(totals, row, "key"), key) == 0; row++)
        if (strcmp(dbk_rows_get(totals, row, "code"), code) == 0) {
            const char *total = dbk_rows_get(totals, row, "total");
            const bool reported = strcmp(dbk_rows_get(totals, row, "reported"), "0") != 0;
            const bool excused = strcmp(dbk_rows_get(totals, row, "missing"), "0") == 0;
            const bool asked = strcmp(dbk_rows_get(totals, row, "not_filled"), "0") != 0;

            return total ? total : dbk_words_of("figure", reported ? asked ? "NOT_FILLED" : "NOT_ASKED"
                                                                   : excused ? "EXCUSED" : "NOT_REPORTED");
        }
    return dbk_words_of("figure", "NOT_ASKED");
}

/* One row a group; `totals` comes group by group. */
static dbk_rows *
pivot(const dbk_template *t, const dbk_rows *totals)
{
    const char *names[DBK_TEMPLATE_COLUMNS_MAX + FIXED_COLUMNS] = { "name", "share", "missing_names", "missing", "due_at" };
    const char *cells[DBK_TEMPLATE_COLUMNS_MAX + FIXED_COLUMNS];

    for (size_t i = 0; i < t->n; i++)
        names[FIXED_COLUMNS + i] = t->code[i];
    dbk_rows *rows = dbk_rows_new(names, FIXED_COLUMNS + t->n);

    for (size_t row = 0; row < totals->n; row++) {
        if (row > 0 && strcmp(dbk_rows_get(totals, row, "key"), dbk_rows_get(totals, row - 1, "key")) == 0)
            continue;
        if (t->only && strcmp(dbk_rows_get(totals, row, "name"), t->only) != 0)
            continue;
        for (size_t i = 0; i < FIXED_COLUMNS; i++)
            cells[i] = dbk_rows_get(totals, row, names[i]);
        for (size_t i = 0; i < t->n; i++)
            cells[FIXED_COLUMNS + i] = figure(totals, row, t->code[i]);
        dbk_rows_add(rows, cells);
    }
    return rows;
}

/* The form's title, its night and its hour: above the table, and in the first row of the sheet that bears its name. Yours
 * to free. */
static char *
headline(const dbk_template *t, const char *date, const dbk_place *place)
{
    char *made = NULL;

    if (asprintf(&made, "%s  %s%s%s%s%s", t->title, date, t->deadline ? "  " : "", t->deadline ? t->deadline : "",
                 place->level ? "  " : "", place->level ? place->name : "") < 0)
        made = NULL;
    assert(made);
    return made;
}

/* A sheet of the form's name, which is what its title begins with. */
static int
write_book(const dbk_template *t, const char *above, const dbk_columns *columns, const dbk_rows *rows, dbk_err *err)
{
    dbk_book *book = dbk_book_to_stdout(err);

    if (book == NULL)
        return -1;
    dbk_book_sheet(book, t->title, above, columns, rows);
    return dbk_book_write(&book, stdout, err);
}

static int
show(const dbk_call *call, const dbk_template *t, const char *date, const dbk_place *place, const dbk_rows *rows,
     dbk_err *err)
{
    dbk_column column[DBK_TEMPLATE_COLUMNS_MAX + FIXED_COLUMNS] = {
        { .key = "name", .head = N_("of"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2, .stays = true },
        { .key = "share", .head = N_("reported"), .where = DBK_EVERYWHERE, .stays = true },
    };
    size_t n = 2;

    for (size_t i = 0; i < t->n; i++)
        column[n++] = (dbk_column){ .key = t->code[i], .head = t->head[i], .shape = DBK_NUMBER,
                                    .where = DBK_EVERYWHERE };
    column[n++] = (dbk_column){ .key = "missing_names", .head = N_("missing"), .shape = DBK_NAMES, .where = DBK_EVERYWHERE, .fit = DBK_WRAP,
                                .share = 1 };
    const dbk_columns columns = { column, n };

    char *above = headline(t, date, place);
    int rc;

    if (call->format == DBK_FORMAT_XLSX) {
        rc = write_book(t, above, &columns, rows, err);
    } else {
        if (call->format == DBK_FORMAT_TABLE)
            dbk_lines_say("%s\n\n", above);
        rc = dbk_call_show(call, "table", N_("no night has begun\n"), &columns, rows, err);
    }
    free(above);
    return rc;
}

/* The night of the form that is wanted next: the newest whose own deadline comes no later than the form's of today. A form
 * without an hour is about tonight. Why it is that night is said, to those who gave no date. */
static int
choose_night(const dbk_call *call, const dbk_template *t, char date[DBK_DAY_TEXT_BYTES], dbk_err *err)
{
    char hour[6];
    const char *values[] = { call->n > 1 ? NULL : dbk_template_hour(t, hour) };

    if (values[0] == NULL)
        return dbk_call_date(call, 1, date, err);
    dbk_rows *due = dbk_db_query(call->db, DBK_SQL_OFFICE_DUE_NIGHT, values, 1, err);

    if (due == NULL)
        return -1;
    const char *night = dbk_rows_get(due, 0, "night");

    if (night)
        fprintf(call->format == DBK_FORMAT_TABLE ? stdout : stderr,
                _("the night of %s, the last one that is due before %s today; another one: give its date\n"), night, hour);
    snprintf(date, DBK_DAY_TEXT_BYTES, "%s", night ? night : "");
    dbk_rows_free(&due);
    return date[0] ? 0 : dbk_call_date(call, 1, date, err);
}

static const dbk_column list_columns[] = {
    { .key = "name", .head = N_("form"), .where = DBK_EVERYWHERE },
    { .key = "title", .head = N_("title"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 1 },
    { .key = "by", .head = N_("a line for each"), .shape = DBK_CODE, .where = DBK_EVERYWHERE, .list = "by" },
    { .key = "deadline", .head = N_("deadline"), .where = DBK_EVERYWHERE },
};
static const dbk_columns list = DBK_COLUMNS(list_columns);

int
dbk_cmd_render_list(dbk_call *call, dbk_err *err)
{
    dbk_rows *rows = dbk_template_list(err);

    if (rows == NULL)
        return -1;
    const int rc = dbk_call_show(call, "forms", N_("no form is installed\n"), &list, rows, err);

    dbk_rows_free(&rows);
    return rc;
}

int
dbk_cmd_render(dbk_call *call, dbk_err *err)
{
    char date[DBK_DAY_TEXT_BYTES];
    dbk_template t;
    dbk_place place = { .level = NULL };
    dbk_rows *totals = NULL, *rows = NULL;
    int rc = -1;

    if (dbk_template_read(call->word[0], &t, err) != 0 || dbk_place_find(call, &place, err) != 0 ||
        choose_night(call, &t, date, err) != 0)
        goto out;
    const char *values[] = { t.by, date, date, NULL };

    if ((totals = dbk_db_query(call->db, DBK_SQL_OFFICE_TOTAL, values, 4, err)) == NULL)
        goto out;
    for (size_t i = 0; i < t.n && totals->n > 0; i++)
        if (!is_known(totals, t.code[i])) {
            dbk_err_set(err, DBK_E_INPUT, _("%s: no form of that night has a figure \"%s\""), call->word[0], t.code[i]);
            goto out;
        }
    if (dbk_place_keep_totals(&place, t.by, totals, err) != 0)
        goto out;
    rows = pivot(&t, totals);
    rc = show(call, &t, date, &place, rows, err);
out:
    dbk_place_fini(&place);
    dbk_rows_free(&totals);
    dbk_rows_free(&rows);
    dbk_template_fini(&t);
    return rc;
}
