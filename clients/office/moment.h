/*
 * moment — a time as a person types it (22:30 of a night, or 2020-02-18 22:30), and as it is said to one (18 Feb 22:30).
 */
#ifndef DBK_OFFICE_MOMENT_H
#define DBK_OFFICE_MOMENT_H

#include "proto/calendar.h"
#include "proto/err.h"

#define DBK_MOMENT_BYTES 20          /* 2020-02-18 22:30:00 */

/* A date, YYYY-MM-DD.
 *   errors   DBK_E_USAGE: no such day, or written otherwise */
int dbk_moment_night(const char *said, char night[DBK_DAY_TEXT_BYTES], dbk_err *err);

/* HH:MM or HH:MM:SS, with a date and a blank or a T in front, or without: then it belongs to `night`, whose hours
 * before 04:00 are those of the next day.
 *   errors   DBK_E_USAGE: it is no time */
int dbk_moment_read(const char *said, const char *night, char moment[DBK_MOMENT_BYTES], dbk_err *err);

#define DBK_MOMENT_SAID_BYTES 32

/* An instant of the database, 2020-02-18T22:30:00+08:00, in the reader's language: 2月18日 22:30, 18 Feb 22:30. What is
 * none stays as it is, cut where it is too long. Returns `said`. */
const char *dbk_moment_said(const char *iso, char said[DBK_MOMENT_SAID_BYTES]);

#endif
