/*
 * pager — long pages one screen at a time, as git does it: only to a terminal, through $PAGER or less.
 */
#ifndef DBK_OFFICE_PAGER_H
#define DBK_OFFICE_PAGER_H

#include <stdbool.h>

/* From here on standard output goes through a pager, if it is a terminal and PAGER is neither empty nor cat. Width and
 * colour of the terminal stay known: COLUMNS, and dbk_pager_shows_colour. */
void dbk_pager_start(void);

/* Wait until the reader has done with it. */
void dbk_pager_end(void);

/* Standard output ends at a terminal, through a pager or not. */
bool dbk_pager_shows_colour(void);

#endif
