/*
 * output — rows as a table for people, CSV for spreadsheets, JSON for programs.
 *
 * One list of columns says what each of them shows; keys of JSON are stable English, heads of tables and CSV are in the
 * reader's language. Data that came from people is neutralised: no terminal escape, no formula.
 * Not here: sentences around the tables (cmd_*.c).
 */
#ifndef DBK_OFFICE_OUTPUT_H
#define DBK_OFFICE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "clients/office/rows.h"

typedef enum {
    DBK_FORMAT_TABLE, DBK_FORMAT_CSV, DBK_FORMAT_JSON, DBK_FORMAT_XLSX, DBK_FORMAT_HTML, DBK_FORMAT_PDF
} dbk_format;       /* html and pdf: a brief alone */

typedef enum {
    DBK_TEXT = 0,
    DBK_NUMBER,
    DBK_BOOLEAN,        /* yes or no; true or false in JSON */
    DBK_INSTANT,        /* the statement gives 2020-02-18T21:40:05+08:00 */
    DBK_CODE,           /* a word of the list `list`; the code itself in JSON */
    DBK_LEVEL,          /* the same for a number: 1, 2, 3 in JSON */
    DBK_WORD,           /* KEY_zh or KEY_en by language; in JSON the code in KEY */
    DBK_LABEL,          /* KEY_zh or KEY_en by language, with no code in KEY; not for JSON. With `list`: where there is no
                         * label, the word of the code in KEY */
    DBK_NAMES,          /* with 、 between them, as the views join them; as the reader's language joins, but in JSON */
    DBK_CHANGE,         /* what a correction changed of the column "field", see change.h; in JSON as the view says it */
    DBK_FIGURE,         /* a number, or the word of the column "state" when there is none */
    DBK_FINGERPRINT,    /* of the key in the column "public_key" */
    DBK_RECEIPT         /* a telephone code, 4+4: as one word a spreadsheet may take it for a number, 1234E567 */
} dbk_shape;

enum {                  /* where a column appears */
    DBK_IN_TABLE = 1, DBK_IN_CSV = 2, DBK_IN_JSON = 4,
    DBK_EVERYWHERE = DBK_IN_TABLE | DBK_IN_CSV | DBK_IN_JSON, DBK_IN_FILES = DBK_IN_CSV | DBK_IN_JSON
};

typedef enum {
    DBK_WHOLE = 0,      /* as wide as its longest cell */
    DBK_WRAP,           /* gives way when the terminal is narrow, and goes on in the next line */
    DBK_CUT             /* gives way, and ends in an ellipsis */
} dbk_fit;

typedef struct {
    const char *key;    /* name of the statement's column, and key in JSON */
    const char *head;   /* msgid; NULL: in a file the key itself, whatever the language */
    const char *early;  /* msgid, the head while the night of the rows is not due yet (due.h); NULL: the same */
    dbk_shape   shape;
    unsigned    where;
    dbk_fit     fit;    /* in a table */
    unsigned    share;  /* DBK_WRAP, DBK_CUT: weight in sharing what is left of the line */
    const char *list;   /* DBK_CODE, DBK_LEVEL: see words.h */
    bool        once;   /* in a table: said once for rows that follow each other and say the same */
    bool        stays;  /* in a table too wide for its line: repeated in every band; one of the first columns.
                         * No column says so: those up to the first that is no number */
} dbk_column;

typedef struct { const dbk_column *column; size_t n; } dbk_columns;

#define DBK_CSV_BOM "\xEF\xBB\xBF"      /* without it Excel takes UTF-8 for something else */

#define DBK_COLUMNS(array) { array, sizeof(array) / sizeof((array)[0]) }

/* What stands above the column of these rows, in the reader's language. */
const char *dbk_output_head(const dbk_column *column, const dbk_rows *rows);

/* What the cell says in that format, unescaped. Yours to free; NULL: there is no value. */
char *dbk_output_cell(const dbk_column *column, const dbk_rows *rows, size_t row, dbk_format format);

/* Lines of at most `width` columns, heads first; what does not fit beside each other stands below, in bands. Nothing at
 * all when there are no rows. */
void dbk_output_table(FILE *to, const dbk_columns *columns, const dbk_rows *rows, size_t width);

/* BOM, a line of heads, one line a row; CRLF. */
void dbk_output_csv(FILE *to, const dbk_columns *columns, const dbk_rows *rows);

/* One part of a page. As JSON all parts are one object: the members of a part with `single` stand in it directly (its
 * rows have to be one), the others are arrays under `key`. */
typedef struct {
    const char        *key;
    bool               single;
    const dbk_columns *columns;
    const dbk_rows    *rows;
} dbk_part;

void dbk_output_json(FILE *to, const dbk_part *parts, size_t n);

#endif
