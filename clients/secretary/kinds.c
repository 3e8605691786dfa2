#include "clients/secretary/kinds.h"

#include <string.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* One file a kind: kind_<kind>.c. */
extern const dbk_kind_shape dbk_shape_nightly_report, dbk_shape_roll_call, dbk_shape_health_report,
                            dbk_shape_supply_sheet, dbk_shape_minutes, dbk_shape_bulletin_read;

static const dbk_kind_shape *const shapes[] = {
    &dbk_shape_nightly_report,
    &dbk_shape_roll_call,
    &dbk_shape_health_report,
    &dbk_shape_supply_sheet,
    &dbk_shape_minutes,
    &dbk_shape_bulletin_read,
};

const dbk_kind_shape *
dbk_kind_shape_of(dbk_kind kind)
{
    for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
        if (shapes[i]->kind == kind)
            return shapes[i];
    return NULL;
}

const dbk_kind_shape *
dbk_kind_shape_named(const char *verb)
{
    for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
        if (shapes[i]->verb != NULL && strcmp(shapes[i]->verb, verb) == 0)
            return shapes[i];
    return NULL;
}
