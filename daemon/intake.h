/*
 * intake — the life of one request: read it, let it in, and answer by what becomes of it.
 *
 * The order of verdicts is that of proto/PROTOCOL.md. What can be decided without the database is decided here, but a
 * record that can be read always goes to the store: it may have been kept long ago, and then nothing that changed since
 * matters. So a verdict that depends on roster, nights or form waits until the keys have been asked.
 * Not here: what is decided before (admission.c), what is said (answers.c), sockets (front.c), transactions (store.c).
 */
#ifndef DBK_DAEMON_INTAKE_H
#define DBK_DAEMON_INTAKE_H

#include "daemon/answers.h"
#include "daemon/config.h"
#include "daemon/enrol.h"
#include "daemon/front.h"
#include "daemon/presence.h"
#include "daemon/reader.h"
#include "daemon/side.h"
#include "daemon/store.h"

typedef struct dbk_intake dbk_intake;

typedef struct {
    dbk_answer_counts answers;
    uint64_t          strangers;            /* letters without User-Id or address */
    uint64_t          proofs_refused;       /* earlier receipts that our key has not made, or not for these bytes */
    uint64_t          in_flight;
    dbk_guard_counts  port;
} dbk_intake_counts;

/* `secret` of the server's key is not kept: only what proves receipts is drawn from it. Never NULL. */
dbk_intake *dbk_intake_new(const dbk_config *config, dbk_front *front, const uint8_t secret[DBK_KEY_BYTES]);
void        dbk_intake_free(dbk_intake **intake);

/* The store that it feeds, the side that hears of what is held, and who changes keys, hears where clients are or reads
 * what stands; store and reader are made after it because they call back. */
void            dbk_intake_connect(dbk_intake *intake, dbk_store *store, dbk_side *side, dbk_enrol *enrol,
                                   dbk_presence *presence, dbk_reader *reader);
dbk_store_user  dbk_intake_store_user(dbk_intake *intake);
dbk_reader_user dbk_intake_reader_user(dbk_intake *intake);

/* Takes at most `most` letters off the port. */
void dbk_intake_admit(dbk_intake *intake, int most);

void dbk_intake_tick(dbk_intake *intake, int64_t tick_ms);

void dbk_intake_counts_of(const dbk_intake *intake, dbk_intake_counts *counts);

#endif
