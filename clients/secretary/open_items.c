#include "clients/secretary/open_items.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clients/secretary/evening.h"
#include "clients/secretary/sys.h"
#include "clients/words.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/kind.h"

#define FOLDER "items"
#define NAME_BYTES 24
#define LIST_MAX_BYTES (4u * 1024u * 1024u)
/* A report that was received shortly before the server looked may have been committed only after. */
#define LATE_COMMIT_MS 60000

/* ------------------------------------------------------------------ names */

/* SHA-256 of two texts with a newline between them: its first eight digits behind the letter. */
static void
name_of(char letter, ProtobufCBinaryData first, ProtobufCBinaryData second, char name[DBK_ITEM_CHARS + 1])
{
    crypto_hash_sha256_state state;
    uint8_t hash[crypto_hash_sha256_BYTES];
    char digits[2 * sizeof hash + 1];

    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, first.data, first.len);
    crypto_hash_sha256_update(&state, (const uint8_t *)"\n", 1);
    crypto_hash_sha256_update(&state, second.data, second.len);
    crypto_hash_sha256_final(&state, hash);
    dbk_hex(hash, sizeof hash, digits);
    snprintf(name, DBK_ITEM_CHARS + 1, "%c%.8s", letter, digits);
}

void
dbk_open_risk_name(ProtobufCBinaryData place, ProtobufCBinaryData text, char name[DBK_ITEM_CHARS + 1])
{
    name_of('r', place, text, name);
}

void
dbk_open_supply_name(int item, ProtobufCBinaryData unit, char name[DBK_ITEM_CHARS + 1])
{
    char number[12];
    const int n = snprintf(number, sizeof number, "%d", item);

    name_of('s', (ProtobufCBinaryData){ (size_t)n, (uint8_t *)number }, unit, name);
}

/* ------------------------------------------------------------------ the list */

static dbk_open *
find(const dbk_open_list *list, const char *name)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->row[i].name, name) == 0)
            return &list->row[i];
    return NULL;
}

const dbk_open *
dbk_open_named(const dbk_open_list *list, const char *name)
{
    return find(list, name);
}

static dbk_open *
add(dbk_open_list *list, const char *name)
{
    if (list->n == list->room) {
        list->room = list->room ? 2 * list->room : 16;
        list->row = realloc(list->row, list->room * sizeof *list->row);
        assert(list->row != NULL);
    }
    dbk_open *row = &list->row[list->n++];

    memset(row, 0, sizeof *row);
    snprintf(row->name, sizeof row->name, "%s", name);
    daybook__v1__open_item__init(&row->said);
    return row;
}

static void
drop(dbk_open_list *list, dbk_open *row)
{
    const size_t i = (size_t)(row - list->row);

    memmove(row, row + 1, (list->n - i - 1) * sizeof *row);
    list->n--;
}

static int
oldest_first(const void *a, const void *b)
{
    const dbk_open *x = a, *y = b;

    return x->said.night != y->said.night ? (x->said.night > y->said.night) - (x->said.night < y->said.night)
                                          : strcmp(x->name, y->name);
}

/* ------------------------------------------------------------------ what the server said */

static const char *
file_of(uint32_t committee, char name[NAME_BYTES])
{
    snprintf(name, NAME_BYTES, "%u", committee);
    return name;
}

static int
keep(dbk_desk *desk, const dbk_open_items *said, dbk_err *err)
{
    const int folder = dbk_desk_home(desk, err) == 0 ? dbk_folder_inside(desk->home, FOLDER, err) : -1;
    const size_t size = protobuf_c_message_get_packed_size(&said->base);
    uint8_t *bytes = malloc(size + 1);
    char name[NAME_BYTES];
    int rc = -1;

    assert(bytes != NULL);
    protobuf_c_message_pack(&said->base, bytes);
    if (folder >= 0) {
        rc = dbk_file_keep(folder, file_of(said->committee_id, name), bytes, size, err);
        close(folder);
    }
    free(bytes);
    return rc;
}

