/*
 * kind_supply_sheet — the rows that a sheet of supplies leaves besides its needs: what came and went.
 */
#ifndef DBK_DAEMON_KIND_SUPPLY_SHEET_H
#define DBK_DAEMON_KIND_SUPPLY_SHEET_H

#include "daemon/kinds.h"

#define DBK_SUPPLY_SHEET_PROJECTIONS 1
extern const dbk_projection dbk_supply_sheet_projections[DBK_SUPPLY_SHEET_PROJECTIONS];

#endif
