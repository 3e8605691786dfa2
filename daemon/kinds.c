#include "daemon/kinds.h"

#include "daemon/kind_health_report.h"
#include "daemon/kind_nightly_report.h"
#include "daemon/kind_roll_call.h"
#include "proto/kind.h"
#include "sql/queries.h"

void
dbk_put_text(dbk_columns *columns, size_t own, const ProtobufCBinaryData *text)
{
    dbk_put_bytes(columns, DBK_OWN(own), text->data, text->len);
}

void
dbk_put_position(dbk_columns *columns, size_t i)
{
    dbk_put_int2(columns, DBK_OWN(0), (int)i + 1);
}

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

static const dbk_projection of_any_kind[] = {
    { { "explanation_keep", DBK_SQL_EXPLANATION_KEEP }, count_explanations, put_explanation, 3,
      { DBK_INT2, DBK_TEXT, DBK_TEXT } },
};

const dbk_kind_row *
dbk_kinds(size_t *n)
{
    static const dbk_kind_row kinds[] = {
        { DBK_NIGHTLY_REPORT, dbk_nightly_report_projections, DBK_NIGHTLY_REPORT_PROJECTIONS },
        { DBK_ROLL_CALL, dbk_roll_call_projections, DBK_ROLL_CALL_PROJECTIONS },
        { DBK_HEALTH_REPORT, dbk_health_report_projections, DBK_HEALTH_REPORT_PROJECTIONS },
        { DBK_ANY_KIND, of_any_kind, sizeof of_any_kind / sizeof of_any_kind[0] },
    };

    *n = sizeof kinds / sizeof kinds[0];
    return kinds;
}
