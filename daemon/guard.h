/*
 * guard — keeps a port within the descriptors and the memory that the process has. What libzmq leaves open:
 *
 * - Without descriptors its accept loop spins, a core and more, until one is free. So before the last ones are gone the
 *   listening socket is shut: a filter of the kernel drops whatever arrives for it. Connections that stand are not
 *   touched, and a client that calls meanwhile is let in by TCP's own repetition as soon as there is room again.
 * - It counts messages, not frames: one message that never ends grows without bound. So the kernel is asked what each
 *   connection has received, 256 of them a look and all when the process has grown; one with more than the port allows
 *   (1 MiB on the port of reports) that no finished message accounts for is cut.
 * - It gives everybody the same time to shake hands. Thousands who came together and say nothing are ended together,
 *   and call again together: meanwhile no letter moves. So of those who keep us waiting for their next word the oldest
 *   are cut one by one, at the pace that is through with them when their time is over; whoever calls again comes spread
 *   out.
 *
 * Promise: nothing here waits; a look, at most 100 a second, is one small file read and a question or two a connection.
 */
#ifndef DBK_DAEMON_GUARD_H
#define DBK_DAEMON_GUARD_H

#include <stddef.h>
#include <stdint.h>

#include "proto/err.h"

/* At the start of the process: asks for as many descriptors as it may have. Fewer than 256 are an error. */
int dbk_guard_descriptors(dbk_err *err);

#define DBK_HANDSHAKE_MS 5000            /* libzmq's part: then it ends a connection that has not shaken hands */

typedef struct dbk_guard dbk_guard;

typedef struct { uint64_t accepted, open, cut, shut; } dbk_guard_counts;   /* connections; shut: times the port was */

/*
 *   name        of the port, for the log
 *   backlog     calls that may wait, at most; fewer when there are few descriptors
 *   share       the port may have one in so many of the connections that there are descriptors for
 *   held_bytes  of messages that are not finished or not yet taken, a connection: what the port's high-water mark
 *               allows, and one more under way
 */
dbk_guard *dbk_guard_new(const char *name, int backlog, int share, int64_t held_bytes);      /* never NULL */
void       dbk_guard_free(dbk_guard **guard);

/* What the monitor of the port tells, with the descriptor that it names. */
void dbk_guard_listens(dbk_guard *guard, int fd);
void dbk_guard_accepted(dbk_guard *guard, int fd);
void dbk_guard_ended(dbk_guard *guard, int fd);

/* A frame was taken off a finished message that came by this connection. */
void dbk_guard_took(dbk_guard *guard, int fd, size_t frame_bytes);

/* Ends a connection; `why` is for the log. */
void dbk_guard_cut(dbk_guard *guard, int fd, const char *why);

void dbk_guard_tick(dbk_guard *guard, int64_t tick_ms);       /* at every turn, and every 100 ms at least */
void dbk_guard_counts_of(const dbk_guard *guard, dbk_guard_counts *counts);

#endif
