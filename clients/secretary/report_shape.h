/*
 * report_shape — which fields a nightly report has besides its figures, and which lists: one table for reading a file,
 * for the form on the screen and for showing what was sent.
 *
 * Not here: how a value is read (report_fields.c); the figures, which the form of the night brings (proto/form.h).
 */
#ifndef DBK_SECRETARY_REPORT_SHAPE_H
#define DBK_SECRETARY_REPORT_SHAPE_H

#include <stddef.h>

#include "clients/secretary/report_fields.h"

/* A list of the report: each entry is a message of `type`. */
typedef struct {
    const char                       *key;
    const char                       *label;            /* N_() */
    const dbk_field                  *fields;
    size_t                            n, most;          /* fields of an entry; entries */
    const ProtobufCMessageDescriptor *type;
    size_t                            list, count;      /* offsets in the report */
} dbk_field_list;

typedef enum {
    LIST_CASES, LIST_OBSERVATIONS, LIST_SUPPLY_NEEDS, LIST_EXPLANATIONS, LIST_ANSWERS, N_REPORT_LISTS
} dbk_report_list;

extern const dbk_field_list dbk_report_lists[N_REPORT_LISTS];

/* Of the record: kind, committee, date, part, form, corrects. Of the report: situation, no_case ... and the keys of the
 * lists. */
#define DBK_REPORT_TOP_FIELDS 9
extern const dbk_field dbk_report_head[], dbk_report_top[DBK_REPORT_TOP_FIELDS];

/* Entries that other kinds of record have too. */
#define DBK_EXPLANATION_FIELDS 2
#define DBK_SUPPLY_NEED_FIELDS 8
extern const dbk_field dbk_explanation_fields[DBK_EXPLANATION_FIELDS], dbk_supply_need_fields[DBK_SUPPLY_NEED_FIELDS];
extern const size_t    dbk_report_head_n, dbk_report_top_n;

#endif
