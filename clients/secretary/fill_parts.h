/*
 * fill_parts — what the files of the form on the screen share, and nobody else includes.
 *
 * fill_screen.c has the loop and what each key does; fill_page.c draws the form, fill_help.c says what helps with a
 * field; fill_ask.c saves the draft and asks for one line; fill_long.c is where a long text is written; fill_cards.c
 * adds and removes entries of lists; fill_review.c is the last look before sealing.
 */
#ifndef DBK_SECRETARY_FILL_PARTS_H
#define DBK_SECRETARY_FILL_PARTS_H

#include <stdbool.h>

#include "clients/secretary/fill_screen.h"
#include "clients/secretary/screen_keys.h"
#include "clients/secretary/screen_paint.h"
#include "proto/calendar.h"

#define DBK_FILL_HEAD_LINES 2            /* title, what is left */
#define DBK_FILL_LEAST_LINES 12          /* of a window that a form can be shown in */
#define DBK_FILL_LEAST_COLUMNS 40

/* One form on the screen. */
typedef struct {
    dbk_fill   *fill;
    dbk_draft  *draft;
    const char *title;
    const dbk_fill_watcher *watcher;     /* NULL: nobody looks on */
    dbk_err    *err;
    size_t      top;                     /* the first line of the page that is shown */
    char        flash[DBK_FINDING_BYTES + 300];  /* said once, until the next key */
    char        saved[DBK_INSTANT_TEXT_BYTES];   /* when the draft was last saved */
    bool        failed;                  /* the disk refused the last time, err says why: it is tried again */
    bool        warned;                  /* that leaving now loses what is not saved */
    char        unsaid_for[DBK_RULE_CODE_MAX + 1];   /* the warning whose box was left, and what was typed there */
    dbk_edit    unsaid;
} dbk_filling;

/* ---------------------------------------------------------------- fill_page.c */

/* The page, and below it what helps with the field under the cursor. */
void dbk_filling_draw(dbk_filling *s);
/* The page alone, with `foot` lines below it left empty; false: the window is too small, and that is said. */
bool dbk_filling_draw_above(dbk_filling *s, int foot);
bool dbk_filling_is_large(void);                     /* the window is large enough for the form */
void dbk_filling_draw_title(const dbk_filling *s);   /* the two lines at the top alone */

/* ---------------------------------------------------------------- fill_help.c */

/* What stands below the page. */
typedef struct {
    size_t n;
    struct { dbk_look look; char text[DBK_FINDING_BYTES + 300]; } row[8];
} dbk_filling_help;

void        dbk_filling_help_make(const dbk_filling *s, dbk_filling_help *help);
const char *dbk_filling_keys(const dbk_sheet_field *field);     /* the keys for this field */

/* "characters: 12 (4 to 40)", of a text as far as it is typed. *fits: it is as long as it may be. */
const char *dbk_filling_length(const dbk_edit *edit, int64_t least, int64_t most, char room[200], bool *fits);

/* ---------------------------------------------------------------- fill_ask.c */

void dbk_filling_look(const dbk_filling *s);         /* lets the watcher look */
void dbk_filling_save(dbk_filling *s);               /* when anything has changed */
void dbk_filling_save_idle(dbk_filling *s);          /* what is typed so far, too */

/* One line of text below a question; false: the person pressed escape.
 *   least, most   characters that are wanted, shown while it is typed; most 0: it does not matter */
bool dbk_filling_ask_line(dbk_filling *s, const char *question, int64_t least, int64_t most, dbk_edit *answer);

/* A warning is not accepted without a sentence: it may be written where it arises, and is asked for at the review.
 *   begun   what is typed of it already */
void dbk_filling_ask_sentence(dbk_filling *s, const char *why, const char *begun);
/* The one for what has just arisen, else for the field under the cursor. */
void dbk_filling_explain(dbk_filling *s);
/* A character that the figure under the cursor cannot have: the sentence for what has just arisen begins with it.
 *   returns  false: nothing has, or no sentence begins so */
bool dbk_filling_begin_sentence(dbk_filling *s, const char *character);

/* ---------------------------------------------------------------- one job each */

dbk_act dbk_filling_write(dbk_filling *s);           /* the long text under the cursor; returns what to do next */
void dbk_filling_take_back(dbk_filling *s);          /* what another editor had when this program was killed */
void dbk_filling_add_card(dbk_filling *s);
void dbk_filling_remove_card(dbk_filling *s);
bool dbk_filling_review(dbk_filling *s);             /* true: seal it */

#endif
