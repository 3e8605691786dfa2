/*
 * A roster as a spreadsheet wrote it: what is read, written and read again is the same; no cell that is written is a
 * formula; what goes to the database is JSON.
 */
#include "clients/office/csv.h"
#include "clients/office/roster.h"

#include "proto/text.h"
#include "tests/fuzz/fuzz.h"

static dbk_faults faults;

static char *
written(const dbk_csv *csv, bool plain, size_t *size)
{
    char *bytes = NULL;
    FILE *to = open_memstream(&bytes, size);

    PROVE(to != NULL);
    fputs("\xEF\xBB\xBF", to);                    /* as output_csv does */
    for (size_t i = 0; i < csv->n; i++)
        for (size_t k = 0; k < csv->record[i].n; k++) {
            dbk_csv_put(to, csv->record[i].field[k], plain);
            fputs(k + 1 < csv->record[i].n ? "," : "\r\n", to);
        }
    fclose(to);
    return bytes;
}

/* The writer makes controls harmless, and nothing else is changed. */
static bool
same_cell(const char *read, const char *again)
{
    return strcmp(read, again) == 0 ||
           dbk_text_check(read, strlen(read), DBK_TEXT_NARRATIVE, NULL) != DBK_TEXT_OK;
}

static bool
same(const dbk_csv *a, const dbk_csv *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        if (a->record[i].n != b->record[i].n)
            return false;
        for (size_t k = 0; k < a->record[i].n; k++)
            if (!same_cell(a->record[i].field[k], b->record[i].field[k]))
                return false;
    }
    return true;
}

static void
prove_read_again(const dbk_csv *csv)
{
    size_t size = 0;
    char *bytes = written(csv, true, &size);
    dbk_csv again;

    faults.n = 0;
    dbk_csv_read(&again, bytes, size, &faults);
    PROVE(faults.n == 0 && same(csv, &again));
    dbk_csv_fini(&again);
    free(bytes);
}

static void
prove_no_formula(const dbk_csv *csv)
{
    size_t size = 0;
    char *bytes = written(csv, false, &size);
    dbk_csv cells;

    dbk_csv_read(&cells, bytes, size, &faults);
    for (size_t i = 0; i < cells.n; i++)
        for (size_t k = 0; k < cells.record[i].n; k++)
            PROVE(cells.record[i].field[k][0] == '\0' || strchr("=+-@\t\r", cells.record[i].field[k][0]) == NULL);
    dbk_csv_fini(&cells);
    free(bytes);
}

/* An array of flat objects: behind every quote that opens comes one that closes, and no control stands anywhere. */
static void
prove_json(const char *json)
{
    bool inside = false;
    int depth = 0;

    PROVE(fuzz_is_text(json, false));
    for (const char *c = json; *c != '\0'; c++) {
        if (inside && *c == '\\')
            c++;
        else if (*c == '"')
            inside = !inside;
        else if (!inside)
            depth += strchr("[{", *c) ? 1 : strchr("]}", *c) ? -1 : 0;
        PROVE(*c != '\0' && depth >= 0 && depth <= 2 && (depth > 0 || c[1] == '\0'));
    }
    PROVE(!inside && depth == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    dbk_csv csv;

    faults.n = faults.more = 0;
    dbk_csv_read(&csv, bytes, size, &faults);
    char *json = dbk_roster_json(&csv, &faults);

    PROVE(json != NULL || faults.n > 0);
    for (size_t i = 0; i < faults.n; i++)
        PROVE(fuzz_is_text(faults.row[i].text, true));
    if (json != NULL)
        prove_json(json);
    free(json);
    prove_read_again(&csv);
    prove_no_formula(&csv);
    dbk_csv_fini(&csv);
    return 0;
}
