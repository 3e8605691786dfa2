/*
 * item — the life of one record in the outbox: which state it is in, what an event means there.
 *
 * Pure: a table, and sums over numbers. A state is never stored: it is read off where the file lies and what its note
 * says (dbk_item_state_of), so that a crash cannot leave a lie behind.
 * Not here: files (outbox.c), the line (courier.c), who does the deeds (sender.c).
 */
#ifndef DBK_SECRETARY_ITEM_H
#define DBK_SECRETARY_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"
#include "proto/messages.h"

typedef enum {
    ITEM_NONE,         /* no such thing: the mark of an empty cell */
    ITEM_WAITING,      /* in out/: to be sent when it is due */
    ITEM_SENT,         /* only while the sender waits for its answer */
    ITEM_HELD,         /* in out/: refused for a reason that may pass */
    ITEM_ASKING,       /* in out/: another report stands for that night; a person must choose */
    ITEM_DONE,         /* in done/: receipted */
    ITEM_REFUSED,      /* in refused/: final */
    ITEM_N
} item_state;

typedef enum {
    EV_NONE,           /* nothing has happened to it yet */
    EV_DUE,            /* its time has come, or a person says: flush */
    EV_AGAIN,          /* a person says: this one, now, whatever its state */
    EV_DROPPED,        /* a person gives it up, or chose to correct what stands */
    EV_RESTORED,       /* the server's epoch is a new one */
    EV_RECEIPT,        /* ACCEPTED, DUPLICATE */
    EV_REJECTED,       /* REJECTED, MALFORMED: final for these bytes */
    EV_STANDING,       /* FORBIDDEN, CLOSED, UNSUPPORTED, FAULT */
    EV_CONFLICT,
    EV_BUSY,
    EV_SILENCE,        /* no answer, or none that proves anything */
    EV_N
} item_event;

typedef enum {
    DO_NOTHING,
    DO_SEND,
    DO_FILE_DONE,
    DO_FILE_REFUSED,
    DO_WAIT_LONGER,
    DO_HOLD,
    DO_ASK,
    DO_RETURN          /* from done/ back to out/ */
} item_deed;

typedef struct { item_state next; item_deed deed; } item_step;

typedef enum { BOX_OUT, BOX_DONE, BOX_REFUSED, BOX_N } item_box;

/* What `event` does to an item in `state`; next ITEM_NONE: it means nothing there. */
item_step dbk_item_step(item_state state, item_event event);

/* The state of an item that lies in `box` and to which `last` happened last. */
item_state dbk_item_state_of(item_box box, item_event last);

/* What an answer to a sealed record is. One that answers something else is as good as none; a status that we do not
 * know is a newer server's, and held. */
item_event dbk_item_event_of(dbk_status status);

/*
 * How long until the next try after `event`.
 *   tries           how often it has been sent, 1 for once
 *   retry_after_ms  what the server asked for, 0 for nothing
 *   random          any number: the waits of many clients must not fall together
 *   returns         milliseconds; at most 15 minutes
 */
int64_t dbk_item_wait_ms(item_event event, uint32_t tries, uint32_t retry_after_ms, uint32_t random);

#define DBK_HELD_RETRY_MS (15 * 60 * 1000)

/* How long until then; 0: now, also when it is further off than any wait: the clock was set back since. */
int64_t dbk_item_left_ms(int64_t next_try_ms, int64_t now_ms);

#endif
