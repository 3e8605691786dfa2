/*
 * brief — the parts of a brief that was made, and how they read on a terminal, on paper and as a file.
 *
 * Promise: the same brief gives the same bytes, whenever it is asked for, but for texts that were removed since: their
 * place says so. Nothing here reads a clock, and no total is printed without so many of so many.
 * Not here: making one (cmd_brief.c), what it counts (sql/migrations/0041_brief.sql).
 */
#ifndef DBK_OFFICE_BRIEF_H
#define DBK_OFFICE_BRIEF_H

#include <stdio.h>

#include "clients/office/db.h"
#include "clients/office/output.h"

enum {
    DBK_BRIEF_HEAD,               /* one row */
    DBK_BRIEF_PLACES,
    DBK_BRIEF_COMMITTEES,
    DBK_BRIEF_TOTALS,             /* every number; its note is its place in this list, from 1 */
    DBK_BRIEF_LEDGER,             /* where the opening is not the closing of the night before */
    DBK_BRIEF_SUPPLIES,
    DBK_BRIEF_CASES,
    DBK_BRIEF_RISKS,
    DBK_BRIEF_NEEDS,
    DBK_BRIEF_NUMBERS,            /* the cells, in the order of the totals and within one by committee */
    DBK_BRIEF_RECORDS,
    DBK_BRIEF_PARTS
};

/* All parts of the brief of that number; the rows are yours to free.
 *   errors   DBK_E_INPUT: there is none */
int dbk_brief_load(dbk_db *db, const char *number, dbk_part parts[DBK_BRIEF_PARTS], dbk_err *err);
void dbk_brief_free(dbk_part parts[DBK_BRIEF_PARTS]);

/* The rows of a part for which `key` says `value`; yours to free. */
dbk_rows *dbk_brief_only(const dbk_part *part, const char *key, const char *value);

/* For reading, wrapped to `width` columns. */
void dbk_brief_print(FILE *to, const dbk_part parts[DBK_BRIEF_PARTS], size_t width);

/* One page that needs no other file, in the reader's language; for a screen and for A4. */
void dbk_brief_html(FILE *to, const dbk_part parts[DBK_BRIEF_PARTS]);

/* The charts of that page, as SVG: who has reported, branch by branch; when the reports came; the ledger. */
void dbk_brief_chart_places(FILE *to, const dbk_part *places);
void dbk_brief_chart_arrivals(FILE *to, const dbk_part *head, const dbk_part *committees);
void dbk_brief_chart_ledger(FILE *to, const dbk_part *totals);

/* That page as a PDF, by weasyprint(1). Writes nothing unless all of it is there.
 *   errors   DBK_E_CONFIG: it is not installed;  DBK_E_SYSTEM: it failed */
int dbk_brief_pdf(FILE *to, const dbk_part parts[DBK_BRIEF_PARTS], dbk_err *err);

/* `text` between the tags of HTML, its newlines as <br>. */
void dbk_html_text(FILE *to, const char *text);

/* What is no person's text but a label or a word of a list: with punctuation as the reader's language sets it. */
void dbk_html_label(FILE *to, const char *label);

/* "1204" as "1,204"; what is no number stays as it is. Returns `grouped`. */
#define DBK_GROUPED_BYTES 40
char *dbk_grouped(const char *number, char grouped[DBK_GROUPED_BYTES]);

#endif
