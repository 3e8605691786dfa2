#include "clients/office/proxy_file.h"

#include <stdlib.h>
#include <string.h>

#include "clients/office/csv.h"
#include "clients/office/proxy_ask.h"
#include "clients/office/rows_file.h"
#include "clients/words.h"

typedef struct { char path[DBK_FIELD_BYTES]; size_t line; } place;
typedef struct { place *at; size_t n; } places;

/* The number of the column with this head; the record's length: there is none. */
static size_t
column_of(const dbk_csv_record *head, const char *name)
{
    size_t i = 0;

    while (i < head->n && strcmp(head->field[i], name) != 0)
        i++;
    return i;
}

static size_t
line_of(const places *known, const char *path)
{
    for (size_t i = 0; i < known->n; i++)
        if (strcmp(known->at[i].path, path) == 0)
            return known->at[i].line;
    return 0;
}

/* In a correction a blank leaves what the entry says, and "-" takes it away. */
static void
take_record(dbk_proxy *proxy, const dbk_csv_record *record, const char *named, const char *said, places *known,
            dbk_faults *faults)
{
    char path[DBK_FIELD_BYTES];
    dbk_err wrong = { 0 };

    if (dbk_proxy_corrects(proxy) && said[0] == '\0')
        return;
    if (said[0] != '\0' && dbk_proxy_path(proxy, named, path)) {
        if (line_of(known, path) > 0) {
            dbk_faults_add(faults, record->line, _("%s stands in line %zu already"), path, line_of(known, path));
            return;
        }
        memcpy(known->at[known->n].path, path, sizeof path);
        known->at[known->n++].line = record->line;
    }
    if (dbk_proxy_corrects(proxy) && strcmp(said, "-") == 0)
        said = "";
    if (dbk_proxy_set(proxy, named, said, &wrong) != 0)
        dbk_faults_add(faults, record->line, _("%s: %s"), named, wrong.text);
}

static void
take_records(dbk_proxy *proxy, const dbk_csv *csv, places *known, dbk_faults *faults)
{
    const dbk_csv_record *head = csv->record;
    const size_t field = csv->n > 0 ? column_of(head, "field") : 0, value = csv->n > 0 ? column_of(head, "value") : 0;

    if (csv->n == 0 || field == head->n || value == head->n) {
        dbk_faults_add(faults, 1, "%s", _("the file needs a line of heads with the columns field and value"));
        return;
    }
    for (size_t i = 1; i < csv->n; i++) {
        const dbk_csv_record *record = &csv->record[i];

        if (record->n > field && record->field[field][0] != '\0')
            take_record(proxy, record, record->field[field], record->n > value ? record->field[value] : "", known,
                        faults);
    }
}

/* What is wrong with fields that could be read. */
static void
check(dbk_proxy *proxy, const places *known, dbk_faults *faults)
{
    const dbk_violations *found = dbk_proxy_check(proxy);
    char path[DBK_FIELD_BYTES], told[DBK_PROXY_TOLD_BYTES];

    for (size_t i = 0; i < found->n; i++) {
        const dbk_violation *v = &found->row[i];
        const bool is_known = dbk_proxy_path(proxy, v->field, path);

        dbk_faults_add(faults, is_known ? line_of(known, path) : 0,
                       v->severity == DBK_WARNING ? _("%s; if it is so, explain it in the field explanations.%s") : "%s",
                       dbk_proxy_tell(proxy, v, told), v->code);
    }
}

int
dbk_proxy_file_read(dbk_proxy *proxy, const char *path, dbk_err *err)
{
    static dbk_faults faults;                /* too big for the stack */
    size_t bytes = 0;
    char *text = dbk_file_read(strcmp(path, "-") == 0 ? "/dev/stdin" : path, &bytes, err);
    places known = { NULL, 0 };
    dbk_csv csv;

    if (text == NULL)
        return -1;
    dbk_csv_read(&csv, text, bytes, &faults);
    known.at = calloc(csv.n + 1, sizeof *known.at);
    if (known.at != NULL)
        take_records(proxy, &csv, &known, &faults);
    if (faults.n == 0)
        check(proxy, &known, &faults);
    free(known.at);
    dbk_csv_fini(&csv);
    free(text);
    if (faults.n == 0)
        return 0;
    dbk_faults_print(&faults, stderr);
    return dbk_err_set(err, DBK_E_INPUT, _("%s: nothing was entered; faults: %zu"), path, faults.n + faults.more);
}
