#include "clients/secretary/evening.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/calendar.h"

#define DRAFTS_MOST 256
#define DRAFT_DAYS 7

const char *
dbk_evening_name(dbk_evening_state state)
{
    static const char *const names[EVENING_N] = {
        [EVENING_EMPTY] = "empty",     [EVENING_DRAFT] = "draft",     [EVENING_WAITING] = "waiting",
        [EVENING_HELD] = "held",       [EVENING_ASKING] = "conflict", [EVENING_REFUSED] = "refused",
        [EVENING_DONE] = "delivered",  [EVENING_RETURNED] = "returned",
        [EVENING_ELSEWHERE] = "elsewhere", [EVENING_REPLACED] = "replaced",
    };

    return names[state];
}

/* ------------------------------------------------------------------ one report */

/* Given up by its person, or answered by a correction: it says nothing about the night any more. */
static bool
is_given_up(const dbk_item *item)
{
    return item->box == BOX_REFUSED && item->note.last != EV_REJECTED;
}

const dbk_item *
dbk_evening_newest(const dbk_items box[BOX_N], uint32_t committee, uint32_t date)
{
    const dbk_item *newest = NULL;

    for (item_box where = BOX_OUT; where < BOX_N; where++)
        for (size_t i = 0; i < box[where].n; i++) {
            const dbk_item *item = &box[where].row[i];

            if (item->kind != DBK_NIGHTLY_REPORT || item->committee_id != committee || item->report_date != date ||
                is_given_up(item))
                continue;
            if (newest == NULL || memcmp(item->id, newest->id, DBK_ID_BYTES) > 0)
                newest = item;
        }
    return newest;
}

const dbk_item *
dbk_evening_item(const dbk_evening *evening, const uint8_t id[DBK_ID_BYTES])
{
    for (item_box where = BOX_OUT; where < BOX_N; where++)
        for (size_t i = 0; i < evening->box[where].n; i++)
            if (memcmp(evening->box[where].row[i].id, id, DBK_ID_BYTES) == 0)
                return &evening->box[where].row[i];
    return NULL;
}

static const dbk_returned *
returned_of(const dbk_scope *scope, uint32_t committee, uint32_t date)
{
    for (size_t i = 0; scope && i < scope->n_returned; i++) {
        const dbk_returned *it = scope->returned[i];

        if (it->committee_id == committee && it->report_date == date &&
            (!it->has_kind || it->kind == DBK_NIGHTLY_REPORT))
            return it;
    }
    return NULL;
}

static dbk_evening_state
state_of(const dbk_evening_row *row)
{
    static const dbk_evening_state states[ITEM_N] = {
        [ITEM_NONE] = EVENING_EMPTY,     [ITEM_WAITING] = EVENING_WAITING, [ITEM_SENT] = EVENING_WAITING,
        [ITEM_HELD] = EVENING_HELD,      [ITEM_ASKING] = EVENING_ASKING,   [ITEM_DONE] = EVENING_DONE,
        [ITEM_REFUSED] = EVENING_REFUSED,
    };
    const item_state state = row->item ? dbk_item_state(row->item) : ITEM_NONE;

    if (row->returned && (state == ITEM_DONE || state == ITEM_NONE))
        return EVENING_RETURNED;
    if (state == ITEM_NONE && row->draft_ms != 0)
        return EVENING_DRAFT;
    return states[state];
}

/* ------------------------------------------------------------------ all of them */

static bool
is_there(const dbk_evening *evening, uint32_t committee, uint32_t date)
{
    for (size_t i = 0; i < evening->n; i++)
        if (evening->row[i].committee_id == committee && evening->row[i].report_date == date)
            return true;
    return false;
}

static void
add(dbk_evening *evening, dbk_desk *desk, uint32_t committee, uint32_t date)
{
    if (is_there(evening, committee, date))
        return;
    evening->row = realloc(evening->row, (evening->n + 1) * sizeof *evening->row);
    assert(evening->row != NULL);
    dbk_evening_row *row = &evening->row[evening->n++];

    *row = (dbk_evening_row){
        .committee_id = committee, .report_date = date,
        .item = dbk_evening_newest(evening->box, committee, date),
        .draft_ms = dbk_draft_saved_ms(desk->home, committee, date),
        .returned = returned_of(dbk_desk_scope(desk), committee, date),
    };
    row->state = state_of(row);
    row->correcting = row->draft_ms > (row->item ? dbk_item_sealed_ms(row->item) : 0) &&
                      row->state != EVENING_DRAFT && row->state != EVENING_REFUSED;
}

