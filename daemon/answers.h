/*
 * answers — what a client hears of its request: one function a sentence, each stamped, counted and sent.
 *
 * Promise: a receipt that finds no room is counted apart (acks_dropped); there is none as long as no more is in flight
 * than there is room for.
 * Not here: which answer it is (intake.c, admission.c), sockets (front.c).
 */
#ifndef DBK_DAEMON_ANSWERS_H
#define DBK_DAEMON_ANSWERS_H

#include "daemon/config.h"
#include "daemon/front.h"
#include "daemon/log.h"
#include "daemon/proof.h"
#include "daemon/side.h"
#include "daemon/submission.h"
#include "proto/check.h"

typedef struct {
    uint64_t by_status[DBK_ANSWER + 1];     /* answers given, by Status */
    uint64_t acks_dropped;                  /* receipts that found no room: stays 0 */
    uint64_t peers_gone;                    /* answers whose peer had left */
} dbk_answer_counts;

typedef struct {
    dbk_front        *front;
    const dbk_side   *side;                 /* NULL until there is one: then nothing is answered yet */
    const dbk_prover *prover;
    uint32_t          retry_after_ms;       /* what BUSY says at least */
    dbk_answer_counts counts;
    dbk_brake         brake;
} dbk_answers;

/* `reply` says all but its stamp. request_id NULL: the request could not be read. */
void dbk_answer(dbk_answers *answers, const dbk_return_address *to, const uint64_t *request_id, dbk_reply *reply);

/* A status and a reason. */
void dbk_answer_reason(dbk_answers *answers, const dbk_return_address *to, const uint64_t *request_id,
                       dbk_status status, const char *reason);

/* Not confirmed, and in no transaction: come again. A key above its rate is told when there is room, no sooner than
 * anybody. */
void dbk_answer_busy(dbk_answers *answers, const dbk_return_address *to, const uint64_t *request_id,
                     const char *reason, int64_t retry_after_ms);

/* ACCEPTED or DUPLICATE: what stands for the record's id. */
void dbk_answer_receipt(dbk_answers *answers, const dbk_submission *s, dbk_status status, dbk_found *stands);

/* With what stands in its way, when something does. */
void dbk_answer_conflict(dbk_answers *answers, dbk_submission *s, const char *reason);

void dbk_answer_rejected(dbk_answers *answers, dbk_submission *s, const dbk_violations *found);

#endif
