/*
 * watch — is somebody delivering in the background? A lock that is held as long as `daybook flush --watch` lives.
 */
#ifndef DBK_SECRETARY_WATCH_H
#define DBK_SECRETARY_WATCH_H

#include <stdbool.h>

#include "proto/err.h"

/* Take the lock for the life of this process.
 *   returns  the descriptor to keep open; -1: DBK_E_BUSY somebody has it, DBK_E_SYSTEM */
int dbk_watch_begin(int home, dbk_err *err);

bool dbk_watch_runs(int home);

#endif
