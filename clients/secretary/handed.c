#include "clients/secretary/handed.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/secretary/night.h"
#include "clients/secretary/sys.h"
#include "clients/secretary/which.h"
#include "clients/words.h"
#include "proto/envelope.h"
#include "proto/text.h"

#define NAME "handed"
#define NAME_BYTES 128

/* ------------------------------------------------------------------ the file */

static void
keep(int home, const dbk_handed *said)
{
    const size_t size = daybook__v1__handed__get_packed_size(said);
    uint8_t *bytes = malloc(size + 1);

    assert(bytes != NULL);
    daybook__v1__handed__pack(said, bytes);
    (void)dbk_file_keep(home, NAME, bytes, size, NULL);         /* without it the next page knows less, and says so */
    free(bytes);
}

/* NULL: there is none, or it is of another night. */
static dbk_handed *
read_kept(int home, uint32_t date, dbk_arena *arena)
{
    size_t size = 0;
    uint8_t *bytes = dbk_file_read(home, NAME, DBK_FRAME_MAX_BYTES, &size, NULL);
    dbk_handed *said = bytes ? daybook__v1__handed__unpack(&arena->allocator, size, bytes) : NULL;

    free(bytes);
    return said && said->date == date ? said : NULL;
}

/* ------------------------------------------------------------------ asking */

static const dbk_handed *
ask(dbk_desk *desk, uint32_t date, int timeout_ms, dbk_arena *arena)
{
    dbk_handed_query asked = DAYBOOK__V1__HANDED_QUERY__INIT;
    dbk_query query = DAYBOOK__V1__QUERY__INIT;
    dbk_courier *courier = dbk_desk_courier(desk, NULL);
    const dbk_reply *reply;

    asked.has_date = true;
    asked.date = date;
    query.what_case = DAYBOOK__V1__QUERY__WHAT_HANDED;
    query.handed = &asked;
    reply = courier ? dbk_courier_query(courier, &query, timeout_ms, arena, NULL) : NULL;
    return reply && reply->status == DBK_ANSWER && reply->handed && reply->handed->date == date ? reply->handed : NULL;
}

void
dbk_handed_open(dbk_handed_list *list, dbk_desk *desk, uint32_t date, int timeout_ms)
{
    *list = (dbk_handed_list){ .date = date };
    dbk_arena_init(&list->arena, DBK_UNPACK_MAX_BYTES);
    if (timeout_ms > 0)
        list->said = ask(desk, date, timeout_ms, &list->arena);
    list->fresh = list->said != NULL;
    if (dbk_desk_home(desk, NULL) == 0 && !list->fresh)
        list->said = read_kept(desk->home, date, &list->arena);
    else if (list->fresh && date == dbk_which_night(desk))
        keep(desk->home, list->said);
    list->as_of_ms = list->said ? list->said->as_of_ms : 0;
}

void
dbk_handed_fini(dbk_handed_list *list)
{
    if (list->date != 0)
        dbk_arena_fini(&list->arena);
    *list = (dbk_handed_list){ .date = 0 };
}

/* ------------------------------------------------------------------ one record */

static bool
is_whole(const dbk_handed_record *record)
{
    return record->standing && record->standing->record_id.len == DBK_ID_BYTES;
}

const dbk_standing *
dbk_handed_find(const dbk_handed_list *list, uint32_t committee, dbk_kind kind, uint32_t part)
{
    for (size_t i = 0; list->said && i < list->said->n_records; i++) {
        const dbk_handed_record *it = list->said->records[i];

        if (it->committee_id == committee && it->kind == kind && (part == 0 || it->part == part) && is_whole(it))
            return it->standing;
    }
    return NULL;
}

bool
dbk_handed_replaces(const dbk_standing *standing, const dbk_item *item)
{
    dbk_arena arena;
    const dbk_reply *reply = NULL;
    bool later;

    if (memcmp(standing->record_id.data, item->id, DBK_ID_BYTES) == 0)
        return false;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    if (item->note.reply_size > 0)
        reply = dbk_reply_unpack(&arena, item->note.reply, item->note.reply_size, NULL);
    later = reply == NULL || reply->receipt == NULL || standing->received_at_ms > reply->receipt->received_at_ms;
    dbk_arena_fini(&arena);
    return later;
}

static void
fill_standing(dbk_standing *standing, const dbk_receipt *receipt)
{
    daybook__v1__standing__init(standing);
    standing->has_record_id = standing->has_revision = standing->has_received_at_ms = true;
    standing->record_id = receipt->record_id;
    standing->revision = receipt->revision;
    standing->received_at_ms = receipt->received_at_ms;
}

void
dbk_handed_note(int home, const dbk_receipt *receipt)
{
    dbk_handed fresh = DAYBOOK__V1__HANDED__INIT, *said;
    dbk_handed_record record = DAYBOOK__V1__HANDED_RECORD__INIT, **list;
    dbk_standing standing;
    dbk_arena arena;

    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    said = read_kept(home, receipt->report_date, &arena);
    if (said == NULL) {
        fresh.has_date = true;
        fresh.date = receipt->report_date;
        said = &fresh;
    }
    fill_standing(&standing, receipt);
    record.has_committee_id = record.has_kind = true;
    record.committee_id = receipt->committee_id;
    record.kind = receipt->kind;
    record.standing = &standing;
    list = calloc(said->n_records + 1, sizeof *list);
    assert(list != NULL);
    list[0] = &record;                                           /* before an older one of the same place */
    for (size_t i = 0; i < said->n_records; i++)
        list[i + 1] = said->records[i];
    said->records = list;
    said->n_records++;
    keep(home, said);
    free(list);
    dbk_arena_fini(&arena);
}

int
dbk_handed_forget(int home, dbk_err *err)
{
    return dbk_file_remove(home, NAME, err);
}

/* ------------------------------------------------------------------ in words */

const char *
dbk_handed_words(const dbk_standing *standing, int64_t now_ms, char room[DBK_HANDED_BYTES])
{
    char name[NAME_BYTES], at[DBK_NIGHT_BYTES];

    dbk_text_shown(standing->sender.data, standing->sender.len, name, sizeof name);
    snprintf(room, DBK_HANDED_BYTES, _("revision %u, sent by %s, received %s"), standing->revision,
             name[0] ? name : _("yourself"), dbk_time_words(standing->received_at_ms, now_ms, at));
    return room;
}

const char *
dbk_handed_as_of(const dbk_handed_list *list, int64_t now_ms, char room[DBK_HANDED_BYTES])
{
    char at[DBK_NIGHT_BYTES];

    room[0] = '\0';
    if (!list->fresh && list->as_of_ms > 0)
        snprintf(room, DBK_HANDED_BYTES, _("What others have handed in is known as of %s, not of now."),
                 dbk_time_words(list->as_of_ms, now_ms, at));
    else if (!list->fresh)
        snprintf(room, DBK_HANDED_BYTES, "%s", _("What others have handed in is not known: the server has not told."));
    else if (list->said && list->said->more)
        snprintf(room, DBK_HANDED_BYTES, "%s",
                 _("Others have handed in more than the server tells at once: what is not listed may be there."));
    return room;
}
