/*
 * proof — what a receipt promised, in 32 bytes that only this service can have made.
 *
 * After a restore a client shows the receipt that it had, and what it says of the time is kept (intake.c). The key is
 * drawn from the server's secret key: whoever has the same key file can check it, and a new server key makes the old
 * proofs void.
 * Promise: nothing allocated, compared in constant time; 1 microsecond.
 * Not here: what follows from a proof that holds.
 */
#ifndef DBK_DAEMON_PROOF_H
#define DBK_DAEMON_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"
#include "proto/messages.h"

typedef struct { uint8_t key[DBK_PROOF_BYTES]; } dbk_prover;

/* `secret` of the server's key pair; it cannot be had back from the prover, which is as secret all the same. */
void dbk_prover_make(dbk_prover *prover, const uint8_t secret[DBK_KEY_BYTES]);
void dbk_prover_wipe(dbk_prover *prover);

/* `record` of these bytes was accepted at that time, so timely. Its revision is not said: a restored database may have
 * to give it another one. */
void dbk_proof_make(const dbk_prover *prover, const dbk_record *record, const uint8_t hash[DBK_HASH_BYTES],
                    int64_t received_ms, dbk_timeliness timeliness, uint8_t proof[DBK_PROOF_BYTES]);
/* Does the receipt prove it? Only its time, timeliness and proof are read; all else is the record's own. */
bool dbk_proof_holds(const dbk_prover *prover, const dbk_record *record, const uint8_t hash[DBK_HASH_BYTES],
                     const dbk_receipt *receipt);

#endif
