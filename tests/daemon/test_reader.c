/* reader: whom a record is shown to, and that everybody who asks is answered once, whatever becomes of the line. */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "daemon/handed.h"
#include "daemon/reader.h"
#include "proto/calendar.h"
#include "tests/harness/pq_script.h"
#include "tests/harness/unit.h"

#define NIGHT 18310                        /* 2020-02-18 */
#define ASKED_MAX 80

/* Who asks: 1 is posted at 12 on that night, 2 is its secretary, 3 another secretary there, 4 is posted elsewhere. */
static dbk_directory *
sample(void)
{
    dbk_directory *d = dbk_directory_new();

    for (int32_t person = 1; person <= 4; person++)
        dbk_directory_add_posting(d, person, person == 4 ? 13 : 12, NIGHT, NIGHT, person == 2 || person == 3);
    dbk_directory_add_person(d, 2, "S2", "样例书记");
    dbk_directory_seal(d);
    return d;
}

typedef struct {
    dbk_reader    *reader;
    dbk_directory *directory;
    pq_database   *database;
    int            number;                      /* of the database */
    int64_t        asked_ms;
    int            answers[ASKED_MAX];          /* how often each was answered */
    dbk_status     status[ASKED_MAX];
    char           reason[ASKED_MAX][40];
    uint32_t       revision;                    /* of the last that was shown; 0: nothing was */
    size_t         sealed_bytes;
    char           sender[40], code[16];
    size_t         items;                       /* of the last that were listed */
    uint32_t       more;
    char           item[16], text[40];          /* of the first of them */
    size_t         handed;                      /* records of the last list of them; what the first is, in words */
    bool           more_handed;
    char           first[120];
} world;

static void
note_handed(world *w, const dbk_handed *handed)
{
    const dbk_handed_record *first = handed->n_records > 0 ? handed->records[0] : NULL;

    w->handed = handed->n_records;
    w->more_handed = handed->has_more && handed->more;
    if (first)
        snprintf(w->first, sizeof w->first, "night %u committee %u kind %d part %u revision %u at %lld by %.*s%s",
                 handed->date, first->committee_id, (int)first->kind, first->part, first->standing->revision,
                 (long long)first->standing->received_at_ms, (int)first->standing->sender.len,
                 (const char *)first->standing->sender.data, first->standing->has_sealed ? " with its text" : "");
}

static void
on_answer(void *owner, const dbk_return_address *to, uint64_t request_id, dbk_reply *reply)
{
    world *w = owner;

    (void)to;
    w->answers[request_id]++;
    w->status[request_id] = reply->status;
    snprintf(w->reason[request_id], sizeof w->reason[0], "%s", reply->reason ? reply->reason : "");
    w->revision = reply->standing ? reply->standing->revision : 0;
    if (reply->handed != NULL)
        note_handed(w, reply->handed);
    if (reply->open_items != NULL) {
        w->items = reply->open_items->n_items;
        w->more = reply->open_items->more;
    }
    if (reply->open_items != NULL && w->items > 0) {
        const dbk_open_item *first = reply->open_items->items[0];

        snprintf(w->item, sizeof w->item, "%.*s", (int)first->item.len, first->item.data);
        snprintf(w->text, sizeof w->text, "%.*s", (int)first->text.len, first->text.data);
    }
    if (reply->standing == NULL)
        return;
    w->sealed_bytes = reply->standing->has_sealed ? reply->standing->sealed.len : 0;
    snprintf(w->sender, sizeof w->sender, "%.*s", (int)reply->standing->sender.len, reply->standing->sender.data);
    snprintf(w->code, sizeof w->code, "%s", reply->standing->code);
}

static const char *
name_of(void *owner, int32_t person)
{
    return dbk_directory_person(((world *)owner)->directory, person);
}

static void
turn(world *w)
{
    zmq_pollitem_t on;

    dbk_reader_watch(w->reader, &on);
    on.revents = on.events;
    dbk_reader_step(w->reader, &on);
    dbk_reader_tick(w->reader, dbk_tick_ms());
}

