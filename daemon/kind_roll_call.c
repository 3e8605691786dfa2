#include "daemon/kind_roll_call.h"

#include "sql/queries.h"

static void
put_entry(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_roll_call_entry *row = s->record->roll_call->entries[i];

    dbk_put_position(c, i);
    dbk_put_int4(c, DBK_OWN(1), row->person);
    dbk_put_int2(c, DBK_OWN(2), (int)row->state);
    dbk_put_int2_or_null(c, DBK_OWN(3), row->has_arrived_at, (int)row->arrived_at);
    dbk_put_int2_or_null(c, DBK_OWN(4), row->work != DAYBOOK__V1__WORK_KIND__WORK_UNSPECIFIED, (int)row->work);
    dbk_put_int2_or_null(c, DBK_OWN(5), row->has_temperature, (int)row->temperature);
    if (row->has_ppe)
        dbk_put_bool(c, DBK_OWN(6), row->ppe);
    else
        dbk_put_null(c, DBK_OWN(6));
    if (row->has_swapped_with)
        dbk_put_int4(c, DBK_OWN(7), row->swapped_with);
    else
        dbk_put_null(c, DBK_OWN(7));
    dbk_put_text(c, 8, &row->note);
}

static size_t entries_of(const dbk_record *r) { return r->roll_call->n_entries; }

const dbk_projection dbk_roll_call_projections[DBK_ROLL_CALL_PROJECTIONS] = {
    { { "roll_call_entry_keep", DBK_SQL_ROLL_CALL_ENTRY_KEEP }, entries_of, put_entry, 9,
      { DBK_INT2, DBK_INT4, DBK_INT2, DBK_INT2, DBK_INT2, DBK_INT2, DBK_BOOL, DBK_INT4, DBK_TEXT } },
};
