/*
 * kind_bulletin_read — the row that the receipt of a bulletin leaves.
 */
#ifndef DBK_DAEMON_KIND_BULLETIN_READ_H
#define DBK_DAEMON_KIND_BULLETIN_READ_H

#include "daemon/kinds.h"

#define DBK_BULLETIN_READ_PROJECTIONS 1
extern const dbk_projection dbk_bulletin_read_projections[DBK_BULLETIN_READ_PROJECTIONS];

#endif