/* A world alone, with a database of its own. */
static void
begin(world *w)
{
    static pq_database database;

    memset(w, 0, sizeof *w);
    memset(&database, 0, sizeof database);
    w->database = &database;
    pq_script_use(&database, 1);
}

static void
open_world(world *w)
{
    const dbk_reader_user user = { on_answer, name_of, w };
    dbk_config config;

    dbk_config_default(&config);
    snprintf(config.database, sizeof config.database, "dbname=%d", w->number);
    config.store_timeout_ms = 300;
    w->directory = sample();
    w->reader = dbk_reader_new(&config, &user);
}

static void
close_world(world *w)
{
    dbk_reader_free(&w->reader);
    dbk_directory_free(&w->directory);
}

static void
ask(world *w, uint64_t number, int32_t person, dbk_kind kind)
{
    const dbk_return_address to = { 0 };
    dbk_record_query query = DAYBOOK__V1__RECORD_QUERY__INIT;

    query.has_committee_id = true;
    query.committee_id = 12;
    query.report_date = 20200218;
    query.kind = kind;
    dbk_reader_ask(w->reader, w->directory, person, &to, number, &query);
}

static void
ask_items(world *w, uint64_t number, int32_t person, uint32_t committee, uint32_t date)
{
    const dbk_return_address to = { 0 };
    dbk_items_query query = DAYBOOK__V1__ITEMS_QUERY__INIT;

    query.has_committee_id = query.has_date = true;
    query.committee_id = committee;
    query.date = date;
    dbk_reader_ask_items(w->reader, w->directory, person, &to, number, &query);
}

static void
wait_for(world *w, uint64_t number)
{
    const int64_t until = dbk_tick_ms() + 20000;

    for (; w->answers[number] == 0 && dbk_tick_ms() < until; poll(NULL, 0, 1))
        turn(w);
}

#define HASH "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"

/* ---------------------------------------------------------------- whom it is shown to */

static const char *const of_two[] = {
    "01704600-0000-7001-8002-030405060708", "2", "3", "1582030000000", "1", "4BX0GFG6", HASH, "0801",
};
static const char *const removed[] = {
    "01704600-0000-7001-8002-030405060708", "2", "3", "1582030000000", "1", "4BX0GFG6", HASH, "",
};
static const char *const spoilt[] = {
    "01704600-0000-7001-8002-030405060708", "2", "3", "1582030000000", "1", "4BX0GFG6", "0b", "0801",
};

#define ROW(cells) { "record_standing", 8, 1, cells }

static const pq_answer row_of_two = ROW(of_two), row_removed = ROW(removed), row_spoilt = ROW(spoilt);

static const struct {
    const char      *name;
    int32_t          person;
    dbk_kind         kind;
    const pq_answer *row;                  /* NULL: nothing stands there */
    dbk_status       status;
    const char      *reason;
    uint32_t         revision;
    size_t           sealed_bytes;
} views[] = {
    { "anybody posted there", 1, DBK_NIGHTLY_REPORT, &row_of_two, DBK_ANSWER, "", 3, 2 },
    { "nothing stands", 1, DBK_NIGHTLY_REPORT, NULL, DBK_ANSWER, "", 0, 0 },
    { "somebody posted elsewhere", 4, DBK_NIGHTLY_REPORT, &row_of_two, DBK_FORBIDDEN, "scope.none", 0, 0 },
    { "nobody", 0, DBK_NIGHTLY_REPORT, &row_of_two, DBK_FORBIDDEN, "scope.none", 0, 0 },
    { "minutes for who is no secretary", 1, DBK_MINUTES, &row_of_two, DBK_FORBIDDEN, "scope.secretary", 0, 0 },
    { "minutes for another secretary", 3, DBK_MINUTES, &row_of_two, DBK_ANSWER, "", 3, 2 },
    { "health for its sender", 2, DBK_HEALTH_REPORT, &row_of_two, DBK_ANSWER, "", 3, 2 },
    { "health for another secretary", 3, DBK_HEALTH_REPORT, &row_of_two, DBK_FORBIDDEN, "record.confidential", 0, 0 },
    { "health for who is no secretary", 1, DBK_HEALTH_REPORT, &row_of_two, DBK_FORBIDDEN, "scope.secretary", 0, 0 },
    { "removed texts", 1, DBK_NIGHTLY_REPORT, &row_removed, DBK_ANSWER, "", 3, 0 },
    { "a row that cannot be", 1, DBK_NIGHTLY_REPORT, &row_spoilt, DBK_FAULT, "store.refused", 0, 0 },
    { "no such kind", 1, (dbk_kind)99, &row_of_two, DBK_MALFORMED, "request.what", 0, 0 },
};

