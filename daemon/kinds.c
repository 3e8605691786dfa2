#include "daemon/kinds.h"

#include "daemon/kind_any.h"
#include "daemon/kind_bulletin_read.h"
#include "daemon/kind_health_report.h"
#include "daemon/kind_minutes.h"
#include "daemon/kind_nightly_report.h"
#include "daemon/kind_roll_call.h"
#include "daemon/kind_supply_sheet.h"

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

const dbk_kind_row *
dbk_kinds(size_t *n)
{
    static const dbk_kind_row kinds[] = {
        { DBK_NIGHTLY_REPORT, dbk_nightly_report_projections, DBK_NIGHTLY_REPORT_PROJECTIONS },
        { DBK_ROLL_CALL, dbk_roll_call_projections, DBK_ROLL_CALL_PROJECTIONS },
        { DBK_HEALTH_REPORT, dbk_health_report_projections, DBK_HEALTH_REPORT_PROJECTIONS },
        { DBK_SUPPLY_SHEET, dbk_supply_sheet_projections, DBK_SUPPLY_SHEET_PROJECTIONS },
        { DBK_MINUTES, dbk_minutes_projections, DBK_MINUTES_PROJECTIONS },
        { DBK_BULLETIN_READ, dbk_bulletin_read_projections, DBK_BULLETIN_READ_PROJECTIONS },
        { DBK_ANY_KIND, dbk_any_kind_projections, DBK_ANY_KIND_PROJECTIONS },
    };

    *n = sizeof kinds / sizeof kinds[0];
    return kinds;
}
