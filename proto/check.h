/*
 * check — a record against a form: every violation at once, each naming field, limit, value and remedy.
 *
 * Pure: it looks at nothing but its arguments, so that client and daemon agree and a retry hears the same.
 * Not here: who may send it, whether the night is closed, what stands already (daemon/intake.c).
 */
#ifndef DBK_PROTO_CHECK_H
#define DBK_PROTO_CHECK_H

#include <stddef.h>

#include "proto/form.h"
#include "proto/limits.h"
#include "proto/messages.h"

#define DBK_FIELD_BYTES 64         /* "figures." and a code of 40 characters */
#define DBK_LIMIT_BYTES 64
#define DBK_VALUE_BYTES 128        /* 40 characters and an ellipsis */

typedef struct {
    char         field[DBK_FIELD_BYTES];     /* "figures.on_duty_count", "cases[2].title"; lists count from 1 */
    const char  *code;                       /* stable: a row of dbk_violation_codes, or a rule of the form */
    dbk_severity severity;
    const char  *text_zh, *text_en;          /* one sentence each; live as long as the form */
    char         limit[DBK_LIMIT_BYTES];     /* what would be allowed; may be empty */
    char         value[DBK_VALUE_BYTES];     /* what was found, safe to show; may be empty */
} dbk_violation;

typedef struct {
    size_t        n;                         /* entries of `row` */
    size_t        more;                      /* found beyond DBK_VIOLATIONS_MAX: counted, not kept */
    dbk_violation row[DBK_VIOLATIONS_MAX];
} dbk_violations;

/* The codes that are C and not rows of a form: one table that PROTOCOL.md and the tests walk. */
typedef struct {
    const char  *code;                       /* "text.utf8" */
    dbk_severity severity;
    const char  *text_zh, *text_en;
} dbk_violation_code;

const dbk_violation_code *dbk_violation_codes(size_t *n);

/* Add one of those codes. Asserts that `code` is a row. `value` is made safe to show; limit and value may be NULL. */
void dbk_violations_add(dbk_violations *found, const char *code, const char *field, const char *limit,
                        const void *value, size_t value_bytes);

/*
 * Every violation of `record` against `form`, in the order a reader meets the fields.
 *   form     the version that the record names; NULL when it is not known: then `form.unknown` is found, and what
 *            does not need a form is checked all the same
 *   size     bytes of the sealed record, for `record.size`
 *   found    the caller's room; emptied first
 * A warning with an explanation (its rule code, 4..200 characters) is not listed.
 */
void dbk_check(const dbk_form *form, const dbk_record *record, size_t size, dbk_violations *found);

#endif
