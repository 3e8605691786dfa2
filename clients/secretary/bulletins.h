/*
 * bulletins — what the office has published, kept here to be read without a network, and what has been read of it.
 *
 * Each bulletin is one file in bulletins/ under its number, as the server said it last; NUMBER.read beside it says that
 * it was read here; `at` says up to which change, of which epoch of the server, everything is here.
 * Not here: how they are shown (cmd_bulletins.c).
 */
#ifndef DBK_SECRETARY_BULLETINS_H
#define DBK_SECRETARY_BULLETINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/secretary/desk.h"
#include "proto/arena.h"
#include "proto/messages.h"

typedef struct {
    const dbk_bulletin *said;
    bool                read;                /* here */
} dbk_bulletin_kept;

/* Fetches what has changed, if the server's last answer said that something has; the desk's courier must have had one.
 *   fresh    how many came that were not here before and are in force
 *   returns  -1: err; what came is kept all the same, the rest comes with the next contact */
int dbk_bulletins_fetch(dbk_desk *desk, int timeout_ms, size_t *fresh, dbk_err *err);
/* The same after any contact, and says so when there are new ones; what goes wrong is for the next one. */
void dbk_bulletins_greet(dbk_desk *desk);

/* All that is kept, the newest number first, in `arena`. */
int dbk_bulletins_list(dbk_desk *desk, dbk_arena *arena, dbk_bulletin_kept **row, size_t *n, dbk_err *err);

/* It was read: remembered here, and a receipt of it sealed for each committee that it is for, to be sent when it can
 * be. Once is enough. */
int dbk_bulletins_read(dbk_desk *desk, const dbk_bulletin *said, dbk_err *err);

/* The laptop is another person's now: what was here for the one before, and what that one has read, is not theirs. What
 * concerns them comes with the next contact. */
int dbk_bulletins_forget(dbk_desk *desk, dbk_err *err);

#endif
