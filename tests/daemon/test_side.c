/* side: what the database refuses is not asked again at once. */
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

int
main(void)
{
    static const unit_test tests[] = {
        { "a server that refuses is not besieged", a_server_that_refuses_is_not_besieged },
    };

    return unit_main("side", tests, ARRAY_LEN(tests), 60);
}
