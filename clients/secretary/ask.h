/*
 * ask — the dialogue of a kind that has no form: question after question, each answer checked and kept as it is given.
 *
 * Every answer goes through the contract's checker at once: what it will not have is asked again, with the reason. A
 * person may go back, look at everything before it is sealed, and change any line of it.
 * Not here: which record it is, and whether it may be sent (cmd_kind.c); what is right (proto/check.c).
 */
#ifndef DBK_SECRETARY_ASK_H
#define DBK_SECRETARY_ASK_H

#include <stdbool.h>
#include <stdio.h>

#include "clients/secretary/answers.h"
#include "clients/secretary/draft.h"
#include "proto/messages.h"

typedef struct {
    dbk_answers       *answers;
    const dbk_answers *before;       /* what is corrected, to show what changes; NULL: nothing is */
    const dbk_scope   *scope;
    dbk_draft         *draft;        /* keeps every answer; NULL: nothing is kept */
    FILE              *from, *say;   /* where answers come from, and where the questions go */
    bool               terminal;     /* a person sits there: everything is shown before it is whole */
} dbk_ask;

/* How many entries are answered, of how many. */
void dbk_ask_progress(const dbk_answers *answers, size_t *done, size_t *all);

/* A line that was typed, without its end; false: there are no more. A longer one is cut, and its rest answers nothing
 * else; a terminal hands over none that is longer. */
#define DBK_ASK_LINE_BYTES 4097
bool dbk_ask_line(FILE *from, char line[DBK_ASK_LINE_BYTES]);

/*
 * Ask whatever is not answered yet.
 *   returns  false: the answers ended before the questions did, or a person left
 */
bool dbk_ask_run(dbk_ask *ask);

#endif
