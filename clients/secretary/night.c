#include "clients/secretary/night.h"

#include <stdio.h>
#include <string.h>

#include "clients/words.h"
#include "proto/calendar.h"
#include "proto/text.h"

static const char *
english_month(uint32_t month)
{
    static const char *const months[] = {
        "January", "February", "March", "April", "May", "June", "July", "August",
        "September", "October", "November", "December",
    };

    return months[month - 1];
}

static const char *
say_date(uint32_t date, const char *shift, char room[DBK_NIGHT_BYTES])
{
    int32_t day;

    if (!dbk_day_from_ymd(date, &day))
        snprintf(room, DBK_NIGHT_BYTES, "%u", date);
    else if (dbk_words_zh())
        snprintf(room, DBK_NIGHT_BYTES, "%u月%u日(%s)%s", date / 100 % 100, date % 100,
                 dbk_words_weekday(dbk_day_weekday(day)), shift);
    else
        snprintf(room, DBK_NIGHT_BYTES, "%s %u %s%s", dbk_words_weekday(dbk_day_weekday(day)), date % 100,
                 english_month(date / 100 % 100), shift);
    return room;
}

const char *
dbk_date_words(uint32_t date, char room[DBK_NIGHT_BYTES])
{
    return say_date(date, "", room);
}

const char *
dbk_night_words(uint32_t date, char room[DBK_NIGHT_BYTES])
{
    return say_date(date, dbk_words_pick("晚班", ", evening shift"), room);
}

uint32_t
dbk_night_now(int64_t now_ms)
{
    return dbk_day_ymd(dbk_business_day(now_ms));
}

const char *
dbk_wait_words(int64_t ms, char room[DBK_NIGHT_BYTES])
{
    const long long s = ms > 0 ? (ms + 999) / 1000 : 0;

    if (s < 90)
        snprintf(room, DBK_NIGHT_BYTES, _("%lld s"), s);
    else if (s < 90 * 60)
        snprintf(room, DBK_NIGHT_BYTES, _("%lld min"), (s + 30) / 60);
    else if (s < 48 * 3600)
        snprintf(room, DBK_NIGHT_BYTES, _("%lld h"), (s + 1800) / 3600);
    else
        snprintf(room, DBK_NIGHT_BYTES, _("%lld days"), (s + 12 * 3600) / (24 * 3600));
    return room;
}

const char *
dbk_time_words(int64_t ms, int64_t now_ms, char room[DBK_NIGHT_BYTES])
{
    char at[DBK_INSTANT_TEXT_BYTES], now[DBK_INSTANT_TEXT_BYTES];

    dbk_instant_text(ms, at);
    dbk_instant_text(now_ms, now);
    if (strncmp(at, now, DBK_DAY_TEXT_BYTES - 1) == 0)
        snprintf(room, DBK_NIGHT_BYTES, "%.5s", at + DBK_DAY_TEXT_BYTES);
    else
        snprintf(room, DBK_NIGHT_BYTES, "%.11s", at + 5);          /* 02-18 21:40 */
    return room;
}

const char *
dbk_committee_words(const dbk_scope *scope, uint32_t committee, char room[DBK_COMMITTEE_BYTES])
{
    char name[100];

    for (size_t i = 0; scope && i < scope->n_postings; i++)
        if (scope->postings[i]->committee_id == committee && scope->postings[i]->committee.len > 0) {
            dbk_text_shown(scope->postings[i]->committee.data, scope->postings[i]->committee.len, name, sizeof name);
            snprintf(room, DBK_COMMITTEE_BYTES, "%s (%u)", name, committee);
            return room;
        }
    snprintf(room, DBK_COMMITTEE_BYTES, _("committee %u"), committee);
    return room;
}

int64_t
dbk_night_deadline(const dbk_scope *scope, uint32_t date)
{
    for (size_t i = 0; scope && i < scope->n_nights; i++)
        if (scope->nights[i]->date == date)
            return scope->nights[i]->deadline_ms;
    return 0;
}

const char *
dbk_night_closed_words(const dbk_scope *scope, uint32_t date)
{
    for (size_t i = 0; scope && i < scope->n_nights; i++)
        if (scope->nights[i]->date == date && scope->nights[i]->closed)
            return _("! the office has closed that night: what you send waits, unless it is open again\n"
                     "  for your committee\n");
    return "";
}
