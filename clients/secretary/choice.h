/*
 * choice — before the questions: which record of that day a person means, and what is to become of one that is there.
 *
 * Nothing that is there is corrected, and no shift is taken for another, unless a person says so.
 * Not here: what is there (slot.c); the questions (dialogue.c, ask.c).
 */
#ifndef DBK_SECRETARY_CHOICE_H
#define DBK_SECRETARY_CHOICE_H

#include <stdbool.h>

#include "clients/secretary/answers.h"
#include "clients/secretary/dialogue.h"
#include "clients/secretary/evening.h"
#include "clients/secretary/night.h"
#include "clients/secretary/slot.h"

typedef struct {
    dbk_dialogue  *d;
    dbk_evening    evening;
    dbk_slot_state slot;                  /* where it goes, and what is there */
    dbk_answers    answers;               /* of a person's own record that is to correct another; else empty */
    dbk_answers    before;                /* what is corrected, or put right */
    bool           has_before;            /* `before` is corrected: what changes of it is shown */
    bool           chosen;                /* from a list that showed what is there */
} dbk_choice;

/* "样例居委会 (12), 2月18日(星期二)". Returns `room`. */
#define DBK_PLACE_BYTES (DBK_COMMITTEE_BYTES + DBK_NIGHT_BYTES)
const char *dbk_choice_place(const dbk_choice *choice, char room[DBK_PLACE_BYTES]);

/* Which one of that day, into choice->d->part: as was said, asked for, or the next. 0, or -1: err. */
int dbk_choice_part(dbk_choice *choice, dbk_err *err);

/* What is there, and what a person wants of it.
 *   returns  1: go on; 0: it is left as it is; -1: err */
int dbk_choice_take(dbk_choice *choice, dbk_err *err);

/* The single steps, for the file instead of the dialogue. */
int  dbk_choice_look(dbk_choice *choice, uint32_t part, dbk_slot_state *state, dbk_err *err);
void dbk_choice_base(dbk_choice *choice);                         /* choice->slot's record into choice->before */
int  dbk_choice_none(const dbk_choice *choice, dbk_err *err);     /* there is none to correct, and why; returns -1 */

#endif
