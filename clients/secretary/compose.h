/*
 * compose — what filling in and correcting have in common: the form of the night, earlier nights, the draft, and the
 * way from the screen into the outbox and to the server.
 */
#ifndef DBK_SECRETARY_COMPOSE_H
#define DBK_SECRETARY_COMPOSE_H

#include <stdbool.h>

#include "clients/secretary/desk.h"
#include "clients/secretary/draft.h"
#include "clients/secretary/evening.h"
#include "clients/secretary/fill.h"
#include "clients/secretary/open_items.h"
#include "clients/secretary/sheet_diff.h"
#include "clients/secretary/which.h"
#include "proto/err.h"

typedef struct {
    dbk_desk       *desk;
    dbk_which       which;
    dbk_evening     evening;
    const dbk_item *newest;          /* of this committee and night; NULL: none */
    const dbk_form *form;
    dbk_form       *own_form;        /* fetched for this night; NULL: the cached one serves */
    dbk_draft      *draft;
    dbk_fill        fill;
    dbk_open_list   open;            /* what earlier nights left open; the sheet borrows its words */
} dbk_compose;

/*
 * Everything up to an empty form: finds the form, reads the outbox, takes the draft's lock.
 *   version  of the form; 0: the one in force on that night
 *   errors   DBK_E_BUSY another window;  DBK_E_CONFIG no form, no key
 */
int  dbk_compose_open(dbk_compose *compose, dbk_desk *desk, const dbk_which *which, uint32_t version, dbk_err *err);
void dbk_compose_close(dbk_compose *compose);

/* A sealed report, as it is in the outbox or came from the server, into the sheet. */
int dbk_compose_take_sealed(dbk_sheet *sheet, const uint8_t *sealed, size_t size, dbk_err *err);
int dbk_compose_take_item(dbk_sheet *sheet, const dbk_item *item, dbk_err *err);

/* List on the sheet, which has been filled from a draft or a sealed report, what earlier nights left open. */
void dbk_compose_lay_open(dbk_compose *compose);

/* "committee, night" in words. */
const char *dbk_compose_title(const dbk_compose *compose, char *room, size_t room_bytes);

/* Seal the sheet, keep it, and send it at once if that can be; says what became of it.
 *   offline  keep it only
 *   returns  0: delivered, or kept when offline.  -1: err; it may be kept all the same, and then it was said */
int dbk_compose_hand_in(dbk_compose *compose, const dbk_sheet *sheet, bool offline, dbk_err *err);

/* A question on the terminal, answered with yes or no; no when nobody can answer.
 *   enter    what the Enter key alone means */
bool dbk_compose_ask(const char *question, bool enter);

/* Shows what a correction changes; on a terminal asks whether to go on, and for each field that it empties whether that is
 * meant; elsewhere that needs `clear`. An error when somebody says no. */
int dbk_compose_agree(const dbk_change *list, size_t n, bool clear, dbk_err *err);

#endif
