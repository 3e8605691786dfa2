#include "clients/office/rows_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"

#define FILE_BYTES_MAX (8u << 20)

char *
dbk_file_read(const char *path, size_t *bytes, dbk_err *err)
{
    char *text = malloc(FILE_BYTES_MAX + 1);
    FILE *from = fopen(path, "rbe");

    if (text && from)
        *bytes = fread(text, 1, FILE_BYTES_MAX + 1, from);
    if (text == NULL || from == NULL || ferror(from)) {
        dbk_err_set(err, DBK_E_NO_INPUT, "%s: %s", path, strerror(errno));
    } else if (*bytes > FILE_BYTES_MAX) {
        dbk_err_set(err, DBK_E_INPUT, _("%s: larger than %u MiB, that is no such file"), path, FILE_BYTES_MAX >> 20);
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

        if (text)
            text += strncmp(text, "\uFF1A", 3) == 0 ? 3 : *text == ':';
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

/* The answer, or NULL: then faults say why, or err when it is nothing about the file. */
static dbk_rows *
ask(dbk_db *db, const char *statement, const char *const *values, size_t n, dbk_faults *faults, dbk_err *err)
{
    const bool only_look = faults->n > 0;
    dbk_rows *rows;

    if (only_look && run(db, "BEGIN", err) != 0)
        return NULL;
    rows = dbk_db_query(db, statement, values, n, err);
    if (rows == NULL && err->code == DBK_E_INPUT)
        add_refusal(dbk_db_refusal(db), faults);
    if (only_look) {
        dbk_rows_free(&rows);
        run(db, "ROLLBACK", NULL);
    }
    return rows;
}

static int
told(const char *path, dbk_faults *faults, dbk_err *err)
{
    dbk_faults_print(faults, stderr);
    return dbk_err_set(err, DBK_E_INPUT, _("%s: nothing was imported; faults: %zu"), path, faults->n + faults->more);
}

dbk_rows *
dbk_rows_file_ask(dbk_db *db, const char *path, const dbk_file_columns *columns, const char *statement,
                  const char **values, size_t n, dbk_err *err)
{
    static dbk_faults faults;                /* too big for the stack */
    size_t bytes = 0;
    char *text = dbk_file_read(path, &bytes, err), *json;
    dbk_rows *rows = NULL;
    dbk_csv csv;

    if (text == NULL)
        return NULL;
    dbk_csv_read(&csv, text, bytes, &faults);
    json = dbk_file_json(&csv, columns, &faults);
    values[0] = json;
    if (json)
        rows = ask(db, statement, values, n, &faults, err);
    if (rows == NULL && faults.n > 0)
        told(path, &faults, err);
    free(json);
    dbk_csv_fini(&csv);
    free(text);
    return rows;
}
