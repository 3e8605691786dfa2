#include "daemon/keep.h"

#include <arpa/inet.h>
#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "proto/calendar.h"
#include "sql/queries.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))
#define STEPS_MAX 16

static const dbk_statement statements[] = {
    { "record_keep", DBK_SQL_RECORD_KEEP },
    { "record_correct", DBK_SQL_RECORD_CORRECT },
    { "record_by_id", DBK_SQL_RECORD_BY_ID },
    { "record_by_night", DBK_SQL_RECORD_BY_NIGHT },
    { "nightly_report_keep", DBK_SQL_NIGHTLY_REPORT_KEEP },
    { "typical_case_keep", DBK_SQL_TYPICAL_CASE_KEEP },
    { "observation_keep", DBK_SQL_OBSERVATION_KEEP },
    { "supply_need_keep", DBK_SQL_SUPPLY_NEED_KEEP },
    { "explanation_keep", DBK_SQL_EXPLANATION_KEEP },
};

typedef enum { ANSWERS_NOTHING, ANSWERS_KEPT, ANSWERS_BY_ID, ANSWERS_BY_NIGHT } answer;

struct dbk_keep {
    dbk_columns *columns;
    answer       step[STEPS_MAX];       /* what each statement of the run answers */
    int          steps;
};

const dbk_statement *
dbk_keep_statements(size_t *n)
{
    *n = LENGTH(statements);
    return statements;
}

dbk_keep *
dbk_keep_new(void)
{
    dbk_keep *keep = calloc(1, sizeof *keep);

    assert(keep != NULL);
    keep->columns = dbk_columns_new();
    return keep;
}

void
dbk_keep_free(dbk_keep **keep)
{
    if (*keep != NULL)
        dbk_columns_free(&(*keep)->columns);
    free(*keep);
    *keep = NULL;
}

/* ---------------------------------------------------------------- one row of each statement */

static void
put_text(dbk_columns *c, size_t column, const ProtobufCBinaryData *text)
{
    dbk_put_bytes(c, column, text->data, text->len);
}

static void
put_identity(dbk_columns *c, const dbk_submission *s)
{
    dbk_put_int4(c, 0, (int64_t)s->record->committee_id);
    dbk_put_bytes(c, 1, s->record->id.data, DBK_ID_BYTES);
}

/* The laptop's clock is a claim: one that no calendar holds is not kept. */
static void
put_claim(dbk_columns *c, size_t column, const dbk_record *record)
{
    const int64_t least = INT64_C(946684800000), most = INT64_C(4102444800000);     /* 2000-01-01, 2100-01-01 */

    if (record->has_sealed_at_ms && record->sealed_at_ms >= least && record->sealed_at_ms < most)
        dbk_put_instant(c, column, record->sealed_at_ms);
    else
        dbk_put_null(c, column);
}

static void
put_record(dbk_columns *c, const dbk_submission *s)
{
    const dbk_record *record = s->record;

    put_identity(c, s);
    dbk_put_int2(c, 2, (int)record->kind);
    dbk_put_date(c, 3, s->day);
    dbk_put_int4(c, 4, (int64_t)record->form_version);
    dbk_put_int2(c, 5, (int)s->timeliness);
    dbk_put_instant(c, 6, s->received_ms);
    put_claim(c, 7, record);
    dbk_put_int4(c, 8, s->person);
    dbk_put_bytes(c, 9, s->code, DBK_CODE_CHARS);
    dbk_put_bytes(c, 10, s->hash, DBK_HASH_BYTES);
    dbk_put_bytes(c, 11, s->sealed, s->sealed_bytes);
}

/* "{12,NULL,3}": the index is the indicator's number. Room for 255 figures of 10 digits and a comma. */
#define FIGURES_TEXT_BYTES (DBK_INDICATOR_MAX * 11 + 3)

static size_t
figures_text(const dbk_nightly_report *report, char text[FIGURES_TEXT_BYTES])
{
    int64_t value[DBK_INDICATOR_MAX + 1];
    uint32_t last = 0;
    char *at = text;

    memset(value, 0xff, sizeof value);                          /* -1: not filled */
    for (size_t i = 0; i < report->n_figures; i++) {
        const dbk_figure *figure = report->figures[i];

        value[figure->indicator] = figure->value;
        last = figure->indicator > last ? figure->indicator : last;
    }
    *at++ = '{';
    for (uint32_t i = 1; i <= last; i++) {
        if (i > 1)
            *at++ = ',';
        if (value[i] < 0)
            at = mempcpy(at, "NULL", 4);
        else
            at += sprintf(at, "%lld", (long long)value[i]);
    }
    *at++ = '}';
    return (size_t)(at - text);
}

