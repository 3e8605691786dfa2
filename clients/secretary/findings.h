/*
 * findings — what is wrong with a sheet, field by field: the reader of report files and the checker of the contract,
 * asked again whenever a field was left.
 *
 * Not here: rules of any kind; they are in proto/check.c and in the form.
 */
#ifndef DBK_SECRETARY_FINDINGS_H
#define DBK_SECRETARY_FINDINGS_H

#include <stddef.h>

#include "clients/finding.h"
#include "clients/secretary/sheet.h"

typedef struct {
    size_t      n, more;
    dbk_finding row[DBK_VIOLATIONS_MAX];
    size_t      sealed_bytes;                    /* what the record would measure */
} dbk_findings;

/* All that is wrong with it; `found` is emptied first. */
void dbk_findings_look(dbk_findings *found, const dbk_sheet *sheet);

/* As they came in an answer of the server about a record of that kind, which the sheet holds; `found` is emptied
 * first. */
void dbk_findings_of_reply(dbk_findings *found, const dbk_reply *reply, dbk_kind kind, const dbk_sheet *sheet);

/* The first of a field, or of an entry's list when the path is a list; NULL: nothing is wrong with it. */
const dbk_finding *dbk_findings_of(const dbk_findings *found, const char *path);

size_t dbk_findings_count(const dbk_findings *found, dbk_severity severity);

#endif
