/*
 * kinds — what a file of each kind of record looks like: one table for reading it, for its template and for asking.
 *
 * A kind is a row: the verb it is filled in by, its fields, its lists. The row stands in the kind's own file,
 * kind_<kind>.c; the nightly report's, which the form on the screen shares, is report_shape.c.
 * Not here: what may stand in a field (proto/check_<kind>.c).
 */
#ifndef DBK_SECRETARY_KINDS_H
#define DBK_SECRETARY_KINDS_H

#include "clients/secretary/report_shape.h"
#include "proto/messages.h"

/* A question of the dialogue about an entry of the first list. */
#define DBK_AS_BEFORE "="

typedef struct {
    const char *key;         /* of the field */
    const char *hint;        /* N_(): how it is answered; NULL: as any field of its kind */
    const char *fallback;    /* what Enter means, as a file says it; "": it may be left out; DBK_AS_BEFORE: what stood
                                in the entry before it; NULL: asked again where the contract wants it */
    const char *when, *is;   /* asked only where that field says one of these words, apart by blanks; NULL: always */
} dbk_question;

typedef struct {
    dbk_kind              kind;
    const char           *verb;              /* NULL: the nightly report has verbs of its own */
    const char           *title;             /* N_() */
    const char           *part;              /* N_(): what its part counts; NULL: there is one a day */
    dbk_list              part_list;         /* whose words name its part; 0, no such list: it is only counted */
    const dbk_field      *top;
    size_t                n_top;
    const dbk_field_list *lists;
    size_t                n_lists;
    const char           *roster;            /* key of the list with one entry a person; NULL: there is none */
    const dbk_question   *asked;             /* line by line, ended by one without key; NULL: it is too long for that */
} dbk_kind_shape;

/* A list of the body `type`. */
#define DBK_BODY_LIST(type, key, label, fields, most, entry) \
    { #key, label, fields, sizeof(fields) / sizeof((fields)[0]), most, &daybook__v1__##entry##__descriptor, \
      offsetof(type, key), offsetof(type, n_##key) }
#define DBK_BODY_EXPLANATIONS(type) \
    DBK_BODY_LIST(type, explanations, N_("explanation"), dbk_explanation_fields, DBK_EXPLANATIONS_MAX, explanation)

const dbk_kind_shape *dbk_kind_shape_of(dbk_kind kind);                   /* NULL: no such kind */
const dbk_kind_shape *dbk_kind_shape_named(const char *verb);             /* NULL: no such verb */

/* "早班", "2": which one of that day, by word or number; "" when there is one a day. Returns `room`. */
#define DBK_PART_BYTES 32
const char *dbk_kind_part_words(dbk_kind kind, uint32_t part, char room[DBK_PART_BYTES]);
/* "roll call, morning", "sheet of supplies 2". Returns `room`. */
#define DBK_TITLE_BYTES 128
const char *dbk_kind_title(const dbk_kind_shape *shape, uint32_t part, char room[DBK_TITLE_BYTES]);

/* The field that a violation's path names, "entries[3].state"; *list and *entry (from 1) say which list it stands in,
 * NULL and 0: on the record itself. Returns NULL when the path names no field of the kind. */
const dbk_field *dbk_kind_field(const dbk_kind_shape *shape, const char *path, const dbk_field_list **list,
                                size_t *entry);

/* Is that a field of the kind in which a word of a list is chosen? */
bool dbk_kind_is_choice(dbk_kind kind, const char *path);

#endif
