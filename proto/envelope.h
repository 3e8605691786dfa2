/*
 * envelope — bytes to messages and back, the only door through which bytes of a stranger become structs.
 *
 * Refuses what is oversized, truncated or not of this contract; never trusts a length, never allocates without a cap.
 * Not here: frames of a socket (daemon/front.c, clients/secretary/courier.c), what a report may say (check.c).
 */
#ifndef DBK_PROTO_ENVELOPE_H
#define DBK_PROTO_ENVELOPE_H

#include <stddef.h>
#include <stdint.h>

#include "proto/arena.h"
#include "proto/check.h"
#include "proto/err.h"
#include "proto/messages.h"

/* Messages from bytes; they live in `arena` and hold pointers into nothing else.
 *   returns  NULL: err says what is wrong (DBK_E_MALFORMED) */
dbk_request *dbk_request_unpack(dbk_arena *arena, const void *bytes, size_t size, dbk_err *err);
dbk_reply   *dbk_reply_unpack(dbk_arena *arena, const void *bytes, size_t size, dbk_err *err);

/* A sealed record. Its identity is checked: id of 16 bytes, a committee, a known kind with its body, a date,
 * `corrects` absent or 16 bytes. What else may be wrong with it is check's to say. */
dbk_record *dbk_record_unpack(dbk_arena *arena, const void *sealed, size_t size, dbk_err *err);

/* Packed bytes. Returns malloc'd memory, yours to free, and its size; never NULL (asserts memory). */
uint8_t *dbk_request_pack(const dbk_request *request, size_t *size);
uint8_t *dbk_reply_pack(const dbk_reply *reply, size_t *size);
uint8_t *dbk_record_pack(const dbk_record *record, size_t *size);

/* The violations as the repeated field of a Reply, in `arena`. Sets n_violations, violations, violations_more; keeps to
 * what fits a frame with all that is put on a Reply as it leaves. */
int dbk_reply_add_violations(dbk_arena *arena, dbk_reply *reply, const dbk_violations *found);

#endif
