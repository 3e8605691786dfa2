#include "daemon/reader.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/handed.h"
#include "daemon/link.h"
#include "daemon/log.h"
#include "daemon/open_items.h"
#include "daemon/stamp.h"
#include "proto/calendar.h"
#include "proto/ident.h"
#include "proto/kind.h"
#include "sql/queries.h"

#define WAITING_MOST 64
#define PERSON_MOST 4                      /* of one person: a screen asks for one at a time */
#define AT_ONCE 8                          /* in one run: 8 * 60 KiB, in hexadecimal, are a megabyte */
#define WAIT_MOST_MS 5000                  /* for a connection that is being made */

typedef enum { WISH_RECORD, WISH_ITEMS, WISH_HANDED } wish_kind;

static const dbk_statement statements[] = {
    [WISH_RECORD] = { "record_standing", DBK_SQL_RECORD_STANDING },
    [WISH_ITEMS] = { "open_items", DBK_SQL_OPEN_ITEMS },
    [WISH_HANDED] = { "record_handed", DBK_SQL_RECORD_HANDED },
};

typedef struct {
    wish_kind          what;
    dbk_return_address to;
    uint64_t           request_id;
    int32_t            person, committee, day;
    uint32_t           kind, part;                  /* of a record */
    bool               only_own;                    /* confidential: whose record it is must be this person's */
    int64_t            since_ms;                    /* tick */
} wish;

struct dbk_reader {
    dbk_reader_user user;
    dbk_link       *link;
    uint32_t        retry_after_ms;
    wish            waiting[WAITING_MOST];          /* a ring; the first `running` are under way */
    size_t          first, n, running, answered;    /* answered: of those under way */
    bool            lost;                           /* the connection was up, and is not */
    uint8_t         sealed[DBK_SEALED_MAX_BYTES];
};

static wish *
wish_at(dbk_reader *reader, size_t i)
{
    return &reader->waiting[(reader->first + i) % WAITING_MOST];
}

/* ---------------------------------------------------------------- answers */

static void
answer_reason(dbk_reader *reader, const dbk_return_address *to, uint64_t request_id, dbk_status status,
              const char *reason)
{
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;

    if (status == DBK_BUSY)
        dbk_stamp_busy(&reply, reason, reader->retry_after_ms);
    reply.status = status;
    reply.reason = (char *)reason;
    reader->user.answer(reader->user.owner, to, request_id, &reply);
}

/* The columns of record_standing.sql. Only what is whole is shown. */
enum { OF_ID, OF_PERSON, OF_REVISION, OF_RECEIVED, OF_TIMELINESS, OF_CODE, OF_HASH, OF_SEALED };

static long long
number_at(const PGresult *r, int column)
{
    return strtoll(PQgetvalue(r, 0, column), NULL, 10);
}

static bool
take_bytes(const PGresult *r, uint8_t id[DBK_ID_BYTES], uint8_t hash[DBK_HASH_BYTES], uint8_t *sealed, size_t *size)
{
    *size = (size_t)PQgetlength(r, 0, OF_SEALED) / 2;
    return dbk_id_parse(PQgetvalue(r, 0, OF_ID), id) &&
           dbk_hex_parse(PQgetvalue(r, 0, OF_HASH), hash, DBK_HASH_BYTES) &&
           *size <= DBK_SEALED_MAX_BYTES && dbk_hex_parse(PQgetvalue(r, 0, OF_SEALED), sealed, *size);
}

static void
answer_standing(dbk_reader *reader, const wish *w, const PGresult *r)
{
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    dbk_standing standing = DAYBOOK__V1__STANDING__INIT;
    const int32_t person = (int32_t)number_at(r, OF_PERSON);
    const char *sender = reader->user.person(reader->user.owner, person);
    uint8_t id[DBK_ID_BYTES], hash[DBK_HASH_BYTES];
    size_t size;

    if (w->only_own && person != w->person) {
        answer_reason(reader, &w->to, w->request_id, DBK_FORBIDDEN, "record.confidential");
        return;
    }
    if (!take_bytes(r, id, hash, reader->sealed, &size)) {
        dbk_log(LOG_ALARM, "fault reason=record_unreadable committee=%d record=%s", w->committee,
                PQgetvalue(r, 0, OF_ID));
        answer_reason(reader, &w->to, w->request_id, DBK_FAULT, "store.refused");
        return;
    }
    standing.has_record_id = standing.has_revision = standing.has_received_at_ms = true;
    standing.has_sender = standing.has_timeliness = standing.has_hash = true;
    standing.record_id = (ProtobufCBinaryData){ sizeof id, id };
    standing.revision = (uint32_t)number_at(r, OF_REVISION);
    standing.received_at_ms = number_at(r, OF_RECEIVED);
    standing.sender = (ProtobufCBinaryData){ strlen(sender), (uint8_t *)(uintptr_t)sender };
    standing.timeliness = (dbk_timeliness)number_at(r, OF_TIMELINESS);
    standing.code = PQgetvalue(r, 0, OF_CODE);
    standing.hash = (ProtobufCBinaryData){ sizeof hash, hash };
    standing.has_sealed = size > 0;
    standing.sealed = (ProtobufCBinaryData){ size, reader->sealed };
    dbk_log(LOG_INFO, "shown record=%s committee=%d person=%d", PQgetvalue(r, 0, OF_ID), w->committee, w->person);
    reply.status = DBK_ANSWER;
    reply.standing = &standing;
    reader->user.answer(reader->user.owner, &w->to, w->request_id, &reply);
}

