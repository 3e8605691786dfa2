/*
 * columns — the parameters of one statement: each an array of PostgreSQL in its binary form, filled row by row.
 *
 * A statement's parameters are a table of columns: the element's type and a function that writes one row's value. The
 * buffers are kept between statements.
 */
#ifndef DBK_DAEMON_COLUMNS_H
#define DBK_DAEMON_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/link.h"

/* Element types by their oids, which PostgreSQL never changes (catalog/pg_type.dat). */
typedef enum {
    DBK_BOOL = 16, DBK_BYTEA = 17, DBK_INT8 = 20, DBK_INT2 = 21, DBK_INT4 = 23, DBK_TEXT = 25, DBK_DATE = 1082,
    DBK_TIMESTAMPTZ = 1184, DBK_UUID = 2950
} dbk_type;

#define DBK_COLUMNS_MAX 16

typedef struct dbk_columns dbk_columns;

dbk_columns *dbk_columns_new(void);                    /* never NULL */
void         dbk_columns_free(dbk_columns **columns);

/* Starts anew with `n` columns of these types, no rows. */
void dbk_columns_begin(dbk_columns *columns, const dbk_type *types, size_t n);
/* The next row's values, one call a column, by the column's number from 0. The type must be that of the column. */
void dbk_put_bool(dbk_columns *columns, size_t column, bool value);
void dbk_put_int2(dbk_columns *columns, size_t column, int value);
void dbk_put_int2_or_null(dbk_columns *columns, size_t column, bool there, int value);
void dbk_put_int4(dbk_columns *columns, size_t column, int64_t value);
void dbk_put_date(dbk_columns *columns, size_t column, int32_t day);               /* days since 1970 */
void dbk_put_instant(dbk_columns *columns, size_t column, int64_t ms);             /* since 1970 */
/* A laptop's clock: one that no calendar holds is not kept. */
void dbk_put_claim(dbk_columns *columns, size_t column, bool there, int64_t ms);
void dbk_put_bytes(dbk_columns *columns, size_t column, const void *bytes, size_t size);  /* bytea, text, uuid */
void dbk_put_null(dbk_columns *columns, size_t column);

/* Sends them as the parameters of a prepared statement. Every column must have the same number of rows, at least
 * one. */
void dbk_columns_send(dbk_columns *columns, dbk_link *link, const char *statement);

#endif
