/*
 * side — everything the daemon asks and tells the database besides records: the directory, its own row, what is held.
 *
 * One connection. It listens for changes of the directory and reads it anew, also every now and then; says every five
 * seconds that the daemon is alive, and finds the gaps in which none was; writes down what was refused for its
 * standing, so that the office sees it. Nothing here is on the path of a record.
 */
#ifndef DBK_DAEMON_SIDE_H
#define DBK_DAEMON_SIDE_H

#include <zmq.h>

#include "daemon/config.h"
#include "daemon/directory.h"
#include "daemon/submission.h"

typedef struct dbk_side dbk_side;

dbk_side *dbk_side_new(const dbk_config *config);             /* never NULL */
void      dbk_side_free(dbk_side **side);

/* The directory in force; NULL until one has been read. Good until the next step or tick. */
const dbk_directory *dbk_side_directory(const dbk_side *side);

/* Read it again as soon as possible. */
void dbk_side_refresh(dbk_side *side);

/* What the daemon's row says from now on: where clients report and enrol ("": nowhere). `counters` is JSON, copied. */
void dbk_side_describe(dbk_side *side, const char *endpoint, const char *enrol_endpoint,
                       const uint8_t server_key[DBK_KEY_BYTES]);
void dbk_side_report(dbk_side *side, bool accepting, const char *counters);
/* The last beat, with accepting = false; done when dbk_side_rests() is true or the connection is gone. */
void dbk_side_finish(dbk_side *side);
bool dbk_side_rests(const dbk_side *side);

/* A record was refused for its standing: `status` FORBIDDEN, CLOSED, CONFLICT or FAULT. */
void dbk_side_held(dbk_side *side, const dbk_submission *s, const char *status, const char *reason);

/* Something was committed that a list of the night shows: listeners on daybook_news are told, once a second at most. */
void dbk_side_news(dbk_side *side);

/* For the loop: one item. */
void dbk_side_watch(const dbk_side *side, zmq_pollitem_t *item);
void dbk_side_step(dbk_side *side, const zmq_pollitem_t *item);
void dbk_side_tick(dbk_side *side, int64_t tick_ms);

#endif
