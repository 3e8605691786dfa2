#include "clients/secretary/findings.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/kinds.h"
#include "clients/secretary/report_file.h"
#include "proto/envelope.h"

/* The next free row; NULL when all are taken: then it is only counted. */
static dbk_finding *
next_row(dbk_findings *found)
{
    if (found->n < DBK_VIOLATIONS_MAX)
        return &found->row[found->n++];
    found->more++;
    return NULL;
}

/* ------------------------------------------------------------------ here */

/* A value that is none: a letter in a number, a day that does not exist. The reader's sentence names the key. */
static void
add_spoilt(dbk_findings *found, const dbk_sheet *sheet, const dbk_report_file *file, const dbk_complaints *said)
{
    for (size_t i = 0; i < sheet->n; i++) {
        const dbk_sheet_field *field = &sheet->field[i];
        const int line = dbk_report_file_line(file, field->path);

        if (field->text[0] == '\0' || !dbk_report_file_spoilt(file, field->path))
            continue;
        for (size_t c = 0; c < said->n; c++)
            if (said->row[c].line == line) {
                dbk_finding *row = next_row(found);

                if (row) {
                    *row = (dbk_finding){ .code = "value", .severity = DBK_ERROR };
                    snprintf(row->path, sizeof row->path, "%s", field->path);
                    snprintf(row->text, sizeof row->text, "%.*s", DBK_FINDING_BYTES - 1, said->row[c].text);
                }
                break;
            }
    }
}

static void
add_violations(dbk_findings *found, const dbk_violations *violations, const dbk_report_file *file,
               const dbk_finding_scene *scene)
{
    for (size_t i = 0; i < violations->n; i++) {
        dbk_finding *row = dbk_report_file_spoilt(file, violations->row[i].field) ? NULL : next_row(found);

        if (row)
            dbk_finding_here(row, &violations->row[i], scene);
    }
    found->more += violations->more;
}

void
dbk_findings_look(dbk_findings *found, const dbk_sheet *sheet)
{
    char *yaml = dbk_sheet_yaml(sheet, false);
    dbk_complaints *said = calloc(1, sizeof *said);
    dbk_violations *violations = malloc(sizeof *violations);
    dbk_report_file *file;
    dbk_figures figures;
    uint8_t id[DBK_ID_BYTES] = { 0 };

    assert(said != NULL && violations != NULL);
    found->n = found->more = found->sealed_bytes = 0;
    file = dbk_report_file_parse(yaml, "", said, NULL);
    assert(file != NULL);                      /* its head is always there */
    dbk_record *record = dbk_report_file_record(file, sheet->form, said);

    record->has_id = record->has_sealed_at_ms = true;
    record->id = (ProtobufCBinaryData){ DBK_ID_BYTES, id };
    record->sealed_at_ms = INT64_C(1) << 41;   /* as long as a real one */
    free(dbk_record_pack(record, &found->sealed_bytes));
    dbk_check(sheet->form, record, found->sealed_bytes, violations);
    add_spoilt(found, sheet, file, said);
    dbk_figures_take(&figures, record->nightly_report);
    add_violations(found, violations, file, &(dbk_finding_scene){ record->kind, sheet->form, &figures, dbk_kind_is_choice });
    dbk_report_file_close(&file);
    free(violations);
    free(said);
    free(yaml);
}

/* ------------------------------------------------------------------ there */

void
dbk_findings_of_reply(dbk_findings *found, const dbk_reply *reply, dbk_kind kind, const dbk_sheet *sheet)
{
    dbk_figures figures;
    const dbk_finding_scene scene = { kind, sheet->form, &figures, dbk_kind_is_choice };

    dbk_sheet_figures(sheet, &figures);
    found->n = found->sealed_bytes = 0;
    found->more = reply->violations_more;
    for (size_t i = 0; i < reply->n_violations; i++) {
        dbk_finding *row = next_row(found);

        if (row)
            dbk_finding_told(row, reply->violations[i], &scene);
    }
}

const dbk_finding *
dbk_findings_of(const dbk_findings *found, const char *path)
{
    for (size_t i = 0; i < found->n; i++)
        if (strcmp(found->row[i].path, path) == 0)
            return &found->row[i];
    return NULL;
}

size_t
dbk_findings_count(const dbk_findings *found, dbk_severity severity)
{
    size_t n = 0;

    for (size_t i = 0; i < found->n; i++)
        n += found->row[i].severity == severity;
    return n;
}
