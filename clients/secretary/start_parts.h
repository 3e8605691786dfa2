/*
 * start_parts — the page that daybook shows without a verb, in its parts: how things stand (start_rows.c), and what is
 * still to be done, with the command for it (start_steps.c). A night of many committees fits 80 columns and 24 lines.
 */
#ifndef DBK_SECRETARY_START_PARTS_H
#define DBK_SECRETARY_START_PARTS_H

#include <stdbool.h>

#include "clients/secretary/desk.h"
#include "clients/secretary/evening.h"
#include "clients/secretary/handed.h"

typedef struct {
    dbk_desk              *desk;
    const dbk_evening     *evening;          /* heeded */
    const dbk_handed_list *handed;
    bool                   watched;          /* daybook flush --watch runs */
    int64_t                now_ms;           /* by this computer */
} dbk_start;

void dbk_start_rows(const dbk_start *start);
void dbk_start_steps(const dbk_start *start);

#endif
