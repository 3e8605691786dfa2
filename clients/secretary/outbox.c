#include "clients/secretary/outbox.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "clients/secretary/sweep.h"
#include "clients/secretary/sys.h"
#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/kind.h"

#define ITEM_SUFFIX ".item"
#define NOTE_SUFFIX ".note"
#define NAME_BYTES (DBK_ID_TEXT_BYTES + sizeof ITEM_SUFFIX)

static const char *const folders[BOX_N] = { [BOX_OUT] = "out", [BOX_DONE] = "done", [BOX_REFUSED] = "refused" };

struct dbk_outbox {
    int home;               /* borrowed */
    int folder[BOX_N];
    int damaged;
    int lock;               /* -1: not ours */
};

dbk_outbox *
dbk_outbox_open(int home, dbk_err *err)
{
    dbk_outbox *box = malloc(sizeof *box);

    assert(box != NULL);
    *box = (dbk_outbox){ home, { -1, -1, -1 }, -1, -1 };
    for (item_box i = BOX_OUT; i < BOX_N; i++)
        if ((box->folder[i] = dbk_folder_inside(home, folders[i], err)) < 0)
            goto fail;
    if ((box->damaged = dbk_folder_inside(home, "damaged", err)) < 0)
        goto fail;
    return box;
fail:
    dbk_outbox_close(&box);
    return NULL;
}

static void
close_if_open(int fd)
{
    if (fd >= 0)
        close(fd);
}

void
dbk_outbox_close(dbk_outbox **box)
{
    if (*box == NULL)
        return;
    for (item_box i = BOX_OUT; i < BOX_N; i++)
        close_if_open((*box)->folder[i]);
    close_if_open((*box)->damaged);
    close_if_open((*box)->lock);
    free(*box);
    *box = NULL;
}

int
dbk_outbox_home(const dbk_outbox *box)
{
    return box->home;
}

static const char *
name_of(const uint8_t id[DBK_ID_BYTES], const char *suffix, char name[NAME_BYTES])
{
    char text[DBK_ID_TEXT_BYTES];

    snprintf(name, NAME_BYTES, "%s%s", dbk_id_text(id, text), suffix);
    return name;
}

/* What the item's own bytes say of it; false: not a record of ours. */
static bool
read_head(dbk_item *item)
{
    dbk_arena arena;
    const dbk_record *record;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    record = dbk_record_unpack(&arena, item->sealed, item->sealed_size, NULL);
    if (record) {
        memcpy(item->id, record->id.data, DBK_ID_BYTES);
        item->kind = record->kind;
        item->part = record->part;
        item->committee_id = record->committee_id;
        item->report_date = record->report_date;
        item->is_correction = record->has_corrects;
        if (record->has_corrects)
            memcpy(item->corrects, record->corrects.data, DBK_ID_BYTES);
        dbk_hash(item->sealed, item->sealed_size, item->hash);
    }
    dbk_arena_fini(&arena);
    return record != NULL;
}

int
dbk_outbox_add(dbk_outbox *box, const uint8_t key[DBK_KEY_BYTES], const uint8_t *sealed, size_t size, dbk_err *err)
{
    dbk_item item = { .sealed_size = size };
    char name[NAME_BYTES];
    uint8_t *bytes;
    size_t n;
    int rc;

    memcpy(&item.sealed, &sealed, sizeof sealed);          /* only looked at */
    if (!read_head(&item))
        return dbk_err_set(err, DBK_E_MALFORMED, _("this is no sealed record"));
    bytes = dbk_item_file_pack(ITEM_FILE_SEALED, key, sealed, size, &n);
    rc = dbk_file_keep(box->folder[BOX_OUT], name_of(item.id, ITEM_SUFFIX, name), bytes, n, err);
    if (rc != 0)
        (void)dbk_sys->unlinkat(box->folder[BOX_OUT], name, 0);      /* "not saved" is what the person is told */
    free(bytes);
    return rc;
}

/* ------------------------------------------------------------------ reading */

static bool
is_gone(int folder, const char *name)
{
    return faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT;
}

