/*
 * render — another office's form from what is stored: a template names a title, a grouping and columns, nothing is
 * asked again.
 *
 * A template is an INI file, or the name of one that was installed: [table] title, by, deadline, only; [columns] a
 * head = the code of a figure, in their order. A sum that lacks a committee says so in the line it stands in.
 */
#include <assert.h>
#include <errno.h>
#include <ini.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/office/book.h"
#include "clients/office/call.h"
#include "clients/office/code_words.h"
#include "clients/office/lines.h"
#include "clients/words.h"
#include "sql/queries.h"

#define COLUMNS_MAX 40
#define FIXED_COLUMNS 3              /* of, reported, missing */
#define INSTALLED DBK_SQLDIR "/../templates"

typedef struct {
    char   *title, *by, *deadline, *only;
    char   *head[COLUMNS_MAX], *code[COLUMNS_MAX];
    size_t  n;
    char    wrong[160];              /* the first thing that is wrong with the file, or "" */
} template;

static char *
copy(const char *text)
{
    char *made = strdup(text);

    assert(made);
    return made;
}

/* inih's handler: 0 stops it at this line. */
static int
take_line(void *user, const char *section, const char *name, const char *value)
{
    template *t = user;
    char **const keys[] = { &t->title, &t->by, &t->deadline, &t->only };
    static const char *const names[] = { "title", "by", "deadline", "only" };

    if (strcmp(section, "columns") == 0 && t->n < COLUMNS_MAX) {
        t->head[t->n] = copy(name);
        t->code[t->n++] = copy(value);
        return 1;
    }
    for (size_t i = 0; i < 4 && strcmp(section, "table") == 0; i++)
        if (strcmp(names[i], name) == 0 && *keys[i] == NULL) {
            *keys[i] = copy(value);
            return 1;
        }
    if (t->wrong[0] == '\0')
        snprintf(t->wrong, sizeof t->wrong, "[%.40s] %.60s", section, name);
    return 0;
}

static void
fini(template *t)
{
    free(t->title);
    free(t->by);
    free(t->deadline);
    free(t->only);
    for (size_t i = 0; i < t->n; i++) {
        free(t->head[i]);
        free(t->code[i]);
    }
}

/* A file that is there; else a name is that of a form which was installed, ".ini" or not. */
static const char *
find(const char *name, char installed[PATH_MAX])
{
    const char *wanted = getenv("DAYBOOK_TEMPLATES"), *folder = wanted && wanted[0] ? wanted : INSTALLED;
    const size_t length = strlen(name);
    const bool whole = length > 4 && strcmp(name + length - 4, ".ini") == 0;

    if (strchr(name, '/') || access(name, F_OK) == 0)
        return name;
    const int n = snprintf(installed, PATH_MAX, "%s/%s%s", folder, name, whole ? "" : ".ini");

    return n > 0 && n < PATH_MAX && access(installed, F_OK) == 0 ? installed : name;
}

static int
read_template(const char *name, template *t, dbk_err *err)
{
    char installed[PATH_MAX];
    const char *path = find(name, installed);
    const int line = ini_parse(path, take_line, t);

    if (line < 0 && errno == ENOENT && strchr(name, '/') == NULL)
        return dbk_err_set(err, DBK_E_NO_INPUT,
                           _("%s: there is no such file here, and no such form was installed: these are health-1400, "
                             "publicity, subdistrict-1030 and supplies"), name);
    if (line < 0)
        return dbk_err_set(err, DBK_E_NO_INPUT, "%s: %s", path, strerror(errno));
    if (line > 0)
        return dbk_err_set(err, DBK_E_INPUT,
                           _("%s, line %d: what is \"%s\"? A template has [table] title, by, deadline, "
                                               "only and [columns] HEAD = FIGURE"), path, line, t->wrong);
    if (t->title == NULL || t->by == NULL || t->n == 0)
        return dbk_err_set(err, DBK_E_INPUT, _("%s: a template needs a title, a grouping (by) and columns"), path);
    return 0;
}

/* ---------------------------------------------------------------- rows */

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
pivot(const template *t, const dbk_rows *totals)
{
    const char *names[COLUMNS_MAX + FIXED_COLUMNS] = { "name", "share", "missing_names" };
    const char *cells[COLUMNS_MAX + FIXED_COLUMNS];

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

static int
show(const dbk_call *call, const template *t, const char *date, const dbk_rows *rows, dbk_err *err)
{
    dbk_column column[COLUMNS_MAX + FIXED_COLUMNS] = {
        { .key = "name", .head = N_("of"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP, .share = 2, .stays = true },
        { .key = "share", .head = N_("reported"), .where = DBK_EVERYWHERE, .stays = true },
    };
    size_t n = 2;

    for (size_t i = 0; i < t->n; i++)
        column[n++] = (dbk_column){ .key = t->code[i], .head = t->head[i], .shape = DBK_NUMBER,
                                    .where = DBK_EVERYWHERE };
    column[n++] = (dbk_column){ .key = "missing_names", .head = N_("missing"), .where = DBK_EVERYWHERE, .fit = DBK_WRAP,
                                .share = 1 };
    const dbk_columns columns = { column, n };

    if (call->format == DBK_FORMAT_TABLE)
        printf("%s  %s%s%s\n\n", t->title, date, t->deadline ? "  " : "", t->deadline ? t->deadline : "");
    return dbk_call_show(call, "table", N_("no night has begun\n"), &columns, rows, err);
}

int
dbk_cmd_render(dbk_call *call, dbk_err *err)
{
    char date[DBK_DAY_TEXT_BYTES];
    template t = { .n = 0 };
    dbk_rows *totals = NULL, *rows = NULL;
    int rc = -1;

    if (read_template(call->word[0], &t, err) != 0 || dbk_call_date(call, 1, date, err) != 0)
        goto out;
    const char *values[] = { t.by, date, date, NULL };

    if ((totals = dbk_db_query(call->db, DBK_SQL_OFFICE_TOTAL, values, 4, err)) == NULL)
        goto out;
    for (size_t i = 0; i < t.n && totals->n > 0; i++)
        if (!is_known(totals, t.code[i])) {
            dbk_err_set(err, DBK_E_INPUT, _("%s: no form of that night has a figure \"%s\""), call->word[0], t.code[i]);
            goto out;
        }
    rows = pivot(&t, totals);
    rc = show(call, &t, date, rows, err);
out:
    dbk_rows_free(&totals);
    dbk_rows_free(&rows);
    fini(&t);
    return rc;
}
