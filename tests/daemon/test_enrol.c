/*
 * enrol: an invitation is answered after its COMMIT and never before, each who asks hears once, and who comes with
 * codes that are none is slowed down. The port is the test's own: letters go in, replies are looked at.
 */
#include <assert.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/enrol.h"
#include "proto/calendar.h"
#include "proto/envelope.h"
#include "tests/harness/pq_script.h"
#include "tests/harness/unit.h"

#define LETTERS_MAX 80
#define KEY_TEXT "0707070707070707070707070707070707070707070707070707070707070707"

/* ---------------------------------------------------------------- in place of front.c and side.c */

typedef struct { uint8_t *bytes; size_t size; } letter_in;

typedef struct {
    letter_in  in[LETTERS_MAX];
    size_t     n, taken;
    int        answers[LETTERS_MAX];                /* by request id; 0: of one that could not be read */
    dbk_status status[LETTERS_MAX];
    char       reason[LETTERS_MAX][40];
    int64_t    since_ms;
    uint32_t   retry_after_ms;
    size_t     servers;
    char       endpoint[64];
    int64_t    asked_ms;
} a_port;

static a_port  alone, *opened = &alone;             /* opened: the next one to be bound */
#define port (*opened)

static dbk_directory *directory;
static int            refreshed;

const dbk_port dbk_port_enrolment = { .name = "enrolment" };

dbk_front *
dbk_front_open(void *zmq, const dbk_port *of, const char *endpoint, const dbk_keypair *own, dbk_err *err)
{
    (void)zmq, (void)of, (void)endpoint, (void)own, (void)err;
    return (dbk_front *)opened;
}

void dbk_front_close(dbk_front **front) { *front = NULL; }
void *dbk_front_socket(const dbk_front *front) { (void)front; return NULL; }
void *dbk_front_monitor(const dbk_front *front) { (void)front; return NULL; }
const char *dbk_front_endpoint(const dbk_front *front) { (void)front; return "tcp://127.0.0.1:5571"; }
void dbk_front_watch_port(dbk_front *front) { (void)front; }
void dbk_front_tick(dbk_front *front, int64_t tick_ms) { (void)front, (void)tick_ms; }

dbk_letter_state
dbk_front_take(dbk_front *front, dbk_letter *letter)
{
    a_port *at = (a_port *)front;

    if (at->taken == at->n)
        return DBK_LETTER_NONE;
    const letter_in *in = &at->in[at->taken++];

    memset(letter, 0, sizeof *letter);
    memset(letter->key, 7, sizeof letter->key);
    assert(zmq_msg_init_size(&letter->body, in->size) == 0);
    memcpy(zmq_msg_data(&letter->body), in->bytes, in->size);
    return DBK_LETTER_READ;
}

dbk_send_state
dbk_front_send(dbk_front *front, const dbk_return_address *to, const dbk_reply *reply)
{
    const uint64_t id = reply->has_request_id ? reply->request_id : 0;
    a_port *at = (a_port *)front;

    (void)to;
    assert(id < LETTERS_MAX);
    at->answers[id]++;
    at->status[id] = reply->status;
    snprintf(at->reason[id], sizeof at->reason[0], "%s", reply->reason ? reply->reason : "");
    at->since_ms = reply->has_since_ms ? reply->since_ms : 0;
    at->retry_after_ms = reply->retry_after_ms;
    at->servers = reply->n_servers;
    if (reply->n_servers > 0)
        snprintf(at->endpoint, sizeof at->endpoint, "%s", reply->servers[0]->endpoint);
    return DBK_SENT;
}

const dbk_directory *dbk_side_directory(const dbk_side *side) { (void)side; return directory; }
void dbk_side_refresh(dbk_side *side) { (void)side; refreshed++; }

/* ---------------------------------------------------------------- a daemon's turn, and letters */

