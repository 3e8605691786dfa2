/*
 * kind_nightly_report — the rows that a nightly report leaves: its figures, cases, observations, answers to open items.
 */
#ifndef DBK_DAEMON_KIND_NIGHTLY_REPORT_H
#define DBK_DAEMON_KIND_NIGHTLY_REPORT_H

#include "daemon/kinds.h"

#define DBK_NIGHTLY_REPORT_PROJECTIONS 4
extern const dbk_projection dbk_nightly_report_projections[DBK_NIGHTLY_REPORT_PROJECTIONS];

#endif
