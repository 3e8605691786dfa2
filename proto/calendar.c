/*
 * calendar — day numbers by arithmetic, instants by the zone database.
 *
 * Only four calls need the zone: business_day, day_at, zone_minutes, instant_text. It is set once, before any of them,
 * so there is no hidden dependence on the machine's own zone afterwards.
 */
#include "proto/calendar.h"

#include <assert.h>
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "proto/limits.h"

/* Shanghai's rule since 1991 needs no file, so the office's zone works on a machine without tzdata too. */
#define SHANGHAI_RULE "CST-8"

#define ZONE_FOLDER "/usr/share/zoneinfo"

/* ---------------------------------------------------------------- the zone */

/* Writes the file that defines the zone `name` into `path`; false when this machine has none. */
static bool
find_zone_file(const char *name, char path[PATH_MAX])
{
    const char *folder = getenv("TZDIR");
    struct stat st;

    if (!isalpha((unsigned char)name[0]) || strstr(name, "..") != NULL)
        return false;
    const int n = snprintf(path, PATH_MAX, "%s/%s", folder != NULL ? folder : ZONE_FOLDER, name);

    return n > 0 && n < PATH_MAX && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* A POSIX rule begins with three letters or more and an offset of 24 hours at most: "CST-8", "CET-1CEST". */
static bool
looks_like_rule(const char *zone)
{
    size_t letters = 0;

    while (isalpha((unsigned char)zone[letters]))
        letters++;
    const char *offset = zone + letters + (zone[letters] == '-' || zone[letters] == '+');

    return letters >= 3 && isdigit((unsigned char)*offset) && strtoul(offset, NULL, 10) <= 24;
}

/* libc reads a rule that it does not understand as UTC, silently; the abbreviation tells. */
static bool
libc_took_rule(const char *rule)
{
    const size_t n = strlen(tzname[0]);

    return strncmp(tzname[0], rule, n) == 0 && !isalpha((unsigned char)rule[n]);
}

static int
set_zone(const char *value, dbk_err *err)
{
    if (setenv("TZ", value, 1) != 0)
        return dbk_err_sys(err, "zone %s", value);
    tzset();
    return 0;
}

int
dbk_calendar_zone(const char *zone, dbk_err *err)
{
    char path[PATH_MAX];

    if (find_zone_file(zone, path))
        return set_zone(path, err);
    if (strcmp(zone, DBK_ZONE_DEFAULT) == 0)
        return set_zone(SHANGHAI_RULE, err);
    if (!looks_like_rule(zone))
        return dbk_err_set(err, DBK_E_CONFIG, "zone %s: no such zone on this machine", zone);
    if (set_zone(zone, err) != 0)
        return -1;
    if (!libc_took_rule(zone))
        return dbk_err_set(err, DBK_E_CONFIG, "zone %s: not a rule that this machine understands", zone);
    return 0;
}

/* ---------------------------------------------------------------- days */

/* Days since 1970-01-01 in the proleptic Gregorian calendar. The year begins in March, so that the leap day is its
 * last day; 400 years are 146097 days. */
static int32_t
day_number(int year, int month, int day)
{
    const int y = month <= 2 ? year - 1 : year;
    const int century4 = (y >= 0 ? y : y - 399) / 400;
    const int in_century4 = y - century4 * 400;
    const int in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return century4 * 146097 + in_century4 * 365 + in_century4 / 4 - in_century4 / 100 + in_year - 719468;
}

static void
split_day(int32_t number, int *year, int *month, int *day)
{
    const int z = number + 719468;
    const int century4 = (z >= 0 ? z : z - 146096) / 146097;
    const int in_century4 = z - century4 * 146097;
    const int y = (in_century4 - in_century4 / 1460 + in_century4 / 36524 - in_century4 / 146096) / 365;
    const int in_year = in_century4 - (365 * y + y / 4 - y / 100);
    const int from_march = (5 * in_year + 2) / 153;

    *day = in_year - (153 * from_march + 2) / 5 + 1;
    *month = from_march + (from_march < 10 ? 3 : -9);
    *year = y + century4 * 400 + (*month <= 2);
}

bool
dbk_day_from_ymd(uint32_t ymd, int32_t *day)
{
    if (ymd < DBK_DATE_MIN || ymd > DBK_DATE_MAX)
        return false;
    const int month = (int)(ymd / 100 % 100);

    if (month < 1 || month > 12)
        return false;
    const int32_t number = day_number((int)(ymd / 10000), month, (int)(ymd % 100));

    if (dbk_day_ymd(number) != ymd)                    /* the 30th of February comes back as the 1st of March */
        return false;
    *day = number;
    return true;
}

uint32_t
dbk_day_ymd(int32_t day)
{
    int y, m, d;

    split_day(day, &y, &m, &d);
    return (uint32_t)(y * 10000 + m * 100 + d);
}

bool
dbk_day_parse(const char *text, int32_t *day)
{
    uint32_t ymd = 0;

    if (strlen(text) != DBK_DAY_TEXT_BYTES - 1 || text[4] != '-' || text[7] != '-')
        return false;
    for (size_t i = 0; i < DBK_DAY_TEXT_BYTES - 1; i++) {
        if (i == 4 || i == 7)
            continue;
        if (text[i] < '0' || text[i] > '9')
            return false;
        ymd = ymd * 10 + (uint32_t)(text[i] - '0');
    }
    return dbk_day_from_ymd(ymd, day);
}

char *
dbk_day_text(int32_t day, char text[DBK_DAY_TEXT_BYTES])
{
    const uint32_t ymd = dbk_day_ymd(day);

    assert(ymd <= 99991231);
    for (uint32_t i = 0, rest = ymd; i < 8; i++, rest /= 10)
        text[i < 2 ? 9 - i : i < 4 ? 8 - i : 7 - i] = (char)('0' + rest % 10);
    text[4] = text[7] = '-';
    text[DBK_DAY_TEXT_BYTES - 1] = '\0';
    return text;
}

int
dbk_day_weekday(int32_t day)
{
    return (day % 7 + 11) % 7;                         /* 1970-01-01 was a Thursday */
}

/* ---------------------------------------------------------------- instants */

#define FIRST_S (-INT64_C(62135510400))               /* 0001-01-02 00:00 UTC: in every zone it is that year */
#define LAST_S  (DBK_INSTANT_LAST_MS / 1000)

static struct tm
local_time(int64_t ms)
{
    const int64_t seconds = ms / 1000 - (ms % 1000 < 0);
    const time_t told = (time_t)(seconds < FIRST_S ? FIRST_S : seconds > LAST_S ? LAST_S : seconds);
    struct tm tm = { 0 };
    const bool named = localtime_r(&told, &tm) != NULL;

    assert(named);
    return tm;
}

int32_t
dbk_business_day(int64_t now_ms)
{
    const struct tm tm = local_time(now_ms);

    return day_number(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) - (tm.tm_hour < DBK_NIGHT_ENDS_HOUR);
}

int64_t
dbk_day_at(int32_t day, int hour, int minute)
{
    int y, m, d;

    split_day(day, &y, &m, &d);
    struct tm tm = { .tm_year = y - 1900, .tm_mon = m - 1, .tm_mday = d,
                     .tm_hour = hour, .tm_min = minute, .tm_isdst = -1 };

    return (int64_t)mktime(&tm) * 1000;
}

int
dbk_zone_minutes(int64_t ms)
{
    return (int)(local_time(ms).tm_gmtoff / 60);
}

char *
dbk_instant_text(int64_t ms, char text[DBK_INSTANT_TEXT_BYTES])
{
    const struct tm tm = local_time(ms);

    if (strftime(text, DBK_INSTANT_TEXT_BYTES, "%Y-%m-%d %H:%M:%S", &tm) == 0)
        text[0] = '\0';
    return text;
}

static int64_t
read_clock(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
dbk_now_ms(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t
dbk_tick_ms(void)
{
    return read_clock(CLOCK_MONOTONIC);
}
