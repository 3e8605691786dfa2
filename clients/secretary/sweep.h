/*
 * sweep — leftovers of crashes: temporary files that nobody writes any more, notes whose item has gone elsewhere.
 *
 * Never an item, and never what a living process may still be writing.
 */
#ifndef DBK_SECRETARY_SWEEP_H
#define DBK_SECRETARY_SWEEP_H

#include <stdint.h>

#include "proto/err.h"

/* A temporary file that is older died with its process. */
#define DBK_LEFTOVER_MS (3600 * 1000)

/* Sweep one folder. The caller holds the outbox's lock, so that no note is being written there. */
int dbk_sweep(int folder, int64_t now_ms, const char *item_suffix, const char *note_suffix, dbk_err *err);

#endif
