/*
 * open_items — what earlier nights left open at a committee, as far as this laptop knows: what the server last said,
 * and what has been sealed here since.
 *
 * Promise: the list never contradicts this laptop's own sealed reports, delivered or not.
 * Not here: how an item is shown (open_words.c), what is open (sql/migrations/0045_open_items.sql).
 */
#ifndef DBK_SECRETARY_OPEN_ITEMS_H
#define DBK_SECRETARY_OPEN_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/secretary/complaints.h"
#include "clients/secretary/desk.h"
#include "clients/secretary/report_file.h"
#include "clients/secretary/sheet.h"
#include "proto/arena.h"
#include "proto/err.h"
#include "proto/messages.h"

/* One of them, to be answered in the report of a night. */
typedef struct {
    char          name[DBK_ITEM_CHARS + 1];
    dbk_open_item said;                      /* its texts live in the list */
    const char   *head, *about;              /* for a reader: what and since when; what it says */
} dbk_open;

typedef struct {
    uint32_t  committee_id, date;
    int64_t   as_of_ms;                      /* the server's clock when it was asked last; 0: never */
    bool      fresh;                         /* it was asked by this process: the caller sets it */
    uint32_t  more;                          /* that did not fit the server's answer */
    size_t    n, room;
    dbk_open *row;                           /* the oldest first */
    dbk_arena arena;
} dbk_open_list;

/* Ask the server, and keep the answer for when there is no line.
 *   errors   the line's; DBK_E_BUSY: it does not tell, now or at all */
int dbk_open_fetch(dbk_desk *desk, uint32_t committee, uint32_t date, int timeout_ms, dbk_err *err);

/* The same for every committee that the key may report for on that night; what fails is left for another time. */
void dbk_open_fetch_all(dbk_desk *desk, uint32_t date, int timeout_ms);

/* What the report of that night must answer.
 *   errors   DBK_E_SYSTEM: the outbox cannot be read. A list that was not kept, or is damaged, is as good as none */
int  dbk_open_read(dbk_open_list *list, dbk_desk *desk, uint32_t committee, uint32_t date, dbk_err *err);
void dbk_open_fini(dbk_open_list *list);     /* also of one that is all zero */

/* NULL: no such item. */
const dbk_open *dbk_open_named(const dbk_open_list *list, const char *name);

/* Complain about each that a nightly report leaves without an answer. */
int dbk_open_look(dbk_desk *desk, const dbk_record *record, const dbk_report_file *file, dbk_complaints *found,
                  dbk_err *err);

/* The names that the database works out as well: of a risk, and of needs of one item and unit. */
void dbk_open_risk_name(ProtobufCBinaryData place, ProtobufCBinaryData text, char name[DBK_ITEM_CHARS + 1]);
void dbk_open_supply_name(int item, ProtobufCBinaryData unit, char name[DBK_ITEM_CHARS + 1]);

/* ---------------------------------------------------------------- open_words.c */

/* "risk point 02-17, 2 d old": what it is, since when, how old on the night that is filled in. */
#define DBK_OPEN_HEAD_BYTES 96
const char *dbk_open_head(const dbk_open *item, uint32_t date, char room[DBK_OPEN_HEAD_BYTES]);

/* What it says, and what was answered last. */
#define DBK_OPEN_ABOUT_BYTES 1024
const char *dbk_open_about(const dbk_open *item, char room[DBK_OPEN_ABOUT_BYTES]);

/* Lay the list on a sheet, which borrows its words: an entry for each, before everything else. What stands there
 * without an answer and is not open any more goes. */
void dbk_open_lay(const dbk_open_list *list, dbk_sheet *sheet);

/* Of what time the list is, when that is not now; "" when it is. */
#define DBK_OPEN_AS_OF_BYTES 256
const char *dbk_open_as_of(const dbk_open_list *list, char room[DBK_OPEN_AS_OF_BYTES]);

#endif
