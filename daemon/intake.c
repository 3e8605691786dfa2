#include "daemon/intake.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/admission.h"
#include "daemon/bulletins.h"
#include "daemon/log.h"
#include "daemon/peers.h"
#include "daemon/proof.h"
#include "daemon/verdicts.h"
#include "proto/calendar.h"
#include "proto/codes.h"
#include "proto/envelope.h"
#include "proto/ident.h"

#define LIMIT_LOG_MS 10000

struct dbk_intake {
    dbk_front        *front;
    dbk_store        *store;
    dbk_side         *side;
    dbk_enrol        *enrol;
    dbk_presence     *presence;
    dbk_reader       *reader;
    dbk_submissions  *pool;
    dbk_peers        *peers;
    dbk_claims       *claims;
    dbk_verdicts     *verdicts;
    dbk_prover        prover;
    dbk_answers       answers;
    dbk_violations    scratch;            /* 20 KB: too large for a record's arena unless something was found */
    uint64_t          strangers, proofs_refused;
    dbk_brake         limits;
    dbk_arena         aside;              /* for what is turned away: read only as far as its answer needs */
    size_t            most, most_bytes;
};

dbk_intake *
dbk_intake_new(const dbk_config *config, dbk_front *front, const uint8_t secret[DBK_KEY_BYTES])
{
    dbk_intake *intake = calloc(1, sizeof *intake);

    assert(intake != NULL);
    intake->front = front;
    intake->pool = dbk_submissions_new();
    intake->peers = dbk_peers_new(config);
    intake->claims = dbk_claims_new();
    intake->verdicts = dbk_verdicts_new();
    dbk_prover_make(&intake->prover, secret);
    dbk_arena_init(&intake->aside, DBK_UNPACK_MAX_BYTES);
    intake->most = (size_t)config->intake_total;
    intake->most_bytes = (size_t)config->intake_total_mib << 20;
    intake->answers = (dbk_answers){ .front = front, .prover = &intake->prover,
                                     .retry_after_ms = (uint32_t)config->retry_after_ms };
    return intake;
}

void
dbk_intake_free(dbk_intake **intake)
{
    if (*intake != NULL) {
        dbk_submissions_free(&(*intake)->pool);
        dbk_peers_free(&(*intake)->peers);
        dbk_claims_free(&(*intake)->claims);
        dbk_verdicts_free(&(*intake)->verdicts);
        dbk_prover_wipe(&(*intake)->prover);
        dbk_arena_fini(&(*intake)->aside);
    }
    free(*intake);
    *intake = NULL;
}

void
dbk_intake_connect(dbk_intake *intake, dbk_store *store, dbk_side *side, dbk_enrol *enrol,
                   dbk_presence *presence, dbk_reader *reader)
{
    intake->store = store;
    intake->side = side;
    intake->answers.side = side;
    intake->enrol = enrol;
    intake->presence = presence;
    intake->reader = reader;
}

void
dbk_intake_tick(dbk_intake *intake, int64_t tick_ms)
{
    dbk_verdicts_tick(intake->verdicts, tick_ms);
}

void
dbk_intake_counts_of(const dbk_intake *intake, dbk_intake_counts *counts)
{
    counts->answers = intake->answers.counts;
    counts->strangers = intake->strangers;
    counts->proofs_refused = intake->proofs_refused;
    counts->in_flight = dbk_submissions_out(intake->pool);
    dbk_front_guard_counts(intake->front, &counts->port);
}

/* ---------------------------------------------------------------- verdicts */

static void
log_verdict(dbk_intake *intake, const dbk_submission *s, dbk_status status, const char *reason)
{
    char id[DBK_ID_TEXT_BYTES];

    if (!dbk_verdicts_may(intake->verdicts, s->key, status, dbk_tick_ms()))
        return;
    dbk_log(LOG_INFO, "verdict status=%s record=%s committee=%u day=%u person=%d%s%s",
            dbk_list_find(DBK_LIST_STATUS, (int)status)->name, dbk_id_text(s->record->id.data, id),
            s->record->committee_id, s->record->report_date, s->person, reason ? " reason=" : "", reason ? reason : "");
}

