/*
 * directory — roster, nights, form and keys in memory, as the database had them at one moment.
 *
 * It is filled once, row by row, then sealed, and never changed: side.c makes a new one at every change and the loop
 * swaps them. All questions that decide a verdict are asked here: whose key, may they, is the night closed, which form.
 * Not here: SQL (directory_read.c), who is connected (gate.c).
 */
#ifndef DBK_DAEMON_DIRECTORY_H
#define DBK_DAEMON_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/arena.h"
#include "proto/form.h"
#include "proto/limits.h"
#include "proto/messages.h"

typedef struct dbk_directory dbk_directory;
typedef struct dbk_bulletins dbk_bulletins;                              /* bulletins.h */

dbk_directory *dbk_directory_new(void);
void           dbk_directory_free(dbk_directory **directory);

/* Filling, in any order. Strings are copied. */
void dbk_directory_add_committee(dbk_directory *d, int32_t committee, const char *name, const char *subdistrict,
                                 const char *branch);
void dbk_directory_add_person(dbk_directory *d, int32_t person, const char *code, const char *name);
void dbk_directory_add_key(dbk_directory *d, const uint8_t key[DBK_KEY_BYTES], int32_t person, bool revoked);
void dbk_directory_add_posting(dbk_directory *d, int32_t person, int32_t committee, int32_t first_day, int32_t last_day,
                               bool secretary);
void dbk_directory_add_night(dbk_directory *d, int32_t day, int64_t opens_ms, int64_t deadline_ms, bool closed);
void dbk_directory_add_reopening(dbk_directory *d, int32_t day, int32_t committee);
void dbk_directory_add_outage(dbk_directory *d, int64_t begins_ms, int64_t ends_ms);
/* A report that the office has returned; the newest first. */
void dbk_directory_add_returned(dbk_directory *d, int32_t committee, int32_t day, int32_t kind,
                                const uint8_t id[DBK_ID_BYTES], int32_t revision, int64_t returned_ms,
                                const char *reason);
void dbk_directory_add_form(dbk_directory *d, dbk_form **form);          /* taken */
void dbk_directory_set_bulletins(dbk_directory *d, dbk_bulletins **bulletins);    /* taken */
void dbk_directory_set_epoch(dbk_directory *d, const uint8_t epoch[DBK_ID_BYTES]);
/* Sorts; after it only questions. */
void dbk_directory_seal(dbk_directory *d);

typedef struct {
    int32_t person;          /* 0: no such key */
    bool    revoked;
} dbk_member;

dbk_member  dbk_directory_key(const dbk_directory *d, const uint8_t key[DBK_KEY_BYTES]);
bool        dbk_directory_has_committee(const dbk_directory *d, int32_t committee);
const char *dbk_directory_person(const dbk_directory *d, int32_t person);           /* name; "" when unknown */
bool        dbk_directory_may(const dbk_directory *d, int32_t person, int32_t committee, int32_t day);
bool        dbk_directory_is_secretary(const dbk_directory *d, int32_t person, int32_t committee, int32_t day);

typedef enum { NIGHT_UNOPENED, NIGHT_OPEN, NIGHT_CLOSED } dbk_night_state;
dbk_night_state dbk_directory_night(const dbk_directory *d, int32_t day, int32_t committee);

/* On time: received by the deadline; or claimed_ms (when a daemon of ours first answered BUSY to the same bytes, 0:
 * never) was; or an outage of ours covers the deadline and it came within the grace after its end. */
dbk_timeliness dbk_directory_timeliness(const dbk_directory *d, int32_t day, int64_t received_ms, int64_t claimed_ms);

const dbk_form *dbk_directory_form(const dbk_directory *d, uint32_t version);       /* NULL: not known */
const dbk_form *dbk_directory_form_on(const dbk_directory *d, int32_t day);         /* in force then; NULL: none */
const uint8_t  *dbk_directory_epoch(const dbk_directory *d);

/* How many reports of this person's committees the office has returned. */
size_t dbk_directory_returned(const dbk_directory *d, int32_t person);
/* Has it returned that committee's of that day? */
bool   dbk_directory_is_returned(const dbk_directory *d, int32_t committee, int32_t day);

/* What this person may report for, who else is posted there, and the nights around `today`, built in `arena`. NULL: it
 * does not fit the cap. */
dbk_scope *dbk_directory_scope(const dbk_directory *d, dbk_arena *arena, int32_t person, int32_t today);

const dbk_bulletins *dbk_directory_bulletins(const dbk_directory *d);               /* NULL: there are none */

size_t dbk_directory_keys(const dbk_directory *d);
size_t dbk_directory_committees(const dbk_directory *d);

#endif
