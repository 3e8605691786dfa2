/*
 * handed: what the server told of a night is kept and told again with its time; a receipt that leaves no other trace is
 * in it; what replaces what.
 */
#include "clients/secretary/handed.h"

#include "clients/secretary/evening.h"
#include "clients/secretary/sys.h"
#include "proto/calendar.h"
#include "tests/clients/secretary/sample.h"

#define NIGHT 20200218u

static const uint8_t mine[DBK_ID_BYTES] = { 1 }, theirs[DBK_ID_BYTES] = { 2 };

/* A desk of its own, without a server. */
static dbk_desk
open_desk(void)
{
    static char path[256];
    dbk_desk desk;
    const int home = sample_home(path);

    dbk_desk_init(&desk);
    desk.home = home;
    snprintf(desk.settings.home, sizeof desk.settings.home, "%s", path);
    return desk;
}

static dbk_receipt
receipt_of(const uint8_t id[DBK_ID_BYTES], uint32_t committee, dbk_kind kind, uint32_t revision, int64_t received_at_ms)
{
    dbk_receipt receipt = DAYBOOK__V1__RECEIPT__INIT;

    receipt.has_record_id = receipt.has_committee_id = receipt.has_kind = receipt.has_report_date = true;
    receipt.has_revision = receipt.has_received_at_ms = true;
    receipt.record_id = (ProtobufCBinaryData){ DBK_ID_BYTES, (uint8_t *)(uintptr_t)id };
    receipt.committee_id = committee;
    receipt.kind = kind;
    receipt.report_date = NIGHT;
    receipt.revision = revision;
    receipt.received_at_ms = received_at_ms;
    return receipt;
}

static void
nothing_is_known_at_first(void)
{
    dbk_desk desk = open_desk();
    dbk_handed_list list;
    char words[DBK_HANDED_BYTES];

    dbk_handed_open(&list, &desk, NIGHT, 0);
    CHECK_TRUE("no record", dbk_handed_find(&list, 12, DBK_NIGHTLY_REPORT, 0) == NULL);
    CHECK_STR("and it is said", dbk_handed_as_of(&list, 0, words),
              "What others have handed in is not known: the server has not told.");
    dbk_handed_fini(&list);
    dbk_desk_fini(&desk);
}

static void
a_receipt_is_remembered(void)
{
    dbk_desk desk = open_desk();
    const dbk_receipt first = receipt_of(theirs, 12, DBK_HEALTH_REPORT, 1, 1000),
                      second = receipt_of(mine, 12, DBK_HEALTH_REPORT, 2, 2000);
    const dbk_standing *found;
    dbk_handed_list list;

    dbk_handed_note(desk.home, &first);
    dbk_handed_note(desk.home, &second);
    dbk_handed_open(&list, &desk, NIGHT, 0);
    found = dbk_handed_find(&list, 12, DBK_HEALTH_REPORT, 0);
    CHECK_INT("the newest", found ? found->revision : 0, 2);
    CHECK_TRUE("of its committee", dbk_handed_find(&list, 13, DBK_HEALTH_REPORT, 0) == NULL);
    CHECK_TRUE("of its kind", dbk_handed_find(&list, 12, DBK_ROLL_CALL, 0) == NULL);
    CHECK_INT("what others did is still not known", list.as_of_ms, 0);
    dbk_handed_fini(&list);
    dbk_handed_open(&list, &desk, NIGHT + 1, 0);
    CHECK_TRUE("of its night", dbk_handed_find(&list, 12, DBK_HEALTH_REPORT, 0) == NULL);
    dbk_handed_fini(&list);
    CHECK_INT("forgotten", dbk_handed_forget(desk.home, NULL), 0);
    dbk_handed_open(&list, &desk, NIGHT, 0);
    CHECK_TRUE("forgotten", list.said == NULL);
    dbk_handed_fini(&list);
    dbk_desk_fini(&desk);
}

static void
its_time_is_said(void)
{
    dbk_handed_list list = { .date = NIGHT, .as_of_ms = 1582030800000 };      /* 2020-02-18 21:00 in Shanghai */
    char words[DBK_HANDED_BYTES];

    CHECK_STR("today", dbk_handed_as_of(&list, list.as_of_ms + 60000, words),
              "What others have handed in is known as of 21:00, not of now.");
    list.fresh = true;
    CHECK_STR("nothing to say", dbk_handed_as_of(&list, list.as_of_ms, words), "");
}

/* What the server left out must not be taken for what was not handed in. */
static void
that_it_is_not_all_is_said(void)
{
    dbk_handed said = DAYBOOK__V1__HANDED__INIT;
    dbk_handed_list list = { .date = NIGHT, .as_of_ms = 1582030800000, .fresh = true, .said = &said };
    char words[DBK_HANDED_BYTES];

    CHECK_STR("all of it", dbk_handed_as_of(&list, list.as_of_ms, words), "");
    said.has_more = said.more = true;
    CHECK_HAS("not all of it", dbk_handed_as_of(&list, list.as_of_ms, words), "what is not listed may be there");
}

/* The note of an item that was receipted at that time; 0: it was not. */
static dbk_item
item_of(const uint8_t id[DBK_ID_BYTES], int64_t received_at_ms)
{
    dbk_receipt receipt = receipt_of(id, 12, DBK_NIGHTLY_REPORT, 1, received_at_ms);
    dbk_reply reply = DAYBOOK__V1__REPLY__INIT;
    dbk_item item = { .box = received_at_ms ? BOX_DONE : BOX_OUT };
    uint8_t *bytes;
    size_t size;

    memcpy(item.id, id, DBK_ID_BYTES);
    if (received_at_ms == 0)
        return item;
    reply.has_status = true;
    reply.status = DBK_ACCEPTED;
    reply.receipt = &receipt;
    bytes = dbk_reply_pack(&reply, &size);
    dbk_note_set_reply(&item.note, bytes, size);
    free(bytes);
    return item;
}

static void
what_replaces_what(void)
{
    static const struct { const char *name; const uint8_t *id; int64_t received_at_ms; bool replaces; } rows[] = {
        { "the same record", mine, 1000, false },
        { "another, later one", theirs, 1000, true },
        { "one that our own correction has replaced since", theirs, 3000, false },
        { "another, and ours is not delivered", theirs, 0, true },
    };
    dbk_standing standing = DAYBOOK__V1__STANDING__INIT;

    standing.received_at_ms = 2000;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        dbk_item item = item_of(mine, rows[i].received_at_ms);

        standing.record_id = (ProtobufCBinaryData){ DBK_ID_BYTES, (uint8_t *)(uintptr_t)rows[i].id };
        CHECK_INT(rows[i].name, dbk_handed_replaces(&standing, &item), rows[i].replaces);
        dbk_note_fini(&item.note);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "nothing is known at first", nothing_is_known_at_first },
        { "a receipt is remembered", a_receipt_is_remembered },
        { "its time is said", its_time_is_said },
        { "that it is not all is said", that_it_is_not_all_is_said },
        { "what replaces what", what_replaces_what },
    };

    if (dbk_calendar_zone("Asia/Shanghai", NULL) != 0)
        return 2;
    return unit_main("handed", tests, ARRAY_LEN(tests), 20);
}
