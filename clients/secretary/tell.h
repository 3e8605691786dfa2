/*
 * tell — what has become of a report, as sentences: one fact a line, what is true, what to do next.
 */
#ifndef DBK_SECRETARY_TELL_H
#define DBK_SECRETARY_TELL_H

#include <stdio.h>

#include "clients/json.h"
#include "clients/secretary/sender.h"
#include "proto/check.h"
#include "proto/err.h"
#include "proto/form.h"
#include "clients/secretary/report_file.h"

#define DBK_SENTENCE_BYTES 512

/* "committee 12, 2020-02-18" */
const char *dbk_tell_night(const dbk_item *item, char *room, size_t room_bytes);

/* Why an item is where it is, from its note, in one line; "" when there is nothing to say. */
const char *dbk_tell_why(const dbk_item *item, char *room, size_t room_bytes);

/* The id of the record that stands in its way, as the server said when it refused it; false: it did not. */
bool dbk_tell_standing(const dbk_item *item, uint8_t id[DBK_ID_BYTES]);

/* The code that the office can be told on the telephone, once an item is delivered; one line. */
void dbk_tell_telephone_code(const dbk_item *item, const char *indent, FILE *to);

/* One item as an object of JSON. */
void dbk_tell_json(const dbk_item *item, dbk_json *json);

/* When it is tried next, and by what: "again in 40 s", "daybook flush sends it"; "" when it is never.
 *   watched   daybook flush --watch is running */
const char *dbk_tell_next(const dbk_item *item, bool watched, int64_t now_ms, char *room, size_t room_bytes);

/* All lines about one piece of news, but for the violations. */
void dbk_tell_news(const dbk_news *news, FILE *to);

/* The code of proto/err.h that the news amounts to; DBK_OK: delivered. */
dbk_code dbk_tell_code(const dbk_news *news);

/* Violations as complaints.
 *   record   what was checked
 *   file     where the lines come from, and so where keys say something; NULL: there is none
 *   form     for rules, and the labels of figures; may be NULL
 * What the reader of the file has complained about already is left out. */
void dbk_tell_violations(const dbk_violations *violations, const dbk_record *record, const dbk_report_file *file,
                         const dbk_form *form, dbk_complaints *found);
/* The same from the server's answer about an item. */
void dbk_tell_refusal(const dbk_reply *reply, const dbk_item *item, const dbk_report_file *file, const dbk_form *form,
                      dbk_complaints *found);

/* The two clocks, when they are apart. */
void dbk_tell_skew(int64_t skew_ms, FILE *to);

#endif
