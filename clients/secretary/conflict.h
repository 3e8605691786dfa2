/*
 * conflict — two reports for one place: who sent the other one and when, what differs, and a person's choice of three.
 *
 * Nothing is decided without a person, and nothing is lost by any choice: one that gives way lies in refused/.
 * Not here: how the other report is got (stands.c).
 */
#ifndef DBK_SECRETARY_CONFLICT_H
#define DBK_SECRETARY_CONFLICT_H

#include <stdbool.h>
#include <stdint.h>

#include "clients/secretary/compose.h"
#include "clients/secretary/stands.h"
#include "proto/err.h"

/*
 * The person's report that waits is compose->newest; it is in conflict.
 *   stands   what the server has shown of the other one; not `there`: it has not
 *   why      why it has not; empty: nothing stands there
 *   offline  a correction is kept only
 *   errors   DBK_E_CONFLICT there is nobody to choose
 */
int dbk_conflict_choose(dbk_compose *compose, const dbk_stands *stands, const dbk_err *why, bool offline, dbk_err *err);

/*
 * What differs between the report that stands and the newest one here, field by field, as text.
 *   errors   DBK_E_NO_INPUT: one of the two cannot be had, and says which
 */
int dbk_conflict_difference(dbk_compose *compose, const dbk_stands *stands, const dbk_err *why, FILE *to, dbk_err *err);

#endif
