/*
 * sheet — a report as a person sees it: one field after the other, each with its label and what stands in it as text.
 *
 * The same sheet is filled on the screen, shown when it was sent, compared with its correction, and written as the YAML
 * that daybook submit reads. A text is kept as it was typed, right or wrong; the one reader of report files and the one
 * checker of proto/ say what is wrong with it.
 * Pure: no screen, no disk. Not here: drafts (draft.c), the screen (fill_screen.c).
 */
#ifndef DBK_SECRETARY_SHEET_H
#define DBK_SECRETARY_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/figures.h"
#include "clients/secretary/report_file.h"
#include "clients/secretary/report_shape.h"
#include "proto/check.h"
#include "proto/form.h"
#include "proto/messages.h"

#define DBK_SHEET_NONE SIZE_MAX
#define DBK_SHEET_NO_LIST (-1)

typedef struct {
    char           path[DBK_FIELD_BYTES];    /* as violations name it: "figures.leave_count", "cases[2].title" */
    const char    *key;                      /* in the file */
    const char    *label, *unit;             /* in the reader's language; the unit may be "" */
    const char    *section;                  /* heading, in the reader's language */
    dbk_field_kind kind;
    dbk_list       choices;                  /* FIELD_CODE */
    bool           required;
    int64_t        least, most;              /* a number's value, or a text's characters */
    uint32_t       indicator;                /* 0: no figure */
    int            list;                     /* dbk_report_list, or DBK_SHEET_NO_LIST */
    size_t         entry;                    /* of its list, from 1 */
    char          *text;                     /* never NULL; "": not filled */
    const char    *about;                    /* of an open item: what it says; borrowed, NULL when it is not known */
    bool           prefilled;                /* the program wrote it, and no person has touched or confirmed it since */
} dbk_sheet_field;

typedef struct {
    const dbk_form  *form;                   /* borrowed: labels live in it */
    uint32_t         committee_id, report_date;
    bool             is_correction;
    uint8_t          corrects[DBK_ID_BYTES];
    size_t           n, room;
    dbk_sheet_field *field;                  /* in the order of the page; entries of a list stand together */
    size_t           entries[N_REPORT_LISTS];
} dbk_sheet;

/* An empty sheet: all figures of the form, the whole of the report, no entries. */
void dbk_sheet_init(dbk_sheet *sheet, const dbk_form *form, uint32_t committee, uint32_t date);
void dbk_sheet_fini(dbk_sheet *sheet);

/* Fill it from a record, or from a report file as its texts stand there. */
void dbk_sheet_take_record(dbk_sheet *sheet, const dbk_record *record);
void dbk_sheet_take_tree(dbk_sheet *sheet, const dbk_yaml *root);

size_t dbk_sheet_find(const dbk_sheet *sheet, const char *path);               /* DBK_SHEET_NONE: not there */
size_t dbk_sheet_figure(const dbk_sheet *sheet, uint32_t indicator);
void   dbk_sheet_set(dbk_sheet *sheet, size_t i, const char *text);            /* copies; a person did it */

/* Entries of a list. Indices of fields behind it change.
 *   returns  the index of the new entry's first field; DBK_SHEET_NONE: the list is full */
size_t dbk_sheet_add(dbk_sheet *sheet, dbk_report_list list);
void   dbk_sheet_remove(dbk_sheet *sheet, dbk_report_list list, size_t entry);

/* The sentence for a warning: set, replaced, or with "" taken away. */
void        dbk_sheet_explain(dbk_sheet *sheet, const char *rule, const char *sentence);
const char *dbk_sheet_explanation(const dbk_sheet *sheet, const char *rule);   /* "" when there is none */

/* The file that daybook submit reads; malloc'd, yours.
 *   notes  label and bounds behind each figure, for an editor */
char *dbk_sheet_yaml(const dbk_sheet *sheet, bool notes);
/* What stands behind a key of such a file, its newline too: below the key when it is a text of several lines.
 *   indent  of the key, in columns */
void dbk_sheet_put_value(FILE *to, dbk_field_kind kind, const char *text, int indent);

/* What a person reads: a choice in words, yes and no, a text safe to show. Returns `room`. */
const char *dbk_sheet_shown(const dbk_sheet_field *field, char *room, size_t room_bytes);

/* The same of a sheet of `form` (NULL: not known): the rule that is explained by its sentence, "... (W_HALF)". */
const char *dbk_sheet_said(const dbk_form *form, const dbk_sheet_field *field, char *room, size_t room_bytes);

/* All figures; what is no number is not filled. */
void dbk_sheet_figures(const dbk_sheet *sheet, dbk_figures *figures);

/* The number of a figure. false: not filled, or no number. */
bool dbk_sheet_field_number(const dbk_sheet_field *field, int64_t *value);

#endif
