#include "daemon/answers.h"

#include <string.h>

#include "daemon/stamp.h"
#include "proto/calendar.h"
#include "proto/envelope.h"

#define REFUSAL_LOG_MS 1000

static bool
is_receipt(dbk_status status)
{
    return status == DBK_ACCEPTED || status == DBK_DUPLICATE;
}

void
dbk_answer(dbk_answers *answers, const dbk_return_address *to, const uint64_t *request_id, dbk_reply *reply)
{
    dbk_stamp(reply, dbk_side_directory(answers->side), request_id);
    answers->counts.by_status[reply->status]++;
    switch (dbk_front_send(answers->front, to, reply)) {
    case DBK_SENT:
        break;
    case DBK_NO_PEER:
        answers->counts.peers_gone++;
        break;
    case DBK_NO_ROOM:
        answers->counts.acks_dropped += is_receipt(reply->status);
    }
}

void
dbk_answer_reason(dbk_answers *answers, const dbk_return_address *to, const uint64_t *request_id, dbk_status status,
                  const char *reason)
{
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    uint32_t served[] = { DBK_PROTOCOL_VERSION };
    unsigned left_out;

    reply.status = status;
    reply.reason = (char *)reason;
    if (status == DBK_UNSUPPORTED) {
        reply.n_protocols = 1;
        reply.protocols = served;
    }
    if (status == DBK_MALFORMED && dbk_brake_free(&answers->brake, dbk_tick_ms(), REFUSAL_LOG_MS, &left_out))
        dbk_log(LOG_NOTICE, "malformed reason=%s left_out=%u", reason, left_out);
    dbk_answer(answers, to, request_id, &reply);
}

void
dbk_answer_busy(dbk_answers *answers, const dbk_return_address *to, const uint64_t *request_id, const char *reason,
                int64_t retry_after_ms)
{
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    const bool longer = retry_after_ms > answers->retry_after_ms;

    dbk_stamp_busy(&reply, reason, longer ? (uint32_t)retry_after_ms : answers->retry_after_ms);
    dbk_answer(answers, to, request_id, &reply);
}

void
dbk_answer_receipt(dbk_answers *answers, const dbk_submission *s, dbk_status status, dbk_found *stands)
{
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    dbk_receipt receipt = DAYBOOK__V1__RECEIPT__INIT;
    uint8_t proof[DBK_PROOF_BYTES];

    receipt.has_record_id = receipt.has_committee_id = receipt.has_kind = receipt.has_report_date = true;
    receipt.has_revision = receipt.has_received_at_ms = receipt.has_timeliness = true;
    receipt.record_id = s->record->id;
    receipt.committee_id = s->record->committee_id;
    receipt.kind = s->record->kind;
    receipt.report_date = stands->report_date;
    receipt.revision = stands->revision;
    receipt.received_at_ms = stands->received_ms;
    receipt.timeliness = stands->timeliness;
    receipt.code = stands->code;
    receipt.has_part = s->record->has_part;
    receipt.part = s->record->part;
    dbk_proof_make(answers->prover, s->record, s->hash, stands->received_ms, stands->timeliness, proof);
    receipt.has_proof = true;
    receipt.proof = (ProtobufCBinaryData){ sizeof proof, proof };
    reply.status = status;
    reply.receipt = &receipt;
    dbk_answer(answers, &s->from, &s->request_id, &reply);
}

void
dbk_answer_conflict(dbk_answers *answers, dbk_submission *s, const char *reason)
{
    const dbk_found *by_night = &s->by_night;
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    dbk_standing standing = DAYBOOK__V1__STANDING__INIT;

    if (by_night->found) {
        const char *sender = dbk_directory_person(dbk_side_directory(answers->side), by_night->person);

        standing.has_record_id = standing.has_revision = standing.has_received_at_ms = standing.has_sender = true;
        standing.record_id = (ProtobufCBinaryData){ DBK_ID_BYTES, (uint8_t *)by_night->id };
        standing.revision = by_night->revision;
        standing.received_at_ms = by_night->received_ms;
        standing.sender = (ProtobufCBinaryData){ strlen(sender), (uint8_t *)sender };
        reply.standing = &standing;
    }
    reply.status = DBK_CONFLICT;
    reply.reason = (char *)reason;
    dbk_answer(answers, &s->from, &s->request_id, &reply);
}

void
dbk_answer_rejected(dbk_answers *answers, dbk_submission *s, const dbk_violations *found)
{
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;

    reply.status = DBK_REJECTED;
    if (dbk_reply_add_violations(&s->arena, &reply, found) != 0)
        reply.violations_more = (uint32_t)(found->n + found->more), reply.has_violations_more = true;
    dbk_answer(answers, &s->from, &s->request_id, &reply);
}
