/* calendar: every day of a century, the night's end, and zones that exist or do not. */
#include "proto/calendar.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "proto/limits.h"
#include "tests/harness/unit.h"

/* Against the calendar of libc, every day from 2000 to 2099, both ways. */
static void
test_every_day(void)
{
    int wrong = 0, days = 0;
    uint32_t before = 0;

    for (time_t t = 946684800; t < 4102444800; t += 86400, days++) {        /* 2000-01-01 .. 2099-12-31 UTC */
        struct tm tm;
        int32_t day = -1;

        gmtime_r(&t, &tm);
        const uint32_t ymd = (uint32_t)((tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday);

        wrong += !dbk_day_from_ymd(ymd, &day) || day != t / 86400 || dbk_day_ymd(day) != ymd || ymd <= before;
        wrong += dbk_day_weekday(day) != tm.tm_wday;
        before = ymd;
    }
    CHECK_INT("days", days, 36525);
    CHECK_INT("wrong ones", wrong, 0);
}

static void
test_no_such_day(void)
{
    static const struct { const char *name; uint32_t ymd; int real; } cases[] = {
        { "leap day",          20200229, 1 },
        { "2000 was a leap year", 20000229, 1 },
        { "no leap day",       20190229, 0 },
        { "30 February",       20200230, 0 },
        { "31 April",          20200431, 0 },
        { "day 0",             20200200, 0 },
        { "day 99",            20200299, 0 },
        { "month 0",           20200010, 0 },
        { "month 13",          20201301, 0 },
        { "month 99",          20209901, 0 },
        { "0",                 0,        0 },
        { "the first",         DBK_DATE_MIN, 1 },
        { "before the first",  19991231, 0 },
        { "the last",          DBK_DATE_MAX, 1 },
        { "after the last",    21000101, 0 },
        { "largest number",    UINT32_MAX, 0 },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int32_t day = 77;

        CHECK_INT(cases[i].name, dbk_day_from_ymd(cases[i].ymd, &day), cases[i].real);
        CHECK_TRUE(cases[i].name, cases[i].real ? dbk_day_ymd(day) == cases[i].ymd : day == 77);
    }
}

/* Days before 1970 and far years do not trap, and come back. */
static void
test_far_days(void)
{
    static const int32_t days[] = { -719468, -719469, -1, 0, 1, 2932896 };
    static const uint32_t ymds[] = { 301, 229, 19691231, 19700101, 19700102, 99991231 };

    for (size_t i = 0; i < ARRAY_LEN(days); i++)
        CHECK_INT("day", dbk_day_ymd(days[i]), ymds[i]);
    CHECK_INT("Wednesday", dbk_day_weekday(-1), 3);
    CHECK_INT("Thursday", dbk_day_weekday(-7), 4);
}

static void
test_day_text(void)
{
    static const struct { const char *text; int good; } cases[] = {
        { "2020-02-18", 1 },  { "2020-02-30", 0 },  { "2020-2-18", 0 },   { "20200218", 0 },   { "2020-02-18 ", 0 },
        { "2020/02/18", 0 },  { "2020-02-1x", 0 },  { "", 0 },            { "-020-02-18", 0 }, { "2020-02--8", 0 },
    };
    char text[DBK_DAY_TEXT_BYTES];
    int32_t day;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CHECK_INT(cases[i].text, dbk_day_parse(cases[i].text, &day), cases[i].good);
        if (cases[i].good)
            CHECK_STR(cases[i].text, dbk_day_text(day, text), cases[i].text);
    }
}

/* 2020-02-18T16:00Z is midnight of the 19th in Shanghai. */
#define MIDNIGHT_19_MS INT64_C(1582041600000)
#define HOUR_MS INT64_C(3600000)

static void
test_business_day(void)
{
    static const struct { const char *name, *zone; int64_t ms; uint32_t ymd; } cases[] = {
        { "21:00",               "Asia/Shanghai",    MIDNIGHT_19_MS - 3 * HOUR_MS, 20200218 },
        { "23:59:59.999",        "Asia/Shanghai",    MIDNIGHT_19_MS - 1,           20200218 },
        { "00:00",               "Asia/Shanghai",    MIDNIGHT_19_MS,               20200218 },
        { "00:01",               "Asia/Shanghai",    MIDNIGHT_19_MS + 60000,       20200218 },
        { "03:59:59.999",        "Asia/Shanghai",    MIDNIGHT_19_MS + 4 * HOUR_MS - 1, 20200218 },
        { "04:00",               "Asia/Shanghai",    MIDNIGHT_19_MS + 4 * HOUR_MS, 20200219 },
        { "07:59",               "Asia/Shanghai",    MIDNIGHT_19_MS + 8 * HOUR_MS - 60000, 20200219 },
        { "the same as a rule",  "CST-8",            MIDNIGHT_19_MS + 4 * HOUR_MS, 20200219 },
        { "in UTC",              "UTC",              MIDNIGHT_19_MS,               20200218 },
        { "in New York, 11:00",  "America/New_York", MIDNIGHT_19_MS,               20200218 },
        { "before 1970",         "UTC",              -1,                           19691231 },
        { "1970, 03:59",         "UTC",              4 * HOUR_MS - 1,              19691231 },
        { "the last there is",   "Asia/Shanghai",    DBK_INSTANT_LAST_MS,          99991231 },
        { "beyond all years",    "America/New_York", INT64_MAX,                    99991230 },
        { "before all years",    "America/New_York", INT64_MIN,                    10101 },
    };
    dbk_err err;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CHECK_INT(cases[i].name, dbk_calendar_zone(cases[i].zone, &err), 0);
        CHECK_INT(cases[i].name, dbk_day_ymd(dbk_business_day(cases[i].ms)), cases[i].ymd);
    }
}

