#include "daemon/kind_minutes.h"

#include "proto/calendar.h"
#include "sql/queries.h"

/* The checker has let it through: it is a day. */
static void
put_day(dbk_columns *c, size_t own, uint32_t ymd)
{
    int32_t day = 0;

    dbk_day_from_ymd(ymd, &day);
    dbk_put_date(c, DBK_OWN(own), day);
}

static void
put_meeting(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_minutes *row = s->record->minutes;

    (void)i;
    dbk_put_int2(c, DBK_OWN(0), (int)row->kind);
    dbk_put_int2(c, DBK_OWN(1), (int)row->mode);
    dbk_put_int2(c, DBK_OWN(2), (int)row->started_at);
    dbk_put_int2(c, DBK_OWN(3), (int)row->ended_at);
    dbk_put_text(c, 4, &row->chair);
    dbk_put_text(c, 5, &row->recorder);
    dbk_put_int2(c, DBK_OWN(6), (int)row->expected);
    dbk_put_int2(c, DBK_OWN(7), (int)row->present);
    dbk_put_text(c, 8, &row->agenda);
    dbk_put_text(c, 9, &row->studied);
    if (row->has_next_date)
        put_day(c, 10, row->next_date);
    else
        dbk_put_null(c, DBK_OWN(10));
}

static void
put_absence(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_absence *row = s->record->minutes->absences[i];

    dbk_put_position(c, i);
    dbk_put_text(c, 1, &row->name);
    dbk_put_text(c, 2, &row->reason);
}

static void
put_practice(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_practice *row = s->record->minutes->practices[i];

    dbk_put_position(c, i);
    dbk_put_text(c, 1, &row->where);
    dbk_put_text(c, 2, &row->what);
    dbk_put_text(c, 3, &row->effect);
    dbk_put_text(c, 4, &row->copy_to);
}

static void
put_decision(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_decision *row = s->record->minutes->decisions[i];

    dbk_put_position(c, i);
    dbk_put_text(c, 1, &row->what);
    dbk_put_text(c, 2, &row->owner);
    put_day(c, 3, row->due);
}

static void
put_settled(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_settled *row = s->record->minutes->settled[i];

    dbk_put_position(c, i);
    dbk_put_int4(c, DBK_OWN(1), row->committee_id);
    put_day(c, 2, row->date);
    dbk_put_int2(c, DBK_OWN(3), (int)row->part);
    dbk_put_int2(c, DBK_OWN(4), (int)row->position);
    dbk_put_text(c, 5, &row->result);
}

static size_t one(const dbk_record *r) { (void)r; return 1; }
static size_t absences_of(const dbk_record *r) { return r->minutes->n_absences; }
static size_t practices_of(const dbk_record *r) { return r->minutes->n_practices; }
static size_t decisions_of(const dbk_record *r) { return r->minutes->n_decisions; }
static size_t settled_of(const dbk_record *r) { return r->minutes->n_settled; }

const dbk_projection dbk_minutes_projections[DBK_MINUTES_PROJECTIONS] = {
    { { "meeting_keep", DBK_SQL_MEETING_KEEP }, one, put_meeting, 11,
      { DBK_INT2, DBK_INT2, DBK_INT2, DBK_INT2, DBK_TEXT, DBK_TEXT, DBK_INT2, DBK_INT2, DBK_TEXT, DBK_TEXT,
        DBK_DATE } },
    { { "meeting_absence_keep", DBK_SQL_MEETING_ABSENCE_KEEP }, absences_of, put_absence, 3,
      { DBK_INT2, DBK_TEXT, DBK_TEXT } },
    { { "meeting_practice_keep", DBK_SQL_MEETING_PRACTICE_KEEP }, practices_of, put_practice, 5,
      { DBK_INT2, DBK_TEXT, DBK_TEXT, DBK_TEXT, DBK_TEXT } },
    { { "meeting_decision_keep", DBK_SQL_MEETING_DECISION_KEEP }, decisions_of, put_decision, 4,
      { DBK_INT2, DBK_TEXT, DBK_TEXT, DBK_DATE } },
    { { "meeting_settled_keep", DBK_SQL_MEETING_SETTLED_KEEP }, settled_of, put_settled, 6,
      { DBK_INT2, DBK_INT4, DBK_DATE, DBK_INT2, DBK_INT2, DBK_TEXT } },
};
