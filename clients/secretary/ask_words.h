/*
 * ask_words — what the dialogue says: its questions, what may be answered, what is wrong, and the page before sealing;
 * and a person of the list, found by what somebody types for them.
 */
#ifndef DBK_SECRETARY_ASK_WORDS_H
#define DBK_SECRETARY_ASK_WORDS_H

#include "clients/secretary/ask.h"
#include "proto/check.h"

/* "3/20  样例丙 (P014)" */
void dbk_ask_say_entry(const dbk_ask *ask, size_t e);

/* The question; fallback: what Enter means, "" to leave it out, NULL for nothing. */
void dbk_ask_prompt(const dbk_ask *ask, size_t e, const dbk_question *q, const dbk_field *field, const char *fallback);

/* Enter was taken for `text`. */
void dbk_ask_say_taken(const dbk_ask *ask, const dbk_field *field, const char *text);

/* Something is wrong with an answer. */
void dbk_ask_say(const dbk_ask *ask, const char *sentence);
void dbk_ask_say_violation(const dbk_ask *ask, const dbk_violation *violation);

/* Every entry on a line or two, what the correction changes, and what can be done now. */
void dbk_ask_say_all(const dbk_ask *ask);
size_t dbk_ask_say_changes(const dbk_ask *ask, FILE *to);       /* NULL: only counts them */

/* The person meant by a number of the list, a name or a code, as a file says it; malloc'd. NULL: nobody, and why was
 * said. */
char *dbk_ask_person(const dbk_ask *ask, size_t e, const char *answer);

/* A number from 1 to `most`, of either width; false: it is none. */
bool dbk_ask_number(const char *answer, size_t most, size_t *number);

#endif
