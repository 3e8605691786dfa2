/* presence: what may be said, how seldom it is written down, and that a closed night is forgotten. */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "daemon/presence.h"
#include "proto/calendar.h"
#include "tests/harness/pq_script.h"
#include "tests/harness/unit.h"

#define NIGHT 18310                        /* 2020-02-18 */
#define CROWD 10000
#define WRITTEN_AT_ONCE 1024
#define OPENED DAYBOOK__V1__PRESENCE_STATE__PRESENCE_OPENED
#define FILLING DAYBOOK__V1__PRESENCE_STATE__PRESENCE_FILLING
#define SEALED DAYBOOK__V1__PRESENCE_STATE__PRESENCE_SEALED

/* In place of side.c: the directory that the test lays ready, and how often it was told that there is news. */
static dbk_directory *directory;
static int news;

void
dbk_side_news(dbk_side *side)
{
    (void)side;
    news++;
}

const dbk_directory *
dbk_side_directory(const dbk_side *side)
{
    (void)side;
    return directory;
}

/* Persons 1 to `persons` are posted at 12 on three nights, of which one is closed and one was not opened. */
static void
lay_directory(int32_t persons, bool closed)
{
    dbk_directory_free(&directory);
    directory = dbk_directory_new();
    for (int32_t person = 1; person <= persons; person++)
        dbk_directory_add_posting(directory, person, 12, NIGHT - 2, NIGHT, false);
    dbk_directory_add_night(directory, NIGHT, 1, 2, closed);
    dbk_directory_add_night(directory, NIGHT - 1, 1, 2, true);
    dbk_directory_seal(directory);
}

static dbk_presence *
open_presence(pq_database *database)
{
    dbk_config config;

    dbk_config_default(&config);
    snprintf(config.database, sizeof config.database, "dbname=0");
    config.store_timeout_ms = 300;
    pq_script_use(database, 1);
    news = 0;
    return dbk_presence_new(&config, NULL);
}

static void
close_presence(dbk_presence **presence)
{
    dbk_presence_free(presence);
    dbk_directory_free(&directory);
    pq_script_use(NULL, 0);
}

static void
turn_for(dbk_presence *presence, int64_t ms)
{
    for (const int64_t until = dbk_tick_ms() + ms; dbk_tick_ms() < until; poll(NULL, 0, 1)) {
        zmq_pollitem_t on;

        dbk_presence_watch(presence, &on);
        on.revents = on.events;
        dbk_presence_step(presence, &on);
        dbk_presence_tick(presence, dbk_tick_ms());
    }
}

static dbk_status
say(dbk_presence *presence, int32_t person, uint32_t date, dbk_presence_state state, int percent, const char **reason)
{
    dbk_presence_message said = DAYBOOK__V1__PRESENCE__INIT;

    said.has_committee_id = said.has_report_date = said.has_state = true;
    said.committee_id = 12;
    said.report_date = date;
    said.state = state;
    said.has_percent = percent >= 0;
    said.percent = (uint32_t)percent;
    return dbk_presence_take(presence, person, &said, reason);
}

/* Of the statements that ran, those of this name; the last one's values in `values`. */
static int
ran(const pq_database *database, const char *statement, char values[256])
{
    const size_t n = strlen(statement);
    int times = 0;

    values[0] = '\0';
    for (int i = 0; i < database->n_said && i < PQ_SAID_MAX; i++)
        if (strncmp(database->said[i], statement, n) == 0 &&
            (database->said[i][n] == ' ' || database->said[i][n] == '\0')) {
            snprintf(values, 256, "%s", database->said[i]);
            times++;
        }
    return times;
}

/* ---------------------------------------------------------------- what may be said */

