/*
 * form — the questions of a night and the rules between them, as data.
 *
 * One version never changes; a change is a new version with a date of its own. The daemon makes a form from rows of
 * the database, a client from the bytes the daemon sent; both are the same packed Form message.
 */
#ifndef DBK_PROTO_FORM_H
#define DBK_PROTO_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/err.h"
#include "proto/messages.h"

typedef struct dbk_form dbk_form;

/* From a packed Form.
 *   bytes    only looked at
 *   returns  yours to close; NULL: err says which indicator or rule is wrong
 *   errors   DBK_E_MALFORMED: unreadable, a number used twice or out of range, a term without indicator,
 *            least above most, no labels in zh and en */
dbk_form *dbk_form_open(const void *bytes, size_t size, dbk_err *err);
void      dbk_form_close(dbk_form **form);

uint32_t    dbk_form_version(const dbk_form *form);
const void *dbk_form_bytes(const dbk_form *form, size_t *size);   /* packed, as given to dbk_form_open */

/* The message: groups, indicators and rules in the order of the page. Still ours.
 * Its texts are proved and followed by a NUL: (const char *)rule->text_zh.data is a string. */
const dbk_form_message *dbk_form_message_of(const dbk_form *form);

const Daybook__V1__Indicator *dbk_form_number(const dbk_form *form, uint32_t number);    /* NULL: not asked */
const Daybook__V1__Indicator *dbk_form_named(const dbk_form *form, const char *code);    /* NULL: not asked */

/* May a record of that night name this version? Active on `day`, or up to DBK_FORM_GRACE_DAYS before it. */
bool dbk_form_serves(const dbk_form *form, int32_t day);

#endif