/* A damaged file is set aside for a person to look at. It may have been taken away by another process meanwhile. */
static int
set_aside(const dbk_outbox *box, item_box where, const char *name, dbk_err *err)
{
    char aside[NAME_MAX];

    snprintf(aside, sizeof aside, "%s-%lld-%.200s", folders[where], (long long)dbk_now_ms(), name);
    if (dbk_file_move(box->folder[where], name, box->damaged, aside, err) != 0)
        return is_gone(box->folder[where], name) ? 0 : dbk_err_why(err, "%s", _("a damaged file cannot be set aside"));
    return 0;
}

typedef enum { READ_OK, READ_GONE, READ_DAMAGED, READ_FAILED } outcome;

/* The body of a file of the outbox, malloc'd, in *body. */
static outcome
read_body(int folder, const char *name, item_file_kind kind, uint8_t key[DBK_KEY_BYTES], uint8_t **body, size_t *size,
          dbk_err *err)
{
    size_t n = 0;
    dbk_err why = { 0 };
    uint8_t *bytes = dbk_file_read(folder, name, ITEM_FILE_MAX_BYTES, &n, &why);
    const uint8_t *inside;

    if (bytes == NULL) {
        if (why.code == DBK_E_NO_INPUT && is_gone(folder, name))
            return READ_GONE;
        if (why.code == DBK_E_INPUT)
            return READ_DAMAGED;                           /* too large to be ours */
        return dbk_err_set(err, why.code, "%s", why.text), READ_FAILED;
    }
    inside = dbk_item_file_open(kind, bytes, n, key, size);
    if (inside == NULL) {
        free(bytes);
        return READ_DAMAGED;
    }
    memmove(bytes, inside, *size);
    *body = bytes;
    return READ_OK;
}

/* The note beside an item. A damaged one is set aside; then all that is known is that a try may have begun. */
static int
read_note(dbk_outbox *box, dbk_item *item, dbk_items *items, dbk_err *err)
{
    char name[NAME_BYTES];
    uint8_t key[DBK_KEY_BYTES], *body = NULL;
    size_t size = 0;
    outcome found;

    name_of(item->id, NOTE_SUFFIX, name);
    found = read_body(box->folder[item->box], name, ITEM_FILE_NOTE, key, &body, &size, err);
    if (found == READ_OK && !dbk_note_unpack(body, size, &item->note))
        found = READ_DAMAGED;
    free(body);
    if (found != READ_DAMAGED)
        return found == READ_FAILED ? -1 : 0;
    items->damaged++;
    dbk_note_fini(&item->note);
    item->note.tries = 1;
    return set_aside(box, item->box, name, err);
}

/* One item into *item; `found` tells whether there is one. */
static int
read_item(dbk_outbox *box, item_box where, const char *name, dbk_items *items, dbk_item *item, bool *found,
          dbk_err *err)
{
    char proper[NAME_BYTES];

    *item = (dbk_item){ .box = where };
    switch (read_body(box->folder[where], name, ITEM_FILE_SEALED, item->key, &item->sealed, &item->sealed_size, err)) {
    case READ_FAILED:
        return -1;
    case READ_GONE:                                        /* the sender moved it while we looked */
        return 0;
    case READ_OK:
        if (read_head(item) && strcmp(name_of(item->id, ITEM_SUFFIX, proper), name) == 0) {
            *found = true;
            return read_note(box, item, items, err);
        }
        break;
    case READ_DAMAGED:
        break;
    }
    items->damaged++;
    return set_aside(box, where, name, err);
}

typedef struct { dbk_outbox *box; item_box where; dbk_items *items; } listing;

static void
free_item(dbk_item *item)
{
    free(item->sealed);
    dbk_note_fini(&item->note);
}

static int
list_one(void *ctx, const char *name, dbk_err *err)
{
    listing *l = ctx;
    dbk_item item;
    bool found = false;
    const int rc = read_item(l->box, l->where, name, l->items, &item, &found, err);

    if (rc != 0 || !found) {
        free_item(&item);
    } else {
        l->items->row = realloc(l->items->row, (l->items->n + 1) * sizeof item);
        assert(l->items->row != NULL);
        l->items->row[l->items->n++] = item;
    }
    return rc;
}

