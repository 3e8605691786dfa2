/*
 * proxy — a report that is dictated over the telephone: what was said, field by field, and the record that it makes.
 *
 * A field has a path, as in a violation: "figures.on_duty_count", "situation", "cases[1].title", "explanations.E08". A
 * figure may also be named by its code, its label or its number on the form's page. One typical case can be dictated;
 * what else a report may hold comes with the original.
 * Not here: who asks (proxy_ask.c, proxy_file.c), whether it may be entered (the database).
 */
#ifndef DBK_OFFICE_PROXY_H
#define DBK_OFFICE_PROXY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/finding.h"
#include "proto/check.h"
#include "proto/form.h"
#include "proto/limits.h"

typedef struct dbk_proxy dbk_proxy;

/* Nothing said yet. The form must outlive it. Never NULL. */
dbk_proxy *dbk_proxy_new(const dbk_form *form, uint32_t committee, uint32_t ymd);
void       dbk_proxy_free(dbk_proxy **proxy);

/* It corrects the entry with this id. */
void dbk_proxy_correct(dbk_proxy *proxy, const uint8_t base[DBK_ID_BYTES]);
bool dbk_proxy_corrects(const dbk_proxy *proxy);

/* The path of a field that a person named; false: there is none. */
bool dbk_proxy_path(const dbk_proxy *proxy, const char *named, char path[DBK_FIELD_BYTES]);
/* Texts, flags and the parts of a case, in the order of the page; NULL after the last. */
const char *dbk_proxy_text_path(size_t i);
/* What a person calls a field; of an explanation the rule that it explains. Copied into `room`; returns it. */
#define DBK_PROXY_LABEL_BYTES 512
char *dbk_proxy_label(const dbk_proxy *proxy, const char *path, char *room, size_t room_bytes);
/* The indicator of a path; NULL: it is no figure. */
const Daybook__V1__Indicator *dbk_proxy_indicator(const dbk_proxy *proxy, const char *path);

/*
 * What was said for a field; "" takes it back. Digits may be full-width, a category is a word or a number of its list.
 *   errors   DBK_E_INPUT: no such field, no number, outside the form, neither yes nor no, no such category, no text
 */
int dbk_proxy_set(dbk_proxy *proxy, const char *named, const char *said, dbk_err *err);
/* What it says now, for people; "" when nothing was said. Lives until the field is set again. */
const char *dbk_proxy_get(dbk_proxy *proxy, const char *path, char *room, size_t room_bytes);

/* Is it dictated with check digits, as daybook show --dictate prints them? Do these four digits agree with all figures?
 * When they were asked, a figure may be changed without a digit. */
bool dbk_proxy_has_digits(const dbk_proxy *proxy);
bool dbk_proxy_agrees(const dbk_proxy *proxy, const char *said);
void dbk_proxy_end_digits(dbk_proxy *proxy);

/* The rules that are explained, in the order in which they were; NULL after the last. */
const char *dbk_proxy_explained(const dbk_proxy *proxy, size_t i);

/* All that is wrong with it, as the daemon would find it. Lives until it is asked again. */
const dbk_violations *dbk_proxy_check(dbk_proxy *proxy);

/* One of them in words, as a secretary reads it. */
void dbk_proxy_find(const dbk_proxy *proxy, const dbk_violation *violation, dbk_finding *found);

/* Sealed: with an id of its own, at this time. Yours to free. */
uint8_t *dbk_proxy_seal(dbk_proxy *proxy, int64_t now_ms, uint8_t id[DBK_ID_BYTES], size_t *size);

#endif
