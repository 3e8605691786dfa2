#include "daemon/kind_bulletin_read.h"

#include "sql/queries.h"

static void
put_read(dbk_columns *c, const dbk_submission *s, size_t i)
{
    (void)i;
    dbk_put_int4(c, DBK_OWN(0), s->record->part);
    dbk_put_claim(c, DBK_OWN(1), true, s->record->bulletin_read->read_at_ms);
}

static size_t one(const dbk_record *r) { (void)r; return 1; }

const dbk_projection dbk_bulletin_read_projections[DBK_BULLETIN_READ_PROJECTIONS] = {
    { { "bulletin_read_keep", DBK_SQL_BULLETIN_READ_KEEP }, one, put_read, 2, { DBK_INT4, DBK_TIMESTAMPTZ } },
};
