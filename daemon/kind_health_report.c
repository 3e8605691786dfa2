#include "daemon/kind_health_report.h"

#include "sql/queries.h"

static void
put_entry(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_health_entry *row = s->record->health_report->entries[i];

    dbk_put_position(c, i);
    dbk_put_int4(c, DBK_OWN(1), row->person);
    dbk_put_int2(c, DBK_OWN(2), (int)row->state);
    dbk_put_int2_or_null(c, DBK_OWN(3), row->has_morning, (int)row->morning);
    dbk_put_int2_or_null(c, DBK_OWN(4), row->has_evening, (int)row->evening);
    dbk_put_int2(c, DBK_OWN(5), (int)row->symptoms);
    dbk_put_bool(c, DBK_OWN(6), row->household_symptom);
    dbk_put_bool(c, DBK_OWN(7), row->contact_confirmed);
    dbk_put_bool(c, DBK_OWN(8), row->contact_key_area);
    dbk_put_bool(c, DBK_OWN(9), row->seen_doctor);
    dbk_put_bool(c, DBK_OWN(10), row->by_proxy);
    dbk_put_text(c, 11, &row->note);
}

static size_t entries_of(const dbk_record *r) { return r->health_report->n_entries; }

const dbk_projection dbk_health_report_projections[DBK_HEALTH_REPORT_PROJECTIONS] = {
    { { "health_entry_keep", DBK_SQL_HEALTH_ENTRY_KEEP }, entries_of, put_entry, 12,
      { DBK_INT2, DBK_INT4, DBK_INT2, DBK_INT2, DBK_INT2, DBK_INT2, DBK_BOOL, DBK_BOOL, DBK_BOOL, DBK_BOOL, DBK_BOOL,
        DBK_TEXT } },
};