static int
by_id(const void *a, const void *b)
{
    return memcmp(((const dbk_item *)a)->id, ((const dbk_item *)b)->id, DBK_ID_BYTES);
}

int
dbk_outbox_list(dbk_outbox *box, item_box where, dbk_items *items, dbk_err *err)
{
    listing l = { box, where, items };

    *items = (dbk_items){ 0 };
    if (dbk_folder_each(box->folder[where], ITEM_SUFFIX, list_one, &l, err) != 0) {
        dbk_items_fini(items);
        return -1;
    }
    if (items->n > 1)
        qsort(items->row, items->n, sizeof *items->row, by_id);
    return 0;
}

void
dbk_items_fini(dbk_items *items)
{
    for (size_t i = 0; i < items->n; i++)
        free_item(&items->row[i]);
    free(items->row);
    *items = (dbk_items){ 0 };
}

item_state
dbk_item_state(const dbk_item *item)
{
    return dbk_item_state_of(item->box, item->note.last);
}

int64_t
dbk_item_sealed_ms(const dbk_item *item)
{
    int64_t ms = 0;

    for (int i = 0; i < 6; i++)                            /* how a version 7 uuid begins */
        ms = ms << 8 | item->id[i];
    return ms;
}

/* ------------------------------------------------------------------ the sender's part */

int
dbk_outbox_lock(dbk_outbox *box, int wait_ms, dbk_err *err)
{
    const int64_t until = dbk_tick_ms() + wait_ms;
    int fd;

    if (box->lock >= 0)
        return 0;
    fd = dbk_sys->openat(box->home, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return dbk_err_sys(err, _("cannot create %s"), "lock");
    /* flock has no deadline of its own, and another sender is done within seconds: look again, ever less often. */
    for (int pause_ms = 10; flock(fd, LOCK_EX | LOCK_NB) != 0; pause_ms = pause_ms < 200 ? pause_ms * 2 : 200) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            dbk_err_sys(err, _("cannot lock %s"), "lock");
            close(fd);
            return -1;
        }
        if (dbk_tick_ms() >= until) {
            close(fd);
            return dbk_err_set(err, DBK_E_BUSY, "%s", _("another daybook is sending from this outbox"));
        }
        poll(NULL, 0, pause_ms);
    }
    box->lock = fd;
    return 0;
}

static int
write_note(dbk_outbox *box, item_box where, const dbk_item *item, dbk_err *err)
{
    char name[NAME_BYTES];
    size_t body_size, size;
    uint8_t *body = dbk_note_pack(&item->note, &body_size);
    uint8_t *bytes = dbk_item_file_pack(ITEM_FILE_NOTE, item->key, body, body_size, &size);
    const int rc = dbk_file_keep(box->folder[where], name_of(item->id, NOTE_SUFFIX, name), bytes, size, err);

    free(bytes);
    free(body);
    return rc;
}

int
dbk_outbox_mark(dbk_outbox *box, const dbk_item *item, dbk_err *err)
{
    assert(box->lock >= 0);
    return write_note(box, item->box, item, err);
}

/* The note first: an item is never in done/ without its receipt. A crash in between leaves a note without an item,
 * which says nothing. */
int
dbk_outbox_file(dbk_outbox *box, dbk_item *item, item_box to, dbk_err *err)
{
    char name[NAME_BYTES];
    const item_box from = item->box;

    assert(box->lock >= 0 && from != to);
    if (write_note(box, to, item, err) != 0)
        return -1;
    name_of(item->id, ITEM_SUFFIX, name);
    if (dbk_file_move(box->folder[from], name, box->folder[to], name, err) != 0)
        return -1;
    item->box = to;
    return dbk_file_remove(box->folder[from], name_of(item->id, NOTE_SUFFIX, name), err);
}

