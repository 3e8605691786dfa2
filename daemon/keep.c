#include "daemon/keep.h"

#include <arpa/inet.h>
#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/kinds.h"
#include "proto/kind.h"
#include "sql/queries.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))
#define STATEMENTS_MAX 64
#define STEPS_MAX STATEMENTS_MAX

static const dbk_statement own[] = {
    { NULL, DBK_SQL_INGEST_SESSION },
    { "record_keep", DBK_SQL_RECORD_KEEP },
    { "record_correct", DBK_SQL_RECORD_CORRECT },
    { "record_by_id", DBK_SQL_RECORD_BY_ID },
    { "record_by_night", DBK_SQL_RECORD_BY_NIGHT },
};

typedef enum { ANSWERS_NOTHING, ANSWERS_KEPT, ANSWERS_BY_ID, ANSWERS_BY_NIGHT } answer;

struct dbk_keep {
    dbk_columns *columns;
    answer       step[STEPS_MAX];       /* what each statement of the run answers */
    int          steps;
};

/* Made at the first call, from our own and those of every kind; lives as long as the program. */
const dbk_statement *
dbk_keep_statements(size_t *n)
{
    static dbk_statement all[STATEMENTS_MAX];
    static size_t n_all;
    size_t n_kinds;
    const dbk_kind_row *kinds = dbk_kinds(&n_kinds);

    if (n_all == 0) {
        memcpy(all, own, sizeof own);
        n_all = LENGTH(own);
        for (size_t k = 0; k < n_kinds; k++)
            for (size_t p = 0; p < kinds[k].n; p++) {
                assert(n_all < STATEMENTS_MAX);
                all[n_all++] = kinds[k].projections[p].statement;
            }
    }
    *n = n_all;
    return all;
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
put_identity(dbk_columns *c, const dbk_submission *s)
{
    dbk_put_int4(c, 0, (int64_t)s->record->committee_id);
    dbk_put_bytes(c, 1, s->record->id.data, DBK_ID_BYTES);
}

static void
put_record(dbk_columns *c, const dbk_submission *s)
{
    const dbk_record *record = s->record;

    put_identity(c, s);
    dbk_put_int2(c, 2, (int)record->kind);
    dbk_put_date(c, 3, s->day);
    dbk_put_int4(c, 4, dbk_kind_find(record->kind)->has_form ? (int64_t)record->form_version : 0);
    dbk_put_int2(c, 5, (int)s->timeliness);
    dbk_put_instant(c, 6, s->received_ms);
    dbk_put_claim(c, 7, record->has_sealed_at_ms, record->sealed_at_ms);
    dbk_put_int4(c, 8, s->person);
    dbk_put_bytes(c, 9, s->code, DBK_CODE_CHARS);
    dbk_put_bytes(c, 10, s->hash, DBK_HASH_BYTES);
    dbk_put_bytes(c, 11, s->sealed, s->sealed_bytes);
    dbk_put_int2(c, 12, (int)record->part);
}

/* One that is out of range has been refused; it still is looked up. */
static int
part_of(const dbk_submission *s)
{
    return s->record->part <= INT16_MAX ? (int)s->record->part : -1;
}

static const dbk_type record_types[] = {
    DBK_INT4, DBK_UUID, DBK_INT2, DBK_DATE, DBK_INT4, DBK_INT2, DBK_TIMESTAMPTZ, DBK_TIMESTAMPTZ, DBK_INT4, DBK_TEXT,
    DBK_BYTEA, DBK_BYTEA, DBK_INT2, DBK_UUID
};
static const dbk_type identity_types[DBK_IDENTITY_COLUMNS] = { DBK_INT4, DBK_UUID };
static const dbk_type by_id_types[] = { DBK_INT4, DBK_UUID, DBK_BYTEA };
static const dbk_type by_night_types[] = { DBK_INT4, DBK_UUID, DBK_INT2, DBK_DATE, DBK_INT2 };

/* ---------------------------------------------------------------- the runs */

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

/* The id of the record that this one is kept as a correction of; NULL: it is a first one. */
static const uint8_t *
base_of(const dbk_submission *s)
{
    return s->record->has_corrects ? s->record->corrects.data : s->after_entry ? s->entry : NULL;
}

/* First records have no base, corrections a fourteenth column of it. */
static void
send_records(dbk_keep *keep, dbk_link *link, const dbk_batch *batch, bool corrections)
{
    const size_t columns = LENGTH(record_types) - (corrections ? 0 : 1);
    bool any = false;

    dbk_columns_begin(keep->columns, record_types, columns);
    for (const dbk_submission *s = batch->line.first; s != NULL; s = s->next)
        if (s->admissible && (base_of(s) != NULL) == corrections) {
            put_record(keep->columns, s);
            if (corrections)
                dbk_put_bytes(keep->columns, columns - 1, base_of(s), DBK_ID_BYTES);
            any = true;
        }
    if (any)
        send_columns(keep, link, corrections ? "record_correct" : "record_keep", ANSWERS_KEPT);
}

/* The rows that the kept records of the kind leave in one projection. None: no statement. */
static void
send_projection(dbk_keep *keep, dbk_link *link, const dbk_batch *batch, dbk_kind kind, const dbk_projection *projection)
{
    dbk_type types[DBK_COLUMNS_MAX];
    bool any = false;

    memcpy(types, identity_types, sizeof identity_types);
    memcpy(types + DBK_IDENTITY_COLUMNS, projection->type, projection->n * sizeof *types);
    dbk_columns_begin(keep->columns, types, DBK_IDENTITY_COLUMNS + projection->n);
    for (const dbk_submission *s = batch->line.first; s != NULL; s = s->next) {
        const bool leaves = s->kept && (kind == DBK_ANY_KIND || s->record->kind == kind);
        const size_t n = leaves ? projection->count(s->record) : 0;

        for (size_t i = 0; i < n; i++) {
            put_identity(keep->columns, s);
            projection->put(keep->columns, s, i);
        }
        any = any || n > 0;
    }
    if (any)
        send_columns(keep, link, projection->statement.name, ANSWERS_NOTHING);
}

static void
send_projections(dbk_keep *keep, dbk_link *link, const dbk_batch *batch)
{
    size_t n;
    const dbk_kind_row *kinds = dbk_kinds(&n);

    for (size_t k = 0; k < n; k++)
        for (size_t p = 0; p < kinds[k].n; p++)
            send_projection(keep, link, batch, kinds[k].kind, &kinds[k].projections[p]);
}

bool
dbk_keep_write(dbk_keep *keep, dbk_link *link, dbk_batch *batch)
{
    bool any = false;

    for (dbk_submission *s = batch->line.first; s != NULL; s = s->next) {
        s->kept = false;                                     /* a run before may have ended without a verdict */
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
    dbk_link_end(link, false);
    return true;
}

void
dbk_keep_fill(dbk_keep *keep, dbk_link *link, dbk_batch *batch)
{
    keep->steps = 0;
    dbk_link_begin(link);
    send_projections(keep, link, batch);
    dbk_link_plain(link, "COMMIT");
    note(keep, ANSWERS_NOTHING);
    dbk_link_end(link, true);
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
    dbk_link_plain(link, "BEGIN");
    note(keep, ANSWERS_NOTHING);
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
            dbk_put_int2(keep->columns, 4, part_of(s));
        }
    send_columns(keep, link, "record_by_night", ANSWERS_BY_NIGHT);
    dbk_link_plain(link, "COMMIT");
    note(keep, ANSWERS_NOTHING);
    dbk_link_end(link, true);
    return true;
}

bool
dbk_keep_again(dbk_submission *s)
{
    const dbk_found *newest = &s->by_night;

    if (!s->admissible || s->kept || s->fault || s->by_id.found || s->record->has_corrects || !newest->by_proxy)
        return false;
    if (s->after_entry && memcmp(s->entry, newest->id, DBK_ID_BYTES) == 0)
        return false;                                        /* it was tried: the database refused that base */
    s->after_entry = true;
    memcpy(s->entry, newest->id, DBK_ID_BYTES);
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
    s->by_id = (dbk_found){ .found = true, .same_bytes = true, .person = s->person,
                            .report_date = s->record->report_date, .received_ms = s->received_ms };
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
        s->by_night.by_proxy = *PQgetvalue(r, row, 9) != 0;
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
