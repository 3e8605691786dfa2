/*
 * check_supply_needs — wants of supplies, in a nightly report or on a sheet of their own.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "proto/calendar.h"
#include "proto/check_parts.h"

static const dbk_field_rule supply_fields[] = {
    { "item",   offsetof(dbk_supply_need, item),   DBK_FIELD_CHOICE,    0,                   0, DBK_LIST_SUPPLY_ITEM },
    { "unit",   offsetof(dbk_supply_need, unit),   DBK_FIELD_LINE,      DBK_SUPPLY_UNIT_MIN, DBK_SUPPLY_UNIT_MAX,   0 },
    { "reason", offsetof(dbk_supply_need, reason), DBK_FIELD_NARRATIVE, 0,                   DBK_SUPPLY_REASON_MAX, 0 },
};

static void
check_quantity(const dbk_checking *check, dbk_field_place at, bool given, uint32_t quantity, uint32_t least)
{
    if (!given)
        dbk_place_say_nothing(check, "supply.quantity", at);
    else if (quantity < least || quantity > DBK_SUPPLY_QUANTITY_MAX)
        dbk_place_say_outside(check, "supply.quantity", at, least, DBK_SUPPLY_QUANTITY_MAX, quantity);
}

static void
check_needed_by(const dbk_checking *check, dbk_field_place at, const dbk_supply_need *it)
{
    const int32_t *night = check->night;
    char limit[DBK_LIMIT_BYTES] = "", day[DBK_DAY_TEXT_BYTES];
    int32_t needed;

    if (dbk_day_from_ymd(it->needed_by, &needed) && (night == NULL || needed >= *night))
        return;
    if (night != NULL)
        snprintf(limit, sizeof limit, "≥ %s", dbk_day_text(*night, day));
    if (it->has_needed_by)
        dbk_place_say_as(check, "supply.needed_by", at, limit, DBK_AS_DATE, it->needed_by);
    else
        dbk_place_say(check, "supply.needed_by", at, limit, NULL, 0);
}

/* What is sent and received is followed by item and unit. */
static bool
stands_before(dbk_supply_need *const *needs, size_t i)
{
    const dbk_supply_need *it = needs[i];

    for (size_t k = 0; k < i; k++)
        if (needs[k]->item == it->item && needs[k]->unit.len == it->unit.len && it->unit.len > 0 &&
            memcmp(needs[k]->unit.data, it->unit.data, it->unit.len) == 0)
            return true;
    return false;
}

void
dbk_check_supply_needs(const dbk_checking *check, const char *list, dbk_supply_need *const *needs, size_t n,
                       size_t most)
{
    n = dbk_check_bounded(check, list, n, most);
    for (size_t i = 0; i < n; i++) {
        const dbk_supply_need *it = needs[i];
        dbk_field_place at = { list, i + 1, NULL };

        dbk_check_fields(check, at, it, supply_fields, ARRAY_LEN(supply_fields));
        at.name = "item";
        if (stands_before(needs, i))
            dbk_place_say_number(check, "supply.twice", at, NULL, (int64_t)it->item);
        at.name = "on_hand";
        check_quantity(check, at, it->has_on_hand, it->on_hand, 0);
        at.name = "daily_use";
        check_quantity(check, at, it->has_daily_use, it->daily_use, 0);
        at.name = "quantity";
        check_quantity(check, at, it->has_quantity, it->quantity, 1);
        at.name = "needed_by";
        check_needed_by(check, at, it);
        at.name = "urgency";
        if (it->urgency < 1 || it->urgency > 3)
            dbk_place_say_outside(check, "supply.urgency", at, 1, 3, it->urgency);
    }
}
