/* side: what the database refuses is not asked again at once; since when the daemon accepts is said as it is. */
#include <poll.h>
#include <stdio.h>

#include "daemon/side.h"
#include "proto/calendar.h"
#include "tests/harness/pq_script.h"
#include "tests/harness/unit.h"

static void
turn(dbk_side *side)
{
    zmq_pollitem_t on;

    dbk_side_watch(side, &on);
    on.revents = on.events;
    dbk_side_step(side, &on);
    dbk_side_tick(side, dbk_tick_ms());
    poll(NULL, 0, 1);
}

/* As a standby does, which only reads: it takes no LISTEN and no beat. */
static void
a_server_that_refuses_is_not_besieged(void)
{
    pq_database database = { .fault = PQ_REFUSE, .at = 1, .times = 100000, .sqlstate = "25006" };
    dbk_config config;
    const int64_t began = dbk_tick_ms();

    dbk_config_default(&config);
    snprintf(config.database, sizeof config.database, "dbname=0");
    pq_script_use(&database, 1);
    dbk_side *side = dbk_side_new(&config);
    while (database.had < 3 && dbk_tick_ms() - began < 20000)
        turn(side);
    CHECK_INT("asked again", database.had, 3);
    CHECK_TRUE("not at once", dbk_tick_ms() - began >= 2000);
    CHECK_TRUE("no directory", dbk_side_directory(side) == NULL);
    dbk_side_free(&side);
    pq_script_use(NULL, 0);
}

/* How long it says that it has accepted, when it has said so `times`; -1: not within 20 seconds. */
static long long
accepted_ms(dbk_side *side, pq_database *database, int times)
{
    const int64_t began = dbk_tick_ms();

    for (; dbk_tick_ms() - began < 20000; turn(side)) {
        long long ms = -1;
        int n = 0;

        for (int i = 0; i < database->n_said && i < PQ_SAID_MAX && n < times; i++)
            n += sscanf(database->said[i], "daemon_outage %lld", &ms) == 1;
        if (n == times)
            return ms;
    }
    return -1;
}

/* The connection that says so was gone: for what the daemon took meanwhile there was no outage. */
static void
says_since_when_it_accepts(void)
{
    static const uint8_t key[DBK_KEY_BYTES];
    static pq_database database;
    dbk_config config;

    dbk_config_default(&config);
    snprintf(config.database, sizeof config.database, "dbname=0");
    pq_script_use(&database, 1);
    dbk_side *side = dbk_side_new(&config);
    dbk_side_describe(side, "tcp://127.0.0.1:1", "", key);
    const int64_t since = dbk_tick_ms();
    dbk_side_report(side, true, "{}");
    const long long first = accepted_ms(side, &database, 1);
    CHECK_TRUE("at once", first >= 0 && first <= dbk_tick_ms() - since);
    database.fault = PQ_BREAK_BEFORE;
    database.at = database.calls + 1;
    dbk_side_report(side, true, "{}");
    const int64_t broken = dbk_tick_ms() - since;
    const long long second = accepted_ms(side, &database, 2);
    CHECK_TRUE("all the while", second > broken && second <= dbk_tick_ms() - since);
    dbk_side_report(side, false, "{}");
    const int64_t again = dbk_tick_ms();
    dbk_side_report(side, true, "{}");
    database.at = database.calls + 1;
    database.times = 2;
    const long long third = accepted_ms(side, &database, 3);
    CHECK_TRUE("from when it accepted again", third >= 0 && third <= dbk_tick_ms() - again);
    dbk_side_free(&side);
    pq_script_use(NULL, 0);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "a server that refuses is not besieged", a_server_that_refuses_is_not_besieged },
        { "says since when it accepts", says_since_when_it_accepts },
    };

    return unit_main("side", tests, ARRAY_LEN(tests), 60);
}
