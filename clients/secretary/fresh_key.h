/*
 * fresh_key — the first call with a key that was let in a moment ago: daemons need a while to hear of it.
 */
#ifndef DBK_SECRETARY_FRESH_KEY_H
#define DBK_SECRETARY_FRESH_KEY_H

#include "clients/secretary/desk.h"

/* Reads settings and key anew, fetches the form with them, and says how that went. A key that is not known yet is tried
 * again for DBK_FRESH_KEY_MS. Always 0 but for settings that cannot be read: the key is there, and will be known. */
int dbk_fresh_key_wait(dbk_desk *desk, dbk_err *err);

#endif
