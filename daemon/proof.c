#include "daemon/proof.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

static const char context[] = "daybook receipt 1";          /* another one, should the layout below ever change */

/* committee, id, hash, kind, part, date, time, timeliness: numbers of fixed width, the highest byte first */
#define SAID_BYTES (4 + DBK_ID_BYTES + DBK_HASH_BYTES + 4 + 4 + 4 + 8 + 4)

_Static_assert(DBK_KEY_BYTES == crypto_generichash_KEYBYTES && DBK_PROOF_BYTES == crypto_generichash_BYTES,
               "BLAKE2b-256");

void
dbk_prover_make(dbk_prover *prover, const uint8_t secret[DBK_KEY_BYTES])
{
    const int rc = sodium_init();

    assert(rc >= 0);
    (void)rc;
    crypto_generichash(prover->key, sizeof prover->key, (const uint8_t *)context, strlen(context), secret,
                       DBK_KEY_BYTES);
}

void
dbk_prover_wipe(dbk_prover *prover)
{
    sodium_memzero(prover, sizeof *prover);
}

static uint8_t *
put(uint8_t *to, uint64_t value, size_t bytes)
{
    for (size_t i = bytes; i-- > 0; value >>= 8)
        to[i] = (uint8_t)value;
    return to + bytes;
}

static uint8_t *
put_bytes(uint8_t *to, const uint8_t *bytes, size_t size)
{
    memcpy(to, bytes, size);
    return to + size;
}

void
dbk_proof_make(const dbk_prover *prover, const dbk_record *record, const uint8_t hash[DBK_HASH_BYTES],
               int64_t received_ms, dbk_timeliness timeliness, uint8_t proof[DBK_PROOF_BYTES])
{
    uint8_t said[SAID_BYTES], *to = said;

    to = put(to, record->committee_id, 4);
    to = put_bytes(to, record->id.data, DBK_ID_BYTES);
    to = put_bytes(to, hash, DBK_HASH_BYTES);
    to = put(to, (uint64_t)record->kind, 4);
    to = put(to, record->part, 4);
    to = put(to, record->report_date, 4);
    to = put(to, (uint64_t)received_ms, 8);
    to = put(to, (uint64_t)timeliness, 4);
    assert(to == said + sizeof said);
    crypto_generichash(proof, DBK_PROOF_BYTES, said, sizeof said, prover->key, sizeof prover->key);
}

bool
dbk_proof_holds(const dbk_prover *prover, const dbk_record *record, const uint8_t hash[DBK_HASH_BYTES],
                const dbk_receipt *receipt)
{
    uint8_t proof[DBK_PROOF_BYTES];

    if (receipt->proof.len != sizeof proof)
        return false;
    dbk_proof_make(prover, record, hash, receipt->received_at_ms, receipt->timeliness, proof);
    return sodium_memcmp(proof, receipt->proof.data, sizeof proof) == 0;
}
