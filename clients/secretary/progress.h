/*
 * progress — how many of several are done, on one line of a terminal; nothing anywhere else.
 */
#ifndef DBK_SECRETARY_PROGRESS_H
#define DBK_SECRETARY_PROGRESS_H

#include <stddef.h>

/* Draws it on standard error when that is a terminal and there is more than one; done == all ends the line. */
void dbk_progress_show(size_t done, size_t all);

/* Wipes the line, so that something else can be written there. */
void dbk_progress_hide(void);

#endif
