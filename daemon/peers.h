/*
 * peers — what each connection and each key may ask of us at a time, and which bytes were answered BUSY.
 *
 * A key is held to a number of records in flight, over all its connections, and to a rate. The rate is a bucket that
 * holds intake.key_burst requests and fills by intake.key_rate a second: an outbox full of a week's reports passes at
 * once, a client gone mad takes a small part of the machine.
 * Promise: memory for at most 65,536 keys and 65,536 claims, nothing allocated per message once a key is known.
 */
#ifndef DBK_DAEMON_PEERS_H
#define DBK_DAEMON_PEERS_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/config.h"
#include "daemon/front.h"

typedef struct dbk_peers dbk_peers;

typedef enum { DBK_ENTERS, DBK_CONNECTION_FULL, DBK_KEY_FULL, DBK_KEY_FAST } dbk_entry;

dbk_peers *dbk_peers_new(const dbk_config *config);        /* never NULL */
void       dbk_peers_free(dbk_peers **peers);

/* One more in flight for this connection and this key. Every DBK_ENTERS is followed by one leave.
 *   tick_ms         monotonic
 *   retry_after_ms  DBK_KEY_FAST: how long until there is room for one */
dbk_entry dbk_peers_enter(dbk_peers *peers, const dbk_return_address *from, const uint8_t key[DBK_KEY_BYTES],
                          int64_t tick_ms, int64_t *retry_after_ms);
/* One more request of this key is turned away. True: more than DBK_REFUSALS_A_SECOND were within this second; a client
 * that waits as BUSY asks it to never comes near, and to answer costs more than to hang up. */
#define DBK_REFUSALS_A_SECOND 1000
bool      dbk_peers_refuse(dbk_peers *peers, const uint8_t key[DBK_KEY_BYTES], int64_t tick_ms);
void      dbk_peers_leave(dbk_peers *peers, const dbk_return_address *from, const uint8_t key[DBK_KEY_BYTES]);

typedef struct dbk_claims dbk_claims;

/*
 * Claims: the same bytes were here at that time, and we were busy or at fault. So a record that comes again after it is on
 * time when our own fault held it up. Forgotten after two days. A key has at most 1,024 that are not settled, its first
 * ones, so that a flood of one does not push out what another is owed; of more than 65,536 in all the oldest is
 * forgotten.
 */
#define DBK_CLAIMS_A_KEY 1024

dbk_claims *dbk_claims_new(void);                          /* never NULL */
void        dbk_claims_free(dbk_claims **claims);
/* The first time counts. */
void        dbk_claims_note(dbk_claims *claims, const uint8_t hash[DBK_HASH_BYTES], const uint8_t key[DBK_KEY_BYTES],
                            int64_t now_ms);
int64_t     dbk_claims_first_ms(const dbk_claims *claims, const uint8_t hash[DBK_HASH_BYTES]);    /* 0: never */
/* It has its receipt, or was refused for good. */
void        dbk_claims_settle(dbk_claims *claims, const uint8_t hash[DBK_HASH_BYTES]);

#endif
