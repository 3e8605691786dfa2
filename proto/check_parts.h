/*
 * check_parts — what the files of the checker share, and nobody else includes.
 */
#ifndef DBK_PROTO_CHECK_PARTS_H
#define DBK_PROTO_CHECK_PARTS_H

#include <stdint.h>

#include "proto/check.h"

/* One check under way. */
typedef struct {
    const dbk_form           *form;          /* NULL: not known */
    const dbk_nightly_report *report;
    uint32_t                  explaining;    /* bit i: explanations[i] is a good sentence and counts */
    dbk_violations           *found;
} dbk_checking;

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

/* check_figures.c: the figures, the rules between them, and what a zero report says of them. */
void dbk_check_figures(const dbk_checking *check);

#endif
