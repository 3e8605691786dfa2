#include "clients/secretary/handin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/bulletins.h"
#include "clients/secretary/cmd.h"
#include "clients/secretary/fresh_key.h"
#include "clients/secretary/members.h"
#include "clients/secretary/open_items.h"
#include "clients/secretary/seal.h"
#include "clients/secretary/sender.h"
#include "clients/secretary/slot.h"
#include "clients/secretary/tell.h"
#include "clients/words.h"
#include "clients/wrap.h"
#include "proto/calendar.h"
#include "proto/check.h"
#include "proto/envelope.h"

/* Where lines and keys come from. */
static const dbk_report_file *
file_of(const dbk_handin *handin)
{
    return handin && !handin->typed ? handin->file : NULL;
}

/* What this key may not send would only be held, or refused. A nightly report waits until the roster is put right. */
static int
may_send(dbk_desk *desk, const dbk_record *record, dbk_err *err)
{
    const dbk_which which = { .committee_id = record->committee_id, .report_date = record->report_date };

    if (record->kind == DBK_NIGHTLY_REPORT || which.committee_id == 0 || which.report_date == 0)
        return 0;
    return dbk_slot_allowed(dbk_desk_scope(desk), desk->reached, record->kind, &which, err);
}

/* Seal what was read, unless something is wrong with it; everything that is, at once. */
static int
seal(dbk_desk *desk, dbk_handin *handin, dbk_complaints *found, uint8_t **sealed, size_t *size, dbk_err *err)
{
    static dbk_violations violations;
    dbk_record *record = dbk_report_file_record(handin->file, handin->form, found);

    *sealed = dbk_seal(desk->outbox, record, dbk_now_ms(), handin->id, size, err);
    if (*sealed == NULL || may_send(desk, record, err) != 0)
        return -1;
    if (dbk_report_file_whole(handin->file)) {
        dbk_check(handin->form, record, *size, &violations);
        dbk_tell_violations(&violations, record, file_of(handin), handin->form, found);
        dbk_members_look(dbk_desk_scope(desk), record, handin->file, found);
        if (dbk_open_look(desk, record, handin->file, found, err) != 0)
            return -1;
    }
    if (found->n > 0)
        return dbk_cmd_told(err, DBK_E_INPUT);
    return dbk_seal_allowed(desk->outbox, record, err);
}

int
dbk_handin_keep(dbk_desk *desk, dbk_handin *handin, dbk_complaints *found, dbk_err *err)
{
    (void)dbk_fresh_key_heed(desk, NULL);      /* a form may stay open for hours, and the key be renewed meanwhile */
    const dbk_keypair *key = dbk_desk_key(desk, err);
    uint8_t *sealed = NULL;
    size_t size = 0;
    int rc = -1;

    if (key && dbk_desk_outbox(desk, err) && seal(desk, handin, found, &sealed, &size, err) == 0)
        rc = dbk_outbox_add(desk->outbox, key->open, sealed, size, err);
    free(sealed);
    if (rc != 0 && err->text[0] && err->code == DBK_E_SYSTEM)
        dbk_err_why(err, "%s", _("nothing was saved"));
    handin->kept = rc == 0;
    return rc;
}

/* ------------------------------------------------------------------ delivering */

typedef struct {
    dbk_handin *row;
    size_t      n;
    bool        silence;           /* why nothing goes out any more has been told */
} delivery;

static void
hear(void *ctx, const dbk_news *news)
{
    delivery *s = ctx;
    dbk_handin *handin = NULL;

    for (size_t i = 0; i < s->n; i++)
        if (s->row[i].kept && memcmp(s->row[i].id, news->item->id, DBK_ID_BYTES) == 0)
            handin = &s->row[i];
    dbk_tell_news(news, dbk_tell_code(news) == DBK_OK ? stdout : stderr);
    s->silence |= news->event == EV_SILENCE;
    if (news->event == EV_REJECTED && news->reply) {
        dbk_complaints found = { 0 };

        dbk_tell_refusal(news->reply, news->item, file_of(handin), handin ? handin->form : NULL, &found);
        dbk_complaints_print(&found, handin ? handin->path : " ", stderr);
    }
    if (handin) {
        handin->heard = true;
        handin->code = dbk_tell_code(news);
    }
}

/* What the note beside an item says as news; without an answer only a silence can be told. */
static void
hear_note(delivery *s, const dbk_item *item)
{
    dbk_arena arena;
    const dbk_reply *reply = NULL;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    if (item->note.reply_size > 0)
        reply = dbk_reply_unpack(&arena, item->note.reply, item->note.reply_size, NULL);
    const dbk_news news = { item, item->note.last, reply, NULL };

    if (reply || item->note.last == EV_SILENCE || item->note.last == EV_BUSY)
        hear(s, &news);
    dbk_arena_fini(&arena);
}

/* Another process may have been faster, daybook flush --watch for one. */
static void
hear_of_others(delivery *s, dbk_outbox *box, const dbk_handin *handin)
{
    for (item_box where = BOX_OUT; box && where < BOX_N && !handin->heard; where++) {
        dbk_items items;

        if (dbk_outbox_list(box, where, &items, NULL) != 0)
            return;
        for (size_t i = 0; i < items.n; i++)
            if (memcmp(items.row[i].id, handin->id, DBK_ID_BYTES) == 0)
                hear_note(s, &items.row[i]);
        dbk_items_fini(&items);
    }
}

/* Those of which nothing was heard are kept all the same. */
static void
tell_unheard(delivery *s, dbk_outbox *box, const dbk_err *err)
{
    size_t waiting = 0;

    for (size_t i = 0; i < s->n; i++) {
        dbk_handin *handin = &s->row[i];

        if (handin->kept && !handin->heard)
            hear_of_others(s, box, handin);
        if (!handin->kept || handin->heard)
            continue;
        handin->code = err->code != DBK_OK ? err->code : DBK_E_BUSY;
        waiting++;
        dbk_wrap_say(stderr, _("%s: not sent yet, and kept in your outbox: %s\n"), handin->path,
                     err->text[0] && !s->silence ? err->text : _("it waits for its turn"));
    }
    if (waiting > 0)
        dbk_wrap_say(stderr, "%s", _("daybook flush sends what waits; daybook status shows it\n"));
}

void
dbk_handin_deliver(dbk_desk *desk, dbk_handin *row, size_t n)
{
    dbk_err err = { 0 };
    delivery s = { row, n, false };
    dbk_courier *courier = dbk_desk_courier(desk, &err);
    const dbk_errand errand = { .timeout_ms = desk->settings.timeout_ms, .tell = hear, .ctx = &s };

    if (courier && dbk_desk_outbox(desk, &err) &&
        dbk_sender_run(desk->outbox, courier, desk->key->open, &errand, &err) == 0) {
        dbk_tell_skew(dbk_courier_skew_ms(courier), stderr);
        (void)dbk_outbox_clean(desk->outbox, dbk_now_ms(), NULL);      /* what has served may go; the next one tries again */
    }
    tell_unheard(&s, desk->outbox, &err);
    dbk_bulletins_greet(desk);
}
