/*
 * kind_any — the rows that records of several kinds leave: explanations, supply needs.
 */
#ifndef DBK_DAEMON_KIND_ANY_H
#define DBK_DAEMON_KIND_ANY_H

#include "daemon/kinds.h"

#define DBK_ANY_KIND_PROJECTIONS 2
extern const dbk_projection dbk_any_kind_projections[DBK_ANY_KIND_PROJECTIONS];

#endif
