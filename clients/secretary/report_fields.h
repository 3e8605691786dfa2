/*
 * report_fields — from a map of a report file into a message, by a table of its fields.
 *
 * A row says under which key a value stands, what it must look like, and where in the protobuf-c struct it goes. A
 * value that is left empty is not there at all: never 0, never "".
 * Not here: which fields there are (report_file.c), whether what they say is allowed (proto/check.c).
 */
#ifndef DBK_SECRETARY_REPORT_FIELDS_H
#define DBK_SECRETARY_REPORT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "clients/secretary/complaints.h"
#include "clients/secretary/yaml_tree.h"
#include "proto/arena.h"
#include "proto/check.h"
#include "proto/codes.h"

typedef enum {
    FIELD_TEXT, FIELD_NARRATIVE, FIELD_COUNT, FIELD_BOOL, FIELD_DATE, FIELD_ID, FIELD_CODE,
    FIELD_TENTHS,               /* "36.5" */
    FIELD_TIME,                 /* "07:40" */
    FIELD_SET,                  /* words of a list, or none: a bit each */
    FIELD_PERSON,               /* a count: the roster's number of a person */
    FIELD_INSTANT,              /* int64, milliseconds; never typed, only shown */
    FIELD_ELSEWHERE
} dbk_field_kind;

typedef struct {
    const char    *key;         /* in the file */
    const char    *name;        /* in a violation's field path */
    dbk_field_kind kind;        /* FIELD_ELSEWHERE: a known key that is read by other means */
    size_t         value, has;  /* offsets in the struct */
    dbk_list       list;        /* FIELD_CODE, FIELD_SET */
    const char    *label;       /* N_(): what a person calls it */
    size_t         least, most; /* a text: characters, and least 0 may be left out; a count: its value */
    bool           worded;      /* a text: digits alone are a slip. Only new ones are looked at, by whoever types them */
} dbk_field;

#define DBK_FIELD(type, key, member, kind, label, least, most) \
    { #key, #member, kind, offsetof(type, member), offsetof(type, has_##member), 0, label, least, most, false }
#define DBK_FIELD_WORD(type, key, member, label, least, most) \
    { #key, #member, FIELD_TEXT, offsetof(type, member), offsetof(type, has_##member), 0, label, least, most, true }
#define DBK_FIELD_CODE(type, key, member, label, list) \
    { #key, #member, FIELD_CODE, offsetof(type, member), offsetof(type, has_##member), list, label, 1, 0, false }
#define DBK_FIELD_SET(type, key, member, label, list) \
    { #key, #member, FIELD_SET, offsetof(type, member), offsetof(type, has_##member), list, label, 1, 0, false }
#define DBK_FIELD_ELSEWHERE(key) { #key, #key, FIELD_ELSEWHERE, 0, 0, 0, "", 0, 0, false }

/* Where a field stands in the file, and whether it was complained about there. */
typedef struct {
    char path[DBK_FIELD_BYTES];
    int  line;
    bool spoilt;
} dbk_place;

typedef struct {
    dbk_arena      *arena;
    dbk_complaints *found;
    dbk_place      *places;     /* in `arena` */
    size_t          n, room;
} dbk_reading;

/* Remember a place. `path` is cut if it must be; what finds no room is not remembered. */
void dbk_reading_note(dbk_reading *reading, const char *path, int line, bool spoilt);

/*
 * Fill `message` from `map`.
 *   prefix   of the paths of its fields, such as "cases[2]."; "" at the top
 *   known    tables of all keys that may stand here; the values of those that are not FIELD_ELSEWHERE are read
 */
void dbk_fields_read(dbk_reading *reading, const dbk_yaml *map, const char *prefix, const dbk_field *known, size_t n,
                     void *message);

/* What a person typed into a field, as a file says it ("38,9度" is 38.9, "1" a word of the list); malloc'd, yours.
 *   text     not empty
 *   returns  NULL: it cannot be read; `found` says why, and calls the field by its label */
char *dbk_field_tidy(const dbk_field *field, const char *text, dbk_complaints *found);

/* What `value` (the field's place in a message) is as a text that can be read so again; malloc'd, yours. */
char *dbk_field_text(const dbk_field *field, const void *value);

/* Complain about keys of `map` that are not in `known`, naming the nearest. */
void dbk_fields_refuse_others(dbk_reading *reading, const dbk_yaml *map, const char *const *known, size_t n);

#endif
