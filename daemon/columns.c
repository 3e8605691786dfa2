#include "daemon/columns.h"

#include <arpa/inet.h>
#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_BYTES 20                     /* dimensions, has nulls, element type, length, lower bound */
#define DAYS_1970_TO_2000 10957
#define MS_1970_TO_2000 (DAYS_1970_TO_2000 * INT64_C(86400000))

typedef struct {
    uint8_t *bytes;
    size_t   size, room;
    uint32_t rows;
    bool     nulls;
    dbk_type type;
} column;

struct dbk_columns {
    size_t n;
    column at[DBK_COLUMNS_MAX];
};

dbk_columns *
dbk_columns_new(void)
{
    dbk_columns *columns = calloc(1, sizeof *columns);

    assert(columns != NULL);
    return columns;
}

void
dbk_columns_free(dbk_columns **columns)
{
    for (size_t i = 0; *columns != NULL && i < DBK_COLUMNS_MAX; i++)
        free((*columns)->at[i].bytes);
    free(*columns);
    *columns = NULL;
}

static uint8_t *
extend(column *c, size_t size)
{
    if (c->size + size > c->room) {
        c->room = (c->size + size) * 2;
        c->bytes = realloc(c->bytes, c->room);
        assert(c->bytes != NULL);
    }
    c->size += size;
    return c->bytes + c->size - size;
}

void
dbk_columns_begin(dbk_columns *columns, const dbk_type *types, size_t n)
{
    assert(n <= DBK_COLUMNS_MAX);
    columns->n = n;
    for (size_t i = 0; i < n; i++) {
        column *c = &columns->at[i];

        c->size = 0;
        c->rows = 0;
        c->nulls = false;
        c->type = types[i];
        extend(c, HEADER_BYTES);
    }
}

/* Room for one element of `size` bytes, its length already written. */
static uint8_t *
element(dbk_columns *columns, size_t i, size_t size)
{
    column *c = &columns->at[i];
    uint8_t *at = extend(c, sizeof(uint32_t) + size);

    memcpy(at, &(uint32_t){ htonl((uint32_t)size) }, sizeof(uint32_t));
    c->rows++;
    return at + sizeof(uint32_t);
}

static void
put_be32(uint8_t *at, int32_t value)
{
    memcpy(at, &(uint32_t){ htonl((uint32_t)value) }, sizeof(uint32_t));
}

void
dbk_put_bool(dbk_columns *columns, size_t i, bool value)
{
    assert(columns->at[i].type == DBK_BOOL);
    *element(columns, i, 1) = value;
}

void
dbk_put_int2(dbk_columns *columns, size_t i, int value)
{
    assert(columns->at[i].type == DBK_INT2 && value >= INT16_MIN && value <= INT16_MAX);
    memcpy(element(columns, i, 2), &(uint16_t){ htons((uint16_t)value) }, sizeof(uint16_t));
}

void
dbk_put_int2_or_null(dbk_columns *columns, size_t at, bool there, int value)
{
    if (there)
        dbk_put_int2(columns, at, value);
    else
        dbk_put_null(columns, at);
}

void
dbk_put_int4(dbk_columns *columns, size_t i, int64_t value)
{
    assert(columns->at[i].type == DBK_INT4 && value >= INT32_MIN && value <= INT32_MAX);
    put_be32(element(columns, i, 4), (int32_t)value);
}

void
dbk_put_date(dbk_columns *columns, size_t i, int32_t day)
{
    assert(columns->at[i].type == DBK_DATE);
    put_be32(element(columns, i, 4), day - DAYS_1970_TO_2000);
}

void
dbk_put_instant(dbk_columns *columns, size_t i, int64_t ms)
{
    assert(columns->at[i].type == DBK_TIMESTAMPTZ);
    memcpy(element(columns, i, 8), &(uint64_t){ htobe64((uint64_t)((ms - MS_1970_TO_2000) * 1000)) }, sizeof(uint64_t));
}

void
dbk_put_claim(dbk_columns *columns, size_t at, bool there, int64_t ms)
{
    const int64_t least = INT64_C(946684800000), most = INT64_C(4102444800000);     /* 2000-01-01, 2100-01-01 */

    if (there && ms >= least && ms < most)
        dbk_put_instant(columns, at, ms);
    else
        dbk_put_null(columns, at);
}

void
dbk_put_bytes(dbk_columns *columns, size_t i, const void *bytes, size_t size)
{
    uint8_t *at = element(columns, i, size);

    if (size > 0)
        memcpy(at, bytes, size);
}

void
dbk_put_null(dbk_columns *columns, size_t i)
{
    column *c = &columns->at[i];

    put_be32(extend(c, 4), -1);
    c->nulls = true;
    c->rows++;
}

void
dbk_columns_send(dbk_columns *columns, dbk_link *link, const char *statement)
{
    const char *values[DBK_COLUMNS_MAX];
    int lengths[DBK_COLUMNS_MAX], formats[DBK_COLUMNS_MAX];

    for (size_t i = 0; i < columns->n; i++) {
        column *c = &columns->at[i];

        assert(c->rows > 0 && c->rows == columns->at[0].rows);
        put_be32(c->bytes, 1);
        put_be32(c->bytes + 4, c->nulls);
        put_be32(c->bytes + 8, (int32_t)c->type);
        put_be32(c->bytes + 12, (int32_t)c->rows);
        put_be32(c->bytes + 16, 1);
        values[i] = (const char *)c->bytes;
        lengths[i] = (int)c->size;
        formats[i] = 1;
    }
    dbk_link_prepared(link, statement, (int)columns->n, values, lengths, formats, 1);
}
