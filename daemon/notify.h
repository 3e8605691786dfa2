/*
 * notify — readiness and life signs for systemd: one datagram to $NOTIFY_SOCKET, nothing when it is not set.
 *
 * The protocol is small and stable; libsystemd is not linked for it.
 */
#ifndef DBK_DAEMON_NOTIFY_H
#define DBK_DAEMON_NOTIFY_H

#include <stdint.h>

/* `state` e.g. "READY=1", "STOPPING=1", "WATCHDOG=1", "STATUS=...". Failure is nobody's business but systemd's. */
void dbk_notify(const char *state);

/* How often WATCHDOG=1 is wanted, in ms: half of $WATCHDOG_USEC when it is meant for this process; 0: not at all. */
int64_t dbk_notify_watchdog_ms(void);

#endif