/* Refused for its standing: it waits in an outbox, and the office sees that it does. */
static void
hold(dbk_intake *intake, dbk_submission *s, dbk_status status, const char *reason)
{
    const char *name = dbk_list_find(DBK_LIST_STATUS, (int)status)->name;

    log_verdict(intake, s, status, reason);
    dbk_side_held(intake->side, s, name, reason);
    if (status == DBK_FAULT)                               /* not the sender's: the time at which it was here counts */
        dbk_claims_note(intake->claims, s->hash, s->key, s->received_ms);
    if (status == DBK_CONFLICT)
        dbk_answer_conflict(&intake->answers, s, reason);
    else
        dbk_answer_reason(&intake->answers, &s->from, &s->request_id, status, reason);
}

static void
reject(dbk_intake *intake, dbk_submission *s, const dbk_violations *found)
{
    log_verdict(intake, s, DBK_REJECTED, found->n > 0 ? found->row[0].code : NULL);
    dbk_answer_rejected(&intake->answers, s, found);
}

/* The same bytes are there. Whoever sent them, or may see that committee's night, gets the receipt again. */
static bool
may_see(dbk_intake *intake, const dbk_submission *s)
{
    return s->by_id.person == s->person ||
           dbk_directory_may(dbk_side_directory(intake->side), s->person, (int32_t)s->record->committee_id, s->day);
}

static void
judge(dbk_intake *intake, dbk_submission *s)
{
    if (s->kept) {
        if (s->by_id.revision > 1 &&
            dbk_directory_is_returned(dbk_side_directory(intake->side), (int32_t)s->record->committee_id, s->day))
            dbk_side_refresh(intake->side);                /* it is not returned any more */
        dbk_side_news(intake->side);
        log_verdict(intake, s, DBK_ACCEPTED, s->after_entry ? "after_entry" : NULL);
        dbk_answer_receipt(&intake->answers, s, DBK_ACCEPTED, &s->by_id);
    } else if (s->fault) {
        hold(intake, s, DBK_FAULT, "store.refused");
    } else if (s->by_id.found && s->by_id.same_bytes && may_see(intake, s)) {
        log_verdict(intake, s, DBK_DUPLICATE, NULL);
        dbk_answer_receipt(&intake->answers, s, DBK_DUPLICATE, &s->by_id);
    } else if (!s->admissible && s->refusal != DBK_REJECTED) {
        if (s->refusal == DBK_FAULT)
            dbk_log(LOG_ALARM, "fault reason=proven_unfit committee=%u code=%s", s->record->committee_id,
                    s->violations->row[0].code);
        hold(intake, s, s->refusal, s->reason);
    } else if (s->by_id.found && s->by_id.same_bytes) {
        hold(intake, s, DBK_FORBIDDEN, "scope.none");      /* there, and another's: a proof shows no right to see it */
    } else if (s->by_id.found) {
        char id[DBK_ID_TEXT_BYTES];

        s->arena.most = DBK_UNPACK_MAX_BYTES + DBK_VERDICT_MAX_BYTES;
        intake->scratch.n = intake->scratch.more = 0;
        dbk_violations_add(&intake->scratch, "id.reused", "id", NULL, dbk_id_text(s->record->id.data, id),
                           DBK_ID_TEXT_BYTES - 1);
        reject(intake, s, &intake->scratch);
    } else if (!s->admissible) {
        reject(intake, s, s->violations);
    } else if (s->record->has_corrects && !s->by_night.base_known) {
        hold(intake, s, DBK_CONFLICT, "base.unknown");
    } else if (s->by_night.found) {
        hold(intake, s, DBK_CONFLICT, s->record->has_corrects ? "base.stale" : "stands");
    } else {
        /* Neither kept nor in the way of anything: our statements disagree. */
        dbk_log(LOG_ALARM, "fault reason=no_verdict committee=%u", s->record->committee_id);
        hold(intake, s, DBK_FAULT, "store.refused");
    }
}

static void
let_go(dbk_intake *intake, dbk_submission *s)
{
    dbk_peers_leave(intake->peers, &s->from, s->key);
    dbk_submission_give(intake->pool, &s);
}

/* Does it end here, by a receipt or for good? What is held comes again, and when it first came may count then. */
static bool
is_settled(const dbk_submission *s)
{
    return s->kept || s->by_id.found || (!s->admissible && s->refusal == DBK_REJECTED);
}

/* Copies are judged as what they are: the same bytes again. */
static void
on_verdict(void *owner, dbk_submission *s)
{
    dbk_intake *intake = owner;
    dbk_submission *copy;

    if (is_settled(s))
        dbk_claims_settle(intake->claims, s->hash);
    judge(intake, s);
    while ((copy = s->copies) != NULL) {
        s->copies = copy->copies;
        copy->kept = false;
        copy->fault = s->fault;
        copy->by_id = s->by_id;
        copy->by_night = s->by_night;
        judge(intake, copy);
        let_go(intake, copy);
    }
    let_go(intake, s);
}