static void
put_report(dbk_columns *c, const dbk_submission *s)
{
    const dbk_nightly_report *report = s->record->nightly_report;
    char text[FIGURES_TEXT_BYTES];

    put_identity(c, s);
    dbk_put_bytes(c, 2, s->hash, DBK_HASH_BYTES);
    dbk_put_bytes(c, 3, text, figures_text(report, text));
    put_text(c, 4, &report->situation);
    dbk_put_bool(c, 5, report->no_case);
    dbk_put_bool(c, 6, report->zero_report);
}

static void
put_child(dbk_columns *c, const dbk_submission *s, size_t i)
{
    put_identity(c, s);
    dbk_put_bytes(c, 2, s->hash, DBK_HASH_BYTES);
    dbk_put_int2(c, 3, (int)i + 1);
}

static void
put_case(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_case *row = s->record->nightly_report->cases[i];

    put_child(c, s, i);
    put_text(c, 4, &row->title);
    dbk_put_int2(c, 5, (int)row->category);
    put_text(c, 6, &row->place);
    put_text(c, 7, &row->story);
    put_text(c, 8, &row->result);
    dbk_put_bool(c, 9, row->may_publish);
}

static void
put_observation(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_observation *row = s->record->nightly_report->observations[i];

    put_child(c, s, i);
    dbk_put_int2(c, 4, (int)row->kind);
    dbk_put_int2(c, 5, (int)row->category);
    if (row->has_severity)
        dbk_put_int2(c, 6, (int)row->severity);
    else
        dbk_put_null(c, 6);
    put_text(c, 7, &row->place);
    put_text(c, 8, &row->text);
    dbk_put_bool(c, 9, row->needs_office);
}

static void
put_supply_need(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_supply_need *row = s->record->nightly_report->supply_needs[i];
    int32_t needed_by = s->day;

    dbk_day_from_ymd(row->needed_by, &needed_by);
    put_child(c, s, i);
    dbk_put_int2(c, 4, (int)row->item);
    put_text(c, 5, &row->unit);
    dbk_put_int4(c, 6, row->on_hand);
    dbk_put_int4(c, 7, row->daily_use);
    dbk_put_int4(c, 8, row->quantity);
    dbk_put_date(c, 9, needed_by);
    dbk_put_int2(c, 10, (int)row->urgency);
    put_text(c, 11, &row->reason);
}

static void
put_explanation(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_explanation *row = s->record->nightly_report->explanations[i];

    put_child(c, s, i);
    put_text(c, 4, &row->rule);
    put_text(c, 5, &row->text);
}

static size_t cases_of(const dbk_nightly_report *r) { return r->n_cases; }
static size_t observations_of(const dbk_nightly_report *r) { return r->n_observations; }
static size_t supply_needs_of(const dbk_nightly_report *r) { return r->n_supply_needs; }
static size_t explanations_of(const dbk_nightly_report *r) { return r->n_explanations; }

/* The lists of a report, each a projection with a row an entry. */
static const struct {
    const char *statement;
    size_t    (*count)(const dbk_nightly_report *);
    void      (*put)(dbk_columns *, const dbk_submission *, size_t);
    size_t      n;
    dbk_type    type[12];
} lists[] = {
    { "typical_case_keep", cases_of, put_case, 10,
      { DBK_INT4, DBK_UUID, DBK_BYTEA, DBK_INT2, DBK_TEXT, DBK_INT2, DBK_TEXT, DBK_TEXT, DBK_TEXT, DBK_BOOL } },
    { "observation_keep", observations_of, put_observation, 10,
      { DBK_INT4, DBK_UUID, DBK_BYTEA, DBK_INT2, DBK_INT2, DBK_INT2, DBK_INT2, DBK_TEXT, DBK_TEXT, DBK_BOOL } },
    { "supply_need_keep", supply_needs_of, put_supply_need, 12,
      { DBK_INT4, DBK_UUID, DBK_BYTEA, DBK_INT2, DBK_INT2, DBK_TEXT, DBK_INT4, DBK_INT4, DBK_INT4, DBK_DATE, DBK_INT2,
        DBK_TEXT } },
    { "explanation_keep", explanations_of, put_explanation, 6,
      { DBK_INT4, DBK_UUID, DBK_BYTEA, DBK_INT2, DBK_TEXT, DBK_TEXT } },
};

