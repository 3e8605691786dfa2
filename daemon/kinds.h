/*
 * kinds — what each kind of record leaves in the database beside its row in `record`.
 *
 * One table: a kind, and its projections, each a statement and the rows that a record gives it. A new kind is one file
 * kind_NAME.c with its projections, and one row of the table in kinds.c. What a kind may contain is checked on both
 * ends alike, so that is in proto/check_NAME.c.
 */
#ifndef DBK_DAEMON_KINDS_H
#define DBK_DAEMON_KINDS_H

#include "daemon/columns.h"
#include "daemon/submission.h"

/* Every projection's statement begins with two columns that keep.c fills, committee and id of the record; its own
 * follow. It is a plain INSERT: the record was made by the same transaction, so there is nothing to join and nothing to
 * conflict with. */
#define DBK_IDENTITY_COLUMNS 2
#define DBK_OWN_COLUMNS_MAX (DBK_COLUMNS_MAX - DBK_IDENTITY_COLUMNS)

typedef struct {
    dbk_statement statement;
    size_t      (*count)(const dbk_record *record);                     /* rows that this record leaves there */
    void        (*put)(dbk_columns *columns, const dbk_submission *s, size_t i);      /* row `i`, counted from 0 */
    size_t        n;
    dbk_type      type[DBK_OWN_COLUMNS_MAX];                            /* of its own columns */
} dbk_projection;

typedef struct {
    dbk_kind              kind;
    const dbk_projection *projections;
    size_t                n;
} dbk_kind_row;

#define DBK_ANY_KIND DAYBOOK__V1__KIND__KIND_UNSPECIFIED     /* the row of what every kind may leave */

/* The number of own column `i` of a projection. */
#define DBK_OWN(i) (DBK_IDENTITY_COLUMNS + (i))

const dbk_kind_row *dbk_kinds(size_t *n);

/* What their rows are put together from: a text of the record, and the position of entry `i` in the first own
 * column. */
void dbk_put_text(dbk_columns *columns, size_t own, const ProtobufCBinaryData *text);
void dbk_put_position(dbk_columns *columns, size_t i);

#endif
