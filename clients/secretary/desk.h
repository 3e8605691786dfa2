/*
 * desk — what every verb works with: settings, home, key, outbox, courier, form; each opened when first asked for.
 */
#ifndef DBK_SECRETARY_DESK_H
#define DBK_SECRETARY_DESK_H

#include "clients/secretary/courier.h"
#include "clients/secretary/outbox.h"
#include "clients/secretary/settings.h"
#include "proto/curve.h"
#include "proto/err.h"
#include "proto/form.h"

typedef struct {
    dbk_settings settings;        /* filled by main */
    int          home;            /* descriptor; -1: not opened yet. The rest likewise: NULL until asked for */
    dbk_outbox  *outbox;
    dbk_keypair *key;
    dbk_courier *courier;
    dbk_form    *form;            /* the cached one */
    dbk_scope   *scope;           /* the cached one, in scope_room */
    dbk_arena    scope_room;
    bool         reached;         /* the server has answered a question of this process */
} dbk_desk;

void dbk_desk_init(dbk_desk *desk);
void dbk_desk_fini(dbk_desk *desk);      /* wipes the key */

int                dbk_desk_home(dbk_desk *desk, dbk_err *err);         /* made when missing, mode 0700 */
dbk_outbox        *dbk_desk_outbox(dbk_desk *desk, dbk_err *err);
/* errors   DBK_E_CONFIG: no key yet (says how to make one), or one that cannot be used */
const dbk_keypair *dbk_desk_key(dbk_desk *desk, dbk_err *err);
/* errors   DBK_E_CONFIG: no endpoint is set (says where to write it), or a wrong one */
dbk_courier       *dbk_desk_courier(dbk_desk *desk, dbk_err *err);
/* By so much the server's clock is ahead of ours, as it last said; 0: not known. */
int64_t            dbk_desk_skew_ms(dbk_desk *desk);
/* The time by the server's clock as far as it is known, else by ours: for whatever depends on the night. */
int64_t            dbk_desk_now_ms(dbk_desk *desk);
/* The same servers, called with another key; yours to close. */
dbk_courier       *dbk_desk_call_with(const dbk_desk *desk, const dbk_keypair *key, dbk_err *err);

/* The form last fetched; still the desk's.
 *   returns  NULL and no error: none yet, or one that is damaged, which is as good as none */
const dbk_form *dbk_desk_form(dbk_desk *desk);

/* Ask the server for the form in force now, and keep it as the one above. What dbk_desk_form() gave before is gone.
 *   errors   the line's; DBK_E_CONFIG: the server has no form */
int dbk_desk_refresh_form(dbk_desk *desk, int timeout_ms, dbk_err *err);

/*
 * Ask the server for another form.
 *   version  0: the one in force on `date` (YYYYMMDD)
 *   returns  yours to close; NULL: err says why
 */
dbk_form *dbk_desk_fetch_form(dbk_desk *desk, uint32_t version, uint32_t date, int timeout_ms, dbk_err *err);

/*
 * What the office last said that this key may report for; still the desk's.
 *   returns  NULL and no error: nothing yet, or the file is damaged, which is as good as nothing
 */
const dbk_scope *dbk_desk_scope(dbk_desk *desk);

/* Ask the server, and keep the answer as the one above. What dbk_desk_scope() gave before is gone. */
int dbk_desk_refresh_scope(dbk_desk *desk, int timeout_ms, dbk_err *err);

/* Keep a Scope that came with another answer. */
void dbk_desk_keep_scope(dbk_desk *desk, const dbk_scope *scope);

#endif
