/*
 * scope — for which committees and days a key may report, and what the office has returned, as sentences.
 */
#ifndef DBK_SECRETARY_SCOPE_H
#define DBK_SECRETARY_SCOPE_H

#include <stdio.h>

#include "proto/messages.h"

/* Whose key it is, tonight's date, the committees it may report for from when to when. */
void dbk_scope_show(const dbk_scope *scope, FILE *to);

/* The reports that the office has returned, with its reasons and what to do; nothing when there are none. */
void dbk_scope_show_returned(const dbk_scope *scope, FILE *to);

#endif
