/*
 * front — the ROUTER socket: take one letter, send one reply; and the monitor of the port.
 *
 * A letter is routing id, an empty delimiter when the peer is a REQ, and one body frame. Nothing is trusted but the
 * User-Id that the gate gave. Sending never waits: a reply that finds no room or no peer is dropped and counted, the
 * client's outbox asks again.
 * Not here: what the bytes mean (intake.c).
 */
#ifndef DBK_DAEMON_FRONT_H
#define DBK_DAEMON_FRONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

#include "daemon/guard.h"
#include "proto/curve.h"
#include "proto/err.h"
#include "proto/limits.h"
#include "proto/messages.h"

#define DBK_ROUTING_MAX_BYTES 255

/* Where a reply goes. */
typedef struct {
    uint8_t size;
    bool    delimiter;                    /* the request had an empty frame in front: the reply gets one */
    uint8_t routing[DBK_ROUTING_MAX_BYTES];
    int     fd;                           /* of the connection it came by; -1: not known */
} dbk_return_address;

typedef struct {
    dbk_return_address from;
    uint8_t            key[DBK_KEY_BYTES];    /* the peer's public key, proven by CURVE */
    zmq_msg_t          body;                  /* yours to close after DBK_LETTER_READ or _WRONG */
    const char        *fault;                 /* DBK_LETTER_WRONG: the reason code */
} dbk_letter;

typedef enum {
    DBK_LETTER_NONE,       /* nothing waits */
    DBK_LETTER_READ,
    DBK_LETTER_WRONG,      /* answer MALFORMED with `fault` */
    DBK_LETTER_DROPPED     /* no User-Id, or no address to answer to: counted */
} dbk_letter_state;

typedef struct dbk_front dbk_front;

/* What tells one port of the daemon from another. */
typedef struct {
    const char *name;                     /* for the log and the monitor */
    const char *zap_domain;
    uint64_t    io_threads;               /* bit 0: the context's first one */
    int64_t     message_max_bytes;        /* with CURVE's overhead; a longer one costs its connection */
    int         send_room, receive_room;  /* messages, a connection */
    int         backlog;
    int         share;                    /* it may have one in so many of the connections that descriptors allow */
} dbk_port;

extern const dbk_port dbk_port_reports, dbk_port_enrolment;

/* Binds. `zmq` already has the gate's handler bound.
 *   endpoint   "tcp://127.0.0.1:5570"; a port of * picks a free one */
dbk_front *dbk_front_open(void *zmq, const dbk_port *port, const char *endpoint, const dbk_keypair *own, dbk_err *err);
/* Gives what was sent up to 2 s to leave, without zmq_unbind, which would cut accepted connections. */
void        dbk_front_close(dbk_front **front);
void       *dbk_front_socket(const dbk_front *front);
void       *dbk_front_monitor(const dbk_front *front);
const char *dbk_front_endpoint(const dbk_front *front);            /* as bound, with its port */

dbk_letter_state dbk_front_take(dbk_front *front, dbk_letter *letter);

typedef enum { DBK_SENT, DBK_NO_ROOM, DBK_NO_PEER } dbk_send_state;
dbk_send_state dbk_front_send(dbk_front *front, const dbk_return_address *to, const dbk_reply *reply);

/* Reads a bounded number of events of the port and logs, braked, what an office would want to know: wrong server key,
 * a peer without CURVE, an oversize frame. */
void dbk_front_watch_port(dbk_front *front);
void dbk_front_tick(dbk_front *front, int64_t tick_ms);            /* at every turn: descriptors, memory */
/* Ends the connection that a letter came by, just after it was taken; `why` is for the log. */
void dbk_front_cut(dbk_front *front, const dbk_return_address *from, const char *why);
void dbk_front_guard_counts(const dbk_front *front, dbk_guard_counts *counts);

#endif