static void
shown_to_whom_it_concerns(void)
{
    for (size_t i = 0; i < ARRAY_LEN(views); i++) {
        static world w;

        begin(&w);
        w.database->answer = views[i].row;
        w.database->n_answers = views[i].row != NULL;
        open_world(&w);
        ask(&w, 1, views[i].person, views[i].kind);
        wait_for(&w, 1);
        CHECK_INT(views[i].name, w.answers[1], 1);
        CHECK_INT(views[i].name, w.status[1], views[i].status);
        CHECK_STR(views[i].name, w.reason[1], views[i].reason);
        CHECK_INT(views[i].name, w.revision, views[i].revision);
        if (views[i].revision > 0) {
            CHECK_INT(views[i].name, w.sealed_bytes, views[i].sealed_bytes);
            CHECK_STR(views[i].name, w.sender, "样例书记");
            CHECK_STR(views[i].name, w.code, "4BX0GFG6");
        } else if (views[i].status != DBK_ANSWER && views[i].status != DBK_FAULT &&
                   strcmp(views[i].reason, "record.confidential") != 0) {
            CHECK_INT("not even looked up", w.database->n_said, 0);
        }
        close_world(&w);
    }
}

static const char *const lamp[] = { "r0a9f3c21", "20200216", "20200217", "北门", "路灯不亮", "3", "0", "", "0", "1",
                                     "20200217", "7" };
static const pq_answer row_of_lamp = { "open_items", 12, 1, lamp };

static const struct { const char *name; int32_t person; uint32_t committee, date; dbk_status status; const char *reason; }
askers[] = {
    { "anybody posted there", 1, 12, 20200218, DBK_ANSWER, "" },
    { "on another night", 1, 12, 20200219, DBK_FORBIDDEN, "scope.none" },
    { "somebody posted elsewhere", 4, 12, 20200218, DBK_FORBIDDEN, "scope.none" },
    { "no such day", 1, 12, 20200230, DBK_MALFORMED, "request.what" },
    { "no such committee", 1, 0x80000000, 20200218, DBK_MALFORMED, "request.what" },
};

static void
items_are_told_to_whom_they_concern(void)
{
    for (size_t i = 0; i < ARRAY_LEN(askers); i++) {
        static world w;

        begin(&w);
        w.database->answer = &row_of_lamp;
        w.database->n_answers = 1;
        open_world(&w);
        ask_items(&w, 1, askers[i].person, askers[i].committee, askers[i].date);
        wait_for(&w, 1);
        CHECK_INT(askers[i].name, w.status[1], askers[i].status);
        CHECK_STR(askers[i].name, w.reason[1], askers[i].reason);
        if (askers[i].status == DBK_ANSWER) {
            CHECK_STR("asked for", w.database->said[0], "open_items 12 2020-02-18");
            CHECK_INT("listed", w.items, 1);
            CHECK_INT("and how many more there are", w.more, 6);
            CHECK_STR("its name", w.item, "r0a9f3c21");
            CHECK_STR("its text", w.text, "路灯不亮");
        } else
            CHECK_INT("not even looked up", w.database->n_said, 0);
        close_world(&w);
    }
}

