/*
 * todo — what of a day is still to be done besides the night's reports: roll call, evening health, bulletins that the
 * office wants read. It is done when it lies in the outbox or has left it, or when somebody else has handed it in.
 *
 * Not here: the night's reports (evening.c), how it is said (start_steps.c).
 */
#ifndef DBK_SECRETARY_TODO_H
#define DBK_SECRETARY_TODO_H

#include <stddef.h>
#include <stdint.h>

#include "clients/secretary/desk.h"
#include "clients/secretary/evening.h"
#include "clients/secretary/handed.h"

#define DBK_TODO_MAX 64                       /* committees of one person on one night */

typedef struct { size_t n; uint32_t number[DBK_TODO_MAX]; } dbk_todo;

/* The committees of that night that have no record of this kind yet, among those whose it is to send one. */
void dbk_todo_kind(dbk_todo *todo, dbk_desk *desk, const dbk_evening *evening, const dbk_handed_list *handed,
                   dbk_kind kind);

/* Bulletins that the office wants read and that were not read here, the oldest one first. */
void dbk_todo_bulletins(dbk_todo *todo, dbk_desk *desk);

#endif
