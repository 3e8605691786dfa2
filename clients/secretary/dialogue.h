/*
 * dialogue — from the verb to the outbox: which record it is, what was kept of it, the questions, and sealing it.
 *
 * What a person may not send is refused before they type. While they type, every answer is on the disk; what was kept
 * is offered when they come back. A record that is there already is corrected only when a person says so.
 * Not here: the questions themselves (ask.c); which record it is, and what is there already (choice.c).
 */
#ifndef DBK_SECRETARY_DIALOGUE_H
#define DBK_SECRETARY_DIALOGUE_H

#include <stdbool.h>
#include <stdio.h>

#include "clients/secretary/desk.h"
#include "clients/secretary/kinds.h"
#include "clients/secretary/which.h"

typedef struct {
    dbk_desk             *desk;
    const dbk_kind_shape *shape;
    dbk_which             which;
    uint32_t              part;                 /* 0: the person did not say */
    bool                  offline, correct;     /* correct: the person said so */
} dbk_dialogue;

/* Ask line by line, seal, send. */
int dbk_dialogue_run(dbk_dialogue *dialogue, dbk_err *err);

/* The file instead, for an editor: an empty one, or with `correct` what was sent. */
int dbk_dialogue_template(dbk_dialogue *dialogue, FILE *to, dbk_err *err);

#endif
