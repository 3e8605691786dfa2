/*
 * keyring — the keys of this laptop, as files beside `key`: the one in use, earlier ones, and one that is to be the
 * next.
 *
 *     key             the one in use
 *     HEX.before      an earlier one (HEX: 16 digits of its public key): what it sealed may still have to be sent
 *     NAME.next       made, and not yet known to have been let in; asking again with it is harmless
 *     owners          whose they are, a line each: "HEX name"
 *
 * Promise: there is no moment, and no crash, at which a key that may have been let in is on no disk.
 * Not here: what a key file holds and who may read it (proto/curve.h), who lets a key in (cmd_enrol.c, cmd_key.c).
 */
#ifndef DBK_SECRETARY_KEYRING_H
#define DBK_SECRETARY_KEYRING_H

#include <stdbool.h>
#include <stddef.h>

#include "clients/secretary/outbox.h"
#include "proto/curve.h"
#include "proto/err.h"

/* The folder as a descriptor and by its name; both are borrowed. */
typedef struct { int folder; const char *path; } dbk_keyring;

/* NAME.next, made when it is not there. */
int dbk_keyring_next(const dbk_keyring *ring, const char *name, dbk_keypair *pair, dbk_err *err);

/* NAME.next becomes the one in use, and what was in use an earlier one. */
int dbk_keyring_take_over(const dbk_keyring *ring, const char *name, dbk_err *err);

/* Calls `see` with every earlier key that can be used, until one returns other than 0: that is returned. */
typedef int dbk_key_seen(void *ctx, const dbk_keypair *pair, dbk_err *err);
int dbk_keyring_each_before(const dbk_keyring *ring, dbk_key_seen *see, void *ctx, dbk_err *err);
bool dbk_keyring_holds(const dbk_keyring *ring, const uint8_t key[DBK_KEY_BYTES]);      /* among the earlier ones */

/* Remove earlier keys by which nothing is sealed any more, neither what waits nor what was delivered in the last 30
 * days: after a restore of the server that is sent again.
 *   may_go   asked of each before it goes: 0, or it stays */
int dbk_keyring_sweep(const dbk_keyring *ring, dbk_outbox *box, dbk_key_seen *may_go, void *ctx, dbk_err *err);

/* The name by which the office knows a key; "" when nobody has said. */
const char *dbk_keyring_owner(const dbk_keyring *ring, const uint8_t key[DBK_KEY_BYTES], char *room, size_t room_bytes);
/* The same for what is named on disk by the first 16 digits of a key: "HEX.before", "HEX.drafts". */
const char *dbk_keyring_owner_named(const dbk_keyring *ring, const char *name, char *room, size_t room_bytes);
int         dbk_keyring_set_owner(const dbk_keyring *ring, const uint8_t key[DBK_KEY_BYTES], const char *name,
                                  dbk_err *err);

#endif