static void
lay_directory(void)
{
    directory = dbk_directory_new();
    dbk_directory_add_person(directory, 5, "P5", "样例戊");
    dbk_directory_add_posting(directory, 5, 12, 0, 100000, false);
    dbk_directory_add_committee(directory, 12, "甲", "康健", "一");
    dbk_directory_seal(directory);
}

static void
empty_port(a_port *at)
{
    for (size_t i = 0; i < at->n; i++)
        free(at->in[i].bytes);
    memset(at, 0, sizeof *at);
}

static dbk_enrol *
open_numbered(int number)
{
    static const dbk_keypair own;
    dbk_config config;
    dbk_err err;

    dbk_config_default(&config);
    snprintf(config.database, sizeof config.database, "dbname=%d", number);
    snprintf(config.enrol_listen, sizeof config.enrol_listen, "tcp://127.0.0.1:*");
    config.store_timeout_ms = 300;
    return dbk_enrol_open(NULL, &config, &own, NULL, &err);
}

static dbk_enrol *
open_enrol(pq_database *database)
{
    opened = &alone;
    empty_port(&alone);
    refreshed = 0;
    lay_directory();
    pq_script_use(database, 1);
    return open_numbered(0);
}

static void
close_enrol(dbk_enrol **enrol)
{
    dbk_enrol_close(enrol);
    dbk_directory_free(&directory);
    pq_script_use(NULL, 0);
}

static void
turn(dbk_enrol *enrol)
{
    zmq_pollitem_t on[DBK_ENROL_ITEMS];

    dbk_enrol_watch(enrol, on);
    for (int i = 0; i < DBK_ENROL_ITEMS; i++)
        on[i].revents = on[i].events;
    dbk_enrol_step(enrol, on);
    dbk_enrol_tick(enrol, dbk_tick_ms());
}

static void
wait_for(dbk_enrol *enrol, size_t id)
{
    for (const int64_t until = dbk_tick_ms() + 20000; port.answers[id] == 0 && dbk_tick_ms() < until; poll(NULL, 0, 1))
        turn(enrol);
}

static void
post(const dbk_request *request)
{
    letter_in *in = &port.in[port.n++];

    in->bytes = dbk_request_pack(request, &in->size);
}

static void
post_enrol(uint64_t id, size_t code_bytes, uint32_t protocol)
{
    static uint8_t code[32] = { 9 };
    Daybook__V1__Enrol enrol = DAYBOOK__V1__ENROL__INIT;
    dbk_request request;

    daybook__v1__request__init(&request);
    request.has_request_id = request.has_protocol = true;
    request.request_id = id;
    request.protocol = protocol;
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_ENROL;
    request.enrol = &enrol;
    enrol.has_code = true;
    enrol.code = (ProtobufCBinaryData){ code_bytes, code };
    post(&request);
}

static void
enrol_one(uint64_t id)
{
    post_enrol(id, DBK_INVITATION_CODE_BYTES, DBK_PROTOCOL_VERSION);
}

/* ---------------------------------------------------------------- what an invitation gets */

static const char *const enrolled[] = { "enrolled", "", "5" };
static const char *const used[] = { "code.used", "1582034400000", "" };
static const char *const unknown[] = { "code.unknown", "", "" };
static const char *const servers[] = { "tcp://127.0.0.1:5570", KEY_TEXT, "tcp://127.0.0.1:5580", "no key" };

static const pq_answer said_enrolled[] = { { "enrol_redeem", 3, 1, enrolled }, { "enrol_servers", 2, 2, servers } };
static const pq_answer said_used[] = { { "enrol_redeem", 3, 1, used } };
static const pq_answer said_unknown[] = { { "enrol_redeem", 3, 1, unknown } };