static const dbk_type record_types[] = { DBK_INT4, DBK_UUID, DBK_INT2, DBK_DATE, DBK_INT4, DBK_INT2, DBK_TIMESTAMPTZ,
                                         DBK_TIMESTAMPTZ, DBK_INT4, DBK_TEXT, DBK_BYTEA, DBK_BYTEA, DBK_UUID };
static const dbk_type report_types[] = { DBK_INT4, DBK_UUID, DBK_BYTEA, DBK_TEXT, DBK_TEXT, DBK_BOOL, DBK_BOOL };
static const dbk_type by_id_types[] = { DBK_INT4, DBK_UUID, DBK_BYTEA };
static const dbk_type by_night_types[] = { DBK_INT4, DBK_UUID, DBK_INT2, DBK_DATE };

/* ---------------------------------------------------------------- the two runs */

static void
note(dbk_keep *keep, answer what)
{
    assert(keep->steps < STEPS_MAX);
    keep->step[keep->steps++] = what;
}

static void
send_columns(dbk_keep *keep, dbk_link *link, const char *statement, answer what)
{
    dbk_columns_send(keep->columns, link, statement);
    note(keep, what);
}

/* First records have no `corrects`, corrections a thirteenth column of it. */
static void
send_records(dbk_keep *keep, dbk_link *link, const dbk_batch *batch, bool corrections)
{
    const size_t columns = LENGTH(record_types) - (corrections ? 0 : 1);
    bool any = false;

    dbk_columns_begin(keep->columns, record_types, columns);
    for (const dbk_submission *s = batch->line.first; s != NULL; s = s->next)
        if (s->admissible && (bool)s->record->has_corrects == corrections) {
            put_record(keep->columns, s);
            if (corrections)
                dbk_put_bytes(keep->columns, columns - 1, s->record->corrects.data, DBK_ID_BYTES);
            any = true;
        }
    if (any)
        send_columns(keep, link, corrections ? "record_correct" : "record_keep", ANSWERS_KEPT);
}

static void
send_reports(dbk_keep *keep, dbk_link *link, const dbk_batch *batch)
{
    dbk_columns_begin(keep->columns, report_types, LENGTH(report_types));
    for (const dbk_submission *s = batch->line.first; s != NULL; s = s->next)
        if (s->admissible)
            put_report(keep->columns, s);
    send_columns(keep, link, "nightly_report_keep", ANSWERS_NOTHING);
}

static void
send_list(dbk_keep *keep, dbk_link *link, const dbk_batch *batch, size_t list)
{
    bool any = false;

    dbk_columns_begin(keep->columns, lists[list].type, lists[list].n);
    for (const dbk_submission *s = batch->line.first; s != NULL; s = s->next) {
        const size_t n = s->admissible ? lists[list].count(s->record->nightly_report) : 0;

        for (size_t i = 0; i < n; i++)
            lists[list].put(keep->columns, s, i);
        any = any || n > 0;
    }
    if (any)
        send_columns(keep, link, lists[list].statement, ANSWERS_NOTHING);
}

bool
dbk_keep_write(dbk_keep *keep, dbk_link *link, dbk_batch *batch)
{
    bool any = false;

    for (dbk_submission *s = batch->line.first; s != NULL; s = s->next) {
        s->kept = false;                                     /* a run before this one may have ended without a verdict */
        any = any || s->admissible;
    }
    if (!any)
        return false;
    keep->steps = 0;
    dbk_link_begin(link);
    dbk_link_plain(link, "BEGIN");
    note(keep, ANSWERS_NOTHING);
    send_records(keep, link, batch, false);
    send_records(keep, link, batch, true);
    send_reports(keep, link, batch);
    for (size_t i = 0; i < LENGTH(lists); i++)
        send_list(keep, link, batch, i);
    dbk_link_plain(link, "COMMIT");
    note(keep, ANSWERS_NOTHING);
    dbk_link_end(link, true);
    return true;
}

