/*
 * directory_rows — the tables of a directory, for the two files that it is made of, and nobody else: what is asked of
 * it (directory.c), and what one person is told of it (scope.c).
 */
#ifndef DBK_DAEMON_DIRECTORY_ROWS_H
#define DBK_DAEMON_DIRECTORY_ROWS_H

#include "daemon/directory.h"
#include "daemon/map.h"

typedef struct { int32_t committee; char *name, *subdistrict, *branch; } committee_row;
typedef struct { int32_t person; char *code, *name; } person_row;
typedef struct { int32_t person, committee, first_day, last_day; bool secretary; } posting_row;
typedef struct { int32_t day; int64_t opens_ms, deadline_ms; bool closed; } night_row;
typedef struct { int32_t day, committee; } reopening_row;
typedef struct { int64_t begins_ms, ends_ms; } outage_row;
typedef struct {
    int32_t committee, day, kind, revision;
    uint8_t id[DBK_ID_BYTES];
    int64_t returned_ms;
    char   *reason;
} returned_row;

/* A growing array; `size` is of one row. */
typedef struct { void *row; size_t n, room, size; } table;

struct dbk_directory {
    dbk_map *keys;                       /* public key -> dbk_member */
    table    committees, persons, nights, reopenings, outages, returned, forms;
    table    postings, members;          /* the same rows: by person and committee, by committee and person */
    uint8_t  epoch[DBK_ID_BYTES];
    dbk_bulletins *bulletins;
    bool     sealed;
};

#define ROWS(d, name, type) ((type *)(d)->name.row)

/* NULL: there is none. */
const committee_row *dbk_rows_committee(const dbk_directory *d, int32_t committee);
const person_row    *dbk_rows_person(const dbk_directory *d, int32_t person);
const night_row     *dbk_rows_night(const dbk_directory *d, int32_t day);

/* Where the postings of a person, at a committee or later ones, begin; and the members of a committee. */
size_t dbk_rows_first_posting(const dbk_directory *d, int32_t person, int32_t committee);
size_t dbk_rows_first_member(const dbk_directory *d, int32_t committee);

#endif
