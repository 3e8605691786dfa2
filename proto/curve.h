/*
 * curve — key pairs, the files they lie in, and the CURVE options of a socket.
 *
 * A key file is text in ZPL shape, which other ZeroMQ tools read too:
 *     # daybook secret key: show it to nobody
 *     curve
 *         public-key = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
 *         secret-key = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"
 * Mode 0600 from its first byte; a file that others may read, or that belongs to another user, is refused.
 * The only file of proto/ that includes <zmq.h>.
 */
#ifndef DBK_PROTO_CURVE_H
#define DBK_PROTO_CURVE_H

#include <stdint.h>

#include "proto/err.h"
#include "proto/limits.h"

typedef struct {
    uint8_t open[DBK_KEY_BYTES];       /* the public key */
    uint8_t secret[DBK_KEY_BYTES];
} dbk_keypair;

int  dbk_keypair_make(dbk_keypair *pair, dbk_err *err);
void dbk_keypair_wipe(dbk_keypair *pair);

/* Writes a new file and syncs it; never over an existing one (DBK_E_CONFIG says that it is there). */
int dbk_keypair_save(const dbk_keypair *pair, const char *path, dbk_err *err);
/* Reads it back and proves that the public key belongs to the secret one.
 *   errors   DBK_E_NO_INPUT not there or unreadable;  DBK_E_CONFIG mode, owner, content */
int dbk_keypair_load(dbk_keypair *pair, const char *path, dbk_err *err);

/* A public key as people paste it: 64 hexadecimal digits. */
int dbk_key_parse(const char *text, uint8_t key[DBK_KEY_BYTES], dbk_err *err);

/* Options of a zmq socket, before bind or connect. */
int dbk_curve_server(void *socket, const dbk_keypair *own, const char *zap_domain, dbk_err *err);
int dbk_curve_client(void *socket, const dbk_keypair *own, const uint8_t server[DBK_KEY_BYTES], dbk_err *err);

#endif
