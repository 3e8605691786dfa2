/*
 * book — rows as an XLSX workbook: typed cells, frozen heads, filters, widths that suit Chinese, charts.
 *
 * A number is a number and a date a date; a cell that says why there is none (not reported, not filled, not asked) is
 * text, so that no sum takes it for 0. Texts of people are never formulas.
 */
#ifndef DBK_OFFICE_BOOK_H
#define DBK_OFFICE_BOOK_H

#include <stdio.h>

#include "clients/office/output.h"
#include "proto/err.h"

typedef struct dbk_book dbk_book;

/* An empty one, in a temporary file until it is written. NULL: err. */
dbk_book *dbk_book_new(dbk_err *err);

/* The same, to be written to standard output.
 *   errors   DBK_E_USAGE: that is a terminal */
dbk_book *dbk_book_to_stdout(dbk_err *err);

/* One more sheet: the columns with DBK_IN_CSV.
 *   name   at most 31 characters, none of []:*?/\ and ': what is not allowed goes;  note   a line above the heads, or NULL */
void dbk_book_sheet(dbk_book *book, const char *name, const char *note, const dbk_columns *columns,
                    const dbk_rows *rows);

/* A chart beside the rows of the last sheet: a line or a bar for each of the columns with these keys, over `over`.
 *   rows   the first so many of the sheet's */
void dbk_book_chart(dbk_book *book, const char *title, const char *over, const char *const *keys, size_t n,
                    size_t rows);

/* Close, write the file's bytes and free it, also after an error. */
int dbk_book_write(dbk_book **book, FILE *to, dbk_err *err);

/* Parts as a workbook, a sheet each, to standard output, which must not be a terminal. */
int dbk_output_book(const dbk_part *parts, size_t n, dbk_err *err);

#endif
