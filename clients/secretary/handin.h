/*
 * handin — from a report that is filled in to its delivery: checked, sealed, kept, sent; for submit, fill and correct.
 *
 * Not here: where the report comes from; what a delivery is (sender.c).
 */
#ifndef DBK_SECRETARY_HANDIN_H
#define DBK_SECRETARY_HANDIN_H

#include <stdbool.h>
#include <stdint.h>

#include "clients/secretary/desk.h"
#include "clients/secretary/report_file.h"
#include "proto/err.h"
#include "proto/form.h"

/* One report, and what became of it. */
typedef struct {
    const char      *path;         /* what complaints call it */
    dbk_report_file *file;         /* for the lines of violations */
    const dbk_form  *form;         /* the one it is checked by */
    bool             typed;        /* there is no file that a person has seen: complaints name no line and no key */
    dbk_form        *own_form;     /* fetched for it alone, to be closed by who did; NULL: the cached one serves */
    bool             kept;         /* it lies in the outbox */
    uint8_t          id[DBK_ID_BYTES];
    bool             heard;        /* there was news of it */
    dbk_code         code;
} dbk_handin;

/*
 * Check it, seal it, keep it.
 *   found    all that is wrong with it; when there is anything, nothing was kept
 *   errors   DBK_E_FORBIDDEN this key may not send it, as far as is known here
 *   returns  0: kept, survives a power cut.  -1: err says why not, or `found` does (then err->text is empty)
 */
int dbk_handin_keep(dbk_desk *desk, dbk_handin *handin, dbk_complaints *found, dbk_err *err);

/* Send what was kept, with everything else that is due, and tell the person what became of each. */
void dbk_handin_deliver(dbk_desk *desk, dbk_handin *row, size_t n);

#endif