static void
answer_record(dbk_reader *reader, const wish *w, const PGresult *r)
{
    dbk_reply nothing = DAYBOOK__V1__REPLY__INIT;

    if (PQntuples(r) > 0) {
        answer_standing(reader, w, r);
        return;
    }
    nothing.status = DBK_ANSWER;
    reader->user.answer(reader->user.owner, &w->to, w->request_id, &nothing);
}

static void
answer_list(dbk_reader *reader, const wish *w, const PGresult *r)
{
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    dbk_arena arena;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply.status = DBK_ANSWER;
    if (w->what == WISH_ITEMS)
        reply.open_items = dbk_open_items_said(r, w->committee, w->day, dbk_now_ms(), &arena);
    else
        reply.handed = dbk_handed_said(r, w->day, dbk_now_ms(), reader->user.person, reader->user.owner, &arena);
    reader->user.answer(reader->user.owner, &w->to, w->request_id, &reply);
    dbk_arena_fini(&arena);
}

/* ---------------------------------------------------------------- one run after another */

static void
send_handed(dbk_reader *reader, const wish *w)
{
    char person[12], day[DBK_DAY_TEXT_BYTES], anybody[DBK_HANDED_KINDS_BYTES], secretary[DBK_HANDED_KINDS_BYTES];
    const char *values[] = { person, day, dbk_handed_kinds(false, anybody), dbk_handed_kinds(true, secretary) };

    snprintf(person, sizeof person, "%d", w->person);
    dbk_day_text(w->day, day);
    dbk_link_prepared(reader->link, statements[w->what].name, 4, values, NULL, NULL, 0);
}

static void
send_wish(dbk_reader *reader, const wish *w)
{
    char committee[12], day[DBK_DAY_TEXT_BYTES], kind[12], part[12];
    const char *values[] = { committee, day, kind, part };

    if (w->what == WISH_HANDED) {
        send_handed(reader, w);
        return;
    }

    snprintf(committee, sizeof committee, "%d", w->committee);
    dbk_day_text(w->day, day);
    snprintf(kind, sizeof kind, "%u", w->kind);
    snprintf(part, sizeof part, "%u", w->part);
    dbk_link_prepared(reader->link, statements[w->what].name, w->what == WISH_RECORD ? 4 : 2, values, NULL, NULL, 0);
}

static void
pump(dbk_reader *reader)
{
    if (reader->n == 0 || reader->running > 0 || !dbk_link_ready(reader->link))
        return;
    reader->running = reader->n < AT_ONCE ? reader->n : AT_ONCE;
    reader->answered = 0;
    dbk_link_begin(reader->link);
    for (size_t i = 0; i < reader->running; i++)
        send_wish(reader, wish_at(reader, i));
    dbk_link_end(reader->link, false);
}

static void
on_result(void *owner, int step, const PGresult *r)
{
    dbk_reader *reader = owner;
    static void (*const answers[])(dbk_reader *, const wish *, const PGresult *) = {
        [WISH_RECORD] = answer_record, [WISH_ITEMS] = answer_list, [WISH_HANDED] = answer_list,
    };
    const wish *w = wish_at(reader, (size_t)step);

    reader->answered = (size_t)step + 1;
    answers[w->what](reader, w, r);
}

static void
drop_first(dbk_reader *reader, size_t n)
{
    reader->first = (reader->first + n) % WAITING_MOST;
    reader->n -= n;
}

static void
on_ended(void *owner, dbk_run_end end, const char *sqlstate)
{
    dbk_reader *reader = owner;

    (void)end, (void)sqlstate;             /* the link has logged it */
    for (; reader->answered < reader->running; reader->answered++) {
        const wish *w = wish_at(reader, reader->answered);

        answer_reason(reader, &w->to, w->request_id, DBK_BUSY, "store.away");
    }
    drop_first(reader, reader->running);
    reader->running = 0;
    pump(reader);
}

static void
on_up(void *owner)
{
    ((dbk_reader *)owner)->lost = false;
    pump(owner);
}

/* Nobody waits for a database that is away. */
static void
give_up_first(dbk_reader *reader)
{
    const wish *w = wish_at(reader, 0);

    answer_reason(reader, &w->to, w->request_id, DBK_BUSY, "store.away");
    drop_first(reader, 1);
}

static void
on_down(void *owner)
{
    dbk_reader *reader = owner;

    reader->lost = true;
    while (reader->n > 0)
        give_up_first(reader);
}

/* ---------------------------------------------------------------- what is asked */

