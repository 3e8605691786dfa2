/*
 * record_sheet — a record of a kind that has no form, as a sheet to be read: its fields and entries in the order of its
 * shape.
 *
 * Not here: the nightly report, whose figures the form brings (sheet.c); how it looks (show_page.c).
 */
#ifndef DBK_SECRETARY_RECORD_SHEET_H
#define DBK_SECRETARY_RECORD_SHEET_H

#include "clients/secretary/sheet.h"
#include "proto/messages.h"

/* `sheet` is overwritten; dbk_sheet_fini() gives it back. A field that is not filled has the text "". */
void dbk_record_sheet(dbk_sheet *sheet, const dbk_record *record);

#endif
