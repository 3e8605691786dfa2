/*
 * kind_roll_call — the rows that a roll call leaves: one a person.
 */
#ifndef DBK_DAEMON_KIND_ROLL_CALL_H
#define DBK_DAEMON_KIND_ROLL_CALL_H

#include "daemon/kinds.h"

#define DBK_ROLL_CALL_PROJECTIONS 1
extern const dbk_projection dbk_roll_call_projections[DBK_ROLL_CALL_PROJECTIONS];

#endif
