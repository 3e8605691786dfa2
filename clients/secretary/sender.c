#include "clients/secretary/sender.h"

#include "clients/secretary/handed.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/kind.h"

#define GREET_MOST_MS 5000

typedef struct {
    dbk_outbox       *box;
    dbk_courier      *courier;
    const uint8_t    *key;
    const dbk_errand *errand;
    dbk_arena         arena;
    uint8_t         (*tried)[DBK_ID_BYTES];    /* in this run: nothing is tried twice for want of a better idea */
    size_t            n_tried;
} sending;

static bool
same_id(const uint8_t *a, const uint8_t *b)
{
    return memcmp(a, b, DBK_ID_BYTES) == 0;
}

static bool
same_night(const dbk_item *a, const dbk_item *b)
{
    return a->committee_id == b->committee_id && a->report_date == b->report_date && a->kind == b->kind &&
           a->part == b->part;
}

static void
tell(const sending *s, const dbk_item *item, item_event event, const dbk_reply *reply, const dbk_err *err)
{
    const dbk_news news = { item, event, reply, err };

    s->errand->tell(s->errand->ctx, &news);
}

bool
dbk_receipt_proves(const dbk_receipt *receipt, const dbk_item *item)
{
    char code[DBK_CODE_CHARS + 1];

    if (receipt == NULL || receipt->record_id.len != DBK_ID_BYTES || !same_id(receipt->record_id.data, item->id))
        return false;
    dbk_code_make(item->id, item->hash, code);
    return receipt->committee_id == item->committee_id && receipt->report_date == item->report_date && receipt->code &&
           strcmp(receipt->code, code) == 0;
}

/* ------------------------------------------------------------------ an earlier receipt */

/* What the server said when it accepted the item before it was restored, with its own proof of it; lives in `arena`. */
static dbk_receipt *
earlier_receipt(dbk_arena *arena, const dbk_item *item)
{
    const dbk_reply *reply =
        item->note.reply_size > 0 ? dbk_reply_unpack(arena, item->note.reply, item->note.reply_size, NULL) : NULL;

    return reply && dbk_receipt_proves(reply->receipt, item) && reply->receipt->has_proof ? reply->receipt : NULL;
}

/* The answer as the item's note. It must not cost the earlier receipt: packed messages that follow each other are one
 * message. */
static void
note_answer(dbk_item *item, item_event event, const void *bytes, size_t size)
{
    dbk_arena arena;
    dbk_reply rest = DAYBOOK__V1__REPLY__INIT;
    size_t rest_size, both_size = size;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    rest.receipt = event == EV_RECEIPT ? NULL : earlier_receipt(&arena, item);
    uint8_t *packed = dbk_reply_pack(&rest, &rest_size);
    uint8_t *both = malloc(size + rest_size);

    assert(both != NULL);
    memcpy(both, bytes, size);
    if (size + rest_size <= DBK_FRAME_MAX_BYTES) {         /* only a list of violations is near it, and that is final */
        memcpy(both + size, packed, rest_size);
        both_size += rest_size;
    }
    dbk_note_set_reply(&item->note, both, both_size);
    free(both);
    free(packed);
    dbk_arena_fini(&arena);
}

/* ------------------------------------------------------------------ deeds */

static void
note_event(dbk_item *item, item_event event, const dbk_reply *reply, const sending *s)
{
    size_t size = 0;
    const void *bytes = dbk_courier_last_bytes(s->courier, &size);

    item->note.last = event;
    item->note.line = dbk_courier_line(s->courier);
    item->note.next_try_ms = 0;
    if (reply)
        note_answer(item, event, bytes, size);
}

static void
set_next_try(dbk_item *item, const dbk_reply *reply)
{
    const uint32_t asked = reply && reply->has_retry_after_ms ? reply->retry_after_ms : 0;

    item->note.next_try_ms = dbk_now_ms() + dbk_item_wait_ms(item->note.last, item->note.tries, asked,
                                                             randombytes_random());
}

/* Its bytes go; that it was delivered is remembered, or tomorrow it would be asked for again. */
static int
file_confidential(sending *s, dbk_item *item, const dbk_reply *reply, dbk_err *err)
{
    if (reply && reply->receipt)
        dbk_handed_note(dbk_outbox_home(s->box), reply->receipt);
    if (dbk_outbox_forget_refused(s->box, item, dbk_now_ms(), err) != 0)
        return -1;
    return dbk_outbox_forget(s->box, item, err);
}