int
dbk_open_fetch(dbk_desk *desk, uint32_t committee, uint32_t date, int timeout_ms, dbk_err *err)
{
    dbk_items_query asked;
    dbk_query query;
    dbk_courier *courier = dbk_desk_courier(desk, err);
    dbk_arena arena;
    int rc = -1;

    if (courier == NULL)
        return -1;
    daybook__v1__items_query__init(&asked);
    daybook__v1__query__init(&query);
    asked.has_committee_id = asked.has_date = true;
    asked.committee_id = committee;
    asked.date = date;
    query.what_case = DAYBOOK__V1__QUERY__WHAT_ITEMS;
    query.items = &asked;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    const dbk_reply *reply = dbk_courier_query(courier, &query, timeout_ms, &arena, err);

    if (reply && reply->status == DBK_ANSWER && reply->open_items && reply->open_items->committee_id == committee)
        rc = keep(desk, reply->open_items, err);
    else if (reply)
        dbk_err_set(err, DBK_E_BUSY, "%s", _("it does not tell just now what is open"));
    dbk_arena_fini(&arena);
    return rc;
}

void
dbk_open_fetch_all(dbk_desk *desk, uint32_t date, int timeout_ms)
{
    const dbk_scope *scope = dbk_desk_scope(desk);

    for (size_t i = 0; scope && i < scope->n_postings; i++) {
        const dbk_posting *posting = scope->postings[i];

        if (posting->valid_from <= date && date <= posting->valid_to &&
            dbk_open_fetch(desk, posting->committee_id, date, timeout_ms, NULL) != 0)
            return;                              /* the others would fare no better */
    }
}

static void
take_kept(dbk_open_list *list, dbk_desk *desk)
{
    const int folder = dbk_desk_home(desk, NULL) == 0 ? dbk_folder_inside(desk->home, FOLDER, NULL) : -1;
    char name[NAME_BYTES];
    size_t size = 0;
    uint8_t *bytes = folder < 0 ? NULL : dbk_file_read(folder, file_of(list->committee_id, name), DBK_FRAME_MAX_BYTES,
                                                       &size, NULL);
    const dbk_open_items *said = bytes == NULL ? NULL
        : (dbk_open_items *)protobuf_c_message_unpack(&daybook__v1__open_items__descriptor, &list->arena.allocator,
                                                      size, bytes);

    if (folder >= 0)
        close(folder);
    free(bytes);
    if (said == NULL || said->committee_id != list->committee_id)
        return;
    list->as_of_ms = said->as_of_ms;
    list->more = said->more;
    for (size_t i = 0; i < said->n_items; i++) {
        snprintf(name, sizeof name, "%.*s", (int)said->items[i]->item.len, said->items[i]->item.data);
        if (said->items[i]->item.len == DBK_ITEM_CHARS && find(list, name) == NULL)
            add(list, name)->said = *said->items[i];
    }
}

/* ------------------------------------------------------------------ what was sealed here since */

static dbk_open *
said_there(dbk_open_list *list, const char *name, uint32_t night)
{
    dbk_open *row = find(list, name);

    if (row == NULL) {
        row = add(list, name);
        row->said.night = night;
    }
    row->said.last_night = night > row->said.last_night ? night : row->said.last_night;
    return row;
}

static void
take_needs(dbk_open_list *list, uint32_t night, dbk_supply_need *const *needs, size_t n)
{
    char name[DBK_ITEM_CHARS + 1];

    for (size_t i = 0; i < n; i++) {
        dbk_open_supply_name((int)needs[i]->item, needs[i]->unit, name);
        dbk_open *row = said_there(list, name, night);

        row->said.supply = needs[i]->item;
        row->said.unit = needs[i]->unit;
        row->said.quantity = needs[i]->quantity;
        row->said.text = needs[i]->reason;
    }
}

