/*
 * courier — the DEALER socket: one question, one answer, or the truth about why there is none.
 *
 * It calls one endpoint at a time and the next one when that is in vain; nothing is sent before the handshake is done.
 * It keeps no promise of its own: what it could not confirm, the outbox still has.
 * Not here: what an answer means (item.c), what is asked and in which order (sender.c).
 */
#ifndef DBK_SECRETARY_COURIER_H
#define DBK_SECRETARY_COURIER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/secretary/line.h"
#include "proto/arena.h"
#include "proto/curve.h"
#include "proto/err.h"
#include "proto/messages.h"

#define DBK_ENDPOINTS_MAX 8

typedef struct {
    char    address[256];                    /* tcp://HOST:PORT */
    uint8_t server_key[DBK_KEY_BYTES];
} dbk_endpoint;

typedef struct dbk_courier dbk_courier;

/* `endpoints` (1 .. DBK_ENDPOINTS_MAX) and `pair` are copied. No connection is made before the first question. */
dbk_courier *dbk_courier_open(const dbk_endpoint *endpoints, size_t n, const dbk_keypair *pair, dbk_err *err);
void         dbk_courier_close(dbk_courier **courier);

/*
 * Ask, and wait for the answer to this very question; any other is dropped.
 *   request     its request_id, protocol and client_now_ms are set here
 *   timeout_ms  for all endpoints together
 *   arena       where the answer lives
 *   returns     NULL: err tells what the line was like at last: DBK_E_BUSY, DBK_E_NO_HOST, DBK_E_FORBIDDEN (key not
 *               approved), DBK_E_CONFIG (wrong server key, not this service)
 */
const dbk_reply *dbk_courier_ask(dbk_courier *courier, dbk_request *request, int timeout_ms, dbk_arena *arena,
                                 dbk_err *err);

/* The same with a query as the question. */
const dbk_reply *dbk_courier_query(dbk_courier *courier, dbk_query *query, int timeout_ms, dbk_arena *arena,
                                   dbk_err *err);

/* The same: what may this key report for? */
const dbk_reply *dbk_courier_ask_scope(dbk_courier *courier, int timeout_ms, dbk_arena *arena, dbk_err *err);

/*
 * Say something to whose answer nobody listens. Never waits: the connection is made while others have their turn.
 *   returns  true: it has gone out;  false: not yet, say it again later
 */
bool dbk_courier_tell(dbk_courier *courier, dbk_request *request);

/* How many returned reports the server spoke of in the last answer to such a word. */
uint32_t dbk_courier_returned(const dbk_courier *courier);

/* Hang up, and call the next endpoint when there is a question again: this one says that it is going. */
void dbk_courier_turn_away(dbk_courier *courier);

/* Keep the connection alive for `ms` without asking anything. */
void dbk_courier_rest(dbk_courier *courier, int ms);

/* The packed bytes of the last answer; ours, until the next question. */
const void *dbk_courier_last_bytes(const dbk_courier *courier, size_t *size);

dbk_line dbk_courier_line(const dbk_courier *courier);

/* Server's clock minus ours at the last answer, in milliseconds; 0 when it does not tell. */
int64_t dbk_courier_skew_ms(const dbk_courier *courier);

#endif
