/*
 * kind_health_report — the rows that a health report leaves: one a person.
 */
#ifndef DBK_DAEMON_KIND_HEALTH_REPORT_H
#define DBK_DAEMON_KIND_HEALTH_REPORT_H

#include "daemon/kinds.h"

#define DBK_HEALTH_REPORT_PROJECTIONS 1
extern const dbk_projection dbk_health_report_projections[DBK_HEALTH_REPORT_PROJECTIONS];

#endif