static void
take_answers(dbk_open_list *list, const dbk_record *record)
{
    const dbk_nightly_report *report = record->nightly_report;
    char name[DBK_ITEM_CHARS + 1];

    for (size_t i = 0; i < report->n_answers; i++) {
        const dbk_answered_item *it = report->answers[i];
        dbk_open *row;

        snprintf(name, sizeof name, "%.*s", (int)it->item.len, it->item.data);
        row = find(list, name);
        if (row && row->said.last_night > record->report_date)
            continue;
        if (it->answer != DAYBOOK__V1__ITEM_ANSWER__SOLVED) {
            row = said_there(list, name, record->report_date);
            row->said.answer = it->answer;
            row->said.answered = record->report_date;
        } else if (row)
            drop(list, row);
    }
}

static void
take_record(dbk_open_list *list, const dbk_record *record)
{
    const dbk_nightly_report *report = record->nightly_report;
    char name[DBK_ITEM_CHARS + 1];

    if (record->supply_sheet)
        take_needs(list, record->report_date, record->supply_sheet->needs, record->supply_sheet->n_needs);
    if (report == NULL)
        return;
    take_answers(list, record);
    for (size_t i = 0; i < report->n_observations; i++) {
        const dbk_observation *it = report->observations[i];

        if (it->kind != DAYBOOK__V1__OBSERVATION_KIND__RISK)
            continue;
        dbk_open_risk_name(it->place, it->text, name);
        dbk_open *row = said_there(list, name, record->report_date);

        row->said.place = it->place;
        row->said.text = it->text;
        row->said.severity = it->severity;
    }
    take_needs(list, record->report_date, report->supply_needs, report->n_supply_needs);
}

/* Had the server this record when it looked? */
static bool
was_known(const dbk_open_list *list, const dbk_item *item)
{
    dbk_arena arena;
    const dbk_reply *reply = NULL;
    bool known;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    if (item->box == BOX_DONE && item->note.reply_size > 0)
        reply = dbk_reply_unpack(&arena, item->note.reply, item->note.reply_size, NULL);
    known = reply && reply->receipt && list->as_of_ms > 0 &&
            reply->receipt->received_at_ms < list->as_of_ms - LATE_COMMIT_MS;
    dbk_arena_fini(&arena);
    return known;
}

/* Is there a newer one of the same night, kind and part here? Then that one counts. */
static bool
is_replaced(const dbk_items box[BOX_N], const dbk_item *item)
{
    for (item_box where = BOX_OUT; where <= BOX_DONE; where++)
        for (size_t i = 0; i < box[where].n; i++) {
            const dbk_item *other = &box[where].row[i];

            if (other->committee_id == item->committee_id && other->report_date == item->report_date &&
                other->kind == item->kind && other->part == item->part && dbk_item_state(other) != ITEM_ASKING &&
                memcmp(other->id, item->id, DBK_ID_BYTES) > 0)
                return true;
        }
    return false;
}

static bool
counts(const dbk_open_list *list, const dbk_items box[BOX_N], const dbk_item *item, uint32_t after)
{
    return item->committee_id == list->committee_id && item->report_date > after && item->report_date < list->date &&
           (item->kind == DBK_NIGHTLY_REPORT || item->kind == DBK_SUPPLY_SHEET) &&
           dbk_item_state(item) != ITEM_ASKING && !is_replaced(box, item) && !was_known(list, item);
}

