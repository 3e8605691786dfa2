/*
 * which — the committee and the night that a person means: [COMMITTEE] [DATE] behind a verb, or what can only be meant.
 */
#ifndef DBK_SECRETARY_WHICH_H
#define DBK_SECRETARY_WHICH_H

#include <stdbool.h>
#include <stdint.h>

#include "clients/secretary/desk.h"
#include "proto/err.h"

typedef struct {
    uint32_t committee_id, report_date;
    bool     date_said;                 /* a person named the night */
} dbk_which;

/*
 * From argv[rest ...]. Without a date it is the night that is on: as the server said a moment ago, else by this
 * computer's clock. Without a committee it is the only one that the key may report for on that night.
 *   errors   DBK_E_USAGE no number, no date, too much, or several committees to choose from (they are named)
 */
int dbk_which_take(dbk_desk *desk, int argc, char **argv, int rest, dbk_which *which, dbk_err *err);

/* The night that is on, YYYYMMDD. */
uint32_t dbk_which_night(dbk_desk *desk);

#endif
