/*
 * kind_minutes — the rows that minutes leave: the meeting and its lists.
 */
#ifndef DBK_DAEMON_KIND_MINUTES_H
#define DBK_DAEMON_KIND_MINUTES_H

#include "daemon/kinds.h"

#define DBK_MINUTES_PROJECTIONS 5
extern const dbk_projection dbk_minutes_projections[DBK_MINUTES_PROJECTIONS];

#endif
