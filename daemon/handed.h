/*
 * handed — what of a night has been handed in, from the rows of record_handed.sql into an answer.
 *
 * Not here: who may ask (reader.c), who is told of which kind (the statement, by the lists of dbk_handed_kinds).
 */
#ifndef DBK_DAEMON_HANDED_H
#define DBK_DAEMON_HANDED_H

#include <libpq-fe.h>
#include <stdbool.h>

#include "proto/arena.h"
#include "proto/messages.h"

/* The kinds that anybody posted there is told of, or only a secretary, as an array for the statement: "{1,2,4}". What
 * only says that somebody has read something is none of them. */
#define DBK_HANDED_KINDS_BYTES 64
const char *dbk_handed_kinds(bool secretary, char room[DBK_HANDED_KINDS_BYTES]);

/* Of one answer, at most. */
#define DBK_HANDED_MOST 400

/*
 * As many as fit a reply; `more` when they are not all.
 *   person   a person's name to show; "" when unknown. It must live as long as the answer
 *   returns  in `arena`; NULL: no room
 */
dbk_handed *dbk_handed_said(const PGresult *rows, int32_t day, int64_t now_ms,
                            const char *(*person)(void *owner, int32_t person), void *owner, dbk_arena *arena);

#endif
