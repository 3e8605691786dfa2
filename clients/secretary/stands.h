/*
 * stands — the record that stands at the server for a committee, night, kind and part: asked for when a person wants to
 * see it, and proven before it is believed. It may have been sent from another computer.
 *
 * Nothing of it is kept on disk.
 * Not here: what is done with it (conflict.c, cmd_correct.c).
 */
#ifndef DBK_SECRETARY_STANDS_H
#define DBK_SECRETARY_STANDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/secretary/desk.h"
#include "proto/err.h"
#include "proto/limits.h"
#include "proto/messages.h"

/* Where a record stands. */
typedef struct { uint32_t committee_id, report_date; dbk_kind kind; uint32_t part; } dbk_slot;

typedef struct {
    bool           there;              /* false: nothing stands, and the rest is empty */
    uint8_t        id[DBK_ID_BYTES];
    uint32_t       revision, form_version;
    int64_t        received_at_ms;
    dbk_timeliness timeliness;
    char           code[DBK_CODE_CHARS + 1];
    char           sender[128];        /* safe to show */
    uint8_t       *sealed;             /* NULL: the office has removed its texts */
    size_t         sealed_size;
} dbk_stands;

/*
 * Ask the server.
 *   stands   overwritten; dbk_stands_fini() in any case
 *   errors   the line's; DBK_E_FORBIDDEN it is not for this person's eyes; DBK_E_BUSY the server is busy, or too old to
 *            be asked; DBK_E_MALFORMED what it showed does not prove itself
 */
int  dbk_stands_fetch(dbk_stands *stands, dbk_desk *desk, const dbk_slot *slot, int timeout_ms, dbk_err *err);
void dbk_stands_fini(dbk_stands *stands);

/* The same from an answer that is here already. Pure. */
int dbk_stands_take(dbk_stands *stands, const dbk_reply *reply, const dbk_slot *slot, dbk_err *err);

/* "another report stands for that night: revision 2, sent by ..., received ..., id ...". Returns `room`. */
const char *dbk_stands_words(const dbk_stands *stands, char *room, size_t room_bytes);

#endif
