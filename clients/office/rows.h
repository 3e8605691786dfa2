/*
 * rows — the answer to a query as a plain value: named columns, cells of text, NULL for SQL's NULL.
 *
 * So that output and its tests need no database. Cells are found by name, never by position.
 */
#ifndef DBK_OFFICE_ROWS_H
#define DBK_OFFICE_ROWS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    size_t n, width;      /* rows; columns */
    char **name;          /* of the columns */
    char **cell;          /* n * width, row after row */
} dbk_rows;

/* No rows yet. Names are copied. Never NULL (asserts memory). */
dbk_rows *dbk_rows_new(const char *const *names, size_t width);
void      dbk_rows_free(dbk_rows **rows);

/* One more row: `width` cells, copied; NULL where there is no value. */
void dbk_rows_add(dbk_rows *rows, const char *const *cells);

/* Still ours. Asserts that the row and a column of that name exist. */
const char *dbk_rows_get(const dbk_rows *rows, size_t row, const char *name);

bool dbk_rows_has(const dbk_rows *rows, const char *name);     /* a column of that name? */

/* A row takes the place of one before it, which is gone then; what stands from row `n` on goes. */
void dbk_rows_move(dbk_rows *rows, size_t from, size_t to);
void dbk_rows_cut(dbk_rows *rows, size_t n);

/* The rows from `from` on, which are not in `rows` any more; yours to free. */
dbk_rows *dbk_rows_split(dbk_rows *rows, size_t from);

#endif
