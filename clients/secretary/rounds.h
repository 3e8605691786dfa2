/*
 * rounds — one errand for every key of this laptop: what an earlier key has sealed, only that key can send.
 */
#ifndef DBK_SECRETARY_ROUNDS_H
#define DBK_SECRETARY_ROUNDS_H

#include "clients/secretary/desk.h"
#include "clients/secretary/sender.h"

/* As dbk_sender_run(): the key in use first, then the earlier ones by which something waits. Earlier keys that are not
 * needed any more are removed. All get their turn; the first failure is returned. A key or server
 * that another process has changed is taken up first, so what dbk_desk_key() and dbk_desk_courier() gave before may be
 * gone. */
int dbk_rounds_run(dbk_desk *desk, const dbk_errand *errand, dbk_err *err);

#endif
