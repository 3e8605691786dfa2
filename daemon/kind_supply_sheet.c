#include "daemon/kind_supply_sheet.h"

#include "sql/queries.h"

static void
put_movement(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_supply_movement *row = s->record->supply_sheet->movements[i];

    dbk_put_position(c, i);
    dbk_put_int2(c, DBK_OWN(1), (int)row->source);
    dbk_put_int2(c, DBK_OWN(2), (int)row->item);
    dbk_put_text(c, 3, &row->unit);
    dbk_put_int4(c, DBK_OWN(4), row->quantity);
    dbk_put_text(c, 5, &row->party);
    dbk_put_text(c, 6, &row->signed_by);
    dbk_put_text(c, 7, &row->reason);
}

static size_t movements_of(const dbk_record *r) { return r->supply_sheet->n_movements; }

const dbk_projection dbk_supply_sheet_projections[DBK_SUPPLY_SHEET_PROJECTIONS] = {
    { { "supply_movement_keep", DBK_SQL_SUPPLY_MOVEMENT_KEEP }, movements_of, put_movement, 8,
      { DBK_INT2, DBK_INT2, DBK_INT2, DBK_TEXT, DBK_INT4, DBK_TEXT, DBK_TEXT, DBK_TEXT } },
};
