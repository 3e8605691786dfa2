/*
 * verdicts — how many lines of the log a key may fill with what became of its records.
 *
 * A hundred of each kind a minute, which nobody comes near whose client sends what a night brings; what goes beyond is
 * counted and said in one line when the minute is over, so that the log and the counters add up. One key that sends for
 * ever, whether it is refused or not, writes no more than that.
 * Promise: memory for 65,536 pairs of key and kind in a minute; the lines of those beyond are written.
 * Not here: the lines themselves (intake.c).
 */
#ifndef DBK_DAEMON_VERDICTS_H
#define DBK_DAEMON_VERDICTS_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"
#include "proto/messages.h"

#define DBK_VERDICT_LINES_A_MINUTE 100

typedef struct dbk_verdicts dbk_verdicts;

dbk_verdicts *dbk_verdicts_new(void);                      /* never NULL */
void          dbk_verdicts_free(dbk_verdicts **verdicts);  /* says what is still to be said */

/* May this verdict have a line? False: it is counted. */
bool dbk_verdicts_may(dbk_verdicts *verdicts, const uint8_t key[DBK_KEY_BYTES], dbk_status status, int64_t tick_ms);
/* Says what was left out in a minute that is over. */
void dbk_verdicts_tick(dbk_verdicts *verdicts, int64_t tick_ms);

#endif
