/*
 * A record that came from elsewhere, on a sheet: what a person is shown is harmless, and the sheet of a sound report is
 * the file of that same report.
 *
 * The bytes are a Record, as another laptop or the server may have it.
 */
#include "clients/secretary/sheet.h"

#include "clients/secretary/answers.h"
#include "clients/secretary/record_sheet.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "tests/fuzz/fuzz.h"
#include "tests/proto/sample.h"

#define SHOWN_BYTES 8192

static dbk_form *form;
static dbk_arena arena;
static dbk_violations found;
static dbk_complaints complaints;

static void
prove_shown(const dbk_sheet *sheet)
{
    static char room[SHOWN_BYTES];

    for (size_t i = 0; i < sheet->n; i++) {
        const dbk_sheet_field *field = &sheet->field[i];

        PROVE(field->text != NULL && field->path[0] != '\0' && field->label[0] != '\0');
        PROVE(fuzz_is_text(dbk_sheet_shown(field, room, sizeof room), true));
    }
}

static bool
has_unknown_figure(const dbk_nightly_report *report)
{
    for (size_t i = 0; i < report->n_figures; i++)
        if (dbk_form_number(form, report->figures[i]->indicator) == NULL)
            return true;
    return false;
}

/* The file breaks no rule, as the record broke none. */
static void
prove_read_again(char *text, const dbk_form *by, const dbk_record *record)
{
    dbk_err err = { DBK_OK, "" };

    complaints.n = complaints.more = 0;
    dbk_report_file *file = dbk_report_file_parse(text, "sheet", &complaints, &err);

    PROVE(file != NULL && dbk_report_file_whole(file) && complaints.n == 0);
    dbk_record *again = dbk_report_file_record(file, by, &complaints);

    PROVE(complaints.n == 0 && again->committee_id == record->committee_id && again->kind == record->kind);
    PROVE(again->report_date == record->report_date && again->part == record->part);
    again->has_form_version = by != NULL;
    again->form_version = by != NULL ? dbk_form_version(by) : 0;
    dbk_check(by, again, 1000, &found);
    PROVE(found.n == 0);
    dbk_report_file_close(&file);
    free(text);
}

static void
try_report(const dbk_record *record, bool sound)
{
    dbk_sheet sheet;

    dbk_sheet_init(&sheet, form, record->committee_id, record->report_date);
    dbk_sheet_take_record(&sheet, record);
    prove_shown(&sheet);
    if (sound && !has_unknown_figure(record->nightly_report)) {
        prove_read_again(dbk_sheet_yaml(&sheet, false), form, record);
        prove_read_again(dbk_sheet_yaml(&sheet, true), form, record);
    }
    dbk_sheet_fini(&sheet);
}

/* Of a kind that has no form; a receipt of a bulletin is filled in by nobody. */
static void
try_other(const dbk_record *record, bool sound)
{
    dbk_sheet sheet;
    dbk_answers answers;

    dbk_record_sheet(&sheet, record);
    prove_shown(&sheet);
    dbk_sheet_fini(&sheet);
    if (!sound || record->kind == DBK_BULLETIN_READ)
        return;
    dbk_answers_init(&answers, dbk_kind_shape_of(record->kind), record->committee_id, record->report_date, record->part);
    dbk_answers_take_record(&answers, record);
    prove_read_again(dbk_answers_yaml(&answers), NULL, record);
    dbk_answers_fini(&answers);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (form == NULL) {
        form = sample_form_new();
        dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    }
    dbk_arena_clear(&arena);
    const dbk_record *record = dbk_record_unpack(&arena, bytes, size, NULL);

    if (record == NULL)
        return 0;
    dbk_check(record->form_version == dbk_form_version(form) ? form : NULL, record, size, &found);
    if (record->kind == DBK_NIGHTLY_REPORT)
        try_report(record, found.n == 0);
    else
        try_other(record, found.n == 0);
    return 0;
}
