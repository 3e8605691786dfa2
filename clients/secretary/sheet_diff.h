/*
 * sheet_diff — what a correction changes: field by field, in the order of the page.
 */
#ifndef DBK_SECRETARY_SHEET_DIFF_H
#define DBK_SECRETARY_SHEET_DIFF_H

#include <stddef.h>
#include <stdio.h>

#include "clients/secretary/sheet.h"

typedef struct {
    const dbk_sheet_field *before, *after;       /* NULL: the entry is not there on that side */
    const dbk_form        *form;                 /* for the words of rules; NULL: there is none */
} dbk_change;

/* True when something stood there and nothing does any more. */
bool dbk_change_clears(const dbk_change *change);

/* All changes; `list` is malloc'd, yours, and points into both sheets. Returns how many. */
size_t dbk_sheet_diff(const dbk_sheet *before, const dbk_sheet *after, dbk_change **list);

/* What the two sides are: an earlier and a later one, or another person's and one's own. */
typedef enum { DBK_CHANGE_CORRECTION, DBK_CHANGE_CONFLICT } dbk_change_sides;

/* One change as a person reads it: "label: 12 -> 13", a long text in two parts. */
void dbk_change_print(const dbk_change *change, dbk_change_sides sides, FILE *to);

#endif