static const struct {
    const char *name;
    int32_t     person;
    uint32_t    date;
    int         state, percent;
    dbk_status  status;
    const char *reason;
} sayings[] = {
    { "opened", 1, 20200218, OPENED, -1, DBK_ANSWER, "" },
    { "filling, all of it", 1, 20200218, FILLING, 100, DBK_ANSWER, "" },
    { "more than all", 1, 20200218, FILLING, 101, DBK_MALFORMED, "request.what" },
    { "no state", 1, 20200218, 0, -1, DBK_MALFORMED, "request.what" },
    { "what the office finds out", 1, 20200218, DAYBOOK__V1__PRESENCE_STATE__PRESENCE_ACCEPTED, -1, DBK_MALFORMED,
      "request.what" },
    { "no such state", 1, 20200218, 99, -1, DBK_MALFORMED, "request.what" },
    { "no such day", 1, 20201399, OPENED, -1, DBK_MALFORMED, "request.what" },
    { "somebody else's committee", 7, 20200218, OPENED, -1, DBK_FORBIDDEN, "scope.none" },
    { "another day", 1, 20200219, OPENED, -1, DBK_FORBIDDEN, "scope.none" },
    { "a closed night", 1, 20200217, OPENED, -1, DBK_CLOSED, "night.closed" },
    { "a night that is none", 1, 20200216, OPENED, -1, DBK_CLOSED, "night.unopened" },
};

static void
what_may_be_said(void)
{
    pq_database database = { .fault = PQ_NEVER };
    dbk_presence *presence = open_presence(&database);
    dbk_presence_message nothing = DAYBOOK__V1__PRESENCE__INIT;
    const char *reason = "";

    lay_directory(1, false);
    for (size_t i = 0; i < ARRAY_LEN(sayings); i++) {
        reason = "";
        const dbk_status status = say(presence, sayings[i].person, sayings[i].date,
                                      (dbk_presence_state)sayings[i].state, sayings[i].percent, &reason);

        CHECK_INT(sayings[i].name, status, sayings[i].status);
        CHECK_STR(sayings[i].name, reason, sayings[i].reason);
    }
    CHECK_INT("nothing at all", dbk_presence_take(presence, 1, &nothing, &reason), DBK_MALFORMED);
    close_presence(&presence);
}

/* Ten thousand open clients, each heard every time; in the list of the night all of them are there after a while. */
static void
there_is_room_for_a_crowd(void)
{
    pq_database database = { .fault = PQ_NEVER };
    dbk_presence *presence = open_presence(&database);
    const char *reason = "";
    int refused = 0;

    lay_directory(CROWD, false);
    for (int round = 0; round < 3; round++)
        for (int32_t person = 1; person <= CROWD; person++)
            refused += say(presence, person, 20200218, FILLING, round, &reason) != DBK_ANSWER;
    CHECK_INT("there is room", refused, 0);
    close_presence(&presence);
}

/* More is said in a second than is written down: who speaks all the time does not keep the others waiting. */
static void
everybody_has_a_turn(void)
{
    pq_database database = { .fault = PQ_NEVER };
    dbk_presence *presence = open_presence(&database);
    const char *reason = "";
    int rounds = 0, written = 0;

    lay_directory(CROWD, false);
    for (int32_t person = 1; person <= CROWD; person++)
        (void)say(presence, person, 20200218, FILLING, 1, &reason);
    for (; written < CROWD && rounds < 30; rounds++) {
        database.n_said = 0;
        for (int i = 0; i < 50 && database.n_said == 0; i++)
            turn_for(presence, 100);
        if (rounds > 0) {
            int person = 0;

            CHECK_INT("which is the first", sscanf(database.said[0], "presence_keep 12 2020-02-18 %d", &person), 1);
            CHECK_INT("goes on where it left off", person, written + 1);
        }
        written += database.n_said - (rounds == 0);              /* the first time what is closed is cleared */
        for (int32_t person = 1; person <= WRITTEN_AT_ONCE && written < CROWD; person++)
            (void)say(presence, person, 20200218, FILLING, 2 + rounds, &reason);
    }
    CHECK_INT("all of them", written >= CROWD, true);
    close_presence(&presence);
}