static void
redeemed(void)
{
    pq_database database = { .fault = PQ_NEVER, .answer = said_enrolled, .n_answers = 2 };
    dbk_enrol *enrol = open_enrol(&database);

    enrol_one(1);
    wait_for(enrol, 1);
    CHECK_INT("in", port.status[1], DBK_ANSWER);
    CHECK_INT("where to report: only what is whole", port.servers, 1);
    CHECK_STR("where to report", port.endpoint, "tcp://127.0.0.1:5570");
    CHECK_INT("this daemon learns at once", refreshed, 1);
    CHECK_HAS("the code goes as its hash, with the connection's key", database.said[0], " " KEY_TEXT);
    CHECK_TRUE("the code does not", strstr(database.said[0], "0900000000") == NULL);
    CHECK_INT("committed", database.commits, 1);
    close_enrol(&enrol);
}

static void
refused(void)
{
    pq_database database = { .fault = PQ_NEVER, .answer = said_used, .n_answers = 1 };
    dbk_enrol *enrol = open_enrol(&database);

    enrol_one(1);
    wait_for(enrol, 1);
    CHECK_INT("used", port.status[1], DBK_FORBIDDEN);
    CHECK_STR("used", port.reason[1], "code.used");
    CHECK_INT("since when", port.since_ms, INT64_C(1582034400000));
    CHECK_INT("nothing has changed", refreshed, 0);
    close_enrol(&enrol);
}

static void
nothing_else_is_answered(void)
{
    pq_database database = { .fault = PQ_NEVER, .answer = said_enrolled, .n_answers = 2 };
    dbk_enrol *enrol = open_enrol(&database);
    dbk_query query = DAYBOOK__V1__QUERY__INIT;
    dbk_request request;
    static const uint8_t rubbish[] = { 0xFF, 0xFF, 0xFF };

    daybook__v1__request__init(&request);
    request.has_request_id = request.has_protocol = true;
    request.request_id = 1;
    request.protocol = DBK_PROTOCOL_VERSION;
    request.what_case = DAYBOOK__V1__REQUEST__WHAT_QUERY;
    request.query = &query;
    post(&request);
    post_enrol(2, DBK_INVITATION_CODE_BYTES - 1, DBK_PROTOCOL_VERSION);
    post_enrol(3, DBK_INVITATION_CODE_BYTES, DBK_PROTOCOL_VERSION + 1);
    port.in[port.n].bytes = malloc(sizeof rubbish);
    assert(port.in[port.n].bytes != NULL);
    memcpy(port.in[port.n].bytes, rubbish, sizeof rubbish);
    port.in[port.n++].size = sizeof rubbish;
    for (size_t i = 0; i < 4; i++)
        wait_for(enrol, i);
    CHECK_STR("a query", port.reason[1], "request.what");
    CHECK_STR("a short code", port.reason[2], "request.what");
    CHECK_INT("another protocol", port.status[3], DBK_UNSUPPORTED);
    CHECK_STR("rubbish", port.reason[0], "request.unreadable");
    CHECK_INT("none of it reached the database", database.n_said, 0);
    close_enrol(&enrol);
}

/* ---------------------------------------------------------------- how much */

static void
codes_that_are_none_slow_an_address_down(void)
{
    pq_database database = { .fault = PQ_NEVER, .answer = said_unknown, .n_answers = 1 };
    dbk_enrol *enrol = open_enrol(&database);

    for (uint64_t i = 1; i <= 12; i++) {
        enrol_one(i);
        wait_for(enrol, i);
    }
    CHECK_STR("the tenth is heard", port.reason[10], "code.unknown");
    CHECK_INT("the eleventh is not", port.status[11], DBK_BUSY);
    CHECK_STR("the eleventh is not", port.reason[11], "enrol.slow");
    CHECK_INT("for a minute", port.retry_after_ms, 60000);
    CHECK_INT("ten reached the database", database.commits, 10);
    close_enrol(&enrol);
}

