/*
 * sender — takes what is due out of the outbox, has it delivered, and files it by the answer.
 *
 * It holds the outbox's lock. Items of one committee and night go in the order of their sealing, one at a time. That a
 * try begins is on disk before the try. A receipt is verified before anything is called delivered.
 * Not here: what a state and an event lead to (item.c), the line (courier.c), what a person is shown (tell.c).
 */
#ifndef DBK_SECRETARY_SENDER_H
#define DBK_SECRETARY_SENDER_H

#include <stdbool.h>
#include <stdint.h>

#include "clients/secretary/courier.h"
#include "clients/secretary/outbox.h"
#include "proto/err.h"
#include "proto/messages.h"

/* What has just become of an item. */
typedef struct {
    const dbk_item  *item;         /* as it is now; its note says when it is tried next */
    item_event       event;
    const dbk_reply *reply;        /* NULL: none */
    const dbk_err   *err;          /* EV_SILENCE: why there was no answer */
} dbk_news;

typedef struct {
    bool           at_once;        /* do not wait for the time of the next try */
    bool           conflicts;      /* send also what waits for a person's choice */
    bool           greets;         /* when nothing is due: ask whether the server was restored, and send again if so */
    const uint8_t *again;          /* an item's id: send it whatever its state; NULL: none */
    int            timeout_ms;     /* longest wait for one item's answer, and for another sender */
    void         (*tell)(void *ctx, const dbk_news *news);
    void          *ctx;
} dbk_errand;

/*
 * Run one errand.
 *   key      only what this public key sealed is sent
 *   returns  0: everything that was due has its answer.  -1: err says what stopped it; the rest is kept
 *   errors   DBK_E_SYSTEM the disk;  DBK_E_BUSY another sender;  what dbk_courier_ask() says of the line
 *            DBK_E_USAGE `again` names nothing that can be sent
 */
int dbk_sender_run(dbk_outbox *box, dbk_courier *courier, const uint8_t key[DBK_KEY_BYTES], const dbk_errand *errand,
                   dbk_err *err);

/* A person gives up an item that is held or in conflict: it goes to refused/, and stays there.
 *   errors   DBK_E_USAGE no such item, or it may have been stored already */
int dbk_sender_drop(dbk_outbox *box, const uint8_t id[DBK_ID_BYTES], int wait_ms, dbk_err *err);

/* Does this receipt prove that the item is stored? Id, committee, date and telephone code. */
bool dbk_receipt_proves(const dbk_receipt *receipt, const dbk_item *item);

#endif
