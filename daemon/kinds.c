#include "daemon/kinds.h"

#include "daemon/kind_nightly_report.h"

const dbk_kind_row *
dbk_kinds(size_t *n)
{
    static const dbk_kind_row kinds[] = {
        { DBK_NIGHTLY_REPORT, dbk_nightly_report_projections, DBK_NIGHTLY_REPORT_PROJECTIONS },
    };

    *n = sizeof kinds / sizeof kinds[0];
    return kinds;
}
