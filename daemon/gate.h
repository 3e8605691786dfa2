/*
 * gate — who may connect: answers ZAP (ZeroMQ RFC 27) from memory, in the same turn of the loop.
 *
 * ZAP fails open, so the handler is bound before the ROUTER, the domain is enforced, and front drops what carries no
 * User-Id. The User-Id given here is the client's public key in hexadecimal; what that key may do is looked up per
 * message (directory.c), which is how a revoked key is cut at once.
 */
#ifndef DBK_DAEMON_GATE_H
#define DBK_DAEMON_GATE_H

#include "daemon/directory.h"
#include "proto/err.h"

#define DBK_ZAP_DOMAIN "daybook"
#define DBK_ZAP_ENROLMENT "daybook-enrolment"      /* any key: it is about to be enrolled */

typedef struct dbk_gate dbk_gate;

dbk_gate *dbk_gate_open(void *zmq, dbk_err *err);
void      dbk_gate_close(dbk_gate **gate);
void     *dbk_gate_socket(const dbk_gate *gate);

/* Answers every request that waits. Unknown or revoked key: 400, never 300, which makes clients retry for ever. At the
 * enrolment port 500 above so many handshakes a while, which a client tells for what it is: not just now.
 * An unreadable request is answered 500: one reply left out would block every later handshake. */
void dbk_gate_answer(dbk_gate *gate, const dbk_directory *directory);

/* Handshakes let in and refused since the start. */
void dbk_gate_counts(const dbk_gate *gate, uint64_t *admitted, uint64_t *refused);

#endif
