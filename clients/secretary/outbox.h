/*
 * outbox — reports that are written but not yet accepted, and those that were.
 *
 * Each record is one file named by its id, and its folder is its state: out/ waits or is held, done/ has its receipt,
 * refused/ never will have one. It moves only by rename(2), so a crash at any instruction finds it in exactly one of
 * them. Beside it lies a note: what happened to it last. A damaged file goes to damaged/ and is never deleted.
 *
 * Promise: when dbk_outbox_add() returns 0, the record survives a power cut.
 * Not here: sending (sender.c, courier.c); deciding what happens next (item.c).
 */
#ifndef DBK_SECRETARY_OUTBOX_H
#define DBK_SECRETARY_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/secretary/item.h"
#include "clients/secretary/item_file.h"
#include "proto/err.h"
#include "proto/limits.h"

typedef struct dbk_outbox dbk_outbox;

/* One record of the outbox, read from its files. */
typedef struct {
    item_box  box;
    uint8_t   id[DBK_ID_BYTES];
    uint8_t   key[DBK_KEY_BYTES];            /* public key of who sealed it; only that key may send it */
    dbk_kind  kind;
    uint32_t  part;                          /* which of that kind, committee and date */
    uint32_t  committee_id;
    uint32_t  report_date;                   /* YYYYMMDD */
    bool      is_correction;
    uint8_t   corrects[DBK_ID_BYTES];        /* when is_correction */
    uint8_t   hash[DBK_HASH_BYTES];          /* BLAKE2b-256 of the sealed bytes */
    uint8_t  *sealed;                        /* owned by the list */
    size_t    sealed_size;
    dbk_note  note;
} dbk_item;

typedef struct {
    size_t    n;
    dbk_item *row;                           /* by id, which is the order of sealing */
    size_t    damaged;                       /* files that were set aside while reading */
} dbk_items;

/* Opens the outbox in folder `home` (a descriptor, only borrowed), and makes what is missing of it.
 *   returns  NULL: err says why */
dbk_outbox *dbk_outbox_open(int home, dbk_err *err);
void        dbk_outbox_close(dbk_outbox **box);      /* NULL-safe; gives the lock back */
int         dbk_outbox_home(const dbk_outbox *box);  /* as it was given */

/*
 * Keep one sealed record until its receipt is in. Needs no lock.
 *   key      public key of who sealed it
 *   returns  0: on disk, survives a power cut.  -1: not promised; sealing again is harmless, nothing was sent
 *   errors   DBK_E_SYSTEM the disk refused;  DBK_E_MALFORMED not a record
 *   cost     two fsync(2)
 */
int dbk_outbox_add(dbk_outbox *box, const uint8_t key[DBK_KEY_BYTES], const uint8_t *sealed, size_t size, dbk_err *err);

/* All items of one folder. `items` is the caller's room, overwritten; dbk_items_fini() gives it back. */
int  dbk_outbox_list(dbk_outbox *box, item_box where, dbk_items *items, dbk_err *err);
void dbk_items_fini(dbk_items *items);
item_state dbk_item_state(const dbk_item *item);

/* When it was sealed, by this computer's clock: milliseconds since 1970, as its id says. */
int64_t dbk_item_sealed_ms(const dbk_item *item);

/* The rest is the sender's, who holds the lock. It dies with the process.
 *   wait_ms  how long to wait for another sender
 *   errors   DBK_E_BUSY: another process is sending */
int dbk_outbox_lock(dbk_outbox *box, int wait_ms, dbk_err *err);

/* Write the item's note where the item lies. */
int dbk_outbox_mark(dbk_outbox *box, const dbk_item *item, dbk_err *err);
/* Move an item with its note. After -1 it lies in one of the two folders, whole. */
int dbk_outbox_file(dbk_outbox *box, dbk_item *item, item_box to, dbk_err *err);

/* Remove what may not lie about once it is receipted (dbk_kind_rules.confidential): as if it were done, but without a
 * trace. After -1 it lies there still, and is sent again, harmlessly. */
int dbk_outbox_forget(dbk_outbox *box, dbk_item *item, dbk_err *err);

/* A refused confidential record is kept to be put right: until one of its place is receipted, DBK_REFUSED_KEPT_MS at most.
 *   receipted  its place is that of this one; NULL: those that are too old, by `now_ms` */
#define DBK_REFUSED_KEPT_MS (3LL * 24 * 3600 * 1000)
int dbk_outbox_forget_refused(dbk_outbox *box, const dbk_item *receipted, int64_t now_ms, dbk_err *err);

/* Remove what has served: receipted items after DBK_DONE_KEPT_MS, confidential ones that were refused, leftovers of
 * crashes. */
#define DBK_DONE_KEPT_MS (30LL * 24 * 3600 * 1000)
int dbk_outbox_clean(dbk_outbox *box, int64_t now_ms, dbk_err *err);

/* The server's epoch as last remembered.
 *   returns  false: none yet */
bool dbk_outbox_epoch(dbk_outbox *box, uint8_t epoch[DBK_ID_BYTES]);
int  dbk_outbox_set_epoch(dbk_outbox *box, const uint8_t epoch[DBK_ID_BYTES], dbk_err *err);

#endif
