/*
 * night — nights, waits and committees in a person's words, and the night that a report is for when nobody says.
 */
#ifndef DBK_SECRETARY_NIGHT_H
#define DBK_SECRETARY_NIGHT_H

#include <stddef.h>
#include <stdint.h>

#include "proto/messages.h"

#define DBK_NIGHT_BYTES 64

/* "2月18日(星期二)", "Tuesday 18 February"; YYYYMMDD. Returns `room`. */
const char *dbk_date_words(uint32_t date, char room[DBK_NIGHT_BYTES]);
/* The same as a night: "2月18日(星期二)晚班", "Tuesday 18 February, evening shift". */
const char *dbk_night_words(uint32_t date, char room[DBK_NIGHT_BYTES]);

/* YYYYMMDD of the night that `now_ms` belongs to: until 04:00 in the office's zone, the evening before. */
uint32_t dbk_night_now(int64_t now_ms);

/* "12 min", "40 s", "3 h"; never negative. Returns `room`. */
const char *dbk_wait_words(int64_t ms, char room[DBK_NIGHT_BYTES]);

/* "21:40", and with the date before it when that is another day than `now_ms`. Returns `room`. */
const char *dbk_time_words(int64_t ms, int64_t now_ms, char room[DBK_NIGHT_BYTES]);

/* The committee's name with its number, as far as the office has told it; `scope` may be NULL. Returns `room`. */
#define DBK_COMMITTEE_BYTES 160
const char *dbk_committee_words(const dbk_scope *scope, uint32_t committee, char room[DBK_COMMITTEE_BYTES]);

/* Until when it is on time, milliseconds since 1970; 0: not known. */
int64_t dbk_night_deadline(const dbk_scope *scope, uint32_t date);

/* That the office has closed it, as lines of their own; "": it has not, as far as is known. */
const char *dbk_night_closed_words(const dbk_scope *scope, uint32_t date);

#endif
