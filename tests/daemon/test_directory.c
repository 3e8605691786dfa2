/* directory: who may, which night is open, what is on time; each rule at its edges. */
#include <string.h>

#include "daemon/directory.h"
#include "proto/calendar.h"
#include "tests/harness/unit.h"

#define NIGHT 18310                        /* 2020-02-18 */
#define DEADLINE INT64_C(1582034400000)    /* 22:00 in Shanghai */
#define MINUTE 60000

static const uint8_t id[DBK_ID_BYTES] = { 7 };
static const uint8_t one[DBK_KEY_BYTES] = { 1 }, two[DBK_KEY_BYTES] = { 2 }, none[DBK_KEY_BYTES] = { 9 };

static dbk_directory *
sample(void)
{
    dbk_directory *d = dbk_directory_new();

    dbk_directory_add_posting(d, 2, 12, NIGHT, NIGHT + 6, false);
    dbk_directory_add_posting(d, 1, 13, NIGHT - 7, NIGHT - 1, false);
    dbk_directory_add_posting(d, 1, 12, NIGHT - 7, NIGHT - 1, false);
    dbk_directory_add_posting(d, 1, 12, NIGHT + 7, NIGHT + 13, false);
    dbk_directory_add_posting(d, 4, 12, NIGHT, NIGHT, true);
    dbk_directory_add_person(d, 4, "S4", "样例书记");
    dbk_directory_add_committee(d, 13, "乙", "田林", "二");
    dbk_directory_add_committee(d, 12, "甲", "康健", "一");
    dbk_directory_add_person(d, 2, "P2", "样例乙");
    dbk_directory_add_person(d, 1, "P1", "样例甲");
    dbk_directory_add_key(d, one, 1, false);
    dbk_directory_add_key(d, two, 2, true);
    dbk_directory_add_night(d, NIGHT + 1, DEADLINE + 1, DEADLINE + 2, false);
    dbk_directory_add_night(d, NIGHT, DEADLINE - 6 * 60 * MINUTE, DEADLINE, false);
    dbk_directory_add_night(d, NIGHT - 1, DEADLINE - 86400000, DEADLINE - 80000000, true);
    dbk_directory_add_reopening(d, NIGHT - 1, 13);
    dbk_directory_add_outage(d, DEADLINE - 10 * MINUTE, DEADLINE + 20 * MINUTE);
    dbk_directory_add_returned(d, 12, NIGHT + 1, 1, id, 3, DEADLINE, "数字请核对");
    dbk_directory_add_returned(d, 13, NIGHT, 1, id, 1, DEADLINE, "样例");
    dbk_directory_seal(d);
    return d;
}

static const struct { const char *name; int32_t person, committee, day; bool may; } scopes[] = {
    { "first day", 2, 12, NIGHT, true },
    { "last day", 2, 12, NIGHT + 6, true },
    { "the day before", 2, 12, NIGHT - 1, false },
    { "the day after", 2, 12, NIGHT + 7, false },
    { "between two postings", 1, 12, NIGHT, false },
    { "second posting", 1, 12, NIGHT + 7, true },
    { "another committee", 2, 13, NIGHT, false },
    { "nobody", 3, 12, NIGHT, false },
};

static const struct { const char *name; int32_t day, committee; dbk_night_state state; } nights[] = {
    { "open", NIGHT, 12, NIGHT_OPEN },
    { "closed", NIGHT - 1, 12, NIGHT_CLOSED },
    { "closed, reopened for this one", NIGHT - 1, 13, NIGHT_OPEN },
    { "no such night", NIGHT - 2, 12, NIGHT_UNOPENED },
};

