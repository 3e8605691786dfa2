#include "daemon/kind_any.h"

#include "proto/calendar.h"
#include "proto/kind.h"
#include "sql/queries.h"

static dbk_explanation *const *
explanations_of(const dbk_record *record, size_t *n)
{
    return dbk_kind_explanations(dbk_kind_find(record->kind), record, n);
}

static size_t
count_explanations(const dbk_record *record)
{
    size_t n;

    explanations_of(record, &n);
    return n;
}

static void
put_explanation(dbk_columns *c, const dbk_submission *s, size_t i)
{
    size_t n;
    const dbk_explanation *row = explanations_of(s->record, &n)[i];

    dbk_put_position(c, i);
    dbk_put_text(c, 1, &row->rule);
    dbk_put_text(c, 2, &row->text);
}

static dbk_supply_need *const *
needs_of(const dbk_record *record, size_t *n)
{
    if (record->kind == DBK_SUPPLY_SHEET) {
        *n = record->supply_sheet->n_needs;
        return record->supply_sheet->needs;
    }
    *n = record->kind == DBK_NIGHTLY_REPORT ? record->nightly_report->n_supply_needs : 0;
    return *n > 0 ? record->nightly_report->supply_needs : NULL;
}

static size_t
count_needs(const dbk_record *record)
{
    size_t n;

    needs_of(record, &n);
    return n;
}

static void
put_supply_need(dbk_columns *c, const dbk_submission *s, size_t i)
{
    size_t n;
    const dbk_supply_need *row = needs_of(s->record, &n)[i];
    int32_t needed_by = s->day;

    dbk_day_from_ymd(row->needed_by, &needed_by);
    dbk_put_position(c, i);
    dbk_put_int2(c, DBK_OWN(1), (int)row->item);
    dbk_put_text(c, 2, &row->unit);
    dbk_put_int4(c, DBK_OWN(3), row->on_hand);
    dbk_put_int4(c, DBK_OWN(4), row->daily_use);
    dbk_put_int4(c, DBK_OWN(5), row->quantity);
    dbk_put_date(c, DBK_OWN(6), needed_by);
    dbk_put_int2(c, DBK_OWN(7), (int)row->urgency);
    dbk_put_text(c, 8, &row->reason);
}

const dbk_projection dbk_any_kind_projections[DBK_ANY_KIND_PROJECTIONS] = {
    { { "explanation_keep", DBK_SQL_EXPLANATION_KEEP }, count_explanations, put_explanation, 3,
      { DBK_INT2, DBK_TEXT, DBK_TEXT } },
    { { "supply_need_keep", DBK_SQL_SUPPLY_NEED_KEEP }, count_needs, put_supply_need, 9,
      { DBK_INT2, DBK_INT2, DBK_TEXT, DBK_INT4, DBK_INT4, DBK_INT4, DBK_DATE, DBK_INT2, DBK_TEXT } },
};