static int
do_deed(sending *s, dbk_item *item, item_event event, const dbk_reply *reply, dbk_err *err)
{
    note_event(item, event, reply, s);
    switch (dbk_item_step(ITEM_SENT, event).deed) {
    case DO_FILE_DONE:
        if (dbk_kind_find(item->kind)->confidential)
            return file_confidential(s, item, reply, err);
        return dbk_outbox_file(s->box, item, BOX_DONE, err);
    case DO_FILE_REFUSED:
        return dbk_outbox_file(s->box, item, BOX_REFUSED, err);
    case DO_WAIT_LONGER:
    case DO_HOLD:
        set_next_try(item, reply);
        return dbk_outbox_mark(s->box, item, err);
    case DO_ASK:
        if (dbk_kind_find(item->kind)->first_counts)
            return dbk_outbox_forget(s->box, item, err);
        return dbk_outbox_mark(s->box, item, err);
    default:
        return 0;
    }
}

/* ------------------------------------------------------------------ a restored server */

static int
return_done(sending *s, dbk_err *err)
{
    dbk_items items;
    const int64_t since = dbk_now_ms() - DBK_DONE_KEPT_MS;
    int rc = dbk_outbox_list(s->box, BOX_DONE, &items, err);

    if (rc != 0)
        return rc;
    for (size_t i = 0; rc == 0 && i < items.n; i++) {
        dbk_item *item = &items.row[i];

        if (item->note.last_try_ms < since || dbk_item_step(ITEM_DONE, EV_RESTORED).deed != DO_RETURN)
            continue;
        item->note.next_try_ms = 0;
        rc = dbk_outbox_file(s->box, item, BOX_OUT, err);
        if (rc == 0)
            tell(s, item, EV_RESTORED, NULL, NULL);
    }
    dbk_items_fini(&items);
    return rc;
}

/* A new epoch is remembered only when everything that it may have lost lies in out/ again. */
static int
heed_epoch(sending *s, const dbk_reply *reply, bool *restored, dbk_err *err)
{
    uint8_t known[DBK_ID_BYTES];

    *restored = false;
    if (!reply->has_epoch || reply->epoch.len != DBK_ID_BYTES)
        return 0;
    if (dbk_outbox_epoch(s->box, known)) {
        if (same_id(known, reply->epoch.data))
            return 0;
        *restored = true;
        if (return_done(s, err) != 0)
            return -1;
    }
    return dbk_outbox_set_epoch(s->box, reply->epoch.data, err);
}

/* ------------------------------------------------------------------ one item */

static const dbk_reply *
ask(sending *s, const dbk_item *item, dbk_err *err)
{
    dbk_request request;

    daybook__v1__request__init(&request);
    request.has_attempt = true;
    request.attempt = item->note.tries;
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_SEALED;
    request.sealed.data = item->sealed;
    request.sealed.len = item->sealed_size;
    dbk_arena_clear(&s->arena);
    request.earlier = earlier_receipt(&s->arena, item);
    return dbk_courier_ask(s->courier, &request, s->errand->timeout_ms, &s->arena, err);
}

/* That a try begins must be on disk before it does: from then on the record may be stored. */
static int
mark_try(sending *s, dbk_item *item, dbk_err *err)
{
    const int64_t now = dbk_now_ms();

    item->note.tries++;
    item->note.last_try_ms = now;
    if (item->note.first_try_ms == 0)
        item->note.first_try_ms = now;
    return dbk_outbox_mark(s->box, item, err);
}

static item_event
judge(const dbk_reply *reply, const dbk_item *item, dbk_err *why)
{
    item_event event;

    if (reply == NULL)
        return EV_SILENCE;
    event = dbk_item_event_of(reply->status);
    /* What it corrects may come yet, from another laptop, also after a restore: no choice of a person's. */
    if (event == EV_CONFLICT && reply->reason && strcmp(reply->reason, "base.unknown") == 0)
        return EV_STANDING;
    if (event == EV_RECEIPT && !dbk_receipt_proves(reply->receipt, item)) {
        dbk_err_set(why, DBK_E_BUSY, "%s",
                    _("the server's receipt does not belong to this report: not counted as delivered"));
        return EV_SILENCE;
    }
    if (event == EV_SILENCE)
        dbk_err_set(why, DBK_E_BUSY, "%s", _("the server answered something else"));
    return event;
}

static void
remember_tried(sending *s, const dbk_item *item)
{
    s->tried = realloc(s->tried, (s->n_tried + 1) * sizeof *s->tried);
    assert(s->tried != NULL);
    memcpy(s->tried[s->n_tried++], item->id, DBK_ID_BYTES);
}

