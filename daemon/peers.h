/*
 * peers — how many records each connection has in flight, and which bytes were answered BUSY before a deadline.
 */
#ifndef DBK_DAEMON_PEERS_H
#define DBK_DAEMON_PEERS_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/front.h"

typedef struct dbk_peers dbk_peers;

dbk_peers *dbk_peers_new(int64_t most_in_flight);          /* never NULL */
void       dbk_peers_free(dbk_peers **peers);

/* One more in flight for this connection; false at its cap. Every true is followed by one leave. */
bool dbk_peers_enter(dbk_peers *peers, const dbk_return_address *from);
void dbk_peers_leave(dbk_peers *peers, const dbk_return_address *from);

typedef struct dbk_claims dbk_claims;

/*
 * Claims: the same bytes were here at that time and we were busy. So a record that comes again after its deadline is on time
 * when our own fault held it up. Forgotten after two days, and the oldest when there are more than 65,536.
 */
dbk_claims *dbk_claims_new(void);                          /* never NULL */
void        dbk_claims_free(dbk_claims **claims);
void        dbk_claims_note(dbk_claims *claims, const uint8_t hash[DBK_HASH_BYTES], int64_t now_ms);   /* the first time counts */
int64_t     dbk_claims_first_ms(const dbk_claims *claims, const uint8_t hash[DBK_HASH_BYTES]);         /* 0: never */
void        dbk_claims_settle(dbk_claims *claims, const uint8_t hash[DBK_HASH_BYTES]);                 /* it has its receipt */

#endif
