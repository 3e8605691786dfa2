#include "clients/figures.h"

#include <stddef.h>

void
dbk_figures_take(dbk_figures *figures, const dbk_nightly_report *report)
{
    for (size_t i = 0; i <= DBK_INDICATOR_MAX; i++)
        figures->value[i] = DBK_FIGURE_NONE;
    for (size_t i = 0; report && i < report->n_figures; i++)
        if (report->figures[i]->has_value && report->figures[i]->indicator <= DBK_INDICATOR_MAX)
            figures->value[report->figures[i]->indicator] = report->figures[i]->value;
}