static const struct { const char *name; int64_t received, claimed; dbk_timeliness is; } times[] = {
    { "early", DEADLINE - 1, 0, DAYBOOK__V1__TIMELINESS__ON_TIME },
    { "at the deadline", DEADLINE, 0, DAYBOOK__V1__TIMELINESS__ON_TIME },
    { "after it, the daemon was away over it", DEADLINE + 1, 0, DAYBOOK__V1__TIMELINESS__ON_TIME_OUTAGE },
    { "at the end of the grace", DEADLINE + 50 * MINUTE, 0, DAYBOOK__V1__TIMELINESS__ON_TIME_OUTAGE },
    { "after the grace", DEADLINE + 50 * MINUTE + 1, 0, DAYBOOK__V1__TIMELINESS__LATE },
    { "answered BUSY before the deadline", DEADLINE + 90 * MINUTE, DEADLINE, DAYBOOK__V1__TIMELINESS__ON_TIME },
    { "answered BUSY after it", DEADLINE + 90 * MINUTE, DEADLINE + 1, DAYBOOK__V1__TIMELINESS__LATE },
};

static void
answers(void)
{
    dbk_directory *d = sample();

    for (size_t i = 0; i < ARRAY_LEN(scopes); i++)
        CHECK_INT(scopes[i].name, dbk_directory_may(d, scopes[i].person, scopes[i].committee, scopes[i].day), scopes[i].may);
    for (size_t i = 0; i < ARRAY_LEN(nights); i++)
        CHECK_INT(nights[i].name, dbk_directory_night(d, nights[i].day, nights[i].committee), nights[i].state);
    for (size_t i = 0; i < ARRAY_LEN(times); i++)
        CHECK_INT(times[i].name, dbk_directory_timeliness(d, NIGHT, times[i].received, times[i].claimed), times[i].is);
    CHECK_INT("a night that is not there is never on time", dbk_directory_timeliness(d, NIGHT - 2, 0, 0),
              DAYBOOK__V1__TIMELINESS__LATE);
    CHECK_INT("key", dbk_directory_key(d, one).person, 1);
    CHECK_INT("key in force", dbk_directory_key(d, one).revoked, false);
    CHECK_INT("key revoked", dbk_directory_key(d, two).revoked, true);
    CHECK_INT("key unknown", dbk_directory_key(d, none).person, 0);
    CHECK_STR("person", dbk_directory_person(d, 2), "样例乙");
    CHECK_STR("no person", dbk_directory_person(d, 7), "");
    dbk_directory_free(&d);
}

static void
who_is_a_secretary_and_who_is_there(void)
{
    dbk_directory *d = sample();
    dbk_arena arena;
    dbk_scope *scope;

    CHECK_TRUE("a secretary", dbk_directory_is_secretary(d, 4, 12, NIGHT));
    CHECK_TRUE("not the day after", !dbk_directory_is_secretary(d, 4, 12, NIGHT + 1));
    CHECK_TRUE("posted, no secretary", !dbk_directory_is_secretary(d, 2, 12, NIGHT));
    dbk_arena_init(&arena, 65536);
    scope = dbk_directory_scope(d, &arena, 2, NIGHT);
    CHECK_INT("own posting", scope->n_postings, 1);
    CHECK_INT("as no secretary", scope->postings[0]->secretary, false);
    CHECK_INT("the two who are there in these days", scope->postings[0]->n_members, 2);
    CHECK_INT("oneself", scope->postings[0]->members[0]->person, 2);
    CHECK_INT("and the secretary", scope->postings[0]->members[1]->person, 4);
    CHECK_INT("who is one", scope->postings[0]->members[1]->secretary, true);
    CHECK_INT("till that day", scope->postings[0]->members[1]->valid_to, dbk_day_ymd(NIGHT));
    scope = dbk_directory_scope(d, &arena, 4, NIGHT);
    CHECK_INT("as a secretary", scope->postings[0]->secretary, true);
    scope = dbk_directory_scope(d, &arena, 1, NIGHT + 7);
    CHECK_INT("nobody of another week", scope->postings[0]->n_members, 1);
    dbk_arena_fini(&arena);
    dbk_directory_free(&d);
}

