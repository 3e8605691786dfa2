/*
 * counters — one line a minute in the log, the same figures in the daemon's row.
 */
#ifndef DBK_DAEMON_COUNTERS_H
#define DBK_DAEMON_COUNTERS_H

#include "daemon/intake.h"
#include "daemon/side.h"
#include "daemon/store.h"

typedef struct { int64_t said_ms, told_ms; bool accepting; } dbk_counters;

/* Tells the side every five seconds and when `accepting` changes; says the line once a minute. */
void dbk_counters_tick(dbk_counters *counters, int64_t tick_ms, bool accepting, const dbk_intake *intake,
                       const dbk_store *store, dbk_side *side);
/* The line, now. */
void dbk_counters_say(const dbk_intake *intake, const dbk_store *store);

#endif
