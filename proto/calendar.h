/*
 * calendar — dates, instants, and the business night.
 *
 * A date is a day number (days since 1970-01-01) inside the programs, YYYYMMDD on the wire, YYYY-MM-DD for people.
 * The night of a date begins that evening and ends at 04:00 the next morning, in the office's zone.
 */
#ifndef DBK_PROTO_CALENDAR_H
#define DBK_PROTO_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/err.h"

#define DBK_ZONE_DEFAULT "Asia/Shanghai"

/* The zone of all dates of this process. Once, from main, before any other call here.
 *   zone     a name of the zone database, or a POSIX rule such as "CST-8"
 *   errors   DBK_E_CONFIG: no such zone on this machine (Asia/Shanghai always works: it falls back to CST-8) */
int dbk_calendar_zone(const char *zone, dbk_err *err);

/* YYYYMMDD to a day number; false when there is no such day, or outside DBK_DATE_MIN .. DBK_DATE_MAX. */
bool     dbk_day_from_ymd(uint32_t ymd, int32_t *day);
uint32_t dbk_day_ymd(int32_t day);

#define DBK_DAY_TEXT_BYTES 11
bool  dbk_day_parse(const char *text, int32_t *day);                     /* exactly YYYY-MM-DD */
char *dbk_day_text(int32_t day, char text[DBK_DAY_TEXT_BYTES]);          /* returns `text` */
int   dbk_day_weekday(int32_t day);                                      /* 0 Sunday .. 6 */

/* An instant may come from the wire: before the year 1, and after this, it is taken for the first or last that a date
 * has room for. */
#define DBK_INSTANT_LAST_MS INT64_C(253402214400000)                     /* 9999-12-31 00:00 UTC */

/* The business date at an instant: yesterday's until 04:00 in the zone. */
int32_t dbk_business_day(int64_t now_ms);
/* The instant of hour:minute on that day in the zone; hours above 23 run into the next day (28:00 is its 04:00). */
int64_t dbk_day_at(int32_t day, int hour, int minute);

/* How many minutes the zone is ahead of UTC at an instant. */
int dbk_zone_minutes(int64_t ms);

#define DBK_INSTANT_TEXT_BYTES 32
char *dbk_instant_text(int64_t ms, char text[DBK_INSTANT_TEXT_BYTES]);   /* "2020-02-18 21:40:05" in the zone */

int64_t dbk_now_ms(void);        /* wall clock, milliseconds since 1970 */
int64_t dbk_tick_ms(void);       /* monotonic, milliseconds since some start: for every time-out */

#endif
