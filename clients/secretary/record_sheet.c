#include "clients/secretary/record_sheet.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/kinds.h"
#include "clients/words.h"
#include "proto/kind.h"

/* Where a field stands: on the record itself (list NULL), or in an entry of a list. */
typedef struct { const dbk_field_list *list; int number; size_t entry; const char *section; } place;

/* The new field is complete but for its text. */
static dbk_sheet_field *
add(dbk_sheet *sheet, const dbk_field *of, const place *at)
{
    if (sheet->n == sheet->room) {
        sheet->room = sheet->room ? 2 * sheet->room : 64;
        sheet->field = realloc(sheet->field, sheet->room * sizeof *sheet->field);
        assert(sheet->field != NULL);
    }
    dbk_sheet_field *field = &sheet->field[sheet->n++];

    *field = (dbk_sheet_field){
        .key = of->key, .label = _(of->label), .unit = "", .section = at->section, .kind = of->kind,
        .choices = of->list, .least = (int64_t)of->least, .most = (int64_t)of->most,
        .required = of->least > 0, .list = at->number, .entry = at->entry,
    };
    if (at->list)
        snprintf(field->path, sizeof field->path, "%s[%zu].%s", at->list->key, at->entry, of->name);
    else
        snprintf(field->path, sizeof field->path, "%s", of->name);
    return field;
}

static void
add_fields(dbk_sheet *sheet, const void *message, const dbk_field *of, size_t n, const place *at)
{
    for (size_t i = 0; i < n; i++) {
        const char *base = message;
        protobuf_c_boolean has;
        dbk_sheet_field *field;

        if (of[i].kind == FIELD_ELSEWHERE)
            continue;
        memcpy(&has, base + of[i].has, sizeof has);
        field = add(sheet, &of[i], at);
        field->text = has ? dbk_field_text(&of[i], base + of[i].value) : strdup("");
        assert(field->text != NULL);
    }
}

static void
add_list(dbk_sheet *sheet, const void *body, const dbk_field_list *of, int number)
{
    const char *base = body;
    ProtobufCMessage **entries;
    size_t n;

    memcpy(&entries, base + of->list, sizeof entries);
    memcpy(&n, base + of->count, sizeof n);
    for (size_t i = 0; i < n; i++) {
        const place at = { of, number, i + 1, _(of->label) };

        add_fields(sheet, entries[i], of->fields, of->n, &at);
    }
}

void
dbk_record_sheet(dbk_sheet *sheet, const dbk_record *record)
{
    const dbk_kind_shape *shape = dbk_kind_shape_of(record->kind);
    const void *body = dbk_kind_body(dbk_kind_find(record->kind), record);
    const place top = { NULL, DBK_SHEET_NO_LIST, 0, _(shape->title) };

    *sheet = (dbk_sheet){ .committee_id = record->committee_id, .report_date = record->report_date };
    add_fields(sheet, body, shape->top, shape->n_top, &top);
    for (size_t i = 0; i < shape->n_lists; i++)
        add_list(sheet, body, &shape->lists[i], (int)i);
}