/* Night by night: what a later night says counts. */
static void
take_own(dbk_open_list *list, const dbk_items box[BOX_N])
{
    for (uint32_t night = 0, next; ; night = next) {
        next = UINT32_MAX;
        for (item_box where = BOX_OUT; where <= BOX_DONE; where++)
            for (size_t i = 0; i < box[where].n; i++)
                if (box[where].row[i].report_date < next && counts(list, box, &box[where].row[i], night))
                    next = box[where].row[i].report_date;
        if (next == UINT32_MAX)
            return;
        for (item_box where = BOX_OUT; where <= BOX_DONE; where++)
            for (size_t i = 0; i < box[where].n; i++) {
                const dbk_item *item = &box[where].row[i];
                const dbk_record *record = item->report_date == next && counts(list, box, item, night)
                    ? dbk_record_unpack(&list->arena, item->sealed, item->sealed_size, NULL) : NULL;

                if (record)
                    take_record(list, record);
            }
    }
}

/* ------------------------------------------------------------------ reading */

/* A remark is answered from its own night on, everything else from the night after. */
static void
leave_earlier(dbk_open_list *list)
{
    size_t left = 0;

    for (size_t i = 0; i < list->n; i++)
        if (list->row[i].said.night < list->date ||
            (list->row[i].name[0] == 'm' && list->row[i].said.night == list->date))
            list->row[left++] = list->row[i];
    list->n = left;
}

static const char *
kept_text(dbk_open_list *list, const char *text)
{
    const size_t size = strlen(text) + 1;
    char *own = dbk_arena_take(&list->arena, size);

    return own ? memcpy(own, text, size) : "";
}

int
dbk_open_read(dbk_open_list *list, dbk_desk *desk, uint32_t committee, uint32_t date, dbk_err *err)
{
    dbk_outbox *box = dbk_desk_outbox(desk, err);
    dbk_items items[BOX_N] = { { 0 } };
    char head[DBK_OPEN_HEAD_BYTES], about[DBK_OPEN_ABOUT_BYTES];
    int rc = box ? 0 : -1;

    *list = (dbk_open_list){ .committee_id = committee, .date = date };
    dbk_arena_init(&list->arena, LIST_MAX_BYTES);
    for (item_box where = BOX_OUT; rc == 0 && where <= BOX_DONE; where++)
        rc = dbk_outbox_list(box, where, &items[where], err);
    if (rc == 0) {
        take_kept(list, desk);
        take_own(list, items);
        leave_earlier(list);
        if (list->n > 1)
            qsort(list->row, list->n, sizeof *list->row, oldest_first);
    }
    for (size_t i = 0; i < list->n; i++) {
        list->row[i].head = kept_text(list, dbk_open_head(&list->row[i], date, head));
        list->row[i].about = kept_text(list, dbk_open_about(&list->row[i], about));
    }
    for (item_box where = BOX_OUT; where <= BOX_DONE; where++)
        dbk_items_fini(&items[where]);
    if (rc != 0)
        dbk_open_fini(list);
    return rc;
}

void
dbk_open_fini(dbk_open_list *list)
{
    if (list->date == 0)
        return;
    dbk_arena_fini(&list->arena);
    free(list->row);
    *list = (dbk_open_list){ 0 };
}

/* ------------------------------------------------------------------ is each answered? */

static bool
is_answered(const dbk_nightly_report *report, const char *name)
{
    for (size_t i = 0; i < report->n_answers; i++)
        if (report->answers[i]->item.len == DBK_ITEM_CHARS &&
            memcmp(report->answers[i]->item.data, name, DBK_ITEM_CHARS) == 0)
            return true;
    return false;
}

int
dbk_open_look(dbk_desk *desk, const dbk_record *record, const dbk_report_file *file, dbk_complaints *found,
              dbk_err *err)
{
    dbk_open_list list;

    if (record->nightly_report == NULL)
        return 0;
    if (dbk_open_read(&list, desk, record->committee_id, record->report_date, err) != 0)
        return -1;
    for (size_t i = 0; i < list.n; i++)
        if (!is_answered(record->nightly_report, list.row[i].name))
            dbk_complain(found, dbk_report_file_line(file, "answers"),
                         _("answers: %s is open and has no answer: %s, %s"), list.row[i].name, list.row[i].head,
                         list.row[i].about);
    dbk_open_fini(&list);
    return 0;
}
