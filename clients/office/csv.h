/*
 * csv — comma-separated values of RFC 4180: read from spreadsheets, written for them.
 *
 * Read: UTF-8 with or without BOM, else GB18030 (what a Chinese Excel writes by default); lines end in CRLF, LF or CR;
 * quoted fields may hold commas, quotes and line ends. Written: one cell; BOM and line ends are output_csv's.
 */
#ifndef DBK_OFFICE_CSV_H
#define DBK_OFFICE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "clients/office/faults.h"

typedef struct {
    size_t line;          /* where the record begins, from 1 */
    size_t n;
    char **field;         /* UTF-8, without the quotes */
} dbk_csv_record;

typedef struct {
    size_t          n;
    dbk_csv_record *record;    /* empty lines are left out */
    char           *text;      /* what the fields point into */
} dbk_csv;

/*
 * All records of a file.
 *   bytes    only looked at
 *   faults   encoding and quoting; the records around them are read all the same
 * Always to be followed by dbk_csv_fini.
 */
void dbk_csv_read(dbk_csv *csv, const void *bytes, size_t size, dbk_faults *faults);
void dbk_csv_fini(dbk_csv *csv);

/* A copy in UTF-8 with a NUL behind it, without the BOM: what every file of a person is read through.
 *   returns  yours to free; NULL: it is neither UTF-8 nor GB18030, and faults say so */
char *dbk_csv_utf8(const char *text, size_t bytes, size_t *made_bytes, dbk_faults *faults);

/*
 * One cell. A text that a spreadsheet would take for a formula (= + - @ TAB CR in front) gets an apostrophe in front;
 * controls other than newline and tab become U+FFFD.
 *   number   the cell is a plain number of ours: -5 stays -5
 */
void dbk_csv_put(FILE *to, const char *text, bool number);

#endif
