#include "clients/secretary/stands.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/envelope.h"
#include "proto/ident.h"
#include "proto/text.h"

void
dbk_stands_fini(dbk_stands *stands)
{
    free(stands->sealed);
    *stands = (dbk_stands){ .there = false };
}

/* ------------------------------------------------------------------ an answer that is none */

/* By the reason that the server gives; else by the status alone. "": any reason. */
static const struct { dbk_status status; const char *reason; dbk_code code; const char *words; } refusals[] = {
    { DBK_FORBIDDEN, "key.revoked", DBK_E_FORBIDDEN, N_("the office has withdrawn your key; ask the office") },
    { DBK_FORBIDDEN, "scope.secretary", DBK_E_FORBIDDEN,
      N_("only a secretary of this committee may see it; ask the office") },
    { DBK_FORBIDDEN, "record.confidential", DBK_E_FORBIDDEN, N_("only the person who sent it may see it; ask them") },
    { DBK_FORBIDDEN, "", DBK_E_FORBIDDEN, N_("you have no posting at this committee on that night; ask the office") },
    { DBK_BUSY, "", DBK_E_BUSY, N_("the server is busy just now; try again in a moment") },
    { DBK_MALFORMED, "request.what", DBK_E_BUSY,
      N_("this server is older than this program and cannot show it; the office can read it to you, by its id") },
};

static int
refused(const dbk_reply *reply, dbk_err *err)
{
    const char *reason = reply->reason ? reply->reason : "";

    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        if (refusals[i].status == reply->status &&
            (refusals[i].reason[0] == '\0' || strcmp(refusals[i].reason, reason) == 0))
            return dbk_err_set(err, refusals[i].code, "%s", _(refusals[i].words));
    return dbk_err_set(err, DBK_E_BUSY, "%s",
                       _("the server gave an answer that this program does not know; update daybook"));
}

/* ------------------------------------------------------------------ what proves itself */

static bool
is_whole(const dbk_standing *it)
{
    return it->record_id.len == DBK_ID_BYTES && it->hash.len == DBK_HASH_BYTES && it->code != NULL &&
           it->has_revision && it->has_received_at_ms;
}

static bool
has_code(const dbk_standing *it)
{
    char code[DBK_CODE_CHARS + 1];

    dbk_code_make(it->record_id.data, it->hash.data, code);
    return strcmp(code, it->code) == 0;
}

static bool
has_hash(const dbk_standing *it)
{
    uint8_t hash[DBK_HASH_BYTES];

    dbk_hash(it->sealed.data, it->sealed.len, hash);
    return memcmp(hash, it->hash.data, sizeof hash) == 0;
}

static bool
stands_there(const dbk_record *record, const dbk_standing *it, const dbk_slot *slot)
{
    return record != NULL && memcmp(record->id.data, it->record_id.data, DBK_ID_BYTES) == 0 &&
           record->committee_id == slot->committee_id && record->report_date == slot->report_date &&
           record->kind == slot->kind && record->part == slot->part;
}

/* NULL: believe it; else what is wrong with it. */
static const char *
doubt(const dbk_standing *it, const dbk_slot *slot, uint32_t *form_version)
{
    dbk_arena arena;
    const dbk_record *record;
    bool good;

    if (!is_whole(it))
        return _("a part of it is missing");
    if (!has_code(it))
        return _("its telephone code is another one");
    if (!it->has_sealed)
        return NULL;
    if (!has_hash(it))
        return _("its text is not what was sealed");
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    record = dbk_record_unpack(&arena, it->sealed.data, it->sealed.len, NULL);
    good = stands_there(record, it, slot);
    *form_version = good ? record->form_version : 0;
    dbk_arena_fini(&arena);
    return good ? NULL : _("it is another record than the one asked for");
}

static void
copy(dbk_stands *stands, const dbk_standing *it)
{
    stands->there = true;
    memcpy(stands->id, it->record_id.data, DBK_ID_BYTES);
    stands->revision = it->revision;
    stands->received_at_ms = it->received_at_ms;
    stands->timeliness = it->timeliness;
    snprintf(stands->code, sizeof stands->code, "%s", it->code);
    dbk_text_shown(it->sender.data, it->sender.len, stands->sender, sizeof stands->sender);
    if (!it->has_sealed)
        return;
    stands->sealed = malloc(it->sealed.len);
    assert(stands->sealed != NULL);                    /* a record is never empty: it has an id */
    memcpy(stands->sealed, it->sealed.data, it->sealed.len);
    stands->sealed_size = it->sealed.len;
}

int
dbk_stands_take(dbk_stands *stands, const dbk_reply *reply, const dbk_slot *slot, dbk_err *err)
{
    const char *why;

    *stands = (dbk_stands){ .there = false };
    if (reply->status != DBK_ANSWER)
        return refused(reply, err);
    if (reply->standing == NULL)
        return 0;
    why = doubt(reply->standing, slot, &stands->form_version);
    if (why != NULL)
        return dbk_err_set(err, DBK_E_MALFORMED,
                           _("what the server showed does not prove itself (%s), and so is not shown: tell the office"),
                           why);
    copy(stands, reply->standing);
    return 0;
}

/* ------------------------------------------------------------------ asking */

int
dbk_stands_fetch(dbk_stands *stands, dbk_desk *desk, const dbk_slot *slot, int timeout_ms, dbk_err *err)
{
    dbk_record_query asked = DAYBOOK__V1__RECORD_QUERY__INIT;
    dbk_query query = DAYBOOK__V1__QUERY__INIT;
    dbk_courier *courier = dbk_desk_courier(desk, err);
    const dbk_reply *reply;
    dbk_arena arena;
    int rc = -1;

    *stands = (dbk_stands){ .there = false };
    if (courier == NULL)
        return -1;
    asked.has_committee_id = asked.has_report_date = asked.has_kind = true;
    asked.committee_id = slot->committee_id;
    asked.report_date = slot->report_date;
    asked.kind = slot->kind;
    asked.has_part = slot->part > 0;
    asked.part = slot->part;
    query.what_case = DAYBOOK__V1__QUERY__WHAT_RECORD;
    query.record = &asked;
    dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
    reply = dbk_courier_query(courier, &query, timeout_ms, &arena, err);
    if (reply)
        rc = dbk_stands_take(stands, reply, slot, err);
    dbk_arena_fini(&arena);
    return rc;
}

const char *
dbk_stands_words(const dbk_stands *stands, char *room, size_t room_bytes)
{
    char at[DBK_INSTANT_TEXT_BYTES], id[DBK_ID_TEXT_BYTES];

    snprintf(room, room_bytes, _("another report stands for that night: revision %u, sent by %s, received %s, id %s"),
             stands->revision, stands->sender, dbk_instant_text(stands->received_at_ms, at),
             dbk_id_text(stands->id, id));
    return room;
}