/* Why this person may not see it; NULL: they may. */
static const char *
forbidden(const dbk_directory *directory, const wish *w, const dbk_kind_rules *kind)
{
    if (!dbk_directory_may(directory, w->person, w->committee, w->day))
        return "scope.none";
    if (kind->secretary && !dbk_directory_is_secretary(directory, w->person, w->committee, w->day))
        return "scope.secretary";
    return NULL;
}

/* Why it is not looked up now; NULL: it is. */
static const char *
busy(const dbk_reader *reader, const wish *w)
{
    size_t own = 0;

    for (size_t i = 0; i < reader->n; i++)
        own += reader->waiting[(reader->first + i) % WAITING_MOST].person == w->person;
    if (reader->lost)
        return "store.away";
    if (reader->n == WAITING_MOST)
        return "queue.full";
    return own >= PERSON_MOST ? "key.full" : NULL;
}

/* `wrong` with its status, why it is not to be looked up at all; NULL: it is. */
static void
take(dbk_reader *reader, const wish *w, dbk_status status, const char *wrong)
{
    if (wrong == NULL) {
        status = DBK_BUSY;
        wrong = busy(reader, w);
    }
    if (wrong != NULL) {
        answer_reason(reader, &w->to, w->request_id, status, wrong);
        return;
    }
    *wish_at(reader, reader->n) = *w;
    reader->n++;
    pump(reader);
}

/* What is asked of one committee; `kind` NULL: it makes no sense. */
static void
take_of_committee(dbk_reader *reader, const dbk_directory *directory, const wish *w, const dbk_kind_rules *kind)
{
    if (kind == NULL)
        take(reader, w, DBK_MALFORMED, "request.what");
    else
        take(reader, w, DBK_FORBIDDEN, forbidden(directory, w, kind));
}

void
dbk_reader_ask(dbk_reader *reader, const dbk_directory *directory, int32_t person, const dbk_return_address *to,
               uint64_t request_id, const dbk_record_query *query)
{
    const dbk_kind_rules *kind = dbk_kind_find(query->kind);
    wish w = { .what = WISH_RECORD, .to = *to, .request_id = request_id, .person = person,
               .committee = (int32_t)query->committee_id, .kind = query->kind, .part = query->part,
               .only_own = kind != NULL && kind->confidential, .since_ms = dbk_tick_ms() };
    const bool good = query->has_committee_id && query->committee_id <= INT32_MAX && query->part <= INT16_MAX &&
                      dbk_day_from_ymd(query->report_date, &w.day);

    take_of_committee(reader, directory, &w, good ? kind : NULL);
}

/* Open items are for whoever may send that night's report. */
void
dbk_reader_ask_items(dbk_reader *reader, const dbk_directory *directory, int32_t person, const dbk_return_address *to,
                     uint64_t request_id, const dbk_items_query *query)
{
    wish w = { .what = WISH_ITEMS, .to = *to, .request_id = request_id, .person = person,
               .committee = (int32_t)query->committee_id, .since_ms = dbk_tick_ms() };
    const bool good = query->has_committee_id && query->committee_id <= INT32_MAX &&
                      dbk_day_from_ymd(query->date, &w.day);

    take_of_committee(reader, directory, &w, good ? dbk_kind_find(DBK_NIGHTLY_REPORT) : NULL);
}

/* The statement looks at the person's own committees alone: where there are none, the list is empty. */
void
dbk_reader_ask_handed(dbk_reader *reader, int32_t person, const dbk_return_address *to, uint64_t request_id,
                      const dbk_handed_query *query)
{
    wish w = { .what = WISH_HANDED, .to = *to, .request_id = request_id, .person = person, .since_ms = dbk_tick_ms() };

    take(reader, &w, DBK_MALFORMED, dbk_day_from_ymd(query->date, &w.day) ? NULL : "request.what");
}

/* ---------------------------------------------------------------- opening, and the loop */

dbk_reader *
dbk_reader_new(const dbk_config *config, const dbk_reader_user *user)
{
    dbk_reader *reader = calloc(1, sizeof *reader);
    const dbk_link_user link_user = { on_up, on_down, on_result, on_ended, NULL, reader };

    assert(reader != NULL);
    reader->user = *user;
    reader->retry_after_ms = (uint32_t)config->retry_after_ms;
    reader->link = dbk_link_new("reader", config->database, statements, sizeof statements / sizeof statements[0],
                                config->store_timeout_ms, &link_user);
    return reader;
}

void
dbk_reader_free(dbk_reader **reader)
{
    if (*reader != NULL)
        dbk_link_free(&(*reader)->link);
    free(*reader);
    *reader = NULL;
}

void
dbk_reader_watch(const dbk_reader *reader, zmq_pollitem_t *item)
{
    dbk_link_watch(reader->link, item);
}

void
dbk_reader_step(dbk_reader *reader, const zmq_pollitem_t *item)
{
    dbk_link_step(reader->link, item);
}

void
dbk_reader_tick(dbk_reader *reader, int64_t tick_ms)
{
    dbk_link_tick(reader->link, tick_ms);
    pump(reader);
    while (reader->n > 0 && reader->running == 0 && tick_ms - wish_at(reader, 0)->since_ms >= WAIT_MOST_MS)
        give_up_first(reader);
}