static void
ask_handed(world *w, uint64_t number, int32_t person, uint32_t date)
{
    const dbk_return_address to = { 0 };
    dbk_handed_query query = DAYBOOK__V1__HANDED_QUERY__INIT;

    query.has_date = true;
    query.date = date;
    dbk_reader_ask_handed(w->reader, person, &to, number, &query);
}

static const char *const handed_cells[] = {
    "12", "2", "1", "01704600-0000-7001-8002-030405060708", "2", "3", "1582030000000",
    "12", "1", "0", "no id at all", "2", "1", "1582030000000",
    "13", "1", "0", "01704600-0000-7001-8002-030405060709", "77", "1", "1582030000001",
};
static const pq_answer rows_handed = { "record_handed", 7, 3, handed_cells };

static void
handed_in_by_name_and_without_texts(void)
{
    static world w;

    begin(&w);
    w.database->answer = &rows_handed;
    w.database->n_answers = 1;
    open_world(&w);
    ask_handed(&w, 1, 1, 20200218);
    wait_for(&w, 1);
    CHECK_STR("whose, which night, and who is told of what", w.database->said[0], "record_handed 1 2020-02-18 {1,2,4} {3,5}");
    CHECK_INT("answered", w.status[1], DBK_ANSWER);
    CHECK_INT("a row that cannot be is left out", w.handed, 2);
    CHECK_STR("the first", w.first,
              "night 20200218 committee 12 kind 2 part 1 revision 3 at 1582030000000 by 样例书记");
    CHECK_INT("these are all", w.more_handed, false);
    ask_handed(&w, 2, 1, 20200230);
    CHECK_STR("no such day", w.reason[2], "request.what");
    close_world(&w);
}

/* Who is posted at so many committees must not take what is not listed for what was not handed in. */
static void
what_is_left_out_is_said(void)
{
    static const char *cells[(DBK_HANDED_MOST + 1) * 7];
    static const int rows[] = { DBK_HANDED_MOST, DBK_HANDED_MOST + 1 };

    for (size_t i = 0; i < ARRAY_LEN(cells); i++)
        cells[i] = handed_cells[i % 7];
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const pq_answer many = { "record_handed", 7, rows[i], cells };
        static world w;

        memset(&w, 0, sizeof w);
        begin(&w);
        w.database->answer = &many;
        w.database->n_answers = 1;
        open_world(&w);
        ask_handed(&w, 1, 1, 20200218);
        wait_for(&w, 1);
        CHECK_INT("so many are listed", w.handed, DBK_HANDED_MOST);
        CHECK_INT("and whether there are more", w.more_handed, rows[i] > DBK_HANDED_MOST);
        close_world(&w);
    }
}

static void
asks_for_what_was_asked(void)
{
    static world w;

    begin(&w);
    open_world(&w);
    ask(&w, 1, 1, DBK_ROLL_CALL);
    wait_for(&w, 1);
    CHECK_STR("committee, night, kind, part", w.database->said[0], "record_standing 12 2020-02-18 2 0");
    close_world(&w);
}

/* ---------------------------------------------------------------- how much, and when the line breaks */

static void
four_of_a_person_at_a_time(void)
{
    static world w;
    int busy = 0;

    begin(&w);
    open_world(&w);
    for (uint64_t i = 0; i < 6; i++)
        ask(&w, i, 1, DBK_NIGHTLY_REPORT);
    ask(&w, 6, 2, DBK_NIGHTLY_REPORT);
    for (int i = 0; i < 7; i++)
        busy += w.status[i] == DBK_BUSY && strcmp(w.reason[i], "key.full") == 0;
    CHECK_INT("the fifth and the sixth", busy, 2);
    wait_for(&w, 6);
    for (int i = 0; i < 7; i++)
        CHECK_INT("each is answered once", w.answers[i], 1);
    CHECK_INT("another person is not held up", w.status[6], DBK_ANSWER);
    ask(&w, 7, 1, DBK_NIGHTLY_REPORT);
    wait_for(&w, 7);
    CHECK_INT("and later there is room again", w.status[7], DBK_ANSWER);
    close_world(&w);
}

