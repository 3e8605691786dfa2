/*
 * A report file that a person wrote: every complaint is readable and names a line that is there; a file without one
 * makes a record that the daemon reads as the client does.
 */
#include "clients/secretary/report_file.h"

#include "clients/secretary/tell.h"
#include "proto/check.h"
#include "proto/kind.h"
#include "tests/clients/secretary/sample.h"
#include "tests/fuzz/fuzz.h"

static dbk_form *form;
static dbk_arena arena;
static dbk_complaints found;
static dbk_violations ours, theirs;

static int
lines_of(const uint8_t *bytes, size_t size)
{
    int n = 1;

    for (size_t i = 0; i < size; i++)
        n += bytes[i] == '\n' || bytes[i] == '\r';
    return n;
}

/* Sealed and sent, it is the same report: the daemon finds what the client found. */
static void
prove_same_there(dbk_record *record)
{
    static uint8_t id[DBK_ID_BYTES] = { 1 };
    size_t size;
    uint8_t *sealed;

    record->has_id = true;
    record->id = (ProtobufCBinaryData){ DBK_ID_BYTES, id };
    sealed = dbk_record_pack(record, &size);
    dbk_check(form, record, size, &ours);
    dbk_arena_clear(&arena);
    if (size <= DBK_SEALED_MAX_BYTES && record->has_committee_id && record->committee_id - 1 < INT32_MAX &&
        record->has_report_date) {
        const dbk_record *received = dbk_record_unpack(&arena, sealed, size, NULL);

        PROVE(received != NULL);
        dbk_check(form, received, size, &theirs);
        PROVE(theirs.n == ours.n && theirs.more == ours.more);
        for (size_t i = 0; i < ours.n; i++)
            PROVE(strcmp(ours.row[i].field, theirs.row[i].field) == 0 && ours.row[i].code == theirs.row[i].code);
    }
    free(sealed);
}

static void
read_record(dbk_report_file *file, int lines)
{
    dbk_record *record = dbk_report_file_record(file, form, &found);

    PROVE(record != NULL && dbk_kind_body(dbk_kind_find(record->kind), record) != NULL);
    PROVE(dbk_report_file_date(file) == 0 || record->report_date == dbk_report_file_date(file));
    if (!dbk_report_file_whole(file))
        return;
    record->has_form_version = true;
    record->form_version = dbk_form_version(form);
    prove_same_there(record);
    for (size_t i = 0; i < ours.n; i++) {
        const int line = dbk_report_file_line(file, ours.row[i].field);

        PROVE(line >= 0 && line <= lines);
    }
    dbk_tell_violations(&ours, record, file, form, &found);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const int lines = lines_of(bytes, size);
    dbk_err err = { DBK_OK, "" };

    if (form == NULL) {
        form = sample_form(1);
        dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    }
    found.n = found.more = 0;
    dbk_report_file *file = dbk_report_file_open(fuzz_file(bytes, size), &found, &err);

    if (file != NULL)
        read_record(file, lines);
    else
        PROVE((err.code == DBK_E_NO_INPUT || err.code == DBK_E_INPUT) && fuzz_is_text(err.text, false));
    dbk_report_file_close(&file);
    for (size_t i = 0; i < found.n; i++)
        PROVE(found.row[i].line >= 0 && found.row[i].line <= lines && found.row[i].text[0] != '\0' &&
              fuzz_is_text(found.row[i].text, false));
    return 0;
}
