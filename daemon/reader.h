/*
 * reader — what only the database can tell, read for a person who asks: what stands for a committee and date, to show
 * what another laptop sent or to correct it; what of a night stands at all; and what earlier nights left open.
 *
 * Who may send a record there may see it; a confidential one only the person who sent it. What is asked waits in a
 * short line for a connection of its own, a few at a time, so that no report waits for a reader. Without a connection,
 * or with the line full, the answer is BUSY.
 * Promise: what is answered was committed. It is no receipt: nothing is looked up or confirmed for whoever sent it.
 */
#ifndef DBK_DAEMON_READER_H
#define DBK_DAEMON_READER_H

#include <zmq.h>

#include "daemon/config.h"
#include "daemon/directory.h"
#include "daemon/front.h"
#include "proto/messages.h"

typedef struct dbk_reader dbk_reader;

/* Its answers: stamped and sent by the owner, before the call returns. */
typedef struct {
    void (*answer)(void *owner, const dbk_return_address *to, uint64_t request_id, dbk_reply *reply);
    const char *(*person)(void *owner, int32_t person);          /* a name to show; "" when unknown */
    void *owner;
} dbk_reader_user;

dbk_reader *dbk_reader_new(const dbk_config *config, const dbk_reader_user *user);    /* never NULL */
void        dbk_reader_free(dbk_reader **reader);                         /* who still waits hears nothing */

/*
 * Answers in the end, perhaps at once.
 *   person  whose key asks; known and in force
 */
void dbk_reader_ask(dbk_reader *reader, const dbk_directory *directory, int32_t person, const dbk_return_address *to,
                    uint64_t request_id, const dbk_record_query *query);

void dbk_reader_ask_items(dbk_reader *reader, const dbk_directory *directory, int32_t person,
                          const dbk_return_address *to, uint64_t request_id, const dbk_items_query *query);

void dbk_reader_ask_handed(dbk_reader *reader, int32_t person, const dbk_return_address *to, uint64_t request_id,
                           const dbk_handed_query *query);

/* For the loop: one item. */
void dbk_reader_watch(const dbk_reader *reader, zmq_pollitem_t *item);
void dbk_reader_step(dbk_reader *reader, const zmq_pollitem_t *item);
void dbk_reader_tick(dbk_reader *reader, int64_t tick_ms);

#endif
