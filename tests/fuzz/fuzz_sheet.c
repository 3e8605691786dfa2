/*
 * A record that came from elsewhere, on a sheet: what a person is shown is harmless, and the sheet of a sound report is
 * the file of that same report.
 *
 * The bytes are a Record, as another laptop or the server may have it.
 */
#include "clients/secretary/sheet.h"

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

/* The file breaks no rule that the record did not break. */
static void
prove_read_again(const dbk_sheet *sheet, bool notes)
{
    char *text = dbk_sheet_yaml(sheet, notes);
    dbk_err err = { DBK_OK, "" };

    complaints.n = complaints.more = 0;
    dbk_report_file *file = dbk_report_file_parse(text, "sheet", &complaints, &err);

    PROVE(file != NULL && dbk_report_file_whole(file) && complaints.n == 0);
    dbk_record *again = dbk_report_file_record(file, form, &complaints);

    PROVE(complaints.n == 0 && again->committee_id == sheet->committee_id && again->report_date == sheet->report_date);
    again->has_form_version = true;
    again->form_version = dbk_form_version(form);
    dbk_check(form, again, 1000, &found);
    PROVE(found.n == 0);
    dbk_report_file_close(&file);
    free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    dbk_sheet sheet;

    if (form == NULL) {
        form = sample_form_new();
        dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    }
    dbk_arena_clear(&arena);
    const dbk_record *record = dbk_record_unpack(&arena, bytes, size, NULL);

    if (record == NULL)
        return 0;
    if (record->kind != DBK_NIGHTLY_REPORT) {
        dbk_record_sheet(&sheet, record);
        prove_shown(&sheet);
        dbk_sheet_fini(&sheet);
        return 0;
    }
    dbk_sheet_init(&sheet, form, record->committee_id, record->report_date);
    dbk_sheet_take_record(&sheet, record);
    prove_shown(&sheet);
    dbk_check(record->form_version == dbk_form_version(form) ? form : NULL, record, size, &found);
    if (found.n == 0 && !has_unknown_figure(record->nightly_report)) {
        prove_read_again(&sheet, false);
        prove_read_again(&sheet, true);
    }
    dbk_sheet_fini(&sheet);
    return 0;
}
