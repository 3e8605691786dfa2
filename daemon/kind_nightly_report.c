#include "daemon/kind_nightly_report.h"

#include <stdio.h>
#include <string.h>

#include "sql/queries.h"

/* ---------------------------------------------------------------- the day as a whole */

/* "{12,NULL,3}": the index is the indicator's number. Room for 255 figures of 10 digits and a comma. */
#define FIGURES_TEXT_BYTES (DBK_INDICATOR_MAX * 11 + 3)

static size_t
figures_text(const dbk_nightly_report *report, char text[FIGURES_TEXT_BYTES])
{
    int64_t value[DBK_INDICATOR_MAX + 1];
    uint32_t last = 0;
    char *at = text;

    memset(value, 0xff, sizeof value);                          /* -1: not filled */
    for (size_t i = 0; i < report->n_figures; i++) {
        const dbk_figure *figure = report->figures[i];

        value[figure->indicator] = figure->value;
        last = figure->indicator > last ? figure->indicator : last;
    }
    *at++ = '{';
    for (uint32_t i = 1; i <= last; i++) {
        if (i > 1)
            *at++ = ',';
        if (value[i] < 0)
            at = mempcpy(at, "NULL", 4);
        else
            at += sprintf(at, "%lld", (long long)value[i]);
    }
    *at++ = '}';
    return (size_t)(at - text);
}

static void
put_report(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_nightly_report *report = s->record->nightly_report;
    char text[FIGURES_TEXT_BYTES];

    (void)i;
    dbk_put_bytes(c, DBK_OWN(0), text, figures_text(report, text));
    dbk_put_text(c, 1, &report->situation);
    dbk_put_bool(c, DBK_OWN(2), report->no_case);
    dbk_put_bool(c, DBK_OWN(3), report->zero_report);
}

/* ---------------------------------------------------------------- its lists: their first column is the position */

static void
put_case(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_case *row = s->record->nightly_report->cases[i];

    dbk_put_position(c, i);
    dbk_put_text(c, 1, &row->title);
    dbk_put_int2(c, DBK_OWN(2), (int)row->category);
    dbk_put_text(c, 3, &row->place);
    dbk_put_text(c, 4, &row->story);
    dbk_put_text(c, 5, &row->result);
    dbk_put_bool(c, DBK_OWN(6), row->may_publish);
}

static void
put_observation(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_observation *row = s->record->nightly_report->observations[i];

    dbk_put_position(c, i);
    dbk_put_int2(c, DBK_OWN(1), (int)row->kind);
    dbk_put_int2(c, DBK_OWN(2), (int)row->category);
    if (row->has_severity)
        dbk_put_int2(c, DBK_OWN(3), (int)row->severity);
    else
        dbk_put_null(c, DBK_OWN(3));
    dbk_put_text(c, 4, &row->place);
    dbk_put_text(c, 5, &row->text);
    dbk_put_bool(c, DBK_OWN(6), row->needs_office);
}

static void
put_answer(dbk_columns *c, const dbk_submission *s, size_t i)
{
    const dbk_answered_item *row = s->record->nightly_report->answers[i];

    dbk_put_position(c, i);
    dbk_put_text(c, 1, &row->item);
    dbk_put_int2(c, DBK_OWN(2), (int)row->answer);
    dbk_put_text(c, 3, &row->text);
}

static size_t one(const dbk_record *r) { (void)r; return 1; }
static size_t cases_of(const dbk_record *r) { return r->nightly_report->n_cases; }
static size_t observations_of(const dbk_record *r) { return r->nightly_report->n_observations; }
static size_t answers_of(const dbk_record *r) { return r->nightly_report->n_answers; }

const dbk_projection dbk_nightly_report_projections[DBK_NIGHTLY_REPORT_PROJECTIONS] = {
    { { "nightly_report_keep", DBK_SQL_NIGHTLY_REPORT_KEEP }, one, put_report, 4,
      { DBK_TEXT, DBK_TEXT, DBK_BOOL, DBK_BOOL } },
    { { "typical_case_keep", DBK_SQL_TYPICAL_CASE_KEEP }, cases_of, put_case, 7,
      { DBK_INT2, DBK_TEXT, DBK_INT2, DBK_TEXT, DBK_TEXT, DBK_TEXT, DBK_BOOL } },
    { { "observation_keep", DBK_SQL_OBSERVATION_KEEP }, observations_of, put_observation, 7,
      { DBK_INT2, DBK_INT2, DBK_INT2, DBK_INT2, DBK_TEXT, DBK_TEXT, DBK_BOOL } },
    { { "answered_item_keep", DBK_SQL_ANSWERED_ITEM_KEEP }, answers_of, put_answer, 4,
      { DBK_INT2, DBK_TEXT, DBK_INT2, DBK_TEXT } },
};
