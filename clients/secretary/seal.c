#include "clients/secretary/seal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/envelope.h"
#include "proto/ident.h"

/* The newest report of that night that may stand or come to stand, and one that is in conflict, if there are such. */
typedef struct {
    bool     any, in_conflict, knows_base;      /* knows_base: the one that `corrects` names is ours */
    uint8_t  newest[DBK_ID_BYTES], conflict[DBK_ID_BYTES];
    item_box box;                               /* where the newest lies */
} night_of;

static void
look_at(night_of *night, const dbk_item *item, const dbk_record *record)
{
    if (item->committee_id != record->committee_id || item->report_date != record->report_date ||
        item->kind != record->kind || item->part != record->part)
        return;
    if (record->has_corrects && memcmp(record->corrects.data, item->id, DBK_ID_BYTES) == 0)
        night->knows_base = true;
    if (dbk_item_state(item) == ITEM_ASKING) {
        night->in_conflict = true;
        memcpy(night->conflict, item->id, DBK_ID_BYTES);
    } else if (!night->any || memcmp(item->id, night->newest, DBK_ID_BYTES) > 0) {
        night->any = true;
        night->box = item->box;
        memcpy(night->newest, item->id, DBK_ID_BYTES);
    }
}

static int
refuse(const night_of *night, const dbk_record *record, dbk_err *err)
{
    char id[DBK_ID_TEXT_BYTES], day[DBK_DAY_TEXT_BYTES] = "";
    int32_t number;

    if (dbk_day_from_ymd(record->report_date, &number))
        dbk_day_text(number, day);
    dbk_id_text(night->any ? night->newest : night->conflict, id);
    if (!night->any)
        return dbk_err_set(err, DBK_E_CONFLICT,
                           _("your report %s for committee %u, %s waits for your choice: see daybook status"), id,
                           record->committee_id, day);
    if (night->box == BOX_DONE)
        return dbk_err_set(err, DBK_E_CONFLICT,
                           _("a report for committee %u, %s has been delivered already; "
                             "to correct it, add this line: corrects: %s"), record->committee_id, day, id);
    return dbk_err_set(err, DBK_E_CONFLICT,
                       _("a report for committee %u, %s waits in the outbox already; "
                         "to correct it, add this line: corrects: %s"), record->committee_id, day, id);
}

int
dbk_seal_allowed(dbk_outbox *box, const dbk_record *record, dbk_err *err)
{
    night_of night = { 0 };

    for (item_box where = BOX_OUT; where <= BOX_DONE; where++) {
        dbk_items items;

        if (dbk_outbox_list(box, where, &items, err) != 0)
            return -1;
        for (size_t i = 0; i < items.n; i++)
            look_at(&night, &items.row[i], record);
        dbk_items_fini(&items);
    }
    if (!record->has_corrects)
        return night.any || night.in_conflict ? refuse(&night, record, err) : 0;
    /* An id that is not ours is another laptop's: the server knows it, or says so. */
    if (night.any && night.knows_base && memcmp(record->corrects.data, night.newest, DBK_ID_BYTES) != 0)
        return refuse(&night, record, err);
    return 0;
}

static int
latest_time(dbk_outbox *box, int64_t *ms, dbk_err *err)
{
    *ms = 0;
    for (item_box where = BOX_OUT; where < BOX_N; where++) {
        dbk_items items;

        if (dbk_outbox_list(box, where, &items, err) != 0)
            return -1;
        if (items.n > 0 && dbk_item_sealed_ms(&items.row[items.n - 1]) > *ms)
            *ms = dbk_item_sealed_ms(&items.row[items.n - 1]);
        dbk_items_fini(&items);
    }
    return 0;
}

uint8_t *
dbk_seal(dbk_outbox *box, dbk_record *record, int64_t now_ms, uint8_t id[DBK_ID_BYTES], size_t *size, dbk_err *err)
{
    int64_t latest_ms;

    if (latest_time(box, &latest_ms, err) != 0)
        return NULL;
    dbk_id_make(id, now_ms > latest_ms ? now_ms : latest_ms + 1);
    record->has_id = true;
    record->id = (ProtobufCBinaryData){ DBK_ID_BYTES, id };
    record->has_sealed_at_ms = true;
    record->sealed_at_ms = now_ms;
    return dbk_record_pack(record, size);
}
