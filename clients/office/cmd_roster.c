/*
 * roster import — a file's postings into the roster: every fault of the file at once, all of it or nothing.
 *
 * When the file itself has faults, the database still looks through the other records, in a transaction that is taken
 * back: a person corrects a file once, not once for each kind of fault.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/office/call.h"
#include "clients/office/roster.h"
#include "clients/words.h"

#define FILE_BYTES_MAX (8u << 20)
#define IMPORT "SELECT committees, persons, postings, nights FROM office.import_roster($1::jsonb)"

static const dbk_column import_columns[] = {
    { .key = "committees", .head = N_("committees"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "persons", .head = N_("persons"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "postings", .head = N_("postings"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
    { .key = "nights", .head = N_("new nights"), .shape = DBK_NUMBER, .where = DBK_IN_FILES },
};
static const dbk_columns imported = DBK_COLUMNS(import_columns);

/* Yours to free; NULL: err. */
static char *
read_file(const char *path, size_t *bytes, dbk_err *err)
{
    char *text = malloc(FILE_BYTES_MAX + 1);
    FILE *from = fopen(path, "rbe");

    if (text && from)
        *bytes = fread(text, 1, FILE_BYTES_MAX + 1, from);
    if (text == NULL || from == NULL || ferror(from)) {
        dbk_err_set(err, DBK_E_NO_INPUT, "%s: %s", path, strerror(errno));
    } else if (*bytes > FILE_BYTES_MAX) {
        dbk_err_set(err, DBK_E_INPUT, _("%s: larger than %u MiB, that is no roster"), path, FILE_BYTES_MAX >> 20);
    } else {
        fclose(from);
        return text;
    }
    if (from)
        fclose(from);
    free(text);
    return NULL;
}

/* The database's "line 7: ..." sentences join the file's own, so that all stand in the order of lines. */
static void
add_refusal(const char *refusal, dbk_faults *faults)
{
    while (*refusal) {
        const char *stop = strchrnul(refusal, '\n');
        const char *digits = refusal + strcspn(refusal, "0123456789\n");
        char *end;
        const size_t line = strtoul(digits, &end, 10);
        const char *text = strncmp(end, ": ", 2) == 0 ? end + 2 : strncmp(end, " 行", 4) == 0 ? end + 4 : NULL;

        if (text && strncmp(text, "\uFF1A", 3) == 0)
            text += 3;
        if (digits == end || text == NULL)
            dbk_faults_add(faults, 0, "%.*s", (int)(stop - refusal), refusal);
        else
            dbk_faults_add(faults, line, "%.*s", (int)(stop - text), text);
        refusal = *stop ? stop + 1 : stop;
    }
}

static int
run(dbk_db *db, const char *sql, dbk_err *err)
{
    dbk_rows *rows = dbk_db_query(db, sql, NULL, 0, err);
    const int rc = rows ? 0 : -1;

    dbk_rows_free(&rows);
    return rc;
}

/* The counts, or NULL: then faults say why, or err when it is nothing about the file. */
static dbk_rows *
import(const dbk_call *call, const char *json, dbk_faults *faults, dbk_err *err)
{
    const char *values[] = { json };
    const bool only_look = faults->n > 0;
    dbk_rows *rows;

    if (only_look && run(call->db, "BEGIN", err) != 0)
        return NULL;
    rows = dbk_db_query(call->db, IMPORT, values, 1, err);
    if (rows == NULL && err->code == DBK_E_INPUT)
        add_refusal(dbk_db_refusal(call->db), faults);
    if (only_look) {
        dbk_rows_free(&rows);
        run(call->db, "ROLLBACK", NULL);
    }
    return rows;
}

static void
show(const dbk_call *call, const dbk_rows *rows)
{
    const dbk_part part = { NULL, true, &imported, rows };

    if (call->format == DBK_FORMAT_JSON)
        dbk_output_json(stdout, &part, 1);
    else if (call->format == DBK_FORMAT_CSV)
        dbk_output_csv(stdout, &imported, rows);
    else
        printf(_("imported: %s postings of %s persons at %s committees; new nights: %s\n"),
               dbk_rows_get(rows, 0, "postings"), dbk_rows_get(rows, 0, "persons"),
               dbk_rows_get(rows, 0, "committees"), dbk_rows_get(rows, 0, "nights"));
}

static int
told(const char *path, dbk_faults *faults, dbk_err *err)
{
    dbk_faults_print(faults, stderr);
    return dbk_err_set(err, DBK_E_INPUT, _("%s: nothing was imported; faults: %zu"), path, faults->n + faults->more);
}

int
dbk_cmd_roster(dbk_call *call, dbk_err *err)
{
    static dbk_faults faults;                /* 50 KB: not for the stack */
    const char *path = call->word[0];
    size_t bytes = 0;
    char *text = read_file(path, &bytes, err), *json;
    dbk_rows *rows;
    dbk_csv csv;

    if (text == NULL)
        return -1;
    dbk_csv_read(&csv, text, bytes, &faults);
    json = dbk_roster_json(&csv, &faults);
    rows = json ? import(call, json, &faults, err) : NULL;
    if (rows)
        show(call, rows);
    else if (faults.n > 0)
        told(path, &faults, err);
    const int rc = rows ? 0 : -1;

    dbk_rows_free(&rows);
    free(json);
    dbk_csv_fini(&csv);
    free(text);
    return rc;
}
