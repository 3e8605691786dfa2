/*
 * figures — the numbers of one report, each under the number of its indicator.
 *
 * Pure. Not here: what they mean (proto/form.h), what must hold between them (rules.h).
 */
#ifndef DBK_CLIENTS_FIGURES_H
#define DBK_CLIENTS_FIGURES_H

#include <stdint.h>

#include "proto/limits.h"
#include "proto/messages.h"

#define DBK_FIGURE_NONE (-1)

typedef struct { int64_t value[DBK_INDICATOR_MAX + 1]; } dbk_figures;    /* DBK_FIGURE_NONE: not filled */

/* Those of a report; NULL: none is filled. */
void dbk_figures_take(dbk_figures *figures, const dbk_nightly_report *report);

#endif
