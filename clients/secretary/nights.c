#include "clients/secretary/nights.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clients/words.h"
#include "proto/calendar.h"

#define USUAL_NIGHTS 3                   /* fewer say nothing about what is usual */
#define REACH_LEAST 20                   /* what is this near to the usual is never odd: small counts jump */
#define NEVER_NIGHTS 7                   /* 0 on so many nights, and more than 0 tonight, is odd */
#define NEVER_BASE 10                    /* so many on a usual night, and 0 tonight, is odd */

void
dbk_nights_add(dbk_nights *nights, uint32_t tonight, const dbk_record *record)
{
    int32_t now, then;

    if (record->nightly_report == NULL || nights->n == DBK_NIGHTS_MAX)
        return;
    if (nights->n == 0)
        nights->yesterday = dbk_day_from_ymd(tonight, &now) && dbk_day_from_ymd(record->report_date, &then) &&
                            then + 1 == now;
    dbk_figures_take(&nights->night[nights->n++], record->nightly_report);
}

bool
dbk_nights_last(const dbk_nights *nights, uint32_t indicator, int64_t *value)
{
    if (indicator == 0 || nights->n == 0 || nights->night[0].value[indicator] == DBK_FIGURE_NONE)
        return false;
    *value = nights->night[0].value[indicator];
    return true;
}

bool
dbk_nights_range(const dbk_nights *nights, uint32_t indicator, int64_t *least, int64_t *most)
{
    size_t n = 0;

    for (size_t i = 0; i < nights->n && indicator != 0; i++) {
        const int64_t value = nights->night[i].value[indicator];

        if (value == DBK_FIGURE_NONE)
            continue;
        *least = n == 0 || value < *least ? value : *least;
        *most = n == 0 || value > *most ? value : *most;
        n++;
    }
    return n > 1;
}

/* ------------------------------------------------------------------ what looks odd */

static int
by_value(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static int64_t
median(int64_t *values, size_t n)
{
    qsort(values, n, sizeof *values, by_value);
    return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* Median and median distance from it: one odd night moves neither, as it would a mean. *n: the nights that have it. */
static bool
usual(const dbk_nights *nights, uint32_t indicator, int64_t *base, int64_t *reach, size_t *n)
{
    int64_t values[DBK_NIGHTS_MAX];

    *n = 0;
    for (size_t i = 0; i < nights->n && indicator != 0; i++)
        if (nights->night[i].value[indicator] != DBK_FIGURE_NONE)
            values[(*n)++] = nights->night[i].value[indicator];
    if (*n < USUAL_NIGHTS)
        return false;
    *base = median(values, *n);
    for (size_t i = 0; i < *n; i++)
        values[i] = llabs(values[i] - *base);
    *reach = 4 * median(values, *n);
    *reach = *reach > REACH_LEAST ? *reach : REACH_LEAST;
    return true;
}

static bool
is_times(int64_t value, int64_t base, int64_t factor)
{
    return base > 0 && llabs(value - factor * base) * 20 <= factor * base;
}

static bool
is_cumulative(const char *key)
{
    static const char ending[] = "_total";
    const size_t n = strlen(key), m = sizeof ending - 1;

    return n > m && strcmp(key + n - m, ending) == 0;
}

const char *
dbk_nights_advice(const dbk_nights *nights, uint32_t indicator, const char *key, int64_t value, char *room,
                  size_t room_bytes)
{
    int64_t base, reach, last;
    size_t n;

    room[0] = '\0';
    if (is_cumulative(key) && dbk_nights_last(nights, indicator, &last) && value < last)
        snprintf(room, room_bytes, _("smaller than the %lld of the night before, and it can only grow: please check"),
                 (long long)last);
    else if (is_cumulative(key) || !usual(nights, indicator, &base, &reach, &n))
        return room;
    else if (is_times(value, base, 10) || is_times(value, base, 100))
        snprintf(room, room_bytes, _("usually about %lld: is there one 0 too many?"), (long long)base);
    else if (llabs(value - base) > reach || (value == 0 && base >= NEVER_BASE))
        snprintf(room, room_bytes, _("usually about %lld: please check"), (long long)base);
    else if (value > 0 && base == 0 && n >= NEVER_NIGHTS)
        snprintf(room, room_bytes, _("0 on most of the last %zu nights: please check"), n);
    return room;
}

/* ------------------------------------------------------------------ what is carried over */

/* Which figure of tonight begins with which one of the evening before. */
static const struct { const char *tonight, *before; bool only_yesterday; } carried[] = {
    { "hq_open_count",   "hq_current_count", true },
    { "assigned_count",  "assigned_count",   false },
    { "gate_post_count", "gate_post_count",  false },
};

void
dbk_nights_prefill(const dbk_nights *nights, dbk_sheet *sheet)
{
    for (size_t c = 0; c < sizeof carried / sizeof carried[0]; c++) {
        const Daybook__V1__Indicator *to = dbk_form_named(sheet->form, carried[c].tonight);
        const Daybook__V1__Indicator *from = dbk_form_named(sheet->form, carried[c].before);
        const size_t at = to ? dbk_sheet_figure(sheet, to->number) : DBK_SHEET_NONE;
        int64_t value;
        char text[32];

        if (at == DBK_SHEET_NONE || from == NULL || !dbk_nights_last(nights, from->number, &value) ||
            sheet->field[at].text[0] != '\0' || (carried[c].only_yesterday && !nights->yesterday))
            continue;
        snprintf(text, sizeof text, "%" PRId64, value);
        dbk_sheet_set(sheet, at, text);
        sheet->field[at].prefilled = true;
    }
}
