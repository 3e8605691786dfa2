/*
 * evening — where each report stands, read from the files each time: what is in the outbox, what is being written, what
 * the office has returned. Nothing is remembered that a crash could make untrue.
 *
 * Not here: how it is said (cmd_start.c, cmd_status.c).
 */
#ifndef DBK_SECRETARY_EVENING_H
#define DBK_SECRETARY_EVENING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/secretary/desk.h"
#include "clients/secretary/draft.h"
#include "clients/secretary/handed.h"
#include "clients/secretary/outbox.h"
#include "proto/err.h"
#include "proto/messages.h"

typedef enum {
    EVENING_EMPTY,         /* nobody has begun it */
    EVENING_DRAFT,         /* being written */
    EVENING_WAITING,       /* sealed, not delivered yet */
    EVENING_HELD,          /* the office does not take it now, but may */
    EVENING_ASKING,        /* another report stands: a person must choose */
    EVENING_REFUSED,       /* to be put right */
    EVENING_DONE,          /* delivered */
    EVENING_RETURNED,      /* delivered, and returned by the office to be corrected */
    EVENING_ELSEWHERE,     /* not sealed here, and handed in from another computer */
    EVENING_REPLACED,      /* delivered, and corrected since from another computer */
    EVENING_N
} dbk_evening_state;

/* The report of one committee and night. */
typedef struct {
    uint32_t            committee_id, report_date;
    dbk_evening_state   state;
    const dbk_item     *item;        /* the newest of the outbox that was not given up; NULL: none */
    int64_t             draft_ms;    /* when its draft was last saved; 0: there is none */
    bool                correcting;  /* it corrects what is sealed here or stands at the server */
    const dbk_returned *returned;
    const dbk_standing *standing;    /* what stands at the server and was not sealed here, once it is heeded; NULL: none
                                        is known. It lives in the list */
} dbk_evening_row;

typedef struct {
    uint32_t         date;
    dbk_items        box[BOX_N];
    size_t           n;
    dbk_evening_row *row;            /* tonight's committees first, then other nights that want something */
    size_t           n_begun;
    dbk_draft_seen  *begun;          /* other records that are begun and not sealed, corrections too */
} dbk_evening;

/* Read it all.
 *   date     YYYYMMDD, the night that is on
 *   errors   DBK_E_SYSTEM: the outbox cannot be read */
int  dbk_evening_read(dbk_evening *evening, dbk_desk *desk, uint32_t date, dbk_err *err);
void dbk_evening_fini(dbk_evening *evening);

/* What the server has told of a night, held against the rows of that night. */
void dbk_evening_heed(dbk_evening *evening, const dbk_handed_list *handed);

/* "waiting" ...: for JSON, never translated. */
const char *dbk_evening_name(dbk_evening_state state);

/* The newest item of a committee and night that was not given up, in any box; NULL: none. */
const dbk_item *dbk_evening_newest(const dbk_items box[BOX_N], uint32_t committee, uint32_t date);

/* The item with this id, in any box; NULL: none. */
const dbk_item *dbk_evening_item(const dbk_evening *evening, const uint8_t id[DBK_ID_BYTES]);

#endif
