/*
 * show_page — a record of any kind as a person reads it, or as JSON: what became of it, its fields, and under each what
 * was wrong with it.
 *
 * Not here: where it comes from (cmd_show.c).
 */
#ifndef DBK_SECRETARY_SHOW_PAGE_H
#define DBK_SECRETARY_SHOW_PAGE_H

#include "clients/secretary/desk.h"
#include "clients/secretary/findings.h"
#include "clients/secretary/handed.h"
#include "clients/secretary/outbox.h"
#include "clients/secretary/stands.h"

typedef struct {
    dbk_kind          kind;
    uint32_t          part;
    dbk_sheet         sheet;
    dbk_findings      found;
    const dbk_item   *item;            /* it lies here; NULL: a draft, or it was fetched */
    const dbk_items  *box;             /* of BOX_N: what else lies here */
    const dbk_stands *stands;          /* it stands at the server; NULL: it was not fetched */
    dbk_handed_list   handed;          /* of its night; all zero when it was fetched */
    const dbk_standing *later;         /* in `handed`: what stands instead of it; NULL: nothing is known to */
} dbk_showing;

void dbk_show_page(dbk_desk *desk, const dbk_showing *showing);
void dbk_show_json(const dbk_showing *showing);

#endif
