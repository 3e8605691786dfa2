/*
 * watching — deliver in the background until a signal ends it: daybook flush --watch.
 */
#ifndef DBK_SECRETARY_WATCHING_H
#define DBK_SECRETARY_WATCHING_H

#include "clients/secretary/desk.h"
#include "clients/secretary/sender.h"

/* Runs `errand` whenever something is due; at_once is to be false in it.
 *   returns  0: a signal ended it.  -1: DBK_E_BUSY another one runs; DBK_E_SYSTEM */
int dbk_watching_run(dbk_desk *desk, const dbk_errand *errand, dbk_err *err);

#endif
