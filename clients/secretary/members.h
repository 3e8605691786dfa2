/*
 * members — who is posted at a committee on a night, as far as the office has told it; and a list held against them.
 *
 * A secretary belongs on a list only where nobody else is posted; elsewhere they may stand there or not.
 */
#ifndef DBK_SECRETARY_MEMBERS_H
#define DBK_SECRETARY_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/secretary/complaints.h"
#include "clients/secretary/report_file.h"
#include "proto/messages.h"

#define DBK_MEMBER_BYTES 128

/* The posting of this key at that committee on that date; NULL: none that is known. */
const dbk_posting *dbk_member_posting(const dbk_scope *scope, uint32_t committee, uint32_t date);

/* The i-th person who must stand on a list of that committee and date, each once; NULL: there are no more. */
const dbk_member_message *dbk_member_at(const dbk_scope *scope, uint32_t committee, uint32_t date, size_t i);
/* The one of that number, secretaries too; NULL: not posted there then. */
const dbk_member_message *dbk_member_numbered(const dbk_scope *scope, uint32_t committee, uint32_t date,
                                              uint32_t person);

/* A secretary who is posted there then; NULL: none that is known. */
const dbk_member_message *dbk_member_secretary(const dbk_scope *scope, uint32_t committee, uint32_t date);

/* "样例甲 (P012)". Returns `room`. */
const char *dbk_member_words(const dbk_member_message *member, char room[DBK_MEMBER_BYTES]);

/* Complains of everybody who is missing from a record's list, and of those on it who are not posted there; of nobody
 * while the roster of that committee and date is not known. */
void dbk_members_look(const dbk_scope *scope, const dbk_record *record, const dbk_report_file *file,
                      dbk_complaints *found);

#endif
