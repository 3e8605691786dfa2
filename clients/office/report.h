/*
 * report — the parts of one committee's night, and how they read as a page and as a sheet.
 */
#ifndef DBK_OFFICE_REPORT_H
#define DBK_OFFICE_REPORT_H

#include "clients/office/call.h"

enum {
    DBK_REPORT_HEAD,              /* one row */
    DBK_REPORT_FIGURES,
    DBK_REPORT_CASES,
    DBK_REPORT_OBSERVATIONS,
    DBK_REPORT_SUPPLIES,
    DBK_REPORT_ANSWERS,
    DBK_REPORT_EXPLANATIONS,
    DBK_REPORT_REVISIONS,
    DBK_REPORT_PARTS
};

/* For reading: texts in full, wrapped to the terminal. */
void dbk_report_print(FILE *to, const dbk_part page[DBK_REPORT_PARTS]);

/* For a spreadsheet: one line for each thing that was said (part, number in it, label, value, unit). */
void dbk_report_sheet(FILE *to, const dbk_part page[DBK_REPORT_PARTS]);

#endif
