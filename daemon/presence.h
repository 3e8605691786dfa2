/*
 * presence — how far tonight's reports have come, as open clients say: kept in memory, written down now and then.
 *
 * A hint that decides nothing. One entry a committee, night and person; changes go to one small table, at most once a
 * second, over a connection of their own, so that no report waits for them. What is of a closed night is forgotten,
 * here and there. There is room for a night of a country; what more is said than can be written down in a second takes
 * its turn, and says itself when it was heard. A database that is away loses nothing that the next minute's presence would not say again.
 * Not here: what stands or is held (sql/), which knows better.
 */
#ifndef DBK_DAEMON_PRESENCE_H
#define DBK_DAEMON_PRESENCE_H

#include <zmq.h>

#include "daemon/config.h"
#include "daemon/directory.h"
#include "daemon/side.h"
#include "proto/messages.h"

typedef struct dbk_presence dbk_presence;

dbk_presence *dbk_presence_new(const dbk_config *config, dbk_side *side);      /* never NULL; `side` is borrowed */
void          dbk_presence_free(dbk_presence **presence);

/* A person's client says how far a report has come.
 *   returns  DBK_ANSWER, and it is noted; or FORBIDDEN, CLOSED, MALFORMED, BUSY with *reason */
dbk_status dbk_presence_take(dbk_presence *presence, int32_t person, const dbk_presence_message *said,
                             const char **reason);

/* For the loop: one item. */
void dbk_presence_watch(const dbk_presence *presence, zmq_pollitem_t *item);
void dbk_presence_step(dbk_presence *presence, const zmq_pollitem_t *item);
void dbk_presence_tick(dbk_presence *presence, int64_t tick_ms);

#endif
