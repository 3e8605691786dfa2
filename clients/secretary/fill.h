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
#include "clients/secretary/sheet.h"

/* What the same committee reported on earlier nights, newest first. */
#define DBK_FILL_NIGHTS_MAX 7
#define DBK_FILL_BAND_NIGHTS 3           /* fewer make no band */

typedef struct {
    dbk_sheet    sheet;
    dbk_findings found;                  /* as of the last field that was left */
    size_t       at;                     /* the field under the cursor */
    dbk_edit     edit;                   /* its text, as far as it is typed */
    bool         changed;                /* since it was last saved: the caller clears it */
    bool         unchecked;              /* the sheet holds what is typed so far, and nobody has checked it */
    char         notice[DBK_FINDING_BYTES];      /* what leaving a field has brought up; "" for nothing */
    char         asking[DBK_RULE_CODE_MAX + 1];  /* a warning that wants one sentence now; "" for none */
    bool         fresh;                  /* nothing typed since the cursor came: a digit replaces the number */
    bool         yesterday;              /* night[0] is the evening before */
    size_t       n_nights;
    int64_t      night[DBK_FILL_NIGHTS_MAX][DBK_INDICATOR_MAX + 1];   /* -1: not filled that night */
} dbk_fill;

void dbk_fill_init(dbk_fill *fill, const dbk_form *form, uint32_t committee, uint32_t date);
void dbk_fill_fini(dbk_fill *fill);

/* An earlier night's report, newest first; at most DBK_FILL_NIGHTS_MAX count. */
void dbk_fill_add_night(dbk_fill *fill, const dbk_record *record);

/* Write into empty figures what is known: last night's stock, the people assigned, the gates. Call it once. */
void dbk_fill_prefill(dbk_fill *fill);

/* Begin: the cursor on the first field that wants filling. */
void dbk_fill_begin(dbk_fill *fill);

/* Leave the field under the cursor, and go to another. What was typed is in the sheet then, and all is checked. */
void dbk_fill_leave(dbk_fill *fill);
/* Put what is typed so far into the sheet, as it is, and stay: for a draft saved while a person thinks. */
void dbk_fill_keep(dbk_fill *fill);
void dbk_fill_go(dbk_fill *fill, size_t to);
void dbk_fill_step(dbk_fill *fill, int by);            /* fields; stays at the ends */
void dbk_fill_section(dbk_fill *fill, int by);         /* to the first field of the next or last section */

/* A character that was typed, UTF-8. false: it cannot stand here. Full-width digits become half-width in a number. */
bool dbk_fill_type(dbk_fill *fill, const char *character);
bool dbk_fill_erase(dbk_fill *fill, bool backward);
void dbk_fill_choose(dbk_fill *fill, int by);          /* the next word of a list; yes and no */

/* Entries of lists; the cursor goes to the new one, or to where the removed one stood. */
bool dbk_fill_add(dbk_fill *fill, dbk_report_list list);
bool dbk_fill_remove(dbk_fill *fill);                  /* the entry under the cursor; false: it is in none */

/* The sentence for `asking`; "" leaves it for later. */
void dbk_fill_answer(dbk_fill *fill, const char *sentence);

/* How many figures there are, and how many fields a person must still fill. */
void dbk_fill_count(const dbk_fill *fill, size_t *figures, size_t *left);

/* Last night's value of the figure at `i`; false: there is none. */
bool dbk_fill_last(const dbk_fill *fill, size_t i, int64_t *value);
/* The usual band of the nights known; false: too few. */
bool dbk_fill_band(const dbk_fill *fill, size_t i, int64_t *least, int64_t *most);
/* What the figure at `i` must be for a rule to come out even, when all others of the rule are filled. */
bool dbk_fill_suggest(const dbk_fill *fill, size_t i, int64_t *value);
/* What looks odd beside earlier nights, in one sentence; advice, never a refusal. "" for nothing. */
const char *dbk_fill_advice(const dbk_fill *fill, size_t i, char *room, size_t room_bytes);
/* The running sums of the equations that the figure at `i` takes part in, one line each; "" for none. */
const char *dbk_fill_sums(const dbk_fill *fill, size_t i, char *room, size_t room_bytes);

#endif
