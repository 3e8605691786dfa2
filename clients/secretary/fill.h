/*
 * fill — a report while a person fills it in: which field the cursor is on, what a key does to it, what is still to be
 * filled, what last night said. The model behind the screen; tests drive it without one.
 *
 * Pure: no screen, no disk. Not here: the screen (fill_screen.c), the draft on disk (draft.c), any rule (proto/).
 */
#ifndef DBK_SECRETARY_FILL_H
#define DBK_SECRETARY_FILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/secretary/edit.h"
#include "clients/secretary/findings.h"
#include "clients/secretary/nights.h"
#include "clients/rules.h"
#include "clients/secretary/sheet.h"

typedef struct {
    dbk_sheet    sheet;
    dbk_findings found;                  /* as of the last field that was left */
    size_t       at;                     /* the field under the cursor */
    dbk_edit     edit;                   /* its text, as far as it is typed */
    bool         changed;                /* since it was last saved: the caller clears it */
    bool         unchecked;              /* the sheet holds what is typed so far, and nobody has checked it */
    char         notice[DBK_FINDING_BYTES + 300];    /* what leaving a field has brought up; "" for nothing */
    char         asking[DBK_RULE_CODE_MAX + 1];  /* a warning that wants one sentence now; "" for none */
    char         was[DBK_EDIT_MAX_BYTES + 1];    /* what stood there when the cursor came; when taken back, what was
                                                  * typed */
    char         undo_path[DBK_FIELD_BYTES];     /* the field that was changed last, and what stood in it before */
    char         undo_text[DBK_EDIT_MAX_BYTES + 1];
    bool         taken_back;             /* what was typed here was taken back, and nothing typed since */
    bool         fresh;                  /* nothing typed since the cursor came: a digit replaces the number */
    bool         correcting;             /* what was sealed before: its difference is looked at before sealing */
    size_t       spelt;                  /* bytes of a list's word that a person has spelt out; 0: none */
    dbk_nights   nights;                 /* what earlier nights help with */
} dbk_fill;

void dbk_fill_init(dbk_fill *fill, const dbk_form *form, uint32_t committee, uint32_t date);
void dbk_fill_fini(dbk_fill *fill);

/* Begin: the cursor on the first field that wants filling. */
void dbk_fill_begin(dbk_fill *fill);

/* Leave the field under the cursor, and go to another. What was typed is in the sheet then, and all is checked. */
void dbk_fill_leave(dbk_fill *fill);
/* What stands there is right, although the program wrote it: a person says so. */
void dbk_fill_confirm(dbk_fill *fill);
/* Put what is typed so far into the sheet, as it is, and stay: for a draft saved while a person thinks. */
void dbk_fill_keep(dbk_fill *fill);
void dbk_fill_go(dbk_fill *fill, size_t to);
void dbk_fill_step(dbk_fill *fill, int by);            /* fields; stays at the ends */
void dbk_fill_section(dbk_fill *fill, int by);         /* to the first field of the next or last section */
void dbk_fill_next_empty(dbk_fill *fill);              /* to the next that must be filled; stays where there is none */

/* Take back what was typed in this field, or else in the one that was changed last: the cursor goes there. Once more
 * brings it again. false: there is nothing to take back. */
bool dbk_fill_undo(dbk_fill *fill);

/* Is the finding about the field at `i`, or about a rule that it takes part in? */
bool dbk_fill_concerns(const dbk_fill *fill, const dbk_finding *it, size_t i);

/* A character that was typed, UTF-8. false: it cannot stand here. Full-width digits become half-width in a number. */
bool dbk_fill_type(dbk_fill *fill, const char *character);
bool dbk_fill_erase(dbk_fill *fill, bool backward);
void dbk_fill_choose(dbk_fill *fill, int by);          /* the next word of a list; yes and no */

/* Entries of lists; the cursor goes to the new one, or to where the removed one stood. */
bool dbk_fill_add(dbk_fill *fill, dbk_report_list list);
bool dbk_fill_remove(dbk_fill *fill);                  /* the entry under the cursor; false: it is in none */

/* The sentence for `asking`; "" leaves it for later. */
void dbk_fill_answer(dbk_fill *fill, const char *sentence);

/* How many things are asked for: all figures, and the texts that must be there, a case (or none) among them; and how
 * many of them a person must still fill. What may stay empty counts as asked for, never as left. */
void dbk_fill_count(const dbk_fill *fill, size_t *items, size_t *left);

/* What the figure at `i` must be for a rule to come out even, when all others of the rule are filled. */
bool dbk_fill_suggest(const dbk_fill *fill, size_t i, int64_t *value);
/* What looks odd beside earlier nights, in one sentence; advice, never a refusal. "" for nothing. */
const char *dbk_fill_advice(const dbk_fill *fill, size_t i, char *room, size_t room_bytes);
/* The running sums that the figure at `i` takes part in, with what is typed so far, one line each; "" for none. */
const char *dbk_fill_sums(const dbk_fill *fill, size_t i, char *room, size_t room_bytes);

#endif
