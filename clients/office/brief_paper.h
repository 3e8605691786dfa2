/*
 * brief_paper — what brief_html.c and brief_notes.c write with: escaped texts, numbers with their note, heads of tables.
 */
#ifndef DBK_OFFICE_BRIEF_PAPER_H
#define DBK_OFFICE_BRIEF_PAPER_H

#include "clients/office/brief.h"

typedef struct {
    FILE           *to;
    const dbk_part *parts;
    size_t         *first;           /* of the cells of each total in DBK_BRIEF_NUMBERS; one more at the end */
} dbk_paper;

typedef struct { const char *word; bool number; } dbk_paper_head;    /* a msgid; numbers stand right */

/* What a part says; "" for nothing. The second takes KEY_zh or KEY_en. */
const char *dbk_paper_get(const dbk_paper *p, int part, size_t row, const char *key);
const char *dbk_paper_word(const dbk_paper *p, int part, size_t row, const char *key);

bool dbk_paper_is(const dbk_paper *p, int part, size_t row, const char *key, const char *value);

/* The row of a total; -1: the brief has none of it. */
long dbk_paper_total(const dbk_paper *p, const char *subject, const char *code);

void dbk_paper_put(const dbk_paper *p, const char *tag, const char *class, const char *text);
void dbk_paper_put_word(const dbk_paper *p, const char *tag, const char *class, int part, size_t row, const char *key);
void dbk_paper_title(const dbk_paper *p, const char *tag, const char *id, const char *text);
void dbk_paper_number(const dbk_paper *p, const char *number, size_t total);     /* with its note */
void dbk_paper_instant(const dbk_paper *p, const char *iso, bool year);          /* 18 Feb, or 2020-02-18, 22:30 */
void dbk_paper_receipt(const dbk_paper *p, const char *code);
void dbk_paper_by_proxy(const dbk_paper *p, int part, size_t row, const char *key);  /* where `key` says so */
void dbk_paper_source(const dbk_paper *p, int part, size_t row);                 /* an item's night, revision, code */

/* The head of a table, which the rows and </table> follow; and a whole one with the columns of a terminal. */
void dbk_paper_heads(const dbk_paper *p, const char *class, const dbk_paper_head *heads, size_t n);
void dbk_paper_table(const dbk_paper *p, const dbk_part *part);

/* brief_notes.c: every number taken apart, committee by committee. */
void dbk_paper_notes(const dbk_paper *p);

#endif
