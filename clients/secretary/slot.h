/*
 * slot — what is known of a place that a record may go to before a person types anything: what lies here for it, what
 * stands at the server, and whether this person may send it at all.
 *
 * Not here: what a person chooses then (cmd_kind.c).
 */
#ifndef DBK_SECRETARY_SLOT_H
#define DBK_SECRETARY_SLOT_H

#include <stdbool.h>
#include <stdint.h>

#include "clients/secretary/answers.h"
#include "clients/secretary/evening.h"
#include "clients/secretary/stands.h"
#include "clients/secretary/which.h"

typedef struct {
    dbk_slot        at;
    const dbk_item *item;          /* the newest of this computer that was not given up; NULL: none. The evening's */
    dbk_stands      stands;        /* what the server shows; not `there`: nothing, or it was not asked */
    dbk_err         why;           /* why the server cannot be asked; empty: it was, or need not be */
} dbk_slot_state;

/* Looks here, and asks the server where that can say more: not for what still waits here. dbk_slot_fini() in any case.
 *   errors   DBK_E_FORBIDDEN somebody else's stands there, and is not for this person's eyes */
int  dbk_slot_look(dbk_slot_state *state, dbk_desk *desk, const dbk_evening *evening, const dbk_slot *at, dbk_err *err);
void dbk_slot_fini(dbk_slot_state *state);

/* Is there a record that one more would have to correct? */
bool dbk_slot_taken(const dbk_slot_state *state);

/* What is there, in words: "delivered: revision 1, on time, received ...". Returns `room`. */
const char *dbk_slot_words(const dbk_slot_state *state, char *room, size_t room_bytes);

/* The id that a correction names, and what it opens with, into empty answers.
 *   returns  false: the texts cannot be had */
bool dbk_slot_base(const dbk_slot_state *state, dbk_answers *answers);

/* May this key send that kind for that committee and date, as far as is known?
 *   known    the server was asked just now, so that what it says is no old news
 *   returns  0: yes, or nobody knows here.  -1: err, DBK_E_FORBIDDEN: not so, and what to do */
int dbk_slot_allowed(const dbk_scope *scope, bool known, dbk_kind kind, const dbk_which *which, dbk_err *err);

#endif
