/*
 * keep: whatever the checker lets in can be written. A number that no column holds would end the daemon.
 *
 * Each good record, and each row of the checker's own tests, has every number in it put to every edge in turn; what is
 * then found to be right goes through both runs of a transaction, to a libpq that follows a script.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/keep.h"
#include "proto/calendar.h"
#include "proto/check.h"
#include "tests/harness/pq_script.h"
#include "tests/harness/unit.h"
#include "tests/proto/sample.h"

typedef struct { const char *name, *edits, *finds, *limit, *value; } row;

#include "tests/proto/rows_bulletin_read.h"
#include "tests/proto/rows_health_report.h"
#include "tests/proto/rows_minutes.h"
#include "tests/proto/rows_roll_call.h"
#include "tests/proto/rows_supply_sheet.h"

static const struct { dbk_kind kind; const char *good; const row *rows; size_t n; } kinds[] = {
    { DBK_ROLL_CALL, roll_call_good, roll_call_rows, ARRAY_LEN(roll_call_rows) },
    { DBK_HEALTH_REPORT, health_report_good, health_report_rows, ARRAY_LEN(health_report_rows) },
    { DBK_SUPPLY_SHEET, supply_sheet_good, supply_sheet_rows, ARRAY_LEN(supply_sheet_rows) },
    { DBK_MINUTES, minutes_good, minutes_rows, ARRAY_LEN(minutes_rows) },
    { DBK_BULLETIN_READ, bulletin_read_good, bulletin_read_rows, ARRAY_LEN(bulletin_read_rows) },
};

static const int64_t edges[] = {
    INT64_MIN, INT32_MIN, -1, 0, 1, INT16_MAX, INT16_MAX + 1, UINT16_MAX + 1, INT32_MAX, (int64_t)INT32_MAX + 1,
    UINT32_MAX, INT64_MAX,
};

/* ---------------------------------------------------------------- one connection, one record */

static struct {
    pq_database database;
    dbk_link   *link;
    dbk_keep   *keep;
    dbk_batch  *batch;
    dbk_form   *form;
    bool        ended;
    size_t      written, refused;
} at;

static void on_up(void *owner) { (void)owner; }
static void on_down(void *owner) { (void)owner; }

static void
on_result(void *owner, int step, const PGresult *result)
{
    (void)owner;
    dbk_keep_result(at.keep, at.batch, step, result);
}

static void
on_ended(void *owner, dbk_run_end end, const char *sqlstate)
{
    (void)owner, (void)sqlstate;
    CHECK_INT("a run", end, DBK_RUN_DONE);
    at.ended = true;
}

static void
turn(void)
{
    zmq_pollitem_t on;

    dbk_link_watch(at.link, &on);
    on.revents = on.events;
    dbk_link_step(at.link, &on);
    dbk_link_tick(at.link, dbk_tick_ms());
}

static void
finish(void)
{
    while (!at.ended)
        turn();
    at.ended = false;
}

static void
open_all(void)
{
    static const dbk_link_user user = { on_up, on_down, on_result, on_ended, NULL, NULL };
    size_t n;
    const dbk_statement *statements = dbk_keep_statements(&n);

    memset(&at, 0, sizeof at);
    pq_script_use(&at.database, 1);
    at.form = sample_form_new();
    at.keep = dbk_keep_new();
    at.link = dbk_link_new("keep", "dbname=0", statements, n, 60000, &user);
    while (!dbk_link_ready(at.link))
        turn();
}

static void
close_all(void)
{
    dbk_link_free(&at.link);
    dbk_keep_free(&at.keep);
    dbk_form_close(&at.form);
    pq_script_use(NULL, 0);
}

/* As the daemon has it: with a whole identity, and nothing found. */
static bool
is_let_in(const dbk_record *record, int32_t *day)
{
    static dbk_violations found;
    const dbk_kind_rules *kind = dbk_kind_find(record->kind);

    if (record->committee_id == 0 || record->committee_id > INT32_MAX || kind == NULL ||
        dbk_kind_body(kind, record) == NULL)
        return false;
    dbk_check(record->form_version == 1 && kind->has_form ? at.form : NULL, record, 100, &found);
    return found.n + found.more == 0 && dbk_day_from_ymd(record->report_date, day);
}

