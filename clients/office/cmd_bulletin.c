/*
 * bulletin publish — a file becomes a bulletin; the author hears for how many it is, and what says the same already.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/bulletin.h"
#include "clients/office/call.h"
#include "clients/office/rows_file.h"
#include "clients/words.h"
#include "sql/queries.h"

#define PUBLISH "SELECT office.publish_bulletin($1, $2, $9, coalesce($3, ''), $5::date, coalesce($8::boolean, false)," \
                " $6::int4, coalesce($7, 'all'), $10::int4, coalesce($4, '')) AS number"
#define PUBLISH_VALUES 10

/* "branch 3" or "branch 第三临时党支部": the first word becomes the audience, the rest its number. NULL: a fault was
 * told. `id` is yours to free, NULL for all. */
static const char *
take_audience(dbk_db *db, dbk_bulletin_file *file, char **id, dbk_faults *faults, dbk_err *err)
{
    static const struct { const char *word, *zh, *audience; } kinds[] = {
        { "all", "全体", NULL }, { "subdistrict", "街道", "subdistrict" }, { "branch", "支部", "branch" },
        { "committee", "居委会", "committee" },
    };
    char *said = file->value[DBK_BULLETIN_AUDIENCE];
    const size_t line = file->line[DBK_BULLETIN_AUDIENCE], n = said ? strcspn(said, " ") : 0;
    size_t i = 0;

    if (said == NULL)
        return "all";
    while (i < 4 && !(strlen(kinds[i].word) == n && strncmp(said, kinds[i].word, n) == 0) &&
           !(strlen(kinds[i].zh) == n && strncmp(said, kinds[i].zh, n) == 0))
        i++;
    const char *who = said + n + strspn(said + n, " ");

    if (i == 4 || (i == 0) != (*who == '\0')) {
        dbk_faults_add(faults, line, _("audience \"%s\": all, or subdistrict, branch or committee with its name"),
                       said);
        return NULL;
    }
    if (i == 0)
        return "all";
    const char *values[] = { kinds[i].audience, who };
    dbk_rows *found = dbk_db_query(db, DBK_SQL_OFFICE_AUDIENCE, values, 2, err);

    if (found && found->n == 1)
        *id = strdup(dbk_rows_get(found, 0, "id"));
    else if (found && found->n == 0)
        dbk_faults_add(faults, line, _("there is no %s \"%s\""), _(kinds[i].word), who);
    else if (found)
        dbk_faults_add(faults, line, _("several are called \"%s\"; give a number"), who);
    dbk_rows_free(&found);
    return *id ? kinds[i].audience : NULL;
}

/* The author is warned; both stand until a person decides. */
static void
warn_same(const dbk_call *call, const char *number)
{
    dbk_err err = { 0 };
    dbk_rows *same = dbk_db_query(call->db, DBK_SQL_OFFICE_BULLETIN_SAME, &number, 1, &err);

    for (size_t i = 0; same && i < same->n; i++)
        fprintf(stderr,
                _("bulletin %s has the same title and is in force too; if this one replaces it, revoke that one\n"),
                dbk_rows_get(same, i, "number"));
    dbk_rows_free(&same);
}

static int
show(const dbk_call *call, const char *number, dbk_err *err)
{
    dbk_rows *rows = dbk_db_query(call->db, DBK_SQL_OFFICE_BULLETINS, &number, 1, err);

    if (rows == NULL)
        return -1;
    if (call->format == DBK_FORMAT_TABLE)
        printf(_("bulletin %s is published; it is for %s committees with somebody posted today\n"), number,
               dbk_rows_get(rows, 0, "concerned"));
    const int rc = dbk_call_show(call, "bulletins", "", &dbk_bulletin_columns, rows, err);

    dbk_rows_free(&rows);
    warn_same(call, number);
    return rc;
}

static int
publish(const dbk_call *call, dbk_bulletin_file *file, const char *audience, const char *id, dbk_err *err)
{
    const char *values[PUBLISH_VALUES];

    for (size_t i = 0; i < DBK_BULLETIN_FIELDS; i++)
        values[i] = file->value[i];
    values[DBK_BULLETIN_AUDIENCE] = audience;
    values[DBK_BULLETIN_FIELDS] = id;
    dbk_rows *made = dbk_db_query(call->db, PUBLISH, values, PUBLISH_VALUES, err);

    if (made == NULL)
        return -1;
    const int rc = show(call, dbk_rows_get(made, 0, "number"), err);

    dbk_rows_free(&made);
    return rc;
}

int
dbk_cmd_bulletin_publish(dbk_call *call, dbk_err *err)
{
    static dbk_faults faults;                /* too big for the stack */
    dbk_bulletin_file file;
    size_t bytes = 0;
    char *text = dbk_file_read(call->word[0], &bytes, err), *id = NULL;
    int rc = -1;

    if (text == NULL)
        return -1;
    dbk_bulletin_read(&file, text, bytes, &faults);
    const char *audience = take_audience(call->db, &file, &id, &faults, err);

    if (faults.n > 0) {
        dbk_faults_print(&faults, stderr);
        dbk_err_set(err, DBK_E_INPUT, _("%s: nothing was published; faults: %zu"), call->word[0],
                    faults.n + faults.more);
    } else if (audience) {
        rc = publish(call, &file, audience, id, err);
    }
    dbk_bulletin_fini(&file);
    free(id);
    free(text);
    return rc;
}
