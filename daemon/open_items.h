/*
 * open_items — what is open at a committee, from the rows of open_items.sql into an answer.
 *
 * Not here: who may ask (reader.c), what is open (daybook.open_item in sql/).
 */
#ifndef DBK_DAEMON_OPEN_ITEMS_H
#define DBK_DAEMON_OPEN_ITEMS_H

#include <libpq-fe.h>

#include "proto/arena.h"
#include "proto/messages.h"

/*
 * As many as fit a reply; the rest is counted.
 *   rows     its texts are shown, not copied: they live as long as the answer
 *   returns  in `arena`; NULL: no room
 */
dbk_open_items *dbk_open_items_said(const PGresult *rows, int32_t committee, int32_t day, int64_t now_ms,
                                    dbk_arena *arena);

#endif
