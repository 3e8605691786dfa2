/*
 * stamp — what every reply carries: whose request it answers, the server's clock, the database's epoch.
 */
#ifndef DBK_DAEMON_STAMP_H
#define DBK_DAEMON_STAMP_H

#include "daemon/directory.h"
#include "proto/messages.h"

/* `reply` has its status already.
 *   directory   NULL: none has been read yet
 *   request_id  NULL: the request could not be read */
void dbk_stamp(dbk_reply *reply, const dbk_directory *directory, const uint64_t *request_id);

/* The status BUSY, and when to come again. */
void dbk_stamp_busy(dbk_reply *reply, const char *reason, uint32_t retry_after_ms);

#endif
