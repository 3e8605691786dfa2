#include "clients/secretary/rounds.h"

#include <string.h>

#include "clients/secretary/fresh_key.h"
#include "clients/secretary/key_change.h"
#include "clients/secretary/keyring.h"

#define RETIRE_TIMEOUT_MS 5000

typedef struct { dbk_desk *desk; const dbk_errand *errand; int rc; dbk_err first; } rounds;

static int
something_waits(dbk_outbox *box, const uint8_t key[DBK_KEY_BYTES], bool *waits, dbk_err *err)
{
    dbk_items out;

    if (dbk_outbox_list(box, BOX_OUT, &out, err) != 0)
        return -1;
    *waits = false;
    for (size_t i = 0; i < out.n; i++)
        *waits = *waits || memcmp(out.row[i].key, key, DBK_KEY_BYTES) == 0;
    dbk_items_fini(&out);
    return 0;
}

/* `rc` is what a round ended with; of several failures the first one is told. An err may be written to by what
 * succeeds. */
static void
note_end(rounds *r, int rc, const dbk_err *why)
{
    if (rc != 0 && r->rc == 0) {
        r->rc = rc;
        r->first = *why;
    }
}

/* One round with an earlier key. That it fails keeps no other one from its turn. */
static int
go_round(void *ctx, const dbk_keypair *pair, dbk_err *err)
{
    rounds *r = ctx;
    dbk_err why = { 0 };
    dbk_errand errand = *r->errand;
    dbk_courier *courier = NULL;
    bool waits = false;
    int rc;

    (void)err;
    errand.again = NULL;                       /* it has been fetched in the first round */
    errand.greets = false;                     /* so has the epoch */
    rc = something_waits(r->desk->outbox, pair->open, &waits, &why);
    if (rc == 0 && waits)
        rc = (courier = dbk_desk_call_with(r->desk, pair, &why)) == NULL
           ? -1 : dbk_sender_run(r->desk->outbox, courier, pair->open, &errand, &why);
    dbk_courier_close(&courier);
    note_end(r, rc, &why);
    return 0;
}

/* Nothing needs this key any more: the server hears so before it goes. What the server makes of that, a key of another
 * person for one, is its own affair; without an answer the key waits for the next time. */
static int
retire(void *ctx, const dbk_keypair *pair, dbk_err *err)
{
    const dbk_desk *desk = ctx;
    dbk_err why = { 0 };

    (void)err;
    if (dbk_key_change(desk->courier, DBK_KEY_RETIRE, pair->open, RETIRE_TIMEOUT_MS, &why) == 0)
        return 0;
    return why.code == DBK_E_FORBIDDEN && dbk_courier_line(desk->courier) == LINE_REACHED ? 0 : -1;
}

int
dbk_rounds_run(dbk_desk *desk, const dbk_errand *errand, dbk_err *err)
{
    rounds r = { .desk = desk, .errand = errand };
    dbk_outbox *box = dbk_fresh_key_heed(desk, err) == 0 ? dbk_desk_outbox(desk, err) : NULL;
    const dbk_keypair *key = box ? dbk_desk_key(desk, err) : NULL;
    dbk_courier *courier = key ? dbk_desk_courier(desk, err) : NULL;
    const dbk_keyring ring = { desk->home, desk->settings.home };

    if (courier == NULL)
        return -1;
    dbk_err why = { 0 };

    note_end(&r, dbk_sender_run(box, courier, key->open, errand, &why), &why);
    if (dbk_keyring_each_before(&ring, go_round, &r, err) != 0 || dbk_keyring_sweep(&ring, box, retire, desk, err) != 0)
        return -1;
    return r.rc == 0 ? 0 : dbk_err_set(err, r.first.code, "%s", r.first.text);
}