/* ---------------------------------------------------------------- what is written down */

static void
written_at_most_once_a_second(void)
{
    pq_database database = { .fault = PQ_NEVER };
    dbk_presence *presence = open_presence(&database);
    const char *reason;
    char values[256], since[24] = "", again[24] = "", state[16] = "";
    int percent = 0;

    lay_directory(2, false);
    (void)say(presence, 2, 20200218, OPENED, -1, &reason);
    turn_for(presence, 300);
    CHECK_INT("at once", ran(&database, "presence_keep", values), 1);
    CHECK_INT("and listeners are told of it", news, 1);
    CHECK_HAS("whose, and that no percent was said", values, "presence_keep 12 2020-02-18 2 OPENED - ");
    for (int i = 0; i <= 50; i++) {
        (void)say(presence, 2, 20200218, FILLING, i, &reason);
        turn_for(presence, 2);
    }
    turn_for(presence, 1200);
    CHECK_INT("the last of fifty", ran(&database, "presence_keep", values), 2);
    CHECK_INT("the last of fifty",
              sscanf(values, "presence_keep 12 2020-02-18 2 %15s %d %23s", state, &percent, since), 3);
    CHECK_STR("the last of fifty", state, "FILLING");
    CHECK_INT("the last of fifty", percent, 50);
    (void)say(presence, 2, 20200218, FILLING, 60, &reason);
    turn_for(presence, 1200);
    CHECK_INT("another one", ran(&database, "presence_keep", values), 3);
    CHECK_INT("another one", sscanf(values, "presence_keep 12 2020-02-18 2 %*s %*d %23s", again), 1);
    CHECK_STR("since when is the state's, not the percent's", again, since);
    turn_for(presence, 1200);
    CHECK_INT("nothing new, nothing written", ran(&database, "presence_keep", values), 3);
    CHECK_INT("what is of closed nights is cleared now and then", ran(&database, "presence_clear", values), 1);
    close_presence(&presence);
}

static void
a_closed_night_is_forgotten(void)
{
    pq_database database = { .fault = PQ_NEVER };
    dbk_presence *presence = open_presence(&database);
    const char *reason;
    char values[256];

    lay_directory(2, false);
    (void)say(presence, 1, 20200218, SEALED, 100, &reason);
    lay_directory(2, true);
    turn_for(presence, 1300);
    CHECK_INT("it is not written", ran(&database, "presence_keep", values), 0);
    lay_directory(2, false);
    turn_for(presence, 1300);
    CHECK_INT("nor when the night is opened again", ran(&database, "presence_keep", values), 0);
    close_presence(&presence);
}

/* The connection breaks in the middle: nothing is said twice for it, and the next word is written. */
static void
a_database_that_goes_and_comes(void)
{
    pq_database database = { .fault = PQ_SILENCE, .at = 2 };
    dbk_presence *presence = open_presence(&database);
    const char *reason;
    char values[256] = "";

    lay_directory(1, false);
    (void)say(presence, 1, 20200218, OPENED, 0, &reason);
    turn_for(presence, 800);
    CHECK_INT("it was silent once", database.had, 1);
    (void)say(presence, 1, 20200218, FILLING, 10, &reason);
    for (int i = 0; i < 100 && strstr(values, "FILLING") == NULL; i++) {
        turn_for(presence, 100);
        (void)ran(&database, "presence_keep", values);
    }
    CHECK_HAS("written when it is back", values, "FILLING 10");
    close_presence(&presence);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "what may be said", what_may_be_said },
        { "there is room for a crowd", there_is_room_for_a_crowd },
        { "everybody has a turn", everybody_has_a_turn },
        { "written at most once a second", written_at_most_once_a_second },
        { "a closed night is forgotten", a_closed_night_is_forgotten },
        { "a database that goes and comes", a_database_that_goes_and_comes },
    };

    return unit_main("presence of the daemon", tests, ARRAY_LEN(tests), 120);
}
