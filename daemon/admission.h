/*
 * admission — what can be said of a record before the database is asked, in the order of verdicts.
 *
 * Who sends it, for whom, for which night, and what it says: all from the directory and the record, nothing from
 * elsewhere. What is refused here is not yet answered: it may have been kept long ago (intake.c).
 * Not here: whether its id or its night is taken (store.c), the rules of a kind (proto/check.c).
 */
#ifndef DBK_DAEMON_ADMISSION_H
#define DBK_DAEMON_ADMISSION_H

#include "daemon/directory.h"
#include "daemon/peers.h"
#include "daemon/submission.h"
#include "proto/check.h"

/* Decides admissible, and refusal, reason and violations or timeliness with it. `s` is read: sender, record, day, time
 * of arrival, and whether an earlier receipt proves it.
 *   member  whose key brought it
 *   found   room for what it breaks, which is copied into the record's arena */
void dbk_admission_decide(const dbk_directory *directory, const dbk_claims *claims, dbk_submission *s,
                          dbk_member member, dbk_violations *found);

#endif
