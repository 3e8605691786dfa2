/*
 * remedy — what helps a record out of the state it is in: a command that exists for its kind, the time of the next try,
 * or whom to ask. A table, so that nobody is sent to a command that does nothing there.
 *
 * Not here: why it is in that state (tell.c).
 */
#ifndef DBK_SECRETARY_REMEDY_H
#define DBK_SECRETARY_REMEDY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/secretary/desk.h"
#include "clients/secretary/outbox.h"

typedef struct {
    dbk_desk        *desk;
    const dbk_items *box;            /* of BOX_N: what else lies here */
    bool             watched;        /* daybook flush --watch runs */
    int64_t          now_ms;         /* by this computer */
} dbk_remedy_view;

/* One sentence without a stop at its end; "" when nothing is to be done. */
const char *dbk_remedy(const dbk_remedy_view *view, const dbk_item *item, char *room, size_t room_bytes);

/* What to type behind `daybook` about one that waits for a choice or was refused: "rollcall --part 1 12 2020-02-18"; ""
 * when that is nothing. */
const char *dbk_remedy_command(const dbk_item *item, char *room, size_t room_bytes);

/* Has another of its committee, night, kind and part been sealed here since, and not been given up? */
bool dbk_remedy_followed(const dbk_items box[BOX_N], const dbk_item *item);

#endif