static void
on_busy(void *owner, dbk_submission *s, const char *reason)
{
    dbk_intake *intake = owner;
    dbk_submission *copy;

    for (; s != NULL; s = copy) {
        copy = s->copies;
        dbk_claims_note(intake->claims, s->hash, s->key, s->received_ms);
        dbk_answer_busy(&intake->answers, &s->from, &s->request_id, reason, 0);
        let_go(intake, s);
    }
}

static void
on_unknown(void *owner, dbk_submission *s)
{
    dbk_submission *copy;

    for (; s != NULL; s = copy) {
        copy = s->copies;
        let_go(owner, s);
    }
}

dbk_store_user
dbk_intake_store_user(dbk_intake *intake)
{
    return (dbk_store_user){ on_verdict, on_busy, on_unknown, intake };
}

static void
on_read(void *owner, const dbk_return_address *to, uint64_t request_id, dbk_reply *reply)
{
    dbk_answer(&((dbk_intake *)owner)->answers, to, &request_id, reply);
}

static const char *
name_of(void *owner, int32_t person)
{
    return dbk_directory_person(dbk_side_directory(((dbk_intake *)owner)->side), person);
}

dbk_reader_user
dbk_intake_reader_user(dbk_intake *intake)
{
    return (dbk_reader_user){ on_read, name_of, intake };
}

/* ---------------------------------------------------------------- a sealed record */

/* What the client was told before the database lost it stays true, if it was we who told it. */
static void
take_earlier(dbk_intake *intake, dbk_submission *s, const dbk_receipt *earlier)
{
    s->proven = dbk_proof_holds(&intake->prover, s->record, s->hash, earlier);
    if (s->proven) {
        s->received_ms = earlier->received_at_ms;
        s->timeliness = earlier->timeliness;
    } else {
        intake->proofs_refused++;
    }
}

static void
take_sealed(dbk_intake *intake, const dbk_directory *directory, dbk_submission *s, const dbk_request *request)
{
    const dbk_member member = dbk_directory_key(directory, s->key);
    dbk_err err;

    s->sealed = request->sealed.data;
    s->sealed_bytes = request->sealed.len;
    s->record = dbk_record_unpack(&s->arena, s->sealed, s->sealed_bytes, &err);
    if (s->record == NULL) {
        err.text[strcspn(err.text, ":")] = '\0';           /* "record.identity: no committee" */
        dbk_answer_reason(&intake->answers, &s->from, &s->request_id, DBK_MALFORMED, err.text);
        let_go(intake, s);
        return;
    }
    dbk_hash(s->sealed, s->sealed_bytes, s->hash);
    dbk_code_make(s->record->id.data, s->hash, s->code);
    if (!dbk_day_from_ymd(s->record->report_date, &s->day))
        s->day = 0;
    s->person = member.person;
    if (request->earlier != NULL)
        take_earlier(intake, s, request->earlier);
    dbk_admission_decide(directory, intake->claims, s, member, &intake->scratch);
    const bool full = dbk_submission_weigh(intake->pool, s) > intake->most_bytes ||
                      dbk_submissions_out(intake->pool) > intake->most;

    if (full && !dbk_store_writes(intake->store, (int32_t)s->record->committee_id, s->record->id.data)) {
        on_busy(intake, s, "queue.full");
        return;
    }
    dbk_store_add(intake->store, s);
}

/* ---------------------------------------------------------------- a query */

