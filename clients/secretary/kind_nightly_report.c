/* kind_nightly_report — the report of a night: its fields and lists are report_shape.c's, its figures the form's. */
#include "clients/secretary/kinds.h"
#include "clients/words.h"

const dbk_kind_shape dbk_shape_nightly_report = {
    .kind = DBK_NIGHTLY_REPORT, .title = N_("nightly report"), .top = dbk_report_top, .n_top = DBK_REPORT_TOP_FIELDS,
    .lists = dbk_report_lists, .n_lists = N_REPORT_LISTS,
};
