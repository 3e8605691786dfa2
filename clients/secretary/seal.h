/*
 * seal — a record gets its id and becomes bytes that never change again.
 */
#ifndef DBK_SECRETARY_SEAL_H
#define DBK_SECRETARY_SEAL_H

#include "clients/secretary/outbox.h"
#include "proto/err.h"
#include "proto/messages.h"

/*
 * May this record be sealed beside what the outbox already has for its committee and night?
 *   errors   DBK_E_CONFLICT: one is there and this one does not correct the newest of them; says which id to name
 */
int dbk_seal_allowed(dbk_outbox *box, const dbk_record *record, dbk_err *err);

/*
 * Name the record and pack it.
 *   record   gets id and sealed_at_ms; its id points to `id`, the caller's
 *   now_ms   the laptop's clock; the id is later than every one in the outbox even if that clock was set back, so that
 *            the order of ids is the order of sealing
 *   returns  the sealed bytes, malloc'd, yours; NULL: err says why the outbox cannot be read
 */
uint8_t *dbk_seal(dbk_outbox *box, dbk_record *record, int64_t now_ms, uint8_t id[DBK_ID_BYTES], size_t *size,
                  dbk_err *err);

#endif
