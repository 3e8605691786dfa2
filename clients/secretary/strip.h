/*
 * strip — a report's figures as a person reads them out over the telephone when the line is dead: each with its check
 * digit, and four digits over all of them. The office's program refuses what was misheard (proto/dictation.h).
 */
#ifndef DBK_SECRETARY_STRIP_H
#define DBK_SECRETARY_STRIP_H

#include <stdio.h>

#include "clients/secretary/sheet.h"

/* Filled figures by their place on the page; then the digits over all, and what else to tell. */
void dbk_strip_print(const dbk_sheet *sheet, FILE *to);

#endif