/* One try. *again: it is worth while to try the same item once more, after the time its note says. */
static int
try_item(sending *s, dbk_item *item, bool *again, dbk_err *err)
{
    dbk_err why = { 0 };
    const dbk_reply *reply;
    item_event event;
    bool restored = false;

    *again = false;
    if (mark_try(s, item, err) != 0)
        return -1;
    reply = ask(s, item, &why);
    event = judge(reply, item, &why);
    if (reply && heed_epoch(s, reply, &restored, err) != 0)
        return -1;
    if (restored && reply->status == DBK_CONFLICT)
        return 0;                              /* it may miss what has only now come back into out/: that goes first */
    remember_tried(s, item);
    if (do_deed(s, item, event, reply, err) != 0 && event != EV_RECEIPT)
        return -1;
    *again = event == EV_BUSY;
    if (event == EV_BUSY && reply != NULL && reply->reason && strcmp(reply->reason, "stopping") == 0)
        dbk_courier_turn_away(s->courier);
    const bool said_before = event == EV_CONFLICT && item->box != BOX_OUT;      /* another read that bulletin before */

    if (event != EV_BUSY && !said_before)
        tell(s, item, event, reply, &why);
    if (item->box == BOX_OUT && event == EV_RECEIPT)
        return -1;                             /* delivered, but not filed: the next run sends it again, harmlessly */
    if (reply == NULL)
        return dbk_err_set(err, why.code, "%s", why.text);
    return 0;
}

/* Until it has an answer that stands, or the time allowed is over. */
static int
deliver(sending *s, dbk_item *item, dbk_err *err)
{
    const int64_t until = dbk_tick_ms() + s->errand->timeout_ms;
    bool again;

    while (try_item(s, item, &again, err) == 0) {
        const int64_t pause_ms = item->note.next_try_ms - dbk_now_ms();

        const bool worth_while = again && pause_ms <= until - dbk_tick_ms();

        if (again && !worth_while)
            tell(s, item, EV_BUSY, NULL, NULL);
        if (!worth_while)
            return 0;
        dbk_courier_rest(s->courier, pause_ms > 0 ? (int)pause_ms : 0);
    }
    return -1;
}

/* ------------------------------------------------------------------ which item */

/* Has the person chosen: is there a later report of ours that corrects what stands in this one's way? */
static bool
is_answered(const dbk_item *item, const dbk_items *others)
{
    dbk_arena arena;
    const dbk_reply *reply;
    bool answered = false;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply = dbk_reply_unpack(&arena, item->note.reply, item->note.reply_size, NULL);
    if (reply && reply->standing && reply->standing->record_id.len == DBK_ID_BYTES)
        for (size_t i = 0; i < others->n && !answered; i++)
            answered = same_night(item, &others->row[i]) && others->row[i].is_correction &&
                       memcmp(others->row[i].id, item->id, DBK_ID_BYTES) > 0 &&
                       same_id(others->row[i].corrects, reply->standing->record_id.data);
    dbk_arena_fini(&arena);
    return answered;
}

/* What was in conflict and has been chosen about goes to refused/. */
static int
settle(sending *s, dbk_items *out, dbk_err *err)
{
    dbk_items done;
    int rc = dbk_outbox_list(s->box, BOX_DONE, &done, err);

    for (size_t i = 0; rc == 0 && i < out->n; i++) {
        dbk_item *item = &out->row[i];

        if (dbk_item_state(item) != ITEM_ASKING || !(is_answered(item, out) || is_answered(item, &done)))
            continue;
        rc = dbk_outbox_file(s->box, item, BOX_REFUSED, err);
        if (rc == 0)
            tell(s, item, EV_DROPPED, NULL, NULL);
    }
    dbk_items_fini(&done);
    return rc;
}

static bool
was_tried(const sending *s, const dbk_item *item)
{
    for (size_t i = 0; i < s->n_tried; i++)
        if (same_id(s->tried[i], item->id))
            return true;
    return false;
}

static bool
is_due(const sending *s, const dbk_item *item, int64_t now_ms)
{
    const item_state state = dbk_item_state(item);
    const bool asked_for = (s->errand->again && same_id(s->errand->again, item->id)) ||
                           (s->errand->conflicts && state == ITEM_ASKING);

    if (memcmp(item->key, s->key, DBK_KEY_BYTES) != 0 || was_tried(s, item))
        return false;
    if (asked_for)
        return dbk_item_step(state, EV_AGAIN).deed == DO_SEND;
    return dbk_item_step(state, EV_DUE).deed == DO_SEND &&
           (s->errand->at_once || dbk_item_left_ms(item->note.next_try_ms, now_ms) == 0);
}

/* An earlier one of the same committee and night goes first; one that waits for a person's choice stands aside. */
static bool
is_behind(const dbk_items *out, size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (out->row[before].box == BOX_OUT && same_night(&out->row[before], &out->row[i]) &&
            dbk_item_state(&out->row[before]) != ITEM_ASKING)
            return true;
    return false;
}

