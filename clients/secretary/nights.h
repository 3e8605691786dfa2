/*
 * nights — what the same committee reported on earlier nights, as a help with tonight's: last night's figure, between
 * what and what it was, what looks odd beside them, what is carried over.
 *
 * Pure. All of it is advice: no rule looks at another night.
 */
#ifndef DBK_SECRETARY_NIGHTS_H
#define DBK_SECRETARY_NIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clients/figures.h"
#include "clients/secretary/sheet.h"

#define DBK_NIGHTS_MAX 7

typedef struct {
    size_t      n;
    bool        yesterday;               /* night[0] is the evening before */
    dbk_figures night[DBK_NIGHTS_MAX];   /* newest first */
} dbk_nights;

/* One more, newest first, for a report of `tonight`; at most DBK_NIGHTS_MAX count. */
void dbk_nights_add(dbk_nights *nights, uint32_t tonight, const dbk_record *record);

/* The figure of the newest night; false: there is none. */
bool dbk_nights_last(const dbk_nights *nights, uint32_t indicator, int64_t *value);

/* The smallest and the largest of those nights; false: fewer than two have the figure. */
bool dbk_nights_range(const dbk_nights *nights, uint32_t indicator, int64_t *least, int64_t *most);

/* What looks odd about a figure, in one sentence; "" for nothing. Returns `room`. */
const char *dbk_nights_advice(const dbk_nights *nights, uint32_t indicator, const char *key, int64_t value, char *room,
                              size_t room_bytes);

/* Write into empty figures what is known: last night's stock, the people assigned, the gates. */
void dbk_nights_prefill(const dbk_nights *nights, dbk_sheet *sheet);

#endif
