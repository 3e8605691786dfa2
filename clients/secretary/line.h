/*
 * line — how far a connection came, told from the socket monitor's events: what can truthfully be said of it.
 *
 * Pure: a table. Measured on libzmq 4.3.4: each row of it is one way in which a connection fails.
 * Not here: sockets (courier.c).
 */
#ifndef DBK_SECRETARY_LINE_H
#define DBK_SECRETARY_LINE_H

#include <stdint.h>

#include "proto/err.h"

/* A greater number came further. They are written into notes, as a hint for people only. */
typedef enum {
    LINE_UNTRIED,      /* nothing has been heard of it yet */
    LINE_NO_HOST,      /* the name of the host is not known */
    LINE_CALLING,      /* no answer from the network */
    LINE_NOBODY,       /* nothing listens there, or it cannot be reached */
    LINE_CONNECTED,    /* connected, the handshake is not answered yet */
    LINE_NOT_OURS,     /* closed during the handshake: wrong server key, or not a CURVE service */
    LINE_NOT_ZMQ,      /* not a ZeroMQ service */
    LINE_NO_RIGHT,     /* our key is not authorised */
    LINE_UNCHECKED,    /* the server could not check our key */
    LINE_REACHED,      /* key accepted; no confirmation yet */
    LINE_LOST,         /* was reached, and lost before the confirmation */
    LINE_N
} dbk_line;

/* What a monitor event can be to a line. */
typedef enum {
    HEARD_NOTHING,     /* an event that says nothing about it */
    HEARD_DELAYED,
    HEARD_RETRIED,
    HEARD_CLOSED,
    HEARD_CONNECTED,
    HEARD_DISCONNECTED,
    HEARD_BROKEN,      /* handshake failed without detail: the other end hung up */
    HEARD_MUTE,        /* handshake failed without detail: no answer in time */
    HEARD_DENIED,      /* ZAP 400 */
    HEARD_UNCHECKED,   /* ZAP 300, 500 */
    HEARD_WELCOME,
    HEARD_N
} dbk_heard;

/* From the numbers of a zmq monitor frame. */
dbk_heard dbk_line_heard(uint16_t event, uint32_t value);

dbk_line dbk_line_next(dbk_line line, dbk_heard heard);

/* How long it is worth while to go on when the line is like that.
 *   unit     milliseconds since it became so; 0: give up at once;  -1: as long as the deadline allows */
int dbk_line_patience_ms(dbk_line line);

/* One sentence in the reader's language; stands behind the endpoint and a colon. */
const char *dbk_line_words(dbk_line line);

dbk_code dbk_line_code(dbk_line line);

#endif
