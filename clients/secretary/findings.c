#include "clients/secretary/findings.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/report_file.h"
#include "clients/words.h"
#include "proto/envelope.h"
#include "proto/text.h"

/* ------------------------------------------------------------------ one more */

typedef struct { const char *path, *code, *text, *limit, *value; dbk_severity severity; } fault;

static void
add(dbk_findings *found, const fault *f)
{
    char allowed[120] = "", now[200] = "";

    if (found->n == DBK_VIOLATIONS_MAX) {
        found->more++;
        return;
    }
    dbk_finding *row = &found->row[found->n++];

    if (f->limit[0])
        snprintf(allowed, sizeof allowed, _(" (allowed: %s)"), f->limit);
    if (f->value[0])
        snprintf(now, sizeof now, _(" (found: %s)"), f->value);
    snprintf(row->path, sizeof row->path, "%s", f->path);
    snprintf(row->code, sizeof row->code, "%s", f->code);
    row->severity = f->severity;
    snprintf(row->text, sizeof row->text, "%.400s%s%s", f->text, allowed, now);
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
                const fault f = { field->path, "value", said->row[c].text, "", "", DBK_ERROR };

                add(found, &f);
                break;
            }
    }
}

static void
add_violations(dbk_findings *found, const dbk_violations *violations, const dbk_report_file *file)
{
    for (size_t i = 0; i < violations->n; i++) {
        const dbk_violation *v = &violations->row[i];
        const fault f = { v->field, v->code, dbk_words_pick(v->text_zh, v->text_en), v->limit, v->value, v->severity };

        if (!dbk_report_file_spoilt(file, v->field))
            add(found, &f);
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
    add_violations(found, violations, file);
    dbk_report_file_close(&file);
    free(violations);
    free(said);
    free(yaml);
}

/* ------------------------------------------------------------------ there */

static const char *
shown(ProtobufCBinaryData text, char *room, size_t room_bytes)
{
    return dbk_text_shown(text.data, text.len, room, room_bytes);
}

void
dbk_findings_of_reply(dbk_findings *found, const dbk_reply *reply)
{
    found->n = found->sealed_bytes = 0;
    found->more = reply->violations_more;
    for (size_t i = 0; i < reply->n_violations; i++) {
        const dbk_violation_message *v = reply->violations[i];
        char path[DBK_FIELD_BYTES], code[DBK_RULE_CODE_MAX + 1], text[400];
        char limit[DBK_LIMIT_BYTES], value[DBK_VALUE_BYTES];
        const fault f = {
            dbk_text_shown(v->field ? v->field : "", v->field ? strlen(v->field) : 0, path, sizeof path),
            dbk_text_shown(v->code ? v->code : "", v->code ? strlen(v->code) : 0, code, sizeof code),
            shown(dbk_words_zh() ? v->text_zh : v->text_en, text, sizeof text),
            shown(v->limit, limit, sizeof limit), shown(v->value, value, sizeof value), v->severity,
        };

        add(found, &f);
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
