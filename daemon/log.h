/*
 * log — one event a line on stderr: "<6>event=verdict status=ACCEPTED committee=12 day=20200221".
 *
 * The number in front is the journal's priority. Ids and codes are logged, never texts, values or names of people.
 */
#ifndef DBK_DAEMON_LOG_H
#define DBK_DAEMON_LOG_H

#include <stdint.h>

#include "proto/err.h"

typedef enum { LOG_ALARM = 2, LOG_ERROR = 3, LOG_WARNING = 4, LOG_NOTICE = 5, LOG_INFO = 6 } dbk_priority;

/* `fmt` begins after "event=", e.g. dbk_log(LOG_INFO, "ready endpoint=%s", endpoint). errno is kept. Control characters
 * become spaces. Never waits: a line that nobody takes is lost, and counted before the next one ("log_lost"). */
void dbk_log(dbk_priority priority, const char *fmt, ...) DBK_PRINTF(2, 3);

/* A brake for an event that a stranger can cause at will: true at most once in `every_ms`; *left_out then holds how
 * many were left out since, and starts again. */
typedef struct { int64_t next_ms; unsigned left_out; } dbk_brake;
bool dbk_brake_free(dbk_brake *brake, int64_t tick_ms, int64_t every_ms, unsigned *left_out);

#endif
