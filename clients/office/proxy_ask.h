/*
 * proxy_ask — the dialogue of a dictation: field by field, what is wrong, the whole once more, and the question whether
 * to enter it.
 *
 * Plain lines, so that it works in any terminal and from a pipe. Enter leaves a figure open, "<" goes back, "-" takes a
 * value away. Nothing is entered before the last question was answered with yes.
 */
#ifndef DBK_OFFICE_PROXY_ASK_H
#define DBK_OFFICE_PROXY_ASK_H

#include <stdio.h>

#include "clients/office/proxy.h"
#include "clients/office/rows.h"

typedef struct {
    FILE           *in, *out;
    dbk_proxy      *proxy;
    const dbk_form *form;
    const dbk_rows *last;         /* code, value: of the committee's report before, or of the entry that is corrected */
    bool            correcting;
} dbk_proxy_talk;

/* Who dictates, of `posted` (person_code, person, telephone, secretary): the row's number; -1: the input ended. */
int dbk_proxy_ask_person(const dbk_proxy_talk *talk, const dbk_rows *posted, dbk_err *err);
/* By which telephone; the one of the roster when nothing is said. Yours to free; NULL: the input ended. */
char *dbk_proxy_ask_telephone(const dbk_proxy_talk *talk, const char *of_roster, dbk_err *err);

/* All of the rest. 0: it breaks no rule and is to be entered.
 *   errors   DBK_E_INPUT: the input ended before that */
int dbk_proxy_ask(const dbk_proxy_talk *talk, dbk_err *err);

/* One line a violation: what it is about, and the sentence that a secretary reads. Returns `room`. */
#define DBK_PROXY_TOLD_BYTES (DBK_FINDING_BYTES + DBK_PROXY_LABEL_BYTES)
char *dbk_proxy_tell(const dbk_proxy *proxy, const dbk_violation *violation, char room[DBK_PROXY_TOLD_BYTES]);

#endif
