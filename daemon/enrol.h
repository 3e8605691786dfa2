/*
 * enrol — how a key comes to be known: invitations redeemed at a port of their own, and a person's change of keys.
 *
 * The port lets any key in and answers nothing but Enrol. What is asked waits in a short line for one connection to the
 * database, and is answered after its COMMIT; without one, or with the line full, the answer is BUSY and asking again
 * is harmless. Whoever comes from one address with codes that are none is slowed down.
 * Not here: which key may report (directory.c), what an invitation is worth (daybook.redeem in sql/).
 */
#ifndef DBK_DAEMON_ENROL_H
#define DBK_DAEMON_ENROL_H

#include <zmq.h>

#include "daemon/config.h"
#include "daemon/front.h"
#include "daemon/side.h"

typedef struct dbk_enrol dbk_enrol;

/* Binds enrol_listen, when there is one. `side` is borrowed. */
dbk_enrol *dbk_enrol_open(void *zmq, const dbk_config *config, const dbk_keypair *own, dbk_side *side, dbk_err *err);
void       dbk_enrol_close(dbk_enrol **enrol);

/* As clients reach it; "" when there is no port. */
const char *dbk_enrol_endpoint(const dbk_enrol *enrol);

/* A key that may report asks for another one of its person; the answer goes out by `front` when there is one. */
void dbk_enrol_change_key(dbk_enrol *enrol, dbk_front *front, const dbk_return_address *to, uint64_t request_id,
                          const uint8_t key[DBK_KEY_BYTES], const dbk_key_change_message *change);

/* For the loop: the port and its monitor (nothing to poll when there is no port), and the connection. */
enum { DBK_ENROL_PORT, DBK_ENROL_MONITOR, DBK_ENROL_LINK, DBK_ENROL_ITEMS };
void dbk_enrol_watch(const dbk_enrol *enrol, zmq_pollitem_t items[DBK_ENROL_ITEMS]);
void dbk_enrol_step(dbk_enrol *enrol, const zmq_pollitem_t items[DBK_ENROL_ITEMS]);
void dbk_enrol_tick(dbk_enrol *enrol, int64_t tick_ms);

#endif
