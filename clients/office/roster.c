#include "clients/office/roster.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "clients/json.h"
#include "clients/words.h"
#include "proto/text.h"

static const char *const columns[] = {
    "committee_id", "committee", "subdistrict", "branch", "batch", "batch_from", "batch_to", "person_code", "person",
    "secretary", "valid_from", "valid_to",
    "telephone", "committee_telephone",       /* these two may be left out */
};
const dbk_file_columns dbk_roster_columns = { columns, sizeof columns / sizeof columns[0],
                                              sizeof columns / sizeof columns[0] - 2 };

/* Which column this head names; is->n: none. */
static size_t
column_of(const dbk_file_columns *is, const char *head)
{
    size_t i = 0;

    while (i < is->n && strcmp(is->name[i], head) != 0)
        i++;
    return i;
}

/* NFC, without white space at both ends; NULL after a fault. Yours to free. */
static char *
tidy(const char *field, size_t line, dbk_faults *faults)
{
    dbk_err err = { 0 };
    char *text = dbk_text_nfc(field, strlen(field), &err);

    if (text && dbk_text_check(text, strlen(text), DBK_TEXT_LINE, NULL) == DBK_TEXT_OK)
        return text;
    dbk_faults_add(faults, line, _("\"%.60s\" holds a line end or another control character"), field);
    free(text);
    return NULL;
}

static void
unknown_column(const dbk_file_columns *is, const char *head, size_t line, dbk_faults *faults)
{
    const char *nearest = dbk_text_nearest(head, is->name, is->n);

    if (nearest)
        dbk_faults_add(faults, line, _("the column \"%.60s\" is unknown; did you mean \"%s\"?"), head, nearest);
    else
        dbk_faults_add(faults, line, _("the column \"%.60s\" is unknown"), head);
}

/* For each field of the head its column. False after a fault. */
static bool
read_head(const dbk_file_columns *is, const dbk_csv_record *head, size_t *column, dbk_faults *faults)
{
    bool seen[DBK_FILE_COLUMNS_MAX] = { false }, good = true;

    assert(is->n <= DBK_FILE_COLUMNS_MAX);
    for (size_t i = 0; i < head->n; i++) {
        char *name = tidy(head->field[i], head->line, faults);

        column[i] = name ? column_of(is, name) : is->n;
        if (name && column[i] == is->n)
            unknown_column(is, name, head->line, faults);
        else if (name && seen[column[i]])
            dbk_faults_add(faults, head->line, _("the column \"%s\" is there twice"), name);
        good = good && name && column[i] < is->n && !seen[column[i]];
        if (column[i] < is->n)
            seen[column[i]] = true;
        free(name);
    }
    for (size_t i = 0; i < is->needed; i++)
        if (!seen[i]) {
            dbk_faults_add(faults, head->line, _("the column \"%s\" is missing"), is->name[i]);
            good = false;
        }
    return good;
}

/* Fields beyond the head are forgiven while they are empty: spreadsheets leave such behind. */
static bool
has_right_length(const dbk_csv_record *record, size_t n, dbk_faults *faults)
{
    size_t used = record->n;

    while (used > n && record->field[used - 1][0] == '\0')
        used--;
    if (used == n)
        return true;
    dbk_faults_add(faults, record->line, _("%zu fields, the head has %zu"), used, n);
    return false;
}

/* One object, or nothing after a fault. */
static bool
put_record(FILE *to, const dbk_file_columns *is, const dbk_csv_record *record, const size_t *column, size_t n,
           const char *between, dbk_faults *faults)
{
    char *object = NULL;
    size_t object_bytes = 0;
    bool good = true;

    if (!has_right_length(record, n, faults))
        return false;
    FILE *made = open_memstream(&object, &object_bytes);

    assert(made);
    fprintf(made, "%s{\"line\":%zu", between, record->line);
    for (size_t i = 0; i < n; i++) {
        char *text = tidy(record->field[i], record->line, faults);

        good = good && text;
        if (text) {
            fprintf(made, ",\"%s\":", is->name[column[i]]);
            dbk_json_string(made, text);
        }
        free(text);
    }
    fputc('}', made);
    fclose(made);
    if (good)
        fwrite(object, 1, object_bytes, to);
    free(object);
    return good;
}

static char *
put_records(const dbk_csv *csv, const dbk_file_columns *is, const size_t *column, dbk_faults *faults)
{
    char *json = NULL;
    size_t json_bytes = 0;
    FILE *to = open_memstream(&json, &json_bytes);
    const char *between = "";

    assert(to);
    fputc('[', to);
    for (size_t i = 1; i < csv->n; i++)
        if (put_record(to, is, &csv->record[i], column, csv->record[0].n, between, faults))
            between = ",";
    fputc(']', to);
    fclose(to);
    assert(json);
    return json;
}

char *
dbk_file_json(const dbk_csv *csv, const dbk_file_columns *is, dbk_faults *faults)
{
    char *json = NULL;

    if (csv->n == 0) {
        if (faults->n == 0)
            dbk_faults_add(faults, 0, "%s", _("the file is empty"));
        return NULL;
    }
    size_t *column = calloc(csv->record[0].n, sizeof *column);

    assert(column);
    if (read_head(is, &csv->record[0], column, faults))
        json = put_records(csv, is, column, faults);
    free(column);
    return json;
}

char *
dbk_roster_json(const dbk_csv *csv, dbk_faults *faults)
{
    return dbk_file_json(csv, &dbk_roster_columns, faults);
}