static void
take_query(dbk_intake *intake, const dbk_directory *directory, dbk_submission *s, const dbk_query *query)
{
    const dbk_member member = dbk_directory_key(directory, s->key);
    const int32_t today = dbk_business_day(dbk_now_ms());
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    int32_t day = today;

    reply.status = DBK_ANSWER;
    if (member.revoked || member.person == 0) {
        dbk_answer_reason(&intake->answers, &s->from, &s->request_id, DBK_FORBIDDEN, "key.revoked");
    } else if (query->what_case == DAYBOOK__V1__QUERY__WHAT_FORM) {
        const Daybook__V1__FormQuery *wanted = query->form;
        const dbk_form *form = NULL;

        if (wanted->has_version)
            form = dbk_directory_form(directory, wanted->version);
        else if (!wanted->has_date || dbk_day_from_ymd(wanted->date, &day))
            form = dbk_directory_form_on(directory, day);
        reply.form = form ? (dbk_form_message *)dbk_form_message_of(form) : NULL;
        dbk_answer(&intake->answers, &s->from, &s->request_id, &reply);
    } else if (query->what_case == DAYBOOK__V1__QUERY__WHAT_SCOPE) {
        reply.scope = dbk_directory_scope(directory, &s->arena, member.person, today);
        dbk_answer(&intake->answers, &s->from, &s->request_id, &reply);
    } else if (query->what_case == DAYBOOK__V1__QUERY__WHAT_BULLETINS) {
        (void)dbk_bulletins_after(dbk_directory_bulletins(directory), directory, &s->arena, member.person, today,
                                  query->bulletins->after, &reply);
        dbk_answer(&intake->answers, &s->from, &s->request_id, &reply);
    } else if (query->what_case == DAYBOOK__V1__QUERY__WHAT_RECORD) {
        dbk_reader_ask(intake->reader, directory, member.person, &s->from, s->request_id, query->record);
    } else if (query->what_case == DAYBOOK__V1__QUERY__WHAT_ITEMS) {
        dbk_reader_ask_items(intake->reader, directory, member.person, &s->from, s->request_id, query->items);
    } else if (query->what_case == DAYBOOK__V1__QUERY__WHAT_HANDED) {
        dbk_reader_ask_handed(intake->reader, member.person, &s->from, s->request_id, query->handed);
    } else {
        dbk_answer_reason(&intake->answers, &s->from, &s->request_id, DBK_MALFORMED, "request.what");
    }
    let_go(intake, s);
}

/* ---------------------------------------------------------------- keys */

static void
take_key_change(dbk_intake *intake, const dbk_submission *s, const dbk_key_change_message *change)
{
    const bool adds = change->what_case == DAYBOOK__V1__KEY_CHANGE__WHAT_ADD;
    const bool retires = change->what_case == DAYBOOK__V1__KEY_CHANGE__WHAT_RETIRE;
    const size_t size = adds ? change->add.len : retires ? change->retire.len : 0;

    if (size != DBK_KEY_BYTES)
        dbk_answer_reason(&intake->answers, &s->from, &s->request_id, DBK_MALFORMED, "request.what");
    else
        dbk_enrol_change_key(intake->enrol, intake->front, &s->from, s->request_id, s->key, change);
}

/* ---------------------------------------------------------------- where clients are */

static void
take_presence(dbk_intake *intake, const dbk_directory *directory, const dbk_submission *s,
              const dbk_presence_message *said)
{
    const dbk_member member = dbk_directory_key(directory, s->key);
    const bool known = member.person != 0 && !member.revoked;
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    const char *reason = "key.revoked";

    reply.status = known ? dbk_presence_take(intake->presence, member.person, said, &reason) : DBK_FORBIDDEN;
    reply.returned = known ? (uint32_t)dbk_directory_returned(directory, member.person) : 0;
    reply.has_returned = reply.status == DBK_ANSWER && reply.returned > 0;
    if (reply.status == DBK_ANSWER)
        dbk_answer(&intake->answers, &s->from, &s->request_id, &reply);
    else if (reply.status == DBK_BUSY)
        dbk_answer_busy(&intake->answers, &s->from, &s->request_id, reason, 0);
    else
        dbk_answer_reason(&intake->answers, &s->from, &s->request_id, reply.status, reason);
}

/* ---------------------------------------------------------------- a letter */

static void
take_request(dbk_intake *intake, dbk_submission *s, zmq_msg_t *body)
{
    const dbk_directory *directory = dbk_side_directory(intake->side);
    const dbk_request *request = dbk_request_unpack(&s->arena, zmq_msg_data(body), zmq_msg_size(body), NULL);

    if (request == NULL) {
        dbk_answer_reason(&intake->answers, &s->from, NULL, DBK_MALFORMED, "request.unreadable");
        let_go(intake, s);
        return;
    }
    s->request_id = request->request_id;
    if (request->protocol != DBK_PROTOCOL_VERSION)
        dbk_answer_reason(&intake->answers, &s->from, &s->request_id, DBK_UNSUPPORTED, "protocol");
    else if (request->what_case == DAYBOOK__V1__REQUEST__WHAT_SEALED) {
        take_sealed(intake, directory, s, request);
        return;
    } else if (request->what_case == DAYBOOK__V1__REQUEST__WHAT_QUERY) {
        take_query(intake, directory, s, request->query);
        return;
    } else if (request->what_case == DAYBOOK__V1__REQUEST__WHAT_KEY_CHANGE)
        take_key_change(intake, s, request->key_change);
    else if (request->what_case == DAYBOOK__V1__REQUEST__WHAT_PRESENCE)
        take_presence(intake, directory, s, request->presence);
    else
        dbk_answer_reason(&intake->answers, &s->from, &s->request_id, DBK_MALFORMED, "request.what");
    let_go(intake, s);
}