/* The zone of the process is what was set here, whatever TZ said before. */
static void
test_foreign_machine(void)
{
    static const char *const machines[] = { "UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati" };
    char text[DBK_INSTANT_TEXT_BYTES];

    for (size_t i = 0; i < ARRAY_LEN(machines); i++) {
        setenv("TZ", machines[i], 1);
        CHECK_INT(machines[i], dbk_calendar_zone(DBK_ZONE_DEFAULT, NULL), 0);
        CHECK_INT(machines[i], dbk_day_ymd(dbk_business_day(MIDNIGHT_19_MS)), 20200218);
        CHECK_STR(machines[i], dbk_instant_text(MIDNIGHT_19_MS - 1, text), "2020-02-18 23:59:59");
    }
}

static void
test_day_at(void)
{
    static const struct { const char *name, *zone; int hour, minute; int64_t ms; } cases[] = {
        { "22:00",                "Asia/Shanghai",    22, 0,  MIDNIGHT_19_MS - 2 * HOUR_MS },
        { "24:00",                "Asia/Shanghai",    24, 0,  MIDNIGHT_19_MS },
        { "28:00",                "Asia/Shanghai",    28, 0,  MIDNIGHT_19_MS + 4 * HOUR_MS },
        { "21:40 in New York",    "America/New_York", 21, 40, INT64_C(1582080000000) },
    };
    int32_t day;

    CHECK_TRUE("the night", dbk_day_from_ymd(20200218, &day));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CHECK_INT(cases[i].name, dbk_calendar_zone(cases[i].zone, NULL), 0);
        CHECK_INT(cases[i].name, dbk_day_at(day, cases[i].hour, cases[i].minute), cases[i].ms);
    }
    /* A night that daylight saving makes an hour shorter still ends at 04:00 on the clock. */
    CHECK_INT("to New York", dbk_calendar_zone("America/New_York", NULL), 0);
    CHECK_TRUE("the short night", dbk_day_from_ymd(20200307, &day));
    CHECK_INT("04:00 of the 8th", dbk_day_at(day, 28, 0), INT64_C(1583654400000));
    CHECK_INT("a moment before", dbk_business_day(dbk_day_at(day, 28, 0) - 1), day);
    CHECK_INT("the next night", dbk_business_day(dbk_day_at(day, 28, 0)), day + 1);
}

static void
test_zone_minutes(void)
{
    static const struct { const char *zone; int64_t ms; int minutes; } cases[] = {
        { "Asia/Shanghai", MIDNIGHT_19_MS, 480 },
        { "CST-8", MIDNIGHT_19_MS, 480 },
        { "UTC", MIDNIGHT_19_MS, 0 },
        { "Asia/Kathmandu", MIDNIGHT_19_MS, 345 },
        { "America/New_York", MIDNIGHT_19_MS, -300 },
        { "America/New_York", INT64_C(1593561600000), -240 },      /* in July */
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CHECK_INT(cases[i].zone, dbk_calendar_zone(cases[i].zone, NULL), 0);
        CHECK_INT(cases[i].zone, dbk_zone_minutes(cases[i].ms), cases[i].minutes);
    }
}

static void
test_zones(void)
{
    static const struct { const char *zone; int good; } cases[] = {
        { "Asia/Shanghai", 1 },   { "UTC", 1 },           { "CST-8", 1 },      { "CET-1CEST,M3.5.0,M10.5.0/3", 1 },
        { "Asia/Shangai", 0 },    { "", 0 },              { "/etc/passwd", 0 }, { "../zoneinfo/UTC", 0 },
        { "Asia", 0 },            { "CST", 0 },           { "8", 0 },          { "CST-99", 0 },
    };
    dbk_err err;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        memset(&err, 0, sizeof err);
        CHECK_INT(cases[i].zone, dbk_calendar_zone(cases[i].zone, &err) == 0, cases[i].good);
        CHECK_INT(cases[i].zone, err.code, cases[i].good ? DBK_OK : DBK_E_CONFIG);
        if (!cases[i].good)
            CHECK_HAS(cases[i].zone, err.text, "zone ");
    }
}

/* A machine without a zone database still knows the office's night. */
static void
test_no_database(void)
{
    setenv("TZDIR", unit_folder(), 1);
    CHECK_INT("Asia/Shanghai", dbk_calendar_zone("Asia/Shanghai", NULL), 0);
    CHECK_INT("its night", dbk_day_ymd(dbk_business_day(MIDNIGHT_19_MS + 4 * HOUR_MS)), 20200219);
    CHECK_INT("its night's last moment", dbk_day_ymd(dbk_business_day(MIDNIGHT_19_MS + 4 * HOUR_MS - 1)), 20200218);
    CHECK_INT("Europe/Berlin", dbk_calendar_zone("Europe/Berlin", NULL), -1);
    unsetenv("TZDIR");
}

static void
test_clocks(void)
{
    const int64_t tick = dbk_tick_ms();

    CHECK_TRUE("after 2020", dbk_now_ms() > INT64_C(1577836800000));
    CHECK_TRUE("never backwards", dbk_tick_ms() >= tick);
}

int
main(void)
{
    static const unit_test tests[] = {
        { "every day",        test_every_day },
        { "no such day",      test_no_such_day },
        { "far days",         test_far_days },
        { "day as text",      test_day_text },
        { "business day",     test_business_day },
        { "foreign machines", test_foreign_machine },
        { "hour of a day",    test_day_at },
        { "ahead of UTC",     test_zone_minutes },
        { "zones",            test_zones },
        { "no database",      test_no_database },
        { "clocks",           test_clocks },
    };

    return unit_main("proto/calendar", tests, ARRAY_LEN(tests), 60);
}
