/*
 * fill_screen — the form on a terminal, 80 columns by 24 lines or more, with Chinese input; by ncursesw.
 *
 * It draws what the model says and hands it the keys. After every field the draft is saved, and while a person pauses.
 * Not here: what a key does to a report (fill.c); sealing and sending (cmd_fill.c).
 */
#ifndef DBK_SECRETARY_FILL_SCREEN_H
#define DBK_SECRETARY_FILL_SCREEN_H

#include "clients/secretary/draft.h"
#include "clients/secretary/fill.h"
#include "proto/err.h"

typedef enum { FILL_LEFT, FILL_SEAL, FILL_FAILED } dbk_fill_end;

/* Somebody who looks on: called after every key and in every pause. Must not wait, nor change anything. */
typedef struct {
    void (*look)(void *ctx, const dbk_fill *fill);
    void  *ctx;
} dbk_fill_watcher;

/*
 * Let a person fill it in.
 *   draft    where it is saved
 *   title    committee and night, in words
 *   watcher  may be NULL
 *   returns  FILL_LEFT: it is in the draft.  FILL_SEAL: nothing is wrong with it, and the person wants it sealed.
 *            FILL_FAILED: err says why (no terminal that can do it; the disk refuses)
 */
dbk_fill_end dbk_fill_screen(dbk_fill *fill, dbk_draft *draft, const char *title, const dbk_fill_watcher *watcher,
                             dbk_err *err);

#endif