static void
a_scope_shows_only_what_is_ones_own(void)
{
    dbk_directory *d = sample();
    dbk_arena arena;
    dbk_scope *scope;

    dbk_arena_init(&arena, 65536);
    scope = dbk_directory_scope(d, &arena, 1, NIGHT);
    CHECK_INT("all of person 1", scope->n_postings, 3);
    for (size_t i = 0; i < scope->n_postings; i++)
        CHECK_TRUE("own or lately own", scope->postings[i]->committee_id == 12 || scope->postings[i]->committee_id == 13);
    CHECK_INT("nights around it", scope->n_nights, 3);
    scope = dbk_directory_scope(d, &arena, 1, NIGHT + 7);
    CHECK_INT("what ended long ago is gone", scope->n_postings, 1);
    CHECK_TRUE("nobody", dbk_directory_scope(d, &arena, 5, NIGHT) == NULL);
    dbk_arena_fini(&arena);
    dbk_arena_init(&arena, 128);
    CHECK_TRUE("no room", dbk_directory_scope(d, &arena, 1, NIGHT) == NULL);
    dbk_arena_fini(&arena);
    dbk_directory_free(&d);
}

static void
what_was_returned(void)
{
    dbk_directory *d = sample();
    dbk_arena arena;
    dbk_scope *scope;

    dbk_arena_init(&arena, 65536);
    scope = dbk_directory_scope(d, &arena, 2, NIGHT);
    CHECK_INT("one's own", scope->n_returned, 1);
    CHECK_INT("whose", scope->returned[0]->committee_id, 12);
    CHECK_INT("of which night", scope->returned[0]->report_date, dbk_day_ymd(NIGHT + 1));
    CHECK_INT("revision", scope->returned[0]->revision, 3);
    CHECK_TRUE("why", scope->returned[0]->reason.len == strlen("数字请核对"));
    CHECK_INT("how many", dbk_directory_returned(d, 2), 1);
    CHECK_INT("nobody's", dbk_directory_returned(d, 1), 0);
    CHECK_TRUE("is it", dbk_directory_is_returned(d, 12, NIGHT + 1));
    CHECK_TRUE("another night", !dbk_directory_is_returned(d, 12, NIGHT));
    dbk_arena_fini(&arena);
    dbk_directory_free(&d);
}

/* A scope always fits the frame it is sent in. */
static void
a_scope_that_is_too_large(void)
{
    static const struct { const char *name; int32_t committees, members; size_t postings; } cases[] = {
        { "with who is there", 40, 10, 40 }, { "without them", 300, 40, 300 }, { "not at all", 1500, 1, 0 },
    };

    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        dbk_directory *d = dbk_directory_new();
        dbk_arena arena;

        for (int32_t p = 1; p <= cases[k].members; p++)
            dbk_directory_add_person(d, p, "P", "样例姓名");
        for (int32_t c = 1; c <= cases[k].committees; c++) {
            dbk_directory_add_committee(d, c, "样例居委会", "样例街道", "样例支部");
            for (int32_t p = 1; p <= cases[k].members; p++)
                dbk_directory_add_posting(d, p, c, NIGHT, NIGHT + 1, true);
        }
        dbk_directory_seal(d);
        dbk_arena_init(&arena, 16 * 1024 * 1024);
        const dbk_scope *scope = dbk_directory_scope(d, &arena, 1, NIGHT);

        CHECK_INT(cases[k].name, scope ? scope->n_postings : 0, cases[k].postings);
        CHECK_TRUE(cases[k].name, scope == NULL || daybook__v1__scope__get_packed_size(scope) < DBK_FRAME_MAX_BYTES - 4096);
        dbk_arena_fini(&arena);
        dbk_directory_free(&d);
    }
}

int
main(void)
{
    static const unit_test tests[] = {
        { "what was returned", what_was_returned },
        { "a scope that is too large", a_scope_that_is_too_large },
        { "answers", answers },
        { "who is a secretary and who is there", who_is_a_secretary_and_who_is_there },
        { "a scope shows only what is one's own", a_scope_shows_only_what_is_ones_own },
    };

    dbk_calendar_zone(DBK_ZONE_DEFAULT, NULL);
    return unit_main("directory", tests, ARRAY_LEN(tests), 60);
}