#define WORLDS_MAX 128

static const struct { const char *name; pq_fault fault; int most; const char *sqlstate; } faults[] = {
    { "the connection breaks before", PQ_BREAK_BEFORE, 40, NULL },
    { "the connection breaks after", PQ_BREAK_AFTER, 40, NULL },
    { "a send is not taken", PQ_SEND_FAILS, 10, NULL },
    { "a frozen backend", PQ_SILENCE, 4, NULL },
    { "statement cancelled", PQ_REFUSE, 4, "57014" },
};

#define FIRST_ONES 3

/* One turn of a world: who heard BUSY asks again, in the person of number FIRST_ONES. False: that one has been told. */
static bool
ask_on(world *w)
{
    const int last = FIRST_ONES;
    bool all = true;

    for (int n = 0; n < FIRST_ONES; n++)
        all = all && w->answers[n] > 0;
    if (all && (w->answers[last] == 0 || w->status[last] == DBK_BUSY) && w->asked_ms + 20 <= dbk_tick_ms()) {
        w->asked_ms = dbk_tick_ms();
        w->answers[last] = 0;
        ask(w, (uint64_t)last, 1, DBK_NIGHTLY_REPORT);
    }
    turn(w);
    return !all || w->answers[last] == 0 || w->status[last] != DBK_ANSWER;
}

static void
check_world(const world *w, const char *name)
{
    char row[80];

    snprintf(row, sizeof row, "%s, call %d", name, w->database->at);
    for (int n = 0; n < FIRST_ONES; n++) {
        CHECK_INT(row, w->answers[n], 1);
        CHECK_TRUE(row, w->status[n] == DBK_ANSWER ||
                        (w->status[n] == DBK_BUSY && strcmp(w->reason[n], "store.away") == 0));
    }
    CHECK_INT(row, w->status[FIRST_ONES], DBK_ANSWER);
}

/* Answered once, with what stands or with BUSY; and asked again, with what stands. All worlds at once, so that the
 * pauses of their links are waited for together. */
static void
whatever_breaks(void)
{
    static world worlds[WORLDS_MAX];
    static pq_database databases[WORLDS_MAX];
    const char *names[WORLDS_MAX];
    const int64_t until = dbk_tick_ms() + 60000;
    int n = 0;

    pq_script_use(databases, WORLDS_MAX);
    for (size_t i = 0; i < ARRAY_LEN(faults); i++)
        for (int call = 1; call <= faults[i].most; call++, n++) {
            databases[n] = (pq_database){ .fault = faults[i].fault, .at = call, .sqlstate = faults[i].sqlstate,
                                          .answer = &row_of_two, .n_answers = 1 };
            worlds[n] = (world){ .database = &databases[n], .number = n };
            names[n] = faults[i].name;
            open_world(&worlds[n]);
            for (uint64_t who = 0; who < FIRST_ONES; who++)
                ask(&worlds[n], who, (int32_t)who + 1, DBK_NIGHTLY_REPORT);
        }
    for (bool more = true; more && dbk_tick_ms() < until; poll(NULL, 0, 1)) {
        more = false;
        for (int i = 0; i < n; i++)
            more = ask_on(&worlds[i]) || more;
    }
    for (int i = 0; i < n; i++) {
        check_world(&worlds[i], names[i]);
        close_world(&worlds[i]);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "shown to whom it concerns", shown_to_whom_it_concerns },
        { "handed in by name and without texts", handed_in_by_name_and_without_texts },
        { "what is left out is said", what_is_left_out_is_said },
        { "items are told to whom they concern", items_are_told_to_whom_they_concern },
        { "asks for what was asked", asks_for_what_was_asked },
        { "four of a person at a time", four_of_a_person_at_a_time },
        { "whatever breaks", whatever_breaks },
    };

    return unit_main("reader", tests, ARRAY_LEN(tests), 300);
}
