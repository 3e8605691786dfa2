/* presence: said at changes and once a minute, in few bytes, and in nobody's way. */
#include "clients/secretary/presence.h"

#include "tests/clients/secretary/double.h"

#define START 1000000

static dbk_keypair own;

static dbk_courier *
courier_to(const dbk_endpoint *endpoint)
{
    dbk_courier *courier = dbk_courier_open(endpoint, 1, &own, NULL);

    assert(courier != NULL);
    return courier;
}

/* Ticks until it has gone out, at the same moment of the presence's own clock; the connection takes its time. */
static bool
say(dbk_presence *presence, dbk_courier *courier, int64_t tick_ms)
{
    for (int i = 0; i < 1000; i++) {
        presence->tried_ms = 0;
        if (dbk_presence_tick(presence, courier, tick_ms))
            return true;
        poll(NULL, 0, 10);
    }
    return false;
}

static void
wait_for(double_server *d, unsigned presences)
{
    for (int i = 0; i < 1000 && d->presences < presences; i++)
        poll(NULL, 0, 10);
    CHECK_INT("heard", d->presences, presences);
}

static void
in_time(void)
{
    double_server *d = double_open();
    const dbk_endpoint endpoint = double_endpoint(d);
    dbk_courier *courier = courier_to(&endpoint);
    dbk_presence presence = { 0 };

    CHECK_TRUE("nothing to say", !dbk_presence_tick(&presence, courier, START));
    dbk_presence_set(&presence, 12, 20200218, DBK_OPENED, 0);
    CHECK_TRUE("nobody to say it to", !dbk_presence_tick(&presence, NULL, START));
    CHECK_TRUE("opened", say(&presence, courier, START));
    wait_for(d, 1);
    CHECK_INT("that", d->presence_state, DBK_OPENED);
    CHECK_TRUE("not again", !dbk_presence_tick(&presence, courier, START + 59999));
    dbk_presence_set(&presence, 12, 20200218, DBK_OPENED, 30);
    CHECK_TRUE("a percent is no change", !dbk_presence_tick(&presence, courier, START + 1000));
    dbk_presence_set(&presence, 12, 20200218, DBK_FILLING, 30);
    CHECK_TRUE("a change is", say(&presence, courier, START + 2000));
    dbk_presence_set(&presence, 12, 20200218, DBK_SEALED, 100);
    CHECK_TRUE("no third one in a minute", !dbk_presence_tick(&presence, courier, START + 59999));
    CHECK_TRUE("but then", say(&presence, courier, START + 60000));
    wait_for(d, 3);
    CHECK_INT("the last state", d->presence_state, DBK_SEALED);
    CHECK_TRUE("nothing new", !dbk_presence_tick(&presence, courier, START + 119999));
    CHECK_TRUE("once a minute", say(&presence, courier, START + 120000));
    wait_for(d, 4);
    CHECK_TRUE("under 200 bytes a minute", d->presence_bytes / 4 * 2 < 200);
    dbk_courier_close(&courier);
    double_close(d);
}

/* A report is asked for on the same connection: answers to presences are passed over. */
static void
in_nobodys_way(void)
{
    double_server *d = double_open();
    const dbk_endpoint endpoint = double_endpoint(d);
    dbk_courier *courier = courier_to(&endpoint);
    dbk_presence presence = { 0 };

    for (uint32_t i = 0; i < 3; i++) {
        Daybook__V1__ScopeQuery scope;
        dbk_query query;
        dbk_request request;
        dbk_arena arena;

        daybook__v1__scope_query__init(&scope);
        daybook__v1__query__init(&query);
        daybook__v1__request__init(&request);
        query.what_case = DAYBOOK__V1__QUERY__WHAT_SCOPE;
        query.scope = &scope;
        request.what_case = DAYBOOK__V1__REQUEST__WHAT_QUERY;
        request.query = &query;
        dbk_presence_set(&presence, 12, 20200218 + i, DBK_FILLING, 30);
        CHECK_TRUE("said", say(&presence, courier, START + i * 60000));
        dbk_arena_init(&arena, DBK_UNPACK_MAX_BYTES);
        const dbk_reply *reply = dbk_courier_ask(courier, &request, 10000, &arena, NULL);

        CHECK_TRUE("the answer to the question", reply != NULL && reply->scope != NULL);
        dbk_arena_fini(&arena);
    }
    wait_for(d, 3);
    dbk_presence_set(&presence, 12, 20200218, DBK_SEALED, 100);
    CHECK_TRUE("said", say(&presence, courier, START + 300000));
    for (int i = 0; i < 500 && dbk_courier_returned(courier) == 0; i++) {
        dbk_presence_set(&presence, 12, 20200219, DBK_SEALED, 100);
        say(&presence, courier, START + 400000 + i * 120000);
        poll(NULL, 0, 10);
    }
    CHECK_INT("what the office has returned", dbk_courier_returned(courier), 3);
    dbk_courier_close(&courier);
    double_close(d);
}

static void
nobody_there(void)
{
    const dbk_endpoint endpoint = { .address = "tcp://127.0.0.1:1" };
    dbk_courier *courier = courier_to(&endpoint);
    dbk_presence presence = { 0 };
    const int64_t start = dbk_tick_ms();

    dbk_presence_set(&presence, 12, 20200218, DBK_OPENED, 0);
    for (int64_t i = 0; i < 200; i++)
        CHECK_TRUE("not said", !dbk_presence_tick(&presence, courier, START + i * 5000));
    CHECK_TRUE("nor waited for", dbk_tick_ms() - start < 5000);
    dbk_courier_close(&courier);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "in time", in_time },
        { "in nobody's way", in_nobodys_way },
        { "nobody there", nobody_there },
    };

    assert(dbk_keypair_make(&own, NULL) == 0);
    return unit_main("presence", tests, ARRAY_LEN(tests), 120);
}
