/*
 * check_parts — what the files of the checker share, and nobody else includes.
 */
#ifndef DBK_PROTO_CHECK_PARTS_H
#define DBK_PROTO_CHECK_PARTS_H

#include <stdint.h>

#include "proto/check.h"
#include "proto/codes.h"
#include "proto/kind.h"

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* One check under way. */
struct dbk_checking {
    const dbk_form         *form;            /* NULL: not known, or of a kind that has none */
    const dbk_record       *record;
    const int32_t          *night;           /* its date as a day number; NULL: it is none */
    dbk_explanation *const *explanations;
    size_t                  n_explanations;
    bool                    explains;        /* its kind takes explanations: without them nothing is warned of */
    uint32_t                explaining;      /* bit i: explanations[i] is a good sentence and counts */
    dbk_violations         *found;
};

/* ---------------------------------------------------------------- saying what is wrong */

/* Is there a sentence for this warning? */
bool dbk_check_explained(const dbk_checking *check, const char *code);

/* As dbk_violations_add, but a warning that is explained is left out. */
void dbk_check_say(const dbk_checking *check, const char *code, const char *field, const char *limit, const void *value,
                   size_t value_bytes);

/* The same with a number as the value. */
void dbk_check_say_number(const dbk_checking *check, const char *code, const char *field, const char *limit,
                          int64_t value);

/* The same with a number that is not between `least` and `most`. */
void dbk_check_say_outside(const dbk_checking *check, const char *code, const char *field, int64_t least, int64_t most,
                           int64_t value);

/* A broken rule of the form; its own code and sentences. */
void dbk_violations_add_rule(dbk_violations *found, const Daybook__V1__Rule *rule, const char *field, const char *limit,
                             const char *value);

/* A field and the entry it belongs to: list NULL is the record itself. Its path is written only when it is said. */
typedef struct {
    const char *list;
    size_t      position;                    /* from 1 */
    const char *name;
} dbk_field_place;

void dbk_place_say(const dbk_checking *check, const char *code, dbk_field_place at, const char *limit,
                   const void *value, size_t value_bytes);
void dbk_place_say_nothing(const dbk_checking *check, const char *code, dbk_field_place at);  /* no limit, no value */
void dbk_place_say_number(const dbk_checking *check, const char *code, dbk_field_place at, const char *limit,
                          int64_t value);
void dbk_place_say_outside(const dbk_checking *check, const char *code, dbk_field_place at, int64_t least, int64_t most,
                           int64_t value);

/* A number that a person writes otherwise than it travels: 389 as 38.9, 740 as 07:40, 20200218 as 2020-02-18. */
typedef enum { DBK_AS_TENTHS, DBK_AS_TIME, DBK_AS_DATE } dbk_number_shape;
void dbk_place_say_as(const dbk_checking *check, const char *code, dbk_field_place at, const char *limit,
                      dbk_number_shape shape, uint32_t value);

/* ---------------------------------------------------------------- fields, by table (check_fields.c) */

typedef enum { DBK_FIELD_LINE, DBK_FIELD_NARRATIVE, DBK_FIELD_CHOICE, DBK_FIELD_MAY_CHOOSE } dbk_field_shape;

/* One field of a message. least and most count characters; least 0: it may be left out. */
typedef struct {
    const char     *name;
    size_t          offset;                  /* of a ProtobufCBinaryData, or of an enum for a choice */
    dbk_field_shape shape;
    size_t          least, most;
    dbk_list        list;                    /* of a choice */
} dbk_field_rule;

/* Returns the characters that a reader sees; 0 also when it is no text at all. */
size_t dbk_check_text(const dbk_checking *check, const dbk_field_rule *rule, dbk_field_place at,
                      const ProtobufCBinaryData *text);

/* All the fields of `message`; at.name is not looked at. */
void dbk_check_fields(const dbk_checking *check, dbk_field_place at, const void *message, const dbk_field_rule *rules,
                      size_t n);

/* How many entries of a list are looked at; says so when there are more than may be. */
size_t dbk_check_bounded(const dbk_checking *check, const char *list, size_t n, size_t most);

/* check_figures.c: the figures, the rules between them, and what a zero report says of them. */
void dbk_check_figures(const dbk_checking *check);

/* check_supply_needs.c: wants of supplies, wherever they stand. */
void dbk_check_supply_needs(const dbk_checking *check, const char *list, dbk_supply_need *const *needs, size_t n,
                            size_t most);

/* Degrees Celsius in tenths. */
void dbk_check_temperature(const dbk_checking *check, dbk_field_place at, uint32_t tenths);

/* check_persons.c: each entry of a list names a person, and nobody stands there twice.
 *   person_of   of entry i; 0: none is named */
void dbk_check_persons(const dbk_checking *check, const char *list, size_t n,
                       uint32_t (*person_of)(const dbk_checking *check, size_t i));

#endif
