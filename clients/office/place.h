/*
 * place — the part of the city that --in names: a subdistrict, a branch, or one committee.
 *
 * A name, or a part of one that no other has. Rows are of a place by their committee. Not here: what is counted over
 * all committees; a place's own numbers are asked of the database.
 */
#ifndef DBK_OFFICE_PLACE_H
#define DBK_OFFICE_PLACE_H

#include <stdbool.h>

#include "clients/office/call.h"

/* What --in says; *place is to be given to dbk_place_fini whatever comes of it.
 *   errors   DBK_E_INPUT: there is none of that name (which there are), or several */
int  dbk_place_find(const dbk_call *call, dbk_place *place, dbk_err *err);
void dbk_place_fini(dbk_place *place);

/* Rows of other places go. Where rows name no committee, `false`: then nothing was done. */
bool dbk_place_keep(const dbk_place *place, dbk_rows *rows);

/* The same for rows whose column `column` holds one of `keys`, "12,13". */
void dbk_place_keep_by(const char *keys, dbk_rows *rows, const char *column);

/* Totals by `level`: those of the place itself, or of its committees. Over nights and the like nothing is summed up here.
 *   errors   DBK_E_USAGE: the totals are of something else */
int dbk_place_keep_totals(const dbk_place *place, const char *level, dbk_rows *totals, dbk_err *err);

/* The line above what is shown of the place alone; nothing when that is everywhere. */
void dbk_place_print(const dbk_place *place);

#endif