static int
remove_both(dbk_outbox *box, const dbk_item *item, dbk_err *err)
{
    char name[NAME_BYTES];

    assert(box->lock >= 0);
    return dbk_file_remove(box->folder[item->box], name_of(item->id, ITEM_SUFFIX, name), err) != 0 ||
           dbk_file_remove(box->folder[item->box], name_of(item->id, NOTE_SUFFIX, name), err) != 0 ? -1 : 0;
}

int
dbk_outbox_forget(dbk_outbox *box, dbk_item *item, dbk_err *err)
{
    if (remove_both(box, item, err) != 0)
        return -1;
    item->box = BOX_DONE;
    return 0;
}

static bool
same_place(const dbk_item *a, const dbk_item *b)
{
    return a->committee_id == b->committee_id && a->report_date == b->report_date && a->kind == b->kind &&
           a->part == b->part;
}

int
dbk_outbox_forget_refused(dbk_outbox *box, const dbk_item *receipted, int64_t now_ms, dbk_err *err)
{
    dbk_items items;
    int rc = dbk_outbox_list(box, BOX_REFUSED, &items, err);          /* none when it fails */

    for (size_t i = 0; rc == 0 && i < items.n; i++) {
        const dbk_item *item = &items.row[i];

        if (dbk_kind_find(item->kind)->confidential &&
            (receipted ? same_place(item, receipted) : now_ms - item->note.last_try_ms >= DBK_REFUSED_KEPT_MS))
            rc = remove_both(box, item, err);
    }
    dbk_items_fini(&items);
    return rc;
}

/* ------------------------------------------------------------------ cleaning */

/* Old and receipted. */
static bool
has_served(const dbk_item *item, int64_t now_ms)
{
    dbk_arena arena;
    const dbk_reply *reply;
    bool served;

    if (item->note.last != EV_RECEIPT || now_ms - item->note.last_try_ms < DBK_DONE_KEPT_MS)
        return false;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply = dbk_reply_unpack(&arena, item->note.reply, item->note.reply_size, NULL);
    served = reply && reply->receipt && reply->receipt->report_date == item->report_date;
    dbk_arena_fini(&arena);
    return served;
}

static int
remove_served(dbk_outbox *box, int64_t now_ms, dbk_err *err)
{
    dbk_items items;
    char name[NAME_BYTES];
    int rc = dbk_outbox_list(box, BOX_DONE, &items, err);

    if (rc != 0)
        return rc;
    for (size_t i = 0; rc == 0 && i < items.n; i++)
        if (has_served(&items.row[i], now_ms))
            rc = dbk_file_remove(box->folder[BOX_DONE], name_of(items.row[i].id, ITEM_SUFFIX, name), err);
    dbk_items_fini(&items);
    return rc;
}

int
dbk_outbox_clean(dbk_outbox *box, int64_t now_ms, dbk_err *err)
{
    assert(box->lock >= 0);
    if (remove_served(box, now_ms, err) != 0 || dbk_outbox_forget_refused(box, NULL, now_ms, err) != 0)
        return -1;
    for (item_box i = BOX_OUT; i < BOX_N; i++)
        if (dbk_sweep(box->folder[i], now_ms, ITEM_SUFFIX, NOTE_SUFFIX, err) != 0)
            return -1;
    return 0;
}

/* ------------------------------------------------------------------ epoch */

bool
dbk_outbox_epoch(dbk_outbox *box, uint8_t epoch[DBK_ID_BYTES])
{
    size_t size = 0;
    uint8_t *text = dbk_file_read(box->home, "epoch", 64, &size, NULL);
    const bool known = text != NULL && dbk_hex_parse((const char *)text, epoch, DBK_ID_BYTES);

    free(text);
    return known;
}

int
dbk_outbox_set_epoch(dbk_outbox *box, const uint8_t epoch[DBK_ID_BYTES], dbk_err *err)
{
    char text[2 * DBK_ID_BYTES + 1];

    assert(box->lock >= 0);
    return dbk_file_keep(box->home, "epoch", dbk_hex(epoch, DBK_ID_BYTES, text), 2 * DBK_ID_BYTES, err);
}
