/*
 * fresh_key — a key, or a server, that is new: taken up by a process that is running, and called for the first time.
 */
#ifndef DBK_SECRETARY_FRESH_KEY_H
#define DBK_SECRETARY_FRESH_KEY_H

#include "clients/secretary/desk.h"

/* Another process may have changed the key or the servers since this one read them (enrol, key renew, key trust). Then
 * what was opened with the old ones is closed: what dbk_desk_key() and dbk_desk_courier() gave before is gone.
 *   errors   settings that cannot be read */
int dbk_fresh_key_heed(dbk_desk *desk, dbk_err *err);

/* Reads settings and key anew, fetches the form with them, and says how that went. A key that is not known yet is tried
 * again for DBK_FRESH_KEY_MS. Always 0 but for settings that cannot be read: the key is there, and will be known. */
int dbk_fresh_key_wait(dbk_desk *desk, dbk_err *err);

#endif