bool
dbk_keep_look(dbk_keep *keep, dbk_link *link, dbk_batch *batch)
{
    size_t asked = 0;

    dbk_columns_begin(keep->columns, by_id_types, LENGTH(by_id_types));
    for (dbk_submission *s = batch->line.first; s != NULL; s = s->next)
        if (!s->kept) {
            s->by_id = s->by_night = (dbk_found){ .found = false };
            put_identity(keep->columns, s);
            dbk_put_bytes(keep->columns, 2, s->hash, DBK_HASH_BYTES);
            asked++;
        }
    if (asked == 0)
        return false;
    keep->steps = 0;
    dbk_link_begin(link);
    send_columns(keep, link, "record_by_id", ANSWERS_BY_ID);
    dbk_columns_begin(keep->columns, by_night_types, LENGTH(by_night_types));
    for (const dbk_submission *s = batch->line.first; s != NULL; s = s->next)
        if (!s->kept) {
            put_identity(keep->columns, s);
            dbk_put_int2(keep->columns, 2, (int)s->record->kind);
            if (s->day != 0)
                dbk_put_date(keep->columns, 3, s->day);
            else
                dbk_put_null(keep->columns, 3);
        }
    send_columns(keep, link, "record_by_night", ANSWERS_BY_NIGHT);
    dbk_link_end(link, false);
    return true;
}

/* ---------------------------------------------------------------- answers, in binary */

static int32_t
int4_at(const PGresult *r, int row, int column)
{
    uint32_t value;

    memcpy(&value, PQgetvalue(r, row, column), sizeof value);
    return (int32_t)ntohl(value);
}

static int
int2_at(const PGresult *r, int row, int column)
{
    uint16_t value;

    memcpy(&value, PQgetvalue(r, row, column), sizeof value);
    return (int16_t)ntohs(value);
}

static int64_t
int8_at(const PGresult *r, int row, int column)
{
    uint64_t value;

    memcpy(&value, PQgetvalue(r, row, column), sizeof value);
    return (int64_t)be64toh(value);
}

static const uint8_t *
id_at(const PGresult *r, int row, int column)
{
    return (const uint8_t *)PQgetvalue(r, row, column);
}

/* Columns from `column` on: person, report_date, revision, received_at, timeliness, code. */
static void
take_found(dbk_found *found, const PGresult *r, int row, int column)
{
    found->found = true;
    found->person = int4_at(r, row, column);
    found->report_date = (uint32_t)int4_at(r, row, column + 1);
    found->revision = (uint32_t)int4_at(r, row, column + 2);
    found->received_ms = int8_at(r, row, column + 3);
    found->timeliness = (dbk_timeliness)int2_at(r, row, column + 4);
    memcpy(found->code, PQgetvalue(r, row, column + 5), DBK_CODE_CHARS);
}

static void
take_kept(dbk_submission *s, const PGresult *r, int row)
{
    s->kept = true;
    s->by_id = (dbk_found){ .found = true, .same_bytes = true, .person = s->person, .report_date = s->record->report_date,
                            .received_ms = s->received_ms };
    s->by_id.revision = (uint32_t)int4_at(r, row, 2);
    s->by_id.timeliness = (dbk_timeliness)int2_at(r, row, 3);
    memcpy(s->by_id.code, s->code, sizeof s->code);
}

/* Of all revisions that stand for the night: the newest, and whether the one to be corrected is among them. */
static void
take_standing(dbk_submission *s, const PGresult *r, int row)
{
    const uint8_t *id = id_at(r, row, 2);
    const bool base_known = s->by_night.base_known ||
                            (s->record->has_corrects && memcmp(id, s->record->corrects.data, DBK_ID_BYTES) == 0);

    if (!s->by_night.found || (uint32_t)int4_at(r, row, 5) > s->by_night.revision) {
        take_found(&s->by_night, r, row, 3);
        memcpy(s->by_night.id, id, DBK_ID_BYTES);
    }
    s->by_night.base_known = base_known;
}

void
dbk_keep_result(dbk_keep *keep, dbk_batch *batch, int step, const PGresult *r)
{
    assert(step < keep->steps);
    for (int row = 0; keep->step[step] != ANSWERS_NOTHING && row < PQntuples(r); row++) {
        dbk_submission *s = dbk_batch_find(batch, int4_at(r, row, 0), id_at(r, row, 1));

        assert(s != NULL);                                   /* every row is about a key that we sent */
        switch (keep->step[step]) {
        case ANSWERS_KEPT:
            take_kept(s, r, row);
            break;
        case ANSWERS_BY_ID:
            take_found(&s->by_id, r, row, 3);
            s->by_id.same_bytes = *PQgetvalue(r, row, 2) != 0;
            break;
        case ANSWERS_BY_NIGHT:
            take_standing(s, r, row);
            break;
        case ANSWERS_NOTHING:
            break;
        }
    }
}
