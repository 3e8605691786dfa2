/*
 * invitation — one line that the office sends in a chat and a person pastes: where to enrol, whom to trust, what to
 * say.
 *
 *     daybook:HOST:PORT:KEY:CODE
 *
 * HOST and PORT are the enrolment port's, KEY the server's public key, CODE 128 random bits; KEY and CODE are
 * Crockford's base 32. Four digits behind the code check the whole line, so that one that was mistyped or cut is told
 * at once, without a connection. Nothing in it is special to a shell. The code is a secret until it is redeemed: the
 * database keeps its hash.
 * Not here: who made it and how long it holds (sql/), how it is redeemed (PROTOCOL.md, "Enrolment").
 */
#ifndef DBK_PROTO_INVITATION_H
#define DBK_PROTO_INVITATION_H

#include <stdint.h>

#include "proto/limits.h"

typedef struct {
    char     host[DBK_HOST_MAX_CHARS + 1];           /* a name or an IPv4 address, lower case */
    uint16_t port;
    uint8_t  server_key[DBK_KEY_BYTES];
    uint8_t  code[DBK_INVITATION_CODE_BYTES];
} dbk_invitation;

typedef enum {
    INVITATION_GOOD,
    INVITATION_SHAPE,        /* not "daybook:" and four parts behind it */
    INVITATION_HOST,         /* not a name of letters, digits, '.', '-' and '_' */
    INVITATION_PORT,         /* not 1 to 65535 */
    INVITATION_KEY,          /* not so many digits of base 32 */
    INVITATION_CODE,
    INVITATION_MISTYPED      /* all parts are there, and the check digits do not fit them */
} dbk_invitation_fault;

#define DBK_INVITATION_TEXT_BYTES (DBK_HOST_MAX_CHARS + 100)

/* A new one, with a code of its own.
 *   returns  INVITATION_GOOD, _HOST or _PORT */
dbk_invitation_fault dbk_invitation_make(dbk_invitation *made, const char *host, unsigned port,
                                         const uint8_t server_key[DBK_KEY_BYTES]);

char *dbk_invitation_text(const dbk_invitation *invitation, char text[DBK_INVITATION_TEXT_BYTES]);

/* Any case, O for 0 and I or L for 1 in KEY and CODE, white space around the line. *read is whole only when GOOD. */
dbk_invitation_fault dbk_invitation_parse(const char *text, dbk_invitation *read);

/* What the database keeps of the code. */
void dbk_invitation_hash(const uint8_t code[DBK_INVITATION_CODE_BYTES], uint8_t hash[DBK_HASH_BYTES]);

#endif
