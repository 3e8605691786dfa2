/*
 * codes — the code lists of daybook.proto with their words in Chinese and English.
 *
 * Rows of sql's daybook.code_list are the same; tests/sql proves it.
 */
#ifndef DBK_PROTO_CODES_H
#define DBK_PROTO_CODES_H

#include <stddef.h>

typedef enum {
    DBK_LIST_STATUS,
    DBK_LIST_KIND,
    DBK_LIST_TIMELINESS,
    DBK_LIST_SEVERITY,
    DBK_LIST_WORK_KIND,
    DBK_LIST_OBSERVATION_KIND,
    DBK_LIST_SUPPLY_ITEM,
    DBK_LIST_SHIFT,
    DBK_LIST_ROLL_CALL_STATE,
    DBK_LIST_HEALTH_STATE,
    DBK_LIST_SYMPTOM,
    DBK_LIST_SUPPLY_SOURCE,
    DBK_LIST_MEETING_KIND,
    DBK_LIST_MEETING_MODE,
    DBK_LIST_BULLETIN_KIND,
    DBK_LIST_ITEM_ANSWER,
    DBK_N_LISTS
} dbk_list;

typedef struct {
    int         number;      /* the enum's value, from 1 */
    const char *name;        /* the enum's name in daybook.proto, e.g. "GATE"; what a report file says */
    const char *zh, *en;     /* what a person reads */
} dbk_code_row;

const char         *dbk_list_name(dbk_list list);                  /* "work_kind": the `list` column in sql */
const dbk_code_row *dbk_list_rows(dbk_list list, size_t *n);
const dbk_code_row *dbk_list_find(dbk_list list, int number);      /* NULL: no such number */
/* By its name or its English word in any case, or by its Chinese word; NULL: no such word. */
const dbk_code_row *dbk_list_named(dbk_list list, const char *name);

#endif