/* Another copy of what is being written just now gets no answer of its own: BUSY would not be true, and the first one's
 * is under way. What cannot be read is answered as busy: it will be judged when there is room for it. */
static bool
is_being_written(dbk_intake *intake, const dbk_request *request)
{
    const dbk_record *record = dbk_record_unpack(&intake->aside, request->sealed.data, request->sealed.len, NULL);

    return record != NULL && dbk_store_writes(intake->store, (int32_t)record->committee_id, record->id.data);
}

/* Above a limit. The time at which these bytes were here counts all the same: see dbk_claims. Whoever does not stop
 * asking is hung up on, unread. */
static void
turn_away(dbk_intake *intake, const dbk_letter *letter, dbk_entry entry, int64_t retry_after_ms)
{
    static const char *const reasons[] = {
        [DBK_CONNECTION_FULL] = "queue.full", [DBK_KEY_FULL] = "key.full", [DBK_KEY_FAST] = "key.rate"
    };
    const zmq_msg_t *body = &letter->body;
    char fingerprint[DBK_FINGERPRINT_BYTES];
    uint8_t hash[DBK_HASH_BYTES];
    unsigned left_out;

    if (dbk_brake_free(&intake->limits, dbk_tick_ms(), LIMIT_LOG_MS, &left_out))
        dbk_log(LOG_NOTICE, "turned_away reason=%s fingerprint=\"%s\" left_out=%u", reasons[entry],
                dbk_fingerprint(letter->key, fingerprint), left_out);
    if (dbk_peers_refuse(intake->peers, letter->key, dbk_tick_ms())) {
        dbk_front_cut(intake->front, &letter->from, "asks_without_end");
        return;
    }
    const dbk_request *request =
        dbk_request_unpack(&intake->aside, zmq_msg_data((zmq_msg_t *)body), zmq_msg_size(body), NULL);
    const bool sealed = request != NULL && request->what_case == DAYBOOK__V1__REQUEST__WHAT_SEALED;
    if (!sealed || !is_being_written(intake, request)) {
        if (sealed) {
            dbk_hash(request->sealed.data, request->sealed.len, hash);
            dbk_claims_note(intake->claims, hash, letter->key, dbk_now_ms());
        }
        dbk_answer_busy(&intake->answers, &letter->from, request ? &request->request_id : NULL, reasons[entry],
                        retry_after_ms);
    }
    dbk_arena_clear(&intake->aside);
}

static void
take_letter(dbk_intake *intake, dbk_letter *letter, dbk_letter_state state)
{
    int64_t retry_after_ms = 0;

    if (state == DBK_LETTER_WRONG) {
        dbk_answer_reason(&intake->answers, &letter->from, NULL, DBK_MALFORMED, letter->fault);
        return;
    }
    const dbk_entry entry = dbk_peers_enter(intake->peers, &letter->from, letter->key, dbk_tick_ms(), &retry_after_ms);
    if (entry != DBK_ENTERS) {
        turn_away(intake, letter, entry, retry_after_ms);
        return;
    }
    dbk_submission *s = dbk_submission_take(intake->pool);
    s->from = letter->from;
    memcpy(s->key, letter->key, DBK_KEY_BYTES);
    s->received_ms = dbk_now_ms();
    take_request(intake, s, &letter->body);
}

void
dbk_intake_admit(dbk_intake *intake, int most)
{
    for (int i = 0; i < most; i++) {
        dbk_letter letter;
        const dbk_letter_state state = dbk_front_take(intake->front, &letter);

        if (state == DBK_LETTER_NONE)
            return;
        if (state == DBK_LETTER_DROPPED) {
            intake->strangers++;
            continue;
        }
        take_letter(intake, &letter, state);
        zmq_msg_close(&letter.body);
    }
}