static dbk_item *
next_due(const sending *s, dbk_items *out)
{
    const int64_t now_ms = dbk_now_ms();

    for (size_t i = 0; i < out->n; i++)
        if (out->row[i].box == BOX_OUT && is_due(s, &out->row[i], now_ms) && !is_behind(out, i))
            return &out->row[i];
    return NULL;
}

/* ------------------------------------------------------------------ errands */

static dbk_item *
find(dbk_items *items, const uint8_t *id)
{
    for (size_t i = 0; i < items->n; i++)
        if (same_id(items->row[i].id, id))
            return &items->row[i];
    return NULL;
}

/* Put the one that is asked for where it can be sent from. */
static int
fetch_again(sending *s, dbk_err *err)
{
    int rc = dbk_err_set(err, DBK_E_USAGE, "%s", _("no report with this id can be sent again; see daybook status"));

    for (item_box where = BOX_OUT; rc != 0 && where <= BOX_DONE; where++) {
        dbk_items items;
        dbk_item *item;

        if (dbk_outbox_list(s->box, where, &items, err) != 0)
            return -1;
        item = find(&items, s->errand->again);
        if (item && dbk_item_step(dbk_item_state(item), EV_AGAIN).deed == DO_SEND)
            rc = 0;
        else if (item && dbk_item_step(dbk_item_state(item), EV_AGAIN).deed == DO_RETURN)
            rc = dbk_outbox_file(s->box, item, BOX_OUT, err);
        dbk_items_fini(&items);
    }
    return rc;
}

/* The folder is read anew for each item: what it says is what is true, also when another process has added one. */
static int
send_next(sending *s, bool *more, dbk_err *err)
{
    dbk_items out;
    dbk_item *item = NULL;
    int rc = dbk_outbox_list(s->box, BOX_OUT, &out, err);

    if (rc != 0)
        return rc;
    rc = settle(s, &out, err);
    if (rc == 0)
        item = next_due(s, &out);
    if (item)
        rc = deliver(s, item, err);
    *more = item != NULL;
    dbk_items_fini(&out);
    return rc;
}

/* Nothing is due, so no answer has told the server's epoch. That there is none now is no news.
 *   more    it was restored: what had a receipt lies in out/ again */
static int
greet(sending *s, bool *more, dbk_err *err)
{
    const int most_ms = s->errand->timeout_ms < GREET_MOST_MS ? s->errand->timeout_ms : GREET_MOST_MS;
    const dbk_reply *reply;

    dbk_arena_clear(&s->arena);
    *more = false;
    reply = dbk_courier_ask_scope(s->courier, most_ms, &s->arena, NULL);
    return reply ? heed_epoch(s, reply, more, err) : 0;
}

int
dbk_sender_run(dbk_outbox *box, dbk_courier *courier, const uint8_t key[DBK_KEY_BYTES], const dbk_errand *errand,
               dbk_err *err)
{
    sending s = { .box = box, .courier = courier, .key = key, .errand = errand };
    int rc = dbk_outbox_lock(box, errand->timeout_ms, err);
    bool more = true;

    if (rc != 0)
        return rc;
    dbk_arena_init(&s.arena, DBK_UNPACK_MAX_BYTES);
    if (errand->again)
        rc = fetch_again(&s, err);
    while (rc == 0 && more)
        rc = send_next(&s, &more, err);
    if (rc == 0 && errand->greets && s.n_tried == 0)
        rc = greet(&s, &more, err);
    while (rc == 0 && more)
        rc = send_next(&s, &more, err);
    dbk_arena_fini(&s.arena);
    free(s.tried);
    return rc;
}

int
dbk_sender_drop(dbk_outbox *box, const uint8_t id[DBK_ID_BYTES], int wait_ms, dbk_err *err)
{
    dbk_items out;
    dbk_item *item;
    int rc = dbk_outbox_lock(box, wait_ms, err);

    if (rc != 0 || (rc = dbk_outbox_list(box, BOX_OUT, &out, err)) != 0)
        return rc;
    item = find(&out, id);
    if (item == NULL)
        rc = dbk_err_set(err, DBK_E_USAGE, "%s", _("no report with this id waits in the outbox; see daybook status"));
    else if (dbk_item_step(dbk_item_state(item), EV_DROPPED).deed != DO_FILE_REFUSED)
        rc = dbk_err_set(err, DBK_E_USAGE, "%s",
                         _("this report may have been stored already, so it cannot be given up; "
                           "correct it with another one"));
    else
        rc = dbk_outbox_file(box, item, BOX_REFUSED, err);
    dbk_items_fini(&out);
    return rc;
}
