/*
 * screen_text — a text that is read on the screen, line by line, longer than the screen or not.
 */
#ifndef DBK_SECRETARY_SCREEN_TEXT_H
#define DBK_SECRETARY_SCREEN_TEXT_H

#include "proto/err.h"

/*
 * Until the person goes back.
 *   text     UTF-8; made safe to show
 *   errors   DBK_E_CONFIG: this terminal cannot do it, and nothing was shown
 */
int dbk_screen_read(const char *title, const char *text, dbk_err *err);

/* The same on a terminal that is open already (dbk_screen_open). */
void dbk_screen_page(const char *title, const char *text);

#endif