/* A delivered report wants nothing, whatever older refusals lie about. */
static void
add_open(dbk_evening *evening, dbk_desk *desk, item_box where)
{
    for (size_t i = 0; i < evening->box[where].n; i++) {
        const dbk_item *item = &evening->box[where].row[i];

        if (dbk_evening_newest(evening->box, item->committee_id, item->report_date) == item)
            add(evening, desk, item->committee_id, item->report_date);
    }
}

/* Sealing took it along, and removing its file failed: what is older than a record of its place has served. */
static bool
has_served(const dbk_evening *evening, const dbk_draft_seen *draft)
{
    for (item_box where = BOX_OUT; where < BOX_N; where++)
        for (size_t i = 0; i < evening->box[where].n; i++) {
            const dbk_item *item = &evening->box[where].row[i];

            if (item->kind == draft->kind && item->committee_id == draft->committee_id && item->part == draft->part &&
                item->report_date == draft->date && dbk_item_sealed_ms(item) >= draft->saved_ms)
                return true;
        }
    return false;
}

/* What was begun within a week, on whatever night, is gone on with; older nights take no report any more. */
static void
add_begun(dbk_evening *evening, dbk_desk *desk)
{
    dbk_draft_seen *seen = malloc(DRAFTS_MOST * sizeof *seen);
    int32_t today = 0;

    assert(seen != NULL);
    const size_t n = dbk_draft_list(desk->home, seen, DRAFTS_MOST);
    const uint32_t since = dbk_day_from_ymd(evening->date, &today) ? dbk_day_ymd(today - DRAFT_DAYS) : 0;

    for (size_t i = 0; i < n; i++)
        if (seen[i].date < since || has_served(evening, &seen[i]))
            continue;
        else if (seen[i].kind == DBK_NIGHTLY_REPORT)
            add(evening, desk, seen[i].committee_id, seen[i].date);
        else
            seen[evening->n_begun++] = seen[i];
    evening->begun = seen;
}

int
dbk_evening_read(dbk_evening *evening, dbk_desk *desk, uint32_t date, dbk_err *err)
{
    dbk_outbox *box = dbk_desk_outbox(desk, err);
    const dbk_scope *scope = dbk_desk_scope(desk);
    int rc = box ? 0 : -1;

    *evening = (dbk_evening){ .date = date };
    for (item_box where = BOX_OUT; rc == 0 && where < BOX_N; where++)
        rc = dbk_outbox_list(box, where, &evening->box[where], err);
    if (rc != 0) {
        dbk_evening_fini(evening);
        return rc;
    }
    for (size_t i = 0; scope && i < scope->n_postings; i++)
        if (scope->postings[i]->valid_from <= date && date <= scope->postings[i]->valid_to)
            add(evening, desk, scope->postings[i]->committee_id, date);
    add_open(evening, desk, BOX_OUT);
    add_open(evening, desk, BOX_REFUSED);
    for (size_t i = 0; i < evening->box[BOX_DONE].n; i++)
        if (evening->box[BOX_DONE].row[i].report_date == date)
            add(evening, desk, evening->box[BOX_DONE].row[i].committee_id, date);
    for (size_t i = 0; scope && i < scope->n_returned; i++)
        if (!scope->returned[i]->has_kind || scope->returned[i]->kind == DBK_NIGHTLY_REPORT)
            add(evening, desk, scope->returned[i]->committee_id, scope->returned[i]->report_date);
    add_begun(evening, desk);
    return 0;
}

/* ------------------------------------------------------------------ what others have handed in */

static void
heed(dbk_evening_row *row, const dbk_evening *evening, const dbk_standing *standing)
{
    if (standing == NULL || dbk_evening_item(evening, standing->record_id.data) != NULL)
        return;
    if (row->state == EVENING_EMPTY || row->state == EVENING_DRAFT)
        row->correcting = row->draft_ms != 0, row->state = EVENING_ELSEWHERE;
    else if (row->state == EVENING_DONE && dbk_handed_replaces(standing, row->item))
        row->state = EVENING_REPLACED;
    else if (row->state == EVENING_DONE)
        return;
    row->standing = standing;
}

void
dbk_evening_heed(dbk_evening *evening, const dbk_handed_list *handed)
{
    for (size_t i = 0; i < evening->n; i++)
        if (evening->row[i].report_date == handed->date)
            heed(&evening->row[i], evening,
                 dbk_handed_find(handed, evening->row[i].committee_id, DBK_NIGHTLY_REPORT, 0));
}

void
dbk_evening_fini(dbk_evening *evening)
{
    for (item_box where = BOX_OUT; where < BOX_N; where++)
        dbk_items_fini(&evening->box[where]);
    free(evening->row);
    free(evening->begun);
    *evening = (dbk_evening){ 0 };
}