static void
the_line_is_short(void)
{
    pq_database database = { .fault = PQ_NEVER, .answer = said_enrolled, .n_answers = 2 };
    dbk_enrol *enrol = open_enrol(&database);
    const dbk_return_address to = { 0 };
    dbk_key_change_message change;
    uint8_t key[DBK_KEY_BYTES] = { 3 };

    daybook__v1__key_change__init(&change);
    change.what_case = DAYBOOK__V1__KEY_CHANGE__WHAT_ADD;
    change.add = (ProtobufCBinaryData){ sizeof key, key };
    for (uint64_t i = 1; i <= 65; i++, key[0]++)                 /* each from a key of its own */
        dbk_enrol_change_key(enrol, (dbk_front *)&port, &to, i, key, &change);
    CHECK_INT("64 wait", port.answers[64], 0);
    CHECK_INT("the 65th does not", port.status[65], DBK_BUSY);
    CHECK_STR("the 65th does not", port.reason[65], "enrol.slow");
    for (size_t i = 1; i <= 64; i++)
        wait_for(enrol, i);
    for (size_t i = 1; i <= 65; i++)
        CHECK_INT("each is answered once", port.answers[i], 1);
    close_enrol(&enrol);
}

/* ---------------------------------------------------------------- a person's own keys */

static const char *const verdicts[] = { "added", "retired", "key.taken" };

static const struct {
    const char *name;
    bool        adds;
    int         verdict;
    dbk_status  status;
    const char *reason, *said;
} changes[] = {
    { "added", true, 0, DBK_ANSWER, "", " -" },
    { "retired", false, 1, DBK_ANSWER, "", "- " },
    { "another's", true, 2, DBK_FORBIDDEN, "key.taken", " -" },
    { "added, when it was to be retired", false, 0, DBK_FORBIDDEN, "added", "- " },
};

static void
keys_change(void)
{
    for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
        const pq_answer said = { "enrol_change_key", 1, 1, &verdicts[changes[i].verdict] };
        pq_database database = { .fault = PQ_NEVER, .answer = &said, .n_answers = 1 };
        dbk_enrol *enrol = open_enrol(&database);
        const dbk_return_address to = { 0 };
        dbk_key_change_message change;
        uint8_t key[DBK_KEY_BYTES] = { 3 }, other[DBK_KEY_BYTES] = { 4 };

        daybook__v1__key_change__init(&change);
        change.what_case = changes[i].adds ? DAYBOOK__V1__KEY_CHANGE__WHAT_ADD : DAYBOOK__V1__KEY_CHANGE__WHAT_RETIRE;
        change.add = (ProtobufCBinaryData){ sizeof other, other };      /* one room for both: it is a union */
        dbk_enrol_change_key(enrol, (dbk_front *)&port, &to, 1, key, &change);
        wait_for(enrol, 1);
        CHECK_INT(changes[i].name, port.status[1], changes[i].status);
        CHECK_STR(changes[i].name, port.reason[1], changes[i].reason);
        CHECK_INT(changes[i].name, refreshed, changes[i].status == DBK_ANSWER);
        CHECK_HAS(changes[i].name, database.said[0], changes[i].said);
        close_enrol(&enrol);
    }
}

/* ---------------------------------------------------------------- whatever breaks */

static const struct { const char *name; pq_fault fault; int most; const char *sqlstate; } faults[] = {
    { "the connection breaks before", PQ_BREAK_BEFORE, 45, NULL },
    { "the connection breaks after", PQ_BREAK_AFTER, 45, NULL },
    { "a send is not taken", PQ_SEND_FAILS, 14, NULL },
    { "a frozen backend", PQ_SILENCE, 4, NULL },
    { "refused", PQ_REFUSE, 6, "40001" },
    { "COMMIT with a warning", PQ_COMMIT_WARNING, 2, NULL },
    { "COMMIT answers ROLLBACK", PQ_COMMIT_ROLLBACK, 2, NULL },
    { "COMMIT answers an error", PQ_COMMIT_ERROR, 2, NULL },
};

#define WORLDS_MAX 128

