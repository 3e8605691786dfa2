/*
 * bulletins — what the office has published, as the database had it at one moment; a part of the directory.
 *
 * Not here: who may publish (sql), who has read them (kind_bulletin_read.c).
 */
#ifndef DBK_DAEMON_BULLETINS_H
#define DBK_DAEMON_BULLETINS_H

#include <stdint.h>

#include <libpq-fe.h>

#include "daemon/directory.h"
#include "proto/arena.h"
#include "proto/messages.h"

/* From the rows of directory_bulletins.sql; never NULL. */
dbk_bulletins *dbk_bulletins_new(const PGresult *rows);
void           dbk_bulletins_free(dbk_bulletins **bulletins);

uint64_t dbk_bulletins_serial(const dbk_bulletins *bulletins);      /* of the newest change; 0: there are none */

/* Those changed after a serial that are for a committee of this person's on that day, as many as fit a reply; what is
 * said of them lives in `arena` and in `bulletins`. -1: no room. */
int dbk_bulletins_after(const dbk_bulletins *bulletins, const dbk_directory *directory, dbk_arena *arena,
                        int32_t person, int32_t today, uint64_t after, dbk_reply *reply);

#endif
