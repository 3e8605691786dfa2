/*
 * check_supply_sheet — needs with their warnings, and movements of stock that somebody signed for.
 */
#include "proto/check_parts.h"

#define STOCK_LOW_DAYS 2

static const dbk_field_rule movement_fields[] = {
    { "source",    offsetof(dbk_supply_movement, source),    DBK_FIELD_CHOICE,    0, 0, DBK_LIST_SUPPLY_SOURCE },
    { "item",      offsetof(dbk_supply_movement, item),      DBK_FIELD_CHOICE,    0, 0, DBK_LIST_SUPPLY_ITEM },
    { "unit",      offsetof(dbk_supply_movement, unit),      DBK_FIELD_LINE,      DBK_SUPPLY_UNIT_MIN,
      DBK_SUPPLY_UNIT_MAX, 0 },
    { "party",     offsetof(dbk_supply_movement, party),     DBK_FIELD_LINE,      0, DBK_PLACE_MAX, 0 },
    { "signed_by", offsetof(dbk_supply_movement, signed_by), DBK_FIELD_LINE,      1, DBK_NAME_MAX, 0 },
    { "reason",    offsetof(dbk_supply_movement, reason),    DBK_FIELD_NARRATIVE, 0, DBK_SUPPLY_REASON_MAX, 0 },
};

/* What a source must say besides, by its number. */
typedef enum { SAYS_NO_MORE, SAYS_WHO, SAYS_WHY } saying;

static const saying sayings[] = {
    [DAYBOOK__V1__SUPPLY_SOURCE__DONATED]      = SAYS_WHO,
    [DAYBOOK__V1__SUPPLY_SOURCE__HANDED_ON]    = SAYS_WHO,
    [DAYBOOK__V1__SUPPLY_SOURCE__COUNTED_MORE] = SAYS_WHY,
    [DAYBOOK__V1__SUPPLY_SOURCE__COUNTED_LESS] = SAYS_WHY,
};

static void
warn_of_need(const dbk_checking *check, size_t i, const dbk_supply_need *it)
{
    dbk_field_place at = { "needs", i + 1, "urgency" };

    if (it->urgency == 1 && it->daily_use > 0 && it->on_hand < (uint64_t)it->daily_use * STOCK_LOW_DAYS)
        dbk_place_say_number(check, "supply.urgency_low", at, NULL, it->urgency);
    at.name = "quantity";
    if (it->daily_use > 0 && it->quantity > (uint64_t)it->daily_use * DBK_SUPPLY_DAYS_WANTED_MAX)
        dbk_place_say_number(check, "supply.excess", at, NULL, it->quantity);
}

static void
check_movement(const dbk_checking *check, size_t i, const dbk_supply_movement *it)
{
    dbk_field_place at = { "movements", i + 1, NULL };
    const size_t source = (size_t)it->source;
    const saying says = source < ARRAY_LEN(sayings) ? sayings[source] : SAYS_NO_MORE;

    dbk_check_fields(check, at, it, movement_fields, ARRAY_LEN(movement_fields));
    at.name = "quantity";
    if (!it->has_quantity)
        dbk_place_say_nothing(check, "supply.quantity", at);
    else if (it->quantity < 1 || it->quantity > DBK_SUPPLY_QUANTITY_MAX)
        dbk_place_say_outside(check, "supply.quantity", at, 1, DBK_SUPPLY_QUANTITY_MAX, it->quantity);
    at.name = "party";
    if (says == SAYS_WHO && it->party.len == 0)
        dbk_place_say_nothing(check, "supply.party", at);
    at.name = "reason";
    if (says == SAYS_WHY && it->reason.len == 0)
        dbk_place_say_nothing(check, "supply.counted", at);
}

static void
check_all(const dbk_checking *check)
{
    const dbk_supply_sheet *sheet = check->record->supply_sheet;
    size_t n;

    if (sheet->n_needs == 0 && sheet->n_movements == 0)
        dbk_check_say(check, "supply.nothing", "needs", NULL, NULL, 0);
    dbk_check_supply_needs(check, "needs", sheet->needs, sheet->n_needs, DBK_SUPPLY_NEEDS_MAX);
    for (size_t i = 0; i < sheet->n_needs && i < DBK_SUPPLY_NEEDS_MAX; i++)
        warn_of_need(check, i, sheet->needs[i]);
    n = dbk_check_bounded(check, "movements", sheet->n_movements, DBK_SUPPLY_MOVEMENTS_MAX);
    for (size_t i = 0; i < n; i++)
        check_movement(check, i, sheet->movements[i]);
}

const dbk_kind_rules dbk_kind_supply_sheet = {
    .kind = DBK_SUPPLY_SHEET, .part_least = 1, .part_most = DBK_SUPPLY_SHEETS_MAX, .check = check_all,
    DBK_KIND_BODY(supply_sheet), DBK_KIND_EXPLANATIONS(dbk_supply_sheet),
};