/* One turn of a world: who heard BUSY asks again. False: in. */
static bool
ask_on(dbk_enrol *enrol, a_port *at)
{
    const bool heard = at->answers[1] > 0, again = heard && at->status[1] == DBK_BUSY;

    opened = at;
    if (again && (at->n == 1 || (at->answers[2] > 0 && at->status[2] == DBK_BUSY)) && at->n < LETTERS_MAX &&
        at->asked_ms + 20 <= dbk_tick_ms()) {
        at->asked_ms = dbk_tick_ms();
        at->answers[2] = 0;
        enrol_one(2);
    }
    turn(enrol);
    return !heard || (again && (at->answers[2] == 0 || at->status[2] != DBK_ANSWER));
}

/* One answer: ANSWER or BUSY, never a verdict of a transaction that may not stand; asked again, in the end ANSWER. */
static void
check_world(const a_port *at, const char *name, const pq_database *database)
{
    const bool doubt = database->fault >= PQ_COMMIT_WARNING && database->at == 1;
    char row[80];

    snprintf(row, sizeof row, "%s, call %d", name, database->at);
    CHECK_INT(row, at->answers[1], 1);
    CHECK_TRUE(row, at->status[1] == DBK_BUSY || (at->status[1] == DBK_ANSWER && !doubt));
    CHECK_TRUE(row, at->status[1] == DBK_ANSWER || at->status[2] == DBK_ANSWER);
}

/* All worlds at once, so that the pauses of their links are waited for together. */
static void
whatever_breaks(void)
{
    static pq_database databases[WORLDS_MAX];
    a_port *ports = calloc(WORLDS_MAX, sizeof *ports);
    dbk_enrol *enrols[WORLDS_MAX];
    const char *names[WORLDS_MAX];
    const int64_t until = dbk_tick_ms() + 60000;
    int n = 0;

    assert(ports != NULL);
    lay_directory();
    pq_script_use(databases, WORLDS_MAX);
    for (size_t i = 0; i < ARRAY_LEN(faults); i++)
        for (int call = 1; call <= faults[i].most; call++, n++) {
            databases[n] = (pq_database){ .fault = faults[i].fault, .at = call, .sqlstate = faults[i].sqlstate,
                                          .answer = said_enrolled, .n_answers = 2 };
            names[n] = faults[i].name;
            opened = &ports[n];
            enrols[n] = open_numbered(n);
            enrol_one(1);
        }
    for (bool more = true; more && dbk_tick_ms() < until; poll(NULL, 0, 1)) {
        more = false;
        for (int i = 0; i < n; i++)
            more = ask_on(enrols[i], &ports[i]) || more;
    }
    for (int i = 0; i < n; i++) {
        check_world(&ports[i], names[i], &databases[i]);
        dbk_enrol_close(&enrols[i]);
        empty_port(&ports[i]);
    }
    free(ports);
    dbk_directory_free(&directory);
    opened = &alone;
}

/* A database that never comes: nobody waits longer than some seconds. */
static void
no_database(void)
{
    pq_database database = { .fault = PQ_BREAK_BEFORE, .at = 1, .times = 1000000 };
    dbk_enrol *enrol = open_enrol(&database);
    const int64_t began = dbk_tick_ms();

    enrol_one(1);
    wait_for(enrol, 1);
    CHECK_INT("busy", port.status[1], DBK_BUSY);
    CHECK_STR("busy", port.reason[1], "store.away");
    CHECK_TRUE("not at once: it may be coming up", dbk_tick_ms() - began >= 4000);
    close_enrol(&enrol);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "redeemed", redeemed },
        { "refused", refused },
        { "nothing else is answered", nothing_else_is_answered },
        { "codes that are none slow an address down", codes_that_are_none_slow_an_address_down },
        { "the line is short", the_line_is_short },
        { "keys change", keys_change },
        { "whatever breaks", whatever_breaks },
        { "no database", no_database },
    };

    return unit_main("enrol", tests, ARRAY_LEN(tests), 300);
}