static void
write_it(dbk_record *record)
{
    dbk_submission s = { .record = record, .sealed = (const uint8_t *)"sealed", .sealed_bytes = 6, .person = 7,
                         .admissible = true, .received_ms = dbk_now_ms(), .code = "00000000" };
    dbk_queue pending;

    if (!is_let_in(record, &s.day)) {
        at.refused++;
        return;
    }
    dbk_queue_init(&pending);
    dbk_queue_add(&pending, &s);
    at.batch = dbk_batch_gather(&pending, NULL, 1);
    dbk_queue_fini(&pending);
    CHECK_TRUE("sent", dbk_keep_write(at.keep, at.link, at.batch));
    finish();
    CHECK_INT("kept", s.kept, !record->has_corrects);      /* the script knows no corrections */
    dbk_keep_fill(at.keep, at.link, at.batch);
    finish();
    dbk_batch_empty(at.batch);
    dbk_batch_free(&at.batch);
    at.database.n = at.database.n_said = 0;
    at.written++;
}

/* ---------------------------------------------------------------- every number, at every edge */

static bool
is_number(const ProtobufCFieldDescriptor *field)
{
    return field->type != PROTOBUF_C_TYPE_MESSAGE && field->type != PROTOBUF_C_TYPE_BYTES &&
           field->type != PROTOBUF_C_TYPE_STRING && field->label != PROTOBUF_C_LABEL_REPEATED;
}

/* Room for the largest. A bool is an int. */
static size_t
size_of(const ProtobufCFieldDescriptor *field)
{
    const bool is_long = field->type == PROTOBUF_C_TYPE_INT64 || field->type == PROTOBUF_C_TYPE_UINT64;

    return is_long ? sizeof(int64_t) : sizeof(int32_t);
}

static void
put_to_edges(dbk_record *record, void *message, const ProtobufCFieldDescriptor *field)
{
    char *value = (char *)message + field->offset;
    protobuf_c_boolean *has = (void *)((char *)message + field->quantifier_offset);
    const protobuf_c_boolean had = *has;
    const size_t size = size_of(field);
    char before[sizeof(int64_t)];

    memcpy(before, value, size);
    for (size_t i = 0; i < ARRAY_LEN(edges); i++) {
        const int32_t low = (int32_t)(uint32_t)(uint64_t)edges[i];

        *has = true;
        memcpy(value, size == sizeof low ? (const void *)&low : (const void *)&edges[i], size);
        write_it(record);
    }
    *has = false;
    memset(value, 0, size);
    write_it(record);
    *has = had;
    memcpy(value, before, size);
}

static void
put_all_to_edges(dbk_record *record, ProtobufCMessage *message)
{
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        char *value = (char *)message + field->offset;

        if (is_number(field))
            put_to_edges(record, message, field);
        else if (field->type == PROTOBUF_C_TYPE_MESSAGE && field->label == PROTOBUF_C_LABEL_REPEATED)
            for (size_t k = *(size_t *)(void *)((char *)message + field->quantifier_offset); k-- > 0;)
                put_all_to_edges(record, (*(ProtobufCMessage ***)(void *)value)[k]);
        else if (field->type == PROTOBUF_C_TYPE_MESSAGE && *(ProtobufCMessage **)(void *)value != NULL)
            put_all_to_edges(record, *(ProtobufCMessage **)(void *)value);
    }
}

static void
what_is_let_in_is_written(void)
{
    sample s;

    open_all();
    sample_open(&s);
    write_it(&s.record);
    CHECK_INT("a good report", at.written, 1);
    put_all_to_edges(&s.record, &s.record.base);
    sample_close(&s);
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
        const size_t before = at.written;

        sample_open_kind(&s, dbk_kind_find(kinds[k].kind), kinds[k].good);
        write_it(&s.record);
        CHECK_INT("a good one of each kind", at.written, before + 1);
        put_all_to_edges(&s.record, &s.record.base);
        sample_close(&s);
    }
    CHECK_TRUE("some edges are right, most are not", at.written > 100 && at.refused > at.written);
    close_all();
}

static void
whatever_the_rows_let_in_is_written(void)
{
    sample s;

    open_all();
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
        for (size_t i = 0; i < kinds[k].n; i++) {
            const size_t before = at.written;

            sample_open_kind(&s, dbk_kind_find(kinds[k].kind), kinds[k].good);
            sample_edit(&s, kinds[k].rows[i].edits);
            write_it(&s.record);
            if (kinds[k].rows[i].finds != NULL && kinds[k].rows[i].finds[0] == '\0')
                CHECK_INT(kinds[k].rows[i].name, at.written, before + 1);
            sample_close(&s);
        }
    CHECK_TRUE("some", at.written > ARRAY_LEN(kinds));
    close_all();
}

int
main(void)
{
    static const unit_test tests[] = {
        { "what is let in is written", what_is_let_in_is_written },
        { "whatever the rows let in is written", whatever_the_rows_let_in_is_written },
    };

    return unit_main("keep", tests, ARRAY_LEN(tests), 120);
}
