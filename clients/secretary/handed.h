/*
 * handed — what of a night is handed in at the committees of this key, by whom and when, as the server told it last: so
 * that a person hears before they type that somebody else was faster, and sees what is still to be done.
 *
 * Tonight's list is kept in `handed`, to be told without a line, with its time. Nothing of what a record says is in it.
 * Not here: the record itself (stands.c), how it is said on a page (cmd_start.c, cmd_show.c).
 */
#ifndef DBK_SECRETARY_HANDED_H
#define DBK_SECRETARY_HANDED_H

#include <stdbool.h>
#include <stdint.h>

#include "clients/secretary/desk.h"
#include "clients/secretary/outbox.h"
#include "proto/arena.h"
#include "proto/messages.h"

typedef struct {
    uint32_t          date;
    int64_t           as_of_ms;              /* the server's clock when it looked; 0: it has not told of that night */
    bool              fresh;                 /* it was asked a moment ago */
    const dbk_handed *said;                  /* NULL: nothing is known */
    dbk_arena         arena;
} dbk_handed_list;

/* What is known of that night.
 *   timeout_ms  how long the server may take; 0: it is not asked */
void dbk_handed_open(dbk_handed_list *list, dbk_desk *desk, uint32_t date, int timeout_ms);
void dbk_handed_fini(dbk_handed_list *list);

/* NULL: none is known. `part` 0: whichever */
const dbk_standing *dbk_handed_find(const dbk_handed_list *list, uint32_t committee, dbk_kind kind, uint32_t part);

/* Does it stand instead of this one: another record, and a later one than this one's receipt, if it has any? */
bool dbk_handed_replaces(const dbk_standing *standing, const dbk_item *item);

/* A receipt that has just come: of a confidential record nothing else stays here. */
void dbk_handed_note(int home, const dbk_receipt *receipt);

/* The laptop is another person's now. */
int dbk_handed_forget(int home, dbk_err *err);

/* "revision 2, sent by 样例甲, received 21:40". Returns `room`. */
#define DBK_HANDED_BYTES 256
const char *dbk_handed_words(const dbk_standing *standing, int64_t now_ms, char room[DBK_HANDED_BYTES]);

/* Of what time the list is, when that is not now, and whether it is all; "" when it is both. */
const char *dbk_handed_as_of(const dbk_handed_list *list, int64_t now_ms, char room[DBK_HANDED_BYTES]);

#endif
